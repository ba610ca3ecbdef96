//! Tags of Mux's players in HTML, JSX and templates, parsed as tolerantly as by browsers.

use std::ops::Range;

/// A tag of a Mux player.
pub(super) struct PlayerTag<'a> {
    /// `mux-player`, `MuxPlayer`.
    pub(super) name: &'a str,
    pub(super) attributes: Vec<Attribute<'a>>,
    /// The end of the tag.
    pub(super) end: usize,
}

/// An attribute or a prop.
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    /// The range between the quotes or braces.
    pub(super) value: Range<usize>,
    /// Whether the value is code rather than text.
    pub(super) is_code: bool,
}

/// The maximum number of attributes per tag.
const MAX_ATTRIBUTES: usize = 200;

/// Parses the tag that starts with `<` at `at`, if it is of a Mux player.
///
/// # Errors
/// When the tag is not closed.
pub(super) fn tag(text: &str, at: usize, limit: usize) -> Option<Result<PlayerTag<'_>, ()>> {
    let head = &text[at + 1..limit];
    if !head.starts_with("mux-") && !head.starts_with("Mux") {
        return None;
    }
    let name_len = head
        .bytes()
        .position(|b| !(b.is_ascii_alphanumeric() || b"-_.".contains(&b)))
        .unwrap_or(head.len());
    let name = &head[..name_len];
    let mut cursor = Cursor {
        text,
        at: at + 1 + name_len,
        limit,
    };
    let mut attributes = Vec::new();
    loop {
        cursor.skip(|b| b.is_ascii_whitespace() || b == b'/' || b == b'\\');
        match cursor.byte() {
            None => return Some(Err(())),
            Some(b'>') => {
                return Some(Ok(PlayerTag {
                    name,
                    attributes,
                    end: cursor.at + 1,
                }));
            }
            // `{...props}` is code without a name.
            Some(b'{') => {
                if cursor.braces().is_none() {
                    return Some(Err(()));
                }
            }
            Some(_) => match cursor.attribute() {
                Some(attribute) if attributes.len() < MAX_ATTRIBUTES => attributes.push(attribute),
                Some(_) => {}
                None => return Some(Err(())),
            },
        }
    }
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
    limit: usize,
}

impl<'a> Cursor<'a> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes()[..self.limit].get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..self.limit]
    }

    fn skip(&mut self, skipped: impl Fn(u8) -> bool) {
        while self.byte().is_some_and(&skipped) {
            self.at += 1;
        }
    }

    fn attribute(&mut self) -> Option<Attribute<'a>> {
        let start = self.at;
        self.skip(|b| !(b.is_ascii_whitespace() || b"=>/{".contains(&b)));
        if self.at == start {
            // Skip a character that cannot start a name.
            self.at += 1;
        }
        let name = &self.text[start..self.at];
        let bound = name.starts_with([':', '[', '.', '@', '(']) || name.starts_with("v-bind:");
        let end_of_name = self.at;
        self.skip(|b| b.is_ascii_whitespace());
        if self.byte() != Some(b'=') {
            self.at = end_of_name;
            return Some(Attribute {
                name,
                value: self.at..self.at,
                is_code: bound,
            });
        }
        self.at += 1;
        self.skip(|b| b.is_ascii_whitespace());
        let (value, is_code) = self.value()?;
        Some(Attribute {
            name,
            value,
            is_code: is_code || bound,
        })
    }

    /// The value after `=`, and whether it is code.
    fn value(&mut self) -> Option<(Range<usize>, bool)> {
        for quote in ["\\\"", "\\'", "\"", "'"] {
            if let Some(after) = self.rest().strip_prefix(quote) {
                let start = self.limit - after.len();
                let len = after.find(quote)?;
                self.at = start + len + quote.len();
                return Some((start..start + len, false));
            }
        }
        if self.byte() == Some(b'{') {
            let range = self.braces()?;
            return Some(match literal(self.text, &range) {
                Some(text) => (text, false),
                None => (range, true),
            });
        }
        let start = self.at;
        self.skip(|b| !(b.is_ascii_whitespace() || b == b'>'));
        let unquoted = &self.text[start..self.at];
        let end = if self.byte() == Some(b'>') && unquoted.ends_with('/') {
            self.at - 1
        } else {
            self.at
        };
        // `.tokens=${…}` in lit is code.
        Some((start..end, unquoted.starts_with("${")))
    }

    /// The range between this brace and the one that closes it; braces in quotes do not count.
    fn braces(&mut self) -> Option<Range<usize>> {
        let start = self.at + 1;
        let mut depth = 0_usize;
        let mut quote = None;
        let bytes = self.text.as_bytes();
        while self.at < self.limit {
            let b = bytes[self.at];
            match (quote, b) {
                (Some(_), b'\\') => self.at += 1,
                (Some(open), _) if b == open => quote = None,
                (None, b'"' | b'\'' | b'`') => quote = Some(b),
                (None, b'{') => depth += 1,
                (None, b'}') => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += 1;
                        return Some(start..self.at - 1);
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        self.at = self.limit;
        None
    }
}

/// The string in braces, as in `{"eyJ…"}`.
fn literal(text: &str, code: &Range<usize>) -> Option<Range<usize>> {
    let inner = &text[code.clone()];
    let start = code.start + (inner.len() - inner.trim_start().len());
    let inner = inner.trim();
    let quote = inner.chars().next().filter(|c| "\"'`".contains(*c))?;
    let body = inner.strip_prefix(quote)?.strip_suffix(quote)?;
    (!body.contains(quote)).then(|| start + 1..start + 1 + body.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String, bool)> {
        let tag = tag(text, 0, text.len())
            .expect("a player")
            .expect("a closed tag");
        assert_eq!(tag.end, text.len(), "{text}");
        let show = |attribute: Attribute<'_>| {
            (
                attribute.name.to_owned(),
                text[attribute.value].to_owned(),
                attribute.is_code,
            )
        };
        tag.attributes.into_iter().map(show).collect()
    }

    #[test]
    fn attributes_are_parsed_in_every_syntax() {
        for (text, name, value, is_code) in [
            ("<mux-player a=\"x\">", "a", "x", false),
            ("<mux-player\n  a = 'x' />", "a", "x", false),
            ("<mux-player a=x>", "a", "x", false),
            ("<mux-player a=x/>", "a", "x", false),
            ("<mux-player a>", "a", "", false),
            ("<mux-player a=\\\"x\\\">", "a", "x", false),
            ("<MuxPlayer a={\"x\"} />", "a", "x", false),
            ("<MuxPlayer a={`x`} />", "a", "x", false),
            ("<MuxPlayer a={x} />", "a", "x", true),
            ("<MuxPlayer a={{ b: \"}\" }} />", "a", "{ b: \"}\" }", true),
            ("<mux-player :a=\"x\">", ":a", "x", true),
            ("<mux-player .a=${x}>", ".a", "${x}", true),
        ] {
            let attributes = read(text);
            assert_eq!(
                attributes,
                [(name.to_owned(), value.to_owned(), is_code)],
                "{text}"
            );
        }
    }

    #[test]
    fn spread_props_are_skipped() {
        assert_eq!(read("<MuxPlayer {...props} a=\"x\"/>").len(), 1);
    }

    #[test]
    fn unclosed_tag_is_an_error() {
        for text in [
            "<mux-player",
            "<mux-player a=\"",
            "<mux-player a={",
            "<MuxPlayer {",
        ] {
            assert!(matches!(tag(text, 0, text.len()), Some(Err(()))), "{text}");
        }
        assert!(tag("<video a=\"x\">", 0, 13).is_none());
    }
}
