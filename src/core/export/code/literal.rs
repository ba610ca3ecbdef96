//! JSON values as literals of a programming language: one table of its signs a language, one writer for all.

use std::fmt::Write as _;

use crate::core::{
    json::{Number, Object, Value},
    text::is_hidden,
};

/// How a language writes what JSON can hold.
pub(super) struct Style {
    /// What people call it, for errors.
    pub(super) name: &'static str,
    /// A string with its quotes.
    pub(super) string: fn(&str) -> String,
    /// A number that keeps its value, or `None` when the language would round it.
    pub(super) number: fn(&Number) -> Option<String>,
    /// Its words for null, true and false.
    pub(super) words: [&'static str; 3],
    /// What encloses a list.
    pub(super) list: [&'static str; 2],
    /// What encloses an object; PHP has two kinds.
    pub(super) object: fn(&Object) -> [&'static str; 2],
    /// The name of a member with all that stands before its value.
    pub(super) member: fn(&str) -> String,
    /// Whether spaces stand inside the brackets of an object on one line.
    pub(super) padded: bool,
    /// Whether a comma stands after the last member when each has a line.
    pub(super) trailing_comma: bool,
    /// Whether values stand below each other, as `gofmt` sets them.
    pub(super) aligned: bool,
    /// One level.
    pub(super) indent: &'static str,
}

/// How wide a line may be before a literal is broken up.
const WIDTH: usize = 96;

impl Style {
    /// The literal of an object that stands after `used` characters in a line indented by `level`.
    ///
    /// # Errors
    /// When the language has no literal with the same value; says which part of it.
    pub(super) fn object(
        &self,
        object: &Object,
        level: usize,
        used: usize,
    ) -> Result<String, String> {
        self.value(&Value::Object(object.clone()), level, used)
    }

    fn value(&self, value: &Value, level: usize, used: usize) -> Result<String, String> {
        let inline = self.inline(value)?;
        if used + inline.chars().count() <= WIDTH || inline.chars().count() < 24 {
            return Ok(inline);
        }
        let ([open, close], parts): (_, Vec<(String, &Value)>) = match value {
            Value::Array(items) if !items.is_empty() => {
                let parts = items.iter().map(|item| (String::new(), item));
                (self.list, parts.collect())
            }
            Value::Object(object) if !object.is_empty() => {
                let parts = object
                    .iter()
                    .map(|(name, value)| ((self.member)(name), value));
                ((self.object)(object), parts.collect())
            }
            _ => return Ok(inline),
        };
        let indent = self.indent.repeat(level + 1);
        let mut lines = Vec::new();
        for (name, value) in parts {
            let used = indent.len() + name.chars().count();
            lines.push((name, self.value(value, level + 1, used)?));
        }
        if self.aligned {
            align(&mut lines);
        }
        let mut out = open.trim_end().to_owned();
        let last = lines.len() - 1;
        for (i, (name, value)) in lines.into_iter().enumerate() {
            let comma = if i < last || self.trailing_comma {
                ","
            } else {
                ""
            };
            write!(out, "\n{indent}{name}{value}{comma}").expect("writing to a String cannot fail");
        }
        out.push('\n');
        out.push_str(&self.indent.repeat(level));
        out.push_str(close.trim_start());
        Ok(out)
    }

    fn inline(&self, value: &Value) -> Result<String, String> {
        let [null, yes, no] = self.words;
        Ok(match value {
            Value::Null => null.to_owned(),
            Value::Bool(true) => yes.to_owned(),
            Value::Bool(false) => no.to_owned(),
            Value::Number(number) => (self.number)(number)
                .ok_or_else(|| format!("{} would round {}", self.name, number.as_str()))?,
            Value::String(text) => (self.string)(text),
            Value::Array(items) => {
                let items: Result<Vec<_>, _> = items.iter().map(|item| self.inline(item)).collect();
                let [open, close] = self.list;
                format!("{open}{}{close}", items?.join(", "))
            }
            Value::Object(object) => {
                unique(object)?;
                let [open, close] = (self.object)(object);
                let members: Result<Vec<_>, _> = object
                    .iter()
                    .map(|(name, value)| Ok((self.member)(name) + &self.inline(value)?))
                    .collect::<Result<_, String>>();
                let space = if self.padded && !object.is_empty() {
                    " "
                } else {
                    ""
                };
                format!("{open}{space}{}{space}{close}", members?.join(", "))
            }
            Value::Deep(_) => return Err("the claims are nested too deep to write out".to_owned()),
        })
    }
}

/// Pads names so that the values of neighbouring lines stand below each other; a value of several lines ends a group.
fn align(lines: &mut [(String, String)]) {
    let one_line =
        |(name, value): &(String, String)| !value.contains('\n') && name.chars().count() <= 42;
    for group in lines.chunk_by_mut(|a, b| one_line(a) && one_line(b)) {
        let width = group.iter().map(|(name, _)| name.chars().count()).max();
        for (name, _) in &mut *group {
            let missing = width.unwrap_or_default() - name.chars().count();
            name.push_str(&" ".repeat(missing));
        }
    }
}

/// No literal and no map has a name twice, though JSON may.
pub(super) fn unique(object: &Object) -> Result<(), String> {
    for (i, (name, _)) in object.iter().enumerate() {
        if object.iter().take(i).any(|(other, _)| other == name) {
            return Err(format!("`{}` is there twice", name.escape_debug()));
        }
    }
    Ok(())
}

/// As [`unique`], with every object in it.
pub(super) fn unique_throughout(value: &Value) -> Result<(), String> {
    match value {
        Value::Array(items) => items.iter().try_for_each(unique_throughout),
        Value::Object(object) => {
            unique(object)?;
            object
                .iter()
                .try_for_each(|(_, value)| unique_throughout(value))
        }
        _ => Ok(()),
    }
}

/// Whether a name needs no quotes where the language lets names go without.
pub(super) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A string in these quotes, with what the language calls a character that must not stand there as it is.
///
/// Characters that cannot be seen, or that move others, are never left in code.
pub(super) fn quoted(
    text: &str,
    quote: char,
    special: &[char],
    code_point: fn(u32) -> String,
) -> String {
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote || c == '\\' || special.contains(&c) => {
                out.push('\\');
                out.push(c);
            }
            c if is_hidden(c) => out.push_str(&code_point(u32::from(c))),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// `\u{202e}`, as JavaScript, PHP, Ruby, Elixir and Rust write it.
pub(super) fn braced(code: u32) -> String {
    format!("\\u{{{code:x}}}")
}

/// `\u202e` or `\U000e0041`, as Python, Go and C# write it.
pub(super) fn fixed_width(code: u32) -> String {
    if code < 0x1_0000 {
        format!("\\u{code:04x}")
    } else {
        format!("\\U{code:08x}")
    }
}

/// A number as it is written if a 64-bit float holds its very value.
pub(super) fn float(number: &Number) -> Option<String> {
    let nearest = number.as_f64();
    let same = nearest.is_finite() && decimal(number.as_str()) == decimal(&format!("{nearest:e}"));
    same.then(|| number.as_str().to_owned())
}

/// As [`float`], with whole numbers of any length.
pub(super) fn float_or_integer(number: &Number) -> Option<String> {
    if is_integer(number) {
        return Some(number.as_str().to_owned());
    }
    float(number)
}

/// As [`float`], with whole numbers of 64 bits.
pub(super) fn float_or_long(number: &Number) -> Option<String> {
    if is_integer(number) && number.as_i64().is_some() {
        return Some(number.as_str().to_owned());
    }
    float(number)
}

/// Whether a number is written without point and exponent.
pub(super) fn is_integer(number: &Number) -> bool {
    number
        .as_str()
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'-')
}

/// Whether every language writes the number with the digits that it has here.
fn is_plain(number: &Number) -> bool {
    let text = number.as_str();
    if is_integer(number) {
        return text != "-0";
    }
    !text.contains(['e', 'E']) && !text.ends_with('0') && text == number.as_f64().to_string()
}

/// The numbers that a language may spell in another way, with the same value: `1.50`, `1e5`.
pub(super) fn respelled<'a>(objects: impl Iterator<Item = &'a Object>) -> Vec<&'a str> {
    let mut found = Vec::new();
    for object in objects {
        for (_, value) in object.iter() {
            let mut look = |number: &'a Number| {
                if !is_plain(number) && !found.contains(&number.as_str()) {
                    found.push(number.as_str());
                }
                Ok(())
            };
            numbers(value, &mut look).expect("it never fails");
        }
    }
    found
}

