//! `restrict`: whether a playback restriction lets a visit play, and which line of it decides.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use crate::{
    cli::{NOTHING_WRONG, Output, SOMETHING_WRONG, header, in_words, keys, optional, text},
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
    platform::Platform,
};

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  mux-jwt restrict restriction.json
  mux-jwt restrict restriction.json --referrer https://example.com/watch
  mux-jwt restrict restriction.json --referrer '' --user-agent 'AppleCoreMedia/1.0'

The file holds what Mux answers to GET /video/v1/playback-restrictions, one or a list,
or the body of the request that makes one. Without a visit those that people forget are
asked: Google Cast, AirPlay, apps, download tools. Exit status 1: a visit given is refused.")]
pub(super) struct Args {
    /// The file with the restriction as JSON; - for standard input
    file: PathBuf,
    /// The Referer header of a visit, '' for none; may be repeated
    #[arg(long = "referrer", value_name = "REFERRER")]
    referrers: Vec<String>,
    /// The User-Agent header of the visits, '' for none
    #[arg(
        long,
        value_name = "AGENT",
        help = "The User-Agent header of the visits, '' for none [default: a browser's]"
    )]
    user_agent: Option<String>,
    /// The ID of the restriction, when the file has several
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Prints verdicts and notes as JSON
    #[arg(long)]
    json: bool,
}

/// The largest file that is read; a hundred restrictions of a hundred domains are a tenth of it.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The version of the JSON.
const VERSION: i64 = 1;

/// The claim that names a restriction.
const CLAIM: &str = "playback_restriction_id";

/// A restriction and what it says.
struct Answer {
    restriction: Restriction,
    rows: Vec<(SampleRequest, Verdict)>,
}

/// Asks the restrictions in a file.
pub(super) fn run(args: &Args, platform: &dyn Platform) -> Result<Output, Problem> {
    let mut restrictions = read(&args.file, platform)?;
    if let Some(id) = &args.id {
        restrictions.retain(|restriction| restriction.id.as_deref() == Some(id.trim()));
        if restrictions.is_empty() {
            return Err(Problem::new(
                format!("no restriction in the file has the ID `{id}`"),
                "Leave `--id` out to ask every restriction in it.",
            ));
        }
    }
    let given = given(args);
    let answers: Vec<Answer> = restrictions
        .into_iter()
        .map(|restriction| {
            let cases = given.clone().unwrap_or_else(|| restriction.cases());
            let rows = cases
                .into_iter()
                .map(|case| {
                    let verdict = restriction.ask(&case.visit);
                    (case, verdict)
                })
                .collect();
            Answer { restriction, rows }
        })
        .collect();
    let is_refused = answers
        .iter()
        .flat_map(|answer| &answer.rows)
        .any(|(_, verdict)| matches!(verdict, Verdict::Refused { .. }));
    Ok(Output {
        text: if args.json {
            text::json(&as_json(&answers))
        } else {
            in_text(&answers, given.is_some())
        },
        warnings: Vec::new(),
        // That somebody is refused is what a restriction is for; it is an answer only to who asked.
        status: if is_refused && given.is_some() {
            SOMETHING_WRONG
        } else {
            NOTHING_WRONG
        },
    })
}

/// The visits that the arguments name, if they name any.
fn given(args: &Args) -> Option<Vec<SampleRequest>> {
    let user_agent = header(args.user_agent.as_deref());
    let case = |referrer: Header| SampleRequest {
        name: match &referrer {
            Header::Unknown => "Some referrer".to_owned(),
            Header::Absent => "No referrer".to_owned(),
            Header::Value(text) => text.clone(),
        },
        visit: Visit {
            referrer,
            user_agent: user_agent.clone(),
        },
    };
    if args.referrers.is_empty() {
        return args
            .user_agent
            .is_some()
            .then(|| vec![case(Header::Unknown)]);
    }
    let referrers = args.referrers.iter().map(|text| header(Some(text)));
    Some(referrers.map(case).collect())
}

/// The restrictions in a file or on standard input.
pub(super) fn read(file: &Path, platform: &dyn Platform) -> Result<Vec<Restriction>, Problem> {
    let (origin, bytes) = if keys::is_standard_input(file) {
        ("standard input".to_owned(), platform.read_input(MAX_BYTES))
    } else {
        (
            format!("`{}`", file.display()),
            platform.read(file, MAX_BYTES),
        )
    };
    let bytes = bytes.map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => Problem::new(
            format!("{origin} has more than 4 MB"),
            "Give the restrictions alone, as Mux's API answers them.",
        ),
        _ => Problem::new(
            format!("{origin} cannot be read: {}", in_words(&error)),
            "Give the path of a file with the restriction as JSON, or `-` for standard input.",
        ),
    })?;
    Restriction::read(&String::from_utf8_lossy(&bytes))
        .map_err(|error| Problem::at(&origin, &error))
}

/// The restriction that the tokens in a text name; says why when it is none of those given.
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
                    "the file of `--restriction` does not hold the one that the token names: `{id}`"
                )
            }
            None => format!("no token here has `{CLAIM}`, so no restriction applies"),
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
    // As on the command line: null is not said, an empty text is a request without it.
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
