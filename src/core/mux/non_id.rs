//! Recognizes text that is given where an ID belongs, but is certainly not an ID of Mux.

use super::{
    audience::Audience,
    id::{is_mux_id, is_placeholder, is_unset},
    url::MediaUrl,
};
use crate::core::{json::Value, text::is_hidden};

/// What text in the place of an ID is instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonId {
    /// What programs write for a missing value: `undefined`, `[object Object]`.
    Nothing,
    /// An ID in quotes.
    Quoted,
    /// JSON.
    Json,
    /// HTML or XML.
    Markup,
    /// A token, or an ID followed by one.
    Token,
    /// An email address.
    Email,
    /// A URL.
    Url,
    /// A path or another part of a URL.
    UrlPart,
    /// A file name.
    FileName,
    /// An ID with this blank or invisible character in it.
    Blank(char),
    /// A placeholder from a sample.
    Placeholder,
}

impl NonId {
    /// What `text` is, if it certainly is not the ID that a token for `audience` requires.
    ///
    /// Without an audience, only what cannot be the ID of anything is recognized. Video IDs of Mux Data are chosen by
    /// customers and can have any form.
    pub fn of(text: &str, audience: Option<Audience>) -> Option<Self> {
        if is_unset(text) {
            return Some(Self::Nothing);
        }
        if audience == Some(Audience::VideoViews) {
            return blank(text, text.trim()).map(Self::Blank);
        }
        let word = text.trim();
        let without_blanks: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let holds_token = word.contains("token=") || (word.contains("eyJ") && word.contains('.'));
        match () {
            () if unquoted(word).is_some() => Some(Self::Quoted),
            () if is_json(word) => Some(Self::Json),
            () if is_markup(word) => Some(Self::Markup),
            () if holds_token => Some(Self::Token),
            () if is_email(word) => Some(Self::Email),
            () => url(text)
                .or_else(|| blank(text, &without_blanks).map(Self::Blank))
                .or_else(|| is_placeholder(text).then_some(Self::Placeholder)),
        }
    }
}

/// The word between quotes.
fn unquoted(word: &str) -> Option<&str> {
    let pairs = [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’')];
    let inner = pairs
        .iter()
        .find_map(|(open, close)| word.strip_prefix(*open)?.strip_suffix(*close))?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    (!inner.is_empty() && inner.chars().all(is_word)).then_some(inner)
}

fn is_json(word: &str) -> bool {
    let is_like = |open: char, close: char, inner: char| {
        word.starts_with(open) && (word.ends_with(close) || word.contains(inner))
    };
    match Value::parse(word) {
        Ok(value) => matches!(value, Value::Object(_) | Value::Array(_) | Value::Deep(_)),
        // A line of pretty-printed JSON.
        Err(_) => {
            is_like('{', '}', ':') && word.contains('"')
                || is_like('[', ']', ',') && word.contains('"')
                || word.starts_with('"') && word.contains("\":")
        }
    }
}

fn is_markup(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    lower.contains("</")
        || lower.contains("/>")
        || ["<!", "<?xml", "<html", "<head", "<body"]
            .iter()
            .any(|start| lower.starts_with(start))
        // A tag with attributes; `<playback id>` is a placeholder.
        || lower.starts_with('<') && lower.contains('=')
}

fn is_email(word: &str) -> bool {
    let is_plain = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_alphanumeric() || "._%+-".contains(c))
    };
    word.split_once('@')
        .is_some_and(|(name, domain)| is_plain(name) && is_plain(domain) && domain.contains('.'))
}

/// The endings of media files, whose names may begin with an ID.
const MEDIA: [&str; 11] = [
    ".m3u8", ".mpd", ".mp4", ".m4a", ".mov", ".jpg", ".jpeg", ".png", ".webp", ".gif", ".vtt",
];

/// The endings of files that may contain a list of IDs.
const LISTS: [&str; 5] = [".json", ".csv", ".tsv", ".txt", ".html"];

fn url(text: &str) -> Option<NonId> {
    let lower = text.trim().to_ascii_lowercase();
    let mut endings = MEDIA.iter().chain(&LISTS);
    if text.contains("://") || lower.contains("mux.com") {
        Some(NonId::Url)
    } else if text.trim().contains(char::is_whitespace) {
        None
    } else if text.contains(['/', '?', '#', '\\']) {
        Some(NonId::UrlPart)
    } else if endings.any(|ending| lower.ends_with(ending)) {
        Some(NonId::FileName)
    } else {
        None
    }
}

/// The first blank or invisible character; `plain` is the text without stray blanks.
fn blank(text: &str, plain: &str) -> Option<char> {
    let is_plain = plain == text && !text.chars().any(is_hidden);
    if is_plain {
        return None;
    }
    let hidden = text.chars().find(|c| is_hidden(*c));
    hidden.or_else(|| text.chars().find(|c| c.is_whitespace()))
}

