//! Which cell of a row is meant, and whether the first row names the cells.

use std::borrow::Cow;

use csv::ByteRecord;

use super::row::Row;
use crate::core::{
    mux::{audience::Audience, url::MediaUrl},
    problem::Advice,
};

/// What the cells of a table are.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// Whether it is a table, and not a list with one thing a line.
    pub is_table: bool,
    /// What stands between its cells.
    pub delimiter: u8,
    /// The first row, if it names the cells.
    pub header: Option<ByteRecord>,
    /// How many cells a row has.
    pub width: usize,
    /// The cell that is meant.
    pub chosen: usize,
}

/// What is looked for in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// IDs or URLs, to sign tokens of this kind.
    Ids(Audience),
    /// Texts with tokens in them.
    Tokens,
}

/// Why no cell could be settled on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnError {
    /// No column is called so.
    #[error("there is no column `{name}`")]
    NoName {
        /// What was asked for.
        name: String,
        /// What there is.
        columns: String,
    },
    /// There are not so many columns.
    #[error("there is no column {number}, for there are {width}")]
    NoNumber {
        /// What was asked for.
        number: usize,
        /// How many there are.
        width: usize,
    },
    /// Several could be meant.
    #[error("several columns have what is looked for: {columns}")]
    Several {
        /// Their names or numbers.
        columns: String,
    },
    /// None could be.
    #[error("no column has what is looked for")]
    Nothing {
        /// What there is.
        columns: String,
    },
}

impl ColumnError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::NoName { columns, .. } | Self::Nothing { columns } => {
                format!("Choose the column by its name or number. There are: {columns}.")
            }
            Self::NoNumber { .. } => "Columns are counted from 1.".to_owned(),
            Self::Several { .. } => "Choose one of them by its name or number.".to_owned(),
        }
    }
}

impl Advice for ColumnError {
    fn hint(&self) -> Cow<'_, str> {
        self.hint().into()
    }
}

/// How many rows are looked at, at most, before a column is settled on.
pub const LOOK: usize = 20;

/// Names of columns with IDs or URLs, when nothing better is there; without their case, spaces and underscores.
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

/// Names of columns with tokens, in the same manner.
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
    /// The names that settle it.
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

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Ids(_) => ID_NAMES,
            Self::Tokens => TOKEN_NAMES,
        }
    }

    /// Whether a cell looks like what is wanted, so that it is no name of a column.
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

/// A name without what people write differently.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

impl Columns {
    /// A list with one thing a line.
    pub fn list() -> Self {
        Self {
            is_table: false,
            delimiter: b',',
            header: None,
            width: 1,
            chosen: 0,
        }
    }

