//! Answers of Mux's API as a list of IDs: assets, live streams, webhooks, and objects of the same form from elsewhere.

use std::collections::HashMap;

use super::{
    columns::{Columns, Wanted},
    item::{AnswerItem, ItemKind},
    row::Row,
};
use crate::core::{
    json::{JsonError, Object, Value},
    mux::policy::Policy,
    time::Span,
};

/// The names of the columns that an answer becomes.
const COLUMNS: [&str; 3] = ["playback_id", "policy", "duration"];

/// The columns of the rows of [`read`].
pub fn columns() -> Columns {
    Columns {
        is_table: true,
        delimiter: b',',
        header: Some(COLUMNS.to_vec().into()),
        width: COLUMNS.len(),
        chosen: 0,
        is_answer: true,
        is_given: false,
    }
}

/// Whether text is read as an answer: it begins like JSON.
pub fn is_answer(start: &str, wanted: Wanted) -> bool {
    let start = start.trim_start_matches('\u{feff}').trim_start();
    matches!(wanted, Wanted::Ids(_)) && start.starts_with(['{', '['])
}

/// Reads the IDs in one or more JSON values, each once, in the order of the text.
///
/// # Errors
/// If the text is not JSON.
pub fn read(text: &str) -> Result<Vec<Row>, JsonError> {
    let mut found = Found::default();
    for value in Value::parse_all(text)? {
        match value {
            Value::Array(items) if items.iter().all(|item| item.as_str().is_some()) => {
                for item in &items {
                    found.playback_id(item, None, None);
                }
            }
            value => found.value(&value),
        }
    }
    let mut lines = Lines {
        text,
        at: 0,
        line: 1,
    };
    let rows = found.items.into_iter().map(|item| {
        let policy = match item.kind {
            ItemKind::Playback(policy) => policy.map_or("", Policy::word),
            ItemKind::Asset | ItemKind::LiveStream => "",
        };
        let duration = item.duration.map(|span| span.0.to_string());
        let cells = [item.id.as_str(), policy, &duration.unwrap_or_default()];
        Row {
            item: Some(item.clone()),
            ..Row::new(lines.of(&item.id), cells.to_vec())
        }
    });
    Ok(rows.collect())
}

/// Finds the lines of IDs that are in the order of the text.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, id: &str) -> u64 {
        let rest = &self.text[self.at..];
        match rest.find(id) {
            Some(place) => {
                let breaks = rest.as_bytes()[..place]
                    .iter()
                    .filter(|byte| **byte == b'\n');
                self.line += breaks.count() as u64;
                self.at += place;
            }
            // Written with escapes: the rest is not searched again for each of many such IDs.
            None => self.at = self.text.len(),
        }
        self.line
    }
}

/// The IDs found so far.
#[derive(Default)]
struct Found {
    items: Vec<AnswerItem>,
    /// The places of the IDs in `items`.
    places: HashMap<String, usize>,
}

impl Found {
    fn value(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.value(item)),
            Value::Object(object) => self.object(object),
            _ => {}
        }
    }

    fn object(&mut self, object: &Object) {
        let duration = duration(object);
        let policy = policy(object);
        let owner = owner(object);
        for (name, value) in object.iter() {
            match name {
                "playback_ids" | "playbackIds" | "playbackIDs" => {
                    self.playback_ids(value, duration);
                }
                "playback_id" | "playbackId" | "playbackID" => {
                    self.playback_id(value, policy, duration);
                }
                "id" if owner.is_some() => {
                    if let (Some(kind), Some(id)) = (owner, value.as_str()) {
                        self.add(id, kind, duration);
                    }
                }
                "id" if policy.is_some() => self.playback_id(value, policy, duration),
                "asset_id" | "assetId" => {
                    if let Some(id) = value.as_str() {
                        self.add(id, ItemKind::Asset, duration);
                    }
                }
                _ => self.value(value),
            }
        }
    }

    /// The playback IDs in a list, as the API and GraphQL servers write it.
    fn playback_ids(&mut self, value: &Value, duration: Option<Span>) {
        match value {
            Value::Array(items) => {
                for item in items {
                    self.playback_ids(item, duration);
                }
            }
            Value::Object(object) => match object.get("id").or_else(|| object.get("playback_id")) {
                Some(id) => self.playback_id(id, policy(object), duration),
                // `{"edges":[{"node":{…}}]}`
                None => {
                    for (_, value) in object.iter() {
                        if !matches!(value, Value::String(_)) {
                            self.playback_ids(value, duration);
                        }
                    }
                }
            },
            value => self.playback_id(value, None, duration),
        }
    }

    fn playback_id(&mut self, value: &Value, policy: Option<Policy>, duration: Option<Span>) {
        if let Some(id) = value.as_str() {
            self.add(id, ItemKind::Playback(policy), duration);
        }
    }

    fn add(&mut self, id: &str, kind: ItemKind, duration: Option<Span>) {
        let id = id.trim();
        if id.is_empty() {
            return;
        }
        if let Some(place) = self.places.get(id) {
            let known = &mut self.items[*place];
            // The policy may be in only one of the places.
            if known.kind == ItemKind::Playback(None) {
                known.kind = kind;
            }
            known.duration = known.duration.or(duration);
            return;
        }
        self.places.insert(id.to_owned(), self.items.len());
        self.items.push(AnswerItem {
            id: id.to_owned(),
            kind,
            duration,
        });
    }
}

