//! The clipboard: what is copied to it and for how long, and what must not be pasted into a field.

pub(super) mod copied;
pub(super) mod guard;
