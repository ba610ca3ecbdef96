//! A text without the escapes that JSON, URLs, HTML and mail put around keys, with the way back to the original.

use std::ops::Range;

use crate::core::text::is_invisible;

/// A text with its escapes undone.
///
/// Not wiped by itself: the text it is a copy of is an ordinary string, too, and the allocator wipes both when they are
/// freed.
pub(super) struct View {
    /// The text to search.
    pub(super) text: String,
    /// Places in `text` from which on it is shifted against the original, and their places there.
    jumps: Vec<(usize, usize)>,
}

impl View {
    /// Undoes backslash escapes of any depth, percent encoding, numeric character references and soft line breaks, and
    /// drops invisible characters, NULs (UTF-16) and what is not UTF-8.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut view = Self {
            text: String::with_capacity(bytes.len()),
            jumps: Vec::new(),
        };
        let mut line = 0;
        let mut at = 0;
        // Most texts are UTF-8; checking that takes a fraction of the time of looking for chunks of it.
        if let Ok(text) = std::str::from_utf8(bytes) {
            view.push(text, at, &mut line);
            return view;
        }
        for chunk in bytes.utf8_chunks() {
            view.push(chunk.valid(), at, &mut line);
            at += chunk.valid().len() + chunk.invalid().len();
            if !chunk.invalid().is_empty() {
                view.text.push('\n');
                view.jump(at);
            }
        }
        view
    }

    /// Adds a text that begins at `base` of the original; `line` is where the last line of the view begins.
    fn push(&mut self, text: &str, base: usize, line: &mut usize) {
        self.jump(base);
        let mut at = 0;
        while let Some(len) = first_special(&text[at..]) {
            let plain = &text[at..at + len];
            if let Some(end) = plain.rfind('\n') {
                *line = self.text.len() + end + 1;
            }
            self.text.push_str(plain);
            at += len;
            let (c, len) = unescaped(&text[at..], self.text.len() - *line);
            self.jump(base + at);
            self.text.extend(c);
            at += len;
            self.jump(base + at);
        }
        self.text.push_str(&text[at..]);
    }

    /// Notes that the end of the text so far is at this place of the original, unless the last jump says so.
    fn jump(&mut self, there: usize) {
        let here = self.text.len();
        let is_known =
            |(at, was): &(usize, usize)| there.wrapping_sub(here) == was.wrapping_sub(*at);
        if !self.jumps.last().is_some_and(is_known) {
            self.jumps.push((here, there));
        }
    }

    /// The place in the original.
    pub(super) fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let map = |at: usize| {
            let next = self.jumps.partition_point(|(here, _)| *here <= at);
            let (here, there) = self
                .jumps
                .get(next.wrapping_sub(1))
                .copied()
                .unwrap_or_default();
            there + (at - here)
        };
        map(range.start)..map(range.end)
    }
}

/// Where the first escape or invisible character may begin. Most bytes are decided without decoding them.
fn first_special(text: &str) -> Option<usize> {
    static IS_SPECIAL: [bool; 256] = {
        let mut special = [false; 256];
        let mut byte = 0;
        while byte < special.len() {
            special[byte] = matches!(byte as u8, b'\\' | b'%' | b'&' | b'=' | 0 | 0x80..);
            byte += 1;
        }
        special
    };
    let is_special = |byte: &u8| IS_SPECIAL[usize::from(*byte)];
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += bytes[at..].iter().position(is_special)?;
        let c = text[at..].chars().next()?;
        if c.is_ascii() || is_invisible(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// The character that the escape at the beginning of a text encodes, if any, and the length of the escape.
/// `line` is how long the line is so far.
fn unescaped(text: &str, line: usize) -> (Option<char>, usize) {
    let hex = |digits: Option<&str>| {
        let code = u8::from_str_radix(digits?, 16).ok()?;
        (code.is_ascii_graphic() || b" \n\r\t".contains(&code)).then_some(char::from(code))
    };
    let first = text.chars().next().unwrap_or_default();
    let plain = (Some(first), first.len_utf8());
    match first {
        '\\' => {
            let after = text.trim_start_matches('\\');
            let slashes = text.len() - after.len();
            let code = |from: usize, to: usize| hex(after.get(from..to));
            match after.chars().next() {
                Some('n') => (Some('\n'), slashes + 1),
                Some('r') => (Some('\r'), slashes + 1),
                Some('t') => (Some('\t'), slashes + 1),
                Some(c @ ('/' | '"' | '\'' | '`')) => (Some(c), slashes + 1),
                Some('u') if after[1..].starts_with("00") && code(3, 5).is_some() => {
                    (code(3, 5), slashes + 5)
                }
                Some('x') if code(1, 3).is_some() => (code(1, 3), slashes + 3),
                _ => (Some('\\'), slashes),
            }
        }
        '%' => {
            let mut after = &text[1..];
            while let Some(rest) = after.strip_prefix("25") {
                after = rest;
            }
            match hex(after.get(..2)) {
                Some(c) => (Some(c), text.len() - after.len() + 2),
                None => plain,
            }
        }
        '&' => {
            let end = text.bytes().take(8).position(|byte| byte == b';');
            let name = end.and_then(|end| text.get(1..end)).unwrap_or_default();
            let number = match name.strip_prefix('#') {
                Some(code) => match code.strip_prefix(['x', 'X']) {
                    Some(code) => u8::from_str_radix(code, 16).ok(),
                    None => code.parse().ok(),
                },
                None if name == "quot" => Some(b'"'),
                None => None,
            };
            match number.filter(u8::is_ascii) {
                Some(code) => (Some(char::from(code)), name.len() + 2),
                None => plain,
            }
        }
        // Quoted-printable breaks its lines here.
        '=' if (70..=76).contains(&line) && text[1..].starts_with('\n') => (None, 2),
        '=' if (70..=76).contains(&line) && text[1..].starts_with("\r\n") => (None, 3),
        '=' if text.starts_with("=3D") => (Some('='), 3),
        '=' => plain,
        // NULs and invisible characters.
        _ => (None, first.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::View;

    #[test]
    fn escapes_are_undone_and_mapped_back() {
        for (text, clear) in [
            ("abc", "abc"),
            (r"a\nb", "a\nb"),
            (r"a\\\nb", "a\nb"),
            (r#"{\\\"a\\\": \"b\/c\"}"#, r#"{"a": "b/c"}"#),
            (r"a\u002bb\x2Fc\u00e9", "a+b/c\\u00e9"),
            ("a%2Bb%252Fc%0A100%", "a+b/c\n100%"),
            ("a&#43;b&#x2F;c&quot;&amp;", "a+b/c\"&amp;"),
            ("a\u{200b}b\0c", "abc"),
            ("=3D==", "==="),
        ] {
            let view = View::of(text.as_bytes());
            assert_eq!(view.text, clear);
            assert_eq!(view.origin(&(0..clear.len())), 0..text.len());
            if let Some(at) = view.text.find('b') {
                assert!(text[view.origin(&(at..at + 1))].starts_with('b'), "{text}");
            }
        }
        let view = View::of(b"a\xff\xfe\x00b");
        assert_eq!(view.origin(&(view.text.len() - 1..view.text.len())), 4..5);
    }
}
