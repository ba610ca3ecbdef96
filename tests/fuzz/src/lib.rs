//! What the fuzz targets have in common: the code under test, tokens to put into texts, and what is true of every report.

#![forbid(unsafe_code)]

#[path = "../../../src/core/mod.rs"]
pub mod core;

pub mod judge;
pub mod platform;
pub mod tokens;
