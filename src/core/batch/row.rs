//! A row of the input.

use csv::ByteRecord;

/// A row of the input: a line, or a record of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The number of its first line, from 1.
    pub line: u64,
    /// Its cells, byte for byte. A line has one.
    pub cells: ByteRecord,
}

impl Row {
    /// The text of a cell; empty if the row has fewer cells. Invalid UTF-8 is replaced.
    pub fn text(&self, column: usize) -> String {
        let cell = self.cells.get(column).unwrap_or_default();
        String::from_utf8_lossy(cell).into_owned()
    }

    /// Whether all cells are blank.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim_ascii().is_empty())
    }
}
