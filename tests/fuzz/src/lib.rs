//! What the fuzz targets share: the code under test, tokens and keys to put into texts, and the checks of every report.

#![forbid(unsafe_code)]

#[allow(
    dead_code,
    reason = "some code is called only by parts of the product that are not fuzzed"
)]
#[path = "../../../src/core/mod.rs"]
pub mod core;

pub mod judge;
pub mod key_forms;
pub mod platform;
pub mod promises;
pub mod tokens;
