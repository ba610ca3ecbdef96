//! The token is for a public playback ID.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    mux::policy::Policy,
};

pub(super) const RULE: Rule = Rule {
    id: "public-playback-id",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token is used on a public playback ID",
    explanation: "An asset can have several playback IDs, each with its own policy. A public ID needs no token, and Mux \
                  answers 400 to a request with one. A token must be signed for an ID with the policy `signed`, and \
                  used with this ID.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let request = subject.request;
    let Some(id) = request
        .id()
        .filter(|_| request.policy == Some(Policy::Public))
    else {
        return Vec::new();
    };
    let message =
        format!("The policy of `{id}` is `public`: Mux answers 400 to a request with a token");
    let Some(signed) = &request.signed_id else {
        let hint = "Request it without a token, or create a playback ID with the policy `signed`.";
        return vec![RULE.found(message, hint).at("sub")];
    };
    let hint = format!(
        "Sign for `{signed}`, the signed playback ID of this asset, and use it in the URL. Or request the public ID \
         without a token."
    );
    let found = RULE.found(message, hint).at("sub");
    vec![found.with_fix(Fix::SetId(signed.clone()))]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, in_text, token};

    fn says(ids: &str, url: &str) -> Vec<String> {
        let token = token(r#"{"alg":"RS256"}"#, r#"{"sub":"A","aud":"v"}"#);
        let asset = format!(r#"{{"data":{{"id":"ASSET","playback_ids":[{ids}]}}}}"#);
        in_text(
            &format!("{asset}\nhttps://stream.mux.com/{url}.m3u8?token={token}"),
            &RULE,
        )
    }

    #[test]
    fn public_id_is_reported() {
        let public = r#"{"policy":"public","id":"A"}"#;
        let signed = r#"{"policy":"signed","id":"B"}"#;
        let message = ["The policy of `A` is `public`: Mux answers 400 to a request with a token"];
        assert_eq!(says(public, "A"), message);
        assert_eq!(says(&format!("{public},{signed}"), "A"), message);
        assert_eq!(says(&format!("{public},{signed}"), "B"), NOTHING);
        assert_eq!(says(signed, "A"), NOTHING);
    }

    #[test]
    fn policy_in_the_same_record_counts() {
        let token = token(r#"{"alg":"RS256"}"#, r#"{"sub":"A","aud":"v"}"#);
        for text in [
            format!(r#"{{"playbackId":"A","policy":"PUBLIC","token":"{token}"}}"#),
            format!("playback_policy: public\nurl: https://stream.mux.com/A.m3u8\ntoken: {token}"),
        ] {
            assert_eq!(in_text(&text, &RULE).len(), 1, "{text}");
        }
    }
}
