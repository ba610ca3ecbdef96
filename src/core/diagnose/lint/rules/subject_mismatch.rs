//! `sub` is not the ID in the URL, or not the ID that was expected.

use super::{SECURE, suspicious_subject};
use crate::core::diagnose::lint::expected_id::IN_URL;
use crate::core::diagnose::lint::expected_id::differs;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    level::{Basis, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "subject-mismatch",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token is for another ID",
    explanation: "A token opens the one ID in its `sub`. On a URL with another playback ID Mux answers 403, and \
                  mux-player shows code 2403232. An asset ID in `sub` is the usual cause: playback needs the \
                  playback ID.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some((sub, id, who)) = differs(subject) else {
        return Vec::new();
    };
    let hint = if let Some(oddity) = suspicious_subject::of(subject) {
        format!("{}. {}", oddity.message, oddity.hint)
    } else if id.eq_ignore_ascii_case(sub) {
        "The two differ in capitals only; IDs are taken to the letter.".to_owned()
    } else if who == IN_URL {
        "Sign for the playback ID in the URL, or use the URL of the ID in the token.".to_owned()
    } else {
        "Sign for the ID that you expect, or check which of the two is the right one.".to_owned()
    };
    vec![
        RULE.found(format!("The token is for `{sub}`, and {who} `{id}`"), hint)
            .at("sub")
            .with_fix(Fix::SetId(id.to_owned())),
    ]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims};

    #[test]
    fn compares_with_the_url_and_with_what_is_expected() {
        let case = claims(r#"{"sub":"A"}"#).at_url("https://stream.mux.com/B.m3u8");
        assert_eq!(
            case.says(&RULE),
            ["The token is for `A`, and the URL asks for `B`"]
        );
        let mut case = claims(r#"{"sub":"A"}"#);
        case.evidence.id = Some("B".to_owned());
        assert_eq!(
            case.says(&RULE),
            ["The token is for `A`, and you expect `B`"]
        );
    }

    #[test]
    fn compares_with_the_id_that_the_player_has() {
        let mut case = claims(r#"{"sub":"A"}"#).in_slot("playback-token");
        case.id = Some("B");
        assert_eq!(
            case.says(&RULE),
            ["The token is for `A`, and `playback-id` beside it is `B`"]
        );
    }

    #[test]
    fn the_same_id_and_a_url_without_one_are_right() {
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
