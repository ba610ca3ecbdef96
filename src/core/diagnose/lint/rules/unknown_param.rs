//! A claim that Mux does not document.

use super::nested_params;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    json::Value,
    level::{Basis, Severity},
    mux::params,
    text::shortened,
};

pub(super) const RULE: Rule = Rule {
    id: "unknown-param",
    severity: Severity::Warning,
    basis: Basis::Inferred,
    title: "unknown claim",
    explanation: "Mux documents each claim that it reads. Other claims were observed to be ignored, so a misspelled \
                  parameter probably has no effect, without any error. Your own values belong in `custom`.",
    docs: SECURE,
    check,
};

/// Other names of the standard claims, in lower-case letters only.
const STANDARD: &[(&str, &str)] = &[
    ("audience", "aud"),
    ("type", "aud"),
    ("subject", "sub"),
    ("playbackid", "sub"),
    ("expiration", "exp"),
    ("expires", "exp"),
    ("expiresat", "exp"),
    ("expiresin", "exp"),
    ("expiry", "exp"),
    ("keyid", "kid"),
    ("signingkey", "kid"),
    ("signingkeyid", "kid"),
];

/// What to write in place of other services' and players' names, in lower-case letters only.
const INSTEAD: &[(&str, &str)] = &[
    (
        "smartcrop",
        "Set `fit_mode` to `smartcrop`, with `width` and `height`.",
    ),
    (
        "crop",
        "Set `fit_mode` to `crop`, with `width` and `height`.",
    ),
    ("pad", "Set `fit_mode` to `pad`, with `width` and `height`."),
    (
        "stretch",
        "Set `fit_mode` to `stretch`, with `width` and `height`.",
    ),
    ("fit", "Did you mean `fit_mode`?"),
    ("resize", "Did you mean `fit_mode`?"),
    ("flip", "Use `flip_h` or `flip_v`."),
    ("mirror", "Use `flip_h`."),
    ("resolution", "Use `max_resolution` and `min_resolution`."),
    ("quality", "Use `max_resolution` and `min_resolution`."),
    ("restrictionid", "Did you mean `playback_restriction_id`?"),
    ("restriction", "Did you mean `playback_restriction_id`?"),
    ("lang", "Use `default_subtitles_lang`."),
    ("language", "Use `default_subtitles_lang`."),
    (
        "extension",
        "The format is the extension in the URL, not a claim.",
    ),
];

/// At most this many unknown claims are named.
const NAMED: usize = 10;

/// Longer names are not misspellings.
const LONGEST: usize = 64;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let own = subject.own_claims();
    let unknown: Vec<_> = own
        .into_iter()
        .filter(|(name, value)| is_unknown(name, value))
        .collect();
    let mut findings: Vec<_> = unknown
        .iter()
        .take(NAMED)
        .map(|(name, _)| finding(subject, name))
        .collect();
    if unknown.len() > NAMED {
        let more = unknown.len() - NAMED;
        findings.push(RULE.found(
            format!("{more} more claims are not documented by Mux"),
            "Move your own values into `custom`, and remove the rest.",
        ));
    }
    findings
}

fn is_unknown(name: &str, value: &Value) -> bool {
    let is_standard = params::STANDARD.iter().any(|(claim, _)| *claim == name);
    // `param-of-another-audience` reports parameters of other audiences.
    !is_standard
        && params::any(name).is_none()
        && nested_params::nested(name, value).is_none()
        && !nested_params::is_empty(name, value)
}

fn finding(subject: &Subject<'_>, name: &str) -> Finding {
    let message = format!(
        "`{}` is not a claim that Mux documents, so it is probably ignored",
        shortened(name, 60)
    );
    let audience = subject.meant_audience();
    let audiences: Vec<_> = audience.into_iter().collect();
    let remove = Fix::RemoveClaim(name.to_owned());
    if let Some(claim) = standard(name) {
        let hint = if params::HEADER.iter().any(|(member, _)| *member == claim) && claim != "kid" {
            format!("`{claim}` belongs in the header.")
        } else {
            format!("It is probably meant to be `{claim}`.")
        };
        return RULE.found(message, hint).with_fix(remove);
    }
    if let Some(hint) = instead(name) {
        return RULE.found(message, hint).with_fix(remove);
    }
    let similar = (name.len() <= LONGEST)
        .then(|| params::similar(name, &audiences))
        .flatten();
    match similar {
        Some(to) if audience.is_none_or(|audience| params::find(to, audience).is_some()) => {
            let finding = RULE.found(message, format!("Did you mean `{to}`?"));
            if subject.claim(to).is_some() {
                return finding.with_fix(remove);
            }
            finding.with_fix(Fix::RenameParam {
                from: name.to_owned(),
                to: to.to_owned(),
            })
        }
        Some(to) => {
            let owners = params::owners(to);
            let hint = format!("There is a similar parameter, `{to}`, in tokens for {owners}.");
            RULE.found(message, hint).with_fix(remove)
        }
        None => RULE.found(message, "Move your own values into `custom`, or remove it."),
    }
}