/// Shows every number in a value until one is refused.
pub(super) fn numbers<'a>(
    value: &'a Value,
    look: &mut impl FnMut(&'a Number) -> Result<(), String>,
) -> Result<(), String> {
    match value {
        Value::Number(number) => look(number),
        Value::Array(items) => items.iter().try_for_each(|item| numbers(item, look)),
        Value::Object(object) => object
            .iter()
            .try_for_each(|(_, value)| numbers(value, look)),
        _ => Ok(()),
    }
}

/// Sign, digits without zeros at either end, and the power of ten of the first of them.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (negative, text) = text
        .strip_prefix('-')
        .map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i64 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0');
    let leading = (digits.len() - significant.len()) as i64;
    let significant = significant.trim_end_matches('0');
    if significant.is_empty() {
        // No JSON reader of note tells -0 from 0.
        return Some((false, String::new(), 0));
    }
    let power = exponent.checked_add(whole.len() as i64 - leading)?;
    Some((negative, significant.to_owned(), power))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).expect("a number")
    }

    #[test]
    fn a_float_holds_some_numbers_and_rounds_others() {
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
        ] {
            assert_eq!(float(&number(text)).as_deref(), Some(text), "{text}");
        }
        for text in [
            "12345678901234567890",
            "9007199254740993",
            "3.14159265358979323846",
            "1e400",
            "1e-400",
            "1e99999999999999999999",
        ] {
            assert_eq!(float(&number(text)), None, "{text}");
        }
        assert!(float_or_integer(&number("12345678901234567890")).is_some());
        assert!(float_or_long(&number("9007199254740993")).is_some());
        assert!(float_or_long(&number("12345678901234567890")).is_none());
    }

    #[test]
    fn numbers_that_may_change_their_digits_are_named() {
        let object = Object::parse(r#"{"a":1.50,"b":[1,0.25,{"c":1e5}],"d":-0,"e":1.0,"f":1e5}"#)
            .expect("an object");
        assert_eq!(
            respelled([&object].into_iter()),
            ["1.50", "1e5", "-0", "1.0"]
        );
    }

    #[test]
    fn what_cannot_be_seen_is_escaped() {
        let text = "a\"\\\n\u{0}\u{202e}\u{e0041}é名😀$#";
        assert_eq!(
            quoted(text, '"', &['$'], braced),
            "\"a\\\"\\\\\\n\\u{0}\\u{202e}\\u{e0041}é名😀\\$#\""
        );
        assert_eq!(
            quoted(text, '"', &[], fixed_width),
            "\"a\\\"\\\\\\n\\u0000\\u202e\\U000e0041é名😀$#\""
        );
    }

    proptest! {
        // JSON has the escapes of the languages with fixed width but for the long one.
        #[test]
        fn a_string_reads_back(text in "\\PC*|[\\x00-\\x20\"'\\\\$#{}\u{2028}\u{202e}]*") {
            let literal = quoted(&text, '"', &[], fixed_width);
            prop_assume!(!literal.contains("\\U"));
            prop_assert_eq!(Value::parse(&literal), Ok(Value::String(text)));
        }

        // No quote, line break or hidden character is left that would end or change a literal.
        #[test]
        fn nothing_ends_a_string_early(text in "(?s).*", quote in "['\"]") {
            let quote = quote.chars().next().expect("one");
            let literal = quoted(&text, quote, &['$', '#'], braced);
            prop_assert!(!literal.chars().any(is_hidden));
            let inner = &literal[1..literal.len() - 1];
            let mut escaped = false;
            for c in inner.chars() {
                prop_assert!(escaped || c != quote && c != '$' && c != '#');
                escaped = !escaped && c == '\\';
            }
            prop_assert!(!escaped);
        }

        #[test]
        fn a_float_that_is_kept_has_the_same_value(value in any::<f64>()) {
            prop_assume!(value.is_finite());
            for text in [format!("{value:e}"), serde_json::to_string(&value).expect("finite")] {
                prop_assert!(float(&number(&text)).is_some(), "{}", text);
            }
        }
    }
}
