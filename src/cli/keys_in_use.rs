//! `inspect --keys-in-use`: which keys signed the tokens of an input, and when each can be deleted.

use std::{
    io::{BufRead as _, BufReader, Cursor, Read as _},
    ops::ControlFlow,
    path::Path,
};

use super::{
    args::is_standard_input,
    batch::of_rows,
    output::Output,
    summary::columns,
    text::{self, name_of},
};
use crate::{
    core::{
        batch::{
            columns::Wanted,
            keys_in_use::{KeyRow, KeysInUse},
        },
        import::{self, found::InputKind},
        key::Key,
        problem::Problem,
        time::{Timestamp, Zone},
    },
    platform::{
        Terminal, parallel,
        rows::{Rows, RowsError, Shape, Source},
    },
};

/// What to count, and how to write it.
pub(super) struct Inquiry<'a> {
    /// The file; `None` if the text is an argument.
    pub(super) file: Option<&'a Path>,
    /// The text in the argument.
    pub(super) text: &'a str,
    /// The column with the tokens, if the input is a table.
    pub(super) column: Option<&'a str>,
    /// How the table is written.
    pub(super) format: TableFormat,
    /// The loaded keys.
    pub(super) keys: Vec<Key>,
    /// The time that tokens have to outlive.
    pub(super) now: Timestamp,
    /// The local time zone.
    pub(super) zone: Zone,
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableFormat {
    /// Columns for people.
    Columns,
    /// Comma-separated.
    Csv,
    /// An object with all rows.
    Json,
    /// A JSON object per row.
    Jsonl,
}

/// One document that is read as a whole is at most this long; a longer one is read line by line.
const MAX_DOCUMENT: u64 = 64 * 1024 * 1024;

/// Counts the tokens of an input by key, row by row.
pub(super) fn run(inquiry: &Inquiry<'_>, system: &dyn Terminal) -> Result<Output, Problem> {
    let name = inquiry.file.map_or_else(|| "the text".to_owned(), name_of);
    let failed = |error: RowsError| of_rows(&name, &error);
    let source: Source = match inquiry.file {
        None => Box::new(Cursor::new(inquiry.text.to_owned())),
        Some(file) if is_standard_input(file) => system.open_input(),
        Some(file) => system.open(file).map_err(|error| failed(error.into()))?,
    };
    let mut keys = KeysInUse::default();
    match document(source).map_err(failed)? {
        Input::Document(text) => keys.add((keys.reader())(&text)),
        Input::Rows(source) => {
            let shape = Shape {
                is_table: Some(inquiry.column.is_some()),
                column: inquiry.column.map(str::to_owned),
                wanted: Wanted::Tokens,
            };
            let rows = Rows::open(source, &shape).map_err(failed)?;
            let (chosen, read) = (rows.columns.chosen, keys.reader());
            let mut problem = None;
            parallel::map(
                parallel::workers(),
                rows,
                move |row| Ok(read(&row?.text(chosen))),
                |seen| match seen {
                    Ok(seen) => {
                        keys.add(seen);
                        ControlFlow::Continue(())
                    }
                    Err(error) => {
                        problem = Some(failed(error));
                        ControlFlow::Break(())
                    }
                },
            );
            if let Some(problem) = problem {
                return Err(problem);
            }
        }
    }
    let without_id = inquiry.keys.iter().filter(|key| key.id.is_none());
    let warning = |key: &Key| {
        format!(
            "the key in {} has no ID, so its tokens are unknown",
            key.origin
        )
    };
    Ok(Output {
        warnings: without_id.map(warning).collect(),
        ..Output::from(written(inquiry, &keys))
    })
}

enum Input {
    /// A HAR or other JSON, in which requests are not lines.
    Document(String),
    /// Anything else.
    Rows(Source),
}

/// Reads a document as a whole if the input is one.
fn document(source: Source) -> Result<Input, RowsError> {
    let mut source = BufReader::new(source);
    let head = source.fill_buf()?.trim_ascii_start();
    if !head.starts_with(b"{") && !head.starts_with(b"[") {
        return Ok(Input::Rows(Box::new(source)));
    }
    let mut bytes = Vec::new();
    let count = source.by_ref().take(MAX_DOCUMENT).read_to_end(&mut bytes)?;
    let is_whole = (count as u64) < MAX_DOCUMENT;
    // A log may have an object per line.
    if is_whole
        && let Ok(text) = std::str::from_utf8(&bytes)
        && matches!(import::find(text).kind, InputKind::Har | InputKind::Json)
    {
        return Ok(Input::Document(text.to_owned()));
    }
    Ok(Input::Rows(Box::new(Cursor::new(bytes).chain(source))))
}

fn written(inquiry: &Inquiry<'_>, keys: &KeysInUse) -> String {
    let (loaded, now) = (&inquiry.keys, inquiry.now);
    match inquiry.format {
        TableFormat::Csv => keys.csv(loaded, now),
        TableFormat::Json => text::json(&keys.json(loaded, now)),
        TableFormat::Jsonl => keys.jsonl(loaded, now),
        TableFormat::Columns => {
            let rows = keys.rows(loaded, now);
            let mut lines = if rows.is_empty() {
                vec!["No tokens found".to_owned()]
            } else {
                let cells = rows.iter().map(|row| row.cells(inquiry.zone));
                columns(&KeyRow::TITLES, &cells.collect::<Vec<_>>())
            };
            for note in keys.notes() {
                lines.extend([String::new(), format!("{note}.")]);
            }
            lines.join("\n") + "\n"
        }
    }
}
