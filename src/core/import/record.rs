//! Records of requests in JSON: entries of a HAR, of Charles and of traces, and lines of logs.

use std::borrow::Cow;

use super::{
    curl::HttpRequest,
    facts::{RequestFacts, header, status},
    fields::{RequestPart, field, field_in},
    finder::Finder,
    link,
    scanner::Context,
    times,
};
use crate::core::{
    json::{Object, Value},
    mux::{header::Header, url::MediaUrl},
};

/// What a JSON object shows of a request.
#[derive(Default)]
pub(super) struct Record<'a> {
    pub(super) facts: RequestFacts,
    /// The URL, or the path with its query.
    url: Option<&'a str>,
    scheme: Option<&'a str>,
    path: Option<&'a str>,
    query: Option<Cow<'a, str>>,
    /// The headers of the request.
    pub(super) headers: Vec<(&'a str, &'a str)>,
    /// The bodies, and whether they are of the response.
    pub(super) bodies: Vec<(bool, &'a str)>,
    /// Whether it has members that only a request or the entry of a log has.
    is_entry: bool,
}

/// Members that only a request or the entry of a log has.
const ENTRY_MEMBERS: [&str; 16] = [
    "starteddatetime",
    "walltime",
    "method",
    "requestmethod",
    "request_method",
    "clientrequestmethod",
    "level",
    "levelname",
    "log.level",
    "severity",
    "logger",
    "remote_addr",
    "remote_ip",
    "clientip",
    "client_ip",
    "clientrequesthost",
];

/// The depth of the objects in a record: `snapshot.request.headers` in traces of Playwright.
const MAX_DEPTH: usize = 4;

impl<'a> Record<'a> {
    /// Reads an object that is a request.
    pub(super) fn read(object: &'a Object) -> Self {
        let mut record = Self::default();
        record.object(object, "", MAX_DEPTH);
        record
    }

    /// Reads an object; `None` if it is no request and no entry of a log.
    pub(super) fn of(object: &'a Object) -> Option<Self> {
        let record = Self::read(object);
        let is_answered = || record.facts.status.is_some() && record.url().is_some();
        (record.is_entry || is_answered()).then_some(record)
    }

