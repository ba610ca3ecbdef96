//! What the keyboard can ask for, as one table.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use super::action::{Action, Screen};

/// A command with its key.
pub(crate) struct Command {
    /// What it does, for tooltips.
    pub(crate) title: &'static str,
    /// Its key.
    pub(crate) shortcut: KeyboardShortcut,
    /// What it asks for.
    pub(crate) action: Action,
}

const fn command(title: &'static str, key: Key, action: Action) -> Command {
    Command {
        title,
        shortcut: KeyboardShortcut::new(Modifiers::COMMAND, key),
        action,
    }
}

/// Every command.
pub(crate) static COMMANDS: [Command; 9] = [
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
    command("Open key file…", Key::O, Action::OpenKey),
    Command {
        title: "Redact",
        shortcut: KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::R),
        action: Action::Redact,
    },
];

/// The command that was typed, if one was.
pub(crate) fn typed(ctx: &Context) -> Option<Action> {
    COMMANDS
        .iter()
        .find(|command| ctx.input_mut(|input| input.consume_shortcut(&command.shortcut)))
        .map(|c| c.action.clone())
}

/// The keys of a command by its title, for a tooltip.
pub(crate) fn keys(ctx: &Context, title: &str) -> Option<String> {
    let command = COMMANDS.iter().find(|command| command.title == title)?;
    Some(ctx.format_shortcut(&command.shortcut))
}

#[cfg(test)]
mod tests {
    use super::COMMANDS;

    #[test]
    fn no_two_commands_share_a_key() {
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
