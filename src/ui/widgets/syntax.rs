//! Colors for code: comments, strings, numbers and keywords. It reads every language of the snippets well enough to color it,
//! and changes nothing about the text.

use std::ops::Range;

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// Anything else.
    Plain,
    /// A comment.
    Comment,
    /// A string.
    Quoted,
    /// A number.
    Number,
    /// A keyword or the name of a tag.
    Keyword,
    /// The name of a member or an attribute.
    Name,
}

/// The family that a language belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Family {
    /// `//` and `/* */`.
    Braces,
    /// `#`, and strings over several lines.
    Hash,
    /// `'` starts a comment.
    BrightScript,
    /// Tags.
    Markup,
    /// JSON.
    Json,
    /// No code.
    Text,
}

impl Family {
    fn of(language: &str) -> Self {
        match language {
            "bash" | "sh" | "python" | "ruby" | "elixir" => Self::Hash,
            "brightscript" => Self::BrightScript,
            "html" => Self::Markup,
            "json" => Self::Json,
            "text" | "markdown" => Self::Text,
            _ => Self::Braces,
        }
    }

    /// The characters that start a string.
    fn quotes(self) -> &'static [char] {
        match self {
            Self::Braces | Self::Hash => &['"', '\'', '`'],
            Self::Markup => &['"', '\''],
            Self::Json | Self::BrightScript => &['"'],
            Self::Text => &[],
        }
    }
}

/// Words that are keywords in the languages of the snippets.
const KEYWORDS: &[&str] = &[
    "and",
    "as",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "def",
    "default",
    "defer",
    "defmodule",
    "do",
    "dim",
    "echo",
    "else",
    "end",
    "export",
    "extends",
    "false",
    "final",
    "fn",
    "for",
    "from",
    "fun",
    "func",
    "function",
    "go",
    "if",
    "impl",
    "import",
    "in",
    "let",
    "match",
    "mut",
    "namespace",
    "new",
    "nil",
    "not",
    "null",
    "or",
    "package",
    "private",
    "pub",
    "public",
    "raise",
    "require",
    "return",
    "static",
    "struct",
    "sub",
    "then",
    "throw",
    "throws",
    "true",
    "try",
    "type",
    "use",
    "using",
    "val",
    "var",
    "void",
    "while",
    "with",
    "None",
    "True",
    "False",
    "invalid",
];

/// The pieces of a text that have a color of their own, in order.
pub(super) fn inks(code: &str, language: &str) -> Vec<(Range<usize>, Ink)> {
    let family = Family::of(language);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = code[at..].chars().next() {
        let (len, ink) = piece(code, at, c, family);
        if ink != Ink::Plain {
            found.push((at..at + len, ink));
        }
        at += len;
    }
    found
}

/// The length and the kind of the piece that starts here.
fn piece(code: &str, at: usize, c: char, family: Family) -> (usize, Ink) {
    let rest = &code[at..];
    let before = code[..at].chars().next_back();
    if family == Family::Text {
        return (rest.len(), Ink::Plain);
    }
    if let Some(len) = comment(rest, before, family) {
        return (len, Ink::Comment);
    }
    // An apostrophe in a word starts no string.
    let in_word = before.is_some_and(char::is_alphanumeric);
    if family.quotes().contains(&c) && !(in_word && c == '\'') {
        let len = quoted(rest, c, family);
        let is_name = family == Family::Json && rest[len..].starts_with(':');
        return (len, if is_name { Ink::Name } else { Ink::Quoted });
    }
    if c.is_alphanumeric() || c == '_' {
        let is_part = |c: char| c.is_alphanumeric() || "_-".contains(c) && family == Family::Markup;
        let end = rest.find(|c: char| !is_part(c) && c != '_');
        let word = &rest[..end.unwrap_or(rest.len())];
        return (
            word.len(),
            word_ink(word, before, &rest[word.len()..], family),
        );
    }
    (c.len_utf8(), Ink::Plain)
}

fn word_ink(word: &str, before: Option<char>, after: &str, family: Family) -> Ink {
    let starts_with_digit = word.starts_with(|c: char| c.is_ascii_digit());
    if family == Family::Markup {
        return match before {
            Some('<' | '/') => Ink::Keyword,
            _ if after.starts_with('=') => Ink::Name,
            _ => Ink::Plain,
        };
    }
    if starts_with_digit {
        return Ink::Number;
    }
    let is_member = matches!(before, Some('.' | '$' | '@' | ':'));
    if !is_member && KEYWORDS.contains(&word) && !after.starts_with([':', '-']) {
        Ink::Keyword
    } else {
        Ink::Plain
    }
}

