//! Arguments that several commands share, and the conversion of arguments into values.

use std::{
    convert::Infallible,
    error::Error as _,
    ffi::OsString,
    path::{Path, PathBuf},
};

use clap::error::{ContextKind, ErrorKind};

use crate::{
    core::{
        mux::header::Header,
        problem::{Advice, Problem},
        text::capitalized,
        time::Timestamp,
    },
    platform::Clock,
};

/// The keys to check signatures with.
#[derive(clap::Args, Debug)]
pub(super) struct CheckingKeys {
    /// File with a private or public key to check signatures with; repeatable
    #[arg(long = "key-file", value_name = "FILE")]
    pub(super) key_files: Vec<PathBuf>,
    /// ID of the key; with several keys, one for each --key-file in the same order. A key without an ID is tried on any
    /// token
    #[arg(long = "key-id", value_name = "ID")]
    pub(super) key_ids: Vec<String>,
}

impl CheckingKeys {
    /// Whether a key is read from standard input.
    pub(super) fn reads_standard_input(&self) -> bool {
        self.key_files.iter().any(|file| is_standard_input(file))
    }
}

/// The key to sign with.
#[derive(clap::Args, Debug)]
pub(super) struct SigningKeyArgs {
    /// ID of the key
    #[arg(long, value_name = "ID")]
    pub(super) key_id: Option<String>,
    /// File with the private key: PEM, base64, JWK, .env, an API response or the Mux CLI's config.json; - for standard
    /// input
    #[arg(long, value_name = "FILE")]
    pub(super) key_file: Option<PathBuf>,
    /// Environment whose key to use, if there are several
    #[arg(long, value_name = "NAME")]
    pub(super) environment: Option<String>,
}

impl SigningKeyArgs {
    /// Whether the key is read from standard input.
    pub(super) fn reads_standard_input(&self) -> bool {
        self.key_file.as_deref().is_some_and(is_standard_input)
    }
}

/// The time to judge at.
#[derive(clap::Args, Debug)]
pub(super) struct AtTime {
    #[arg(
        long,
        value_name = "TIME",
        help = "Check as of this time: a date, RFC 3339, seconds since 1970, or now"
    )]
    pub(super) at: Option<String>,
}

impl AtTime {
    /// The time given; `now` is the current one.
    pub(super) fn given(&self, clock: &dyn Clock) -> Result<Option<Timestamp>, Problem> {
        let text = self.at.as_deref().map(str::trim);
        match text {
            Some(text) if text.eq_ignore_ascii_case("now") => Ok(Some(clock.now())),
            Some(text) => time("--at", text, clock).map(Some),
            None => Ok(None),
        }
    }

    /// The time given, else now.
    pub(super) fn moment(&self, clock: &dyn Clock) -> Result<Timestamp, Problem> {
        Ok(self.given(clock)?.unwrap_or_else(|| clock.now()))
    }
}

/// Reads the time given for an option. A date without a zone is local.
pub(super) fn time(option: &str, text: &str, clock: &dyn Clock) -> Result<Timestamp, Problem> {
    Timestamp::parse(text, clock.zone()).map_err(|error| at_option(option, &error.into()))
}

/// Whether a path means standard input.
pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// A value parser whose errors keep their hints.
pub(super) fn parsed<T, E: Advice>(
    read: impl Fn(&str) -> Result<T, E> + Clone + Send + Sync + 'static,
) -> impl Fn(&str) -> Result<T, Problem> + Clone + Send + Sync + 'static {
    move |text| read(text).map_err(Problem::from)
}

/// Reads a header of a request: an empty value means a request without the header.
#[expect(clippy::unnecessary_wraps, reason = "the form of a value parser")]
pub(super) fn header(text: &str) -> Result<Header, Infallible> {
    Ok(match text {
        "" => Header::Absent,
        text => Header::Value(text.to_owned()),
    })
}

/// "Did you mean …? ", or nothing without a name.
pub(super) fn did_you_mean<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> String {
    let names: Vec<_> = names
        .into_iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    if names.is_empty() {
        return String::new();
    }
    format!("Did you mean {}? ", names.join(" or "))
}

pub(super) fn at_option(option: &str, problem: &Problem) -> Problem {
    Problem::new(format!("`{option}`: {problem}"), &problem.hint)
}

