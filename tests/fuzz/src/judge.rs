//! What is true of every report and every import, whatever the text.

use std::borrow::Cow;

use crate::{
    core::{
        audience::Audience,
        import::{self, Import},
        inspect::{Acceptance, Report, Structure, inspect},
        json::Object,
        key::{self, Key},
        lint::{Evidence, Severity},
        report, report_json,
        text::is_hidden,
        time::{Timestamp, Zone},
        token::Token,
        url::{MediaUrl, Resource},
        verify::Signature,
    },
    tokens::SOUND,
};

/// Inspects a text and holds the report against what it promises.
pub fn report(text: &str, evidence: &Evidence, keys: &[Key], now: Timestamp) -> Report {
    let report = inspect(text, evidence, keys, now);
    for token in &report.tokens {
        let severities: Vec<_> = token
            .findings
            .iter()
            .map(|finding| finding.severity)
            .collect();
        assert!(severities.is_sorted(), "worst first: {severities:?}");
        let refused = severities.contains(&Severity::Error);
        let verified = matches!(token.signature, Signature::Verified { .. });
        let acceptance = match (refused, verified) {
            (true, _) => Acceptance::Refused,
            (false, true) => Acceptance::Accepted,
            (false, false) => Acceptance::Unknown,
        };
        assert_eq!(token.acceptance, acceptance);
        // What is broken is never passed over in silence; only what somebody blacked out may have been sound.
        if token.structure == Structure::Broken && severities != [Severity::Warning] {
            assert_eq!(acceptance, Acceptance::Refused, "{:?}", token.request.text);
            assert!(!verified);
        }
        assert!(
            !verified || SOUND.contains(&token.token.text),
            "forged: {:?}",
            token.token.text
        );
        for finding in &token.findings {
            assert!(
                !finding.message.is_empty() && !finding.hint.is_empty(),
                "{}",
                finding.id
            );
            if let Some(fix) = &finding.fix {
                let mut request = token.spec();
                fix.apply(&mut request);
                if let Ok((_, payload)) = request.contents("K", now) {
                    assert!(
                        Object::parse(&payload.to_string()).is_ok(),
                        "{}",
                        finding.id
                    );
                }
            }
        }
    }
    let json = report_json::report(&report).to_string();
    assert!(Object::parse(&json).is_ok(), "{json}");
    let markdown = report::markdown(&report, evidence, keys, now, Zone::UTC);
    let hidden = markdown.chars().find(|c| *c != '\n' && is_hidden(*c));
    assert_eq!(hidden, None, "{markdown}");
    // Nothing in it opens anything.
    for signature in SOUND.iter().filter_map(|token| token.rsplit('.').next()) {
        assert!(!markdown.contains(signature), "{markdown}");
    }
    report
}

/// Finds what is in a text and holds it against what it promises.
pub fn found(text: &str) -> Import {
    let import = import::find(text);
    assert!(import.tokens.len() <= 1000);
    assert!(import.left_out == 0 || import.tokens.len() == 1000);
    for found in &import.tokens {
        // An attribute of a player with nothing in it is told as well.
        let is_told = !found.text.is_empty() || found.slot.is_some();
        assert!(
            is_told && !found.place.is_empty() && found.count > 0,
            "{found:?}"
        );
        assert!(!key::looks_private(&found.text), "{found:?}");
        // What is sound alone is sound again, and the very same.
        if Token::read(&found.text).is_sound() && found.text.starts_with("eyJ") {
            let again = import::find(&found.text);
            let texts: Vec<_> = again.tokens.iter().map(|found| &found.text).collect();
            assert_eq!(texts, [&found.text]);
            assert!(
                is_in(text, &found.text),
                "{:?} is not in {text:?}",
                found.text
            );
        }
    }
    import
}

/// Whether a token stands in a text, unescaped in one of the ways in which texts are escaped, and without line breaks.
pub fn is_in(text: &str, token: &str) -> bool {
    let token = packed(token);
    let mut forms: Vec<Cow<'_, str>> = vec![text.into()];
    for _ in 0..4 {
        if forms.iter().any(|form| packed(form).contains(&token)) {
            return true;
        }
        let next: Vec<Cow<'_, str>> = forms
            .iter()
            .flat_map(|form| {
                let percent = percent_encoding::percent_decode_str(form)
                    .decode_utf8_lossy()
                    .into_owned();
                [percent, unescaped(form)]
            })
            .map(Cow::Owned)
            .collect();
        forms = next;
    }
    false
}

/// The characters of which tokens are made: what mails, terminals and shells put between them is gone.
fn packed(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_alphanumeric() || "-_.+/".contains(*c))
        .collect()
}

/// The text without the escapes of JSON, HTML and quoted-printable that can stand for the characters of a token.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let hex = |digits: &str| {
            u32::from_str_radix(digits, 16)
                .ok()
                .and_then(char::from_u32)
        };
        let (written, len) = if let Some(escape) = rest.strip_prefix("\\u") {
            (escape.get(..4).and_then(hex), 6)
        } else if let Some(escape) = rest.strip_prefix("\\x") {
            (escape.get(..2).and_then(hex), 4)
        } else if rest.starts_with(['\\', '^']) && rest.len() > 1 {
            // A line break or a tab stands for white space; whatever else is escaped stands for itself.
            let escaped = rest[1..].chars().next().unwrap_or(' ');
            let stands_for = if "nrtbf".contains(escaped) {
                ' '
            } else {
                escaped
            };
            (Some(stands_for), 1 + escaped.len_utf8())
        } else if let Some(escape) = rest
            .strip_prefix("&#x")
            .or_else(|| rest.strip_prefix("&#X"))
        {
            let end = escape.find(';').unwrap_or(escape.len());
            (hex(&escape[..end]), 4 + end)
        } else if let Some(escape) = rest.strip_prefix("&#") {
            let end = escape.find(';').unwrap_or(escape.len());
            (escape[..end].parse().ok().and_then(char::from_u32), 3 + end)
        } else {
            (None, 0)
        };
        match written {
            Some(written) => {
                out.push(written);
                rest = rest.get(len..).unwrap_or_default();
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

/// The URL of the usual format of an audience.
pub fn usual_url(audience: Audience, id: &str, domain: &str) -> MediaUrl {
    let format = Resource::formats(audience)[0];
    let resource = Resource::from_format(audience, format).expect("its own");
    MediaUrl::new(id, resource, domain)
}
