//! A part of the token is not base64url.

use super::truncated_token;
use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::JWS,
        },
    },
    level::{Basis, Severity},
    token::PartFault,
};

pub(super) const RULE: Rule = Rule {
    id: "not-base64url",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "a part of the token is not base64url",
    explanation: "The parts of a token are base64url without padding: letters, digits, `-` and `_`. Plain base64 uses \
                  `+`, `/` and `=`, which have other meanings in a URL, so a token encoded with it is rejected.",
    docs: JWS,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // `encrypted-token` reports encrypted tokens, whose parts differ.
    if subject.token.is_encrypted() {
        return Vec::new();
    }
    let named = ["header", "payload", "signature"];
    let faults = named
        .iter()
        .zip(&subject.token.parts)
        .filter_map(|(name, part)| Some((name, part.fault?)));
    // `truncated-token` reports a truncated signature.
    let is_cut = |name: &str, fault: PartFault| {
        name == "signature"
            && matches!(fault, PartFault::Length | PartFault::LooseBits)
            && truncated_token::is_cut_short(subject)
    };
    let sections = [&subject.token.header, &subject.token.payload];
    let is_damaged = |name: &str| {
        let section = sections[usize::from(name == "payload")];
        name != "signature" && section.object().is_none()
    };
    faults
        .filter(|(name, fault)| !is_cut(name, *fault))
        .map(|(name, fault)| {
            if matches!(fault, PartFault::Length | PartFault::LooseBits) && is_damaged(name) {
                return RULE
                    .found(
                        format!("The {name} cannot be decoded: a character is missing, or too many"),
                        "Copy the token again: it was damaged on the way.",
                    )
                    .with_fix(Fix::SignAgain);
            }
            let hint = match fault {
                PartFault::Padding | PartFault::OtherAlphabet(_) => {
                    "Encode header, payload and signature as base64url without padding, or use a JWT library."
                }
                PartFault::Stranger(' ') => {
                    "Copy the token again: a space is often a `+` that was decoded, or a line break."
                }
                PartFault::Stranger(_) => "Copy the token again: it contains invalid characters.",
                PartFault::Length => "Copy the whole token again: it has one character too few or too many.",
                PartFault::LooseBits => {
                    "Copy the token again: its last character was changed, although it decodes to the same bytes."
                }
            };
            RULE.found(format!("The {name} {fault}"), hint).with_fix(Fix::SignAgain)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims, text};

    #[test]
    fn part_and_character_are_named() {
        for (input, says) in [
            (
                "e30=.e30.AAAA",
                "The header ends with `=`, which tokens never have",
            ),
            (
                "e30.e3+0.AAAA",
                "The payload contains `+`, where tokens have `-` and `_`",
            ),
            (
                "e30.e30.AA{AA",
                "The signature contains a `{`, which is not base64",
            ),
            (
                "e30.e30.AAA\u{200b}A",
                "The signature contains a U+200B, which is not base64",
            ),
            (
                "e30.e30.A",
                "The signature has one character too many or is truncated",
            ),
            (
                "e30.e31.AAAA",
                "The payload ends with a character that encoders never write there",
            ),
        ] {
            assert_eq!(text(input).says(&RULE), [says], "{input}");
        }
    }

    #[test]
    fn valid_parts_are_fine() {
        assert_eq!(claims(r#"{"custom":"ÿÿÿ>>>???"}"#).says(&RULE), NOTHING);
    }
}
