//! Tables: CSV with a header, whose names say what the cells of a row are.

use csv::{ByteRecord, ReaderBuilder};

use super::{
    cells,
    chars::may_hold_token,
    finder::Finder,
    lines::LineCounter,
    names::{self, Role},
    scanner::Context,
};

/// The maximum length of a header.
const MAX_HEADER_LEN: usize = 2048;

/// Searches text that is a table with tokens, and returns whether it is one.
pub(super) fn search(text: &str, context: &Context, finder: &mut Finder) -> bool {
    let table = without_blank_lines(text);
    let Some(delimiter) = delimiter(table) else {
        return false;
    };
    let mut lines = LineCounter::of(text, &[]);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(table.as_bytes());
    let mut names = Vec::new();
    let mut record = ByteRecord::new();
    let mut is_first = true;
    while matches!(reader.read_byte_record(&mut record), Ok(true)) {
        let start = record.position().map_or(0, csv::Position::byte) as usize;
        let rest = table.get(start..).unwrap_or_default();
        // The reader ends a line at the first character of its break.
        let line = lines.line_at(text.len() - rest.trim_start_matches(['\r', '\n']).len());
        let is_drawn = delimiter == b'|';
        let cells = record.iter().map(|cell| {
            let cell = if is_drawn { cell.trim_ascii() } else { cell };
            String::from_utf8_lossy(cell).into_owned()
        });
        if is_first {
            names = cells.map(|name| name.trim().to_owned()).collect();
            is_first = false;
            continue;
        }
        let cells: Vec<String> = cells.collect();
        let is_rule = |cell: &String| cell.chars().all(|c| "-+: ".contains(c));
        // A line between the header and the rows, or the header of the next table.
        if cells.iter().all(is_rule) || cells == names {
            continue;
        }
        let name = |at: usize| names.get(at).map_or("", String::as_str);
        let cells = cells.iter().enumerate();
        cells::cells(
            cells.map(|(at, cell)| (name(at), cell.as_str())),
            line,
            context,
            finder,
        );
    }
    true
}

/// The text from its first line on that is not blank.
fn without_blank_lines(text: &str) -> &str {
    let mut rest = text.trim_start_matches('\u{feff}');
    while let Some(end) = rest.find(['\r', '\n'])
        && rest[..end].trim().is_empty()
    {
        rest = rest[end + 1..].trim_start_matches('\u{feff}');
    }
    rest
}

/// The character between the cells, if the text is a table: its first line has only names, one of them for a token or a
/// URL.
fn delimiter(table: &str) -> Option<u8> {
    let (header, rest) = table.split_once(['\n', '\r'])?;
    if header.len() > MAX_HEADER_LEN || !may_hold_token(rest) {
        return None;
    }
    let count = |delimiter: char| header.matches(delimiter).count();
    let delimiter = ['\t', ';', ',', '|']
        .into_iter()
        .filter(|delimiter| count(*delimiter) > 0)
        .max_by_key(|delimiter| count(*delimiter))?;
    let names = || {
        header
            .split(delimiter)
            .map(|name| name.trim().trim_matches('"'))
    };
    let is_name = |name: &str| {
        name.len() <= 64
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || " _-.:()#/".contains(c))
            && !name.contains("//")
    };
    let is_known = |name: &str| {
        names::is_url(name) || matches!(names::role(name), Some(Role::Token | Role::Id))
    };
    let is_table = names().all(is_name) && names().any(is_known);
    is_table.then_some(delimiter as u8)
}

#[cfg(test)]
mod tests {
    use super::delimiter;
    use crate::core::import::find;

    #[test]
    fn blank_lines_before_a_table_change_nothing() {
        let table = "token\tplayback_id\neyJhIjoxfQ.e30.AAAA\tx\n,\tx";
        let found = |before: &str| {
            let import = find(&format!("{before}{table}"));
            import
                .tokens
                .into_iter()
                .map(|found| found.text)
                .collect::<Vec<_>>()
        };
        assert_eq!(found(""), ["eyJhIjoxfQ.e30.AAAA", ","]);
        for before in ["\n", " \n", "\u{feff}\r\n\t\r\n", "\n \n\n", " \n\u{feff}"] {
            assert_eq!(found(before), found(""), "{before:?}");
        }
    }

    #[test]
    fn rows_have_the_line_they_begin_in() {
        for end in ["\n", "\r\n"] {
            let text = [
                "title,jwt",
                "\"a",
                "b\",eyJhIjoxfQ.e30.AAAA",
                "",
                "c,eyJhIjoyfQ.e30.AAAA",
            ];
            let import = find(&format!("{end}{}", text.join(end)));
            let lines: Vec<_> = import.tokens.iter().map(|found| found.line).collect();
            assert_eq!(lines, [Some(3), Some(6)], "{end:?}");
        }
    }

    #[test]
    fn tables_have_a_header() {
        for (text, expected) in [
            ("url,token\nx,eyJ", Some(b',')),
            ("\"token\";\"url\"\neyJ;x", Some(b';')),
            ("playback_id\ttitle\njwt\teyJ", Some(b'\t')),
            ("url,token", None),
            ("hello, world\nthe token is eyJ", None),
            ("https://example.com/,token\neyJ", None),
            ("{\"token\": \"x\", \"a\": 1}\neyJ", None),
        ] {
            assert_eq!(delimiter(text), expected, "{text}");
        }
    }
}
