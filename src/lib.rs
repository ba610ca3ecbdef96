//! **Mux JWT** signs the tokens that Mux's signed playback needs, and says why a signed URL fails. Offline.
//!
//! ```text
//! main ─┬─ cli ──┐
//!       └─ ui  ──┴─ platform ── core
//! ```
//!
//! An upper layer may use a lower one, never the reverse, and `cli` and `ui` do not see each other; `tests/tidy.rs`
//! holds us to it.
//!
//! - [`core`] knows what Mux tokens are. It has no clock, no files, no environment and no screen: time and keys are
//!   arguments. It does not fail on bad input: reading a token always gives a [`core::token::Token`], and what is wrong
//!   with one is a [`core::diagnose::lint::Finding`].
//! - [`platform`] is the machine behind one trait.
//! - [`cli`] and [`ui`] are two faces of the same core: what one can do, the other can.
//!
//! Pasted text → [`core::import`] → [`core::diagnose`] → `Report` → screen, terminal, JSON or Markdown
//! ([`core::diagnose::markdown`]). What a person saw ([`core::mux::symptom`]) goes in as evidence and comes out as a diagnosis.
//! Form → [`core::token::spec::TokenSpec`], or several for one player ([`core::token::player`]) → token → [`core::mux::url`] and
//! [`core::export`].
//!
//! One table, [`core::mux::params::PARAMS`], feeds the form, its checks, the words beside a claim, `sign --param` and the
//! README. One registry, [`core::diagnose::lint::RULES`], feeds the inspector in both faces and the README.
//! [`core::diagnose::explain`] looks words up in all of them.
//!
//! **Secrets.** A private key lives in [`core::key::SigningKey`], which shows nothing of itself. It is kept out of text
//! fields, since all that is pasted is held against the looks of keys, and never passes through an argument, a log or an
//! error. What is freed is wiped (the allocator in `main.rs`), a key in the environment does not stay there, and no core
//! is dumped.
//!
//! What is copied with a token in it leaves the clipboard again, and [`ui::redact`] masks what leaves for a shared
//! screen, all of it in one place behind the screens.
//!
//! **Settings.** One small file ([`ui::settings`]) with no secret in it, whole at every moment ([`platform::settings`]).
//!
//! **Network.** On Linux the system refuses every internet socket ([`platform::sandbox`]); what the badge says is what the
//! system answered.

#![forbid(unsafe_code)]

pub mod cli;
pub mod core;
pub mod platform;
#[cfg(feature = "gui")]
pub mod ui;
