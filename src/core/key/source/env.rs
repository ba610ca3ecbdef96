//! Variables and their values in `.env` files, shells, YAML and code.

use zeroize::Zeroizing;

use super::{
    found::{FoundKeys, KeyEntry, KeySource, Variable},
    names,
};
use crate::core::key::{
    KeyError,
    run::is_base64,
    scan::{PEM_HEAD, begins_key, scan},
};

/// Reads the keys in the variables of a text; `None` if no variable is about keys.
///
/// # Errors
/// If the variables are those of an access token, or name a key without containing it.
pub(super) fn read(text: &str) -> Result<Option<FoundKeys>, KeyError> {
    let variables = variables(text);
    let entries = names::entries(&variables)?;
    // Secrets that look like keys by their names, and nothing else.
    let is_secret = |entry: &KeyEntry| matches!(entry.key, Err(KeyError::SharedSecret));
    if !entries.is_empty() && !entries.iter().all(is_secret) {
        return Ok(Some(FoundKeys::new(KeySource::Variables, entries)));
    }
    names::instead_of_key(&variables).map_or(Ok(None), Err)
}

/// The variables that a text sets, each with its last value.
pub(super) fn variables(text: &str) -> Vec<Variable> {
    let mut variables: Vec<Variable> = Vec::new();
    let mut lines = text.lines();
    let mut secret = SecretData::of(text);
    let spans = scan(text);
    while let Some(line) = lines.next() {
        let is_encoded = secret.holds(line);
        // The last line of a cut key may read like the beginning of a name.
        let at = line.as_ptr() as usize - text.as_ptr() as usize;
        let is_key = |start: &Start<'_>| {
            let name = start.name.as_ptr() as usize - line.as_ptr() as usize + at;
            let mut spans = spans.iter();
            spans.any(|span| span.range.start < name + start.name.len() && name < span.range.end)
        };
        let Some(start) = start(line).filter(|start| !is_key(start)) else {
            continue;
        };
        let (value, is_wrapped) = value(&start, &mut lines);
        let value = if is_encoded {
            names::decoded(value)
        } else {
            value
        };
        variables.retain(|variable| variable.name != start.name);
        variables.push(Variable {
            name: start.name.to_owned(),
            value,
            is_wrapped,
        });
    }
    variables
}

/// Tracks the `data` of a Kubernetes Secret, whose values are base64-encoded, line by line.
struct SecretData {
    is_secret: bool,
    /// The indentation of `data:` while inside it.
    depth: Option<usize>,
}

impl SecretData {
    fn of(text: &str) -> Self {
        let is_kind = |line: &str| {
            let kind = line.trim().strip_prefix("kind:");
            kind.is_some_and(|kind| kind.trim().trim_matches(['"', '\'']) == "Secret")
        };
        Self {
            is_secret: text.lines().any(is_kind),
            depth: None,
        }
    }

    /// Whether `line` is in it.
    fn holds(&mut self, line: &str) -> bool {
        if !self.is_secret || line.trim().is_empty() {
            return false;
        }
        let indent = indent(line);
        if self.depth.is_some_and(|depth| indent <= depth) {
            self.depth = None;
        }
        if line.trim() == "data:" {
            self.depth = Some(indent);
            return false;
        }
        self.depth.is_some()
    }
}

/// Where a variable begins.
struct Start<'t> {
    name: &'t str,
    /// The rest of the line after the sign.
    value: &'t str,
    /// Whether the sign is YAML's colon.
    is_yaml: bool,
    /// Whether `\n` is a line break in it, because of double quotes that open before the name.
    has_escapes: bool,
    /// Its indentation.
    indent: usize,
}

/// The name on a line and what follows it: `export NAME=…`, `$env:NAME = …`, `"name": …`, `- "NAME=…"`.
fn start(line: &str) -> Option<Start<'_>> {
    let indent = indent(line);
    let line = line.trim();
    if line.starts_with(['#', '-']) && !line.starts_with("- ") {
        return None;
    }
    let quoted = in_outer_quotes(line);
    let has_escapes = line.starts_with("- \"") && quoted.is_some();
    let line = quoted.unwrap_or(line);
    let at = line.find(['=', ':'])?;
    // `$env:NAME` has a colon of its own.
    let at = if line[..at].eq_ignore_ascii_case("$env") {
        at + line[at..].find('=')?
    } else {
        at
    };
    let name = line[..at].trim_end();
    let name = name
        .rsplit([' ', '\t', ':', '.'])
        .next()?
        .trim_matches(['"', '\'', '`']);
    is_name(name).then(|| Start {
        name,
        value: line[at + 1..].trim_start(),
        is_yaml: line[at..].starts_with(':'),
        has_escapes,
        indent,
    })
}

