//! Which keys signed the tokens of an input, and when the last of them expires: what a key rotation has to know.

use std::{
    collections::{BTreeMap, HashSet},
    hash::{BuildHasher as _, RandomState},
};

use csv::Writer;

use super::sheet::tame;
use crate::core::{
    diagnose::{lint::is_too_far, report::TokenReport},
    import,
    json::{Object, Value},
    key::Key,
    text::{counted, grouped},
    time::{Timestamp, Zone},
    token::Token,
};

/// Up to this many tokens of a key are counted separately, so that memory does not grow with the input.
const MOST_TOKENS: usize = 1_000_000;

/// Up to this many key IDs are kept apart.
const MOST_KEYS: usize = 10_000;

/// The keys in use, collected from any number of inputs.
pub struct KeysInUse {
    /// By key ID; `None` for tokens without one.
    keys: BTreeMap<Option<String>, KeyUse>,
    /// Texts in the place of a token that cannot be decoded.
    unreadable: u64,
    /// Tokens of keys beyond the limit.
    beyond: u64,
    hasher: RandomState,
}

/// A token of an input, as far as it is counted.
pub struct SeenToken {
    /// The hash of its text.
    hash: u64,
    /// Whether it can be decoded.
    is_readable: bool,
    /// Its key ID, if it has one.
    key_id: Option<String>,
    /// Its expiry, if it has a usable one.
    expiry: Option<Timestamp>,
    /// The number of requests with it.
    requests: u64,
}

/// The tokens that name one key.
#[derive(Clone, Debug, Default)]
pub struct KeyUse {
    /// The hashes of the different tokens, up to a limit.
    tokens: HashSet<u64>,
    /// The number of requests with them.
    pub requests: u64,
    /// The first and the last expiry, of those that end.
    pub expiry: Option<(Timestamp, Timestamp)>,
    /// The number of requests whose token has no usable expiry.
    pub endless: u64,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// The key ID; `None` for tokens without one.
    pub key_id: Option<String>,
    /// The number of different tokens.
    pub tokens: usize,
    /// Whether there may be more.
    pub is_capped: bool,
    /// The number of requests.
    pub requests: u64,
    /// The first and the last expiry, of those that end.
    pub expiry: Option<(Timestamp, Timestamp)>,
    /// When the key can be deleted.
    pub delete: DeleteAfter,
    /// Whether the key is loaded.
    pub is_loaded: bool,
}

/// When a key can be deleted without ending a token of the input early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeleteAfter {
    /// At any time: no token of the input names it.
    NotInUse,
    /// At any time: the last token has expired.
    Expired,
    /// After this time, when the last token expires.
    Time(Timestamp),
    /// Never, because this many requests have a token without a usable expiry.
    Never(u64),
}

impl Default for KeysInUse {
    fn default() -> Self {
        Self {
            keys: BTreeMap::new(),
            unreadable: 0,
            beyond: 0,
            hasher: RandomState::new(),
        }
    }
}

impl KeysInUse {
    /// Reads the tokens of an input, to be added later. This is the slow part, and can be done on any thread.
    pub fn reader(&self) -> impl Fn(&str) -> Vec<SeenToken> + Send + Sync + use<> {
        let hasher = self.hasher.clone();
        move |text| {
            // The importer finds no other tokens, and most lines of a log have none.
            if !text.contains("eyJ") {
                return Vec::new();
            }
            let import = import::find_all(text);
            let seen = import.tokens.iter().map(|request| {
                SeenToken::of(&hasher, &Token::read(&request.text), request.count as u64)
            });
            seen.collect()
        }
    }

    /// The keys of tokens that were already inspected.
    pub fn of(tokens: &[TokenReport]) -> Self {
        let mut keys = Self::default();
        let seen = tokens
            .iter()
            .map(|token| SeenToken::of(&keys.hasher, &token.token, token.request.count as u64))
            .collect();
        keys.add(seen);
        keys
    }

