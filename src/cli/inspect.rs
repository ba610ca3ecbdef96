//! `inspect`: everything about the tokens in a text.

use std::{
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use crate::{
    cli::{
        args::{AtTime, CheckingKeys, is_standard_input},
        batch::{self, Batch, OutputFormat},
        evidence::EvidenceArgs,
        keys,
        keys_in_use::{self, Inquiry, TableFormat},
        observed,
        output::{Output, SOMETHING_WRONG},
        require::{RequireArgs, Required},
        restrict, summary, text,
    },
    core::{
        batch::{Task, columns::Wanted},
        diagnose::{
            self as inspect,
            as_of::{AsOf, TimeSource},
            finding::Finding,
            json as report_json, markdown as report,
            report::{Report, TokenReport},
            summary::Summary,
            wording::{self, Wording},
        },
        import::found::InputKind,
        json::Value,
        key::Key,
        level::Severity,
        problem::Problem,
        time::{Timestamp, Zone},
        token::Section,
    },
    platform::{Terminal, in_words, rows::Shape},
};

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  mux-jwt inspect \"https://stream.mux.com/ID.m3u8?token=eyJ…\" --key-file signing.pem
  mux-jwt inspect --file player.html --at \"2026-11-22 14:05\"
  pbpaste | mux-jwt inspect --json
  mux-jwt inspect --file access.log --csv
  mux-jwt inspect \"$URL\" --require aud=v --require 'exp<=2h' --require playback_restriction_id
  mux-jwt inspect --file access.log --keys-in-use

Without a key, everything except the signature is checked.
Keys are read from --key-file, else from MUX_PRIVATE_KEY.")]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
pub(super) struct Args {
    /// Token, URL, any text that contains them, or an error; - or nothing for standard input
    #[arg(conflicts_with = "file", allow_negative_numbers = true)]
    text: Option<String>,
    /// File to inspect
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    keys: CheckingKeys,
    #[command(flatten)]
    evidence: EvidenceArgs,
    #[command(flatten)]
    at: AtTime,
    #[command(flatten)]
    require: RequireArgs,
    /// File with the playback restriction that the token names, as JSON
    #[arg(long, value_name = "FILE")]
    restriction: Option<PathBuf>,
    /// Inspect the text row by row and print a line of CSV for each token
    #[arg(long, conflicts_with_all = ["json", "report", "jsonl"])]
    csv: bool,
    /// Inspect the text row by row and print a line of JSON for each token
    #[arg(long, conflicts_with_all = ["json", "report"])]
    jsonl: bool,
    /// Column with the tokens or URLs, by name or number, if the text is CSV
    #[arg(long, value_name = "COLUMN")]
    column: Option<String>,
    /// Count tokens by key: how many there are, and when the key can be deleted
    #[arg(long, conflicts_with = "report")]
    keys_in_use: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// Print the report as Markdown for a ticket, without anything secret
    #[arg(long, conflicts_with = "json")]
    report: bool,
}

/// The largest text that is read.
const MAX_BYTES: usize = 64 * 1024 * 1024;

impl Args {
    /// Whether each row is inspected separately.
    pub(super) fn is_batch(&self) -> bool {
        !self.keys_in_use && (self.csv || self.jsonl || self.column.is_some())
    }

    /// The file with the text; `None` if the text is an argument.
    fn source(&self) -> Option<&Path> {
        match (&self.file, self.text.as_deref()) {
            (Some(file), _) => Some(file),
            (None, None | Some("-")) => Some(Path::new("-")),
            (None, Some(_)) => None,
        }
    }

    /// Whether standard input is read.
    pub(super) fn reads_standard_input(&self) -> bool {
        self.source().is_some_and(is_standard_input)
            || self.keys.reads_standard_input()
            || self.restriction.as_deref().is_some_and(is_standard_input)
    }

    /// What `--keys-in-use` counts.
    fn inquiry(&self, keys: Vec<Key>, now: Timestamp, zone: Zone) -> Inquiry<'_> {
        Inquiry {
            file: self.source(),
            text: self.text.as_deref().unwrap_or_default(),
            column: self.column.as_deref(),
            format: match self {
                Self { csv: true, .. } => TableFormat::Csv,
                Self { jsonl: true, .. } => TableFormat::Jsonl,
                Self { json: true, .. } => TableFormat::Json,
                _ => TableFormat::Columns,
            },
            keys,
            now,
            zone,
        }
    }

    /// Rejects arguments that read standard input twice.
    fn check_standard_input(&self) -> Result<(), Problem> {
        let text = self.source().is_some_and(is_standard_input);
        let key = self.keys.reads_standard_input();
        let restriction = self.restriction.as_deref().is_some_and(is_standard_input);
        if text && key {
            return Err(Problem::new(
                "the text and the key cannot both come from standard input",
                "Pass the text as an argument or with `--file`.",
            ));
        }
        if restriction && (text || key) {
            return Err(Problem::new(
                "only one of restriction, text and key can come from standard input",
                "Pass the restriction as a file.",
            ));
        }
        Ok(())
    }
}

