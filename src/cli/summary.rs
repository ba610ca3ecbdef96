//! Tables for a terminal: requests counted by cause, and requests in a line each.

use super::text;
use crate::core::{
    diagnose::{
        report::TokenReport,
        summary::{RequestRow, Summary},
    },
    level::Severity,
    text::grouped,
};

/// The number of requests by cause, and of findings with their first places.
pub(super) fn counts(summary: &Summary) -> Vec<String> {
    let mut lines = vec![text::visible(&summary.headline())];
    let findings = summary.findings().into_iter();
    let worth_counting = findings.filter(|finding| finding.severity < Severity::Info);
    let rows: Vec<_> = worth_counting
        .map(|finding| {
            let count = grouped(finding.requests);
            let severity = finding.severity.word().to_owned();
            let title = finding.title().to_owned();
            let places = text::visible(&finding.places_in_words());
            [count, severity, finding.id.to_owned(), title, places]
        })
        .collect();
    if !rows.is_empty() {
        lines.push(String::new());
        lines.extend(columns(&["Requests", "", "Finding", "", "First"], &rows));
    }
    lines
}

/// The requests that are not shown in full, in a line each.
pub(super) fn rest<'a>(tokens: impl Iterator<Item = &'a TokenReport>) -> Vec<String> {
    let rows = tokens.map(|token| RequestRow::of(token).cells());
    let mut lines = vec![
        String::new(),
        "The other requests".to_owned(),
        String::new(),
    ];
    lines.extend(columns(&RequestRow::TITLES, &rows.collect::<Vec<_>>()));
    lines
}

/// Rows of cells in columns, below their titles.
pub(super) fn columns<const N: usize>(titles: &[&str; N], rows: &[[String; N]]) -> Vec<String> {
    // So that one long cell does not push the others out of sight.
    const WIDEST: usize = 76;
    let rows = rows
        .iter()
        .map(|cells| cells.each_ref().map(|cell| text::visible(cell)));
    let rows: Vec<_> = [titles.map(str::to_owned)]
        .into_iter()
        .chain(rows)
        .collect();
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or(0).min(WIDEST)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths);
        let cells = cells.filter(|(_, width)| *width > 0);
        let cells = cells.map(|(cell, width)| format!("{cell:width$}"));
        let line = cells.collect::<Vec<_>>().join("  ");
        format!("  {}", line.trim_end())
    };
    rows.iter().map(line).collect()
}