/// The policy in an object.
fn policy(object: &Object) -> Option<Policy> {
    let names = ["policy", "playback_policy", "playbackPolicy"];
    let value = names.into_iter().find_map(|name| object.get(name))?;
    match value {
        Value::String(word) => Policy::parse(word),
        Value::Array(words) => match words.as_slice() {
            [word] => Policy::parse(word.as_str()?),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the `id` of an object is that of an asset or a live stream.
fn owner(object: &Object) -> Option<ItemKind> {
    let is_live = [
        "stream_key",
        "active_asset_id",
        "latency_mode",
        "reconnect_window",
    ]
    .iter()
    .any(|name| object.contains(name));
    match object.str("type") {
        Some("live_stream") => Some(ItemKind::LiveStream),
        Some("asset") => Some(ItemKind::Asset),
        _ if is_live => Some(ItemKind::LiveStream),
        _ if object.contains("playback_ids") || object.contains("playbackIds") => {
            Some(ItemKind::Asset)
        }
        _ => None,
    }
}

/// The duration in an object, rounded up to whole seconds.
fn duration(object: &Object) -> Option<Span> {
    const LONGEST: f64 = 1e9;
    let value = object.get("duration")?;
    let seconds: f64 = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    (seconds > 0.0 && seconds < LONGEST).then(|| Span(seconds.ceil() as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each ID with its line, kind and duration.
    fn found(text: &str) -> Vec<String> {
        let rows = read(text).expect("JSON");
        let shown = rows.into_iter().map(|row| {
            let AnswerItem { id, kind, duration } = row.item.expect("an item");
            let kind = match kind {
                ItemKind::Playback(policy) => policy.map_or("unknown", Policy::word),
                ItemKind::Asset => "asset",
                ItemKind::LiveStream => "live stream",
            };
            let duration = duration.map_or_else(String::new, |span| format!(" {}s", span.0));
            format!("{} {id} {kind}{duration}", row.line)
        });
        shown.collect()
    }

    #[test]
    fn ids_of_assets_are_found_with_policy_and_duration() {
        assert_eq!(
            found(
                r#"{"data":[
                {"id":"A1","status":"ready","duration":118.95,"tracks":[{"id":"T","duration":118.9}],
                 "playback_ids":[{"policy":"public","id":"P1"},
                  {"id":"P2","policy":"signed"},
                  {"id":"P3","policy":"drm","drm_configuration_id":"C"}]},
                {"playback_ids":[{"policy":"signed","id":"P4"}],"id":"A2"}]}"#
            ),
            [
                "2 A1 asset 119s",
                "3 P1 public 119s",
                "4 P2 signed 119s",
                "5 P3 drm 119s",
                "6 P4 signed",
                "6 A2 asset",
            ]
        );
    }

    #[test]
    fn other_forms_of_answers_are_read() {
        for (text, ids) in [
            // A live stream.
            (
                r#"{"data":{"stream_key":"secret","id":"L","latency_mode":"low","playback_ids":[{"id":"P","policy":"signed"}]}}"#,
                &["1 L live stream", "1 P signed"][..],
            ),
            // A webhook, whose own ID and object are not new.
            (
                r#"{"type":"video.asset.ready","id":"E","object":{"type":"asset","id":"A"},"data":{"duration":3,"playback_ids":[{"id":"P","policy":"signed"}],"id":"A"}}"#,
                &["1 A asset 3s", "1 P signed 3s"],
            ),
            // `GET /video/v1/playback-ids/ID`
            (
                r#"{"data":{"policy":"signed","object":{"type":"asset","id":"A"},"id":"P"}}"#,
                &["1 A asset", "1 P signed"],
            ),
            // GraphQL.
            (
                r#"{"data":{"asset":{"duration":"9.5","playbackIds":{"edges":[{"node":{"id":"P","policy":"SIGNED"}}]}}}}"#,
                &["1 P signed 10s"],
            ),
            // A document of a CMS, which has the same ID twice.
            (
                r#"{"playbackId":"P","assetId":"A","data":{"duration":2,"playback_ids":[{"id":"P","policy":"signed"}]}}"#,
                &["1 P signed 2s", "1 A asset"],
            ),
            (
                r#"[{"playback_id":"P","playback_policy":["public"]},{"playback_ids":["Q"]}]"#,
                &["1 P public", "1 Q unknown"],
            ),
            (r#"["P","Q"]"#, &["1 P unknown", "1 Q unknown"]),
            // JSON Lines, as of `jq -c '.data[]'`.
            (
                "{\"playback_id\":\"P\"}\n\n{\"id\":\"Q\",\"policy\":\"public\"}\n",
                &["1 P unknown", "3 Q public"],
            ),
            (r#"{"error":{"type":"not_found"}}"#, &[]),
        ] {
            assert_eq!(found(text), ids, "{text}");
        }
        assert!(read("{\"a\":1}\nhello").is_err());
    }
}
