//! The graphical front end.
//!
//! Each part imports only parts above it in this list: `theme`, `widgets`, `notice`; `clipboard`, `redact`, `settings`;
//! `session`; `action`, `command`, `cx`; `screens`; `app`.
//!
//! To add a screen: a file in `screens/`, a variant of [`Screen`], a line in `app/bar.rs` and in `command.rs`. A screen
//! draws its state and returns an [`Action`]; only [`App`] uses the operating system.

pub mod action;
pub mod app;
mod clipboard;
mod command;
mod cx;
mod notice;
pub mod redact;
mod screens;
pub mod session;
pub mod settings;
mod theme;
pub mod widgets;

pub use action::{Action, Screen};
pub use app::{
    App,
    window::{WindowError, run},
};