    /// Counts tokens.
    pub fn add(&mut self, seen: Vec<SeenToken>) {
        for token in seen {
            if !token.is_readable {
                self.unreadable += token.requests;
                continue;
            }
            let id = token.key_id;
            if self.keys.len() == MOST_KEYS && !self.keys.contains_key(&id) {
                self.beyond += token.requests;
                continue;
            }
            let key = self.keys.entry(id).or_default();
            key.requests += token.requests;
            if key.tokens.len() < MOST_TOKENS {
                key.tokens.insert(token.hash);
            }
            match token.expiry {
                None => key.endless += token.requests,
                Some(expiry) => {
                    let (first, last) = key.expiry.unwrap_or((expiry, expiry));
                    key.expiry = Some((first.min(expiry), last.max(expiry)));
                }
            }
        }
    }

    /// The table: the keys that expire last come first, loaded keys that no token names at the end.
    pub fn rows(&self, loaded: &[Key], now: Timestamp) -> Vec<KeyRow> {
        let loaded: Vec<&str> = loaded.iter().filter_map(|key| key.id.as_deref()).collect();
        let in_use = self.keys.iter().map(|(id, key)| KeyRow {
            key_id: id.clone(),
            tokens: key.tokens.len(),
            is_capped: key.tokens.len() == MOST_TOKENS,
            requests: key.requests,
            expiry: key.expiry,
            delete: key.delete_after(now),
            is_loaded: id.as_deref().is_some_and(|id| loaded.contains(&id)),
        });
        let mut rows: Vec<_> = in_use.collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.delete.rank()));
        let mut unused: Vec<&str> = loaded.clone();
        unused.retain(|id| !self.keys.contains_key(&Some((*id).to_owned())));
        unused.dedup();
        rows.extend(unused.into_iter().map(|id| KeyRow {
            key_id: Some(id.to_owned()),
            tokens: 0,
            is_capped: false,
            requests: 0,
            expiry: None,
            delete: DeleteAfter::NotInUse,
            is_loaded: true,
        }));
        rows
    }

    /// What the table does not show, in sentences without a full stop.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.unreadable > 0 {
            let texts = counted(self.unreadable as usize, "token");
            notes.push(format!(
                "{texts} could not be decoded, so the keys are unknown"
            ));
        }
        if self.beyond > 0 {
            let rest = counted(self.beyond as usize, "request");
            let most = grouped(MOST_KEYS);
            notes.push(format!(
                "{rest} with other key IDs, beyond the first {most}, are not listed"
            ));
        }
        notes.push(
            "Only tokens in this input are counted; others may name the same keys and expire later"
                .to_owned(),
        );
        notes
    }

    /// The table as JSON.
    pub fn json(&self, loaded: &[Key], now: Timestamp) -> Value {
        let rows = self.rows(loaded, now).into_iter();
        let mut json = Object::default();
        json.push("version", 1);
        json.push("judged_at", time(Some(now)));
        json.push(
            "keys",
            Value::Array(rows.map(|row| Value::Object(row.json())).collect()),
        );
        json.push("unreadable", self.unreadable as i64);
        json.push("not_listed", self.beyond as i64);
        Value::Object(json)
    }

    /// The table as JSON Lines.
    pub fn jsonl(&self, loaded: &[Key], now: Timestamp) -> String {
        let rows = self.rows(loaded, now).into_iter();
        let mut lines: Vec<_> = rows.map(|row| row.json().to_string()).collect();
        lines.push(String::new());
        lines.join("\n")
    }

    /// The table as CSV.
    ///
    /// # Panics
    /// Never: writing to memory cannot fail.
    pub fn csv(&self, loaded: &[Key], now: Timestamp) -> String {
        let mut writer = Writer::from_writer(Vec::new());
        let mut write = |cells: [String; 8]| {
            let cells = cells.map(|text| tame(&text));
            writer
                .write_record(cells)
                .expect("writing to memory cannot fail");
        };
        write(KeyRow::NAMES.map(str::to_owned));
        for row in self.rows(loaded, now) {
            let (first, last) = row.first_and_last();
            let written =
                |time: Option<Timestamp>| time.and_then(Timestamp::rfc3339).unwrap_or_default();
            write([
                row.key_id.clone().unwrap_or_default(),
                row.tokens.to_string(),
                row.requests.to_string(),
                written(first),
                written(last),
                row.delete.is_safe_now().to_string(),
                written(row.delete.time()),
                row.delete.endless().to_string(),
            ]);
        }
        let csv = writer.into_inner().expect("writing to memory cannot fail");
        String::from_utf8(csv).expect("the cells are text")
    }
}

