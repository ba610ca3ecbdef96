//! The members of a row, a form or an object: tokens and URLs with a name of their own.

use super::{
    escape,
    finder::Finder,
    group::Enclosure,
    names,
    placeholder::{certain, placeholder},
    player_tag::value_of_slot,
    scanner::{self, Context},
    urls,
    wrapping::one_token,
};
use crate::core::request::MediaRequest;

/// Reads the fields of a form, which are percent-encoded.
pub(super) fn form<'t>(
    fields: impl Iterator<Item = (&'t str, &'t str)>,
    line: usize,
    context: &Context,
    finder: &mut Finder,
) {
    finder.open(Enclosure::Row, None);
    for (name, value) in fields {
        cell(name, &escape::decode(value), line, context, finder);
    }
    finder.close();
}

/// Reads the cells of a row with their names.
pub(super) fn cells<'t>(
    cells: impl Iterator<Item = (&'t str, &'t str)>,
    line: usize,
    context: &Context,
    finder: &mut Finder,
) {
    finder.open(Enclosure::Row, None);
    for (name, value) in cells {
        cell(name, value, line, context, finder);
    }
    finder.close();
}

fn cell(name: &str, text: &str, line: usize, context: &Context, finder: &mut Finder) {
    finder.member(name, text);
    let mut context = context.inside(place(name, context));
    context.request.line = Some(line);
    let slot = names::slot(name, None);
    if !member(name, slot, text, &context, finder) && is_worth_searching(text) {
        finder.open(Enclosure::Text, None);
        scanner::search(text, &context, finder);
        finder.close();
    }
}

/// The place of a cell in words.
pub(super) fn place(name: &str, context: &Context) -> String {
    let cell = if name.is_empty() {
        "the row".to_owned()
    } else {
        format!("`{name}`")
    };
    match &context.place {
        Some(place) => format!("{cell} in {place}"),
        None => cell,
    }
}

/// Reads a string that is a token, what is in the place of one, or a URL; returns whether it is.
pub(super) fn member(
    name: &str,
    slot: Option<&str>,
    text: &str,
    context: &Context,
    finder: &mut Finder,
) -> bool {
    if text.trim().is_empty() {
        return false;
    }
    let place = context.place.clone().unwrap_or_default();
    let is_token_place = slot.is_some() || names::is_token(name);
    let kind = match (slot, is_token_place) {
        (Some(_), _) => placeholder(text.trim()),
        (None, true) => certain(text.trim()),
        (None, false) => None,
    };
    let one = one_token(text);
    if is_token_place && (slot.is_some() || kind.is_some() || one.is_some()) {
        let (token, sent_along) = value_of_slot(text);
        let mut stripped = context.request.stripped.clone();
        stripped.extend(&sent_along);
        let found = MediaRequest {
            text: token,
            token_as_sent: Some(text.to_owned()),
            slot: slot.map(str::to_owned),
            place,
            stripped,
            sent_along,
            ..context.request.clone()
        };
        finder.push_named(found, name);
        return true;
    }
    if let Some(one) = one {
        let found = MediaRequest {
            slot: names::slot_of_token(name).map(str::to_owned),
            text: one.text,
            stripped: one.stripped,
            place,
            ..context.request.clone()
        };
        finder.push_named(found, name);
        return true;
    }
    urls::exact(text.trim(), name, context, finder)
}

/// Whether a string may contain a token or a URL; a cheap test, because most do not.
pub(super) fn is_worth_searching(text: &str) -> bool {
    text.contains("eyJ")
        || text.contains("://")
        || text.contains("mux.com/")
        || text.contains("%3A%2F%2F")
}
