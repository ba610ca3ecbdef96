//! Nothing in the input reads as a token.

use super::JWS;
use crate::core::lint::{Basis, Finding, Rule, Severity, Subject};

pub(crate) const RULE: Rule = Rule {
    id: "not-a-token",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "nothing in the input reads as a token",
    explanation: "A token is three parts of base64url with dots between them, and the first begins with `eyJ`. \
                  It is looked for in URLs, headers and quotes, and wherever it stands in a text.",
    docs: JWS,
    check,
};

/// Where there is a token, there is nothing to say.
fn check(_subject: &Subject<'_>) -> Vec<Finding> {
    Vec::new()
}

/// What to say of an input without a token; `about` is what it seems to be instead.
pub(crate) fn in_input(about: Option<&str>) -> Finding {
    let hint = "Paste a token, which begins with `eyJ`, or a URL with `token=` in it.";
    match about {
        Some(about) => RULE.found(format!("{about} without a token in it"), hint),
        None => RULE.found("Nothing in this text reads as a token", hint),
    }
}

#[cfg(test)]
mod tests {
    use super::{RULE, in_input};
    use crate::core::lint::testing::{NOTHING, text};

    #[test]
    fn is_said_of_the_input_and_never_of_a_token() {
        assert_eq!(text("eyJ").says(&RULE), NOTHING);
        assert_eq!(
            in_input(Some("This is a Mux URL")).message,
            "This is a Mux URL without a token in it"
        );
    }
}
