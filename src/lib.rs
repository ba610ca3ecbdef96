//! **Mux JWT** signs the tokens that Mux's signed playback needs and explains why a signed URL fails. Offline.
//!
//! ```text
//! main ─┬─ cli ──┐
//!       └─ ui  ──┴─ platform ── core
//! ```
//!
//! A layer uses only those below it, and no two files import each other; `tests/tidy.rs` checks both.
//!
//! - [`core`] knows what Mux tokens are. It has no clock, no files, no environment and no screen: time and keys are
//!   arguments. Bad input is not an error: reading always gives a [`core::token::Token`], and what is wrong with it is a
//!   [`core::diagnose::finding::Finding`].
//! - [`platform`] is the machine, behind one trait per capability.
//! - `cli` and `ui` are the two front ends of the same core. `ui` needs the feature `gui`.
//!
//! # From input to report
//!
//! [`core::import`] finds the [`core::request::MediaRequest`]s in any text, [`core::diagnose::inspect`] judges them, and
//! [`core::diagnose::wording`] phrases the result once for window, terminal, Markdown and JSON. An observed error
//! ([`core::mux::symptom`]) is evidence and gets a diagnosis.
//!
//! # From form to token
//!
//! Form, command line, batch and fixes fill a [`core::token::draft::Draft`]. It results in one
//! [`core::token::spec::TokenSpec`] per audience, each is signed with a [`core::key::SigningKey`], and
//! [`core::mux::url`] and [`core::export`] put the token where it is used.
//!
//! # Tables
//!
//! [`core::mux::params::PARAMS`] feeds the form, its checks, the explanation of claims, `sign --param` and the README.
//! [`core::diagnose::lint::RULES`] feeds the inspector and the README. [`core::diagnose::explain`] searches all tables.
//!
//! # Secrets
//!
//! A private key is in a [`core::key::SigningKey`], whose `Debug` prints nothing secret. [`core::key::scan()`] finds keys in
//! any text, so that no text field, argument, log or error contains one. Freed memory is zeroed (the allocator in
//! `main.rs`), a key is removed from the environment after reading, and core dumps are disabled. Copied tokens are
//! cleared from the clipboard, and `ui::redact` masks secrets on a shared screen.
//!
//! # Network
//!
//! On Linux, a seccomp filter blocks internet sockets ([`platform::sandbox`]); the badge in the window shows what the
//! system reported.

#![forbid(unsafe_code)]

pub mod cli;
pub mod core;
pub mod platform;
#[cfg(feature = "gui")]
pub mod ui;
