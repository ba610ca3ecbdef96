//! A row of the input.

use csv::ByteRecord;

use super::item::AnswerItem;

/// A row of the input: a line, or a record of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The number of its first line, from 1.
    pub line: u64,
    /// Its cells, byte for byte. A line has one.
    pub cells: ByteRecord,
    /// The ID in an answer of Mux's API that the row was made from.
    pub item: Option<AnswerItem>,
}

impl Row {
    /// A line, or a record of a table.
    pub fn new(line: u64, cells: impl Into<ByteRecord>) -> Self {
        Self {
            line,
            cells: cells.into(),
            item: None,
        }
    }

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
