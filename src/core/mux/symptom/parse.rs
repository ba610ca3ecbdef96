//! Recognizes a symptom in text: a number, a log line, an error message, a few words.

use super::{
    SYMPTOMS,
    entry::{Entry, Symptom},
    kind::Kind,
};
use crate::core::{mux::url::MediaHost, text};

/// Only this many characters are searched; console messages are shorter.
const LONGEST: usize = 4000;

/// The most suggestions for unknown text.
const MOST_OFFERED: usize = 3;

/// The least similarity of a suggestion.
const ALIKE: f64 = 0.75;

impl Symptom {
    /// Recognizes the symptom in a text: `403`, `HTTP/2 403`, `2403210`, the words of a dialog, `plays, then stops`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = normal(&text::shortened(text, LONGEST));
        let host = host_of(&text);
        // A description in words does not come from a server, unless it is a player's message.
        let with_host = |entry: &'static Entry| {
            let is_answer =
                entry.kind != Kind::Seen || entry.texts.iter().any(|text| text.contains('{'));
            let host = host.filter(|_| is_answer);
            Self { entry, host }
        };
        // A code is more specific than the words around it, and those more than a status.
        let of_kind = |kind| SYMPTOMS.iter().filter(move |entry| entry.kind == kind);
        let numbered =
            |kind| numbers(&text).find_map(|number| of_kind(kind).find(|entry| entry.id == number));
        if let Some(entry) = SYMPTOMS
            .iter()
            .find(|entry| entry.id == text || normal(entry.label) == text)
        {
            return Some(Self { entry, host: None });
        }
        if let Some(entry) = numbered(Kind::Player) {
            return Some(with_host(entry));
        }
        // mux-player prints the expiry of every token as a day in January 1970.
        if text.contains("1970") && (text.contains("expire") || text.contains("jan")) {
            return super::named("2403210").map(|symptom| with_host(symptom.entry));
        }
        let mut best = None;
        for entry in SYMPTOMS {
            let matched = needles(entry.texts).filter(|needle| text.contains(needle));
            // The more of a message matches, the better.
            let score: usize = matched.map(|needle| needle.len()).sum();
            if score > best.map_or(0, |(score, _)| score) {
                best = Some((score, entry));
            }
        }
        let best = best
            .map(|(_, entry)| entry)
            .or_else(|| numbered(Kind::Status));
        best.map(with_host)
    }

    /// Symptoms similar to a text, the most similar first; all of them for empty text.
    pub fn suggestions(text: &str) -> Vec<Self> {
        let text = normal(&text::shortened(text, LONGEST));
        if text.is_empty() {
            return super::all().collect();
        }
        let mut near: Vec<_> = super::all()
            .filter_map(|symptom| {
                let entry = symptom.entry;
                let names = [entry.id.to_owned(), normal(entry.label)].into_iter();
                let texts = names.chain(needles(entry.texts));
                let likeness = texts.map(|needle| likeness(&text, &needle));
                let likeness = likeness.fold(0.0, f64::max);
                (likeness >= ALIKE).then_some((likeness, symptom))
            })
            .collect();
        // Stable, so equally similar symptoms keep the order of the table.
        near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        near.truncate(MOST_OFFERED);
        near.into_iter().map(|(_, symptom)| symptom).collect()
    }
}

/// The similarity of a text to a known one: 1 if it equals it or is the start of one of its words.
fn likeness(text: &str, known: &str) -> f64 {
    let begins_word = known
        .match_indices(text)
        .any(|(at, _)| !known[..at].ends_with(char::is_alphanumeric));
    if begins_word && (text.chars().count() >= 3) {
        return 1.0;
    }
    strsim::jaro_winkler(text, known)
}

