//! Signed tokens as JSON.

use super::output::optional;
use crate::core::{
    json::{Object, Value},
    mux::audience::Audience,
    token::{draft::Given, player::token_name, spec::Signed},
};

/// A signed token, its audience, and its URL.
pub(super) struct SignedFor {
    pub(super) audience: Audience,
    pub(super) signed: Signed,
    pub(super) url: String,
}

/// The fields of `mux sign --json`, and some more.
///
/// `expiration` is the lifetime or the time as written. With several tokens, a field that differs between them becomes an object by token name, under its plural.
pub(super) fn as_json(id: &str, expiration: &str, given: &[Given], tokens: &[SignedFor]) -> Object {
    let mut json = Object::default();
    let put = |json: &mut Object, one: &str, several: &str, value: fn(&SignedFor) -> Value| {
        if let [token] = tokens {
            json.push(one, value(token));
        } else {
            let by_name = tokens
                .iter()
                .map(|token| (token_name(token.audience), value(token)));
            json.push(several, Value::Object(by_name.collect()));
        }
    };
    let params = params_of(given, tokens);
    let expires_at = tokens
        .first()
        .and_then(|token| token.signed.expires_at.rfc3339());
    json.push("playback_id", id);
    put(&mut json, "token", "tokens", |token| {
        token.signed.token.as_str().into()
    });
    put(&mut json, "url", "urls", |token| token.url.as_str().into());
    put(&mut json, "type", "types", |token| {
        token.audience.type_name().into()
    });
    json.push("expiration", expiration);
    if !params.is_empty() {
        json.push("params", Value::Object(params));
    }
    put(&mut json, "audience", "audiences", |token| {
        token.audience.claim().into()
    });
    json.push("expires_at", optional(expires_at.as_deref()));
    put(&mut json, "claims", "claims", |token| {
        Value::Object(token.signed.payload.clone())
    });
    json
}

/// The parameters of all tokens, as they were signed.
fn params_of(given: &[Given], tokens: &[SignedFor]) -> Object {
    let mut params = Object::default();
    for Given { name, .. } in given {
        let signed = tokens
            .iter()
            .find_map(|token| token.signed.payload.get(name));
        if let Some(value) = signed {
            params.set(name, value.clone());
        }
    }
    params
}