fn is_name(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    !text.is_empty() && text.len() <= 80 && text.chars().all(is_part)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// Strips quotes that open before the name, as in Compose lists, Windows `set` and systemd.
fn in_outer_quotes(line: &str) -> Option<&str> {
    let (before, rest) = line.split_at(line.find(['"', '\''])?);
    let word = before.split_whitespace().next_back().unwrap_or_default();
    let may_come_before = [
        "",
        "-",
        "set",
        "export",
        "env",
        "-e",
        "--env",
        "environment=",
    ];
    let quote = rest.chars().next()?;
    let inner = rest[1..].trim_end_matches([',', ';']).strip_suffix(quote)?;
    let (name, _) = inner.split_once('=')?;
    let is_it = may_come_before.contains(&word.to_ascii_lowercase().as_str());
    (is_it && is_name(name.trim())).then_some(inner)
}

/// The value that begins on a line and may continue on the next ones, and whether it does so without quotes.
fn value<'t>(start: &Start<'t>, lines: &mut std::str::Lines<'t>) -> (Zeroizing<String>, bool) {
    let text = start.value;
    if let Some(quote) = text.chars().next().filter(|c| "\"'`".contains(*c)) {
        return (quoted(&text[1..], quote, lines), false);
    }
    if let Some(is_folded) = block_scalar(text) {
        return (block(is_folded, start.indent, lines), false);
    }
    let mut value = Zeroizing::new(String::with_capacity(ROOM));
    // A comment has a space before it.
    let text = text.split(" #").next().unwrap_or_default();
    value.push_str(text.trim_end().trim_end_matches([';', ',']).trim_end());
    if start.has_escapes && value.contains("\\n") {
        value = Zeroizing::new(value.replace("\\r", "").replace("\\n", "\n"));
    }
    // A key on the line below its name.
    if value.is_empty()
        && let Some(next) = lines.clone().next().filter(|next| begins_key(next.trim()))
    {
        value.push_str(next.trim());
        lines.next();
    }
    if value.contains(PEM_HEAD) {
        // A PEM without quotes spans lines that other parsers do not join.
        while !value.contains("-----END")
            && let Some(line) = lines.next()
        {
            push_line(&mut value, line.trim());
        }
        return (value, false);
    }
    let is_wrapped = begins_key(&value) && push_wrapped(&mut value, lines);
    (value, is_wrapped && !start.is_yaml)
}

/// Adds the lines on which base64 continues, all of the first one's length except for the last. Returns whether there are
/// any.
fn push_wrapped(value: &mut String, lines: &mut std::str::Lines<'_>) -> bool {
    const LONGEST: usize = 130;
    let is_rest =
        |line: &str| !line.is_empty() && line.trim_end_matches('=').bytes().all(is_base64);
    let width = value.len();
    let mut last = width;
    let mut has_any = false;
    while (40..=LONGEST).contains(&width)
        && last == width
        && let Some(line) = lines.clone().next().map(str::trim)
        && line.len() <= width
        && is_rest(line)
    {
        push_line(value, line);
        lines.next();
        last = line.len();
        has_any = true;
    }
    has_any
}

/// Whether a value begins a YAML block scalar: `Some(true)` for a folded one.
fn block_scalar(text: &str) -> Option<bool> {
    let sign = text.split(" #").next().unwrap_or_default().trim_end();
    let how = sign.strip_prefix(['|', '>'])?;
    let is_sign = how.len() <= 2 && how.chars().all(|c| c.is_ascii_digit() || "+-".contains(c));
    is_sign.then(|| sign.starts_with('>'))
}

/// The lines of a YAML block scalar: those indented like its first one.
fn block(is_folded: bool, parent: usize, lines: &mut std::str::Lines<'_>) -> Zeroizing<String> {
    let mut value = Zeroizing::new(String::with_capacity(ROOM));
    let mut depth = None;
    let mut blanks = 0;
    while let Some(line) = lines.clone().next() {
        let indent = indent(line);
        if line.trim().is_empty() {
            blanks += 1;
        } else if indent > parent && indent >= *depth.get_or_insert(indent) {
            let blanks = std::mem::take(&mut blanks);
            if !value.is_empty() {
                value.extend(std::iter::repeat_n('\n', blanks));
                value.push(if is_folded { ' ' } else { '\n' });
            }
            value.push_str(line.trim());
        } else {
            break;
        }
        lines.next();
    }
    value
}

