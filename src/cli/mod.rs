//! The command line.
//!
//! To add a command:
//! - write a file with its `Args` and a `run` that returns `Output` or [`Problem`] and writes nothing itself;
//! - add it to `Command`, where its first line of help is;
//! - add a transcript under `tests/cli/`.
//!
//! A key is read from a file, standard input or the environment, never from an argument.

mod args;
mod batch;
mod code;
mod compare;
mod demo;
mod evidence;
mod explain;
mod inspect;
mod key;
mod keys;
mod keys_in_use;
mod observed;
mod output;
mod require;
mod restrict;
mod shell;
mod sign;
mod sign_args;
mod signed;
mod summary;
mod text;

use std::{ffi::OsString, io::Write};

pub use self::output::{COULD_NOT_RUN, NOTHING_WRONG, SOMETHING_WRONG, complain};
use self::{
    output::{remark, write},
    sign::SignInput,
};
use clap::{CommandFactory as _, Parser, Subcommand, error::ErrorKind};

use crate::{
    core::{
        json::Object,
        key::{KEY_ID_VAR, KEY_VAR},
        problem::Problem,
    },
    platform::{Terminal, in_words},
};

/// What to do after the arguments have been handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Exit with this status.
    Exit(u8),
    /// Open the window.
    #[cfg(feature = "gui")]
    Window {
        /// Paint one frame, print how long that took, and close.
        first_frame: bool,
    },
}

/// Sign Mux playback tokens and find out why a signed URL fails. Works offline.
#[cfg_attr(
    feature = "gui",
    doc = "",
    doc = "Without arguments, the window opens."
)]
#[derive(Parser, Debug)]
#[command(
    name = "mux-jwt",
    bin_name = "mux-jwt",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  mux-jwt sign PLAYBACK_ID --key-file signing.pem --key-id KEY_ID
  mux-jwt inspect \"https://stream.mux.com/ID.m3u8?token=eyJ…\"
  mux-jwt compare \"URL THAT WORKS\" \"URL THAT FAILS\"
  mux-jwt key signing.pem
  mux-jwt demo

Exit status: 0 nothing is wrong, 1 something is wrong, 2 the command could not run.

A key is read from a file, from standard input, or from MUX_PRIVATE_KEY with its ID
in MUX_SIGNING_KEY; never from an argument."
)]
#[cfg_attr(not(feature = "gui"), command(override_usage = "mux-jwt <COMMAND>"))]
struct Arguments {
    /// Open the window, paint one frame, print the milliseconds since start and exit
    #[cfg(feature = "gui")]
    #[arg(long)]
    first_frame: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Sign a token and print its URL
    Sign(Box<sign_args::SignArgs>),
    /// Decode tokens, check them, and explain why they fail
    Inspect(Box<inspect::Args>),
    /// Compare two tokens and report which differences matter
    Compare(Box<compare::Args>),
    /// Check whether a playback restriction allows a request, and which entry decides
    Restrict(restrict::Args),
    /// Describe a key file: what it contains, what was repaired, and what is wrong
    Key(key::Args),
    /// Explain a rule, a claim, a status or a player error
    Explain(explain::Args),
    /// Take a tour with a throwaway key
    Demo,
    /// Print completions for a shell
    Completions(shell::CompletionsArgs),
    /// Print a page of the manual
    Man(shell::ManArgs),
}

impl Command {
    /// Whether it reads standard input.
    fn reads_standard_input(&self) -> bool {
        match self {
            Self::Sign(args) => args.reads_standard_input(),
            Self::Inspect(args) => args.reads_standard_input(),
            Self::Compare(args) => args.reads_standard_input(),
            Self::Restrict(args) => args.reads_standard_input(),
            Self::Key(args) => args.reads_standard_input(),
            Self::Explain(_) | Self::Demo | Self::Completions(_) | Self::Man(_) => false,
        }
    }
}

