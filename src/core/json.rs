//! JSON that keeps the order of members, duplicate names and the digits of numbers.
//!
//! Tokens are compared, shown and signed again by their bytes, so `3.0` must not become `3`. `serde_json` parses and
//! escapes; the tree is our own because `serde_json::Value` drops duplicates.

use std::fmt;

use serde::de::{Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The maximum depth of parsed values; deeper ones stay text.
///
/// Mux's claims are nested at most twice. The limit keeps a hostile payload from overflowing the stack.
const DEPTH: usize = 48;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number with its digits as written.
    Number(Number),
    /// A string, unescaped.
    String(String),
    /// A list.
    Array(Vec<Self>),
    /// An object.
    Object(Object),
    /// A list or an object nested too deeply to parse, as written.
    Deep(Box<str>),
}

/// A JSON number with its digits as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(Box<str>);

/// The members of an object in order, including duplicates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object(Vec<(String, Value)>);

/// Why text is not JSON, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} at line {line}, column {column}")]
pub struct JsonError {
    /// The parser's message, in lower case.
    pub message: String,
    /// From 1.
    pub line: usize,
    /// From 1, in bytes.
    pub column: usize,
}

impl Value {
    /// Parses one JSON value.
    ///
    /// # Errors
    /// When the text is not JSON by RFC 8259; the error has the place.
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        let raw: &RawValue = serde_json::from_str(text).map_err(|error| JsonError::from(&error))?;
        read(raw, 0).map_err(|error| JsonError::from(&error))
    }

    /// Parses JSON values that follow each other, as in JSON Lines.
    ///
    /// # Errors
    /// As [`Value::parse`].
    pub fn parse_all(text: &str) -> Result<Vec<Self>, JsonError> {
        let values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
        let values = values.map(|raw| read(raw?, 0));
        let values: serde_json::Result<Vec<_>> = values.collect();
        values.map_err(|error| JsonError::from(&error))
    }

    /// Parses typed text: JSON if it is a number, `true`, `false` or a quoted string, otherwise a string.
    pub fn from_typed(text: &str) -> Self {
        match Self::parse(text.trim()) {
            Ok(value @ (Self::Number(_) | Self::Bool(_) | Self::String(_))) => value,
            _ => Self::String(text.to_owned()),
        }
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The object, if it is one.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<&Number> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The type with its article: `a string`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "a list",
            Self::Deep(text) if text.starts_with('[') => "a list",
            Self::Object(_) | Self::Deep(_) => "an object",
        }
    }

    /// The value as typed: strings without quotes.
    pub fn plain(&self) -> String {
        self.as_str()
            .map_or_else(|| self.to_string(), str::to_owned)
    }

    /// The value on several lines, indented by two spaces per level.
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        write_pretty(self, 0, &mut out);
        out
    }
}

impl Number {
    /// Parses a number; `None` if the text is not a JSON number.
    pub fn parse(text: &str) -> Option<Self> {
        match Value::parse(text) {
            Ok(Value::Number(number)) if &*number.0 == text => Some(number),
            _ => None,
        }
    }

    /// The digits as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, if it is written as an integer and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The nearest floating-point number; never NaN, infinite when it is too large.
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::INFINITY)
    }
}

impl From<i64> for Number {
    fn from(n: i64) -> Self {
        Self(n.to_string().into())
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Number(n.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl Object {
    /// Parses one JSON object.
    ///
    /// # Errors
    /// When the text is not JSON or not an object.
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        match Value::parse(text)? {
            Value::Object(object) => Ok(object),
            other => Err(JsonError {
                message: format!("expected an object, found {}", other.kind()),
                line: 1,
                column: 1,
            }),
        }
    }

    /// The value of a member; of duplicates the last, as other parsers do.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .rev()
            .find(|(member, _)| member == name)
            .map(|(_, value)| value)
    }

    /// Whether a member has this name.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The value of a member that is a string.
    pub fn str(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str)
    }

    /// The members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether it has no members.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of members.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Appends a member, even if the name exists.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.0.push((name.into(), value.into()));
    }

    /// Replaces the value of a member in place, or appends it.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        match self.0.iter_mut().find(|(member, _)| member == name) {
            Some((_, old)) => *old = value.into(),
            None => self.push(name, value),
        }
    }

    /// Removes every member with this name.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(member, _)| member != name);
    }
}

impl FromIterator<(String, Value)> for Object {
    fn from_iter<T: IntoIterator<Item = (String, Value)>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}

/// Without spaces, as in a token.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(number) => f.write_str(number.as_str()),
            Self::String(text) => f.write_str(&quoted(text)),
            Self::Array(items) => {
                f.write_str("[")?;
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        f.write_str(",")?;
                    }
                    write!(f, "{item}")?;
                }
                f.write_str("]")
            }
            Self::Object(object) => write!(f, "{object}"),
            Self::Deep(text) => f.write_str(text),
        }
    }
}

/// Without spaces, as in a token.
impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        for (i, (name, value)) in self.iter().enumerate() {
            if i > 0 {
                f.write_str(",")?;
            }
            write!(f, "{}:{value}", quoted(name))?;
        }
        f.write_str("}")
    }
}

/// A string in quotes, escaped as by `JSON.stringify`.
///
/// # Panics
/// Never: every string can be JSON.
pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("every string can be JSON")
}

