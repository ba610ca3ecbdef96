//! `restrict`: whether a playback restriction allows a request, and which entry decides.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use crate::{
    cli::{
        args::{header, is_standard_input},
        output::{Output, SOMETHING_WRONG, optional},
        text,
    },
    core::{
        import,
        json::{Object, Value},
        mux::{
            header::Header,
            restriction::{Restriction, SampleRequest, Verdict, Visit},
        },
        problem::Problem,
        token::Token,
    },
    platform::{Terminal, in_words},
};

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  mux-jwt restrict restriction.json
  mux-jwt restrict restriction.json --referrer https://example.com/watch
  mux-jwt restrict restriction.json --referrer '' --user-agent 'AppleCoreMedia/1.0'

The file contains the response of GET /video/v1/playback-restrictions, one restriction or a
list, or the request body that creates one. Without a request, the cases that are easily
overlooked are checked: Google Cast, AirPlay, apps, download tools.

Exit status: 0 allowed or no request given, 1 a given request is rejected, 2 could not run.")]
pub(super) struct Args {
    /// File with the restriction as JSON; - for standard input
    file: PathBuf,
    /// Referer header of a request, '' for none; repeatable
    #[arg(long = "referrer", value_name = "REFERRER", value_parser = header)]
    referrers: Vec<Header>,
    /// User-Agent header of the requests, '' for none
    #[arg(
        long,
        value_name = "AGENT",
        help = "User-Agent header of the requests, '' for none [default: a browser's]",
        value_parser = header
    )]
    user_agent: Option<Header>,
    /// ID of the restriction, if the file contains several
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Print verdicts and notes as JSON
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Whether standard input is read.
    pub(super) fn reads_standard_input(&self) -> bool {
        is_standard_input(&self.file)
    }
}

/// The largest file that is read; a hundred restrictions with a hundred domains each are a tenth of it.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The version of the JSON.
const VERSION: i64 = 1;

/// The claim that names a restriction.
const CLAIM: &str = "playback_restriction_id";

/// A restriction and its verdicts.
struct Answer {
    restriction: Restriction,
    rows: Vec<(SampleRequest, Verdict)>,
}

/// Checks requests against the restrictions in a file.
pub(super) fn run(args: &Args, system: &dyn Terminal) -> Result<Output, Problem> {
    let mut warnings = Vec::new();
    let mut restrictions = read(&args.file, system, &mut warnings)?;
    if let Some(id) = &args.id {
        restrictions.retain(|restriction| restriction.id.as_deref() == Some(id.trim()));
        if restrictions.is_empty() {
            return Err(Problem::new(
                format!("no restriction in the file has the ID `{id}`"),
                "Remove `--id` to check every restriction in it.",
            ));
        }
    }
    let given = given(args);
    let answer = |restriction: Restriction| {
        let cases = given.clone().unwrap_or_else(|| restriction.cases());
        let rows = cases.into_iter().map(|case| {
            let verdict = restriction.ask(&case.visit);
            (case, verdict)
        });
        Answer {
            rows: rows.collect(),
            restriction,
        }
    };
    let answers: Vec<Answer> = restrictions.into_iter().map(answer).collect();
    let text = if args.json {
        text::json(&as_json(&answers))
    } else {
        in_text(&answers, given.is_some())
    };
    let mut output = Output {
        warnings,
        ..Output::from(text)
    };
    let mut verdicts = answers.iter().flat_map(|answer| &answer.rows);
    let is_refused = verdicts.any(|(_, verdict)| matches!(verdict, Verdict::Refused { .. }));
    // Restrictions are meant to refuse; that is an error only for a request that was given.
    if is_refused && given.is_some() {
        output.status = SOMETHING_WRONG;
    }
    Ok(output)
}

/// The requests in the arguments, if any.
fn given(args: &Args) -> Option<Vec<SampleRequest>> {
    let case = |referrer: &Header| SampleRequest {
        name: match referrer {
            Header::Unknown => "Some referrer".to_owned(),
            Header::Absent => "No referrer".to_owned(),
            Header::Value(text) => text.clone(),
        },
        visit: Visit {
            referrer: referrer.clone(),
            user_agent: args.user_agent.clone().unwrap_or_default(),
        },
    };
    if args.referrers.is_empty() {
        let user_agent = args.user_agent.as_ref();
        return user_agent.map(|_| vec![case(&Header::Unknown)]);
    }
    Some(args.referrers.iter().map(case).collect())
}

