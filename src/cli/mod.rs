//! The terminal: the same core behind arguments.
//!
//! To add a subcommand:
//! - write a file for it with its `Args` and a `run` that answers [`Output`] or [`Problem`] and writes nothing itself;
//! - name it in [`Command`], where its first line of help is;
//! - add a transcript under `tests/cli/`.
//!
//! A key comes from a file, standard input or the environment, never from an argument.

mod batch;
mod code;
mod compare;
mod demo;
mod explain;
mod inspect;
mod key;
mod keys;
mod restrict;
mod sign;
mod text;

use std::{
    ffi::OsString,
    fmt,
    io::{self, Write},
};

use clap::{Parser, Subcommand, error::ErrorKind};

use crate::{
    core::{
        json::{Object, Value},
        mux::header::Header,
        problem::Problem,
    },
    platform::{Terminal, in_words},
};

/// Exit status: the command ran, and nothing is wrong.
pub const NOTHING_WRONG: u8 = 0;

/// Exit status: the command ran, and found an error.
pub const SOMETHING_WRONG: u8 = 1;

/// Exit status: the command could not run.
pub const COULD_NOT_RUN: u8 = 2;

/// What is left to do after the arguments have been dealt with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing; the program ends with this status.
    Exit(u8),
    /// Open the window.
    #[cfg(feature = "gui")]
    Window {
        /// Paint one frame, print how long that took, and close.
        first_frame: bool,
    },
}

/// What a command has to say.
#[derive(Debug)]
struct Output {
    /// For standard output, complete.
    text: String,
    /// For standard error, a line each.
    warnings: Vec<String>,
    /// How the program ends.
    status: u8,
}

/// Signs Mux signed-playback tokens and says why a signed URL fails. Works offline.
#[cfg_attr(feature = "gui", doc = "", doc = "Without arguments the window opens.")]
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
  mux-jwt compare \"THE URL THAT WORKS\" \"THE URL THAT FAILS\"
  mux-jwt key signing.pem
  mux-jwt demo

Exit status: 0 nothing is wrong, 1 something is, 2 the command could not run.

A key comes from a file, from standard input, or from MUX_PRIVATE_KEY with its ID
in MUX_SIGNING_KEY; never from an argument."
)]
#[cfg_attr(not(feature = "gui"), command(override_usage = "mux-jwt <COMMAND>"))]
struct Arguments {
    /// Opens the window, paints one frame, prints the milliseconds since start and exits
    #[cfg(feature = "gui")]
    #[arg(long)]
    first_frame: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Signs a token and prints the URL with it
    Sign(Box<sign::Args>),
    /// Says what a token holds, whether it is right, and why it fails
    Inspect(Box<inspect::Args>),
    /// Says how two tokens differ, and whether it matters
    Compare(Box<compare::Args>),
    /// Says whether a playback restriction lets a visit play, and which line of it decides
    Restrict(restrict::Args),
    /// Says what a key file holds, what had to be mended, and what is wrong with it
    Key(key::Args),
    /// Says what a rule, a claim, a status or a player's error means
    Explain(explain::Args),
    /// Signs and inspects with a throwaway key: a tour
    Demo,
}

/// Does what the arguments ask for. The first of them is the name of the program.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    platform: &dyn Terminal,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Next {
    let args: Vec<OsString> = args.into_iter().collect();
    // Known before the arguments are, because errors in them are told in the same form.
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
            // Not an answer to a request for help, so it does not go to standard output.
            let help = <Arguments as clap::CommandFactory>::command().render_help();
            let _ = write!(err, "{help}");
            return Next::Exit(COULD_NOT_RUN);
        }
    };
    // Before anything is read. The window blocks it later, because it may be displayed over the network.
    let network = platform.block_network();
    let result = match command {
        Command::Sign(args) => match &args.ids {
            Some(file) => {
                return ended(sign::run_batch(&args, file, platform, out, err), err, json);
            }
            None => sign::run(&args, platform),
        },
        Command::Inspect(args) if args.is_batch() => {
            return ended(inspect::run_batch(&args, platform, out, err), err, json);
        }
        Command::Inspect(args) => inspect::run(&args, platform),
        Command::Compare(args) => compare::run(&args, platform),
        Command::Restrict(args) => restrict::run(&args, platform),
        Command::Key(args) => key::run(&args, platform),
        Command::Explain(args) => explain::run(&args),
        Command::Demo => Ok(demo::run(platform, &network)),
    };
    let status = result.and_then(|output| {
        for warning in &output.warnings {
            // If standard error cannot be written, there is nowhere to report that.
            let _ = writeln!(err, "warning: {}", text::message(warning));
        }
        write(out, &output.text)?;
        Ok(output.status)
    });
    ended(status, err, json)
}

/// How the program ends. Why a command could not run is told in the form that was asked for.
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

