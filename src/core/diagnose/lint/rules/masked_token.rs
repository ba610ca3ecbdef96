//! A scrubber replaced the token, or a part of it.

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
    id: "masked-token",
    severity: Severity::Info,
    basis: Basis::Observed,
    title: "the token is masked",
    explanation: "Loggers and error trackers replace secrets: Rails writes `[FILTERED]`, Sentry `[Filtered]`, Apple's \
                  log `<private>`, and others `***` or `REDACTED`. The request itself had the token, so nothing can be \
                  concluded from the mask.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    if placeholder(&subject.token.text) != Some(Placeholder::Masked) {
        return Vec::new();
    }
    let shown = shown(&subject.token.text);
    vec![RULE.found(
        format!("The token is masked, so it cannot be checked: `{shown}`"),
        "Get the original token from the browser's network panel or from the program that signs it. It contains no \
         private key, and is valid for one ID until it expires.",
    )]
}

/// A masked or shortened token, as short as to show no more than its shape.
pub(super) fn shown(text: &str) -> String {
    shortened(&visible(text), 24).into_owned()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims, text};

    #[test]
    fn mask_is_reported() {
        for mask in [
            "[Filtered]",
            "[FILTERED]",
            "<private>",
            "***",
            "REDACTED",
            "xxxx",
            "[redacted]",
            "<hidden>",
            "████",
            "eyJhbG***",
            "eyJhbGciOi[REDACTED]",
            "eyJ••••w",
            "__REDACTED__",
            "***REDACTED***",
            "(sensitive value)",
        ] {
            assert_eq!(text(mask).ids(), [RULE.id], "{mask}");
        }
    }

    #[test]
    fn whole_token_is_not_masked() {
        assert_eq!(claims("{}").says(&RULE), NOTHING);
        assert_eq!(text("eyJhbGciOiJSUzI1NiJ9.xxxx.xxxx").says(&RULE), NOTHING);
    }
}
