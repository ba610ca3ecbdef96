//! What goes to the clipboard, and what must not come from it.

pub(super) mod copied;
pub(super) mod guard;