/// A value in quotes, up to the quote that ends it.
fn quoted<'t>(start: &'t str, quote: char, lines: &mut std::str::Lines<'t>) -> Zeroizing<String> {
    let mut value = Zeroizing::new(String::with_capacity(ROOM));
    let mut line = start;
    loop {
        if let Some(end) = line.find(quote) {
            push_line(&mut value, &line[..end]);
            break;
        }
        push_line(&mut value, line);
        match lines.next() {
            Some(next) => line = next,
            None => break,
        }
    }
    // `.env` parsers read `\n` in double quotes as a line break. At the end of anything but a PEM it is a mistake.
    let (inner, _) = names::without_line_break(&value);
    if quote == '"' && inner.contains("\\n") {
        return Zeroizing::new(value.replace("\\r", "").replace("\\n", "\n"));
    }
    value
}

/// Capacity for a whole key, so that no copy is left behind by growing.
const ROOM: usize = 8 * 1024;

fn push_line(value: &mut String, line: &str) {
    if !value.is_empty() {
        value.push('\n');
    }
    value.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::{Variable, variables};

    fn read(text: &str) -> Vec<(String, String)> {
        let pair = |variable: Variable| (variable.name, variable.value.to_string());
        variables(text).into_iter().map(pair).collect()
    }

    #[test]
    fn variables_are_read_in_every_syntax() {
        for (text, value) in [
            ("A=b", "b"),
            ("  export A = b # comment", "b"),
            ("A='b # c'", "b # c"),
            ("A=\"b\\nc\"", "b\nc"),
            ("A='b\\nc'", "b\\nc"),
            ("A=\"b\nc\"\n", "b\nc"),
            ("$env:A = \"b\"", "b"),
            ("set A=b", "b"),
            ("const A = 'b';", "b"),
            ("process.env.A = `b`,", "b"),
            ("  \"A\": \"b\",", "b"),
            ("- A=b", "b"),
            ("A: b", "b"),
            ("A: |\n  b\n  c\nD", "b\nc"),
            ("A: |-\n  b\n  c\n", "b\nc"),
            ("A: |2+ # mine\n\n  b\n\n  c\n\nD", "b\n\nc"),
            ("A: >-\n  b\n  c\n", "b c"),
            ("- \"A=b c\"", "b c"),
            ("- \"A=b\\nc\"", "b\nc"),
            ("- 'A=b\\nc'", "b\\nc"),
            ("set \"A=b\"", "b"),
            ("Environment=\"A=b\"", "b"),
            ("A=\"b=c\"", "b=c"),
            (
                "A=\n-----BEGIN X-----\nb\n-----END X-----\nc",
                "-----BEGIN X-----\nb\n-----END X-----",
            ),
            ("A:\n  MIIb", "MIIb"),
            ("A=1\nA=b", "b"),
            (
                "A=-----BEGIN X-----\nb\n-----END X-----\nc",
                "-----BEGIN X-----\nb\n-----END X-----",
            ),
            ("A=\"b", "b"),
            ("A=", ""),
        ] {
            assert_eq!(read(text), [("A".to_owned(), value.to_owned())], "{text}");
        }
    }

    #[test]
    fn variables_around_yaml_block_are_kept() {
        let text = "a:\n  A: |\n    b\n    c\n  B: d\n  C: >\n    e\nD: f";
        let variables = read(text);
        let pairs: Vec<_> = variables
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(pairs, ["a=", "A=b\nc", "B=d", "C=e", "D=f"]);
    }

    #[test]
    fn wrapped_base64_ends_at_a_shorter_line() {
        let line = format!("MII{}", "A".repeat(73));
        let text = format!("A={line}\n{line}\nAA==\nB\nC=d");
        assert_eq!(
            read(&text),
            [
                ("A".to_owned(), format!("{line}\n{line}\nAA==")),
                ("C".to_owned(), "d".to_owned())
            ]
        );
    }

    #[test]
    fn other_text_sets_no_variables() {
        for text in ["", "# A=b", "hello", "=", "a/b=c", "-----BEGIN A-----"] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
