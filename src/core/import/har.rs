//! Requests that a browser or a proxy saved, with their headers, status and bodies: HAR, Charles, traces of Playwright.

use super::{
    chars::may_hold_token,
    escape,
    finder::Finder,
    record::Record,
    scanner::{self, Context},
};
use crate::core::json::{Object, Value};

/// Requests in a session file.
pub(super) struct SavedSession<'a> {
    /// What it is, to follow "of the".
    name: &'static str,
    entries: Vec<&'a Object>,
}

impl<'a> SavedSession<'a> {
    /// The session in a JSON value; `None` if it is other JSON.
    pub(super) fn of(json: &'a Value) -> Option<Self> {
        let entries = |value: &'a Value| match value {
            Value::Array(items) => Some(items.iter().filter_map(Value::as_object).collect()),
            _ => None,
        };
        let object = json.as_object();
        let log = object
            .and_then(|object| object.get("log")?.as_object())
            .or(object);
        if let Some(entries) = log.and_then(|log| entries(log.get("entries")?)) {
            return Some(Self {
                name: "HAR",
                entries,
            });
        }
        // A list of entries, or one entry: copied out of a HAR, or a session of Charles.
        let entries = entries(json).unwrap_or_else(|| object.into_iter().collect());
        let is_of = |member: &str, of: &str| {
            let has = |entry: &&Object| entry.get(member).is_some() && entry.get(of).is_some();
            !entries.is_empty() && entries.iter().all(has)
        };
        if is_of("startedDateTime", "request") {
            Some(Self {
                name: "HAR",
                entries,
            })
        } else if is_of("host", "path") && is_of("method", "scheme") {
            Some(Self {
                name: "session",
                entries,
            })
        } else {
            None
        }
    }

    /// Searches the requests and returns the bodies of requests and responses, each with its context.
    pub(super) fn search(&self, context: &Context, finder: &mut Finder) -> Vec<(Context, &'a str)> {
        let mut bodies = Vec::new();
        for (i, entry) in self.entries.iter().enumerate() {
            let place = format!("request {} of the {}", i + 1, self.name);
            let record = Record::read(entry);
            record.search(&place, context, finder);
            for (is_response, body) in record.bodies {
                let what = if is_response {
                    "response to"
                } else {
                    "body of"
                };
                let mut context = context.inside(format!("the {what} {place}"));
                context.has_token_elsewhere = true;
                context.request.at = record.facts.time.map(|time| time.at);
                bodies.push((context, body));
            }
        }
        bodies
    }
}

/// Searches a session of Charles in XML; returns false if it is something else.
pub(super) fn search_xml(text: &str, context: &Context, finder: &mut Finder) -> bool {
    const START: &str = "<transaction ";
    let mut transactions = text.split(START);
    transactions.next();
    let mut is_session = false;
    for (i, transaction) in transactions.enumerate() {
        let (request, response) = transaction
            .split_once("<response")
            .unwrap_or((transaction, ""));
        let tag = request.split('>').next().unwrap_or_default();
        let mut entry: Object = attributes(tag).collect();
        if entry.get("host").is_none() || entry.get("path").is_none() {
            continue;
        }
        is_session = true;
        let headers = request.split("<header>").skip(1).map(|header| {
            let members = ["name", "value"].map(|name| (name.to_owned(), inner(header, name)));
            Value::Object(members.into_iter().collect())
        });
        entry.push("headers", Value::Array(headers.collect()));
        let tag = response.split('>').next().unwrap_or_default();
        for (name, value) in attributes(tag).filter(|(name, _)| name == "status") {
            entry.push(format!("response.{name}"), value);
        }
        let place = format!("request {} of the session", i + 1);
        Record::read(&entry).search(&place, context, finder);
        for (what, part) in [("body of", request), ("response to", response)] {
            if let Some((_, body)) = part
                .split_once("<body")
                .filter(|(_, body)| may_hold_token(body))
            {
                let mut context = context.inside(format!("the {what} {place}"));
                context.has_token_elsewhere = true;
                scanner::search(body, &context, finder);
            }
        }
    }
    is_session
}

/// The attributes of an XML tag.
fn attributes(tag: &str) -> impl Iterator<Item = (String, Value)> {
    let mut parts = tag.split('"');
    std::iter::from_fn(move || {
        let name = parts.next()?.trim().strip_suffix('=')?;
        let value = parts.next()?;
        Some((name.to_owned(), plain(value)))
    })
}

/// The text of an element.
fn inner(xml: &str, name: &str) -> Value {
    let start = xml
        .split_once(&format!("<{name}>"))
        .map_or("", |(_, rest)| rest);
    plain(start.split("</").next().unwrap_or_default())
}

/// Text without entities.
fn plain(text: &str) -> Value {
    Value::String(escape::without_entities(text).unwrap_or_else(|| text.to_owned()))
}
