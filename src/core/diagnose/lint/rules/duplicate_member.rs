//! A name appears twice in the header or the payload.

use std::collections::BTreeMap;

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    json::{Object, Value},
    level::{Basis, Severity},
    text::shortened,
};

pub(super) const RULE: Rule = Rule {
    id: "duplicate-member",
    severity: Severity::Warning,
    basis: Basis::Documented,
    title: "duplicate member name",
    explanation: "Names in a token must be unique (RFC 7519, section 4). With a duplicate, a program either rejects \
                  the token or uses the last value, and some use the first; so the signer, a player and Mux may read \
                  different values.",
    docs: "https://www.rfc-editor.org/rfc/rfc7519#section-4",
    check,
};

/// At most this many values of a name are shown.
const SHOWN: usize = 3;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // Mux does not read duplicates within `custom` or another object.
    let sections = [("header", subject.header()), ("payload", subject.claims())];
    sections
        .into_iter()
        .filter_map(|(name, object)| Some((name, object?)))
        .flat_map(|(section, object)| in_object(section, object))
        .collect()
}

fn in_object(section: &str, object: &Object) -> Vec<Finding> {
    let mut values: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for (name, value) in object.iter() {
        values.entry(name).or_default().push(value);
    }
    // In the order of the input, not sorted.
    let mut findings = Vec::new();
    for (name, _) in object.iter() {
        let Some(values) = values.remove(name).filter(|values| values.len() > 1) else {
            continue;
        };
        let times = match values.len() {
            2 => "twice".to_owned(),
            n => format!("{n} times"),
        };
        let shown = values.iter().take(SHOWN);
        let mut shown: Vec<_> = shown
            .map(|value| format!("`{}`", shortened(&value.to_string(), 40)))
            .collect();
        if values.len() > SHOWN {
            shown.push("…".to_owned());
        }
        let message = format!(
            "`{}` appears {times} in the {section}: {}",
            shortened(name, 40),
            shown.join(", ")
        );
        findings.push(
            RULE.found(
                message,
                "Keep one of them. Most programs use the last one, but not all.",
            )
            .with_fix(Fix::KeepLast(name.to_owned()))
            .depends_on(format!("which `{}` Mux reads", shortened(name, 40))),
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims, header};

    #[test]
    fn all_values_are_shown() {
        assert_eq!(
            claims(r#"{"exp":1,"sub":"a","exp":2.0,"sub":"a"}"#).says(&RULE),
            [
                "`exp` appears twice in the payload: `1`, `2.0`",
                r#"`sub` appears twice in the payload: `"a"`, `"a"`"#
            ]
        );
        assert_eq!(
            header(r#"{"alg":"none","alg":"RS256"}"#).says(&RULE),
            [r#"`alg` appears twice in the header: `"none"`, `"RS256"`"#]
        );
        assert_eq!(
            claims(r#"{"a":1,"a":2,"a":3,"a":4}"#).says(&RULE),
            ["`a` appears 4 times in the payload: `1`, `2`, `3`, …"]
        );
    }

    #[test]
    fn different_names_are_not_duplicates() {
        for input in [
            r#"{"a":1,"A":2}"#,
            r#"{"a":1,"b":{"a":1}}"#,
            r#"{"custom":{"a":1,"a":2}}"#,
        ] {
            assert_eq!(claims(input).says(&RULE), NOTHING);
        }
        // `kid` may be in both places.
        assert_eq!(claims(r#"{"kid":"K","alg":"x"}"#).says(&RULE), NOTHING);
    }
}
