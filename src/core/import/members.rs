//! Finds records in text: object literals of any language, maps of YAML and TOML, forms, tags and XML elements.

use super::{
    cells,
    chars::{may_hold_token, token_start},
    group::Enclosure,
    names,
    scanner::{Scanner, name_before},
    wrapping::is_blank,
};

/// The maximum length of the name or the value of a member.
const MAX_LEN: usize = 300;

/// XML elements whose children are members, such as the items of a feed.
const ELEMENTS: [&str; 9] = [
    "asset",
    "entry",
    "episode",
    "item",
    "record",
    "row",
    "track",
    "video",
    "video:video",
];

/// The words before the name of a variable.
const KEYWORDS: [&str; 8] = [
    "auto", "const", "final", "let", "my", "val", "var", "static",
];

/// A line that is a member: `name: value`, `- name: value`, `name = value`.
struct Line<'a> {
    name: &'a str,
    /// How far the name is indented.
    indent: usize,
    is_item: bool,
    value: &'a str,
}

impl Scanner<'_> {
    /// Reads the start of a line, and returns where to go on if the whole line is a form.
    pub(super) fn line_start(&mut self, at: usize, limit: usize) -> Option<usize> {
        while matches!(self.finder.groups().shape(), Some(Enclosure::Inline(_))) {
            self.finder.close();
        }
        let is_inside = |shape| {
            matches!(
                shape,
                Enclosure::Bracket(_) | Enclosure::Element | Enclosure::Row
            )
        };
        if self.finder.groups().shape().is_some_and(is_inside) {
            return None;
        }
        let rest = &self.text[at..limit];
        if let Some(end) = self.form(at, rest).or_else(|| self.row(at, rest)) {
            return Some(end);
        }
        let line = line(rest);
        self.enter_line(line.as_ref());
        None
    }

    /// Opens and closes the maps that end or begin at a line.
    fn enter_line(&mut self, line: Option<&Line<'_>>) {
        while let Some(Enclosure::Lines(inner) | Enclosure::Item(inner)) =
            self.finder.groups().shape()
        {
            let is_same = line.is_some_and(|line| {
                inner < line.indent
                    || (inner == line.indent
                        && !line.is_item
                        && !self.finder.groups().begins_with(line.name)
                        && self.finder.groups().is_of_one_owner(line.name))
            });
            if is_same {
                break;
            }
            self.finder.close();
        }
        let Some(line) = line else { return };
        let inner = match self.finder.groups().shape() {
            Some(Enclosure::Lines(indent) | Enclosure::Item(indent)) => Some(indent),
            _ => None,
        };
        if inner != Some(line.indent) {
            let shape = if line.is_item || inner.is_none() {
                Enclosure::Item(line.indent)
            } else {
                Enclosure::Lines(line.indent)
            };
            let groups = self.finder.groups();
            let name = groups.heading();
            groups.open(shape, name);
            groups.begin(line.name);
        }
        let heading = line.value.is_empty().then(|| line.name.to_owned());
        self.finder.groups().set_heading(heading);
        self.finder.member(line.name, value(line.value));
    }

    /// Reads a line that is a form: `url=…&token=…`.
    fn form(&mut self, at: usize, rest: &str) -> Option<usize> {
        let name_len = rest
            .bytes()
            .take(MAX_LEN)
            .position(|b| !(b.is_ascii_alphanumeric() || b"_-[]".contains(&b)))?;
        if name_len == 0 || rest.as_bytes()[name_len] != b'=' {
            return None;
        }
        let line = rest.lines().next()?;
        if !line.contains('&') || line.contains(|c: char| is_blank(c) || "\"'<>{}`".contains(c)) {
            return None;
        }
        let is_token = |field: &str| {
            let (name, _) = field.split_once('=').unwrap_or((field, ""));
            names::role(name) == Some(names::Role::Token)
        };
        let mut fields = line.split('&');
        if !fields.clone().any(is_token) || !fields.all(|field| field.contains('=')) {
            return None;
        }
        let number = self.lines.line_at(at);
        let fields = line.split('&').filter_map(|field| field.split_once('='));
        cells::form(fields, number, self.context, self.finder);
        Some(at + line.len())
    }

    /// Reads a line that is a row with a URL and a token, and no header.
    fn row(&mut self, at: usize, rest: &str) -> Option<usize> {
        let line = rest.lines().next()?;
        let token = token_start(line)?;
        let before = line[..token].trim_end_matches('"');
        let delimiter = match before.bytes().next_back() {
            Some(b @ (b',' | b';' | b'\t' | b'|')) => char::from(b),
            Some(_) => return None,
            None => line.chars().find(|c| ",;\t|".contains(*c))?,
        };
        let cells = || {
            line.split(delimiter)
                .map(|cell| cell.trim().trim_matches('"'))
        };
        let is_url = |cell: &str| cell.starts_with("https://") || cell.starts_with("http://");
        if cells().filter(|cell| is_url(cell)).count() != 1
            || cells().filter(|cell| may_hold_token(cell)).count() != 1
        {
            return None;
        }
        let number = self.lines.line_at(at);
        cells::cells(
            cells().map(|cell| ("", cell)),
            number,
            self.context,
            self.finder,
        );
        Some(at + line.len())
    }

    /// Reads a bracket that may open a record.
    pub(super) fn open_bracket(&mut self, at: usize) {
        let bytes = self.text.as_bytes();
        let open = bytes[at];
        let before = at.checked_sub(1).map(|at| bytes[at]);
        let after = bytes[at + 1..]
            .iter()
            .take(MAX_LEN)
            .find(|b| !matches!(b, b' ' | b'\t'))
            .copied()
            .unwrap_or(b'\n');
        let is_quote = b"\"'`\\:@{[(\r\n".contains(&after);
        let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        let is_record = match open {
            b'{' => true,
            b'[' => is_quote && before != Some(0x1b),
            _ => (is_quote || is_word(after)) && before.is_some_and(is_word),
        };
        let shape = if is_record {
            Enclosure::Bracket(open)
        } else {
            Enclosure::Inline(open)
        };
        let name = name_before(&self.text[..at]).map(|(name, _)| name);
        self.finder.open(shape, name);
    }

    /// Reads a bracket or a semicolon that may end a record.
    pub(super) fn close_bracket(&mut self, at: usize) {
        let bytes = self.text.as_bytes();
        let open = match bytes[at] {
            b'}' => b'{',
            b']' => b'[',
            b')' => b'(',
            b'>' if at > 0 && b"=-".contains(&bytes[at - 1]) => return,
            b'>' => b'<',
            _ => {
                let ends = bytes.get(at + 1).is_none_or(|b| b"\r\n}".contains(b));
                if ends && self.finder.groups().shape() == Some(Enclosure::Bracket(b'{')) {
                    self.finder.groups().mark_block();
                }
                return;
            }
        };
        self.finder.close_bracket(open);
    }

    /// Reads a tag of HTML or XML that is not a player's.
    pub(super) fn other_tag(&mut self, at: usize, limit: usize) {
        let rest = &self.text[at + 1..limit];
        let (rest, is_end) = match rest.strip_prefix('/') {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let len = rest
            .bytes()
            .take(MAX_LEN)
            .position(|b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(&b)));
        let Some(len) = len.filter(|len| *len > 0) else {
            return;
        };
        let name = &rest[..len];
        if is_end {
            if ELEMENTS.contains(&name) {
                self.finder.close_element(name);
            }
            return;
        }
        if ELEMENTS.contains(&name) {
            self.finder.open(Enclosure::Element, Some(name));
        }
        if let Some(text) = rest[len..].strip_prefix('>') {
            let most = text.floor_char_boundary(MAX_LEN);
            if let Some(end) = text[..most].find('<') {
                let name = name.rsplit(':').next().unwrap_or(name);
                self.finder.member(name, &text[..end]);
            }
        } else if rest[len..].starts_with(|c: char| c.is_whitespace()) {
            self.finder.open(Enclosure::Bracket(b'<'), Some(name));
        }
    }

    /// Reads the member whose name ends before `:`, `=`, `,` or `to`.
    pub(super) fn member(&mut self, at: usize, limit: usize) {
        // A line is a member as a whole.
        let is_line = |shape: &Enclosure| matches!(shape, Enclosure::Lines(_) | Enclosure::Item(_));
        let Some(shape) = self.finder.groups().shape().filter(|shape| !is_line(shape)) else {
            return;
        };
        let bytes = &self.text.as_bytes()[..limit];
        let after = match (bytes[at], bytes.get(at + 1)) {
            (b':', Some(b'/' | b':' | b'=')) | (b'=', Some(b'=')) => return,
            (b':', _) if bytes[at + 1..].starts_with(b"\\/") => return,
            (b',', _) if shape != Enclosure::Bracket(b'(') => return,
            (b'=', Some(b'>')) | (b't', _) => at + 2,
            _ => at + 1,
        };
        let Some((name, start)) = name_before(&self.text[..after]) else {
            return;
        };
        let near = self.text.ceil_char_boundary(start.saturating_sub(MAX_LEN));
        let before =
            self.text[near..start].trim_end_matches(['"', '\'', '\\', '@', ':', ' ', '\t', '[']);
        let last = before.bytes().next_back().unwrap_or(b'\n');
        if bytes[at] == b'='
            && shape == Enclosure::Bracket(b'{')
            && KEYWORDS.iter().any(|word| before.ends_with(word))
        {
            self.finder.groups().mark_block();
            return;
        }
        let is_first = b"{[(,\n-".contains(&last);
        if is_first || shape == Enclosure::Bracket(b'<') {
            let value = value(&self.text[after..limit]);
            self.finder.member(name, value);
        }
    }
}

