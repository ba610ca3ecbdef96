//! `inspect`: everything that can be said of the tokens in a text.

use std::{
    io::{self, ErrorKind, Write},
    path::PathBuf,
};

use zeroize::Zeroizing;

use crate::{
    cli::{
        NOTHING_WRONG, Output, SOMETHING_WRONG,
        batch::{self, Batch, Form},
        header, in_words, keys, restrict, text,
    },
    core::{
        batch::{Task, columns::Wanted},
        diagnose::{
            self as inspect,
            evidence::Evidence,
            finding::Finding,
            json as report_json, markdown as report,
            report::{Diagnosis, Report, TokenReport},
            wording::{self, Wording},
        },
        import::found::Kind,
        json::Value,
        key::Key,
        level::Severity,
        mux::{restriction::Verdict, symptom::Symptom, url::MediaUrl},
        problem::Problem,
        time::{Span, Timestamp, Zone},
        token::Section,
    },
    platform::{Platform, rows::Shape},
};

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  mux-jwt inspect \"https://stream.mux.com/ID.m3u8?token=eyJ…\" --key-file signing.pem
  mux-jwt inspect --file player.html --at \"2026-11-22 14:05\"
  pbpaste | mux-jwt inspect --json
  mux-jwt inspect --file access.log --csv

Without a key everything but the signature is checked.
The keys are those of --key-file, else the one in MUX_PRIVATE_KEY.")]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub(super) struct Args {
    /// A token, a URL, or any text with them; - or nothing for standard input
    #[arg(conflicts_with = "file")]
    text: Option<String>,
    /// A file with the text
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// A file with a private or public key to check signatures with; may be repeated
    #[arg(long = "key-file", value_name = "FILE")]
    key_files: Vec<PathBuf>,
    /// The ID of the key; a key without one is tried on any token
    #[arg(long, value_name = "ID")]
    key_id: Option<String>,
    /// The URL that was asked for, when it is not in the text
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// The ID that the token should be for
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// The moment to judge at: a date, RFC 3339, or seconds since 1970
    #[arg(
        long,
        value_name = "TIME",
        help = "The moment to judge at: a date, RFC 3339, or seconds since 1970 [default: now]"
    )]
    at: Option<String>,
    /// How long the video is, such as 2h or 95m
    #[arg(long, value_name = "SPAN")]
    duration: Option<String>,
    /// The Referer header of the request that failed; '' when it had none
    #[arg(long, value_name = "REFERRER")]
    referrer: Option<String>,
    /// The User-Agent header of the request that failed; '' when it had none
    #[arg(long, value_name = "AGENT")]
    user_agent: Option<String>,
    /// A file with the playback restriction that the token names, as JSON
    #[arg(long, value_name = "FILE")]
    restriction: Option<PathBuf>,
    /// What went wrong: an HTTP status, a player's error code or message
    #[arg(long, value_name = "SYMPTOM")]
    saw: Option<String>,
    /// Inspects the text row by row and prints a line of CSV for each token
    #[arg(long, conflicts_with_all = ["json", "report", "jsonl"])]
    csv: bool,
    /// Inspects the text row by row and prints a line of JSON for each token
    #[arg(long, conflicts_with_all = ["json", "report"])]
    jsonl: bool,
    /// The column with the tokens or URLs, by its name or number, when the text is a CSV
    #[arg(long, value_name = "COLUMN")]
    column: Option<String>,
    /// Prints the report as JSON
    #[arg(long)]
    json: bool,
    /// Prints the report as Markdown for a ticket, without anything that can be used
    #[arg(long, conflicts_with = "json")]
    report: bool,
}

/// The largest text that is read.
pub(super) const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The symptom that `--saw` tells of.
fn symptom(text: &str) -> Result<Symptom, Problem> {
    Symptom::parse(text).ok_or_else(|| {
        let near = Symptom::suggestions(text);
        let near: Vec<_> = near
            .into_iter()
            .filter(|_| !text.trim().is_empty())
            .map(|symptom| format!("`{}`", symptom.entry.id))
            .collect();
        let meant = if near.is_empty() {
            String::new()
        } else {
            format!("Did you mean {}? ", near.join(" or "))
        };
        Problem::new(
            format!("nothing is known of `{}`", text.trim()),
            format!(
                "{meant}`mux-jwt explain` lists the statuses, codes and symptoms that are known."
            ),
        )
    })
}