/// Inspects every row of a file or of standard input and writes the results as they come.
pub(super) fn run_batch(
    args: &Args,
    system: &dyn Terminal,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, Problem> {
    if !args.csv && !args.jsonl {
        return Err(Problem::new(
            "`--column` requires `--csv` or `--jsonl`",
            "Add one of them to inspect a table row by row.",
        ));
    }
    let Some(file) = args.source() else {
        return Err(Problem::new(
            "`--csv` and `--jsonl` inspect a file row by row, but the text is an argument",
            "Pass the rows with `--file`, or on standard input.",
        ));
    };
    let at = args.at.given(system)?;
    args.check_standard_input()?;
    let mut warnings = Vec::new();
    let keys = keys::for_checking(&args.keys, system, &mut warnings)?;
    let mut evidence = args.evidence.evidence();
    evidence.at = at;
    if let Some(file) = &args.restriction {
        let mut restrictions = restrict::read(file, system, &mut warnings)?;
        if restrictions.len() > 1 {
            return Err(Problem::new(
                "the `--restriction` file contains several restrictions",
                "Pass only the one that the tokens name.",
            ));
        }
        evidence.restriction = restrictions.pop();
    }
    let unknown = evidence.saw_unknown.as_deref();
    warnings.extend(unknown.map(wording::unknown_symptom));
    let batch = Batch {
        file,
        read: None,
        shape: Shape {
            // A log contains many commas.
            is_table: batch::is_table(file, args.column.as_deref()).or(Some(false)),
            column: args.column.clone(),
            wanted: Wanted::Tokens,
        },
        format: if args.csv {
            OutputFormat::Csv
        } else {
            OutputFormat::Jsonl
        },
        task: Task::Inspect { evidence, keys },
        warnings,
    };
    batch::run(batch, system, out, err)
}

/// Inspects a text.
pub(super) fn run(args: &Args, system: &dyn Terminal) -> Result<Output, Problem> {
    let (at, now, zone) = (args.at.given(system)?, system.now(), system.zone());
    let requirements = args.require.parse(zone)?;
    args.check_standard_input()?;
    let mut warnings = Vec::new();
    let keys = keys::for_checking(&args.keys, system, &mut warnings)?;
    if args.keys_in_use {
        let output = keys_in_use::run(&args.inquiry(keys, at.unwrap_or(now), zone), system)?;
        warnings.extend(output.warnings);
        return Ok(Output { warnings, ..output });
    }
    let text = match args.source() {
        Some(file) => read_text(file, system, &mut warnings)?,
        None => args.text.clone().unwrap_or_default(),
    };
    let mut evidence = args.evidence.evidence();
    evidence.at = at;
    if let Some(file) = &args.restriction {
        let restrictions = restrict::read(file, system, &mut warnings)?;
        evidence.restriction = restrict::named_in(&text, restrictions, &mut warnings);
    }
    let report = inspect::inspect(&text, &evidence, &keys, now);
    if report.kind == InputKind::Empty {
        return Err(Problem::new(
            "nothing to inspect",
            "Pass a token, a URL or text that contains them: as an argument, with `--file`, or on standard input.",
        ));
    }
    warnings.extend(args.evidence.unused(&report, args.restriction.is_some()));
    let required = Required::new(&requirements, &report);
    let view = ReportView {
        keys: &keys,
        now,
        zone,
    };
    let text = if args.json {
        let json = report_json::report(&report);
        text::json(&match &required {
            Some(required) => required.put(json),
            None => json,
        })
    } else if args.report {
        let markdown = report::markdown(&report, &evidence, &keys, now, zone);
        let required = required.as_ref().map(Required::markdown);
        markdown + &required.unwrap_or_default()
    } else {
        let required = required.as_ref().map(|required| required.lines(&report));
        let required = required.map(|lines| lines.join("\n") + "\n\n");
        required.unwrap_or_default() + &view.report(&report)
    };
    let mut output = Output {
        warnings,
        ..Output::from(text)
    };
    let is_required = required.as_ref().is_none_or(Required::is_met);
    if report.worst() == Some(Severity::Error) || !is_required {
        output.status = SOMETHING_WRONG;
    }
    Ok(output)
}

/// The text of a file or of standard input.
pub(super) fn read_text(
    file: &Path,
    system: &dyn Terminal,
    warnings: &mut Vec<String>,
) -> Result<String, Problem> {
    let (origin, text) = text::read_decoded(file, MAX_BYTES, system, warnings);
    text.map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => Problem::new(
            format!("{origin} is larger than 64 MB"),
            "Pass only the part of it that contains the tokens.",
        ),
        _ => Problem::new(
            format!("cannot read {origin}: {}", in_words(&error)),
            "Pass the text itself, the path of a file with it, or `-` for standard input.",
        ),
    })
}