impl SeenToken {
    fn of(hasher: &RandomState, token: &Token, requests: u64) -> Self {
        Self {
            hash: hasher.hash_one(&token.text),
            is_readable: token.claims().is_some(),
            key_id: token.key_id().map(str::to_owned),
            expiry: token.expiry().filter(|expiry| !is_too_far(*expiry)),
            requests,
        }
    }
}

impl KeyUse {
    fn delete_after(&self, now: Timestamp) -> DeleteAfter {
        match self.expiry {
            _ if self.endless > 0 => DeleteAfter::Never(self.endless),
            Some((_, last)) if last > now => DeleteAfter::Time(last),
            Some(_) => DeleteAfter::Expired,
            None => DeleteAfter::NotInUse,
        }
    }
}

impl KeyRow {
    /// The names of the members in JSON and of the columns in CSV.
    const NAMES: [&str; 8] = [
        "key_id",
        "tokens",
        "requests",
        "first_expires_at",
        "last_expires_at",
        "safe_to_delete",
        "safe_to_delete_after",
        "without_expiry",
    ];

    /// The titles of its cells.
    pub const TITLES: [&str; 6] = [
        "Key ID",
        "Tokens",
        "Requests",
        "First expiry",
        "Last expiry",
        "Safe to delete",
    ];

    /// The cells in the order of [`Self::TITLES`].
    pub fn cells(&self, zone: Zone) -> [String; 6] {
        let (first, last) = self.first_and_last();
        let shown =
            |time: Option<Timestamp>| time.map_or_else(|| "-".to_owned(), |time| time.show(zone));
        let more = if self.is_capped { "at least " } else { "" };
        let delete = match (&self.key_id, self.delete) {
            (None, _) => "-".to_owned(),
            (_, DeleteAfter::NotInUse) => "now: not in use".to_owned(),
            (_, DeleteAfter::Expired) => "now: all tokens have expired".to_owned(),
            (_, DeleteAfter::Time(time)) => format!("after {}", time.show(zone)),
            (_, DeleteAfter::Never(count)) => {
                let requests = counted(count as usize, "request");
                format!("never: the tokens of {requests} have no usable expiry")
            }
        };
        [
            self.key_id
                .clone()
                .unwrap_or_else(|| "(no key ID)".to_owned()),
            format!("{more}{}", grouped(self.tokens)),
            grouped(self.requests as usize),
            shown(first),
            shown(last),
            delete,
        ]
    }

    fn first_and_last(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        self.expiry.unzip()
    }

    fn json(&self) -> Object {
        let (first, last) = self.first_and_last();
        let id = self.key_id.as_deref().map_or(Value::Null, Value::from);
        let values = [
            id,
            Value::from(self.tokens as i64),
            Value::from(self.requests as i64),
            time(first),
            time(last),
            Value::Bool(self.delete.is_safe_now()),
            time(self.delete.time()),
            Value::from(self.delete.endless() as i64),
        ];
        let mut json = Object::default();
        for (name, value) in Self::NAMES.into_iter().zip(values) {
            json.push(name, value);
        }
        json.push("loaded", Value::Bool(self.is_loaded));
        json
    }
}

impl DeleteAfter {
    /// Whether the key can be deleted now.
    pub fn is_safe_now(self) -> bool {
        matches!(self, Self::NotInUse | Self::Expired)
    }

    /// The time to wait for.
    fn time(self) -> Option<Timestamp> {
        match self {
            Self::Time(time) => Some(time),
            _ => None,
        }
    }

    fn endless(self) -> u64 {
        match self {
            Self::Never(count) => count,
            _ => 0,
        }
    }

    fn rank(self) -> (u8, Timestamp) {
        match self {
            Self::NotInUse => (0, Timestamp(0)),
            Self::Expired => (1, Timestamp(0)),
            Self::Time(time) => (2, time),
            Self::Never(_) => (3, Timestamp(0)),
        }
    }
}

