//! The commands, as one table: for shortcuts, the palette and the list of shortcuts.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use super::{
    action::{Action, OpenTarget, PasteTarget, SaveFormat, Screen, Side},
    session::KeyAction,
    settings::{SettingsChange, Theme},
};

/// A command.
pub(crate) struct Command {
    /// What it does: a verb and its object, or the name of a screen.
    pub(crate) title: &'static str,
    /// Its shortcut, if it has one.
    pub(crate) shortcut: Option<KeyboardShortcut>,
    /// Its action.
    pub(crate) action: Action,
    /// The screen it belongs to, which is shown first; `None` for every screen.
    pub(crate) screen: Option<Screen>,
}

const fn keyed(title: &'static str, modifiers: Modifiers, key: Key, action: Action) -> Command {
    Command {
        title,
        shortcut: Some(KeyboardShortcut::new(modifiers, key)),
        action,
        screen: None,
    }
}

const fn plain(title: &'static str, action: Action) -> Command {
    Command {
        title,
        shortcut: None,
        action,
        screen: None,
    }
}

const fn on(screen: Screen, title: &'static str, action: Action) -> Command {
    Command {
        title,
        shortcut: None,
        action,
        screen: Some(screen),
    }
}

const COMMAND: Modifiers = Modifiers::COMMAND;
const COMMAND_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// All commands.
pub(crate) static COMMANDS: [Command; 35] = [
    keyed("Sign", COMMAND, Key::Num1, Action::Show(Screen::Sign)),
    keyed("Inspect", COMMAND, Key::Num2, Action::Show(Screen::Inspect)),
    keyed("Compare", COMMAND, Key::Num3, Action::Show(Screen::Compare)),
    keyed(
        "Restrictions",
        COMMAND,
        Key::Num4,
        Action::Show(Screen::Restrictions),
    ),
    keyed("Batch", COMMAND, Key::Num5, Action::Show(Screen::Batch)),
    keyed("Keys", COMMAND, Key::Num6, Action::Show(Screen::Keys)),
    keyed(
        "Settings",
        COMMAND,
        Key::Num7,
        Action::Show(Screen::Settings),
    ),
    keyed("Command palette", COMMAND, Key::K, Action::Palette),
    keyed(
        "Copy the result of this screen",
        COMMAND_SHIFT,
        Key::C,
        Action::CopyMain,
    ),
    keyed("Open a file", COMMAND, Key::O, Action::OpenHere),
    plain("Paste into this screen", Action::PasteHere),
    keyed("Redact", COMMAND_SHIFT, Key::R, Action::Redact),
    keyed(
        "Keyboard shortcuts",
        Modifiers::NONE,
        Key::F1,
        Action::Shortcuts,
    ),
    plain("Keep copied text on the clipboard", Action::KeepCopied),
    plain("Clear copied text from the clipboard", Action::ClearCopied),
    on(
        Screen::Inspect,
        "Paste a URL or a token",
        Action::Paste(PasteTarget::Inspect),
    ),
    on(
        Screen::Inspect,
        "Open a HAR or a log",
        Action::Open(OpenTarget::Text),
    ),
    on(
        Screen::Inspect,
        "Inspect an example",
        Action::Example(Screen::Inspect),
    ),
    on(
        Screen::Compare,
        "Paste into A",
        Action::Paste(PasteTarget::Compare(Side::A)),
    ),
    on(
        Screen::Compare,
        "Paste into B",
        Action::Paste(PasteTarget::Compare(Side::B)),
    ),
    on(
        Screen::Compare,
        "Compare an example",
        Action::Example(Screen::Compare),
    ),
    on(
        Screen::Restrictions,
        "Paste a restriction",
        Action::Paste(PasteTarget::Restrictions),
    ),
    on(
        Screen::Batch,
        "Paste rows",
        Action::Paste(PasteTarget::Batch),
    ),
    on(
        Screen::Batch,
        "Open a list, a CSV or a log",
        Action::Open(OpenTarget::Rows),
    ),
    on(Screen::Batch, "Start the batch", Action::StartBatch),
    on(
        Screen::Batch,
        "Save the rows as CSV",
        Action::SaveBatch(SaveFormat::Csv),
    ),
    on(
        Screen::Batch,
        "Save the rows as JSON Lines",
        Action::SaveBatch(SaveFormat::JsonLines),
    ),
    on(
        Screen::Keys,
        "Open a key file",
        Action::Open(OpenTarget::Key),
    ),
    on(
        Screen::Keys,
        "Paste a key",
        Action::Paste(PasteTarget::Keys),
    ),
    on(
        Screen::Keys,
        "Create a demo key",
        Action::Key(KeyAction::CreateDemo),
    ),
    on(
        Screen::Settings,
        "Colors: system",
        Action::Change(SettingsChange::Theme(Theme::System)),
    ),
    on(
        Screen::Settings,
        "Colors: light",
        Action::Change(SettingsChange::Theme(Theme::Light)),
    ),
    on(
        Screen::Settings,
        "Colors: dark",
        Action::Change(SettingsChange::Theme(Theme::Dark)),
    ),
    on(
        Screen::Settings,
        "Text size: 100 %",
        Action::Change(SettingsChange::Zoom(100)),
    ),
    on(
        Screen::Settings,
        "Reset the settings",
        Action::Change(SettingsChange::Reset),
    ),
];

