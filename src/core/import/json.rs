//! JSON with tokens and URLs in its strings.

use std::fmt::Write as _;

use super::{
    cells,
    finder::Finder,
    found::InputKind,
    group::Enclosure,
    har::SavedSession,
    names::{self, Role},
    odd_url, record,
    scanner::{self, Context, MAX_DEPTH},
};
use crate::core::{
    json::Value,
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
            .filter(|(_, body)| cells::is_worth_searching(body))
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
    search.value(&json, &mut path, None, None);
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
    /// Searches a value, given its path, its name and the name of the enclosing object.
    fn value(
        &mut self,
        value: &Value,
        path: &mut String,
        name: Option<&str>,
        parent: Option<&str>,
    ) {
        if let Value::Object(object) = value
            && !self.is_in_record
        {
            let place = self.context(path).place.unwrap_or_default();
            if let Some(context) = record::context(object, &place, self.context, self.finder) {
                let mut search = JsonSearch {
                    has_own_id: false,
                    context: &context,
                    finder: self.finder,
                    is_in_record: true,
                };
                search.value(value, path, name, parent);
                return;
            }
        }
        let slot = name.and_then(|name| names::slot(name, parent));
        let base = path.len();
        match value {
            Value::String(text) => self.string(text, path, name.unwrap_or_default(), slot),
            Value::Object(object) if object.is_empty() => {
                let is_token = |name| names::role(name) == Some(Role::Token);
                let is_ours = self.has_own_id || self.context.depth == 0;
                if slot.is_some() || (is_ours && name.is_some_and(is_token)) {
                    // `JSON.stringify` of a promise that was not awaited.
                    self.found("{}".to_owned(), path, name, slot);
                }
            }
            Value::Object(object) => {
                let has_own_id = object
                    .iter()
                    .any(|(member, _)| names::role(member) == Some(Role::Id));
                self.finder.open(Enclosure::Bracket(b'{'), name);
                for (member, value) in object.iter() {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(member);
                    self.has_own_id = has_own_id;
                    self.value(value, path, Some(member), name);
                    path.truncate(base);
                }
                self.finder.close();
            }
            Value::Array(items) => {
                self.finder.open(Enclosure::Bracket(b'['), name);
                for (i, item) in items.iter().enumerate() {
                    write!(path, "[{i}]").expect("writing to a String cannot fail");
                    self.value(item, path, name, parent);
                    path.truncate(base);
                }
                self.finder.close();
            }
            Value::Null if slot.is_some() => self.found("null".to_owned(), path, name, slot),
            Value::Number(number) => {
                self.finder
                    .member(name.unwrap_or_default(), number.as_str());
            }
            Value::Deep(text) => {
                let context = self.context(path);
                scanner::search(text, &context, self.finder);
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn string(&mut self, text: &str, path: &str, name: &str, slot: Option<&'static str>) {
        self.finder.member(name, text);
        let context = self.context(path);
        if cells::member(name, slot, text, self.has_own_id, &context, self.finder)
            || !cells::is_worth_searching(text)
        {
            return;
        }
        let mut context = context;
        if odd_url::lacks_scheme(name, text) {
            context.request.url_fault = Some(UrlFault::Relative { certain: false });
        }
        // A URL with a fault is a member, and so is the query of a URL; the requests in other text are not.
        let is_part = matches!(names::role(name), Some(Role::Path | Role::Query))
            || (names::is_url(name) && !text.trim().contains(char::is_whitespace));
        if !is_part {
            self.finder.open(Enclosure::Text, None);
        }
        let trimmed = text.trim();
        if search(trimmed, &context, self.finder).is_none() {
            scanner::search(trimmed, &context, self.finder);
        }
        if !is_part {
            self.finder.close();
        }
    }

    fn found(&mut self, text: String, path: &str, name: Option<&str>, slot: Option<&str>) {
        let context = self.context(path);
        let found = MediaRequest {
            slot: slot.map(str::to_owned),
            ..context.request(text, context.place.clone().unwrap_or_default())
        };
        self.finder.push_named(found, name.unwrap_or_default());
    }

    fn context(&self, path: &str) -> Context {
        let path = if path.is_empty() {
            "the JSON".to_owned()
        } else {
            format!("`{path}`")
        };
        let place = match &self.context.place {
            Some(place) => format!("{path} in {place}"),
            None => path,
        };
        self.context.inside(place)
    }
}