/// The normalized texts of a symptom.
fn needles(texts: &'static [&'static str]) -> impl Iterator<Item = String> {
    texts.iter().flat_map(|text| {
        let of =
            |token: &str, title: &str| normal(&text.replace("{T}", token).replace("{C}", title));
        let drm = text.contains(['{']).then(|| of("drm", "drm"));
        std::iter::once(of("playback", "video")).chain(drm)
    })
}

/// The text in lower case, with straight quotes and single spaces.
fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars().flat_map(char::to_lowercase) {
        match c {
            '’' | '‘' => out.push('\''),
            '“' | '”' => out.push('"'),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// Whole numbers, but not parts of words, versions, times and decimals.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: Option<char>, next: Option<char>| {
        c.is_some_and(char::is_alphanumeric)
            || (c.is_some_and(|c| ".,:".contains(c)) && next.is_some_and(|c| c.is_ascii_digit()))
    };
    let starts = text.char_indices().filter(move |(at, c)| {
        let mut before = text[..*at].chars().rev();
        c.is_ascii_digit() && !is_part(before.next(), before.next())
    });
    starts.filter_map(move |(start, _)| {
        let rest = &text[start..];
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let mut after = rest[end..].chars();
        (!is_part(after.next(), after.next())).then(|| &rest[..end])
    })
}

