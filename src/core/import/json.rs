//! JSON with tokens and URLs in its strings.

use std::fmt::Write as _;

use super::{
    finder::Finder,
    found::InputKind,
    har::SavedSession,
    names, odd_url,
    place::{self, token_in},
    placeholder::certain,
    record,
    scanner::{self, Context, MAX_DEPTH},
    wrapping::one_token,
};
use crate::core::{
    json::{Object, Value},
    request::{MediaRequest, UrlFault},
};

/// Searches text that is JSON and returns its format; `None` if it is not JSON.
pub(super) fn search(text: &str, context: &Context, finder: &mut Finder) -> Option<InputKind> {
    if !text.starts_with(['{', '[']) || context.depth >= MAX_DEPTH {
        return None;
    }
    let json = Value::parse(text).ok()?;
    if let Some(session) = SavedSession::of(&json) {
        let bodies = session.search(context, finder);
        // A URL gives more context for a token than a body, so the requests come first.
        for (context, body) in bodies
            .into_iter()
            .filter(|(_, body)| is_worth_searching(body))
        {
            let body = body.trim();
            if search(body, &context, finder).is_none() {
                scanner::search(body, &context, finder);
            }
        }
        return Some(InputKind::Har);
    }
    let mut search = JsonSearch {
        context,
        has_own_id: false,
        finder,
        is_in_record: false,
    };
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
    /// Whether the object of the current member has a playback ID, so that its `token` is one for Mux.
    has_own_id: bool,
    finder: &'a mut Finder,
    /// Whether the value is in the record of a request, which the context has.
    is_in_record: bool,
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
        if let Value::Object(object) = value
            && !self.is_in_record
        {
            let place = self.context(path, None).place.unwrap_or_default();
            if let Some(context) = record::context(object, &place, self.context, self.finder) {
                let mut search = JsonSearch {
                    has_own_id: false,
                    context: &context,
                    finder: self.finder,
                    is_in_record: true,
                };
                search.value(value, path, name, parent, id);
                return;
            }
        }
        let slot = name.and_then(|name| names::slot(name, parent));
        let base = path.len();
        match value {
            Value::String(text) => self.string(text, path, name, slot, id),
            Value::Object(object) if object.is_empty() => {
                if slot.is_some() || (self.has_own_id && name.is_some_and(names::is_token)) {
                    // `JSON.stringify` of a promise that was not awaited.
                    self.found("{}".to_owned(), path, slot, id);
                }
            }
            Value::Object(object) => {
                let own = playback_id(object);
                // Next to a token, the others are optional: `"drm-token": null`.
                let has_token = object
                    .iter()
                    .any(|(_, value)| value.as_str().is_some_and(place::holds_token));
                for (member, value) in object
                    .iter()
                    .filter(|(_, value)| !has_token || **value != Value::Null)
                {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(member);
                    self.has_own_id = own.is_some();
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
            let is_certain = slot.is_some() || self.has_own_id || certain(text.trim()).is_some();
            if is_certain || place::holds_token(text) {
                let token = token_in(text);
                let context = self.context(path, id);
                self.finder.push(MediaRequest {
                    token_as_sent: Some(text.to_owned()),
                    slot: slot.map(str::to_owned),
                    playback_id: id.map(str::to_owned),
                    ..context.request(token, context.place.clone().unwrap_or_default())
                });
                return;
            }
        }
        if !is_worth_searching(text) {
            return;
        }
        let mut context = self.context(path, id);
        if name.is_some_and(|name| odd_url::lacks_scheme(name, text)) {
            context.request.url_fault = Some(UrlFault::Relative { certain: false });
        }
        if let Some(found) = one_token(text) {
            let mut stripped = context.request.stripped.clone();
            stripped.extend(found.stripped);
            self.finder.push(MediaRequest {
                stripped,
                ..context.request(found.text, context.place.clone().unwrap_or_default())
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
            ..context.request(text, context.place.clone().unwrap_or_default())
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
