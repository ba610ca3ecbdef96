//! Pieces of tokens: the first characters that a program prints, and copies of a longer token in the same input.

use super::{chars::is_whole, placeholder::marked};
use crate::core::request::{Excerpt, MediaRequest};

/// Whether the text before a token announces only its first characters: `first 100 chars: "`, `token[:50] = `.
pub(super) fn is_announced(before: &str) -> bool {
    let most = before.floor_char_boundary(before.len().saturating_sub(60));
    let line = before[most..].rsplit('\n').next().unwrap_or_default();
    let lower = line.to_ascii_lowercase();
    let digits = |text: &str| text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let after = |word: &str| lower.rfind(word).map(|at| &lower[at + word.len()..]);
    let unit = ["char", "byte", "letter", "symbol"];
    after("first ").is_some_and(|rest| digits(rest) && unit.iter().any(|unit| rest.contains(unit)))
        || after("[:")
            .or_else(|| after("[0:"))
            .or_else(|| after("[.."))
            .or_else(|| after("[0.."))
            .is_some_and(digits)
        || ["substring(0", "substr(0", "slice(0", ".take(", ".prefix("]
            .iter()
            .any(|call| lower.contains(call))
        || ["prefix:", "preview:", "prefix=", "preview="]
            .iter()
            .any(|word| lower.trim_end_matches([' ', '"', '\'']).ends_with(word))
}

/// Whether a text without a dot is a piece of a token. Shorter ones are examples: `eyJ…`.
pub(super) fn is_piece(text: &str, before: &str) -> bool {
    const MIN_LEN: usize = 10;
    let head = marked(text).map(|(at, _)| at);
    head.is_some_and(|len| len >= MIN_LEN) || (text.len() >= MIN_LEN && is_announced(before))
}

/// Marks the tokens that are pieces of a longer token in the same input.
pub(super) fn mark_copies(tokens: &mut [MediaRequest]) {
    let mut whole: Vec<(String, String)> = tokens
        .iter()
        .filter(|found| is_whole(&found.text))
        .map(|found| (found.text.clone(), found.place_in_words()))
        .collect();
    whole.sort_unstable();
    for found in tokens.iter_mut().filter(|found| !is_whole(&found.text)) {
        let (head, tail) = match marked(&found.text) {
            Some((at, _)) => (
                &found.text[..at],
                found.text[at..].trim_start_matches(|c: char| !c.is_ascii_alphanumeric()),
            ),
            None => (found.text.as_str(), ""),
        };
        // A piece as short as the header is the start of every token.
        if head.len() < MIN_LEN {
            continue;
        }
        let from = whole.partition_point(|(text, _)| text.as_str() < head);
        let candidates = whole[from..].iter().take(MAX_CANDIDATES);
        let longer = candidates
            .take_while(|(text, _)| text.starts_with(head))
            .find(|(text, _)| text.ends_with(tail) || tail.is_empty() || tail.contains(' '));
        if let Some((_, place)) = longer {
            found.excerpt = Some(Excerpt::CopyOf(place.clone()));
        }
    }
}

/// The minimum length of a piece.
const MIN_LEN: usize = 8;

/// The maximum number of tokens that a piece is compared with.
const MAX_CANDIDATES: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::import::find;

    fn token(last: &str) -> String {
        format!(
            "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.{}{last}",
            "Ab0_".repeat(85)
        )
    }

    #[test]
    fn first_characters_are_announced() {
        for before in [
            "JWT first 100 chars: \"",
            "First 20 characters of the token = ",
            "token[:50] -> ",
            "token.substring(0, 40): ",
            "token_prefix=",
        ] {
            assert!(is_announced(before), "{before}");
        }
        for before in [
            "the first token: ",
            "token: ",
            "token=",
            "first: ",
            "first 3 tokens: ",
        ] {
            assert!(!is_announced(before), "{before}");
        }
    }

    #[test]
    fn copy_of_longer_token_is_marked() {
        let whole = token("-9");
        for copy in [
            format!("first 30 chars: {}", &whole[..30]),
            format!("token={}...", &whole[..30]),
            format!("token={}…{}", &whole[..30], &whole[whole.len() - 8..]),
            format!("https://stream.mux.com/x.m3u8?token={}", &whole[..100]),
        ] {
            let import = find(&format!("token={whole}\n{copy}\n"));
            let excerpts: Vec<_> = import
                .tokens
                .iter()
                .map(|found| found.excerpt.clone())
                .collect();
            let copy_of = Excerpt::CopyOf("`token` on line 1".to_owned());
            assert_eq!(excerpts, [None, Some(copy_of)], "{copy}");
        }
    }

    #[test]
    fn other_token_is_no_copy() {
        let import = find(&format!("token={}\ntoken={}", token("-9"), token("_8")));
        assert!(import.tokens.iter().all(|found| found.excerpt.is_none()));
        let import = find(&format!("{} ...", token("-9")));
        assert_eq!(import.tokens.len(), 1);
        assert_eq!(import.tokens[0].text, token("-9"));
    }
}
