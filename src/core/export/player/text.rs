//! A text that is put together piece by piece.

use std::fmt::{Display, Write as _};

/// A snippet in the making.
#[derive(Default)]
pub(super) struct Text(pub(super) String);

impl Text {
    /// Puts something at the end.
    pub(super) fn add(&mut self, piece: impl Display) {
        write!(self.0, "{piece}").expect("a string takes all");
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}
