//! `sub` is missing.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    mux::audience::Audience,
};

pub(super) const RULE: Rule = Rule {
    id: "missing-subject",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "no `sub` claim",
    explanation: "`sub` is the ID that the token is for, usually a playback ID. Without it the token grants access to nothing.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(claims) = subject.claims() else {
        return Vec::new();
    };
    let message = match claims.get("sub") {
        None => "The token has no ID: `sub` is missing".to_owned(),
        Some(sub) if sub.as_str().is_some_and(|sub| !sub.is_empty()) => return Vec::new(),
        Some(sub) if sub.as_str().is_some() => "The token has no ID: `sub` is empty".to_owned(),
        Some(sub) => format!("The token has no ID: `sub` is {}", sub.kind()),
    };
    let id = subject
        .audience()
        .map_or(Audience::Video.subject(), Audience::subject);
    let finding = RULE
        .found(message, format!("Set `sub` to the {id}."))
        .at("sub");
    let known = subject
        .url
        .and_then(|url| url.id.clone())
        .or_else(|| subject.evidence.id.clone());
    vec![match known {
        Some(id) => finding.with_fix(Fix::SetId(id)),
        None => finding,
    }]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims};

    #[test]
    fn wrong_value_is_named() {
        for (input, says) in [
            ("{}", "The token has no ID: `sub` is missing"),
            (r#"{"sub":""}"#, "The token has no ID: `sub` is empty"),
            (r#"{"sub":["x"]}"#, "The token has no ID: `sub` is a list"),
        ] {
            assert_eq!(claims(input).says(&RULE), [says]);
        }
        assert_eq!(claims(r#"{"sub":"x"}"#).says(&RULE), NOTHING);
    }
}
