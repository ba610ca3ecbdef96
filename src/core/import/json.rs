//! JSON with tokens and URLs in its strings, and HAR files.

use std::fmt::Write as _;

use super::{
    curl::HttpRequest,
    finder::Finder,
    found::InputKind,
    names,
    placeholder::{certain, placeholder},
    player_tag::value_of_slot,
    scanner::{self, Context, MAX_DEPTH},
    wrapping::one_token,
};
use crate::core::{
    json::{Object, Value},
    request::MediaRequest,
};

/// Searches text that is JSON and returns its format; `None` if it is not JSON.
pub(super) fn search(text: &str, context: &Context, finder: &mut Finder) -> Option<InputKind> {
    if !text.starts_with(['{', '[']) || context.depth >= MAX_DEPTH {
        return None;
    }
    let json = Value::parse(text).ok()?;
    if let Some(entries) = entries(&json) {
        har(entries, context, finder);
        return Some(InputKind::Har);
    }
    let mut search = JsonSearch { context, finder };
    let mut path = String::new();
    search.value(
        &json,
        &mut path,
        None,
        None,
        context.request.playback_id.as_deref(),
    );
    Some(InputKind::Json)
}

struct JsonSearch<'a> {
    context: &'a Context,
    finder: &'a mut Finder,
}

impl JsonSearch<'_> {
    /// Searches a value, given its path, its name, the name of the enclosing object and the playback ID for its tokens.
    fn value(
        &mut self,
        value: &Value,
        path: &mut String,
        name: Option<&str>,
        parent: Option<&str>,
        id: Option<&str>,
    ) {
        let slot = name.and_then(|name| names::slot(name, parent));
        let base = path.len();
        match value {
            Value::String(text) => self.string(text, path, name, slot, id),
            Value::Object(object) if object.is_empty() => {
                if slot.is_some() {
                    // `JSON.stringify` of a promise that was not awaited.
                    self.found("{}".to_owned(), path, slot, id);
                }
            }
            Value::Object(object) => {
                let own = playback_id(object);
                for (member, value) in object.iter() {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(member);
                    self.value(value, path, Some(member), name, own.or(id));
                    path.truncate(base);
                }
            }
            Value::Array(items) => {
                for (i, item) in items.iter().enumerate() {
                    write!(path, "[{i}]").expect("writing to a String cannot fail");
                    self.value(item, path, name, parent, id);
                    path.truncate(base);
                }
            }
            Value::Null if slot.is_some() => self.found("null".to_owned(), path, slot, id),
            Value::Deep(text) => {
                let context = self.context(path, id);
                scanner::search(text, &context, self.finder);
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn string(
        &mut self,
        text: &str,
        path: &str,
        name: Option<&str>,
        slot: Option<&'static str>,
        id: Option<&str>,
    ) {
        let is_token_place = slot.is_some() || name.is_some_and(names::is_token);
        if is_token_place && !text.trim().is_empty() {
            let kind = if slot.is_some() {
                placeholder(text.trim())
            } else {
                certain(text.trim())
            };
            if slot.is_some() || kind.is_some() || one_token(text).is_some() {
                let (token, sent_along) = value_of_slot(text);
                let context = self.context(path, id);
                self.finder.push(MediaRequest {
                    token_as_sent: Some(text.to_owned()),
                    slot: slot.map(str::to_owned),
                    playback_id: id.map(str::to_owned),
                    stripped: sent_along.clone(),
                    sent_along,
                    ..MediaRequest::new(token, context.place.unwrap_or_default())
                });
                return;
            }
        }
        if !is_worth_searching(text) {
            return;
        }
        let context = self.context(path, id);
        if let Some(found) = one_token(text) {
            self.finder.push(MediaRequest {
                place: context.place.unwrap_or_default(),
                playback_id: id.map(str::to_owned),
                ..found
            });
            return;
        }
        let trimmed = text.trim();
        if search(trimmed, &context, self.finder).is_none() {
            scanner::search(trimmed, &context, self.finder);
        }
    }

    fn found(&mut self, text: String, path: &str, slot: Option<&str>, id: Option<&str>) {
        let context = self.context(path, id);
        self.finder.push(MediaRequest {
            slot: slot.map(str::to_owned),
            playback_id: id.map(str::to_owned),
            ..MediaRequest::new(text, context.place.unwrap_or_default())
        });
    }

    fn context(&self, path: &str, id: Option<&str>) -> Context {
        let path = if path.is_empty() {
            "the JSON".to_owned()
        } else {
            format!("`{path}`")
        };
        let place = match &self.context.place {
            Some(place) => format!("{path} in {place}"),
            None => path,
        };
        let mut context = self.context.inside(place);
        context.request.playback_id = id.map(str::to_owned);
        context
    }
}

/// Whether a string may contain a token or a URL; a cheap test, because most do not.
fn is_worth_searching(text: &str) -> bool {
    text.contains("eyJ")
        || text.contains("://")
        || text.contains("mux.com/")
        || text.contains("%3A%2F%2F")
}

/// The playback ID in an object.
fn playback_id(object: &Object) -> Option<&str> {
    object
        .iter()
        .find(|(name, _)| names::is_playback_id(name))
        .and_then(|(_, value)| value.as_str())
        .filter(|id| !id.is_empty() && !id.contains('?'))
}

/// The requests of a HAR.
fn entries(json: &Value) -> Option<&[Value]> {
    let log = json.as_object()?.get("log")?.as_object()?;
    match log.get("entries")? {
        Value::Array(entries) => Some(entries),
        _ => None,
    }
}

fn har(entries: &[Value], context: &Context, finder: &mut Finder) {
    let mut bodies = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        let place = format!("request {} of the HAR", i + 1);
        let entry = entry.as_object();
        let request = entry.and_then(|entry| entry.get("request")?.as_object());
        let response = entry.and_then(|entry| entry.get("response")?.as_object());
        let status = response
            .and_then(|response| response.get("status")?.as_number()?.as_i64())
            .and_then(|status| u16::try_from(status).ok())
            .filter(|status| *status > 0);
        if let Some(request) = request {
            let headers = headers(request);
            HttpRequest {
                url: request.str("url").unwrap_or_default(),
                has_all_headers: headers
                    .iter()
                    .any(|(name, _)| name.eq_ignore_ascii_case("user-agent")),
                headers,
                status,
                place: place.clone(),
                has_known_headers: false,
            }
            .search(context, finder);
        }
        let post = request.and_then(|request| request.get("postData")?.as_object());
        let answered = response.and_then(|response| response.get("content")?.as_object());
        for (what, body) in [("the body of", post), ("the response to", answered)] {
            let text = body
                .and_then(|body| body.str("text"))
                .filter(|text| is_worth_searching(text));
            if let Some(text) = text {
                bodies.push((format!("{what} {place}"), text));
            }
        }
    }
    // A URL gives more context for a token than a body, so the requests come first.
    for (place, body) in bodies {
        let context = Context {
            has_token_elsewhere: true,
            ..context.inside(place)
        };
        let body = body.trim();
        if search(body, &context, finder).is_none() {
            scanner::search(body, &context, finder);
        }
    }
}

fn headers(request: &Object) -> Vec<(&str, &str)> {
    let Some(Value::Array(headers)) = request.get("headers") else {
        return Vec::new();
    };
    headers
        .iter()
        .filter_map(|header| {
            let header = header.as_object()?;
            Some((header.str("name")?, header.str("value")?))
        })
        .collect()
}
