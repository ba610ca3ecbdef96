//! The window: the same core behind a mouse.
//!
//! To add a screen: a file in `screens/`, a variant of [`Screen`], a line in the rail and in `command.rs`. Screens draw
//! their state and answer with an [`Action`]; only [`App`] touches the machine.

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