/// What is wrong with arguments that clap rejects.
pub(super) fn rejected(
    error: &clap::Error,
    args: &[OsString],
    commands: &clap::Command,
) -> Problem {
    let context = |kind| error.get(kind).map(ToString::to_string);
    let arg = context(ContextKind::InvalidArg).unwrap_or_default();
    let option = arg.split(' ').next().unwrap_or_default();
    // One of our own value parsers rejected the value.
    if let Some(problem) = error.source().and_then(|source| source.downcast_ref()) {
        return match option.strip_prefix('-') {
            Some(_) => at_option(option, problem),
            None => problem.clone(),
        };
    }
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("unexpected argument `{arg}`"),
        ErrorKind::InvalidSubcommand => format!(
            "unknown command `{}`",
            context(ContextKind::InvalidSubcommand).unwrap_or_default()
        ),
        ErrorKind::MissingRequiredArgument => format!("missing argument {arg}"),
        ErrorKind::InvalidValue | ErrorKind::NoEquals if value.is_empty() => {
            format!("`{option}` requires a value")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("`{value}` is not a valid value for `{option}`")
        }
        ErrorKind::TooManyValues => format!("`{option}` does not accept the value `{value}`"),
        ErrorKind::ArgumentConflict => {
            let name = |arg: String| arg.split(' ').next().unwrap_or_default().to_owned();
            let first = context(ContextKind::InvalidSubcommand).unwrap_or(name(arg.clone()));
            match context(ContextKind::PriorArg).map(name) {
                Some(other) if other == first => format!("`{first}` can be used only once"),
                Some(other) => format!("`{first}` cannot be combined with `{other}`"),
                None => format!("`{first}` cannot be combined with the other arguments"),
            }
        }
        ErrorKind::InvalidUtf8 => "an argument is not valid UTF-8".to_owned(),
        kind => kind.to_string(),
    };
    let suggested = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .find_map(context);
    let valid = context(ContextKind::ValidValue).filter(|values| !values.is_empty());
    let hint = match (suggested, valid) {
        (Some(name), _) => did_you_mean(name.split(", ")).trim_end().to_owned(),
        (None, Some(values)) => format!("Valid values: {values}."),
        (None, None) => {
            // Not the text of an argument, which may be anything, but the name of a command.
            let named = args.get(1).and_then(|arg| commands.find_subcommand(arg));
            let name = named.map_or_else(String::new, |named| format!(" {}", named.get_name()));
            format!("See `mux-jwt{name} --help`.")
        }
    };
    Problem::new(what, capitalized(&hint))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::{Refusal, parse};

    #[test]
    fn definitions_of_arguments_are_consistent() {
        crate::cli::Arguments::command().debug_assert();
    }

    #[test]
    fn rejected_arguments_become_a_problem() {
        for (args, what, hint) in [
            (
                &["sign"][..],
                "missing argument <ID>",
                "See `mux-jwt sign --help`.",
            ),
            (
                &["sign", "ID", "--formt", "png"],
                "unexpected argument `--formt`",
                "Did you mean `--format`?",
            ),
            (
                &["sign", "ID", "--kid", "tail"],
                "`tail` is not a valid value for `--kid`",
                "Valid values: payload, header, both.",
            ),
            (
                &["sign", "ID", "--domain"],
                "`--domain` requires a value",
                "See `mux-jwt sign --help`.",
            ),
            (
                &["sign", "ID", "--json=yes"],
                "`--json` does not accept the value `yes`",
                "See `mux-jwt sign --help`.",
            ),
            (
                &["sign", "ID", "--json", "--token-only"],
                "`--json` cannot be combined with `--token-only`",
                "See `mux-jwt sign --help`.",
            ),
            (
                &["sign", "ID", "--json", "--json"],
                "`--json` can be used only once",
                "See `mux-jwt sign --help`.",
            ),
            (
                &["sign", "ID", "-e", "soon"],
                "`--expiration`: `soon` is not a duration",
                "Write a whole number and a unit, such as `7d`, `10h`, `30m` or `90s`.",
            ),
            (&["sing"], "unknown command `sing`", "Did you mean `sign`?"),
        ] {
            let args: Vec<OsString> = ["mux-jwt"].iter().chain(args).map(OsString::from).collect();
            match parse(&args) {
                Err(Refusal::Usage(problem)) => assert_eq!(problem, Problem::new(what, hint)),
                _ => panic!("{args:?} should be rejected"),
            }
        }
    }

    #[cfg(feature = "gui")]
    #[test]
    fn first_frame_excludes_commands() {
        let args = ["mux-jwt", "--first-frame", "demo"].map(OsString::from);
        let Err(Refusal::Usage(problem)) = parse(&args) else {
            panic!("the arguments exclude each other");
        };
        assert_eq!(
            problem.what,
            "`demo` cannot be combined with `--first-frame`"
        );
    }
}