    /// Looks at the first rows of a table. `None` asks for more of them, up to [`LOOK`].
    ///
    /// `choice` is a column by its name or number; without one, it is found by the names of columns and by what is in
    /// them.
    ///
    /// # Errors
    /// When the choice is none, or no choice was made and it cannot be told.
    pub fn find(
        rows: &[Row],
        is_all: bool,
        delimiter: u8,
        choice: Option<&str>,
        wanted: Wanted,
    ) -> Result<Option<Self>, ColumnError> {
        let is_all = is_all || rows.len() >= LOOK;
        let empty = ByteRecord::new();
        let first = rows.first().map_or(&empty, |row| &row.cells);
        let names: Vec<String> = first
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
            .collect();
        let choice = choice.map(str::trim);
        let by_choice = choice.and_then(|choice| position(&names, choice));
        let is_known = |name: &String| {
            let name = plain(name);
            wanted.is_sure(&name) || wanted.names().contains(&name.as_str())
        };
        let fits = |row: &Row| row.cells.iter().any(|cell| wanted.fits(cell));
        let has_header = if by_choice.is_some() {
            true
        } else if rows.first().is_some_and(fits) {
            false
        } else if names.iter().any(is_known) || rows.iter().skip(1).any(fits) {
            true
        } else if is_all || first.len() < 2 {
            // A number for a column, and nothing that reads as a name of one.
            false
        } else {
            return Ok(None);
        };
        let body = &rows[usize::from(has_header).min(rows.len())..];
        let label = |column: usize| match names.get(column) {
            Some(name) if has_header && !name.is_empty() => format!("`{name}`"),
            _ => (column + 1).to_string(),
        };
        let labels = |columns: &[usize]| -> String {
            let labels: Vec<_> = columns.iter().map(|column| label(*column)).collect();
            labels.join(", ")
        };
        let all: Vec<usize> = (0..first.len()).collect();
        let chosen = match (choice, by_choice) {
            (_, Some(column)) => column,
            (Some(choice), None) => match choice.parse::<usize>() {
                Ok(number) if (1..=first.len()).contains(&number) => number - 1,
                Ok(number) => {
                    return Err(ColumnError::NoNumber {
                        number,
                        width: first.len(),
                    });
                }
                Err(_) => {
                    return Err(ColumnError::NoName {
                        name: choice.to_owned(),
                        columns: labels(&all),
                    });
                }
            },
            (None, None) if first.len() < 2 => 0,
            (None, None) => {
                let by_name = |is: &dyn Fn(&str) -> bool| {
                    let columns = all
                        .iter()
                        .filter(|column| has_header && is(&plain(&names[**column])));
                    columns.copied().collect::<Vec<_>>()
                };
                let sure = by_name(&|name| wanted.is_sure(name));
                let likely = by_name(&|name| wanted.names().contains(&name));
                let fitting: Vec<usize> = all
                    .iter()
                    .filter(|column| {
                        let mut cells = body.iter().filter_map(|row| row.cells.get(**column));
                        cells.any(|cell| wanted.fits(cell))
                    })
                    .copied()
                    .collect();
                // Nothing fits in the rows that were seen, and more of them may say.
                if sure.is_empty() && fitting.is_empty() && !is_all {
                    return Ok(None);
                }
                match (&sure[..], &fitting[..], &likely[..]) {
                    ([column], ..) | ([], [column], _) | ([], [], [column]) => *column,
                    ([], [], []) => {
                        return Err(ColumnError::Nothing {
                            columns: labels(&all),
                        });
                    }
                    ([_, ..], ..) => {
                        return Err(ColumnError::Several {
                            columns: labels(&sure),
                        });
                    }
                    ([], [_, ..], _) => {
                        return Err(ColumnError::Several {
                            columns: labels(&fitting),
                        });
                    }
                    ([], [], _) => {
                        return Err(ColumnError::Several {
                            columns: labels(&likely),
                        });
                    }
                }
            }
        };
        Ok(Some(Self {
            is_table: true,
            delimiter,
            header: has_header.then(|| first.clone()),
            width: first.len(),
            chosen,
        }))
    }

    /// What a column is called: its name, or its number where it has none.
    pub fn label(&self, column: usize) -> String {
        let name = self.header.as_ref().and_then(|header| header.get(column));
        let name = name.map(|name| String::from_utf8_lossy(name).trim().to_owned());
        name.filter(|name| !name.is_empty())
            .unwrap_or_else(|| format!("column {}", column + 1))
    }
}

fn position(names: &[String], name: &str) -> Option<usize> {
    let exact = names.iter().position(|other| other == name);
    exact.or_else(|| {
        let name = name.to_lowercase();
        let same = |other: &String| other.to_lowercase() == name;
        names.iter().position(same)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "DS00Spx1CVd902MCtPj5WknGlR102V5HFkDe";

    fn rows(text: &str) -> Vec<Row> {
        let rows = text.lines().enumerate().map(|(i, line)| Row {
            line: i as u64 + 1,
            cells: line.split(',').collect::<Vec<_>>().into(),
        });
        rows.collect()
    }

    fn find(text: &str, choice: Option<&str>) -> Result<(bool, usize), String> {
        let text = text.replace("ID", ID);
        let wanted = Wanted::Ids(Audience::Video);
        match Columns::find(&rows(&text), true, b',', choice, wanted) {
            Ok(Some(columns)) => Ok((columns.header.is_some(), columns.chosen)),
            Ok(None) => panic!("all rows were given"),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn the_column_is_found_by_its_name_or_by_what_is_in_it() {
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
    fn a_choice_is_a_name_or_a_number() {
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
            Err("there is no column 4, for there are 3".to_owned())
        );
        assert_eq!(
            find(text, Some("c")),
            Err("there is no column `c`".to_owned())
        );
    }

    #[test]
    fn what_cannot_be_told_is_asked() {
        assert_eq!(
            find("a,b\nID,ID", None),
            Err("several columns have what is looked for: `a`, `b`".to_owned())
        );
        assert_eq!(
            find("x,y\nz,w", None),
            Err("no column has what is looked for".to_owned())
        );
        let wanted = Wanted::Ids(Audience::Video);
        let few = rows("a,b");
        assert_eq!(Columns::find(&few, false, b',', None, wanted), Ok(None));
    }

    #[test]
    fn tokens_are_found_where_tokens_are() {
        let text = rows("time,request\n1,https://stream.mux.com/ID.m3u8?token=eyJ.e.x");
        let columns = Columns::find(&text, false, b',', None, Wanted::Tokens);
        assert_eq!(columns.expect("one fits").expect("it is plain").chosen, 1);
    }
}
