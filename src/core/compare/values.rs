//! Values that are written differently, and whether they mean the same to Mux.

use std::collections::BTreeSet;

use crate::core::{
    json::{Number, Object, Value},
    mux::{audience::Audience, params},
};

/// What a difference in a claim means to Mux, and whether it can matter.
pub(super) fn weight(name: &str) -> (Option<&'static str>, bool) {
    match name {
        "iat" | "iss" | "jti" => (Some("Mux does not use it"), false),
        "nbf" => (Some("Mux documents nothing about it"), true),
        "custom" => (Some("it is only for your own tracing"), false),
        _ if params::any(name).is_some() => (None, true),
        // A rule reports it.
        _ => (None, false),
    }
}

/// Why two values of a claim mean the same although they are written differently, and whether it can still matter.
pub(super) fn same_value(name: &str, a: &Value, b: &Value) -> Option<(&'static str, bool)> {
    if let (Some(a), Some(b)) = (a.as_object(), b.as_object()) {
        return is_reordered(a, b).then_some(("the same members in a different order", false));
    }
    if !same_number(a, b) && !same_switch(a, b) {
        return None;
    }
    if a.kind() == b.kind() {
        return Some(("the same number", false));
    }
    // mux-player-swift reads these from the token, and a string as if it were missing.
    if params::find(name, Audience::Drm).is_some_and(|param| !param.is_general()) {
        return Some(("Mux's iOS player ignores the string", true));
    }
    let note = if params::any(name).is_some() {
        "Mux probably accepts both"
    } else {
        "the same value as a string"
    };
    Some((note, false))
}

/// Whether two values are the same number. Beyond the precision of a double, only the digits count.
fn same_number(a: &Value, b: &Value) -> bool {
    let number = |value: &Value| match value {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => Number::parse(text),
        _ => None,
    };
    let (Some(a), Some(b)) = (number(a), number(b)) else {
        return false;
    };
    let exact = |number: f64| number.abs() < 9e15;
    a == b || (exact(a.as_f64()) && exact(b.as_f64()) && a.as_f64().total_cmp(&b.as_f64()).is_eq())
}

fn same_switch(a: &Value, b: &Value) -> bool {
    let switch = |value: &Value| match value {
        Value::Bool(on) => Some(*on),
        Value::String(text) => text.parse::<bool>().ok(),
        _ => None,
    };
    switch(a).is_some() && switch(a) == switch(b)
}

/// Whether two objects have the same members, none of them duplicate, in any order.
fn is_reordered(a: &Object, b: &Object) -> bool {
    let members = |object: &Object| -> BTreeSet<(String, String)> {
        let members = object.iter();
        members
            .map(|(name, value)| (name.to_owned(), value.to_string()))
            .collect()
    };
    let (of_a, of_b) = (members(a), members(b));
    of_a.len() == a.len() && of_b.len() == b.len() && of_a == of_b
}

/// Whether two objects have the same names in different orders.
pub(super) fn has_same_names(a: &Object, b: &Object) -> bool {
    let names = |object: &Object| -> Vec<String> {
        object.iter().map(|(name, _)| name.to_owned()).collect()
    };
    let (mut a, mut b) = (names(a), names(b));
    let is_ordered = a == b;
    a.sort();
    b.sort();
    !is_ordered && a == b
}
