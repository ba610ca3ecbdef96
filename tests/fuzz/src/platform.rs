//! The one part of the platform that needs nothing of the machine: rows out of a stream of bytes.

#[path = "../../../src/platform/rows.rs"]
pub mod rows;
