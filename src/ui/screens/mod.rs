//! The screens. Each draws its state, handles its own input, and returns what it needs from the window as an [`Action`].

pub(crate) mod batch;
pub(crate) mod compare;
pub(crate) mod example;
pub(crate) mod inspect;
pub(crate) mod keys;
mod no_key;
mod remembered;
pub(crate) mod restrict;
pub(crate) mod settings;
pub(crate) mod shortcuts;
pub(crate) mod sign;

use egui::{Id, Ui};

use crate::{
    core::{
        diagnose::{
            as_of::{AsOf, TimeSource},
            wording::Wording,
        },
        time::Timestamp,
    },
    ui::{action::Action, command, cx::Cx, theme::icon, widgets::icon_button},
};

/// The words for reports as of this time.
fn wording<'a>(cx: &Cx<'a>, at: Timestamp) -> Wording<'a> {
    Wording {
        keys: cx.session.keyring.keys(),
        as_of: AsOf {
            time: at,
            source: TimeSource::Now,
        },
        is_live: at == cx.now,
        zone: cx.zone,
        is_for_others: false,
    }
}

/// A button that copies a text. `what` completes *Copied …*.
fn copy_button(
    ui: &mut Ui,
    title: &str,
    what: &'static str,
    text: impl FnOnce() -> String,
) -> Option<Action> {
    let is_clicked = icon_button(ui, icon::COPY, title).clicked();
    is_clicked.then(|| Action::Copy { what, text: text() })
}

/// The button that copies what a screen is for. The shortcut for it works anywhere on the screen.
fn main_copy_button(
    ui: &mut Ui,
    title: &str,
    what: &'static str,
    text: impl FnOnce() -> String,
) -> Option<Action> {
    let keys = command::keys_of(ui.ctx(), &Action::CopyMain).unwrap_or_default();
    let button = icon_button(ui, icon::COPY, title).on_hover_text(format!("{title} ({keys})"));
    (button.clicked() || is_copy_asked(ui)).then(|| Action::Copy { what, text: text() })
}

/// Whether the shortcut that copies what a screen is for was pressed. What is disabled does not answer it.
fn is_copy_asked(ui: &Ui) -> bool {
    ui.is_enabled() && ui.data_mut(|data| data.remove_temp::<bool>(copy_main()).is_some())
}

/// Where the window asks the screen to copy what it is for.
pub(crate) fn copy_main() -> Id {
    Id::unique("copy what the screen is for")
}

/// A button with an action.
fn action_button(ui: &mut Ui, icon: &str, title: &str, action: Action) -> Option<Action> {
    icon_button(ui, icon, title).clicked().then_some(action)
}
