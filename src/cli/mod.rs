//! The terminal: the same core behind arguments.