/// The name at the start of a line, if the line is a member.
fn line(text: &str) -> Option<Line<'_>> {
    let most = text.floor_char_boundary(MAX_LEN.min(text.len()));
    let line = text[..most].lines().next()?;
    let mut rest = line.trim_start_matches([' ', '\t']);
    let mut is_item = false;
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start_matches(' ');
        is_item = true;
    }
    let indent = line.len() - rest.len();
    let quote = rest.len() - rest.trim_start_matches(['"', '\'']).len();
    let inner = &rest[quote..];
    let len = inner
        .bytes()
        .take(48)
        .position(|b| !(b.is_ascii_alphanumeric() || b" _-.".contains(&b)))?;
    let name = inner[..len].trim_end();
    let after = inner[len..]
        .trim_start_matches(['"', '\''])
        .trim_start_matches(' ');
    let value = match after.strip_prefix('=') {
        Some(value) if !name.contains(' ') => value,
        Some(_) => return None,
        None => after
            .strip_prefix(':')
            .filter(|value| value.is_empty() || value.starts_with([' ', '\t', '\r']))?,
    };
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    is_name.then(|| Line {
        name,
        indent,
        is_item,
        value: value.trim(),
    })
}

/// The value at the start of a text: a string without its quotes, a number, a word.
fn value(text: &str) -> &str {
    let most = text.floor_char_boundary(MAX_LEN.min(text.len()));
    let text = text[..most].trim_start_matches([' ', '\t', '@', '{']);
    for quote in ["\\\"", "\"", "'", "`"] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.find(quote).map_or("", |end| &inner[..end]);
        }
    }
    let end = text.find([',', '}', ']', ')', '\n', '\r', ';', '>']);
    let value = &text[..end.unwrap_or(text.len())];
    value
        .split(" #")
        .next()
        .unwrap_or(value)
        .trim_end_matches([' ', '/'])
}
