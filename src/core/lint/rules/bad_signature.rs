//! The signature is not that of the key it names.

use super::SECURE;
use crate::core::{
    lint::{Basis, Finding, Fix, Rule, Severity, Subject},
    verify::Signature,
};

pub(super) const RULE: Rule = Rule {
    id: "bad-signature",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the signature does not fit the key",
    explanation: "The signature was made with another key than the one loaded for this key ID, or the token was \
                  changed after it was signed. Mux answers 403, and mux-player shows \"Network Error\" without a \
                  reason.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Signature::Failed { key } = *subject.signature else {
        return Vec::new();
    };
    let key = &subject.keys[key];
    let fingerprint = key.public.short_fingerprint();
    let message = match &key.id {
        Some(id) if subject.token.key_id() == Some(id) => {
            format!(
                "The signature was not made by the key `{id}` ({fingerprint}), or the token was changed"
            )
        }
        _ => format!(
            "The signature was not made by the loaded key ({fingerprint}), or the token was changed"
        ),
    };
    let hint = if key.id.is_some() {
        "Check that the private key and the key ID belong together, then sign again."
    } else {
        "The loaded key has no ID to tell whether it is the one meant; give its ID, or load the right key."
    };
    vec![
        RULE.found(message, hint)
            .at("signature")
            .with_fix(Fix::SignAgain),
    ]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        key::Key,
        lint::testing::{NOTHING, claims},
    };

    #[test]
    fn names_the_key_that_failed() {
        let key = Key::demo().with_id("K");
        let fingerprint = key.public.short_fingerprint().to_owned();
        assert_eq!(
            claims(r#"{"kid":"K"}"#).with_key(key).says(&RULE),
            [format!(
                "The signature was not made by the key `K` ({fingerprint}), or the token was changed"
            )]
        );
    }

    #[test]
    fn a_key_of_another_id_is_not_asked() {
        assert_eq!(
            claims(r#"{"kid":"K"}"#).with_key(Key::demo()).says(&RULE),
            NOTHING
        );
        assert_eq!(claims(r#"{"kid":"K"}"#).says(&RULE), NOTHING);
    }
}