/// The server that a text mentions.
fn host_of(text: &str) -> Option<MediaHost> {
    [
        (MediaHost::License, "license.mux.com"),
        (MediaHost::Image, "image.mux.com"),
        (MediaHost::Stats, "stats.mux.com"),
        (MediaHost::Stream, "stream.mux.com"),
        (MediaHost::License, "license"),
        (MediaHost::License, "licence"),
        (MediaHost::License, "drm"),
        (MediaHost::License, "widevine"),
        (MediaHost::License, "playready"),
        (MediaHost::License, "fairplay"),
        // What Mux's iOS player logs.
        (MediaHost::License, "ckc request"),
        (MediaHost::License, "application certificate"),
        (MediaHost::Image, "thumbnail"),
        (MediaHost::Image, "poster"),
        (MediaHost::Image, "storyboard"),
        (MediaHost::Image, "animated."),
        (MediaHost::Stats, "viewer count"),
        (MediaHost::Stream, "playback-token"),
        (MediaHost::Stream, ".m3u8"),
        (MediaHost::Stream, "video url"),
        (MediaHost::Stream, "stream "),
    ]
    .into_iter()
    .find(|(_, word)| text.contains(word))
    .map(|(host, _)| host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Option<&'static str> {
        Symptom::parse(text).map(|symptom| symptom.entry.id)
    }

    #[test]
    fn ids_and_labels_are_recognized() {
        for symptom in super::super::all() {
            assert_eq!(Symptom::parse(symptom.entry.id), Some(symptom));
            assert_eq!(Symptom::parse(symptom.entry.label), Some(symptom));
        }
    }

    #[test]
    fn texts_are_recognized_as_likeliest_symptom() {
        let shared = [
            (
                "2403221",
                "The {T}-token is formatted with incorrect information.",
                "2403222",
            ),
            ("2400000", "Network Error", "2000000"),
            (
                "2400000",
                "The video URL or {T}-token are formatted with incorrect or incomplete information.",
                "2403201",
            ),
        ];
        for symptom in super::super::all() {
            let entry = symptom.entry;
            for text in entry.texts {
                let likelier = shared
                    .iter()
                    .find(|(id, shared, _)| (id, shared) == (&entry.id, text));
                let expected = likelier.map_or(entry.id, |(_, _, id)| id);
                for (token, title) in [("playback", "Video"), ("drm", "Drm")] {
                    let text = text.replace("{T}", token).replace("{C}", title);
                    assert_eq!(id(&text), Some(expected), "{text}");
                    assert_eq!(id(&text.to_uppercase()), Some(expected), "{text}");
                }
            }
        }
    }

    #[test]
    fn numbers_are_found_in_context() {
        for (text, expected) in [
            ("403", "403"),
            (" HTTP/2 403 ", "403"),
            ("< HTTP/1.1 404 Not Found", "404"),
            ("status=400", "400"),
            (
                "GET https://stream.mux.com/ID.m3u8 412 (Precondition Failed)",
                "412",
            ),
            (
                "Failed to load resource: the server responded with a status of 403 ()",
                "403",
            ),
            (
                "Application certificate request failed with response code: 403",
                "403",
            ),
            (
                "{\"error\":{\"messages\":[\"Invalid Parameters\"],\"type\":\"invalid_parameters\"}}",
                "400",
            ),
            ("MuxPlayer error, code 2403210, HTTP 403", "2403210"),
            ("muxCode: 2000000", "2000000"),
        ] {
            assert_eq!(id(text), Some(expected), "{text}");
        }
        for text in [
            "",
            "200",
            "HTTP/2 500",
            "4030",
            "x403",
            "403ms",
            "1.403",
            "12:04:403",
            "v403",
            "hello",
            "2403211",
        ] {
            assert_eq!(id(text), None, "{text}");
        }
    }

    #[test]
    fn descriptions_are_recognized() {
        for (text, expected) in [
            ("expired Jan 20, 1970", "2403210"),
            ("Expired at: Tue Jan 20 1970 02:47:56 GMT+0100", "2403210"),
            ("The video’s secured playback-token has expired.", "2403210"),
            ("Network Error", "2000000"),
            (
                "Network Error\nA network error caused the media download to fail.",
                "2000000",
            ),
            (
                "Network Error\nThe video URL or playback-token are formatted with incorrect or incomplete \
                 information.",
                "2400000",
            ),
            (
                "Video URL is formatted incorrectly\nThe video's playback ID does not match the one encoded in the \
                 playback-token.",
                "2403232",
            ),
            (
                "video url is formatted incorrectly",
                "formatted-incorrectly",
            ),
            ("MEDIA_ERR_SRC_NOT_SUPPORTED", "source-not-supported"),
            ("it plays then stops", "stops-early"),
            ("poster missing", "poster-missing"),
            ("403 only in production", "some-visitors"),
            ("works, but not on my Chromecast", "not-when-cast"),
            ("My token never expires", "never-expires"),
        ] {
            assert_eq!(id(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn mentioned_server_is_recognized() {
        for (text, host) in [
            ("403", None),
            ("license 403", Some(MediaHost::License)),
            (
                "403 from https://license.mux.com/license/widevine/ID",
                Some(MediaHost::License),
            ),
            ("CKC request failed: 403", Some(MediaHost::License)),
            (
                "GET https://stream.mux.com/ID.m3u8 403",
                Some(MediaHost::Stream),
            ),
            ("thumbnail 403", Some(MediaHost::Image)),
            ("stats.mux.com says 403", Some(MediaHost::Stats)),
            (
                "The video's secured drm-token has expired.",
                Some(MediaHost::License),
            ),
            (
                "The video's secured playback-token has expired.",
                Some(MediaHost::Stream),
            ),
        ] {
            assert_eq!(Symptom::parse(text).expect(text).host, host, "{text}");
        }
    }

    #[test]
    fn unknown_text_has_suggestions() {
        let near = |text| {
            let near = Symptom::suggestions(text);
            near.iter()
                .map(|symptom| symptom.entry.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(near("240321").first(), Some(&"2403210"));
        assert_eq!(near("netwrok error").first(), Some(&"2000000"));
        assert_eq!(near("poster").first(), Some(&"poster-missing"));
        assert_eq!(near("qqqq"), [""; 0]);
        assert_eq!(Symptom::suggestions(" ").len(), SYMPTOMS.len());
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(id(&"x ".repeat(1_000_000)), None);
        assert_eq!(id(&"4".repeat(1_000_000)), None);
        assert_eq!(id(&"é’".repeat(100_000)), None);
    }
}