fn write_pretty(value: &Value, level: usize, out: &mut String) {
    let open = |out: &mut String| {
        out.push('\n');
        out.push_str(&"  ".repeat(level + 1));
    };
    let (brackets, len) = match value {
        Value::Array(items) => (('[', ']'), items.len()),
        Value::Object(object) => (('{', '}'), object.len()),
        _ => (('"', '"'), 0),
    };
    if len == 0 {
        out.push_str(&value.to_string());
        return;
    }
    out.push(brackets.0);
    match value {
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                open(out);
                write_pretty(item, level + 1, out);
            }
        }
        Value::Object(object) => {
            for (i, (name, item)) in object.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                open(out);
                out.push_str(&quoted(name));
                out.push_str(": ");
                write_pretty(item, level + 1, out);
            }
        }
        _ => {}
    }
    out.push('\n');
    out.push_str(&"  ".repeat(level));
    out.push(brackets.1);
}

/// Reads a value from its text. `serde_json` only keeps the digits of a number in a `RawValue`, so each level is read
/// as text first.
fn read(raw: &RawValue, depth: usize) -> serde_json::Result<Value> {
    let text = raw.get();
    let children = || {
        let children = serde_json::Deserializer::from_str(text).deserialize_any(Children)?;
        let children = children
            .into_iter()
            .map(|(name, raw)| Ok((name, read(raw, depth + 1)?)));
        children.collect::<serde_json::Result<Vec<_>>>()
    };
    Ok(match text.as_bytes().first() {
        Some(b'{' | b'[') if depth >= DEPTH => Value::Deep(text.into()),
        Some(b'{') => Value::Object(Object(children()?)),
        Some(b'[') => Value::Array(children()?.into_iter().map(|(_, value)| value).collect()),
        Some(b'"') => Value::String(serde_json::from_str(text)?),
        Some(b't') => Value::Bool(true),
        Some(b'f') => Value::Bool(false),
        Some(b'n') => Value::Null,
        _ => Value::Number(Number(text.into())),
    })
}

/// Reads the members of an object, or the items of a list without names.
struct Children;

impl<'de> Visitor<'de> for Children {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push((String::new(), item));
        }
        Ok(items)
    }
}

impl From<&serde_json::Error> for JsonError {
    fn from(error: &serde_json::Error) -> Self {
        let text = error.to_string();
        // The parser's message ends with the place, which has its own fields here.
        let message = text
            .rsplit_once(" at line ")
            .map_or(text.as_str(), |(message, _)| message);
        let message = message.replace("EOF while", "the text ends while");
        Self {
            message,
            line: error.line(),
            column: error.column(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(text: &str) -> String {
        Value::parse(text).expect("it is JSON").to_string()
    }

    #[test]
    fn numbers_keep_their_digits() {
        for text in [
            "123456789012345678901234567890",
            "3.0",
            "1E5",
            "-0",
            "1e-400",
            "1e400",
            "1795330245.5",
        ] {
            assert_eq!(round(text), text);
            assert_eq!(
                round(&format!(r#"{{"a":[{text}]}}"#)),
                format!(r#"{{"a":[{text}]}}"#)
            );
        }
    }

    #[test]
    fn order_and_duplicates_are_kept() {
        let text = r#"{"z":1,"a":2,"z":3}"#;
        assert_eq!(round(text), text);
        let object = Object::parse(text).expect("an object");
        assert_eq!(
            object.get("z"),
            Some(&Value::from(3)),
            "the last duplicate counts"
        );
        assert_eq!(object.len(), 3);
    }

    #[test]
    fn strings_are_escaped_as_in_javascript() {
        assert_eq!(
            quoted("\u{8}\u{c}\n\r\t\u{1f}\u{7f}\u{2028}\"\\/é😀"),
            "\"\\b\\f\\n\\r\\t\\u001f\u{7f}\u{2028}\\\"\\\\/é😀\""
        );
    }

    #[test]
    fn errors_have_a_place() {
        let error = Value::parse("{\"a\":1,\n x}").expect_err("not JSON");
        assert_eq!(
            error.to_string(),
            "key must be a string at line 2, column 2"
        );
        assert_eq!(
            Object::parse("[1]").expect_err("a list").to_string(),
            "expected an object, found a list at line 1, column 1"
        );
    }

    #[test]
    fn deep_nesting_does_not_overflow_the_stack() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let text = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
            let value = Value::parse(&text).expect("it is JSON");
            assert_eq!(value.to_string(), text);
            assert!(value.pretty().len() > text.len());
        }
    }

    #[test]
    fn typed_text_is_parsed() {
        assert_eq!(Value::from_typed("25"), Value::from(25));
        assert_eq!(Value::from_typed("true"), Value::Bool(true));
        assert_eq!(Value::from_typed("\"25\""), Value::from("25"));
        assert_eq!(Value::from_typed("crop"), Value::from("crop"));
        assert_eq!(Value::from_typed("{\"a\":1}"), Value::from("{\"a\":1}"));
    }

    #[test]
    fn pretty_text_round_trips() {
        let text = r#"{"a":[1,{"b":[]}],"c":{},"d":"x"}"#;
        let value = Value::parse(text).expect("it is JSON");
        assert_eq!(Value::parse(&value.pretty()), Ok(value.clone()));
        assert_eq!(
            value.pretty(),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {},\n  \"d\": \"x\"\n}"
        );
    }
}
