//! Every test that looks at the product from outside, in one program so that it links once.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read the repository and start programs"
)]

mod cli;
mod corpus;
mod interop;
#[cfg(target_os = "linux")]
mod keychain;
mod keys;
#[cfg(target_os = "linux")]
mod offline;
mod players;
mod robustness;
mod screens;
mod screens_batch;
mod screens_compare;
mod screens_keys;
mod screens_restrict;
mod screens_settings;
#[cfg(target_os = "linux")]
mod settings_file;
mod snippets;
mod support;
mod tidy;
mod vectors;
