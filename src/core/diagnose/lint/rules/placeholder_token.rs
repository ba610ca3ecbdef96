//! There is a placeholder in place of the token.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    import::{Placeholder, placeholder},
    level::{Basis, Severity},
    text::shortened,
};

pub(crate) const RULE: Rule = Rule {
    id: "placeholder-token",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "a placeholder in place of the token",
    explanation: "JavaScript writes `[object Promise]` for a token that was not awaited: signing is asynchronous \
                  since mux-node 8. `undefined` and `null` are unset variables, and `{JWT}` or `YOUR_TOKEN` come from \
                  a sample. Mux rejects them like anything that is not a token.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let text = subject.token.text.as_str();
    let Some(kind) = placeholder(text) else {
        return Vec::new();
    };
    let shown = shortened(text, 40);
    let (message, hint) = match kind {
        Placeholder::Object => (
            format!("The token is `{shown}`: the code wrote an object instead of a string"),
            "Add `await` to the signing call: since mux-node 8 it returns a promise.",
        ),
        Placeholder::Nothing => (
            format!("The token is `{shown}`: the code had no token at this point"),
            "Find the variable that should contain the token, and wait until it is set.",
        ),
        Placeholder::Template => (
            format!("The token is the placeholder `{shown}`"),
            "Replace it with a signed token.",
        ),
        Placeholder::Masked => {
            return vec![Finding {
                // It was masked afterwards, so the request may have had the token.
                severity: Severity::Warning,
                ..RULE.found(
                    format!("The token is masked: `{shown}`"),
                    "Get the original token. It contains no key, and is valid for one video until it expires.",
                )
            }];
        }
    };
    vec![RULE.found(message, hint)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims, text};

    #[test]
    fn placeholder_and_cause_are_named() {
        for (input, says) in [
            (
                "[object Promise]",
                "The token is `[object Promise]`: the code wrote an object instead of a string",
            ),
            (
                "undefined",
                "The token is `undefined`: the code had no token at this point",
            ),
            ("{JWT}", "The token is the placeholder `{JWT}`"),
            ("YOUR_TOKEN", "The token is the placeholder `YOUR_TOKEN`"),
            ("[REDACTED]", "The token is masked: `[REDACTED]`"),
        ] {
            assert_eq!(text(input).says(&RULE), [says]);
        }
    }

    #[test]
    fn token_is_not_a_placeholder() {
        assert_eq!(claims("{}").says(&RULE), NOTHING);
        assert_eq!(text("eyJhbGciOiJSUzI1NiJ9").says(&RULE), NOTHING);
    }
}
