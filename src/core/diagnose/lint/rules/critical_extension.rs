//! The header requires extensions that Mux does not document.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::JWS,
        },
    },
    json::Value,
    level::{Basis, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "critical-extension",
    severity: Severity::Warning,
    basis: Basis::Documented,
    title: "the header names a critical extension",
    explanation: "`crit` lists header members that a receiver must understand, or else reject the token (RFC 7515, \
                  section 4.1.11). Mux documents none of them.",
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
        "The header has a `crit` that lists no extensions".to_owned()
    } else {
        format!(
            "The header requires the extensions {}, which Mux does not document",
            names.join(", ")
        )
    };
    vec![
        RULE.found(
            message,
            "Sign it without `crit`. A Mux token only has `alg`, `typ` and `kid` in its header.",
        )
        .at("crit")
        .with_fix(Fix::SignAgain)
        .depends_on("whether Mux heeds `crit`"),
    ]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, header};

    #[test]
    fn extensions_are_named() {
        for (input, says) in [
            (
                r#"{"alg":"RS256","crit":["b64"],"b64":false}"#,
                "The header requires the extensions `b64`, which Mux does not document",
            ),
            (
                r#"{"alg":"RS256","crit":["a","b"]}"#,
                "The header requires the extensions `a`, `b`, which Mux does not document",
            ),
            (
                r#"{"alg":"RS256","crit":[]}"#,
                "The header has a `crit` that lists no extensions",
            ),
            (
                r#"{"alg":"RS256","crit":"b64"}"#,
                "The header has a `crit` that lists no extensions",
            ),
        ] {
            assert_eq!(header(input).says(&RULE), [says]);
        }
    }

    #[test]
    fn header_without_crit_is_fine() {
        assert_eq!(
            header(r#"{"alg":"RS256","b64":false}"#).says(&RULE),
            NOTHING
        );
    }
}