fn time(time: Option<Timestamp>) -> Value {
    let text = time.and_then(Timestamp::rfc3339);
    text.as_deref().map_or(Value::Null, Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::diagnose::{evidence::Evidence, inspect, lint::testing};

    const NOW: Timestamp = Timestamp(1_795_330_245);

    fn token(claims: &str) -> String {
        testing::token(r#"{"alg":"RS256"}"#, claims)
    }

    fn ends(key: &str, exp: &str) -> String {
        token(&format!(
            r#"{{"kid":"{key}","sub":"ID","aud":"v","exp":{exp}}}"#
        ))
    }

    fn in_use(lines: &[String]) -> KeysInUse {
        let mut keys = KeysInUse::default();
        let read = keys.reader();
        for line in lines {
            keys.add(read(line));
        }
        keys
    }

    #[test]
    fn inspected_tokens_are_counted_as_their_text() {
        let lines = [ends("A", "1795400000"), ends("B", "5"), ends("A", "7")];
        let text = lines.join("\n");
        let report = inspect(&text, &Evidence::default(), &[], NOW);
        let rows = KeysInUse::of(&report.tokens).rows(&[], NOW);
        assert_eq!(rows, in_use(&lines).rows(&[], NOW));
        assert_eq!(rows.len(), 2);
    }

    /// Each row as its ID, its counts and when the key can be deleted.
    fn rows(lines: &[String], loaded: &[Key]) -> Vec<String> {
        let rows = in_use(lines).rows(loaded, NOW);
        let cells = rows.iter().map(|row| {
            let [id, tokens, requests, .., delete] = row.cells(Zone::UTC);
            format!("{id} {tokens} {requests} {delete}")
        });
        cells.collect()
    }

    #[test]
    fn last_expiry_decides_when_a_key_can_be_deleted() {
        let late = ends("A", "1795400000");
        let lines = [
            ends("B", "1700000000"),
            format!("GET /ID.m3u8?token={late} 200"),
            ends("A", "1795330246"),
            late,
        ];
        assert_eq!(
            rows(&lines, &[]),
            [
                "A 2 3 after 2026-11-23 02:13:20 UTC",
                "B 1 1 now: all tokens have expired",
            ]
        );
    }

    #[test]
    fn key_with_endless_token_is_never_safe() {
        for endless in [
            token(r#"{"kid":"A","sub":"ID","aud":"v"}"#),
            ends("A", "1795400000000"),
            ends("A", "\"1795400000\""),
            ends("A", "null"),
            ends("A", "1795400000.5"),
        ] {
            assert_eq!(
                rows(&[ends("A", "1700000000"), endless], &[]),
                ["A 2 2 never: the tokens of 1 request have no usable expiry"]
            );
        }
    }

    #[test]
    fn unused_loaded_keys_are_listed() {
        let loaded = [Key::demo().with_id("A"), Key::demo().with_id("UNUSED")];
        let keys = in_use(&[ends("A", "1795400000")]);
        let rows = keys.rows(&loaded, NOW);
        let rows = rows
            .iter()
            .map(|row| (row.key_id.as_deref(), row.is_loaded, row.delete));
        assert_eq!(
            rows.collect::<Vec<_>>(),
            [
                (Some("A"), true, DeleteAfter::Time(Timestamp(1_795_400_000))),
                (Some("UNUSED"), true, DeleteAfter::NotInUse),
            ]
        );
        let csv = keys.csv(&loaded, NOW);
        assert_eq!(
            csv.lines().skip(1).collect::<Vec<_>>(),
            [
                "A,1,1,2026-11-23T02:13:20Z,2026-11-23T02:13:20Z,false,2026-11-23T02:13:20Z,0",
                "UNUSED,0,0,,,true,,0",
            ]
        );
    }

    #[test]
    fn tokens_without_key_or_claims_are_counted() {
        let lines = [
            token(r#"{"sub":"ID","aud":"v","exp":1795400000}"#),
            format!("token={}.AAAA.AAAA", "eyJhbGciOiJSUzI1NiJ9"),
        ];
        assert_eq!(rows(&lines, &[]), ["(no key ID) 1 1 -"]);
        let notes = in_use(&lines).notes();
        assert_eq!(notes.len(), 2);
        assert_eq!(
            notes[0],
            "1 token could not be decoded, so the keys are unknown"
        );
    }

    #[test]
    fn one_line_may_have_more_tokens_than_a_report() {
        let tokens = (0..1200).map(|i| ends("A", &(1_795_400_000 + i).to_string()));
        let line = tokens.collect::<Vec<_>>().join(" ");
        assert_eq!(
            rows(&[line], &[]),
            ["A 1,200 1,200 after 2026-11-23 02:33:19 UTC"]
        );
    }
}
