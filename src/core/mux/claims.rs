//! Words and times of the claims and header members that the tables know.

use super::{audience::Audience, params};
use crate::core::{json::Value, time::Timestamp};

/// One sentence on a claim of a token for `audience`, from the tables.
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

/// The moment that a claim of this name names, if it names one.
pub fn moment_of(name: &str, value: &Value) -> Option<Timestamp> {
    let is_moment = ["exp", "iat", "nbf"].contains(&name)
        || params::any(name).is_some_and(|param| param.kind == params::ParamKind::EpochSeconds);
    let seconds = value
        .as_number()
        .and_then(crate::core::json::Number::as_i64);
    seconds.filter(|_| is_moment).map(Timestamp)
}

/// One sentence on a member of a header.
pub fn explain_header(name: &str) -> Option<&'static str> {
    params::HEADER
        .iter()
        .find(|(member, _)| *member == name)
        .map(|(_, summary)| *summary)
}
