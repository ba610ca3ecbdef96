//! The keys of this session, and how long they stay.

pub(super) mod idle;
pub mod keyring;