/// Shortcuts that are not commands: those of text fields, lists and the zoom.
pub(crate) fn other_shortcuts(ctx: &Context) -> [(&'static str, String); 5] {
    let key = |modifiers, key| ctx.format_shortcut(&KeyboardShortcut::new(modifiers, key));
    [
        (
            "Paste into this screen, or load a key",
            key(COMMAND, Key::V),
        ),
        ("Zoom in", key(COMMAND, Key::Plus)),
        ("Zoom out", key(COMMAND, Key::Minus)),
        ("Zoom to 100 %", key(COMMAND, Key::Num0)),
        ("Close a list or a dialog", "Esc".to_owned()),
    ]
}

/// The action of the shortcut that was pressed, if any.
pub(crate) fn typed(ctx: &Context) -> Option<Action> {
    // In a text field it is a question mark.
    if !ctx.text_edit_focused() && ctx.input(|input| input.key_pressed(Key::Questionmark)) {
        return Some(Action::Shortcuts);
    }
    let is_pressed = |command: &&Command| {
        let shortcut = command.shortcut.as_ref();
        shortcut.is_some_and(|keys| ctx.input_mut(|input| input.consume_shortcut(keys)))
    };
    let command = COMMANDS.iter().find(is_pressed)?;
    Some(command.action.clone())
}

/// The shortcut of a command by its title, for a tooltip.
pub(crate) fn keys(ctx: &Context, title: &str) -> Option<String> {
    let command = COMMANDS.iter().find(|command| command.title == title)?;
    Some(ctx.format_shortcut(command.shortcut.as_ref()?))
}

/// The shortcut of an action, for a tooltip.
pub(crate) fn keys_of(ctx: &Context, action: &Action) -> Option<String> {
    let command = COMMANDS.iter().find(|command| command.action == *action)?;
    Some(ctx.format_shortcut(command.shortcut.as_ref()?))
}

/// The name of the command key: ⌘ on macOS, Ctrl elsewhere.
pub(crate) fn modifier(ctx: &Context) -> &'static str {
    if ctx.os().is_mac() { "⌘" } else { "Ctrl" }
}

#[cfg(test)]
mod tests {
    use super::COMMANDS;

    #[test]
    fn titles_and_shortcuts_are_unique() {
        for (i, one) in COMMANDS.iter().enumerate() {
            for other in &COMMANDS[i + 1..] {
                let is_same = one.shortcut.is_some() && one.shortcut == other.shortcut;
                assert!(!is_same, "{} and {}", one.title, other.title);
                assert_ne!(one.title, other.title);
            }
        }
    }
}
