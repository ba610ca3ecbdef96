//! What a restriction decides about a request, and why.

use std::{borrow::Cow, fmt};

use super::{
    domain::Near,
    members::{AIRPLAY, ALLOW_NO_REFERRER, ALLOWED_DOMAINS, CAST},
};

/// Whether a restriction allows a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It allows the request.
    Allowed {
        /// The entries and switches that allow it.
        by: Vec<Line>,
    },
    /// It refuses the request.
    Refused {
        /// The entries and switches that refuse it; each is sufficient.
        by: Vec<Line>,
    },
    /// It depends on undocumented behavior of Mux, or on missing information.
    Unknown {
        /// What it depends on: a sentence without a full stop.
        why: String,
    },
}

/// The part of a restriction that decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// This entry of `allowed_domains` matches.
    Domain(String),
    /// No entry of `allowed_domains` matches.
    NoDomain(Stranger),
    /// `allowed_domains` is empty.
    NoDomains,
    /// A switch and its value.
    Switch(&'static str, bool),
}

/// A host that no entry of `allowed_domains` matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    pub(super) host: String,
    pub(super) near: Option<Near>,
}

/// The entry that matches a host and its siblings.
fn wildcard_for(host: &str) -> String {
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

    /// Its name in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Allowed { .. } => "allowed",
            Self::Refused { .. } => "refused",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// The verdict in words, in lower case.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Allowed { .. } => "allowed",
            Self::Refused { .. } => "refused",
            Self::Unknown { .. } => "cannot tell",
        }
    }

    /// What decides, or why nothing does: a sentence without a full stop.
    pub fn because(&self) -> Cow<'_, str> {
        match self {
            Self::Unknown { why } => Cow::Borrowed(why),
            Self::Allowed { by } | Self::Refused { by } => {
                let lines: Vec<_> = by.iter().map(Line::to_string).collect();
                Cow::Owned(lines.join("; "))
            }
        }
    }

    /// How to allow a refused request.
    pub fn hint(&self) -> Option<String> {
        let Self::Refused { by } = self else {
            return None;
        };
        let hints: Vec<_> = by.iter().map(Line::hint).collect();
        Some(hints.join(" "))
    }

    /// The entry whose absence alone refuses the request, if it is clear which one is missing.
    pub fn missing_entry(&self) -> Option<String> {
        let Self::Refused { by } = self else {
            return None;
        };
        let [Line::NoDomain(Stranger { host, near })] = by.as_slice() else {
            return None;
        };
        let is_known = [CAST, AIRPLAY]
            .iter()
            .any(|known| host.eq_ignore_ascii_case(known));
        match near {
            _ if is_known => Some(host.clone()),
            Some(Near::Apex(_)) => Some(host.clone()),
            Some(Near::Deeper(_)) => Some(wildcard_for(host)),
            Some(Near::Below(_) | Near::LookAlike(_)) | None => None,
        }
    }
}

impl Line {
    /// How to allow a request that this part refuses.
    fn hint(&self) -> String {
        match self {
            Self::NoDomain(Stranger { host, near }) => match near {
                _ if host.eq_ignore_ascii_case(CAST) => {
                    format!("Add `{CAST}` to `{ALLOWED_DOMAINS}`: Google Cast requests come from it.")
                }
                _ if host.eq_ignore_ascii_case(AIRPLAY) => format!(
                    "Add `{AIRPLAY}` to `{ALLOWED_DOMAINS}`: requests of third-party AirPlay devices come from it."
                ),
                Some(Near::Apex(line)) => format!(
                    "`{line}` matches hosts one label below `{host}`, not `{host}` itself. Add `{host}` too."
                ),
                Some(Near::Deeper(line)) => format!(
                    "The `*` in `{line}` matches exactly one label. Add `{}` too.",
                    wildcard_for(host)
                ),
                Some(Near::Below(line)) => format!(
                    "`{line}` matches only that host. Add `{host}` too, or `{}` for all its siblings.",
                    wildcard_for(host)
                ),
                Some(Near::LookAlike(line)) => {
                    format!("This host only resembles `{line}`: it is a different domain.")
                }
                None => format!(
                    "Add `{host}` to `{ALLOWED_DOMAINS}` if its pages should play the video."
                ),
            },
            Self::NoDomains => {
                format!(
                    "Add the domains whose pages should play the video to `{ALLOWED_DOMAINS}`."
                )
            }
            Self::Switch(ALLOW_NO_REFERRER, _) => {
                "Apps, TVs and Apple TV send no referrer. Mux recommends a second restriction for them, with \
                 `allow_no_referrer` on, used in their tokens."
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
                write!(f, "no entry of `{ALLOWED_DOMAINS}` matches `{host}`")
            }
            Self::NoDomains => write!(f, "`{ALLOWED_DOMAINS}` is empty"),
            Self::Switch(name, value) => {
                write!(f, "`{name}` is {}", if *value { "on" } else { "off" })
            }
        }
    }
}
