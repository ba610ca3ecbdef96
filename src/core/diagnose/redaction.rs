//! What must not leave this computer in a report: text that grants access or identifies a viewer.

use super::{evidence::Evidence, report::TokenReport};
use crate::core::{
    json::{self, Object, Value},
    key::holds_private_key,
    mux::header::Header,
};

/// Longer runs of base64 belong to a token or a key; a Mux ID has at most 49 characters.
const LONGEST_RUN: usize = 64;

/// Shorter values of `custom` are only removed from the claims: elsewhere they would remove ordinary words.
const SHORTEST_SECRET: usize = 4;

/// The replacement for what is left out.
pub(super) const GONE: &str = "…";

/// Text that must not appear in any sentence: tokens, signatures, values of `custom`.
pub(super) fn secrets(tokens: &[TokenReport], evidence: &Evidence) -> Vec<String> {
    let mut secrets = Vec::new();
    let mut in_custom = Vec::new();
    let mut ids: Vec<&str> = evidence.id.as_deref().into_iter().collect();
    ids.extend(evidence.url.as_ref().and_then(|url| url.id.as_deref()));
    for token in tokens {
        let parts = token.token.parts.iter().skip(2).map(|part| &part.text);
        secrets.extend(
            parts
                .chain([&token.token.text, &token.request.text])
                .cloned(),
        );
        ids.extend(token.url.as_ref().and_then(|url| url.id.as_deref()));
        ids.extend(token.token.key_id());
        let Some(claims) = token.token.claims() else {
            continue;
        };
        ids.extend(
            ["sub", "kid", "aud"]
                .iter()
                .filter_map(|name| claims.str(name)),
        );
        custom_values(claims, &mut in_custom);
    }
    if let Header::Value(referrer) = &evidence.referrer {
        // A rule about the request may repeat it.
        let query = referrer.split_once(['?', '#']).map(|(_, query)| query);
        let user = referrer
            .split_once("://")
            .and_then(|(_, rest)| rest.rsplit_once('@'));
        secrets.extend(
            query
                .into_iter()
                .chain(user.map(|(user, _)| user))
                .map(str::to_owned),
        );
    }
    // An ID that is also in `custom` is not a secret: the report is about it.
    in_custom.retain(|value| !ids.contains(&value.as_str()));
    secrets.extend(in_custom);
    secrets.retain(|secret| secret.chars().count() >= SHORTEST_SECRET);
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    secrets.dedup();
    secrets
}

fn is_custom(name: &str) -> bool {
    name.eq_ignore_ascii_case("custom")
}

/// The strings and numbers in every `custom` of an object, at any depth.
fn custom_values(object: &Object, out: &mut Vec<String>) {
    for (name, value) in object.iter() {
        match value {
            value if is_custom(name) => leaves(value, out),
            Value::Object(object) => custom_values(object, out),
            Value::Array(values) => {
                for object in values.iter().filter_map(Value::as_object) {
                    custom_values(object, out);
                }
            }
            _ => {}
        }
    }
}

fn leaves(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            // Verbatim, and escaped as in JSON.
            let quoted = json::quoted(text);
            out.push(quoted.trim_matches('"').to_owned());
            out.push(text.clone());
        }
        Value::Number(number) => out.push(number.as_str().to_owned()),
        Value::Array(values) => values.iter().for_each(|value| leaves(value, out)),
        Value::Object(object) => object.iter().for_each(|(_, value)| leaves(value, out)),
        Value::Deep(text) => out.push(text.to_string()),
        Value::Null | Value::Bool(_) => {}
    }
}

/// A claim with the values of `custom` replaced and the names kept. Values that are too deep are left out.
pub(super) fn masked(name: &str, value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut out = Object::default();
            for (member, value) in object.iter() {
                let value = if is_custom(name) {
                    Value::from(GONE)
                } else {
                    masked(member, value)
                };
                out.push(member, value);
            }
            Value::Object(out)
        }
        _ if is_custom(name) => Value::from(GONE),
        Value::Array(values) => {
            Value::Array(values.iter().map(|value| masked("", value)).collect())
        }
        Value::Deep(_) => Value::from(GONE),
        _ => value.clone(),
    }
}

/// The page of a `Referer`, without user name, query and fragment, which may contain credentials.
pub(super) fn page(referrer: &str) -> String {
    let end = referrer.find(['?', '#']).unwrap_or(referrer.len());
    let (page, rest) = referrer.split_at(end);
    let mut page = page.to_owned();
    if let Some(start) = page.find("://").map(|at| at + 3) {
        let path = page[start..].find('/').map_or(page.len(), |at| start + at);
        if let Some(at) = page[start..path].rfind('@') {
            page.replace_range(start..=start + at, "");
        }
    }
    if rest.is_empty() {
        page
    } else {
        format!("{page}{}{GONE}", &rest[..1])
    }
}

/// Text without tokens, long runs of base64 and private keys.
pub(super) fn without_tokens(text: &str) -> String {
    if holds_private_key(text) {
        return "(a private key)".to_owned();
    }
    let in_run = |c: char| c.is_ascii_alphanumeric() || "-_+=".contains(c);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(in_run) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c| !in_run(c)).unwrap_or(rest.len());
        let run = &rest[..end];
        // Base64 of a JSON object with a member begins with `eyJ`.
        match run.find("eyJ") {
            Some(at) if run.len() - at > 12 => {
                out.push_str(&run[..at]);
                out.push_str(GONE);
                // Skip the other parts of the same token.
                rest = rest[end..].trim_start_matches(|c| in_run(c) || c == '.' || c == '/');
                continue;
            }
            _ if run.len() > LONGEST_RUN => out.push_str(GONE),
            _ => out.push_str(run),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}
