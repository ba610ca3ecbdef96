//! A shell with OpenSSL, and how words are quoted for it.

use super::{
    literal::json,
    plan::{SignCall, SigningPlan, expression},
};
use crate::core::{
    export::snippet::{ExportItem, Snippet},
    json::Value,
    text::is_hidden,
    token::spec::Expiry,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "shell",
    title: "Shell (OpenSSL)",
    language: "bash",
    place: "Bash script; needs MUX_SIGNING_KEY and MUX_PRIVATE_KEY",
    write,
};

const TEMPLATE: &str = r#"
#!/usr/bin/env bash
# Needs openssl, which most systems have.
set -euo pipefail

exp=§exp§
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
private_key() { printf %s "$MUX_PRIVATE_KEY" | openssl base64 -A -d; }

# sign ID AUDIENCE [CLAIMS]: CLAIMS is a JSON object.
sign() {
  local claims text signature
  claims=${3-}
  claims=${claims#\{}
  claims=${claims%\}}
  claims+=${claims:+,}
  claims+="§payload:\"kid\":\"$MUX_SIGNING_KEY\",§\"sub\":\"$1\",\"aud\":\"$2\",\"exp\":$exp"
  text=$(printf %s "{\"alg\":\"RS256\",\"typ\":\"JWT\"§header:,\"kid\":\"$MUX_SIGNING_KEY\"§}" | base64url)
  text+=.$(printf '{%s}' "$claims" | base64url)
  signature=$(printf %s "$text" | openssl dgst -sha256 -sign <(private_key) | base64url)
  echo "$text.$signature"
}

§calls§
"#;

fn write(items: &[ExportItem]) -> Result<String, String> {
    let plan = SigningPlan::new(items, "Bash", |_| true)?;
    let exp = match plan.expiry {
        Expiry::At(time) => time.0.to_string(),
        Expiry::In(_) => format!("$(({}))", expression(plan.expiry, "$(date +%s)")),
    };
    let mut calls = Vec::new();
    for call in &plan.calls {
        // The function puts the ID into JSON as it is.
        let id = json(&Value::from(&*call.request.id));
        let audience = call.request.audience.claim();
        let mut command = vec![
            "sign".to_owned(),
            word(&id[1..id.len() - 1])?,
            audience.to_owned(),
        ];
        if !call.request.claims.is_empty() {
            command.push(word(&json(&call.claims()))?);
        }
        calls.push(print_url(call, &command.join(" "))?);
    }
    let calls = calls.join("\n");
    Ok(plan.fill(TEMPLATE, &[("exp", &exp), ("calls", calls.trim_end())]))
}

/// Lines that run a command which prints a token, and print the URL with it.
pub(super) fn print_url(call: &SignCall<'_>, command: &str) -> Result<String, String> {
    let is_bare = |c: char| is_plain(c) || "?&".contains(c);
    let url = match call.after.as_str() {
        "" if call.before.chars().all(is_bare) => format!("\"{}$token\"", call.before),
        "" => format!("{}\"$token\"", word(&call.before)?),
        after => format!("{}\"$token\"{}", word(&call.before)?, word(after)?),
    };
    Ok(format!("token=$({command})\necho {url}\n"))
}

/// One word of a command.
///
/// # Errors
/// If it contains hidden characters, which must not be hidden in a command.
pub(super) fn word(text: &str) -> Result<String, String> {
    if let Some(c) = text.chars().find(|c| is_hidden(*c)) {
        let code = u32::from(c);
        return Err(format!(
            "the hidden character U+{code:04X} must not be in a command"
        ));
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
    use super::word;

    #[test]
    fn words_are_quoted_if_needed() {
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
        let hidden = "the hidden character U+001B must not be in a command";
        assert_eq!(word("a\u{1b}b"), Err(hidden.to_owned()));
    }
}
