//! Finds the column with IDs or tokens in a table, and whether the first row is a header.

use std::borrow::Cow;

use csv::ByteRecord;

use super::row::Row;
use crate::core::{
    mux::{audience::Audience, url::MediaUrl},
    problem::Advice,
};

/// The layout of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// Whether it is a table rather than a list with one item per line.
    pub is_table: bool,
    /// The character between two cells.
    pub delimiter: u8,
    /// The first row, if it is a header.
    pub header: Option<ByteRecord>,
    /// The number of columns.
    pub width: usize,
    /// The index of the column with IDs or tokens.
    pub chosen: usize,
    /// Whether the table was made from an answer of Mux's API.
    pub is_answer: bool,
    /// Whether the user chose the column.
    pub is_given: bool,
}

/// What a column must contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// IDs or URLs to sign for, with this audience by default.
    Ids(Audience),
    /// Text with tokens in it.
    Tokens,
}

/// Why no column was chosen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnError {
    /// No column has this name.
    #[error("there is no column `{name}`")]
    NoName {
        /// The requested name.
        name: String,
        /// The labels of all columns.
        columns: String,
    },
    /// The number is 0 or larger than the number of columns.
    #[error("column {number} is out of range: the table has {width} columns")]
    NoNumber {
        /// The requested number, from 1.
        number: usize,
        /// The number of columns.
        width: usize,
    },
    /// More than one column has this name.
    #[error("more than one column is named `{name}`: {columns}")]
    SameName {
        /// The requested name.
        name: String,
        /// Their numbers.
        columns: String,
    },
    /// More than one column matches.
    #[error("more than one column looks like {wanted}: {columns}")]
    Several {
        /// What the column must contain.
        wanted: &'static str,
        /// Their labels.
        columns: String,
    },
    /// No column matches.
    #[error("no column looks like {wanted}")]
    Nothing {
        /// What the column must contain.
        wanted: &'static str,
        /// The labels of all columns.
        columns: String,
    },
}

impl ColumnError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::NoName { columns, .. } | Self::Nothing { columns, .. } => {
                format!("Choose a column by name or number. Columns: {columns}.")
            }
            Self::NoNumber { .. } => "Columns are numbered from 1.".to_owned(),
            Self::SameName { .. } => "Choose one of them by number.".to_owned(),
            Self::Several { .. } => "Choose one of them by name or number.".to_owned(),
        }
    }
}

impl Advice for ColumnError {
    fn hint(&self) -> Cow<'_, str> {
        self.hint().into()
    }
}

/// The maximum number of rows that are read before a column is chosen.
pub const LOOK: usize = 20;

/// Likely names of a column with IDs or URLs: lower case, without spaces and underscores.
const ID_NAMES: &[&str] = &[
    "playbackid",
    "playbackids",
    "id",
    "ids",
    "url",
    "urls",
    "playbackurl",
    "streamurl",
    "thumbnailurl",
    "videourl",
    "muxurl",
    "link",
    "src",
    "assetid",
    "videoid",
    "livestreamid",
];

/// Likely names of a column with tokens, in the same form.
const TOKEN_NAMES: &[&str] = &[
    "token",
    "tokens",
    "jwt",
    "signedurl",
    "playbackurl",
    "url",
    "urls",
    "uri",
    "request",
    "requesturl",
    "requesturi",
    "link",
    "src",
    "href",
    "message",
    "line",
    "log",
];

impl Wanted {
    /// Whether a column of this name is certainly the one.
    fn is_sure(self, name: &str) -> bool {
        match self {
            Self::Ids(audience) => {
                let subject = plain(audience.subject());
                [
                    subject.clone(),
                    format!("mux{subject}"),
                    format!("signed{subject}"),
                ]
                .iter()
                .any(|sure| sure == name)
            }
            Self::Tokens => ["token", "jwt", "signedurl"].contains(&name),
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Ids(_) => "IDs",
            Self::Tokens => "tokens",
        }
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Ids(_) => ID_NAMES,
            Self::Tokens => TOKEN_NAMES,
        }
    }

    /// Whether a cell looks like an ID, a URL or a token, and therefore not like a column name.
    fn fits(self, cell: &[u8]) -> bool {
        let text = String::from_utf8_lossy(cell);
        let text = text.trim();
        match self {
            Self::Ids(_) => {
                let is_id = (20..=100).contains(&text.len())
                    && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
                    && text.bytes().any(|byte| byte.is_ascii_digit());
                is_id || text.contains('/') && MediaUrl::read_loosely(text).is_ok()
            }
            Self::Tokens => text.contains("eyJ") || MediaUrl::read_loosely(text).is_ok(),
        }
    }
}

/// A name without case, spaces and punctuation.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

impl Columns {
    /// A list with one item per line.
    pub fn list() -> Self {
        Self {
            is_table: false,
            delimiter: b',',
            header: None,
            width: 1,
            chosen: 0,
            is_answer: false,
            is_given: false,
        }
    }

