//! A row of the input, and why nothing came of one.

use csv::ByteRecord;
use std::fmt;

/// A row of the input: a line, or a record of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its cells, byte for byte; a line has one.
    pub cells: ByteRecord,
}

impl Row {
    /// The text of a cell, empty when the row is too short to have it. What is not UTF-8 is replaced.
    pub fn text(&self, column: usize) -> String {
        let cell = self.cells.get(column).unwrap_or_default();
        String::from_utf8_lossy(cell).into_owned()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim_ascii().is_empty())
    }
}

/// Why nothing came of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong: lower case, no full stop.
    pub what: String,
    /// What to do next.
    pub hint: String,
}

impl Trouble {
    /// What is wrong, and what to do.
    pub fn new(what: impl fmt::Display, hint: impl Into<String>) -> Self {
        Self {
            what: what.to_string(),
            hint: hint.into(),
        }
    }
}
