//! What must not be readable on a shared screen: tokens, key IDs and custom claims, found in any text.
//!
//! A text is looked at as it is shown, so that whatever draws it need not think of it: a token is known by its shape or by
//! having been read before, and so is a piece of one.

use crate::core::text::SHORTEST_TOKEN;
use crate::core::text::SHOWN_OF_TOKEN;
use crate::core::text::is_token_char;
use crate::core::text::token_shapes;
use std::{borrow::Cow, collections::BTreeSet, ops::Range};

use crate::core::{
    json::{Object, Value},
    token::Token,
};

/// The secrets of this moment, against which texts are held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secrets {
    tokens: BTreeSet<String>,
    key_ids: BTreeSet<String>,
    values: BTreeSet<String>,
    whole: BTreeSet<String>,
}

/// What stands for a letter that is not shown.
pub const DOT: char = '•';

const SHOWN_OF_KEY_ID: usize = 4;

/// A shorter piece is as likely a word as a piece of a secret.
const LEAST_OF_TOKEN: usize = 6;
const LEAST_OF_KEY_ID: usize = 12;
const LEAST: usize = 4;

impl Secrets {
    /// Hides a token, also in pieces, with its key ID and its custom claims.
    pub fn add_token(&mut self, token: &Token) {
        if token.text.len() >= SHORTEST_TOKEN {
            self.tokens.insert(token.text.clone());
        }
        for (index, part) in [&token.header, &token.payload].into_iter().enumerate() {
            if let Some(object) = part.object() {
                self.add_claims(object);
            }
            // Nobody knows what is in there.
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
                // Where people put claims by mistake.
                "params" => {
                    if let Some(params) = value.as_object() {
                        self.add_claims(params);
                    }
                }
                _ => {}
            }
        }
    }

    /// Hides a key ID but for its first letters.
    pub fn add_key_id(&mut self, id: &str) {
        // What is shown of it would be nearly all of a shorter one.
        if id.chars().count() >= SHOWN_OF_KEY_ID + 2 {
            self.key_ids.insert(id.to_owned());
        }
    }

    /// Hides a value and what is in it, however it is written.
    pub fn add_custom(&mut self, value: &Value) {
        let pretty = value.pretty();
        // As it stands alone, in a payload, and in what is in that.
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

    /// Hides what others hide as well.
    pub fn add_all(&mut self, others: Self) {
        self.tokens.extend(others.tokens);
        self.key_ids.extend(others.key_ids);
        self.values.extend(others.values);
        self.whole.extend(others.whole);
    }

    /// Hides everything in a text that is exactly this one, as a field with it is.
    pub fn add_whole(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.whole.insert(text.to_owned());
        }
    }

    /// The letters of a text that are not to be shown, as ranges of bytes in order; most texts have none.
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

    /// The text with what is hidden as a few dots, to be read out and not laid out.
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

/// Stretches of the letters that tokens and IDs are made of.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(is_token_char)?;
        let len = text[start..].find(|c| !is_token_char(c));
        from = len.map_or(text.len(), |len| start + len);
        Some(start..from)
    })
}

/// Where the beginning of a secret stands before an ellipsis.
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

/// Whether a stretch is not a piece of a longer word.
fn is_apart(text: &str, at: &Range<usize>) -> bool {
    let meet = |left: Option<char>, right: Option<char>| {
        left.is_some_and(char::is_alphanumeric) && right.is_some_and(char::is_alphanumeric)
    };
    let inside = &text[at.clone()];
    !meet(text[..at.start].chars().next_back(), inside.chars().next())
        && !meet(inside.chars().next_back(), text[at.end..].chars().next())
}

/// Every string and number in a value, as JSON writes it and as it reads.
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

/// The end of the first so many letters.
fn boundary(text: &str, letters: usize) -> usize {
    let end = text.char_indices().nth(letters);
    end.map_or(text.len(), |(at, _)| at)
}

/// In order, and no two of them touching.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::text::holds_token;

    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLW9mLXRoaXM";

    fn hides(secrets: &Secrets, text: &str, masked: &str) {
        assert_eq!(secrets.masked(text), masked, "{text}");
    }

    #[test]
    fn a_token_is_known_by_its_shape() {
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
    fn pieces_of_a_token_that_was_read_are_known() {
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
    fn four_letters_of_a_key_id_are_shown() {
        let mut secrets = Secrets::default();
        secrets.add_key_id("Kp1DoQ02MZMwWPmE01lTx7yW");
        hides(
            &secrets,
            "key Kp1DoQ02MZMwWPmE01lTx7yW  ·  ab12",
            "key Kp1D••••••  ·  ab12",
        );
        hides(&secrets, "Kp1DoQ02MZ…", "Kp1D••••••…");
        hides(&secrets, "…02MZMwWPmE01lTx7yW", "…••••••");
        // A short ID is a name.
        secrets.add_key_id("K");
        hides(&secrets, "Key K", "Key K");
    }

    #[test]
    fn custom_claims_are_hidden_however_they_are_written() {
        let mut secrets = Secrets::default();
        let payload = r#"{"sub":"abc","kid":"signing-key-of-today","custom":{"mail":"jo@example.com","n":12345,"ok":true}}"#;
        let payload = Object::parse(payload).expect("it is JSON");
        secrets.add_claims(&payload);
        let object = Value::Object(payload);
        hides(
            &secrets,
            &object.to_string(),
            r#"{"sub":"abc","kid":"sign••••••","custom":••••••}"#,
        );
        assert!(!secrets.masked(&object.pretty()).contains("true"));
        hides(&secrets, "it holds jo@example.com", "it holds ••••••");
        hides(&secrets, "jo@exam…", "••••••…");
        hides(&secrets, "12345 and 123456", "•••••• and 123456");
    }

    #[test]
    fn a_field_is_hidden_as_a_whole() {
        let mut secrets = Secrets::default();
        secrets.add_whole("GET /x from 10.0.0.1");
        hides(&secrets, "GET /x from 10.0.0.1", "••••••");
        hides(&secrets, "GET /x", "GET /x");
        secrets.add_whole("  ");
        hides(&secrets, "  ", "  ");
    }

    #[test]
    fn a_text_with_a_token_in_it_is_told_apart() {
        assert!(holds_token(TOKEN));
        assert!(holds_token(&format!(
            "<mux-player playback-token=\"{TOKEN}\">"
        )));
        assert!(!holds_token("{\"sub\": \"eyJ…\"}"));
    }

    #[test]
    fn any_text_is_masked_without_trouble() {
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
