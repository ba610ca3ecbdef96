//! `compare`: how two tokens differ.

use std::{borrow::Cow, path::Path};

use crate::{
    cli::{
        args::{AtTime, CheckingKeys},
        inspect::{ReportView, findings, read_text},
        keys,
        output::{Output, SOMETHING_WRONG},
        text,
    },
    core::{
        compare::{
            self,
            report::{Cell, ComparedRow, Comparison, Part, Sides},
        },
        diagnose::{self as inspect, evidence::Evidence, json as report_json, report::TokenReport},
        json::{Object, Value},
        key::Key,
        problem::Problem,
        text::shortened,
        time::Timestamp,
    },
    platform::Terminal,
};

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  mux-jwt compare \"URL THAT WORKS\" \"URL THAT FAILS\"
  mux-jwt compare eyJ… eyJ… --key-file signing.pem --at \"2026-11-22 14:05\"
  pbpaste | mux-jwt compare - eyJ…

Compares the first token in each text, and its URL.
Keys are read from --key-file, else from MUX_PRIVATE_KEY.

Exit status: 0 no difference matters, 1 one does, 2 the command could not run.")]
pub(super) struct Args {
    /// Token, URL, or any text that contains one; - for standard input
    a: String,
    /// The token to compare it with
    b: String,
    #[command(flatten)]
    keys: CheckingKeys,
    #[command(flatten)]
    at: AtTime,
    /// Print the comparison as JSON
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Whether standard input is read.
    pub(super) fn reads_standard_input(&self) -> bool {
        self.a == "-" || self.b == "-" || self.keys.reads_standard_input()
    }
}

/// The version of the JSON.
const VERSION: i64 = 1;

/// Compares two tokens.
pub(super) fn run(args: &Args, system: &dyn Terminal) -> Result<Output, Problem> {
    let (now, zone) = (args.at.moment(system)?, system.zone());
    let from_input = [
        args.a == "-",
        args.b == "-",
        args.keys.reads_standard_input(),
    ];
    if from_input.iter().filter(|input| **input).count() > 1 {
        return Err(Problem::new(
            "only one of A, B and the key can come from standard input",
            "Use `-` for only one of them.",
        ));
    }
    let mut warnings = Vec::new();
    let keys = keys::for_checking(&args.keys, system, &mut warnings)?;
    let mut side = |name: &str, text: &str| {
        let text = match text {
            "-" => read_text(Path::new("-"), system, &mut warnings)?,
            text => text.to_owned(),
        };
        first_token(name, &text, &keys, now, &mut warnings)
    };
    let a = side("A", &args.a)?;
    let b = side("B", &args.b)?;
    let comparison = compare::compare(&a, &b, &keys);
    let view = ReportView {
        keys: &keys,
        now,
        zone,
    };
    let text = if args.json {
        text::json(&as_json(&a, &b, &comparison))
    } else {
        lines(&view, [&a, &b], &comparison).join("\n") + "\n"
    };
    let mut output = Output {
        warnings,
        ..Output::from(text)
    };
    if comparison.matters() {
        output.status = SOMETHING_WRONG;
    }
    Ok(output)
}

/// The report on the first token of one side.
fn first_token(
    name: &str,
    text: &str,
    keys: &[Key],
    now: Timestamp,
    warnings: &mut Vec<String>,
) -> Result<TokenReport, Problem> {
    let report = inspect::inspect(text, &Evidence::default(), keys, now);
    let count = report.tokens.len();
    if count > 1 {
        warnings.push(format!(
            "{name} contains {count} tokens; comparing the first"
        ));
    }
    report.tokens.into_iter().next().ok_or_else(|| {
        Problem::new(
            format!("{name} contains no token"),
            "Pass a token, which begins with `eyJ`, or a URL with `token=` in it. Quote URLs for the shell.",
        )
    })
}

