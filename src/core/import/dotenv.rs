//! Detection of `.env` files. Their values are found like all others.

use super::{names, wrapping::strip_prefix_ignoring_case};

/// Whether every line sets a variable, is a comment or is empty.
pub(super) fn is_env(text: &str) -> bool {
    let mut any = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((name, value)) = line.split_once('=') else {
            return false;
        };
        let is_name = !name.is_empty()
            && !name.starts_with(|c: char| c.is_ascii_digit())
            && name
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        let value = strip_prefix_ignoring_case(value.trim(), "bearer ").unwrap_or(value);
        let is_one_value =
            value.starts_with(['"', '\'', '`']) || !value.trim().contains(char::is_whitespace);
        if !is_name || !is_one_value {
            return false;
        }
        any = true;
    }
    any
}

/// The value that contains the offset `at`, if the variable is for a token: `Bearer eyJ…`, or `eyJ…\n` in quotes.
pub(super) fn place(text: &str, at: usize, name: &str) -> Option<String> {
    let name = names::kebab(name);
    let is_mux = name.contains("mux") && (name.ends_with("token") || name.ends_with("jwt"));
    if names::slot(&name, None).is_none() && !is_mux && name != "token" {
        return None;
    }
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let value = line.split_once('=')?.1.trim();
    let quoted = ['"', '\'', '`'].into_iter().find_map(|quote| {
        let inner = value.strip_prefix(quote)?;
        Some((quote, &inner[..inner.rfind(quote)?]))
    });
    Some(match quoted {
        // Escapes count only in double quotes.
        Some(('"', inner)) => inner.replace("\\n", "\n").replace("\\r", "\r"),
        Some((_, inner)) => inner.to_owned(),
        None => value.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::{is_env, place};

    #[test]
    fn value_is_the_place_of_its_token() {
        for (line, value) in [
            ("PLAYBACK_TOKEN=eyJ.a.b", "eyJ.a.b"),
            ("PLAYBACK_TOKEN=\"Bearer eyJ.a.b\"", "Bearer eyJ.a.b"),
            ("PLAYBACK_TOKEN=Bearer eyJ.a.b", "Bearer eyJ.a.b"),
            ("export MUX_JWT='eyJ.a.b'", "eyJ.a.b"),
            ("TOKEN=\"eyJ.a.b\\n\"", "eyJ.a.b\n"),
            ("TOKEN=eyJ.a.b\\n", "eyJ.a.b\\n"),
        ] {
            let text = format!("A=1\n{line}\r\nB=2");
            let at = text.find("eyJ").expect("a token");
            let name = line
                .trim_start_matches("export ")
                .split('=')
                .next()
                .expect("a name");
            assert_eq!(place(&text, at, name).as_deref(), Some(value), "{line}");
        }
        assert_eq!(place("AUTH=\"Bearer eyJ\"", 13, "AUTH"), None);
    }

    #[test]
    fn env_file_is_detected() {
        assert!(is_env("# Mux\nMUX_TOKEN=eyJ\n\nexport B='c d'\n"));
        for text in [
            "",
            "hello",
            "a b=c",
            "A=1\nhello",
            "https://a?b=c",
            "1=2",
            "A=b C=d",
            "a=b",
        ] {
            assert!(!is_env(text), "{text}");
        }
    }
}
