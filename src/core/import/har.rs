//! HAR files: the requests that a browser saved, with their headers, status and bodies.

use super::{curl::HttpRequest, finder::Finder, scanner::Context};
use crate::core::json::{Object, Value};

/// The entries of a HAR; `None` if it is other JSON.
pub(super) fn entries(json: &Value) -> Option<&[Value]> {
    let log = json.as_object()?.get("log")?.as_object()?;
    match log.get("entries")? {
        Value::Array(entries) => Some(entries),
        _ => None,
    }
}

/// Searches the requests and returns the bodies of requests and responses, each with its place.
pub(super) fn search<'a>(
    entries: &'a [Value],
    context: &Context,
    finder: &mut Finder,
) -> Vec<(String, &'a str)> {
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
            if let Some(text) = body.and_then(|body| body.str("text")) {
                bodies.push((format!("{what} {place}"), text));
            }
        }
    }
    bodies
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
