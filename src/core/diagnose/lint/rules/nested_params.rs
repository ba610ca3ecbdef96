//! Parameters are in a nested object, where Mux does not read them.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    json::{Object, Value},
    level::{Basis, Severity},
    mux::params,
    text::shortened,
};

pub(super) const RULE: Rule = Rule {
    id: "nested-params",
    severity: Severity::Warning,
    basis: Basis::Observed,
    title: "nested parameters",
    explanation: "Mux reads parameters only at the top level of the payload. `params` is an option of mux-node, which \
                  writes its content to the top level; in a handwritten token it was observed to have no effect \
                  (muxinc/mux-php#26).",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let nested = |(name, value)| nested(name, value).map(|inside| (name, inside));
    subject
        .own_claims()
        .into_iter()
        .filter_map(nested)
        .map(|(name, inside)| {
            let verb = if inside.len() == 1 { "is" } else { "are" };
            let message = format!(
                "{} {verb} nested in `{}`, where Mux does not read parameters",
                names(&inside),
                shortened(name, 40)
            );
            let hint =
                "Move each of them to the top level of the payload, next to `sub` and `aud`.";
            RULE.found(message, hint)
                .with_fix(Fix::MoveToTop(name.to_owned()))
        })
        .collect()
}

/// The names in a claim that contains parameters.
pub(super) fn nested<'a>(name: &str, value: &'a Value) -> Option<Vec<&'a str>> {
    // `unknown-param` reports other objects, whatever they contain.
    let inside = value
        .as_object()
        .filter(|_| ["params", "options"].contains(&name))?;
    let names: Vec<_> = inside.iter().map(|(name, _)| name).collect();
    let is_known = |name: &&str| params::any(name).is_some() || params::RESERVED.contains(name);
    let is_nested = !inside.is_empty() && (name == "params" || names.iter().any(is_known));
    is_nested.then_some(names)
}

/// Whether a claim is an empty `params`, as some signers write for mux-node's option.
pub(super) fn is_empty(name: &str, value: &Value) -> bool {
    name == "params" && value.as_object().is_some_and(Object::is_empty)
}

/// `a`, `a` and `b`, or the first three and the number of others.
fn names(names: &[&str]) -> String {
    let quoted: Vec<_> = names
        .iter()
        .take(3)
        .map(|name| format!("`{}`", shortened(name, 40)))
        .collect();
    match (quoted.as_slice(), names.len() - quoted.len()) {
        ([one], _) => one.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (all, more) => format!("{} and {more} more", all.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::{
        finding::Fix,
        lint::{
            rules::unknown_param,
            testing::{NOTHING, claims},
        },
    };

    #[test]
    fn nested_names_are_listed() {
        for (input, says) in [
            (
                r#"{"aud":"t","params":{"time":10}}"#,
                "`time` is nested in `params`, where Mux does not read parameters",
            ),
            (
                r#"{"aud":"t","options":{"width":1,"foo":2}}"#,
                "`width` and `foo` are nested in `options`, where Mux does not read parameters",
            ),
            (
                r#"{"aud":"t","params":{"a":1,"b":2,"c":3,"d":4,"e":5}}"#,
                "`a`, `b`, `c` and 2 more are nested in `params`, where Mux does not read parameters",
            ),
            (
                r#"{"params":{"exp":1}}"#,
                "`exp` is nested in `params`, where Mux does not read parameters",
            ),
        ] {
            let case = claims(input);
            assert_eq!(case.says(&RULE), [says]);
            assert_eq!(case.says(&unknown_param::RULE), NOTHING, "{input}");
        }
        let finding = claims(r#"{"params":{"time":10}}"#)
            .findings(&RULE)
            .remove(0);
        assert_eq!(finding.fix, Some(Fix::MoveToTop("params".to_owned())));
    }

    #[test]
    fn other_objects_are_ignored() {
        for input in [
            r#"{"custom":{"width":1,"params":{"time":1}}}"#,
            r#"{"params":{}}"#,
            r#"{"params":"time=1"}"#,
            r#"{"screen":{"width":1920,"height":1080}}"#,
            r#"{"options":{"autoplay":true}}"#,
            r#"{"time":1}"#,
        ] {
            assert_eq!(claims(input).says(&RULE), NOTHING, "{input}");
        }
    }
}
