//! The secrets that must not be readable on a shared screen: tokens, key IDs and custom claims, found in any text.
//!
//! Text is checked as it is shown, so that widgets need not care: a token is recognized by its shape or because it was
//! parsed before, and so is a part of one.

use std::{borrow::Cow, collections::BTreeSet, ops::Range};

use crate::core::{
    json::{Object, Value},
    text::{SHORTEST_TOKEN, SHOWN_OF_TOKEN, is_token_char, token_shapes},
    token::Token,
};

/// The current secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secrets {
    tokens: BTreeSet<String>,
    key_ids: BTreeSet<String>,
    values: BTreeSet<String>,
    whole: BTreeSet<String>,
}

/// The replacement for a hidden character.
pub const DOT: char = '•';

/// How many characters of a key ID stay visible.
const SHOWN_OF_KEY_ID: usize = 4;

/// Shorter parts are as likely ordinary words as parts of a secret.
const LEAST_OF_TOKEN: usize = 6;
const LEAST_OF_KEY_ID: usize = 12;
const LEAST: usize = 4;

impl Secrets {
    /// Hides a token and its parts, with its key ID and its custom claims.
    pub fn add_token(&mut self, token: &Token) {
        if token.text.len() >= SHORTEST_TOKEN {
            self.tokens.insert(token.text.clone());
        }
        for (index, part) in [&token.header, &token.payload].into_iter().enumerate() {
            if let Some(object) = part.object() {
                self.add_claims(object);
            }
            // Text that does not parse may contain anything.
            if let Some(text) = token.unread(index) {
                self.add_whole(&text);
            }
        }
    }

    /// Hides the key ID and the custom claims among these.
    pub fn add_claims(&mut self, claims: &Object) {
        for (name, value) in claims.iter() {
            match name {
                "kid" => {
                    if let Some(id) = value.as_str() {
                        self.add_key_id(id);
                    }
                }
                "custom" => self.add_custom(value),
                // A common mistake: claims inside `params`.
                "params" => {
                    if let Some(params) = value.as_object() {
                        self.add_claims(params);
                    }
                }
                _ => {}
            }
        }
    }

    /// Hides a key ID except for its first characters.
    pub fn add_key_id(&mut self, id: &str) {
        // The visible characters would be nearly all of a shorter one.
        if id.chars().count() >= SHOWN_OF_KEY_ID + 2 {
            self.key_ids.insert(id.to_owned());
        }
    }

    /// Hides a value and everything in it, in any spelling.
    pub fn add_custom(&mut self, value: &Value) {
        let pretty = value.pretty();
        // Alone, in a payload, and one level deeper.
        let inside = ["\n", "\n  ", "\n    "].map(|line| pretty.replace('\n', line));
        let mut texts = vec![value.to_string()];
        texts.extend(inside);
        leaves(value, &mut texts);
        for text in texts {
            if text.chars().count() >= LEAST {
                self.values.insert(text);
            }
        }
    }

    /// Adds all secrets of another set.
    pub fn add_all(&mut self, others: Self) {
        self.tokens.extend(others.tokens);
        self.key_ids.extend(others.key_ids);
        self.values.extend(others.values);
        self.whole.extend(others.whole);
    }

