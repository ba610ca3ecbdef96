//! An API access token was used in place of a signing key.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::rule::{Rule, Subject},
    },
    import::found::Import,
    json::Object,
    level::{Basis, Severity},
    mux::id::is_uuid,
};

pub(super) const RULE: Rule = Rule {
    id: "access-token-as-key",
    severity: Severity::Warning,
    basis: Basis::Inferred,
    title: "an API access token was used in place of a signing key",
    explanation: "Mux has two kinds of credentials. An API access token (`MUX_TOKEN_ID`, a UUID, and `MUX_TOKEN_SECRET`) \
                  authenticates requests to Mux's API. Tokens for playback are signed with a signing key, whose ID looks \
                  like any other Mux ID and whose private key is an RSA key. Mux finds no signing key under the ID of an \
                  access token, so it cannot verify the signature.",
    docs: "https://www.mux.com/docs/guides/signing-jwts",
    check,
};

/// The finding on source code that signs with an API access token.
pub(crate) fn in_input(import: &Import) -> Option<Finding> {
    let call = import.access_token_call.as_ref()?;
    Some(RULE.found(
        format!("{call} is given an API access token (`MUX_TOKEN_ID`, `MUX_TOKEN_SECRET`) as the key to sign with"),
        HINT,
    ))
}

/// What to do.
const HINT: &str = "Create a signing key in the Mux dashboard under Settings, Signing Keys. Put its ID in `kid` and sign with \
                    its private key. `MUX_TOKEN_ID` and `MUX_TOKEN_SECRET` are only for requests to Mux's API.";

/// Other names under which libraries and hand-written code put the ID.
const NAMES: [&str; 6] = [
    "kid",
    "keyid",
    "key_id",
    "token_id",
    "tokenid",
    "access_token_id",
];

/// The UUID of an access token, and the name of the member that it is in.
pub(super) fn id<'a>(subject: &Subject<'a>) -> Option<(&'a str, &'a str)> {
    let of = |object: &'a Object| {
        let mut members = object.iter();
        members.find_map(|(name, value)| {
            let is_named = NAMES.contains(&name.to_ascii_lowercase().as_str());
            let value = value.as_str().map(str::trim).filter(|id| is_uuid(id))?;
            is_named.then_some((name, value))
        })
    };
    let token = subject.token;
    token
        .header
        .object()
        .and_then(of)
        .or_else(|| token.claims().and_then(of))
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some((name, id)) = id(subject) else {
        return Vec::new();
    };
    let is_shared = subject
        .token
        .header_str("alg")
        .is_some_and(|alg| alg.starts_with("HS"));
    let message = if is_shared {
        format!(
            "`{name}` is the UUID `{id}`: the token was probably signed with an API access token instead of a signing key"
        )
    } else {
        format!(
            "`{name}` is the UUID `{id}`, which is probably the ID of an API access token and not of a signing key"
        )
    };
    vec![
        RULE.found(message, HINT)
            .at("kid")
            .with_fix(Fix::SignAgain)
            .depends_on("whether Mux has a signing key with this UUID as its ID"),
    ]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims, header, with_secret};

    const UUID: &str = "5c1b7e1e-90aa-4d0e-8a57-2f3e6b7c9d10";

    #[test]
    fn uuid_in_place_of_key_id_is_named() {
        let shared = format!(
            "`kid` is the UUID `{UUID}`: the token was probably signed with an API access token instead of a signing key"
        );
        let head = format!(r#"{{"alg":"HS256","typ":"JWT","kid":"{UUID}"}}"#);
        assert_eq!(with_secret("secret", &head, "{}").says(&RULE), [shared]);
        let rsa = |name: &str| {
            format!(
                "`{name}` is the UUID `{UUID}`, which is probably the ID of an API access token and not of a signing key"
            )
        };
        let claim = format!(r#"{{"kid":"{}"}}"#, UUID.to_uppercase());
        assert_eq!(
            claims(&claim).says(&RULE),
            [rsa("kid").replace(UUID, &UUID.to_uppercase())]
        );
        for name in ["keyid", "key_id", "tokenId"] {
            let head = format!(r#"{{"alg":"RS256","{name}":"{UUID}"}}"#);
            assert_eq!(header(&head).says(&RULE), [rsa(name)]);
        }
    }

    #[test]
    fn other_ids_have_no_finding() {
        for text in [
            r#"{"kid":"RBsGYNEHocfVgsKCrpwhLmKRuxhSvkNnncermTekMu4"}"#.to_owned(),
            r#"{"kid":"demo-key"}"#.to_owned(),
            // IDs of the integration's own: an organization, a viewer, the token itself.
            format!(r#"{{"kid":"K","sub":"{UUID}"}}"#),
            format!(r#"{{"kid":"K","jti":"{UUID}","viewer_id":"{UUID}"}}"#),
            format!(r#"{{"kid":"K","custom":{{"kid":"{UUID}"}}}}"#),
        ] {
            assert_eq!(claims(&text).says(&RULE), NOTHING, "{text}");
        }
        assert_eq!(
            with_secret("secret", r#"{"alg":"HS256"}"#, r#"{"kid":"K"}"#).says(&RULE),
            NOTHING
        );
    }
}
