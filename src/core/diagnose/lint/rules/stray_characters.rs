//! There are characters around or inside the token that do not belong to it.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    request::{Misplaced, Stripped},
};

pub(super) const RULE: Rule = Rule {
    id: "stray-characters",
    severity: Severity::Info,
    basis: Basis::Inferred,
    title: "characters around the token were stripped",
    explanation: "Tokens are often copied with `Bearer`, quotes, line breaks or escapes, which are stripped before \
                  the token is inspected. That matters only if they are sent with it, which `wrapped-token` reports.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let found = subject.request;
    if !found.is_as_sent() {
        return Vec::new();
    }
    let stripped: Vec<_> = found
        .stripped
        .iter()
        .copied()
        .filter(|what| *what != Stripped::SurroundingSpace)
        // `Bearer` is correct in the header that `misplaced-token` reports.
        .filter(|_| !matches!(found.misplaced, Some(Misplaced::Header(_))))
        .collect();
    if stripped.is_empty() {
        return Vec::new();
    }
    vec![RULE.found(
        format!("Stripped before inspection: {}", Stripped::list(&stripped)),
        "No action is needed, unless it is sent to Mux like this.",
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
    fn stripped_characters_are_listed() {
        let mut case = claims("{}");
        case.stripped = vec![Stripped::Bearer, Stripped::Quotes, Stripped::Quotes];
        assert_eq!(
            case.says(&RULE),
            ["Stripped before inspection: `Bearer` and quotes"]
        );
    }

    #[test]
    fn white_space_is_ignored() {
        let mut case = claims("{}");
        case.stripped = vec![Stripped::SurroundingSpace];
        assert_eq!(case.says(&RULE), NOTHING);
    }
}
