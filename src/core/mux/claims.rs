//! Descriptions and times of the claims and header members in the tables.

use super::{audience::Audience, params};
use crate::core::{json::Value, time::Timestamp};

/// Describes a claim of a token for `audience` in one sentence.
pub fn explain_claim(name: &str, audience: Option<Audience>) -> Option<&'static str> {
    let standard = params::STANDARD
        .iter()
        .find(|(claim, _)| *claim == name)
        .map(|(_, summary)| *summary);
    let param = || {
        audience
            .and_then(|audience| params::find(name, audience))
            .or_else(|| params::any(name))
    };
    standard.or_else(|| param().map(|param| param.summary))
}

/// The time in a claim, if a claim of this name contains one.
pub fn time_of(name: &str, value: &Value) -> Option<Timestamp> {
    let is_time = ["exp", "iat", "nbf"].contains(&name)
        || params::any(name).is_some_and(|param| param.kind == params::ParamKind::EpochSeconds);
    let seconds = value
        .as_number()
        .and_then(crate::core::json::Number::as_i64);
    seconds.filter(|_| is_time).map(Timestamp)
}

/// Describes a header member in one sentence.
pub fn explain_header(name: &str) -> Option<&'static str> {
    params::HEADER
        .iter()
        .find(|(member, _)| *member == name)
        .map(|(_, summary)| *summary)
}
