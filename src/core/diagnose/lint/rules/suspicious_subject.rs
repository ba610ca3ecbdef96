//! `sub` does not look like a Mux ID.

use crate::core::diagnose::lint::expected_id::differs;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    mux::{
        audience::Audience,
        id::{self, is_uuid},
        non_id::{NonId, id_within},
    },
    text::shortened,
    token::name_char,
};

pub(super) const RULE: Rule = Rule {
    id: "suspicious-subject",
    severity: Severity::Warning,
    basis: Basis::Inferred,
    title: "`sub` does not look like a Mux ID",
    explanation: "`sub` must be exactly the ID. Common mistakes are a placeholder from a sample, a whole URL, an ID \
                  followed by a token, and a space or an invisible character copied with the ID. Mux IDs probably \
                  consist of 43 or more letters and digits in which `0` is followed by `0`, `1` or `2`; Mux does not \
                  document their form, so this is only a hint.",
    docs: SECURE,
    check,
};

/// Why an ID is suspicious.
pub(super) struct Oddity {
    /// The problem: one sentence without a full stop.
    pub(super) message: String,
    /// What to do about it: full sentences.
    pub(super) hint: &'static str,
    /// The ID that was probably meant.
    pub(super) meant: Option<String>,
    basis: Basis,
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // If the right ID is known, `subject-mismatch` reports both.
    if differs(subject).is_some() {
        return Vec::new();
    }
    let Some(oddity) = of(subject) else {
        return Vec::new();
    };
    let finding = RULE
        .found(oddity.message, oddity.hint)
        .at("sub")
        .known(oddity.basis)
        .depends_on("whether `sub` is an ID of Mux");
    vec![match oddity.meant {
        Some(id) => finding.with_fix(Fix::SetId(id)),
        None => finding,
    }]
}

/// Why the ID of a token is suspicious, if it is.
pub(super) fn of(subject: &Subject<'_>) -> Option<Oddity> {
    let sub = subject
        .claim("sub")?
        .as_str()
        .filter(|sub| !sub.is_empty())?;
    let audience = subject.audience();
    if let Some(kind) = NonId::of(sub, audience) {
        return Some(Oddity {
            meant: id_within(sub, audience),
            ..not_an_id(sub, kind)
        });
    }
    // The form of video IDs of Mux Data and of IDs of an unknown audience is unknown.
    let audience = audience.filter(|audience| *audience != Audience::VideoViews)?;
    wrong_letters(sub, audience).or_else(|| wrong_shape(sub, audience))
}

fn oddity(message: String, hint: &'static str) -> Oddity {
    Oddity {
        message,
        hint,
        meant: None,
        basis: Basis::Documented,
    }
}

/// Words for a `sub` that certainly is not an ID.
fn not_an_id(sub: &str, kind: NonId) -> Oddity {
    let shown = shortened(sub, 60);
    let (message, hint) = match kind {
        NonId::Nothing => (
            format!(
                "`sub` is `{}`: the signing program had no ID",
                shortened(sub, 40)
            ),
            "Find out why the ID was not set when the token was signed. Often an `await` is missing.",
        ),
        NonId::Token => (
            "`sub` contains a token, but must be only the ID".to_owned(),
            "Sign for the ID without a query. The token is added to the URL afterwards.",
        ),
        NonId::Quoted => (
            format!("`sub` is in quotes: `{shown}`"),
            "Sign for the ID without them.",
        ),
        NonId::Blank(c) => {
            let invisible = if c.is_whitespace() {
                ""
            } else {
                " (invisible)"
            };
            (
                format!("`sub` contains a {}{invisible}: `{shown}`", name_char(c)),
                "Sign for the ID without it. It was probably copied with the ID.",
            )
        }
        NonId::Placeholder => (
            format!("`sub` is the placeholder `{shown}`"),
            "Replace it with the real ID, which the Mux dashboard and the API show.",
        ),
        NonId::Json => only_id("JSON", &shown),
        NonId::Markup => only_id("markup", &shown),
        NonId::Email => only_id("an email address", &shown),
        NonId::Url => only_id("a URL", &shown),
        NonId::UrlPart => only_id("part of a URL", &shown),
        NonId::FileName => only_id("a file name", &shown),
    };
    oddity(message, hint)
}

fn only_id(what: &str, shown: &str) -> (String, &'static str) {
    (
        format!("`sub` is {what}, `{shown}`, but must be only the ID"),
        "Sign for the ID only.",
    )
}

