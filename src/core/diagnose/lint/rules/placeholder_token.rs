//! Where a token belongs stands something that never was one.

use super::SECURE;
use crate::core::{
    diagnose::{
        finding::Finding,
        lint::rule::{Rule, Subject},
    },
    import::{Placeholder, placeholder},
    level::{Basis, Severity},
    text::shortened,
};

pub(crate) const RULE: Rule = Rule {
    id: "placeholder-token",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "a placeholder stands where a token belongs",
    explanation: "`[object Promise]` is what JavaScript writes for a token that was not awaited: signing is \
                  asynchronous since mux-node 8. `undefined` and `null` are variables that nobody set, and `{JWT}` or \
                  `YOUR_TOKEN` came from a sample. Mux refuses all of them as it refuses any text that is no token.",
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
            format!("The token is `{shown}`: the code wrote an object instead of its text"),
            "Put `await` before the call that signs; in mux-node 8 and later it returns a promise.",
        ),
        Placeholder::Nothing => (
            format!("The token is `{shown}`: the code had no token when it wrote this"),
            "Look for the variable that should hold the token, and wait until it does.",
        ),
        Placeholder::Template => (
            format!("The token is `{shown}`, which is the place for one"),
            "Put a signed token there; a name in braces is filled in by code or by hand.",
        ),
        Placeholder::Masked => {
            return vec![Finding {
                // Somebody hid it afterwards, so this says nothing about what was sent.
                severity: Severity::Warning,
                ..RULE.found(
                    format!("The token is blacked out: `{shown}`"),
                    "Ask for the token itself; without a key in it, it opens one video until it expires.",
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
    fn names_what_stands_there_and_why() {
        for (input, says) in [
            (
                "[object Promise]",
                "The token is `[object Promise]`: the code wrote an object instead of its text",
            ),
            (
                "undefined",
                "The token is `undefined`: the code had no token when it wrote this",
            ),
            ("{JWT}", "The token is `{JWT}`, which is the place for one"),
            (
                "YOUR_TOKEN",
                "The token is `YOUR_TOKEN`, which is the place for one",
            ),
            ("[REDACTED]", "The token is blacked out: `[REDACTED]`"),
        ] {
            assert_eq!(text(input).says(&RULE), [says]);
        }
    }

    #[test]
    fn a_token_is_none() {
        assert_eq!(claims("{}").says(&RULE), NOTHING);
        assert_eq!(text("eyJhbGciOiJSUzI1NiJ9").says(&RULE), NOTHING);
    }
}
