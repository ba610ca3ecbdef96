//! The window: the same core behind a mouse.
//!
//! To add a screen: a file in `screens/`, a variant of [`Screen`], a line in the rail and in `command.rs`. Screens draw
//! their state and answer with an [`Action`]; only [`App`] touches the machine.

pub mod action;
pub mod app;
mod column;
mod command;
mod copied;
pub mod form;
mod guard;
mod icon;
mod idle;
pub mod keyring;
mod notice;
mod qr;
mod redact;
mod remembered;
mod screens;
mod search;
mod theme;
mod timeline;
mod widgets;
pub mod window;

pub use action::{Action, Screen};
pub use app::App;
pub use window::{WindowError, run};
