//! What the fuzz targets have in common: the code under test, tokens to put into texts, and what is true of every report.

#![forbid(unsafe_code)]

#[allow(
    dead_code,
    reason = "what only the rest of the product calls is not fuzzed"
)]
#[path = "../../../src/core/mod.rs"]
pub mod core;

pub mod judge;
pub mod platform;
pub mod tokens;