    /// Hides a text as a whole, in a field that contains exactly this text.
    pub fn add_whole(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.whole.insert(text.to_owned());
        }
    }

    /// The hidden byte ranges of a text, in order; most texts have none.
    pub fn hidden(&self, text: &str) -> Vec<Range<usize>> {
        if self.whole.contains(text) {
            return std::iter::once(0..text.len()).collect();
        }
        let mut found = token_shapes(text);
        let is_cut = text.contains('…');
        for secret in &self.tokens {
            found.extend(
                text.match_indices(secret.as_str()).map(|(start, _)| {
                    start + boundary(secret, SHOWN_OF_TOKEN)..start + secret.len()
                }),
            );
        }
        for secret in &self.key_ids {
            let shown = boundary(secret, SHOWN_OF_KEY_ID);
            for (start, _) in text.match_indices(secret.as_str()) {
                found.push(start + shown..start + secret.len());
            }
            if is_cut {
                found.extend(cut_off(text, secret).map(|at| at.start + shown..at.end));
            }
        }
        for run in runs(text) {
            let piece = &text[run.clone()];
            let shown = |secret: &str, most: usize| {
                if secret.starts_with(piece) {
                    most.min(piece.len())
                } else {
                    0
                }
            };
            let holds = |secret: &&String| secret.contains(piece);
            if piece.len() >= LEAST_OF_TOKEN
                && let Some(token) = self.tokens.iter().find(holds)
            {
                found.push(run.start + shown(token, SHOWN_OF_TOKEN)..run.end);
            } else if piece.len() >= LEAST_OF_KEY_ID
                && let Some(id) = self.key_ids.iter().find(holds)
            {
                found.push(run.start + shown(id, SHOWN_OF_KEY_ID)..run.end);
            }
        }
        for secret in &self.values {
            let words = |(start, _): (usize, &str)| {
                let at = start..start + secret.len();
                is_apart(text, &at).then_some(at)
            };
            found.extend(text.match_indices(secret.as_str()).filter_map(words));
            if is_cut {
                found.extend(cut_off(text, secret));
            }
        }
        joined(found)
    }

    /// The text with a few dots for each hidden range, for screen readers.
    pub fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let hidden = self.hidden(text);
        if hidden.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut end = 0;
        for range in hidden {
            out.push_str(&text[end..range.start]);
            out.extend([DOT; 6]);
            end = range.end;
        }
        out.push_str(&text[end..]);
        Cow::Owned(out)
    }
}

/// The runs of characters that can be in tokens and IDs.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(is_token_char)?;
        let len = text[start..].find(|c| !is_token_char(c));
        from = len.map_or(text.len(), |len| start + len);
        Some(start..from)
    })
}

/// The places where the beginning of a secret is followed by an ellipsis.
fn cut_off<'t>(text: &'t str, secret: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    text.match_indices('…').filter_map(move |(end, _)| {
        let before = &text[..end];
        let lengths = secret.char_indices().map(|(at, _)| at).skip(LEAST);
        let longest = lengths
            .filter(|len| before.ends_with(&secret[..*len]))
            .last()?;
        Some(end - longest..end)
    })
}

/// Whether a range is not part of a longer word.
fn is_apart(text: &str, at: &Range<usize>) -> bool {
    let meet = |left: Option<char>, right: Option<char>| {
        left.is_some_and(char::is_alphanumeric) && right.is_some_and(char::is_alphanumeric)
    };
    let inside = &text[at.clone()];
    !meet(text[..at.start].chars().next_back(), inside.chars().next())
        && !meet(inside.chars().next_back(), text[at.end..].chars().next())
}

/// Every string and number in a value, as JSON and as plain text.
fn leaves(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Array(values) => values.iter().for_each(|value| leaves(value, out)),
        Value::Object(object) => {
            object.iter().for_each(|(_, value)| leaves(value, out));
        }
        Value::String(text) => {
            out.push(text.clone());
            out.push(value.to_string().trim_matches('"').to_owned());
        }
        Value::Number(_) | Value::Deep(_) => out.push(value.to_string()),
    }
}

/// The byte length of the first `count` characters.
fn boundary(text: &str, count: usize) -> usize {
    let end = text.char_indices().nth(count);
    end.map_or(text.len(), |(at, _)| at)
}

/// The ranges in order, with touching ones joined.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| range.start);
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