/// Writes a report for a terminal.
pub(super) struct ReportView<'a> {
    /// The keys that signatures were checked with.
    pub(super) keys: &'a [Key],
    /// The time it was judged at.
    pub(super) now: Timestamp,
    /// The local time zone.
    pub(super) zone: Zone,
}

impl ReportView<'_> {
    fn report(&self, report: &Report) -> String {
        let mut lines = Vec::new();
        // What is wrong with a token comes before a warning on the input.
        let worst = report.findings.first().map(|finding| finding.severity);
        let is_last = !report.tokens.is_empty() && worst != Some(Severity::Error);
        if let Some(first) = report.findings.first().filter(|_| !is_last) {
            lines.extend([text::visible(&first.message), String::new()]);
            lines.extend(findings(&report.findings));
        }
        let unknown = report.saw_unknown.as_deref().map(wording::unknown_symptom);
        let unknown = unknown.map(|unknown| text::row("Observed error", &text::visible(&unknown)));
        if report.tokens.is_empty() {
            lines.extend(observed::without_token(report, unknown.clone()));
        }
        let count = report.tokens.len();
        let summary = Summary::of(report);
        if count > 1 {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(summary::counts(&summary));
        }
        let in_full = summary.in_full(report);
        for &i in &in_full {
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
                lines.push(text::row(label, &text::visible(&value)));
            }
            lines.extend(self.verdicts(token));
            lines.extend(token.diagnosis.iter().flat_map(observed::diagnosis));
            lines.extend(unknown.clone());
            if !token.findings.is_empty() {
                lines.push(String::new());
                lines.extend(findings(&token.findings));
            }
            if token.token.header.is_readable() {
                lines.push(String::new());
                lines.extend(section("Header", &token.token.header, |name, _| {
                    (None, wording::about_header(name))
                }));
            }
            if token.token.payload.is_readable() {
                lines.push(String::new());
                let audience = token.token.audience();
                lines.extend(section("Payload", &token.token.payload, |name, value| {
                    let about = wording::about_claim(name, audience);
                    (self.wording().of(token).claim(name, value), about)
                }));
            }
        }
        if in_full.len() < count {
            let rest = (0..count).filter(|i| !in_full.contains(i));
            lines.extend(summary::rest(rest.map(|i| &report.tokens[i])));
        }
        if is_last && !report.findings.is_empty() {
            lines.push(String::new());
            lines.extend(findings(&report.findings));
        }
        let others = wording::not_mux(report).map(|others| text::visible(&others));
        for note in others.into_iter().chain(wording::left_out(report.left_out)) {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push(note);
        }
        lines.join("\n") + "\n"
    }

    /// The three verdicts, which are independent of each other.
    pub(super) fn verdicts(&self, token: &TokenReport) -> [String; 3] {
        let verdicts = self.wording().verdicts(token);
        verdicts.map(|verdict| text::row(verdict.title, &text::visible(&verdict.to_string())))
    }

    /// The same view for the words of `core`.
    pub(super) fn wording(&self) -> Wording<'_> {
        Wording {
            keys: self.keys,
            as_of: AsOf {
                time: self.now,
                source: TimeSource::Now,
            },
            is_live: false,
            zone: self.zone,
            is_for_others: false,
        }
    }
}

/// The headline of a token.
pub(super) fn verdict(token: &TokenReport) -> String {
    text::visible(&wording::headline(token))
}

/// A paragraph for each finding: severity, message, hint.
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
