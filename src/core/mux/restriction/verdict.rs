//! What a restriction decides about a request, and why.

use std::{borrow::Cow, fmt};

use super::{AIRPLAY, ALLOW_NO_REFERRER, ALLOWED_DOMAINS, CAST, domain::Near};

/// What a restriction says to a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may play.
    Allowed {
        /// The lines that let it.
        by: Vec<Line>,
    },
    /// It may not.
    Refused {
        /// The lines that forbid it; each of them is enough.
        by: Vec<Line>,
    },
    /// It depends on what Mux does not document, or on what was not said.
    Unknown {
        /// On what, as a whole sentence without a period.
        why: String,
    },
}

/// The line of a restriction that decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// This line of `allowed_domains` fits.
    Domain(String),
    /// no line of `allowed_domains` fits.
    NoDomain(Stranger),
    /// `allowed_domains` is empty.
    NoDomains,
    /// A switch and how it stands.
    Switch(&'static str, bool),
}

/// A host that no line of `allowed_domains` fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    pub(super) host: String,
    pub(super) near: Option<Near>,
}

/// The line that stands for a host and those beside it.
fn beside(host: &str) -> String {
    let parent = host.split_once('.').map_or(host, |(_, parent)| parent);
    format!("*.{parent}")
}

impl Verdict {
    pub(super) fn allowed(line: Line) -> Self {
        Self::Allowed { by: vec![line] }
    }

    pub(super) fn refused(line: Line) -> Self {
        Self::Refused { by: vec![line] }
    }

    pub(super) fn unknown(why: impl Into<String>) -> Self {
        Self::Unknown { why: why.into() }
    }

    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Allowed { .. } => "allowed",
            Self::Refused { .. } => "refused",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// What decided, or why nothing did: a sentence without a period.
    pub fn because(&self) -> Cow<'_, str> {
        match self {
            Self::Unknown { why } => Cow::Borrowed(why),
            Self::Allowed { by } | Self::Refused { by } => {
                let lines: Vec<_> = by.iter().map(Line::to_string).collect();
                Cow::Owned(lines.join("; "))
            }
        }
    }

    /// What would let a refused visit play.
    pub fn hint(&self) -> Option<String> {
        let Self::Refused { by } = self else {
            return None;
        };
        let hints: Vec<_> = by.iter().map(Line::hint).collect();
        Some(hints.join(" "))
    }
}

impl Line {
    /// What would let a visit play that this line refuses.
    fn hint(&self) -> String {
        match self {
            Self::NoDomain(Stranger { host, near }) => match near {
                _ if host.eq_ignore_ascii_case(CAST) => {
                    format!("Add `{CAST}` to `{ALLOWED_DOMAINS}`: Google Cast plays from there.")
                }
                _ if host.eq_ignore_ascii_case(AIRPLAY) => format!(
                    "Add `{AIRPLAY}` to `{ALLOWED_DOMAINS}`: AirPlay devices of other makers play from there."
                ),
                Some(Near::Apex(line)) => format!(
                    "`{line}` stands for hosts one label below, not for `{host}` itself; list `{host}` too."
                ),
                Some(Near::Deeper(line)) => format!(
                    "The `*` of `{line}` stands for exactly one label; list `{}` too.",
                    beside(host)
                ),
                Some(Near::Below(line)) => format!(
                    "`{line}` stands for that host alone; list `{host}` too, or `{}` for every host beside it.",
                    beside(host)
                ),
                Some(Near::LookAlike(line)) => {
                    format!("This host only looks like `{line}`: it is another domain.")
                }
                None => format!(
                    "Add `{host}` to `{ALLOWED_DOMAINS}` if its pages should play the video."
                ),
            },
            Self::NoDomains => {
                format!(
                    "List the domains whose pages should play the video in `{ALLOWED_DOMAINS}`."
                )
            }
            Self::Switch(ALLOW_NO_REFERRER, _) => {
                "Apps, TVs and Apple TV send no referrer. Mux advises a second \
                 restriction for them, with `allow_no_referrer` on, and to name it in their tokens."
                    .to_owned()
            }
            Self::Switch(name, _) => {
                format!("Turn `{name}` on if such requests should play the video.")
            }
            Self::Domain(_) => String::new(),
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(line) => write!(f, "`{line}` in `{ALLOWED_DOMAINS}`"),
            Self::NoDomain(Stranger { host, .. }) => {
                write!(f, "no line of `{ALLOWED_DOMAINS}` fits `{host}`")
            }
            Self::NoDomains => write!(f, "`{ALLOWED_DOMAINS}` is empty"),
            Self::Switch(name, value) => {
                write!(f, "`{name}` is {}", if *value { "on" } else { "off" })
            }
        }
    }
}
