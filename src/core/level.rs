//! How bad a finding is, and how it is known.

/// How bad a finding is, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Mux refuses the token.
    Error,
    /// It works or may work, and not as meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// How we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Mux, or the standard that Mux names, says so.
    Documented,
    /// Seen in the source or the behaviour of Mux's own software.
    Observed,
    /// A conclusion of ours; the words say "probably".
    Inferred,
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl Basis {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Inferred => "inferred",
        }
    }
}
