//! `sub` is not the ID in the URL, or not the expected ID.

use super::suspicious_subject;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            expected_id::{IdSource, differs},
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "subject-mismatch",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token is for another ID",
    explanation: "A token is valid for the ID in its `sub`. Mux returns 403 if the URL has another playback ID, and \
                  mux-player shows code 2403232. The usual cause is an asset ID in `sub`: playback needs the playback \
                  ID.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some((sub, expected)) = differs(subject) else {
        return Vec::new();
    };
    let id = expected.id;
    let other = match expected.source {
        IdSource::Attribute => "the playback ID next to it is",
        IdSource::Url => "the URL is for",
        IdSource::User => "the expected ID is",
    };
    let hint = if let Some(oddity) = suspicious_subject::of(subject) {
        format!("{}. {}", oddity.message, oddity.hint)
    } else if id.eq_ignore_ascii_case(sub) {
        "The two differ only in case, and IDs are case-sensitive.".to_owned()
    } else if expected.source == IdSource::Url {
        "Sign for the playback ID in the URL, or use the URL of the ID in the token.".to_owned()
    } else {
        "Sign for the expected ID, or check which of the two is right.".to_owned()
    };
    vec![
        RULE.found(
            format!("The token is for `{sub}`, but {other} `{id}`"),
            hint,
        )
        .at("sub")
        .with_fix(Fix::SetId(id.to_owned())),
    ]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims};

    #[test]
    fn url_and_expected_id_are_compared() {
        let case = claims(r#"{"sub":"A"}"#).at_url("https://stream.mux.com/B.m3u8");
        assert_eq!(
            case.says(&RULE),
            ["The token is for `A`, but the URL is for `B`"]
        );
        let mut case = claims(r#"{"sub":"A"}"#);
        case.evidence.id = Some("B".to_owned());
        assert_eq!(
            case.says(&RULE),
            ["The token is for `A`, but the expected ID is `B`"]
        );
    }

    #[test]
    fn player_id_is_compared() {
        let mut case = claims(r#"{"sub":"A"}"#).in_slot("playback-token");
        case.id = Some("B");
        assert_eq!(
            case.says(&RULE),
            ["The token is for `A`, but the playback ID next to it is `B`"]
        );
    }

    #[test]
    fn equal_or_missing_id_is_fine() {
        assert_eq!(
            claims(r#"{"sub":"A"}"#)
                .at_url("https://stream.mux.com/A.m3u8")
                .says(&RULE),
            NOTHING
        );
        assert_eq!(
            claims(r#"{"sub":"A"}"#)
                .at_url("https://stats.mux.com/counts")
                .says(&RULE),
            NOTHING
        );
        assert_eq!(
            claims("{}")
                .at_url("https://stream.mux.com/A.m3u8")
                .says(&RULE),
            NOTHING
        );
    }
}
