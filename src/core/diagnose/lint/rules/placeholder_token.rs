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
    text::{shortened, visible},
};

pub(crate) const RULE: Rule = Rule {
    id: "placeholder-token",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "a placeholder in place of the token",
    explanation: "`{JWT}`, `<token>` and `YOUR_TOKEN` come from a sample or a template whose variable was not \
                  replaced. Mux rejects them like anything that is not a token.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let text = subject.token.text.as_str();
    if placeholder(text) != Some(Placeholder::Template) {
        return Vec::new();
    }
    vec![RULE.found(
        format!(
            "The token is the placeholder `{}`",
            shortened(&visible(text), 40)
        ),
        "Replace it with a signed token.",
    )]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims, text};

    #[test]
    fn placeholder_and_cause_are_named() {
        for (input, says) in [
            ("{JWT}", "The token is the placeholder `{JWT}`"),
            ("YOUR_TOKEN", "The token is the placeholder `YOUR_TOKEN`"),
            (
                "mux_jwt_placeholder",
                "The token is the placeholder `mux_jwt_placeholder`",
            ),
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
