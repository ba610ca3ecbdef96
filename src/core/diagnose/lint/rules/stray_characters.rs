//! Something was wrapped around the token or had come into it.

use super::SECURE;
use crate::core::{
    diagnose::{
        finding::Finding,
        lint::rule::{Rule, Subject},
    },
    level::{Basis, Severity},
    request::Misplaced,
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

/// What every text that is copied has around it.
const ORDINARY: &str = "white space around it";

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
                    format!("In {place} stands more than the token: {}", list(&found.sent_along)),
                    "Take it out where the URL or the attribute is made; it would be sent with the token.",
                )
                .at("token")
        }];
    }
    let stripped: Vec<_> = found
        .stripped
        .iter()
        .copied()
        .filter(|what| *what != ORDINARY)
        // `Bearer` belongs into the header that `misplaced-token` tells of.
        .filter(|_| found.misplaced != Some(Misplaced::Header))
        .collect();
    if stripped.is_empty() {
        return Vec::new();
    }
    vec![RULE.found(
        format!("Taken off before reading: {}", list(&stripped)),
        "Nothing to do, unless it is sent to Mux like this.",
    )]
}

fn list(stripped: &[&str]) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for what in stripped {
        if !seen.contains(what) {
            seen.push(what);
        }
    }
    match seen.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims};

    #[test]
    fn tells_what_was_taken_off() {
        let mut case = claims("{}");
        case.stripped = vec!["`Bearer`", "quotes", "quotes"];
        assert_eq!(
            case.says(&RULE),
            ["Taken off before reading: `Bearer` and quotes"]
        );
    }

    #[test]
    fn tells_what_would_be_sent() {
        let mut case = claims("{}").in_slot("playback-token");
        case.stripped = vec!["`&amp;`", "quotes"];
        case.sent_along = vec!["quotes"];
        assert_eq!(
            case.says(&RULE),
            ["In `playback-token` stands more than the token: quotes"]
        );
    }

    #[test]
    fn white_space_around_a_copied_text_is_nothing() {
        let mut case = claims("{}");
        case.stripped = vec!["white space around it"];
        assert_eq!(case.says(&RULE), NOTHING);
    }
}
