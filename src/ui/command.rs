//! The keyboard shortcuts, as one table.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use super::action::{Action, OpenTarget, Screen};

/// A command with its shortcut.
pub(crate) struct ShortcutCommand {
    /// Its title, for tooltips.
    pub(crate) title: &'static str,
    /// Its shortcut.
    pub(crate) shortcut: KeyboardShortcut,
    /// Its action.
    pub(crate) action: Action,
}

const fn command(title: &'static str, key: Key, action: Action) -> ShortcutCommand {
    ShortcutCommand {
        title,
        shortcut: KeyboardShortcut::new(Modifiers::COMMAND, key),
        action,
    }
}

/// All commands.
pub(crate) static COMMANDS: [ShortcutCommand; 9] = [
    command("Sign", Key::Num1, Action::Show(Screen::Sign)),
    command("Inspect", Key::Num2, Action::Show(Screen::Inspect)),
    command("Compare", Key::Num3, Action::Show(Screen::Compare)),
    command(
        "Restrictions",
        Key::Num4,
        Action::Show(Screen::Restrictions),
    ),
    command("Batch", Key::Num5, Action::Show(Screen::Batch)),
    command("Keys", Key::Num6, Action::Show(Screen::Keys)),
    command("Settings", Key::Num7, Action::Show(Screen::Settings)),
    command("Open key file…", Key::O, Action::Open(OpenTarget::Key)),
    ShortcutCommand {
        title: "Redact",
        shortcut: KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::R),
        action: Action::Redact,
    },
];

/// The action of the shortcut that was pressed, if any.
pub(crate) fn typed(ctx: &Context) -> Option<Action> {
    COMMANDS
        .iter()
        .find(|command| ctx.input_mut(|input| input.consume_shortcut(&command.shortcut)))
        .map(|c| c.action.clone())
}

/// The shortcut of a command by its title, for a tooltip.
pub(crate) fn keys(ctx: &Context, title: &str) -> Option<String> {
    let command = COMMANDS.iter().find(|command| command.title == title)?;
    Some(ctx.format_shortcut(&command.shortcut))
}

/// The name of the command key: ⌘ on macOS, Ctrl elsewhere.
pub(crate) fn modifier(ctx: &Context) -> &'static str {
    if ctx.os().is_mac() { "⌘" } else { "Ctrl" }
}

#[cfg(test)]
mod tests {
    use super::COMMANDS;

    #[test]
    fn shortcuts_are_unique() {
        for (i, one) in COMMANDS.iter().enumerate() {
            for other in &COMMANDS[i + 1..] {
                assert_ne!(
                    one.shortcut, other.shortcut,
                    "{} and {}",
                    one.title, other.title
                );
                assert_ne!(one.title, other.title);
            }
        }
    }
}
