//! The header says that it must be understood in ways that Mux does not document.

use super::JWS;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    json::Value,
    level::{Basis, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "critical-extension",
    severity: Severity::Warning,
    basis: Basis::Documented,
    title: "the header names a critical extension",
    explanation: "`crit` lists members of the header that a receiver must understand, or refuse the token: so says \
                  RFC 7515, section 4.1.11. Mux documents none of them.",
    docs: JWS,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(crit) = subject.header().and_then(|header| header.get("crit")) else {
        return Vec::new();
    };
    let names: Vec<_> = match crit {
        Value::Array(names) => names
            .iter()
            .map(|name| format!("`{}`", name.plain()))
            .collect(),
        _ => Vec::new(),
    };
    let message = if names.is_empty() {
        "The header has `crit`, which must list extensions and does not".to_owned()
    } else {
        format!(
            "The header asks that {} be understood: Mux documents nothing of the kind",
            names.join(", ")
        )
    };
    vec![
        RULE.found(
            message,
            "Sign it without `crit`; `alg`, `typ` and `kid` are all that a Mux token has in its header.",
        )
        .at("crit")
        .with_fix(Fix::SignAgain),
    ]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, header};

    #[test]
    fn names_what_must_be_understood() {
        for (input, says) in [
            (
                r#"{"alg":"RS256","crit":["b64"],"b64":false}"#,
                "The header asks that `b64` be understood: Mux documents nothing of the kind",
            ),
            (
                r#"{"alg":"RS256","crit":["a","b"]}"#,
                "The header asks that `a`, `b` be understood: Mux documents nothing of the kind",
            ),
            (
                r#"{"alg":"RS256","crit":[]}"#,
                "The header has `crit`, which must list extensions and does not",
            ),
            (
                r#"{"alg":"RS256","crit":"b64"}"#,
                "The header has `crit`, which must list extensions and does not",
            ),
        ] {
            assert_eq!(header(input).says(&RULE), [says]);
        }
    }

    #[test]
    fn a_header_without_it_is_left_alone() {
        assert_eq!(
            header(r#"{"alg":"RS256","b64":false}"#).says(&RULE),
            NOTHING
        );
    }
}