    /// Finds the column from the first rows of a table. `None` asks for more rows, up to [`LOOK`].
    ///
    /// `choice` is a column by name or number; without one, names and contents of the columns decide.
    ///
    /// # Errors
    /// If there is no such column, or if more than one column or none matches.
    pub fn find(
        rows: &[Row],
        is_all: bool,
        delimiter: u8,
        choice: Option<&str>,
        wanted: Wanted,
    ) -> Result<Option<Self>, ColumnError> {
        let choice = choice.map(str::trim);
        let mut table = Table::new(rows, is_all, wanted);
        let named = match choice.map(|choice| positions(&table.names, choice)) {
            Some(columns) if columns.len() > 1 => {
                let columns: Vec<_> = columns
                    .iter()
                    .map(|column| (column + 1).to_string())
                    .collect();
                return Err(ColumnError::SameName {
                    name: choice.unwrap_or_default().to_owned(),
                    columns: columns.join(", "),
                });
            }
            columns => columns.and_then(|columns| columns.first().copied()),
        };
        let Some(has_header) = named.map(|_| true).or_else(|| table.has_header()) else {
            return Ok(None);
        };
        table.has_header = has_header;
        let chosen = match (named, choice) {
            (Some(column), _) => Some(column),
            (None, Some(choice)) => Some(table.numbered(choice)?),
            (None, None) => table.likeliest()?,
        };
        Ok(chosen.map(|chosen| {
            let first = rows.first().map(|row| row.cells.clone());
            Self {
                is_table: true,
                delimiter,
                width: table.names.len(),
                header: first.filter(|_| has_header),
                chosen,
                is_answer: false,
                is_given: choice.is_some(),
            }
        }))
    }

    /// The cells of a row with the names of their columns, which are empty without a header.
    pub fn named(&self, row: &Row) -> Vec<(String, String)> {
        let header = self.header.as_ref();
        let name = |column: usize| header.and_then(|header| header.get(column));
        let cells = (0..row.cells.len()).map(|column| {
            let name = String::from_utf8_lossy(name(column).unwrap_or_default());
            (name.trim().to_owned(), row.text(column))
        });
        cells.collect()
    }

    /// The name of a column, or its number if it has none.
    pub fn label(&self, column: usize) -> String {
        let name = self.header.as_ref().and_then(|header| header.get(column));
        let name = name.map(|name| String::from_utf8_lossy(name).trim().to_owned());
        name.filter(|name| !name.is_empty())
            .unwrap_or_else(|| format!("column {}", column + 1))
    }
}

/// The first rows of a table.
struct Table<'a> {
    rows: &'a [Row],
    /// Whether there are no more rows, or enough of them.
    is_all: bool,
    wanted: Wanted,
    /// The cells of the first row as text.
    names: Vec<String>,
    has_header: bool,
}

impl<'a> Table<'a> {
    fn new(rows: &'a [Row], is_all: bool, wanted: Wanted) -> Self {
        let first = rows.iter().take(1).flat_map(|row| row.cells.iter());
        Self {
            rows,
            is_all: is_all || rows.len() >= LOOK,
            wanted,
            names: first
                .map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
                .collect(),
            has_header: false,
        }
    }

    /// Whether the first row is a header; `None` if more rows have to tell.
    fn has_header(&self) -> Option<bool> {
        let is_known = |name: &String| {
            let name = plain(name);
            self.wanted.is_sure(&name) || self.wanted.names().contains(&name.as_str())
        };
        let fits = |row: &Row| row.cells.iter().any(|cell| self.wanted.fits(cell));
        if self.rows.first().is_some_and(fits) {
            Some(false)
        } else if self.names.iter().any(is_known) || self.rows.iter().skip(1).any(fits) {
            Some(true)
        } else if self.is_all || self.names.len() < 2 {
            Some(false)
        } else {
            None
        }
    }

    /// The column with this number, from 1.
    fn numbered(&self, choice: &str) -> Result<usize, ColumnError> {
        let width = self.names.len();
        match choice.parse::<usize>() {
            Ok(number) if (1..=width).contains(&number) => Ok(number - 1),
            Ok(number) => Err(ColumnError::NoNumber { number, width }),
            Err(_) => Err(ColumnError::NoName {
                name: choice.to_owned(),
                columns: self.labels(0..width),
            }),
        }
    }

