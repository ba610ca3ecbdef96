//! The input contains no token.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::JWS,
        },
    },
    import::found::{Import, InputKind},
    level::{Basis, Severity},
};

pub(crate) const RULE: Rule = Rule {
    id: "not-a-token",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "no token found",
    explanation: "A token has three base64url parts separated by dots, and begins with `eyJ`. Tokens are found in \
                  URLs, headers, quotes and anywhere else in text.",
    docs: JWS,
    check,
};

/// A token has no such finding.
fn check(_subject: &Subject<'_>) -> Vec<Finding> {
    Vec::new()
}

/// The finding on input without a token. `token-missing` reports Mux URLs without a token, and an error message is
/// explained.
pub(crate) fn in_input(import: &Import) -> Option<Finding> {
    let is_said = import.tokens.is_empty()
        && (import.without_token.is_empty() || import.kind == InputKind::Playlist)
        && import.other_systems.is_empty()
        && import.private_key.is_none()
        && import.symptom.is_none()
        && import.kind != InputKind::Empty;
    is_said.then(|| {
        if import.kind == InputKind::Playlist {
            return RULE
                .found(
                    "This is an HLS playlist: Mux accepted the request for it, and its URLs need no token",
                    "Mux signs the URLs in a playlist itself, in another way. Inspect the URL that fails, if it is another \
                     one.",
                )
                .of(Severity::Info);
        }
        RULE.found(
            "No token found",
            "Paste a token, which begins with `eyJ`, or a URL with `token=`.",
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
    fn finding_is_about_the_input() {
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