/// What to write in place of a name.
fn instead(name: &str) -> Option<&'static str> {
    let letters = letters(name)?;
    let known = INSTEAD.iter().find(|(word, _)| *word == letters);
    known.map(|(_, hint)| *hint)
}

/// A name in lower-case letters only, unless it is too long for a misspelling.
fn letters(name: &str) -> Option<String> {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    (name.len() <= LONGEST).then(|| letters.map(|c| c.to_ascii_lowercase()).collect())
}

/// The claim or header member that a name was probably meant for.
fn standard(name: &str) -> Option<&'static str> {
    let letters = letters(name)?;
    let claims = params::STANDARD.iter().chain(params::HEADER);
    let same = claims
        .map(|(claim, _)| *claim)
        .find(|claim| *claim == letters);
    same.or_else(|| {
        STANDARD
            .iter()
            .find(|(word, _)| *word == letters)
            .map(|(_, claim)| *claim)
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::{
        finding::Fix,
        lint::testing::{NOTHING, claims},
    };

    #[test]
    fn misspelled_name_has_suggestion() {
        for (input, hint, to) in [
            (
                r#"{"aud":"v","maxResolution":"720p"}"#,
                "Did you mean `max_resolution`?",
                Some("max_resolution"),
            ),
            (
                r#"{"aud":"t","fitMode":"crop"}"#,
                "Did you mean `fit_mode`?",
                Some("fit_mode"),
            ),
            (
                r#"{"aud":"d","playbackRestrictionId":"R"}"#,
                "Did you mean `playback_restriction_id`?",
                Some("playback_restriction_id"),
            ),
            (
                r#"{"aud":"d","license_expiration":60}"#,
                "Did you mean `licenseExpiration`?",
                Some("licenseExpiration"),
            ),
            (
                r#"{"aud":"v","widht":1}"#,
                "There is a similar parameter, `width`, in tokens for thumbnails and animated images.",
                None,
            ),
            (
                r#"{"aud":"v","expiration":"7d"}"#,
                "It is probably meant to be `exp`.",
                None,
            ),
            (
                r#"{"aud":"v","keyId":"K"}"#,
                "It is probably meant to be `kid`.",
                None,
            ),
            (
                r#"{"aud":"v","Sub":"x"}"#,
                "It is probably meant to be `sub`.",
                None,
            ),
            (
                r#"{"aud":"v","alg":"RS256"}"#,
                "`alg` belongs in the header.",
                None,
            ),
            (
                r#"{"aud":"t","smart_crop":true}"#,
                "Set `fit_mode` to `smartcrop`, with `width` and `height`.",
                None,
            ),
            (
                r#"{"aud":"v","restrictionId":"R"}"#,
                "Did you mean `playback_restriction_id`?",
                None,
            ),
            (
                r#"{"aud":"d","drm_offline":true}"#,
                "Did you mean `offline`?",
                Some("offline"),
            ),
            (
                r#"{"aud":"v","viewer_id":"x"}"#,
                "Move your own values into `custom`, or remove it.",
                None,
            ),
            (
                r#"{"aud":"v","user":"x"}"#,
                "Move your own values into `custom`, or remove it.",
                None,
            ),
        ] {
            let findings = claims(input).findings(&RULE);
            assert_eq!(findings.len(), 1, "{input}");
            assert_eq!(findings[0].hint, hint);
            let renamed = match &findings[0].fix {
                Some(Fix::RenameParam { to, .. }) => Some(to.as_str()),
                _ => None,
            };
            assert_eq!(renamed, to, "{input}");
        }
        assert_eq!(
            claims(r#"{"aud":"v","maxResolution":"720p"}"#).says(&RULE),
            ["`maxResolution` is not a claim that Mux documents, so it is probably ignored"]
        );
    }

    #[test]
    fn existing_name_is_not_reused() {
        let case = claims(r#"{"aud":"t","time":1,"Time":2}"#);
        assert_eq!(
            case.findings(&RULE)[0].fix,
            Some(Fix::RemoveClaim("Time".to_owned()))
        );
    }

    #[test]
    fn documented_claims_are_fine() {
        for input in [
            r#"{"sub":"I","aud":"v","exp":1,"kid":"K","iat":1,"nbf":1,"iss":"x","jti":"y"}"#,
            r#"{"aud":"v","custom":{"anything":1},"playback_restriction_id":"R"}"#,
            r#"{"aud":"v","width":1}"#,
            r#"{"aud":"v","params":{}}"#,
            "{}",
        ] {
            assert_eq!(claims(input).says(&RULE), NOTHING, "{input}");
        }
    }

    #[test]
    fn many_unknown_claims_are_counted() {
        let names: Vec<_> = (0..500).map(|i| format!(r#""strange{i}":{i}"#)).collect();
        let says = claims(&format!("{{{}}}", names.join(","))).says(&RULE);
        assert_eq!(says.len(), 11);
        assert_eq!(says[10], "490 more claims are not documented by Mux");
    }
}