/// What a text is judged by.
struct Grounds {
    evidence: Evidence,
    keys: Vec<Key>,
    now: Timestamp,
    warnings: Vec<String>,
}

impl Args {
    /// Whether each row is inspected by itself.
    pub(super) fn is_batch(&self) -> bool {
        self.csv || self.jsonl || self.column.is_some()
    }
}

/// Everything but the text and the restriction.
fn grounds(args: &Args, platform: &dyn Platform) -> Result<Grounds, Problem> {
    let zone = platform.zone();
    let now = match &args.at {
        Some(text) => Timestamp::parse(text, zone)?,
        None => platform.now(),
    };
    let url = args.url.as_deref().map(MediaUrl::read_loosely).transpose();
    let evidence = Evidence {
        url: url.map_err(|error| {
            Problem::new(
                format!("`--url`: {error}"),
                "Give the whole URL that was asked for, such as https://stream.mux.com/ID.m3u8",
            )
        })?,
        id: args
            .id
            .as_deref()
            .map(|id| id.trim().to_owned())
            .filter(|id| !id.is_empty()),
        duration: args
            .duration
            .as_deref()
            .map(Span::parse)
            .transpose()
            .map_err(|error| Problem::at("`--duration`", &error))?,
        referrer: header(args.referrer.as_deref()),
        user_agent: header(args.user_agent.as_deref()),
        restriction: None,
        saw: args.saw.as_deref().map(symptom).transpose()?,
    };
    let mut warnings = Vec::new();
    let is_key_there = args
        .key_files
        .iter()
        .any(|file| keys::is_standard_input(file));
    if from_standard_input(args) && is_key_there {
        return Err(Problem::new(
            "the text and the key cannot both come from standard input",
            "Give the text as an argument or with `--file`.",
        ));
    }
    let is_restriction_there = args
        .restriction
        .as_deref()
        .is_some_and(keys::is_standard_input);
    if is_restriction_there && (from_standard_input(args) || is_key_there) {
        return Err(Problem::new(
            "the restriction cannot come from standard input with something else",
            "Give the restriction as a file.",
        ));
    }
    let keys = keys::for_checking(
        &args.key_files,
        args.key_id.as_deref(),
        platform,
        &mut warnings,
    )?;
    Ok(Grounds {
        evidence,
        keys,
        now,
        warnings,
    })
}