/// The length of a comment, if one starts here.
fn comment(rest: &str, before: Option<char>, family: Family) -> Option<usize> {
    let to_line_end = || rest.find('\n').unwrap_or(rest.len());
    let to = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
    let is_free = before.is_none_or(char::is_whitespace);
    match family {
        Family::Braces if rest.starts_with("/*") => Some(to("*/")),
        Family::Braces if rest.starts_with("//") && before != Some(':') => Some(to_line_end()),
        Family::Hash if rest.starts_with('#') && is_free => Some(to_line_end()),
        Family::BrightScript if rest.starts_with('\'') => Some(to_line_end()),
        Family::Markup if rest.starts_with("<!--") => Some(to("-->")),
        Family::Markup if rest.starts_with("//") && is_free => Some(to_line_end()),
        _ => None,
    }
}

/// The length of the string that starts here. One without an end ends with its line.
fn quoted(rest: &str, quote: char, family: Family) -> usize {
    let triple: String = [quote; 3].iter().collect();
    if rest.starts_with(&triple) {
        let inside = &rest[3..];
        return inside.find(&triple).map_or(rest.len(), |at| at + 6);
    }
    let spans_lines = quote == '`' || family == Family::Hash;
    let mut is_escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        if c == '\n' && !spans_lines {
            return i;
        }
        if c == quote && !is_escaped {
            return i + 1;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::export;

    fn colored(code: &str, language: &str) -> Vec<(String, Ink)> {
        inks(code, language)
            .into_iter()
            .map(|(range, ink)| (code[range].to_owned(), ink))
            .collect()
    }

    fn check(code: &str, language: &str, pieces: &[(&str, Ink)]) {
        let pieces: Vec<_> = pieces
            .iter()
            .map(|(text, ink)| ((*text).to_owned(), *ink))
            .collect();
        assert_eq!(colored(code, language), pieces, "{code}");
    }

    #[test]
    fn pieces_of_each_family_are_found() {
        check(
            "const a = 'it\\'s' // done",
            "javascript",
            &[
                ("const", Ink::Keyword),
                ("'it\\'s'", Ink::Quoted),
                ("// done", Ink::Comment),
            ],
        );
        check(
            "def f(): return 12  # x",
            "python",
            &[
                ("def", Ink::Keyword),
                ("return", Ink::Keyword),
                ("12", Ink::Number),
                ("# x", Ink::Comment),
            ],
        );
        check(
            "<mux-player playback-id=\"ID\"> don't <!-- a -->",
            "html",
            &[
                ("mux-player", Ink::Keyword),
                ("playback-id", Ink::Name),
                ("\"ID\"", Ink::Quoted),
                ("<!-- a -->", Ink::Comment),
            ],
        );
        check(
            "{\"exp\": 5, \"a\": \"x\"}",
            "json",
            &[
                ("\"exp\"", Ink::Name),
                ("5", Ink::Number),
                ("\"a\"", Ink::Name),
                ("\"x\"", Ink::Quoted),
            ],
        );
        check(
            "' note\nx = \"a\"",
            "brightscript",
            &[("' note", Ink::Comment), ("\"a\"", Ink::Quoted)],
        );
        check("https://a.b/c 'x'", "text", &[]);
        check("url = https://x\n", "javascript", &[]);
    }

    #[test]
    fn open_string_ends_with_its_line() {
        check(
            "a = \"b\nlet c",
            "javascript",
            &[("\"b", Ink::Quoted), ("let", Ink::Keyword)],
        );
        check("a 'b\nc' d", "bash", &[("'b\nc'", Ink::Quoted)]);
        check(
            "\"\"\"a\n\"b\n\"\"\" 1",
            "kotlin",
            &[("\"\"\"a\n\"b\n\"\"\"", Ink::Quoted), ("1", Ink::Number)],
        );
    }

    #[test]
    fn pieces_are_in_order_in_every_language() {
        let code = "é'\"`#<!--/*\\ 1 let\n\u{1F600} don't // '' \"\"\"";
        for snippet in export::all() {
            let mut end = 0;
            for (range, _) in inks(code, snippet.language) {
                assert!(range.start >= end && range.end > range.start);
                assert!(code.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
