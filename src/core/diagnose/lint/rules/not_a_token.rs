//! Nothing in the input reads as a token.

use super::JWS;
use crate::core::{
    diagnose::{
        finding::Finding,
        lint::rule::{Rule, Subject},
    },
    import::found::{Import, InputKind},
    level::{Basis, Severity},
};

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

/// What to say of an input without a token. A URL of Mux without one belongs to `token-missing`.
pub(crate) fn in_input(import: &Import) -> Option<Finding> {
    let is_said = import.tokens.is_empty()
        && import.without_token.is_empty()
        && import.private_key.is_none()
        && import.kind != InputKind::Empty;
    is_said.then(|| {
        RULE.found(
            "Nothing in this text reads as a token",
            "Paste a token, which begins with `eyJ`, or a URL with `token=` in it.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{RULE, in_input};
    use crate::core::{
        diagnose::lint::testing::{NOTHING, text},
        import::find,
    };

    #[test]
    fn is_said_of_the_input_and_never_of_a_token() {
        assert_eq!(text("eyJ").says(&RULE), NOTHING);
        assert!(in_input(&find("hello")).is_some());
        for text in [
            "",
            "eyJhbGciOiJSUzI1NiJ9.e30.AAAA",
            "https://stream.mux.com/ID.m3u8",
        ] {
            assert_eq!(in_input(&find(text)), None, "{text}");
        }
    }
}
