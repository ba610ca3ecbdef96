//! Key IDs, signatures and algorithms of two tokens.

use super::{
    About, Difference,
    pair::{Around, Pair, cut, harmless, ids, matters},
};
use crate::core::{
    diagnose::report::TokenReport,
    json::Value,
    token::verify::{Signature, Unchecked},
};

/// Whose signatures they have, and which keys they name.
pub(super) fn key(pair: Pair<'_>) -> Vec<Difference> {
    let (kid_a, kid_b) = pair.both(|report| report.token.key_id());
    let named = match (kid_a, kid_b) {
        (a, b) if a == b => None,
        (Some(a), Some(b)) => Some(ids(
            a,
            b,
            &Around {
                one: "key",
                several: "key IDs",
                verbs: ["names", "names"],
            },
        )),
        (Some(a), None) => Some(format!("A names the key `{}`, B names none", cut(a))),
        (None, b) => Some(format!(
            "B names the key `{}`, A names none",
            cut(b.unwrap_or_default())
        )),
    };
    let mut words = Vec::new();
    let told = signatures(pair);
    if let Some((text, names_keys)) = told {
        words.push(matters(About::Key, text));
        if names_keys {
            return words;
        }
    }
    words.extend(named.map(|text| matters(About::Key, text)));
    words
}

/// What differs in the signatures, and whether the sentence names the keys of both.
fn signatures(pair: Pair<'_>) -> Option<(String, bool)> {
    if pair.both(|report| report.token.is_well_formed()) != (true, true) {
        return None;
    }
    let name = |report: &TokenReport| {
        let kid = report.token.key_id();
        kid.map_or("a loaded key".to_owned(), |kid| {
            format!("the key `{}`", cut(kid))
        })
    };
    let same_key = pair.a.token.key_id() == pair.b.token.key_id();
    let same_text = pair.a.token.signed_text() == pair.b.token.signed_text();
    let signature = pair.both(|report| report.token.signature().map(|part| &part.text));
    let same_signature = signature.0 == signature.1 && !same_text;
    let (good, bad, one, other) = match pair.both(|report| &report.signature) {
        (Signature::Verified { key: a }, Signature::Verified { key: b }) => {
            let text = format!("A is verified by {}, B by {}", name(pair.a), name(pair.b));
            return (a != b && !same_key).then_some((text, true));
        }
        (Signature::Verified { .. }, _) => ("A", "B", pair.a, pair.b),
        (_, Signature::Verified { .. }) => ("B", "A", pair.b, pair.a),
        (Signature::Failed { .. }, Signature::Unchecked(_)) => {
            let text = format!(
                "The signature of A was not made by {}, or A was changed; that of B was not checked",
                name(pair.a)
            );
            return Some((text, false));
        }
        (Signature::Unchecked(_), Signature::Failed { .. }) => {
            let text = format!(
                "The signature of B was not made by {}, or B was changed; that of A was not checked",
                name(pair.b)
            );
            return Some((text, false));
        }
        _ if same_signature => {
            let text = "Both have the same signature over different texts, so at least one of them was changed after it \
                        was signed";
            return Some((text.to_owned(), false));
        }
        _ => {
            let (a, b) = signature;
            // RSA with PKCS #1 v1.5 has one signature for one text.
            let is_rs = pair
                .a
                .token
                .header_str("alg")
                .is_some_and(|alg| alg.starts_with("RS"));
            let text = "Header and payload are the same to the byte and the signatures are not, so at most one of \
                        them is right";
            return (same_text && a != b && is_rs).then(|| (text.to_owned(), false));
        }
    };
    let verified = format!("{good} is verified by {}", name(one));
    Some(match &other.signature {
        Signature::Failed { .. } if same_signature => (
            format!(
                "{verified}; {bad} has the same signature, so {bad} was changed after it was signed"
            ),
            same_key,
        ),
        Signature::Failed { .. } if same_text => (
            format!(
                "{verified}; {bad} has the same header and payload and a signature that is not right"
            ),
            true,
        ),
        Signature::Failed { .. } if same_key => (
            format!("{verified}; the signature of {bad} was not made by it, or {bad} was changed"),
            true,
        ),
        Signature::Failed { .. } => (
            format!(
                "{verified}; the signature of {bad} was not made by {}, or {bad} was changed",
                name(other)
            ),
            other.token.key_id().is_some() && one.token.key_id().is_some(),
        ),
        Signature::Unchecked(Unchecked::OtherKey | Unchecked::NoKey) => {
            match other.token.key_id() {
                Some(kid) => (
                    format!(
                        "{verified}; {bad} names another key, `{}`, which is not loaded",
                        cut(kid)
                    ),
                    true,
                ),
                None => (format!("{verified}; {bad} was not checked"), false),
            }
        }
        Signature::Unchecked(why) => {
            let why = match why {
                Unchecked::Algorithm => "it is not signed with RSA",
                Unchecked::SmallKey => "its key is shorter than 2048 bits",
                _ => "it is broken",
            };
            (
                format!("{verified}; {bad} cannot be checked, since {why}"),
                false,
            )
        }
        Signature::Verified { .. } => return None,
    })
}

pub(super) fn algorithm(pair: Pair<'_>) -> Option<Difference> {
    let (a, b) = pair.both(|report| report.token.header.object());
    let (a, b) = (a?.get("alg"), b?.get("alg"));
    let is = |alg: Option<&Value>| match alg {
        None => "no algorithm".to_owned(),
        Some(alg) => format!("`{}`", cut(&alg.plain())),
    };
    (a != b).then(|| {
        matters(
            About::Algorithm,
            format!(
                "A is signed with {}, B with {}; Mux takes `RS256` alone",
                is(a),
                is(b)
            ),
        )
    })
}

