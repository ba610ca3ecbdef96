//! Variables and their values, as `.env` files, shells, YAML and code write them.

use zeroize::Zeroizing;

use super::{Found, KeyError, Source, Variable, names};

/// The keys in the variables of a text; nothing if it is not about keys.
///
/// # Errors
/// When the variables are those of an access token, or name a key and do not hold it.
pub(super) fn read(text: &str) -> Result<Option<Found>, KeyError> {
    let variables = variables(text);
    let entries = names::entries(&variables)?;
    if !entries.is_empty() {
        return Ok(Some(Found {
            source: Source::Variables,
            entries,
        }));
    }
    if variables
        .iter()
        .any(|variable| names::is_access_token(&variable.name))
    {
        return Err(KeyError::AccessToken);
    }
    Ok(None)
}

/// The variables that a text sets, the last value of each.
fn variables(text: &str) -> Vec<Variable> {
    let mut variables: Vec<Variable> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some((name, start)) = name_and_value(line) else {
            continue;
        };
        let value = value(start, &mut lines);
        variables.retain(|variable| variable.name != name);
        variables.push(Variable {
            name: name.to_owned(),
            value,
        });
    }
    variables
}

/// The name on a line and what is behind it: `export NAME=…`, `$env:NAME = …`, `"name": …`.
fn name_and_value(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    if line.starts_with(['#', '-']) && !line.starts_with("- ") {
        return None;
    }
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
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let is_one = !name.is_empty() && name.len() <= 80 && name.chars().all(is_name);
    is_one.then(|| (name, line[at + 1..].trim_start()))
}

/// The value that begins on a line and may go on over the next ones.
fn value<'t>(start: &'t str, lines: &mut std::str::Lines<'t>) -> Zeroizing<String> {
    if let Some(quote) = start.chars().next().filter(|c| "\"'`".contains(*c)) {
        return quoted(&start[1..], quote, lines);
    }
    let mut value = Zeroizing::new(String::with_capacity(ROOM));
    // `|` and `>` of YAML: what follows stands deeper.
    if matches!(start.trim_end(), "|" | "|-" | ">" | ">-") {
        while let Some(line) = lines
            .clone()
            .next()
            .filter(|line| line.starts_with([' ', '\t']))
        {
            push_line(&mut value, line.trim());
            lines.next();
        }
        return value;
    }
    // A comment has a blank before it.
    let start = start.split(" #").next().unwrap_or_default();
    value.push_str(start.trim_end().trim_end_matches([';', ',']).trim_end());
    // A PEM without quotes is broken by its lines, which is no reason not to read it.
    if start.contains("-----BEGIN") && !start.contains("-----END") {
        for line in lines.by_ref() {
            push_line(&mut value, line.trim());
            if line.contains("-----END") {
                break;
            }
        }
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
    // Between double quotes `\n` is a line break for everything that reads such files.
    if quote == '"' && value.contains("\\n") {
        return Zeroizing::new(value.replace("\\r", "").replace("\\n", "\n"));
    }
    value
}

/// Room for a whole key, so that nothing of it stays behind where the text grew.
const ROOM: usize = 8 * 1024;

fn push_line(value: &mut String, line: &str) {
    if !value.is_empty() {
        value.push('\n');
    }
    value.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::variables;

    fn read(text: &str) -> Vec<(String, String)> {
        let pair = |variable: super::Variable| (variable.name, variable.value.to_string());
        variables(text).into_iter().map(pair).collect()
    }

    #[test]
    fn variables_are_read_as_people_write_them() {
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
    fn other_text_sets_no_variables() {
        for text in ["", "# A=b", "hello", "=", "a/b=c", "-----BEGIN A-----"] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
