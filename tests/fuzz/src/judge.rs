//! The checks of reports and imports that the fuzz targets share.

use std::borrow::Cow;

use crate::{
    core::{
        diagnose::{evidence::Evidence, inspect, report::Report},
        import::{self, found::Import},
        key::{self, Key},
        mux::{
            audience::Audience,
            url::{MediaUrl, Resource},
        },
        time::Timestamp,
        token::{Token, verify::Signature},
    },
    key_forms, promises,
    tokens::SOUND,
};

/// Inspects a text and checks what its report promises.
pub fn report(text: &str, evidence: &Evidence, keys: &[Key], now: Timestamp) -> Report {
    let report = inspect(text, evidence, keys, now);
    let [json, markdown] = promises::assert_report(&report, evidence, keys, now);
    key_forms::assert_none_in(&json);
    key_forms::assert_none_in(&markdown);
    for token in &report.tokens {
        let verified = matches!(token.signature, Signature::Verified { .. });
        assert!(
            !verified || SOUND.contains(&token.token.text),
            "forged: {:?}",
            token.token.text
        );
    }
    // A report contains no usable token.
    for signature in SOUND.iter().filter_map(|token| token.rsplit('.').next()) {
        assert!(!markdown.contains(signature), "{markdown}");
    }
    report
}

/// Imports a text and checks what every import promises.
pub fn found(text: &str) -> Import {
    let import = import::find(text);
    assert!(import.tokens.len() <= 1000);
    assert!(import.left_out == 0 || import.tokens.len() == 1000);
    for found in &import.tokens {
        // An empty attribute of a player is reported as well.
        let is_reported = !found.text.is_empty() || found.slot.is_some();
        assert!(
            is_reported && !found.place_in_words().is_empty() && found.count > 0,
            "{found:?}"
        );
        key_forms::assert_none_in(&found.text);
        assert!(!key::holds_private_key(&found.text), "{found:?}");
        // A well-formed token alone is found again, unchanged.
        if Token::read(&found.text).is_well_formed() && found.text.starts_with("eyJ") {
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

/// Whether a text contains a token, in any of the usual escapes and with line breaks in it.
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

/// The characters that tokens consist of, without what mail clients, terminals and shells insert between them.
fn packed(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_alphanumeric() || "-_.+/".contains(*c))
        .collect()
}

/// The text without the JSON, HTML and quoted-printable escapes that can encode the characters of a token.
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
            // An escaped letter of a line break or a tab is white space; any other escaped character is itself.
            let escaped = rest[1..].chars().next().unwrap_or(' ');
            let meant = if "nrtbf".contains(escaped) {
                ' '
            } else {
                escaped
            };
            (Some(meant), 1 + escaped.len_utf8())
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