/// The ID that was probably meant by text that is not an ID: the one in a URL, or the text without blanks.
pub fn id_within(text: &str, audience: Option<Audience>) -> Option<String> {
    let is_id = |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
    match NonId::of(text, audience)? {
        NonId::Token | NonId::Url | NonId::UrlPart | NonId::FileName => {
            let text = text.trim();
            if LISTS
                .iter()
                .any(|ending| text.to_ascii_lowercase().ends_with(ending))
            {
                return None;
            }
            let url = MediaUrl::read(text).or_else(|_| MediaUrl::read(&format!("https://{text}")));
            let id = if let Ok(url) = url {
                url.id?
            } else {
                let path = text.split(['?', '#']).next()?;
                path.split('.').next()?.to_owned()
            };
            (is_id(&id) && !id.starts_with("eyJ")).then_some(id)
        }
        NonId::Blank(_) => {
            let keeps_blanks = audience == Some(Audience::VideoViews);
            let is_kept = |c: &char| !is_hidden(*c) && (keeps_blanks || !c.is_whitespace());
            let id: String = text.trim().chars().filter(is_kept).collect();
            // Several words are not one ID, unless it was wrapped.
            let is_one = keeps_blanks || !text.trim().contains(char::is_whitespace);
            (!id.is_empty() && (is_one || is_mux_id(&id))).then_some(id)
        }
        NonId::Quoted => unquoted(text.trim()).map(str::to_owned),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_an_id_is_named() {
        use NonId::{
            Blank, Email, FileName, Json, Markup, Nothing, Placeholder, Quoted, Token, Url, UrlPart,
        };
        for (text, kind) in [
            ("undefined", Nothing),
            ("[object Promise]", Nothing),
            ("None", Nothing),
            ("\"AbC\"", Quoted),
            (r#"{"playback_id":"AbC"}"#, Json),
            (r#""id": "AbC","#, Json),
            ("[\"AbC\",", Json),
            ("<html>", Markup),
            ("<div id=\"player\">", Markup),
            ("<!DOCTYPE html>", Markup),
            ("eyJhbGciOiJSUzI1NiJ9.e30.AA", Token),
            ("Bearer eyJhbGciOiJSUzI1NiJ9.e30.AA", Token),
            ("AbC?token=x", Token),
            ("viewer@example.com", Email),
            ("https://example.com/AbC.m3u8", Url),
            ("stream.mux.com/AbC.m3u8", Url),
            ("/videos/AbC", UrlPart),
            ("C:\\videos\\AbC", UrlPart),
            ("AbC.m3u8", FileName),
            ("videos.csv", FileName),
            ("hello world", Blank(' ')),
            ("# and / or", Blank(' ')),
            ("AbC\u{200b}", Blank('\u{200b}')),
            ("YOUR_PLAYBACK_ID", Placeholder),
            ("%PLAYBACK_ID%", Placeholder),
            (":playbackId", Placeholder),
            ("{{ id }}", Placeholder),
            ("xxxx", Placeholder),
            ("...", Placeholder),
        ] {
            let found = NonId::of(text, Some(Audience::Video));
            // A template may contain blanks.
            let found = found.map(|found| match (found, kind) {
                (Blank(' '), Placeholder) if text.contains('{') => Placeholder,
                _ => found,
            });
            assert_eq!(found, Some(kind), "{text}");
        }
    }

    #[test]
    fn ids_are_ids() {
        for id in [
            "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE",
            "DS00Spx1CV902MCtPj5WknGlR102V5HFkDe",
            "ID",
            "abc123",
            "DemoPlaybackId",
            "my_video",
            "01234567-89ab-cdef-0123-456789abcdef",
        ] {
            assert_eq!(NonId::of(id, Some(Audience::Video)), None, "{id}");
        }
        for id in [
            "my-video #1",
            "https://example.com/video/1",
            "PLAYBACK_ID",
            "{a}",
        ] {
            assert_eq!(NonId::of(id, Some(Audience::VideoViews)), None, "{id}");
        }
    }

    #[test]
    fn meant_id_is_found() {
        let id = "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE";
        for text in [
            format!("https://stream.mux.com/{id}.m3u8"),
            format!("{id}.m3u8"),
            format!("{id}?token=a.b.c"),
            format!("{id}\u{200b}"),
            format!("\"{id}\""),
        ] {
            assert_eq!(id_within(&text, None).as_deref(), Some(id), "{text}");
        }
        assert_eq!(id_within("hello world", None), None);
        assert_eq!(id_within("undefined", None), None);
        assert_eq!(id_within("/videos/x", None), None);
    }
}
