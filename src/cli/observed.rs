//! The observed error in a report for the terminal.

use crate::{
    cli::text,
    core::diagnose::{
        report::{Diagnosis, Report},
        wording,
    },
};

/// The width of a line.
const WIDTH: usize = 100;

/// How far a diagnosis is indented next to the verdicts.
const INDENT: usize = 21;

/// The observed error, if there is no token that it could be about. What it means comes first.
pub(super) fn without_token(report: &Report, unknown: Option<String>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(seen) = &report.diagnosis {
        let observed = wording::observed(seen.saw);
        if report.findings.is_empty() {
            lines.push(observed);
        } else {
            lines.extend([String::new(), text::row("Observed error", &observed)]);
        }
        lines.push(String::new());
        lines.extend(text::wrapped(&meaning(seen), WIDTH));
        lines.push(String::new());
        lines.extend(causes(seen, 0));
    }
    if let Some(unknown) = unknown {
        lines.extend([String::new(), unknown]);
    }
    lines
}

/// The observed error, its causes in this token, and its meaning: a paragraph each.
pub(super) fn diagnosis(diagnosis: &Diagnosis) -> Vec<String> {
    let mut lines = vec![text::row(
        "Observed error",
        &wording::observed(diagnosis.saw),
    )];
    lines.extend(causes(diagnosis, INDENT));
    lines.extend(indented("", &meaning(diagnosis), INDENT));
    lines
}

/// How the observed error relates to the input, and its other causes.
fn causes(diagnosis: &Diagnosis, indent: usize) -> Vec<String> {
    let mut lines = indented("", &diagnosis.note, indent);
    for cause in &diagnosis.left {
        let words = format!("{} ({})", cause.words, cause.basis.word());
        lines.extend(indented("- ", &words, indent));
    }
    lines
}

fn meaning(diagnosis: &Diagnosis) -> String {
    format!("{} ({})", diagnosis.meaning, diagnosis.basis.word())
}

/// A paragraph with a mark before its first line.
fn indented(mark: &str, words: &str, indent: usize) -> Vec<String> {
    let blank = " ".repeat(mark.len());
    let lines = text::wrapped(words, WIDTH - indent - mark.len());
    let lines = lines.into_iter().enumerate().map(|(i, line)| {
        let mark = if i == 0 { mark } else { &blank };
        format!("{:indent$}{mark}{line}", "")
    });
    lines.collect()
}