/// Inspects every row of a file or of standard input. What is said of them is written as they come.
pub(super) fn run_batch(
    args: &Args,
    platform: &dyn Platform,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, Problem> {
    if !args.csv && !args.jsonl {
        return Err(Problem::new(
            "`--column` goes with `--csv` or `--jsonl`",
            "Add one of them to inspect a table row by row.",
        ));
    }
    if args.text.as_deref().is_some_and(|text| text != "-") {
        return Err(Problem::new(
            "`--csv` and `--jsonl` inspect a file row by row, and a text is given",
            "Give the rows with `--file`, or on standard input.",
        ));
    }
    let mut grounds = grounds(args, platform)?;
    if let Some(file) = &args.restriction {
        let mut restrictions = restrict::read(file, platform)?;
        if restrictions.len() > 1 {
            return Err(Problem::new(
                "the file of `--restriction` holds several",
                "Row by row, give the one that the tokens name.",
            ));
        }
        grounds.evidence.restriction = restrictions.pop();
    }
    let input = PathBuf::from("-");
    let file = args.file.as_deref().unwrap_or(&input);
    let batch = Batch {
        file,
        shape: Shape {
            // A log is full of commas.
            is_table: batch::is_table(file, args.column.as_deref()).or(Some(false)),
            column: args.column.clone(),
            wanted: Wanted::Tokens,
        },
        form: if args.csv { Form::Csv } else { Form::Jsonl },
        task: Task::Inspect {
            evidence: grounds.evidence,
            keys: grounds.keys,
            at: args.at.is_some().then_some(grounds.now),
        },
        warnings: grounds.warnings,
    };
    batch::run(batch, platform, out, err)
}

/// Inspects what the arguments name.
pub(super) fn run(args: &Args, platform: &dyn Platform) -> Result<Output, Problem> {
    let zone = platform.zone();
    let Grounds {
        mut evidence,
        keys,
        now,
        mut warnings,
    } = grounds(args, platform)?;
    let text = read_text(args, platform)?;
    if let Some(file) = &args.restriction {
        let restrictions = restrict::read(file, platform)?;
        evidence.restriction = restrict::named_in(&text, restrictions, &mut warnings);
        let verdict = evidence
            .restriction
            .as_ref()
            .map(|one| one.ask(&evidence.visit()));
        if let Some(Verdict::Unknown { why }) = verdict {
            warnings.push(format!(
                "whether the restriction refuses cannot be told. {why}"
            ));
        }
    }
    let report = inspect::inspect(&text, &evidence, &keys, now);
    if report.kind == Kind::Empty {
        return Err(Problem::new(
            "there is nothing to inspect",
            "Give a token, a URL or a text with them: as an argument, with `--file`, or on standard input.",
        ));
    }
    let view = View {
        keys: &keys,
        now,
        zone,
    };
    Ok(Output {
        text: if args.json {
            text::json(&report_json::report(&report))
        } else if args.report {
            report::markdown(&report, &evidence, &keys, now, zone)
        } else {
            view.report(&report)
        },
        warnings,
        status: match report.worst() {
            Some(Severity::Error) => SOMETHING_WRONG,
            _ => NOTHING_WRONG,
        },
    })
}

fn from_standard_input(args: &Args) -> bool {
    match (&args.file, &args.text) {
        (Some(file), _) => keys::is_standard_input(file),
        (None, Some(text)) => text == "-",
        (None, None) => true,
    }
}

fn read_text(args: &Args, platform: &dyn Platform) -> Result<String, Problem> {
    let (origin, bytes) = match (&args.text, &args.file) {
        _ if from_standard_input(args) => {
            ("standard input".to_owned(), platform.read_input(MAX_BYTES))
        }
        (_, Some(file)) => (
            format!("`{}`", file.display()),
            platform.read(file, MAX_BYTES),
        ),
        (text, None) => return Ok(text.clone().unwrap_or_default()),
    };
    decoded(&origin, bytes)
}

/// The text of a file or of standard input, whatever its bytes are.
pub(super) fn decoded(
    origin: &str,
    bytes: io::Result<Zeroizing<Vec<u8>>>,
) -> Result<String, Problem> {
    let bytes = bytes.map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => Problem::new(
            format!("{origin} has more than 64 MB"),
            "Give the part of it that has the tokens.",
        ),
        _ => Problem::new(
            format!("{origin} cannot be read: {}", in_words(&error)),
            "Give the text itself, the path of a file with it, or `-` for standard input.",
        ),
    })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// How a report is told in a terminal: by whom it was checked, at which moment, and by which clock.
pub(super) struct View<'a> {
    /// The keys that were asked.
    pub(super) keys: &'a [Key],
    /// The moment it was judged at.
    pub(super) now: Timestamp,
    /// The person's clock.
    pub(super) zone: Zone,
}