fn lines(view: &ReportView<'_>, sides: [&TokenReport; 2], comparison: &Comparison) -> Vec<String> {
    let mut lines = vec![comparison.summary(), String::new()];
    for difference in &comparison.words {
        let word = if difference.matters {
            "matters"
        } else {
            "minor"
        };
        lines.push(format!("{word:7}  {}", text::visible(&difference.text)));
    }
    if !comparison.words.is_empty() {
        lines.push(String::new());
    }
    for (title, list) in comparison.findings() {
        lines.push(title.to_owned());
        lines.extend(findings(list).iter().map(|line| format!("  {line}")));
        lines.push(String::new());
    }
    for (name, report) in ["A", "B"].into_iter().zip(sides) {
        lines.push(format!(
            "{name}  {}",
            text::visible(&report.request.place_in_words())
        ));
        let verdicts = view.verdicts(report);
        lines.extend(verdicts.map(|verdict| format!("   {verdict}")));
    }
    for part in Part::ALL {
        let rows: Vec<_> = comparison
            .rows
            .iter()
            .filter(|row| row.part == part)
            .collect();
        if !rows.is_empty() {
            lines.extend([String::new(), part.title().to_owned()]);
            lines.extend(table(view, part, &rows));
        }
    }
    lines
}

/// The members of one part: a line for equal values, else one for each side.
fn table(view: &ReportView<'_>, part: Part, rows: &[&ComparedRow]) -> Vec<String> {
    let names: Vec<_> = rows.iter().map(|row| text::visible(&row.name)).collect();
    let widths = names.iter().map(|name| name.chars().count());
    let width = widths.max().unwrap_or(0).min(24);
    let shown = |cell: &Cell| {
        let moment = cell
            .moment
            .map(|moment| format!("  {}", view.wording().dated(moment)));
        let meaning = cell.meaning.map(|meaning| format!("  for {meaning}"));
        // Signatures are shortened; if two begin alike, `sides` shows that they differ.
        let value = if part == Part::Signature {
            shortened(&cell.value, 40)
        } else {
            Cow::Borrowed(cell.value.as_str())
        };
        let value = text::visible(&value);
        format!("{value}{}", moment.or(meaning).unwrap_or_default())
    };
    let mut lines = Vec::new();
    for (row, name) in rows.iter().zip(names) {
        let word = row.sides.words();
        match (&row.a, &row.b) {
            (Some(a), Some(b)) if row.sides == Sides::Different => {
                lines.push(format!("  {word:9}  {name:width$}  A  {}", shown(a)));
                lines.push(format!("  {:9}  {:width$}  B  {}", "", "", shown(b)));
            }
            (Some(cell), _) | (_, Some(cell)) => {
                let side = match row.sides {
                    Sides::OnlyA => "A",
                    Sides::OnlyB => "B",
                    _ => " ",
                };
                lines.push(format!(
                    "  {word:9}  {name:width$}  {side}  {}",
                    shown(cell)
                ));
            }
            (None, None) => {}
        }
    }
    lines
}

fn as_json(a: &TokenReport, b: &TokenReport, comparison: &Comparison) -> Value {
    let token = |report: &TokenReport| {
        let mut json = Object::default();
        json.push("at", report.request.place_in_words().as_str());
        json.push("structure", report.structure.word());
        json.push("signature", report.signature.word());
        json.push("acceptance", report.acceptance.word());
        Value::Object(json)
    };
    let differences = comparison.words.iter().map(|difference| {
        let mut json = Object::default();
        json.push("about", difference.about.word());
        json.push("matters", Value::Bool(difference.matters));
        json.push("message", difference.text.as_str());
        Value::Object(json)
    });
    let value = |cell: &Option<Cell>| {
        let cell = cell.as_ref();
        crate::cli::output::optional(cell.map(|cell| cell.value.as_str()))
    };
    let rows = comparison.rows.iter().map(|row| {
        let mut json = Object::default();
        json.push("part", row.part.word());
        json.push("name", row.name.as_str());
        json.push("sides", row.sides.word());
        json.push("a", value(&row.a));
        json.push("b", value(&row.b));
        Value::Object(json)
    });
    let mut json = Object::default();
    json.push("version", VERSION);
    json.push("summary", comparison.summary().as_str());
    json.push("same_token", Value::Bool(comparison.same_token));
    json.push("matters", Value::Bool(comparison.matters()));
    json.push("a", token(a));
    json.push("b", token(b));
    json.push("differences", Value::Array(differences.collect()));
    json.push("only_a", report_json::findings(&comparison.only_a));
    json.push("only_b", report_json::findings(&comparison.only_b));
    json.push("rows", Value::Array(rows.collect()));
    Value::Object(json)
}
