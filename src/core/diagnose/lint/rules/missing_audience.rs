//! `aud` is missing.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "missing-audience",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "no `aud` claim",
    explanation: "`aud` defines what the token is for: `v` video, `t` thumbnails, `g` animated images, `s` \
                  storyboards, `d` DRM licenses. Without it Mux returns 403, and mux-player shows code 2403221.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(claims) = subject.claims() else {
        return Vec::new();
    };
    if claims.contains("aud") {
        return Vec::new();
    }
    let wanted = subject.wanted_audiences().first().copied();
    let hint = match wanted {
        Some(wanted) => format!(
            "Sign it with `aud` set to `{}`, for {}.",
            wanted.claim(),
            wanted.noun()
        ),
        None => "Sign it with `aud`, for example `v` for video.".to_owned(),
    };
    let finding = RULE
        .found("The token has no audience: `aud` is missing", hint)
        .at("aud");
    vec![match wanted {
        Some(wanted) => finding.with_fix(Fix::SetAudience(wanted)),
        None => finding,
    }]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims};

    #[test]
    fn missing_aud_is_reported() {
        assert_eq!(
            claims("{}").says(&RULE),
            ["The token has no audience: `aud` is missing"]
        );
    }

    #[test]
    fn wrong_aud_is_ignored() {
        assert_eq!(claims(r#"{"aud":null}"#).says(&RULE), NOTHING);
    }
}
