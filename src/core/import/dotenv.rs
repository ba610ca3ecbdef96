//! Detection of `.env` files. Their values are found like all others.

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
        let is_one_value =
            value.starts_with(['"', '\'', '`']) || !value.trim().contains(char::is_whitespace);
        if !is_name || !is_one_value {
            return false;
        }
        any = true;
    }
    any
}

#[cfg(test)]
mod tests {
    use super::is_env;

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