impl View<'_> {
    fn report(&self, report: &Report) -> String {
        let mut lines = Vec::new();
        if let Some(first) = report.findings.first() {
            lines.extend([text::visible(&first.message), String::new()]);
            lines.extend(findings(&report.findings));
        }
        let count = report.tokens.len();
        for i in report.worst_first() {
            let token = &report.tokens[i];
            if !lines.is_empty() {
                lines.push(String::new());
            }
            let number = if count > 1 {
                format!("{} of {count}: ", i + 1)
            } else {
                String::new()
            };
            lines.push(format!("{number}{}", verdict(token)));
            lines.push(String::new());
            for (label, value) in wording::provenance(token) {
                lines.push(row(label, &text::visible(&value)));
            }
            lines.extend(self.verdicts(token));
            lines.extend(token.diagnosis.iter().flat_map(diagnosis));
            if !token.findings.is_empty() {
                lines.push(String::new());
                lines.extend(findings(&token.findings));
            }
            lines.push(String::new());
            lines.extend(section("Header", &token.token.header, |name, _| {
                (None, wording::about_header(name))
            }));
            lines.push(String::new());
            let audience = token.token.audience();
            lines.extend(section("Payload", &token.token.payload, |name, value| {
                let about = wording::about_claim(name, audience);
                (self.wording().claim(name, value), about)
            }));
        }
        if let Some(left_out) = wording::left_out(report.left_out) {
            lines.extend([String::new(), left_out]);
        }
        lines.join("\n") + "\n"
    }

    /// The three verdicts, which are never merged into one.
    pub(super) fn verdicts(&self, token: &TokenReport) -> [String; 3] {
        let verdicts = self.wording().verdicts(token);
        verdicts.map(|verdict| row(verdict.title, &text::visible(&verdict.to_string())))
    }

    /// The same view for the words of `core`.
    pub(super) fn wording(&self) -> Wording<'_> {
        Wording {
            keys: self.keys,
            at: self.now,
            is_live: false,
            zone: self.zone,
            is_for_others: false,
        }
    }
}

/// What to tell the person first.
pub(super) fn verdict(token: &TokenReport) -> String {
    text::visible(wording::headline(token))
}

/// A finding a paragraph: how bad, what, what to do.
pub(super) fn findings(findings: &[Finding]) -> Vec<String> {
    let mut lines = Vec::new();
    for finding in findings {
        let word = finding.severity.word();
        let message = text::visible(&finding.message);
        lines.push(format!("{word:7}  {message} [{}]", finding.id));
        lines.push(format!("{:7}  {}", "", text::visible(&finding.hint)));
    }
    lines
}

/// The members of a header or payload, each with a note next to its value and a sentence below.
fn section(
    title: &str,
    section: &Section,
    about: impl Fn(&str, &Value) -> (Option<String>, &'static str),
) -> Vec<String> {
    let object = match wording::members(section) {
        Ok(object) => object,
        Err(why) => return vec![format!("{title}: {}", text::visible(why))],
    };
    let names: Vec<_> = object.iter().map(|(name, _)| text::visible(name)).collect();
    let widths = names.iter().map(|name| name.chars().count());
    let width = widths.max().unwrap_or(0).min(24);
    let mut lines = vec![title.to_owned()];
    for ((name, value), shown) in object.iter().zip(names) {
        let (note, sentence) = about(name, value);
        let note = note.map_or_else(String::new, |note| format!("  {note}"));
        let value = text::visible(&value.to_string());
        lines.push(format!("  {shown:width$}  {value}{note}"));
        lines.push(format!("  {:width$}  {sentence}", ""));
    }
    lines
}

fn row(label: &str, value: &str) -> String {
    format!("{label:19}  {value}")
}

/// What the person saw, what it means, and what it says of the token: a paragraph each.
fn diagnosis(diagnosis: &Diagnosis) -> Vec<String> {
    let label = diagnosis.saw.label();
    let mut lines = vec![row("Observed", label)];
    let mut say = |first: &str, words: &str| {
        let indent = " ".repeat(21 + first.len());
        let wrapped = text::wrapped(words, 100 - indent.len());
        for (i, line) in wrapped.into_iter().enumerate() {
            let start = if i == 0 {
                format!("{:21}{first}", "")
            } else {
                indent.clone()
            };
            lines.push(format!("{start}{line}"));
        }
    };
    say("", &diagnosis.note);
    for cause in &diagnosis.left {
        say("- ", &format!("{} ({})", cause.words, cause.basis.word()));
    }
    say(
        "",
        &format!("{} ({})", diagnosis.meaning, diagnosis.basis.word()),
    );
    lines
}