/// The restrictions in a file or on standard input.
pub(super) fn read(
    file: &Path,
    system: &dyn Terminal,
    warnings: &mut Vec<String>,
) -> Result<Vec<Restriction>, Problem> {
    let (origin, text) = text::read_decoded(file, MAX_BYTES, system, warnings);
    let text = text.map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => Problem::new(
            format!("{origin} is larger than 4 MB"),
            "Pass only the restrictions, as Mux's API returns them.",
        ),
        _ => Problem::new(
            format!("cannot read {origin}: {}", in_words(&error)),
            "Pass the path of a file with the restriction as JSON, or `-` for standard input.",
        ),
    })?;
    Restriction::read(&text).map_err(|error| Problem::at(&origin, &error))
}

/// The restriction that the tokens in a text name, or a warning if it is not one of those given.
pub(super) fn named_in(
    text: &str,
    restrictions: Vec<Restriction>,
    warnings: &mut Vec<String>,
) -> Option<Restriction> {
    let named: Vec<String> = import::find(text)
        .tokens
        .iter()
        .filter_map(|found| {
            let token = Token::read(&found.text);
            token.claims()?.str(CLAIM).map(str::to_owned)
        })
        .collect();
    let is_named = |restriction: &Restriction| named.iter().any(|id| restriction.is_named(id));
    let res = restrictions.into_iter().find(is_named);
    if res.is_none() {
        warnings.push(match named.first() {
            Some(id) => {
                format!(
                    "the `--restriction` file does not contain the one that the token names: `{id}`"
                )
            }
            None => format!("no token in the input has `{CLAIM}`, so no restriction applies"),
        });
    }
    res
}

fn in_text(answers: &[Answer], with_hints: bool) -> String {
    let mut lines = Vec::new();
    for Answer { restriction, rows } in answers {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        if let Some(id) = &restriction.id {
            lines.extend([format!("Restriction {}", text::visible(id)), String::new()]);
        }
        let notes = restriction.notes();
        for note in &notes {
            let word = note.severity.word();
            lines.push(format!("{word:7}  {}", text::visible(&note.message)));
            lines.push(format!("{:7}  {}", "", text::visible(&note.hint)));
        }
        if !notes.is_empty() {
            lines.push(String::new());
        }
        let names: Vec<_> = rows
            .iter()
            .map(|(case, _)| text::visible(&case.name))
            .collect();
        let widths = names.iter().map(|name| name.chars().count());
        let width = widths.max().unwrap_or(0).min(40);
        for ((_, verdict), name) in rows.iter().zip(names) {
            let because = text::visible(&verdict.because());
            lines.push(format!("{name:width$}  {:11}  {because}", verdict.words()));
            if let Some(hint) = verdict.hint().filter(|_| with_hints) {
                lines.push(format!(
                    "{:width$}  {:11}  {}",
                    "",
                    "",
                    text::visible(&hint)
                ));
            }
        }
    }
    lines.join("\n") + "\n"
}

fn as_json(answers: &[Answer]) -> Value {
    // As in the arguments: null is unknown, an empty string is a request without the header.
    let of_header = |header: &Header| match header {
        Header::Unknown => Value::Null,
        Header::Absent => Value::from(""),
        Header::Value(text) => Value::from(text.as_str()),
    };
    let restrictions = answers.iter().map(|Answer { restriction, rows }| {
        let notes = restriction.notes().into_iter().map(|note| {
            let mut json = Object::default();
            json.push("severity", note.severity.word());
            json.push("message", note.message.as_str());
            json.push("hint", note.hint.as_str());
            Value::Object(json)
        });
        let visits = rows.iter().map(|(case, verdict)| {
            let mut json = Object::default();
            json.push("name", case.name.as_str());
            json.push("referrer", of_header(&case.visit.referrer));
            json.push("user_agent", of_header(&case.visit.user_agent));
            json.push("verdict", verdict.word());
            json.push("because", &*verdict.because());
            json.push("hint", optional(verdict.hint().as_deref()));
            Value::Object(json)
        });
        let mut json = Object::default();
        json.push("id", optional(restriction.id.as_deref()));
        json.push("notes", Value::Array(notes.collect()));
        json.push("visits", Value::Array(visits.collect()));
        Value::Object(json)
    });
    let mut json = Object::default();
    json.push("version", VERSION);
    json.push("restrictions", Value::Array(restrictions.collect()));
    Value::Object(json)
}
