//! Header or payload is not a JSON object.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::JWS,
        },
    },
    level::{Basis, Severity},
    token::Section,
};

pub(super) const RULE: Rule = Rule {
    id: "not-json",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "header or payload is not a JSON object",
    explanation: "Header and payload must each decode to a JSON object. Mux cannot read anything else, and mux-player \
                  shows code 2412202, \"invalid or malformed\".",
    docs: JWS,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    if subject.token.is_encrypted() {
        return Vec::new();
    }
    // `truncated-token` reports a missing part, `not-base64url` one that does not decode.
    let sections = [
        ("header", &subject.token.header),
        ("payload", &subject.token.payload),
    ];
    sections
        .into_iter()
        .enumerate()
        .filter(|(i, _)| {
            subject
                .token
                .parts
                .get(*i)
                .is_some_and(|part| part.fault.is_none())
        })
        .filter_map(|(_, (name, section))| match section {
            Section::NotJson(why) => Some(
                RULE.found(
                    format!("The {name} is {why}"),
                    "Copy the whole token again, or sign it again.",
                )
                .with_fix(Fix::SignAgain),
            ),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims, text};

    #[test]
    fn error_position_is_reported() {
        assert_eq!(
            claims("{\"a\":1,}").says(&RULE),
            ["The payload is not JSON: key must be a string at line 1, column 8"]
        );
        assert_eq!(
            claims("7").says(&RULE),
            ["The payload is not JSON: expected an object, found a number at line 1, column 1"]
        );
    }

    #[test]
    fn undecodable_part_is_ignored() {
        assert_eq!(text("e30.!!!!.AAAA").says(&RULE), NOTHING);
        assert_eq!(text("e30").says(&RULE), NOTHING);
    }
}