/// Runs the command in the arguments, the first of which is the name of the program.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    system: &dyn Terminal,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Next {
    let args: Vec<OsString> = args.into_iter().collect();
    // Looked up before parsing, because errors of the parser are written as JSON, too.
    let json = args.iter().any(|arg| arg == "--json" || arg == "--jsonl");
    let arguments = match parse(&args) {
        Ok(arguments) => arguments,
        Err(Refusal::Help(text)) => {
            return ended(write(out, &text).map(|()| NOTHING_WRONG), err, json);
        }
        Err(Refusal::Usage(problem)) => return ended(Err(problem), err, json),
    };
    let Some(command) = arguments.command else {
        #[cfg(feature = "gui")]
        return Next::Window {
            first_frame: arguments.first_frame,
        };
        #[cfg(not(feature = "gui"))]
        {
            // Help that was not asked for does not go to standard output.
            let help = <Arguments as clap::CommandFactory>::command().render_help();
            let _ = write!(err, "{help}");
            return Next::Exit(COULD_NOT_RUN);
        }
    };
    // Before anything is read. The window blocks it later, because it may be displayed over the network.
    let network = system.block_network();
    if command.reads_standard_input() && system.input_is_terminal() {
        let end = if cfg!(windows) {
            "Ctrl-Z and Enter"
        } else {
            "Ctrl-D"
        };
        let _ = writeln!(err, "waiting for input, end with {end}");
    }
    let result = match command {
        Command::Sign(args) => match sign::input(&args, system) {
            Ok(SignInput::One(target)) => sign::run(&args, &target, system),
            Ok(SignInput::Many(rows)) => {
                return ended(sign::run_batch(&args, rows, system, out, err), err, json);
            }
            Err(problem) => Err(problem),
        },
        Command::Inspect(args) if args.is_batch() => {
            return ended(inspect::run_batch(&args, system, out, err), err, json);
        }
        Command::Inspect(args) => inspect::run(&args, system),
        Command::Compare(args) => compare::run(&args, system),
        Command::Restrict(args) => restrict::run(&args, system),
        Command::Key(args) => key::run(&args, system),
        Command::Explain(args) => explain::run(&args),
        Command::Demo => Ok(demo::run(system, &network)),
        Command::Completions(args) => Ok(shell::completions(&args, Arguments::command())),
        Command::Man(args) => shell::man(&args, Arguments::command()),
    };
    let status = result.and_then(|output| {
        for warning in &output.warnings {
            remark(err, "warning", warning);
        }
        for finding in &output.findings {
            remark(err, "warning", &finding.with_id());
            remark(err, "hint", &finding.hint);
        }
        write(out, &output.text)?;
        Ok(output.status)
    });
    ended(status, err, json)
}

/// Reports a problem, as JSON if the output would be JSON.
fn ended(status: Result<u8, Problem>, err: &mut dyn Write, json: bool) -> Next {
    Next::Exit(status.unwrap_or_else(|problem| {
        if json {
            let mut object = Object::default();
            object.push("error", text::message(&problem.what).as_str());
            object.push("hint", text::message(&problem.hint).as_str());
            let _ = writeln!(err, "{object}");
        } else {
            complain(err, &problem, &problem.hint);
        }
        COULD_NOT_RUN
    }))
}

/// Why there is no command to run.
enum Refusal {
    /// Help or the version was requested.
    Help(String),
    /// The arguments are invalid.
    Usage(Problem),
}

fn parse(args: &[OsString]) -> Result<Arguments, Refusal> {
    // Checked first, so that no message about an argument can repeat a key.
    if args
        .iter()
        .any(|arg| keys::looks_like_key(&arg.to_string_lossy()))
    {
        return Err(Refusal::Usage(Problem::new(
            "an argument contains a key",
            format!(
                "The shell keeps arguments in its history, and other programs can read them. Put the key in a file \
                 for `--key-file`, or in {KEY_VAR} with its ID in {KEY_ID_VAR}."
            ),
        )));
    }
    Arguments::try_parse_from(args).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            Refusal::Help(error.render().to_string())
        }
        _ => Refusal::Usage(args::rejected(&error, args, &Arguments::command())),
    })
}