    /// The requested URL, composed if its parts are in separate members. Behind a proxy that is not Mux's, it is the path.
    pub(super) fn url(&self) -> Option<Cow<'a, str>> {
        let join = |path: &str, host: Option<&str>| {
            let path = if path.starts_with('/') {
                path.to_owned()
            } else {
                format!("/{path}")
            };
            let query = self
                .query
                .as_deref()
                .map(|query| query.trim_start_matches('?'));
            let query = query.filter(|query| !query.is_empty() && !path.contains('?'));
            let query = query.map_or_else(String::new, |query| format!("?{query}"));
            let path = format!("{path}{query}");
            let Some(host) = host else {
                return path;
            };
            let url = format!("{}://{host}{path}", self.scheme.unwrap_or("https"));
            match link::on_host(Some(host), &path) {
                Some(_) if MediaUrl::read(&url).is_err() => path,
                _ => url,
            }
        };
        let host = self.facts.host.as_deref();
        match self.url {
            Some(url) if url.contains("://") || host.is_none() => Some(Cow::Borrowed(url)),
            Some(url) => Some(Cow::Owned(join(url, host))),
            None => self.path.map(|path| Cow::Owned(join(path, host))),
        }
    }

    /// Searches the URL and the headers.
    pub(super) fn search(&self, place: &str, context: &Context, finder: &mut Finder) {
        let has_agent = |(name, _): &(&str, &str)| name.eq_ignore_ascii_case("user-agent");
        let mut context = context.clone();
        self.facts.complete(&mut context.request);
        HttpRequest {
            url: &self.url().unwrap_or_default(),
            has_all_headers: self.headers.iter().any(has_agent),
            headers: self.headers.clone(),
            place: place.to_owned(),
            has_known_headers: false,
        }
        .search(&context, finder);
    }

    /// Whether the URL is in several members, so that none of them contains it.
    pub(super) fn is_composed(&self) -> bool {
        let whole = self.url.is_some_and(|url| url.contains("://"));
        !whole && (self.url.or(self.path)).is_some()
    }

    fn object(&mut self, object: &'a Object, parent: &str, depth: usize) {
        for (name, value) in object.iter() {
            self.member(name, value, parent, depth);
        }
    }

    fn member(&mut self, name: &str, value: &'a Value, parent: &str, depth: usize) {
        match value {
            Value::String(text) => self.text(name, parent, text),
            Value::Number(number) => self.text(name, parent, number.as_str()),
            Value::Object(inner) => {
                let whole = format!("{parent}.{name}");
                if name.eq_ignore_ascii_case("headers") && !is_response(parent) {
                    self.is_entry = true;
                    self.named_headers(inner);
                } else if field(name) == Some(RequestPart::Query) {
                    self.members_of_query(inner);
                } else if depth > 0 {
                    self.object(inner, whole.trim_start_matches('.'), depth - 1);
                }
            }
            // Charles: `request.header.headers`.
            Value::Array(items) if name.eq_ignore_ascii_case("headers") && !is_response(parent) => {
                self.listed_headers(items);
            }
            _ => {}
        }
    }

    fn text(&mut self, name: &str, parent: &str, text: &'a str) {
        let lower = name.to_ascii_lowercase();
        // An answer of an API may have a time, a status and a message, but none of these.
        self.is_entry |= ENTRY_MEMBERS.contains(&lower.as_str())
            || (["message", "msg"].contains(&lower.as_str()) && text.contains("://"));
        if lower == "text" && !parent.is_empty() {
            self.bodies.push((is_response(parent), text));
            return;
        }
        if lower == "scheme" || lower == "protocol" && text.starts_with("http") && text.len() < 6 {
            self.scheme.get_or_insert(text);
        }
        // The innermost object that names the part together with the member: `url.full`, `request.url`.
        let last = parent.rsplit('.').next().unwrap_or_default();
        let known = field(name)
            .or_else(|| field_in(last, name))
            .or_else(|| field_in(parent, name));
        match known {
            Some(RequestPart::At | RequestPart::Date) if self.facts.time.is_none() => {
                self.facts.time = times::value(text);
            }
            Some(RequestPart::Status) => {
                if let Some(status) = status(text).filter(|_| text.len() == 3) {
                    self.facts.status.get_or_insert(status);
                }
            }
            _ if is_response(parent) => {}
            // `GET /ID.m3u8?… HTTP/1.1`
            Some(RequestPart::Url) => {
                let url = match text.split_once(' ') {
                    Some((method, rest)) if method.bytes().all(|b| b.is_ascii_uppercase()) => {
                        self.is_entry = true;
                        rest.split(' ').next().unwrap_or_default()
                    }
                    _ => text,
                };
                if url.contains('/') && !url.contains(' ') {
                    self.url.get_or_insert(url);
                }
            }
            Some(RequestPart::Host) if !text.contains(['/', ' ']) => {
                self.facts.host.get_or_insert_with(|| text.to_owned());
            }
            Some(RequestPart::Path) if !text.contains(' ') => {
                self.path.get_or_insert(text);
            }
            Some(RequestPart::Query) => {
                self.query.get_or_insert(Cow::Borrowed(text));
            }
            Some(field @ (RequestPart::Referrer | RequestPart::UserAgent)) => {
                self.header(field, text);
            }
            _ => {}
        }
    }

    fn header(&mut self, field: RequestPart, text: &str) {
        let known = match field {
            RequestPart::Referrer => &mut self.facts.headers.referrer,
            _ => &mut self.facts.headers.user_agent,
        };
        if *known == Header::Unknown
            && let Some(header) = header(field, text)
        {
            *known = header;
        }
    }

    /// The members of `{"token": "…"}`, as servers log a query.
    fn members_of_query(&mut self, query: &Object) {
        let pairs = query.iter().filter_map(|(name, value)| {
            let value = match value {
                Value::Array(items) => items.first()?.as_str()?,
                value => value.as_str()?,
            };
            Some(format!("{name}={value}"))
        });
        let joined = pairs.collect::<Vec<_>>().join("&");
        self.query.get_or_insert(Cow::Owned(joined));
    }

    /// Headers as members, each with a value or a list of values.
    fn named_headers(&mut self, headers: &'a Object) {
        let pairs = headers.iter().filter_map(|(name, value)| match value {
            Value::String(text) => Some((name, text.as_str())),
            Value::Array(items) => Some((name, items.first()?.as_str()?)),
            _ => None,
        });
        self.take_headers(pairs.collect());
    }

    /// Headers as a list of objects, or of pairs.
    fn listed_headers(&mut self, headers: &'a [Value]) {
        let pairs = headers.iter().filter_map(|header| match header {
            Value::Object(header) => Some((header.str("name")?, header.str("value")?)),
            Value::Array(pair) => Some((pair.first()?.as_str()?, pair.get(1)?.as_str()?)),
            _ => None,
        });
        self.take_headers(pairs.collect());
    }

    fn take_headers(&mut self, headers: Vec<(&'a str, &'a str)>) {
        for (name, value) in &headers {
            match field(name) {
                Some(field @ (RequestPart::Referrer | RequestPart::UserAgent)) => {
                    self.header(field, value);
                }
                Some(RequestPart::Host) => {
                    self.facts.host.get_or_insert_with(|| (*value).to_owned());
                }
                Some(RequestPart::Path) if name.starts_with(':') => {
                    self.url.get_or_insert(value);
                }
                _ => {}
            }
        }
        if self.headers.is_empty() {
            self.headers = headers;
        }
    }
}

/// The context of what is in an object, if it is a record of a request. Finds the token of a URL in several members.
pub(super) fn context(
    object: &Object,
    place: &str,
    context: &Context,
    finder: &mut Finder,
) -> Option<Context> {
    let is_record = object.iter().any(|(name, _)| {
        field(name) == Some(RequestPart::At)
            || ENTRY_MEMBERS.contains(&name.to_ascii_lowercase().as_str())
    });
    let is_failed = || {
        let is_answer = |name: &str| field(name) == Some(RequestPart::Status) || is_response(name);
        object.iter().any(|(name, _)| is_answer(name))
            && Record::read(object)
                .facts
                .status
                .is_some_and(|status| status >= 400)
    };
    let record = (is_record || is_failed())
        .then(|| Record::of(object))
        .flatten()?;
    if record.is_composed() {
        record.search(place, context, finder);
    }
    let mut context = context.clone();
    record.facts.complete(&mut context.request);
    Some(context)
}

/// Whether a member of this path belongs to a response.
fn is_response(path: &str) -> bool {
    path.split('.').any(|name| {
        ["response", "res"]
            .iter()
            .any(|it| name.eq_ignore_ascii_case(it))
    })
}
