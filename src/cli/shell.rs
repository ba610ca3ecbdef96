//! `completions` and `man`: what shells and `man` read.

use clap::{Command, ValueEnum};
use clap_complete::{Generator, Shell as Known, generate};
use clap_complete_nushell::Nushell;
use clap_mangen::Man;

use super::output::Output;
use crate::core::problem::Problem;

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  mux-jwt completions bash > ~/.local/share/bash-completion/completions/mux-jwt
  mux-jwt completions zsh > ~/.zfunc/_mux-jwt
  mux-jwt completions fish > ~/.config/fish/completions/mux-jwt.fish")]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  mux-jwt man | man -l -
  mux-jwt man sign > mux-jwt-sign.1")]
pub(super) struct ManArgs {
    /// Command whose page to print; without it, the page of the program
    command: Option<String>,
}

/// A shell for which there are completions.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Shell {
    Bash,
    Elvish,
    Fish,
    Nushell,
    Powershell,
    Zsh,
}

/// Prints the completions of a shell for the program.
pub(super) fn completions(args: &CompletionsArgs, program: Command) -> Output {
    fn script(generator: impl Generator, mut command: Command) -> Output {
        let mut script = Vec::new();
        generate(generator, &mut command, "mux-jwt", &mut script);
        String::from_utf8_lossy(&script).into_owned().into()
    }
    match args.shell {
        Shell::Bash => script(Known::Bash, program),
        Shell::Elvish => script(Known::Elvish, program),
        Shell::Fish => script(Known::Fish, program),
        Shell::Nushell => script(Nushell, program),
        Shell::Powershell => script(Known::PowerShell, program),
        Shell::Zsh => script(Known::Zsh, program),
    }
}

/// Prints a page of the manual of the program.
pub(super) fn man(args: &ManArgs, program: Command) -> Result<Output, Problem> {
    let mut program = program.disable_help_subcommand(true);
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => {
            let found = program.find_subcommand(name).cloned().ok_or_else(|| {
                Problem::new(
                    format!("unknown command `{name}`"),
                    "`mux-jwt --help` lists the commands.",
                )
            })?;
            // As the page of the program refers to it.
            found.display_name(format!("mux-jwt-{name}"))
        }
    };
    let mut page = Vec::new();
    Man::new(command)
        .render(&mut page)
        .expect("writing to memory cannot fail");
    Ok(String::from_utf8_lossy(&page).into_owned().into())
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, ValueEnum as _};

    use super::{CompletionsArgs, ManArgs, Shell, completions, man};
    use crate::cli::Arguments;

    #[test]
    fn completions_of_every_shell_name_every_command() {
        for shell in Shell::value_variants() {
            let script = completions(&CompletionsArgs { shell: *shell }, Arguments::command()).text;
            for command in Arguments::command().get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell:?} {command}");
            }
            assert!(script.contains("expires-at"), "{shell:?}");
        }
    }

    #[test]
    fn every_command_has_a_manual_page() {
        for command in Arguments::command().get_subcommands() {
            let name = command.get_name().to_owned();
            let wanted = ManArgs {
                command: Some(name.clone()),
            };
            let page = man(&wanted, Arguments::command());
            let page = page.expect("a page").text;
            let title = format!("mux-jwt-{name}").replace('-', "\\-");
            assert!(page.contains(&title), "{page}");
        }
        let page = man(&ManArgs { command: None }, Arguments::command());
        let page = page.expect("a page").text;
        assert!(page.contains("mux\\-jwt\\-inspect(1)"), "{page}");
        let unknown = ManArgs {
            command: Some("x".to_owned()),
        };
        assert!(man(&unknown, Arguments::command()).is_err());
    }
}