/// Says on standard error what went wrong and what to do next, a line for each thing that can be done.
pub fn complain(err: &mut dyn Write, what: &dyn fmt::Display, hint: &str) {
    // Nobody is left to tell when standard error cannot be written.
    let _ = writeln!(err, "error: {}", text::message(&what.to_string()));
    for hint in hint.lines() {
        let _ = writeln!(err, "hint: {}", text::message(hint));
    }
}

/// A reader that has seen enough, as `head` has, is no error.
fn write(out: &mut dyn Write, text: &str) -> Result<(), Problem> {
    write_some(out, text.as_bytes()).map(drop)
}

/// As [`write`], and says whether somebody still reads.
fn write_some(out: &mut dyn Write, bytes: &[u8]) -> Result<bool, Problem> {
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Problem::new(
            format!("the output cannot be written: {}", in_words(&error)),
            "Check where the output goes and whether there is room for it.",
        )),
    }
}

/// Why arguments are no command.
enum Refusal {
    /// Help or the version was asked for.
    Help(String),
    /// They make no sense.
    Usage(Problem),
}

fn parse(args: &[OsString]) -> Result<Arguments, Refusal> {
    // Before anything else, so that no message about an argument can repeat a key.
    if args
        .iter()
        .any(|arg| keys::looks_like_key(&arg.to_string_lossy()))
    {
        return Err(Refusal::Usage(Problem::new(
            "an argument holds the text of a key",
            "Arguments stay in the shell's history and other programs can read them. Put the key into a file for \
             `--key-file`, or into MUX_PRIVATE_KEY.",
        )));
    }
    Arguments::try_parse_from(args).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            Refusal::Help(error.render().to_string())
        }
        _ => Refusal::Usage(in_our_voice(&error.render().to_string())),
    })
}

/// What clap says of wrong arguments, as an error and a hint.
fn in_our_voice(text: &str) -> Problem {
    let text = text.replace('\'', "`");
    let one_line = |text: &str| -> String { text.split_whitespace().collect::<Vec<_>>().join(" ") };
    let mut paragraphs = text.split("\n\n");
    let what = one_line(paragraphs.next().unwrap_or_default());
    let what = what.strip_prefix("error: ").unwrap_or(&what);
    let mut hint = None;
    let mut command = "mux-jwt".to_owned();
    for paragraph in paragraphs.map(one_line) {
        if let Some(tip) = paragraph.strip_prefix("tip: ") {
            let (first, rest) = tip.split_at(tip.chars().next().map_or(0, char::len_utf8));
            hint = Some(format!("{}{rest}.", first.to_uppercase()));
        } else if let Some(usage) = paragraph.strip_prefix("Usage: ") {
            let words = usage
                .split(' ')
                .take_while(|word| !word.starts_with(['[', '<', '-']));
            command = words.collect::<Vec<_>>().join(" ");
        }
    }
    Problem::new(
        what,
        hint.unwrap_or_else(|| format!("See `{command} --help`.")),
    )
}

/// A header of a request as it is given: nothing is unknown, an empty text is a request without it.
fn header(given: Option<&str>) -> Header {
    match given {
        None => Header::Unknown,
        Some("") => Header::Absent,
        Some(value) => Header::Value(value.to_owned()),
    }
}

/// A text or null.
fn optional(text: Option<&str>) -> Value {
    text.map_or(Value::Null, Value::from)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_are_defined_without_contradiction() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn what_clap_says_becomes_an_error_and_a_hint() {
        for (args, what, hint) in [
            (
                &["mux-jwt", "sign"][..],
                "the following required arguments were not provided: <ID>",
                "See `mux-jwt sign --help`.",
            ),
            (
                &["mux-jwt", "sign", "ID", "--formt", "png"],
                "unexpected argument `--formt` found",
                "A similar argument exists: `--format`.",
            ),
            (
                &["mux-jwt", "sign", "ID", "--kid", "tail"],
                "invalid value `tail` for `--kid <PLACE>` [possible values: payload, header, both]",
                "See `mux-jwt --help`.",
            ),
            (
                &["mux-jwt", "--first-frame", "demo"],
                "the subcommand `demo` cannot be used with `--first-frame`",
                "See `mux-jwt --help`.",
            ),
        ] {
            let args: Vec<OsString> = args.iter().map(OsString::from).collect();
            match parse(&args) {
                Err(Refusal::Usage(problem)) => assert_eq!(problem, Problem::new(what, hint)),
                _ => panic!("{args:?} should be refused"),
            }
        }
    }

    #[test]
    fn errors_of_the_machine_lose_their_numbers() {
        let error = io::Error::from_raw_os_error(2);
        assert_eq!(in_words(&error), "there is no such file");
        let error = io::Error::other("it broke (os error 5)");
        assert_eq!(in_words(&error), "it broke");
    }
}
