//! Only a piece of the token is in the input.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::JWS,
        },
    },
    import::{Placeholder, placeholder},
    level::{Basis, Severity},
    request::Excerpt,
};

use super::{masked_token, truncated_token};

pub(crate) const RULE: Rule = Rule {
    id: "shortened-token",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "only a piece of the token was copied",
    explanation: "Consoles and logs show long values with an ellipsis, programs print their first characters, and \
                  databases cut them at the width of a column. A piece of a token has no signature that can be \
                  verified. Mux rejects it if it is sent like this.",
    docs: JWS,
    check,
};

/// Lengths at which columns and fields cut a text.
const WIDTHS: [usize; 13] = [
    64, 100, 128, 140, 160, 200, 250, 255, 256, 500, 511, 512, 1024,
];

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let text = subject.token.text.as_str();
    let is_marked = placeholder(text) == Some(Placeholder::Shortened);
    let length = text.chars().count();
    let (message, hint) = match &subject.request.excerpt {
        Some(Excerpt::CopyOf(place)) => {
            let request = subject.request;
            let is_sent = !is_marked && (request.slot.is_some() || request.url.is_some());
            let message =
                format!("This is a shortened copy of a whole token in the input: {place}");
            return vec![if is_sent {
                RULE.found(
                    message,
                    "Send the whole token: a part of it is missing here.",
                )
            } else {
                Finding {
                    severity: Severity::Info,
                    ..RULE.found(
                        message,
                        "No action is needed: the whole token is judged there.",
                    )
                }
            }];
        }
        Some(Excerpt::First) => (
            format!("Only the first {length} characters of the token are in the input"),
            "Copy the whole token: print it without shortening it.",
        ),
        None if is_marked => (
            format!("The token is shortened: `{}`", masked_token::shown(text)),
            "Copy the whole token: expand the value, or copy it as raw text.",
        ),
        None => {
            let cut_url = subject
                .request
                .url_as_written
                .as_deref()
                .map_or(0, |url| url.chars().count());
            let Some(width) = [length, cut_url]
                .into_iter()
                .find(|length| WIDTHS.contains(length))
            else {
                return Vec::new();
            };
            if !truncated_token::is_cut(subject) {
                return Vec::new();
            }
            let what = if width == length { "token" } else { "URL" };
            (
                format!(
                    "The {what} is cut after {width} characters, probably by a column or field of that width"
                ),
                "Store it in a column without a limit: a token has about 500 to 1,000 characters. Then copy the whole \
                 token.",
            )
        }
    };
    vec![RULE.found(message, hint)]
}