const COMPARE: &str = "Compare it with the ID in the Mux dashboard, character by character.";

fn wrong_letters(sub: &str, audience: Audience) -> Option<Oddity> {
    let odd = sub.chars().find(|c| !c.is_ascii_alphanumeric())?;
    let kind = audience.a_subject();
    let shown = shortened(sub, 60);
    let message = if is_uuid(sub) {
        format!("`sub` is the UUID `{shown}`, which is probably not {kind}")
    } else if odd.is_ascii() {
        format!("`sub` is `{shown}`, which is probably not {kind}: Mux IDs have no `{odd}`")
    } else {
        format!(
            "`sub` is `{shown}`, which is probably not {kind}: it contains {odd} (U+{:04X}), which is not a letter \
             from A to Z",
            u32::from(odd)
        )
    };
    Some(Oddity {
        basis: Basis::Inferred,
        ..oddity(message, COMPARE)
    })
}

/// A long ID that cannot be one of Mux: its IDs are base64url in which `00`, `01` and `02` stand for `0`, `-` and `_`.
///
/// Short IDs are probably tests, and are ignored.
fn wrong_shape(sub: &str, audience: Audience) -> Option<Oddity> {
    if sub.len() < 30 {
        return None;
    }
    let kind = audience.subject();
    let odd = match id::unescape(sub) {
        Err(next) => match next {
            Some(next) => format!("it has `{next}` after a `0`, where Mux IDs have 0, 1 or 2"),
            None => "it ends too early".to_owned(),
        },
        // Old IDs have 24 bytes, all others 32.
        Ok(base64) => match URL_SAFE_NO_PAD.decode(base64.as_bytes()) {
            Ok(bytes) if matches!(bytes.len(), 24 | 32) => return None,
            _ if base64.len() < 43 => "it is shorter than Mux IDs".to_owned(),
            _ if base64.len() > 43 => "it is longer than Mux IDs".to_owned(),
            _ => "Mux IDs do not end with its last character".to_owned(),
        },
    };
    Some(Oddity {
        basis: Basis::Inferred,
        ..oddity(
            format!(
                "The {kind} `{}` is probably mistyped or truncated: {odd}",
                shortened(sub, 60)
            ),
            COMPARE,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::{
            finding::Fix,
            lint::{
                rules::subject_mismatch,
                testing::{Case, NOTHING, claims},
            },
        },
        json::quoted,
        level::Severity,
    };

    const ID: &str = "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE";

    fn sub(sub: &str, aud: &str) -> Case {
        claims(&format!(r#"{{"sub":{},"aud":"{aud}"}}"#, quoted(sub)))
    }

    #[test]
    fn other_values_are_recognized() {
        for (input, says, meant) in [
            (
                "undefined",
                "`sub` is `undefined`: the signing program had no ID",
                None,
            ),
            (
                "[object Promise]",
                "`sub` is `[object Promise]`: the signing program had no ID",
                None,
            ),
            (
                "YOUR_PLAYBACK_ID",
                "`sub` is the placeholder `YOUR_PLAYBACK_ID`",
                None,
            ),
            (
                "{playbackId}",
                "`sub` is the placeholder `{playbackId}`",
                None,
            ),
            ("xxxxxx", "`sub` is the placeholder `xxxxxx`", None),
            (
                "https://stream.mux.com/AbC.m3u8",
                "`sub` is a URL, `https://stream.mux.com/AbC.m3u8`, but must be only the ID",
                Some("AbC"),
            ),
            (
                "stream.mux.com/AbC.m3u8",
                "`sub` is a URL, `stream.mux.com/AbC.m3u8`, but must be only the ID",
                Some("AbC"),
            ),
            (
                "AbC.m3u8",
                "`sub` is a file name, `AbC.m3u8`, but must be only the ID",
                Some("AbC"),
            ),
            (
                "AbC?token=eyJh.e30.AA",
                "`sub` contains a token, but must be only the ID",
                Some("AbC"),
            ),
            ("AbC ", "`sub` contains a space: `AbC `", Some("AbC")),
            ("AbC\n", "`sub` contains a line break: `AbC\n`", Some("AbC")),
            (
                "A\u{200b}bC",
                "`sub` contains a U+200B (invisible): `A\u{200b}bC`",
                Some("AbC"),
            ),
        ] {
            let findings = sub(input, "v").findings(&RULE);
            let found: Vec<_> = findings.iter().map(|f| f.message.as_str()).collect();
            assert_eq!(found, [says]);
            let fix = meant.map(|id| Fix::SetId(id.to_owned()));
            assert_eq!(findings[0].fix, fix, "{input}");
        }
    }

    #[test]
    fn impossible_ids_are_reported() {
        let says = |input: &str| sub(input, "v").says(&RULE).join("; ");
        let long = "The playback ID `";
        for (input, end) in [
            (
                ID.replace("02", "09"),
                "it has `9` after a `0`, where Mux IDs have 0, 1 or 2",
            ),
            (ID[..40].to_owned(), "it is shorter than Mux IDs"),
            (format!("{ID}A"), "it is longer than Mux IDs"),
            (
                ID.replace("DyE", "DyF"),
                "Mux IDs do not end with its last character",
            ),
            (format!("{}0", &ID[..43]), "it ends too early"),
        ] {
            let said = says(&input);
            assert!(said.starts_with(long) && said.ends_with(end), "{said}");
        }
        assert_eq!(
            says("01234567-89ab-cdef-0123-456789abcdef"),
            "`sub` is the UUID `01234567-89ab-cdef-0123-456789abcdef`, which is probably not a playback ID"
        );
        assert_eq!(
            says("my_video"),
            "`sub` is `my_video`, which is probably not a playback ID: Mux IDs have no `_`"
        );
        assert_eq!(
            says("Аbc"),
            "`sub` is `Аbc`, which is probably not a playback ID: it contains А (U+0410), which is not a letter from A \
             to Z"
        );
        assert_eq!(
            sub("a-b", "asset_id").says(&RULE),
            ["`sub` is `a-b`, which is probably not an asset ID: Mux IDs have no `-`"]
        );
        let finding = sub("my_video", "v").findings(&RULE).remove(0);
        assert_eq!(finding.severity, Severity::Warning);
    }

    #[test]
    fn real_and_test_ids_are_fine() {
        for id in [
            ID,
            "GnlEbcBLuWrwlIf2sM8jG7HCMX9kodE00vzgV59ircws",
            "dp7xanuIcelQ6jx7Kp2IB4001SOqqIoUTt2oFN6fLbKw",
            // Old ones, as in Mux's guides.
            "uNbxnGLKJ00yfbijDO8COxTOyVKT01xpxW",
            "DS00Spx1CV902MCtPj5WknGlR102V5HFkDe",
            "ID",
            "abc123",
            "DemoPlaybackId",
            "test",
        ] {
            for aud in ["v", "t", "d", "playback_id", "asset_id", "live_stream_id"] {
                assert_eq!(sub(id, aud).says(&RULE), NOTHING, "{id}");
            }
        }
        // `missing-subject` reports empty values and other types.
        for text in [r#"{"sub":"","aud":"v"}"#, r#"{"sub":7,"aud":"v"}"#, "{}"] {
            assert_eq!(claims(text).says(&RULE), NOTHING);
        }
    }

    #[test]
    fn mux_data_video_ids_are_free() {
        for id in [
            "my-video_1",
            "https://example.com/video/1",
            "PLAYBACK_ID",
            "01234567-89ab-cdef-0123-456789abcdef",
            "Spring sale, 30 s",
            "名前",
        ] {
            assert_eq!(sub(id, "video_id").says(&RULE), NOTHING, "{id}");
        }
        assert_eq!(
            sub("undefined", "video_id").says(&RULE),
            ["`sub` is `undefined`: the signing program had no ID"]
        );
        assert_eq!(
            sub("video-1\u{feff}", "video_id").says(&RULE),
            ["`sub` contains a U+FEFF (invisible): `video-1\u{feff}`"]
        );
    }

    #[test]
    fn known_id_is_left_to_subject_mismatch() {
        let case = sub("AbC\u{200b}", "v").at_url("https://stream.mux.com/AbC.m3u8");
        assert_eq!(case.says(&RULE), NOTHING);
        let finding = case.findings(&subject_mismatch::RULE).remove(0);
        assert!(finding.hint.contains("(invisible)"), "{}", finding.hint);
        let case = sub("AbC", "v").at_url("https://stream.mux.com/AbC.m3u8");
        assert_eq!(case.says(&RULE), NOTHING);
    }
}
