//! Finds requests and their tokens in any input: a token, a URL, a player tag, code, a request, JSON, a log.
//!
//! To add a format:
//! - write a file with a function `search(text, context, finder)`, and call it in [`find`] where the format is certain;
//! - leave tokens, URLs and names in text to `scanner.rs`, and the parts of a URL to `link.rs`;
//! - add an example to the table in `tests.rs`, with the expected tokens, slots and places.
//!
//! Every text is read once from start to end, so the time is linear in its length.

mod cells;
mod chars;
mod credentials;
mod curl;
mod decoded;
mod dotenv;
mod escape;
mod facts;
mod fields;
mod finder;
mod foreign;
pub mod found;
mod group;
mod groups;
mod har;
mod headers;
mod html;
mod json;
mod labels;
mod lines;
mod link;
mod members;
mod names;
mod odd_url;
mod pairs;
mod pieces;
mod place;
mod placeholder;
mod player_tag;
mod printed;
mod record;
#[cfg(test)]
mod request_tests;
mod rows;
mod scanner;
mod secret;
mod settle;
mod statuses;
mod table;
mod tags;
#[cfg(test)]
mod tests;
mod times;
mod url_span;
mod urls;
mod values;
mod wrapping;

pub use placeholder::{Placeholder, is_mock, placeholder};

use crate::core::import::found::Import;
use crate::core::import::found::InputKind;
use crate::core::mux::symptom::entry::Symptom;
use crate::core::request::{MediaRequest, Stripped};

use self::{finder::Finder, scanner::Context};

/// Finds the requests and tokens in an input, up to a limit.
pub fn find(text: &str) -> Import {
    find_at_most(text, finder::MAX_TOKENS)
}

/// Finds all requests and tokens in an input, however many there are.
pub fn find_all(text: &str) -> Import {
    find_at_most(text, usize::MAX)
}

fn find_at_most(text: &str, most: usize) -> Import {
    let mut finder = Finder::new(most);
    let blanked = secret::blanked(text);
    if let Some((_, line)) = &blanked {
        finder.import.private_key = Some(format!("line {line}"));
    }
    let text = blanked.as_ref().map_or(text, |(text, _)| text);
    finder.import.access_token_call = credentials::call(text);
    finder.import.kind = kind_and_tokens(text, &mut finder);
    if finder.import.kind == InputKind::Empty && finder.import.private_key.is_some() {
        finder.import.kind = InputKind::Text;
    }
    take_status(text, &mut finder.import);
    headers::attach(&mut finder.import);
    labels::take_id(text, &mut finder.import);
    pieces::mark_copies(&mut finder.import.tokens);
    decoded::search(text, &mut finder.import);
    if finder.import.kind == InputKind::Html {
        // Attributes require `&amp;` for `&`.
        for found in &mut finder.import.tokens {
            found.stripped.retain(|what| *what != Stripped::Ampersand);
        }
    }
    finder.finish()
}

/// Gives the only request of a message the status that the message speaks of, wherever that is.
fn take_status(text: &str, import: &mut Import) {
    /// A longer text speaks of more than one request.
    const LONGEST: usize = 8 * 1024;
    let Import {
        kind: InputKind::Text,
        tokens,
        without_token,
        ..
    } = import
    else {
        return;
    };
    if let [request] = tokens.as_mut_slice()
        && without_token.is_empty()
        && request.status.is_none()
        && text.len() <= LONGEST
    {
        let mut statuses: Vec<_> = text.lines().filter_map(statuses::in_words).collect();
        statuses.dedup();
        request.status = match statuses[..] {
            [only] => Some(only),
            _ => None,
        };
    }
}