    /// The column whose name or contents fit; `None` if more rows have to tell.
    fn likeliest(&self) -> Result<Option<usize>, ColumnError> {
        let width = self.names.len();
        if width < 2 {
            return Ok(Some(0));
        }
        let by_name = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
            let matches = |column: &usize| self.has_header && is(&plain(&self.names[*column]));
            (0..width).filter(matches).collect()
        };
        let sure = by_name(&|name| self.wanted.is_sure(name));
        let likely = by_name(&|name| self.wanted.names().contains(&name));
        let body = &self.rows[usize::from(self.has_header).min(self.rows.len())..];
        let fits = |column: &usize| {
            let mut cells = body.iter().filter_map(|row| row.cells.get(*column));
            cells.any(|cell| self.wanted.fits(cell))
        };
        let fitting: Vec<usize> = (0..width).filter(fits).collect();
        if sure.is_empty() && fitting.is_empty() && !self.is_all {
            return Ok(None);
        }
        let wanted = self.wanted.noun();
        // A certain name decides, else the contents, else a likely name.
        match [sure, fitting, likely]
            .into_iter()
            .find(|columns| !columns.is_empty())
        {
            Some(columns) if columns.len() == 1 => Ok(Some(columns[0])),
            // All tokens of a row are inspected.
            Some(columns) if matches!(self.wanted, Wanted::Tokens) => Ok(columns.first().copied()),
            Some(columns) => Err(ColumnError::Several {
                wanted,
                columns: self.labels(columns),
            }),
            None => Err(ColumnError::Nothing {
                wanted,
                columns: self.labels(0..width),
            }),
        }
    }

    fn labels(&self, columns: impl IntoIterator<Item = usize>) -> String {
        let label = |column: usize| match self.names.get(column) {
            Some(name) if self.has_header && !name.is_empty() => format!("`{name}`"),
            _ => (column + 1).to_string(),
        };
        let labels: Vec<_> = columns.into_iter().map(label).collect();
        labels.join(", ")
    }
}

/// The columns with exactly this name, else those with it in another case.
fn positions(names: &[String], name: &str) -> Vec<usize> {
    let all = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..names.len())
            .filter(|column| is(&names[*column]))
            .collect()
    };
    let exact = all(&|other| other == name);
    if !exact.is_empty() {
        return exact;
    }
    let name = name.to_lowercase();
    all(&|other| other.to_lowercase() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "DS00Spx1CVd902MCtPj5WknGlR102V5HFkDe";

    fn rows(text: &str) -> Vec<Row> {
        let rows = text.lines().zip(1..);
        rows.map(|(line, number)| Row::new(number, line.split(',').collect::<Vec<_>>()))
            .collect()
    }

    fn find(text: &str, choice: Option<&str>) -> Result<(bool, usize), String> {
        let text = text.replace("ID", ID);
        let wanted = Wanted::Ids(Audience::Video);
        match Columns::find(&rows(&text), true, b',', choice, wanted) {
            Ok(Some(columns)) => Ok((columns.header.is_some(), columns.chosen)),
            Ok(None) => panic!("all rows are given"),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn column_is_found_by_name_or_contents() {
        for (text, found) in [
            ("title,playback_id\nx,y", (true, 1)),
            (
                "id,Mux Playback ID,url\n1,ID,https://example.com/",
                (true, 1),
            ),
            ("title,film\nx,ID", (true, 1)),
            ("x,ID\ny,ID", (false, 1)),
            ("1,https://stream.mux.com/ID.m3u8", (false, 1)),
            ("title,id\nx,short", (true, 1)),
            ("playback_id\nshort", (true, 0)),
            ("short\nother", (false, 0)),
        ] {
            assert_eq!(find(text, None), Ok(found), "{text}");
        }
    }

    #[test]
    fn choice_is_a_name_or_number() {
        let text = "a,B,2\nID,ID,x";
        for (choice, found) in [
            ("b", (true, 1)),
            ("1", (true, 0)),
            ("2", (true, 2)),
            ("3", (true, 2)),
        ] {
            assert_eq!(find(text, Some(choice)), Ok(found), "{choice}");
        }
        assert_eq!(
            find(text, Some("4")),
            Err("column 4 is out of range: the table has 3 columns".to_owned())
        );
        assert_eq!(
            find(text, Some("c")),
            Err("there is no column `c`".to_owned())
        );
    }

    #[test]
    fn ambiguous_columns_are_an_error() {
        assert_eq!(
            find("a,b\nID,ID", None),
            Err("more than one column looks like IDs: `a`, `b`".to_owned())
        );
        assert_eq!(
            find("id,film,ID\nx,y,z", Some("id")),
            Ok((true, 0)),
            "the exact name"
        );
        assert_eq!(
            find("Id,film,Id\nx,y,z", Some("id")),
            Err("more than one column is named `id`: 1, 3".to_owned())
        );
        assert_eq!(
            find("x,y\nz,w", None),
            Err("no column looks like IDs".to_owned())
        );
        let wanted = Wanted::Ids(Audience::Video);
        let few = rows("a,b");
        assert_eq!(Columns::find(&few, false, b',', None, wanted), Ok(None));
    }

    #[test]
    fn token_column_is_found() {
        let text = rows("time,request\n1,https://stream.mux.com/ID.m3u8?token=eyJ.e.x");
        let columns = Columns::find(&text, false, b',', None, Wanted::Tokens);
        assert_eq!(
            columns.expect("one fits").expect("the rows suffice").chosen,
            1
        );
    }
}
