//! A row of the input, and why nothing came of one.

use csv::ByteRecord;

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