/// Finds the requests and tokens in a row of a table: cells with the names of their columns.
///
/// If a column is given, only the tokens in it count; the other cells say what they are for.
pub fn find_in_row(cells: &[(String, String)], column: Option<usize>) -> Import {
    let mut finder = Finder::new(finder::MAX_TOKENS);
    let context = Context::new();
    let is_other = |at: usize| column.is_some_and(|column| column != at);
    let mut plain = Vec::with_capacity(cells.len());
    for (at, (name, cell)) in cells.iter().enumerate() {
        let blanked = secret::blanked(cell);
        if blanked.is_some() {
            let place = cells::place(name, &context);
            finder.import.private_key.get_or_insert(place);
        }
        let cell = blanked.map_or_else(|| cell.clone(), |(text, _)| text);
        if let Some(call) = credentials::call(&cell) {
            finder.import.access_token_call.get_or_insert(call);
        }
        if !(is_other(at) && chars::may_hold_token(&cell)) {
            plain.push((name.as_str(), cell));
        }
    }
    let is_empty = plain.iter().all(|(_, cell)| cell.trim().is_empty());
    let cells_of = plain.iter().map(|(name, cell)| (*name, cell.as_str()));
    cells::cells(cells_of, 1, &context, &mut finder);
    if is_empty {
        finder.import.kind = InputKind::Empty;
    }
    let mut import = finder.finish();
    if let Some((name, _)) = column.and_then(|column| cells.get(column)) {
        let place = cells::place(name, &context);
        import
            .without_token
            .retain(|request| request.place == place);
    }
    import
}

/// Finds the requests and tokens in an input. Without a token, the input may be the error that was observed.
pub fn find_or_explain(text: &str) -> Import {
    let mut import = find(text);
    if import.tokens.is_empty() && import.private_key.is_none() {
        import.symptom = Symptom::of_input(text);
    }
    import
}

fn kind_and_tokens(text: &str, finder: &mut Finder) -> InputKind {
    let mut context = Context::new();
    let unbroken = wrapping::without_soft_breaks(text);
    let text = match &unbroken {
        Some((text, breaks)) => {
            context.request.stripped.push(Stripped::SoftBreaks);
            context.breaks.clone_from(breaks);
            text
        }
        None => text,
    };
    let trimmed = text.trim_matches(wrapping::is_blank);
    if trimmed.is_empty() {
        return InputKind::Empty;
    }
    if let Some(mut found) = wrapping::one_token(text) {
        found.stripped.extend(context.request.stripped);
        finder.push_alone(found);
        return InputKind::Token;
    }
    if placeholder::certain(trimmed).is_some_and(|kind| kind != Placeholder::Masked)
        && trimmed != "{}"
    {
        finder.push(MediaRequest::new(trimmed, "the whole input"));
        return InputKind::Text;
    }
    // Keep the leading lines, so that line numbers match the input.
    let start = text.len() - text.trim_start_matches(wrapping::is_blank).len();
    let text = &text[..start + trimmed.len()];
    if let Some(kind) = json::search(trimmed, &context, finder) {
        return kind;
    }
    if table::search(text, &context, finder) {
        return InputKind::Text;
    }
    if curl::is_command(trimmed) {
        curl::search(trimmed, &context, finder);
        // What the server answered, as in a terminal.
        if let Some(at) = ["\n{", "\n["]
            .iter()
            .filter_map(|open| trimmed.find(open))
            .min()
        {
            let context = context.inside("the output of the command".to_owned());
            scanner::search(&trimmed[at..], &context, finder);
        }
        return InputKind::Curl;
    }
    if url_span::is_one_url(trimmed) {
        context.place = Some("the URL".to_owned());
        scanner::search(text, &context, finder);
        return InputKind::Url;
    }
    if har::search_xml(text, &context, finder) || rows::search(text, &context, finder) {
        return InputKind::Text;
    }
    // A page that shows HTML source code.
    let is_escaped = ["&lt;mux-", "&lt;Mux", "&lt;iframe"]
        .iter()
        .any(|tag| text.contains(tag));
    let unescaped = is_escaped.then(|| escape::without_entities(text)).flatten();
    if unescaped.is_some() {
        context.request.stripped.push(Stripped::Entities);
    }
    let text = unescaped.as_deref().unwrap_or(text);
    let is_env = dotenv::is_env(text.trim());
    context.is_env = is_env;
    scanner::search(text, &context, finder);
    headers::search_raw(text, &context, finder);
    let trimmed = text.trim();
    if trimmed.starts_with("#EXTM3U") {
        return InputKind::Playlist;
    }
    let is_html = trimmed.starts_with('<')
        && trimmed[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "!?".contains(c))
        && trimmed.ends_with('>');
    if is_html {
        InputKind::Html
    } else if is_env {
        InputKind::Env
    } else {
        InputKind::Text
    }
}
