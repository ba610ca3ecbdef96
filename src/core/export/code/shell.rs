//! A shell with OpenSSL, and how words are quoted for it.

use super::plan::{Call, Plan, fill};
use crate::core::export::snippet::{Item, Snippet};
use crate::core::{
    json::{Value, quoted},
    text::{escape, is_hidden},
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "shell",
    title: "Shell (OpenSSL)",
    language: "bash",
    place: "A script for Bash, where MUX_SIGNING_KEY and MUX_PRIVATE_KEY are set",
    write,
};

const HEAD: &str = r#"
#!/usr/bin/env bash
# Needs openssl, which most systems have.
set -euo pipefail

exp=§exp§
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
private_key() { printf %s "$MUX_PRIVATE_KEY" | openssl base64 -A -d; }

# sign ID AUDIENCE [CLAIMS]: the further claims are a JSON object.
sign() {
  local claims text signature
  claims=${3-}
  claims=${claims#\{}
  claims=${claims%\}}
  claims+=${claims:+,}
  claims+=§claims§
  text=$(printf %s §header§ | base64url).$(printf '{%s}' "$claims" | base64url)
  signature=$(printf %s "$text" | openssl dgst -sha256 -sign <(private_key) | base64url)
  echo "$text.$signature"
}
"#;

fn write(items: &[Item]) -> Result<String, String> {
    let plan = Plan::of(items)?;
    let claims = if plan.kid_in_payload() {
        r#""\"kid\":\"$MUX_SIGNING_KEY\",\"sub\":\"$1\",\"aud\":\"$2\",\"exp\":$exp""#
    } else {
        r#""\"sub\":\"$1\",\"aud\":\"$2\",\"exp\":$exp""#
    };
    let header = if plan.kid_in_header() {
        r#""{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"$MUX_SIGNING_KEY\"}""#
    } else {
        r#"'{"alg":"RS256","typ":"JWT"}'"#
    };
    let exp = plan.exp("$(date +%s)");
    let exp = if exp.contains("date") {
        format!("$(({exp}))")
    } else {
        exp
    };
    let mut out = fill(
        HEAD,
        &[("exp", &exp), ("claims", claims), ("header", header)],
    );
    for call in &plan.calls {
        // As it stands in JSON; an ID of Mux has nothing to escape.
        let id = json(&Value::from(call.id));
        let mut command = format!(
            "sign {} {}",
            word(&id[1..id.len() - 1])?,
            call.audience.claim()
        );
        if !call.claims.is_empty() {
            command.push(' ');
            command.push_str(&word(&json(&Value::Object(call.claims.clone())))?);
        }
        out.push('\n');
        out.push_str(&print_url(call, &command)?);
    }
    Ok(out)
}

/// Lines that run a command which prints a token, and print the URL with it.
pub(super) fn print_url(call: &Call<'_>, command: &str) -> Result<String, String> {
    let plain = |text: &str| text.chars().all(|c| is_plain(c) || "?&".contains(c));
    let url = if plain(&call.before) && call.after.is_empty() {
        format!("\"{}$token\"", call.before)
    } else {
        let after = match call.after.as_str() {
            "" => String::new(),
            after => word(after)?,
        };
        format!("{}\"$token\"{after}", word(&call.before)?)
    };
    Ok(format!("token=$({command})\necho {url}\n"))
}

/// JSON as it is signed, with what cannot be seen as escapes.
pub(super) fn json(value: &Value) -> String {
    match value {
        Value::String(text) => escape(&quoted(text), is_hidden).into_owned(),
        value => escape(&value.to_string(), is_hidden).into_owned(),
    }
}

/// One word of a command.
///
/// # Errors
/// When it has characters that cannot be seen, which have no business in a command.
pub(super) fn word(text: &str) -> Result<String, String> {
    if let Some(c) = text.chars().find(|c| is_hidden(*c)) {
        return Err(format!("U+{:04X} cannot stand in a command", u32::from(c)));
    }
    if !text.is_empty() && text.chars().all(is_plain) {
        return Ok(text.to_owned());
    }
    Ok(format!("'{}'", text.replace('\'', r"'\''")))
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_they_must_be() {
        for (text, quoted) in [
            ("abc-_0", "abc-_0"),
            ("", "''"),
            ("it's $x `y` \\", r"'it'\''s $x `y` \'"),
            ("a b", "'a b'"),
            ("~", "'~'"),
            ("#", "'#'"),
        ] {
            assert_eq!(word(text).as_deref(), Ok(quoted));
        }
        assert_eq!(
            word("a\u{1b}b"),
            Err("U+001B cannot stand in a command".to_owned())
        );
    }
}
