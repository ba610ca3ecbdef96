//! Claims as literals of a programming language.
//!
//! Strings, booleans, short numbers and objects of these are native literals. Everything else becomes JSON that the
//! program parses, because languages differ in lists, nulls and long numbers, but not in JSON.

use crate::core::{
    json::{Number, Object, Value},
    text::{escape, is_hidden},
};

/// How a language writes claims.
pub(super) struct Syntax {
    /// A string literal with its quotes.
    pub(super) string: fn(&str) -> String,
    /// An expression that parses this JSON, which has no hidden characters.
    pub(super) parsed_json: fn(&str) -> String,
    /// Its words for true and false.
    pub(super) booleans: [&'static str; 2],
    /// What encloses an object; its spaces are for an object on one line.
    pub(super) object: [&'static str; 2],
    /// The name of a member with everything before its value.
    pub(super) member: fn(&str) -> String,
    /// Whether the last of several lines has a comma.
    pub(super) trailing_comma: bool,
    /// Whether the values of neighboring lines are aligned, as `gofmt` does.
    pub(super) aligned: bool,
    /// One level.
    pub(super) indent: &'static str,
}

/// The widest object on one line, in characters. It does not depend on the rest of the line, so that an ID of any
/// length leaves the same number of lines.
const WIDTH: usize = 44;

impl Syntax {
    /// An object literal, on one line if it is short, else with a line for each member.
    pub(super) fn object(&self, object: &Object) -> String {
        let [open, close] = self.object;
        if object.is_empty() {
            return format!("{}{}", open.trim_end(), close.trim_start());
        }
        let members = object
            .iter()
            .map(|(name, value)| ((self.member)(name), self.value(value)));
        let mut members: Vec<(String, String)> = members.collect();
        let joined: Vec<_> = members
            .iter()
            .map(|(name, value)| format!("{name}{value}"))
            .collect();
        let line = format!("{open}{}{close}", joined.join(", "));
        if line.chars().count() <= WIDTH {
            return line;
        }
        if self.aligned {
            align(&mut members);
        }
        let indent = format!("\n{}", self.indent);
        let lines = members.iter().map(|(name, value)| {
            let value = value.replace('\n', &indent);
            format!("{indent}{name}{value}")
        });
        let lines = lines.collect::<Vec<_>>().join(",");
        let comma = if self.trailing_comma { "," } else { "" };
        format!("{}{lines}{comma}\n{}", open.trim_end(), close.trim_start())
    }

    fn value(&self, value: &Value) -> String {
        let [yes, no] = self.booleans;
        match value {
            Value::String(text) => (self.string)(text),
            Value::Bool(true) => yes.to_owned(),
            Value::Bool(false) => no.to_owned(),
            Value::Number(number) if is_native(value) => number.as_str().to_owned(),
            Value::Object(object) if is_native(value) => self.object(object),
            odd => (self.parsed_json)(&json(odd)),
        }
    }
}

/// Whether a value has a native literal in every language.
pub(super) fn is_native(value: &Value) -> bool {
    match value {
        Value::String(_) | Value::Bool(_) => true,
        Value::Number(number) => {
            let text = number.as_str();
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            let is_short = text.contains('.') && digits <= 15 || text.parse::<i32>().is_ok();
            is_short && text != "-0" && !text.contains(['e', 'E'])
        }
        // An empty object is a list in PHP.
        Value::Object(object) => {
            !object.is_empty()
                && object
                    .iter()
                    .all(|(name, value)| is_name(name) && is_native(value))
        }
        Value::Null | Value::Array(_) | Value::Deep(_) => false,
    }
}

/// Pads names so that the values of neighboring lines are aligned; a value of several lines ends a group.
fn align(members: &mut [(String, String)]) {
    let one_line =
        |(name, value): &(String, String)| !value.contains('\n') && name.chars().count() <= 42;
    for group in members.chunk_by_mut(|a, b| one_line(a) && one_line(b)) {
        let width = group.iter().map(|(name, _)| name.chars().count()).max();
        for (name, _) in &mut *group {
            let missing = width.unwrap_or_default() - name.chars().count();
            name.push_str(&" ".repeat(missing));
        }
    }
}

/// Checks that a language keeps every value: no map has a name twice, and not every number survives a JSON parser.
///
/// # Errors
/// Which part would be lost.
pub(super) fn check_kept(
    value: &Value,
    language: &str,
    keeps: fn(&Number) -> bool,
) -> Result<(), String> {
    match value {
        Value::Number(number) if !keeps(number) => {
            Err(format!("{language} would round {}", number.as_str()))
        }
        Value::Deep(_) => Err("the claims are nested too deeply".to_owned()),
        Value::Array(items) => items
            .iter()
            .try_for_each(|item| check_kept(item, language, keeps)),
        Value::Object(object) => object
            .iter()
            .enumerate()
            .try_for_each(|(i, (name, value))| {
                let shown = name.escape_debug();
                if object.iter().take(i).any(|(earlier, _)| earlier == name) {
                    return Err(format!("the claims contain `{shown}` twice"));
                }
                if name.contains('\0') {
                    return Err(format!("the claim name `{shown}` contains U+0000"));
                }
                check_kept(value, language, keeps)
            }),
        _ => Ok(()),
    }
}

/// JSON on one line, with hidden characters as escapes.
pub(super) fn json(value: &Value) -> String {
    escape(&value.to_string(), is_hidden).into_owned()
}

/// Whether a name is an identifier in every language.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a number is written without point and exponent.
pub(super) fn is_integer(number: &Number) -> bool {
    !number.as_str().contains(['.', 'e', 'E'])
}

/// Whether a number has the same digits after it was read as a 64-bit float and printed.
pub(super) fn fits_f64(number: &Number) -> bool {
    let nearest = number.as_f64();
    // Between two shortest forms, `serde_json` chooses the even digit as other languages do; `format!` does not.
    let shortest = serde_json::to_string(&nearest).unwrap_or_default();
    nearest.is_finite() && decimal(number.as_str()) == decimal(&shortest)
}

/// Sign, digits without zeros at either end, and the power of ten of the first digit.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (is_negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0');
    let leading = (digits.len() - significant.len()) as i64;
    let significant = significant.trim_end_matches('0');
    if significant.is_empty() {
        // JSON readers do not distinguish -0 from 0.
        return Some((false, String::new(), 0));
    }
    let exponent: i64 = exponent.parse().ok()?;
    let power = exponent.checked_add(whole.len() as i64 - leading)?;
    Some((is_negative, significant.to_owned(), power))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SYNTAX: Syntax = Syntax {
        string: |text| format!("'{text}'"),
        parsed_json: |json| format!("parse({json})"),
        booleans: ["yes", "no"],
        object: ["{ ", " }"],
        member: |name| format!("{name}: "),
        trailing_comma: true,
        aligned: false,
        indent: "  ",
    };

    fn number(text: &str) -> Number {
        Number::parse(text).expect("a number")
    }

    fn object(json: &str) -> Object {
        Object::parse(json).expect("an object")
    }

    #[test]
    fn odd_values_become_json() {
        for (json, literal) in [
            ("{}", "{}"),
            (
                r#"{"a":"x","b":true,"c":-5,"d":1.50}"#,
                "{ a: 'x', b: yes, c: -5, d: 1.50 }",
            ),
            (r#"{"a":{"b":{"c":1}}}"#, "{ a: { b: { c: 1 } } }"),
            (
                r#"{"a":[1,2],"b":null}"#,
                "{ a: parse([1,2]), b: parse(null) }",
            ),
            (
                r#"{"a":{},"b":{"c d":1}}"#,
                r#"{ a: parse({}), b: parse({"c d":1}) }"#,
            ),
            (r#"{"a":1e5,"b":-0}"#, "{ a: parse(1e5), b: parse(-0) }"),
            (r#"{"a":2147483648}"#, "{ a: parse(2147483648) }"),
            (
                r#"{"a":{"b":"\u202e","c":[]}}"#,
                r#"{ a: parse({"b":"\u202e","c":[]}) }"#,
            ),
        ] {
            assert_eq!(SYNTAX.object(&object(json)), literal);
        }
    }

    #[test]
    fn long_objects_have_a_line_for_each_member() {
        let long = "x".repeat(60);
        let claims = object(&format!(r#"{{"a":1,"custom":{{"b":"{long}","c":2}}}}"#));
        let literal = format!("{{\n  a: 1,\n  custom: {{\n    b: '{long}',\n    c: 2,\n  }},\n}}");
        assert_eq!(SYNTAX.object(&claims), literal);
        let aligned = Syntax {
            aligned: true,
            trailing_comma: false,
            ..SYNTAX
        };
        let claims = object(&format!(r#"{{"a":1,"bcd":"{long}"}}"#));
        let literal = format!("{{\n  a:   1,\n  bcd: '{long}'\n}}");
        assert_eq!(aligned.object(&claims), literal);
    }

    #[test]
    fn lost_values_are_reported() {
        let check = |json: &str| check_kept(&Value::Object(object(json)), "X", fits_f64);
        assert_eq!(check(r#"{"a":[{"b":1},{"b":1.50}]}"#), Ok(()));
        for (json, error) in [
            (
                r#"{"a":[12345678901234567890]}"#,
                "X would round 12345678901234567890",
            ),
            (r#"{"a":{"b":1,"b":1}}"#, "the claims contain `b` twice"),
            (r#"{"\u0000a":1}"#, "the claim name `\\0a` contains U+0000"),
        ] {
            assert_eq!(check(json), Err(error.to_owned()));
        }
        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        assert!(check(&format!(r#"{{"a":{deep}}}"#)).is_err());
    }

    #[test]
    fn floats_keep_some_numbers() {
        for text in [
            "0",
            "-0",
            "1",
            "1.50",
            "1e5",
            "1E+5",
            "0.1",
            "1e22",
            "12.500e-3",
            "-1877110359053967.2",
        ] {
            assert!(fits_f64(&number(text)), "{text}");
        }
        for text in [
            "12345678901234567890",
            "9007199254740993",
            "-1877110359053967.3",
            "3.14159265358979323846",
            "1e400",
            "1e-400",
            "1e99999999999999999999",
        ] {
            assert!(!fits_f64(&number(text)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_float_is_kept(value in any::<f64>()) {
            prop_assume!(value.is_finite());
            let text = serde_json::to_string(&value).expect("finite");
            prop_assert!(fits_f64(&number(&text)), "{}", text);
        }
    }
}
