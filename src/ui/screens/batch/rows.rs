//! The rows of a batch as they were pasted or opened.

use std::{path::Path, sync::Arc};

use crate::ui::widgets::FIELD_LIMIT;

/// The text with the rows.
#[derive(Default)]
pub(super) struct RowsText {
    /// The text in the box.
    pub(super) text: String,
    /// A text too long for the box, or a file, in place of it.
    pub(super) held: Option<HeldText>,
}

/// A text that is not in the box.
pub(super) struct HeldText {
    pub(super) name: String,
    pub(super) bytes: Arc<[u8]>,
    pub(super) lines: usize,
    /// Whether it is a file.
    is_file: bool,
    /// Whether its name ends like that of a table.
    is_table: bool,
}

impl RowsText {
    pub(super) fn set_text(&mut self, text: String) {
        if text.len() > FIELD_LIMIT {
            self.hold("Pasted text".to_owned(), text.into_bytes(), false);
        } else {
            self.held = None;
            self.text = text;
        }
    }

    pub(super) fn hold(&mut self, name: String, bytes: Vec<u8>, is_file: bool) {
        let extension = Path::new(&name).extension().unwrap_or_default();
        let is_table = ["csv", "tsv"]
            .iter()
            .any(|table| extension.eq_ignore_ascii_case(table));
        self.text.clear();
        self.held = Some(HeldText {
            name,
            lines: line_count(&bytes),
            bytes: bytes.into(),
            is_file,
            is_table,
        });
    }

    /// All of it.
    pub(super) fn bytes(&self) -> Arc<[u8]> {
        match &self.held {
            Some(held) => held.bytes.clone(),
            None => self.text.as_bytes().into(),
        }
    }

    /// Where the held text is in memory, which identifies it.
    pub(super) fn address(&self) -> Option<*const u8> {
        self.held.as_ref().map(|held| held.bytes.as_ptr())
    }

    /// `Some(true)` if the name of the file says that it is a table.
    pub(super) fn is_table(&self) -> Option<bool> {
        let held = self.held.as_ref()?;
        held.is_table.then_some(true)
    }

    /// The name under which its results are saved, without an extension: `videos-signed` for `videos.csv`.
    pub(super) fn save_as(&self, is_signed: bool) -> String {
        let suffix = if is_signed { "signed" } else { "inspected" };
        let name = self.held.as_ref().filter(|held| held.is_file);
        let stem = name.and_then(|held| Path::new(&held.name).file_stem());
        match stem {
            Some(stem) => format!("{}-{suffix}", stem.to_string_lossy()),
            None => format!("rows-{suffix}"),
        }
    }

    pub(super) fn first_line(&self) -> &[u8] {
        let bytes = match &self.held {
            Some(held) => &held.bytes[..],
            None => self.text.as_bytes(),
        };
        let mut lines = bytes.split(|byte| *byte == b'\n');
        lines.next().unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.held.is_none() && self.text.trim().is_empty()
    }
}

/// The number of lines, including one without a line break at its end.
pub(super) fn line_count(bytes: &[u8]) -> usize {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.split(|byte| *byte == b'\n').count()
}
