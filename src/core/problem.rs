//! What went wrong and what to do about it: the pair that every error reports, in the window and in the terminal.

use std::{borrow::Cow, fmt};

/// An error with advice. `Display` says what is wrong: lower case, no full stop, nothing secret.
pub trait Advice: fmt::Display {
    /// What to do next, in full sentences.
    fn hint(&self) -> Cow<'_, str>;
}

/// An error in the form in which people read it. Any [`Advice`] converts into one with `?`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Problem {
    /// What is wrong: lower case, no full stop.
    pub what: String,
    /// What to do next: full sentences.
    pub hint: String,
}

impl Problem {
    /// A problem that no error type describes.
    pub fn new(what: impl fmt::Display, hint: impl Into<String>) -> Self {
        Self {
            what: what.to_string(),
            hint: hint.into(),
        }
    }

    /// An error together with the place it was found in: a file, a variable, an option.
    pub fn at(place: impl fmt::Display, error: &impl Advice) -> Self {
        Self::new(format_args!("{place}: {error}"), error.hint())
    }
}

// `Problem` itself is no `Advice`: the standard library already converts every type into itself.
impl<E: Advice> From<E> for Problem {
    fn from(error: E) -> Self {
        Self::new(&error, error.hint())
    }
}