/// Where the key ID stands; Mux's own tools write it in either place.
pub(super) fn key_place(pair: Pair<'_>) -> Option<Difference> {
    let (a, b) = pair.both(|report| {
        let in_payload = report.token.claims().and_then(|claims| claims.str("kid"));
        (report.token.header_str("kid"), in_payload)
    });
    for (name, own, other) in [("A", &a, &b), ("B", &b, &a)] {
        if let (Some(header), Some(payload)) = own
            && header != payload
            && own != other
        {
            return Some(matters(
                About::Key,
                format!(
                    "{name} names two keys, `{}` in the header and `{}` in the payload",
                    cut(header),
                    cut(payload)
                ),
            ));
        }
    }
    let place = |(header, payload): &(Option<&str>, Option<&str>)| match (header, payload) {
        (Some(_), Some(_)) => Some("header and payload"),
        (Some(_), None) => Some("the header"),
        (None, Some(_)) => Some("the payload"),
        (None, None) => None,
    };
    let (a, b) = (place(&a)?, place(&b)?);
    (a != b).then(|| {
        let text =
            format!("The key ID stands in {a} of A and in {b} of B; Mux takes it from either");
        harmless(About::Key, text)
    })
}

#[cfg(test)]
mod tests {
    use crate::core::{
        compare::testing::{NOW, of_texts, token, token_of},
        key::Key,
        mux::audience::Audience,
        token::spec::{KeyIdPlacement, TokenSpec},
    };

    fn signed(key: &Key, request: &TokenSpec) -> String {
        let id = key.id.as_deref().expect("the keys here have IDs");
        let signing = key.signing().expect("the keys here are private");
        request.sign(id, signing, NOW).expect("it is whole").token
    }

    #[test]
    fn signatures_are_told_with_their_keys() {
        let keys = [Key::demo().with_id("K"), Key::demo().with_id("L")];
        let request = TokenSpec::new(Audience::Video, "ID");
        let by_k = signed(&keys[0], &request);
        let by_l = signed(&keys[1], &request);
        let foreign = signed(&Key::demo().with_id("M"), &request);
        let forged = signed(&Key::demo().with_id("K"), &request);
        for (a, b, words) in [
            (
                &by_k,
                &by_l,
                "A is verified by the key `K`, B by the key `L`",
            ),
            (
                &by_k,
                &foreign,
                "A is verified by the key `K`; B names another key, `M`, which is not loaded",
            ),
            (
                &foreign,
                &by_k,
                "B is verified by the key `K`; A names another key, `M`, which is not loaded",
            ),
            (
                &by_k,
                &forged,
                "A is verified by the key `K`; B has the same header and payload and a signature that is not right",
            ),
            (
                &forged,
                &by_l,
                "B is verified by the key `L`; the signature of A was not made by the key `K`, or A was changed",
            ),
        ] {
            assert_eq!(of_texts(a, b, &keys), [words]);
        }
        assert_eq!(
            of_texts(&forged, &foreign, &keys),
            [
                "The signature of A was not made by the key `K`, or A was changed; that of B was not checked",
                "A names the key `K`, B names `M`",
            ]
        );
        assert_eq!(
            of_texts(&by_k, &forged, &[]),
            [
                "Header and payload are the same to the byte and the signatures are not, so at most one of them is right"
            ]
        );
        assert_eq!(
            of_texts(&by_k, &by_l, &[]),
            ["A names the key `K`, B names `L`"]
        );
    }

    #[test]
    fn the_place_of_the_key_id_does_not_matter() {
        let keys = [Key::demo().with_id("K")];
        let mut request = TokenSpec::new(Audience::Video, "ID");
        let a = signed(&keys[0], &request);
        request.placement = KeyIdPlacement::Header;
        let b = signed(&keys[0], &request);
        assert_eq!(
            of_texts(&a, &b, &keys)[0],
            "~ The key ID stands in the payload of A and in the header of B; Mux takes it from either"
        );
        assert_eq!(
            of_texts(
                &token_of(r#"{"alg":"RS256","kid":"K"}"#, r#"{"kid":"L"}"#),
                &token_of(r#"{"alg":"RS256","kid":"K"}"#, r#"{"kid":"K"}"#),
                &[]
            ),
            ["A names two keys, `K` in the header and `L` in the payload"]
        );
    }

    #[test]
    fn a_token_that_was_changed_by_hand_is_known_by_its_signature() {
        let keys = [Key::demo().with_id("K")];
        let signed = signed(&keys[0], &TokenSpec::new(Audience::Video, "ID"));
        let (_, signature) = signed.rsplit_once('.').expect("it has dots");
        let other = token(r#"{"kid":"K","sub":"ID","aud":"v"}"#);
        let (text, _) = other.rsplit_once('.').expect("it has dots");
        let changed = format!("{text}.{signature}");
        assert_eq!(
            of_texts(&signed, &changed, &keys)[1],
            "A is verified by the key `K`; B has the same signature, so B was changed after it was signed"
        );
        assert_eq!(
            of_texts(&signed, &changed, &[])[1],
            "Both have the same signature over different texts, so at least one of them was changed after it was signed"
        );
    }
}
