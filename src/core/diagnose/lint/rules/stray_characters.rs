//! Something was wrapped around the token or had come into it.

use super::SECURE;
use crate::core::{
    diagnose::{
        finding::Finding,
        lint::rule::{Rule, Subject},
    },
    level::{Basis, Severity},
    request::{Misplaced, Stripped},
};

pub(super) const RULE: Rule = Rule {
    id: "stray-characters",
    severity: Severity::Info,
    basis: Basis::Inferred,
    title: "something else was taken off the token",
    explanation: "Tokens are copied with `Bearer`, quotes, line breaks or escapes around them, and all of it is taken \
                  off before the token is read. That matters only where it would be sent: a quote or a blank inside \
                  `token=` or a player's attribute is a part of the token for Mux, and then this is a warning.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let found = subject.request;
    if !found.sent_along.is_empty() {
        let place = match &found.slot {
            Some(slot) => format!("`{slot}`"),
            None => "the URL".to_owned(),
        };
        return vec![Finding {
            severity: Severity::Warning,
            ..RULE
                .found(
                    format!("In {place} stands more than the token: {}", Stripped::list(&found.sent_along)),
                    "Take it out where the URL or the attribute is made; it would be sent with the token.",
                )
                .at("token")
        }];
    }
    let stripped: Vec<_> = found
        .stripped
        .iter()
        .copied()
        .filter(|what| *what != Stripped::SurroundingSpace)
        // `Bearer` belongs into the header that `misplaced-token` tells of.
        .filter(|_| found.misplaced != Some(Misplaced::Header))
        .collect();
    if stripped.is_empty() {
        return Vec::new();
    }
    vec![RULE.found(
        format!("Taken off before reading: {}", Stripped::list(&stripped)),
        "Nothing to do, unless it is sent to Mux like this.",
    )]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::lint::testing::{NOTHING, claims},
        request::Stripped,
    };

    #[test]
    fn tells_what_was_taken_off() {
        let mut case = claims("{}");
        case.stripped = vec![Stripped::Bearer, Stripped::Quotes, Stripped::Quotes];
        assert_eq!(
            case.says(&RULE),
            ["Taken off before reading: `Bearer` and quotes"]
        );
    }

    #[test]
    fn tells_what_would_be_sent() {
        let mut case = claims("{}").in_slot("playback-token");
        case.stripped = vec![Stripped::Ampersand, Stripped::Quotes];
        case.sent_along = vec![Stripped::Quotes];
        assert_eq!(
            case.says(&RULE),
            ["In `playback-token` stands more than the token: quotes"]
        );
    }

    #[test]
    fn white_space_around_a_copied_text_is_nothing() {
        let mut case = claims("{}");
        case.stripped = vec![Stripped::SurroundingSpace];
        assert_eq!(case.says(&RULE), NOTHING);
    }
}
