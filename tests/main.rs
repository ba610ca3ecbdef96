//! The tests of the product from outside, in one program so that it links once.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read the repository and start programs"
)]

// Files shared with the fuzz targets name the code under test `crate::core`.
use mux_jwt::core;

mod cli;
mod corpus;
mod interop;
#[path = "fuzz/src/key_forms.rs"]
#[expect(unreachable_pub, reason = "the fuzz targets share it")]
mod key_forms;
#[cfg(all(feature = "gui", target_os = "linux"))]
mod keychain;
mod keys;
#[cfg(target_os = "linux")]
mod offline;
mod players;
#[path = "fuzz/src/promises.rs"]
#[expect(unreachable_pub, reason = "the fuzz targets share it")]
mod promises;
mod robustness;
#[cfg(feature = "gui")]
mod screens;
#[cfg(feature = "gui")]
mod screens_batch;
#[cfg(feature = "gui")]
mod screens_compare;
#[cfg(feature = "gui")]
mod screens_ears;
#[cfg(feature = "gui")]
mod screens_inspect;
#[cfg(feature = "gui")]
mod screens_keys;
#[cfg(feature = "gui")]
mod screens_restrict;
#[cfg(feature = "gui")]
mod screens_settings;
#[cfg(feature = "gui")]
mod screens_shell;
#[cfg(feature = "gui")]
mod screens_sign;
#[cfg(all(feature = "gui", target_os = "linux"))]
mod settings_file;
mod siblings;
mod snippets;
mod support;
mod tidy;
mod vectors;
