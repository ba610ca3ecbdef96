//! Logs whose lines are records: JSON lines, and tables with the names of their columns in a `#Fields:` line.

use super::{
    chars::may_hold_token,
    escape,
    fields::{RequestPart, field},
    finder::Finder,
    found::COLUMNS,
    json,
    record::Record,
    scanner::{Context, Scanner},
};
use crate::core::json::{Object, Value};

/// Searches a log whose lines are records; returns false if it is something else. Other lines in it are scanned as text.
pub(super) fn search(text: &str, context: &Context, finder: &mut Finder) -> bool {
    let is_record = |line: &str| is_json(line) || line.starts_with(COLUMNS);
    let may_have_records = text.contains("{\"") || text.contains(COLUMNS);
    if !may_have_records || !lines(text).any(|(_, line)| is_record(line)) {
        return false;
    }
    let mark = finder.mark();
    let mut scanner = Scanner::new(text, context, finder);
    let mut columns = Vec::new();
    let mut done = 0;
    for (at, line) in lines(text) {
        let end = at + line.len();
        let is_worth_reading = may_hold_token(line) || line.contains("://");
        if let Some(names) = line.strip_prefix(COLUMNS) {
            columns = names.split_ascii_whitespace().collect();
        }
        let is_row = !columns.is_empty() && !line.starts_with('#');
        if !is_worth_reading || !(is_row || is_json(line)) {
            continue;
        }
        scanner.scan(done..at);
        scanner.finder.close_to(mark);
        let mut context = context.clone();
        context.request.line = Some(scanner.lines.line_at(at));
        if is_row {
            row(line, &columns, &context, scanner.finder);
        } else if json::search(line.trim(), &context, scanner.finder).is_none() {
            scanner.scan(at..end);
        }
        done = end;
    }
    scanner.scan(done..text.len());
    finder.close_to(mark);
    true
}

/// Whether a line looks like a JSON object.
fn is_json(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("{\"") && line.ends_with('}')
}

/// The lines, each with its offset.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(['\n', '\r']).map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

/// Searches a row of the W3C extended log format, as of IIS and `CloudFront`. Its times are in UTC.
fn row(line: &str, columns: &[&str], context: &Context, finder: &mut Finder) {
    let separator = if line.contains('\t') { '\t' } else { ' ' };
    let (mut date, mut time) = ("", "");
    let mut record = Object::default();
    for (name, cell) in columns.iter().zip(line.split(separator)) {
        match *name {
            "date" => date = cell,
            "time" => time = cell,
            _ if cell == "-" && field(name) == Some(RequestPart::Query) => {}
            _ if field(name) == Some(RequestPart::UserAgent) => {
                record.push(*name, Value::String(agent(cell)));
            }
            _ => record.push(*name, cell),
        }
    }
    record.push("timestamp", Value::String(format!("{date}T{time}Z")));
    if let Some(record) = Record::of(&record) {
        record.search("the URL", context, finder);
    }
}

/// A user agent without the escapes of its blanks: `%20`, `%2520`, and the `+` of IIS.
fn agent(cell: &str) -> String {
    if cell.contains('%') {
        escape::decode(&escape::decode(cell)).into_owned()
    } else {
        cell.replace('+', " ")
    }
}
