//! `alg` is anything but RS256.

use super::SECURE;
use crate::core::lint::{Basis, Finding, Fix, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "wrong-algorithm",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token is not signed with RS256",
    explanation: "Mux's signing keys are RSA keys and its tokens are signed with RS256. HS256 comes from passing the \
                  private key to a library as if it were a shared secret; `none` means that nobody signed.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(header) = subject.header() else {
        return Vec::new();
    };
    let message = match header.get("alg") {
        None => "The header names no algorithm, and Mux takes RS256 alone".to_owned(),
        Some(alg) if alg.as_str() == Some("RS256") => return Vec::new(),
        Some(alg)
            if alg
                .as_str()
                .is_some_and(|alg| alg.eq_ignore_ascii_case("none")) =>
        {
            format!("The token is unsigned: `alg` is `{}`", alg.plain())
        }
        Some(alg) => format!(
            "The token is signed with `{}`, and Mux takes RS256 alone",
            alg.plain()
        ),
    };
    let hint = match header.str("alg") {
        Some(alg) if alg.starts_with("HS") => {
            "Decode the base64 private key to PEM and pass it to your library with the algorithm RS256."
        }
        _ => "Sign with the algorithm RS256 and the private key that Mux gave.",
    };
    vec![RULE.found(message, hint).at("alg").with_fix(Fix::SignAgain)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::lint::testing::{NOTHING, header};

    #[test]
    fn names_the_algorithm_as_written() {
        for (input, says) in [
            (
                r#"{"alg":"HS256"}"#,
                "The token is signed with `HS256`, and Mux takes RS256 alone",
            ),
            (
                r#"{"alg":"rs256"}"#,
                "The token is signed with `rs256`, and Mux takes RS256 alone",
            ),
            (
                r#"{"alg":"nOnE"}"#,
                "The token is unsigned: `alg` is `nOnE`",
            ),
            (
                r#"{"alg":null}"#,
                "The token is signed with `null`, and Mux takes RS256 alone",
            ),
            (
                "{}",
                "The header names no algorithm, and Mux takes RS256 alone",
            ),
        ] {
            assert_eq!(header(input).says(&RULE), [says]);
        }
    }

    #[test]
    fn rs256_is_right() {
        assert_eq!(header(r#"{"alg":"RS256"}"#).says(&RULE), NOTHING);
    }
}
