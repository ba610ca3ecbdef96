//! A claim that Mux does not know.

use super::{SECURE, nested_params};
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
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
    title: "a claim that Mux does not know",
    explanation: "Mux documents each claim that it reads. A token with another one has been seen to work as if the \
                  claim were not there, so a misspelt parameter probably does nothing, and nobody says so. Values of \
                  one's own belong in `custom`.",
    docs: SECURE,
    check,
};

/// What SDKs and people call the claims that every token has, by its letters alone.
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

/// More strange claims than this are counted and not named.
const NAMED: usize = 10;

/// A longer name is nobody's misspelling.
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
            format!("{more} more claims are none that Mux knows"),
            "Put what is your own into `custom`, and leave out the rest.",
        ));
    }
    findings
}

fn is_unknown(name: &str, value: &Value) -> bool {
    let is_standard = params::STANDARD.iter().any(|(claim, _)| *claim == name);
    // What is known but belongs to another token is the matter of `param-of-another-audience`.
    !is_standard
        && params::any(name).is_none()
        && nested_params::nested(name, value).is_none()
        && !nested_params::is_empty(name, value)
}

fn finding(subject: &Subject<'_>, name: &str) -> Finding {
    let message = format!(
        "`{}` is no claim that Mux knows, so it is probably ignored",
        shortened(name, 60)
    );
    let audience = subject.meant_audience();
    let audiences: Vec<_> = audience.into_iter().collect();
    let remove = Fix::RemoveClaim(name.to_owned());
    if let Some(claim) = standard(name) {
        let hint = if params::HEADER.iter().any(|(member, _)| *member == claim) && claim != "kid" {
            format!("`{claim}` belongs in the header.")
        } else {
            format!("It is probably meant for `{claim}`.")
        };
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
            let hint = format!("Mux knows a similar one, `{to}`, in tokens for {owners}.");
            RULE.found(message, hint).with_fix(remove)
        }
        None => RULE.found(
            message,
            "Put what is your own into `custom`, or leave it out.",
        ),
    }
}

/// The claim or header member that a name was probably meant for.
fn standard(name: &str) -> Option<&'static str> {
    if name.len() > LONGEST {
        return None;
    }
    let letters: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
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
    fn a_misspelt_name_is_told_with_the_right_one() {
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
                "Mux knows a similar one, `width`, in tokens for thumbnails and animated images.",
                None,
            ),
            (
                r#"{"aud":"v","expiration":"7d"}"#,
                "It is probably meant for `exp`.",
                None,
            ),
            (
                r#"{"aud":"v","keyId":"K"}"#,
                "It is probably meant for `kid`.",
                None,
            ),
            (
                r#"{"aud":"v","Sub":"x"}"#,
                "It is probably meant for `sub`.",
                None,
            ),
            (
                r#"{"aud":"v","alg":"RS256"}"#,
                "`alg` belongs in the header.",
                None,
            ),
            (
                r#"{"aud":"v","user":"x"}"#,
                "Put what is your own into `custom`, or leave it out.",
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
            ["`maxResolution` is no claim that Mux knows, so it is probably ignored"]
        );
    }

    #[test]
    fn a_name_that_is_there_already_is_not_given_to_another() {
        let case = claims(r#"{"aud":"t","time":1,"Time":2}"#);
        assert_eq!(
            case.findings(&RULE)[0].fix,
            Some(Fix::RemoveClaim("Time".to_owned()))
        );
    }

    #[test]
    fn claims_of_the_standard_and_of_mux_are_known() {
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
    fn a_crowd_of_strangers_is_counted() {
        let names: Vec<_> = (0..500).map(|i| format!(r#""strange{i}":{i}"#)).collect();
        let says = claims(&format!("{{{}}}", names.join(","))).says(&RULE);
        assert_eq!(says.len(), 11);
        assert_eq!(says[10], "490 more claims are none that Mux knows");
    }
}
