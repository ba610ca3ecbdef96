//! The members of a row, a form or an object: tokens and URLs with a name of their own.

use super::{
    chars::may_hold_token,
    escape,
    finder::Finder,
    group::Enclosure,
    names::{self, Role},
    place as token_place,
    placeholder::certain,
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
    let fields: Vec<_> = fields
        .map(|(name, value)| (name, escape::decode(value)))
        .collect();
    let fields = fields.iter().map(|(name, value)| (*name, value.as_ref()));
    cells(fields, line, context, finder);
}

/// Reads the cells of a row with their names.
pub(super) fn cells<'t>(
    cells: impl Iterator<Item = (&'t str, &'t str)>,
    line: usize,
    context: &Context,
    finder: &mut Finder,
) {
    let cells: Vec<_> = cells.collect();
    let is_ours = cells
        .iter()
        .any(|(name, _)| names::role(name) == Some(Role::Id));
    finder.open(Enclosure::Row, None);
    for (name, value) in cells {
        cell(name, value, line, is_ours, context, finder);
    }
    finder.close();
}

fn cell(
    name: &str,
    text: &str,
    line: usize,
    is_ours: bool,
    context: &Context,
    finder: &mut Finder,
) {
    finder.member(name, text);
    let mut context = context.inside(place(name, context));
    context.request.line = Some(line);
    let slot = names::slot(name, None);
    if !member(name, slot, text, is_ours, &context, finder) && is_worth_searching(text) {
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
///
/// In a record with a playback ID, `is_ours`, a token is one for Mux.
pub(super) fn member(
    name: &str,
    slot: Option<&str>,
    text: &str,
    is_ours: bool,
    context: &Context,
    finder: &mut Finder,
) -> bool {
    if text.trim().is_empty() {
        return false;
    }
    let place = context.place.clone().unwrap_or_default();
    if slot.is_some() || names::is_token(name) {
        let is_certain = slot.is_some() || is_ours || certain(text.trim()).is_some();
        if is_certain || token_place::holds_token(text) {
            let found = MediaRequest {
                token_as_sent: Some(text.to_owned()),
                slot: slot.map(str::to_owned),
                ..context.request(token_place::token_in(text), place)
            };
            finder.push_named(found, name);
            return true;
        }
    }
    if let Some(one) = one_token(text) {
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
    may_hold_token(text)
        || text.contains("://")
        || text.contains("mux.com/")
        || text.contains("%3A%2F%2F")
}