/// Whether a byte position is inside one of these ordered ranges.
pub(super) fn is_in(ranges: &[Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|range| range.end <= at);
    ranges.get(after).is_some_and(|range| range.contains(&at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::text::holds_token;

    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLW9mLXRoaXM";

    fn hides(secrets: &Secrets, text: &str, masked: &str) {
        assert_eq!(secrets.masked(text), masked, "{text}");
    }

    #[test]
    fn token_is_recognized_by_shape() {
        let none = Secrets::default();
        hides(
            &none,
            &format!("https://stream.mux.com/abc.m3u8?token={TOKEN}&x=1"),
            "https://stream.mux.com/abc.m3u8?token=eyJhbG••••••&x=1",
        );
        hides(&none, "eyJhbGciOiJS…9mLXRoaXM, and", "eyJhbG••••••, and");
        hides(&none, "eyJhb.eyJzd.c2ln", "eyJhb••••••");
        for text in ["eyJ…", "eyJ", "no token", "a token begins with eyJ."] {
            hides(&none, text, text);
        }
    }

    #[test]
    fn parts_of_a_parsed_token_are_hidden() {
        let mut secrets = Secrets::default();
        secrets.add_token(&Token::read(TOKEN));
        hides(
            &secrets,
            "the signature c2lnbmF0dXJl is wrong",
            "the signature •••••• is wrong",
        );
        hides(&secrets, TOKEN, "eyJhbG••••••");
        hides(&secrets, "Signature", "Signature");
    }

    #[test]
    fn four_characters_of_a_key_id_are_shown() {
        let mut secrets = Secrets::default();
        secrets.add_key_id("Kp1DoQ02MZMwWPmE01lTx7yW");
        hides(
            &secrets,
            "key Kp1DoQ02MZMwWPmE01lTx7yW  ·  ab12",
            "key Kp1D••••••  ·  ab12",
        );
        hides(&secrets, "Kp1DoQ02MZ…", "Kp1D••••••…");
        hides(&secrets, "…02MZMwWPmE01lTx7yW", "…••••••");
        // A short ID is like a name.
        secrets.add_key_id("K");
        hides(&secrets, "Key K", "Key K");
    }

    #[test]
    fn custom_claims_are_hidden_in_any_spelling() {
        let mut secrets = Secrets::default();
        let payload = r#"{"sub":"abc","kid":"signing-key-of-today","custom":{"mail":"jo@example.com","n":12345,"ok":true}}"#;
        let payload = Object::parse(payload).expect("JSON");
        secrets.add_claims(&payload);
        let object = Value::Object(payload);
        hides(
            &secrets,
            &object.to_string(),
            r#"{"sub":"abc","kid":"sign••••••","custom":••••••}"#,
        );
        assert!(!secrets.masked(&object.pretty()).contains("true"));
        hides(&secrets, "contains jo@example.com", "contains ••••••");
        hides(&secrets, "jo@exam…", "••••••…");
        hides(&secrets, "12345 and 123456", "•••••• and 123456");
    }

    #[test]
    fn whole_field_is_hidden() {
        let mut secrets = Secrets::default();
        secrets.add_whole("GET /x from 10.0.0.1");
        hides(&secrets, "GET /x from 10.0.0.1", "••••••");
        hides(&secrets, "GET /x", "GET /x");
        secrets.add_whole("  ");
        hides(&secrets, "  ", "  ");
    }

    #[test]
    fn text_with_a_token_is_recognized() {
        assert!(holds_token(TOKEN));
        assert!(holds_token(&format!(
            "<mux-player playback-token=\"{TOKEN}\">"
        )));
        assert!(!holds_token("{\"sub\": \"eyJ…\"}"));
    }

    #[test]
    fn masking_accepts_any_text() {
        let mut secrets = Secrets::default();
        secrets.add_token(&Token::read(TOKEN));
        secrets.add_key_id("ключ-ключ-ключ");
        secrets.add_custom(&Value::from("名前名前名前"));
        for text in [
            "",
            "…",
            "名前名前名前…",
            "ключ-к…",
            "ключ-ключ-ключ",
            "eyJ名",
            "e…yJ",
        ] {
            let masked = secrets.masked(text);
            assert!(
                !masked.contains("名前名前") && !masked.contains("ключ-к"),
                "{masked}"
            );
        }
    }
}
