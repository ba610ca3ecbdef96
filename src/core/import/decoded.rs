//! Decoded headers and payloads: JSON, or what JavaScript, Python and Ruby print for it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{
    found::Import,
    link, names,
    placeholder::{Placeholder, placeholder},
    printed,
};
use crate::core::{
    json::{Object, Value},
    request::MediaRequest,
};

/// The maximum length of an object.
const MAX_LEN: usize = 16 * 1024;

/// The maximum number of objects that are read, and of those nested in each other.
const MAX_OBJECTS: usize = 200;
const MAX_DEPTH: u8 = 6;

/// What the objects in a text contain.
#[derive(Default)]
struct Parts {
    header: Option<Object>,
    payload: Option<Object>,
    playback_id: Option<String>,
    url: Option<String>,
}

/// Adds the decoded token in a text that contains no token.
pub(super) fn search(text: &str, import: &mut Import) {
    let is_left_out = |found: &MediaRequest| {
        matches!(
            placeholder(&found.text),
            Some(Placeholder::Shortened | Placeholder::Masked)
        )
    };
    if !import.tokens.iter().all(is_left_out) {
        return;
    }
    let mut parts = Parts::default();
    let mut at = 0;
    for _ in 0..MAX_OBJECTS {
        let Some(open) = text[at..].find('{').map(|open| at + open) else {
            break;
        };
        at = open + 1;
        if let Some((json, len)) = strict(&text[open..])
            && let Ok(object) = Object::parse(&json)
        {
            parts.collect(&object, 0);
            at = open + len;
        }
    }
    if parts.payload.is_none()
        && let Some((header, payload)) = printed::header_and_payload(text)
    {
        parts.header = header;
        parts.payload = Some(payload);
    }
    let Some(payload) = parts.payload else {
        return;
    };
    let encoded = |object: &Object| URL_SAFE_NO_PAD.encode(object.to_string());
    let header = parts.header.as_ref().map(encoded).unwrap_or_default();
    // The request whose token was left out, if there is only one.
    let mut request = match (import.tokens.as_slice(), import.without_token.as_slice()) {
        ([_], _) => import.tokens.remove(0),
        ([], [_]) => import.without_token.remove(0),
        _ => MediaRequest::new("", ""),
    };
    let url = parts.url.as_deref().map(|url| (url, link::read(url).url));
    if let Some((written, url)) = url.filter(|_| request.url.is_none()) {
        request.url = Some(url);
        request.url_as_written = Some(written.to_owned());
    }
    request.text = format!("{header}.{}.", encoded(&payload));
    request.token_as_sent = None;
    request.is_decoded = true;
    "the decoded token".clone_into(&mut request.place);
    request.playback_id = request.playback_id.or(parts.playback_id);
    import.tokens.push(request);
}

impl Parts {
    /// Keeps the first header and payload in an object and in those that it contains.
    fn collect(&mut self, object: &Object, depth: u8) {
        let has = |name| object.contains(name);
        let is_payload = has("sub") && (has("aud") || has("exp")) && !has("alg");
        let is_header = object.str("alg").is_some() && !has("sub") && !has("kty");
        let slot = match (is_header, is_payload) {
            (true, _) => &mut self.header,
            (_, true) => &mut self.payload,
            _ => {
                self.members(object, depth);
                return;
            }
        };
        if slot.is_none() {
            *slot = Some(object.clone());
        }
    }

    fn members(&mut self, object: &Object, depth: u8) {
        for (name, value) in object.iter() {
            match value {
                Value::Object(inner) if depth < MAX_DEPTH => self.collect(inner, depth + 1),
                Value::Array(items) if depth < MAX_DEPTH => {
                    for item in items.iter().filter_map(Value::as_object) {
                        self.collect(item, depth + 1);
                    }
                }
                Value::String(text) if names::role(name) == Some(names::Role::Id) => {
                    self.playback_id.get_or_insert_with(|| text.clone());
                }
                Value::String(text) if text.contains("mux.com/") => {
                    self.url.get_or_insert_with(|| text.clone());
                }
                _ => {}
            }
        }
    }
}

/// The object at the start of a text as JSON, and its length: names without quotes, single quotes, `=>`, `True`.
fn strict(text: &str) -> Option<(String, usize)> {
    let mut out = String::new();
    let mut depth = 0_usize;
    let mut at = 0;
    let mut comma = None;
    while at < text.len().min(MAX_LEN) {
        let rest = &text[at..];
        let c = rest.chars().next()?;
        at += c.len_utf8();
        if c.is_whitespace() {
            continue;
        }
        // A comma is written when something follows it.
        if let Some(comma) = comma.take().filter(|_| !"]}".contains(c)) {
            out.push(comma);
        }
        match c {
            '{' | '[' => {
                depth += 1;
                out.push(c);
            }
            '}' | ']' => {
                depth = depth.checked_sub(1)?;
                out.push(c);
                if depth == 0 {
                    return Some((out, at));
                }
            }
            ',' => comma = Some(c),
            '=' => {
                at += rest.starts_with("=>").then_some(1)?;
                out.push(':');
            }
            ':' if out.ends_with(['{', ',']) => {}
            ':' => out.push(c),
            '%' if rest.starts_with("%{") => {}
            '"' | '\'' | '`' => at += string(rest, c, &mut out)? - 1,
            c if c.is_ascii_digit() || c == '-' => {
                let number = |c: char| !(c.is_ascii_alphanumeric() || "+-._".contains(c));
                let len = rest.find(number).unwrap_or(rest.len());
                out.push_str(&rest[..len].replace('_', ""));
                at += len - c.len_utf8();
            }
            c if c.is_ascii_alphabetic() || "_$".contains(c) => {
                let name = |c: char| !(c.is_ascii_alphanumeric() || "_$".contains(c));
                let len = rest.find(name).unwrap_or(rest.len());
                // A bare word in place of a value is a variable: this is code.
                let is_value = out.ends_with(':') && !rest[len..].trim_start().starts_with('{');
                let word = word(&rest[..len]);
                if is_value && word.starts_with('"') {
                    return None;
                }
                out.push_str(&word);
                at += len - c.len_utf8();
            }
            _ => return None,
        }
    }
    None
}

/// Copies the string at the start of a text, and returns its length.
fn string(text: &str, quote: char, out: &mut String) -> Option<usize> {
    out.push('"');
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next()?.1 {
                c if "\"\\/bfnrtu".contains(c) => out.extend(['\\', c]),
                c => out.push(c),
            },
            c if c == quote => {
                out.push('"');
                return Some(at + c.len_utf8());
            }
            '"' => out.push_str("\\\""),
            '\n' => return None,
            c => out.push(c),
        }
    }
    None
}

/// A bare word as JSON: a literal, or a name.
fn word(text: &str) -> String {
    match text {
        "true" | "True" => "true".to_owned(),
        "false" | "False" => "false".to_owned(),
        "null" | "None" | "nil" | "undefined" => "null".to_owned(),
        name => format!("\"{name}\""),
    }
}

#[cfg(test)]
mod tests {
    use crate::core::{import::find, token::Token};

    #[test]
    fn every_notation_is_read() {
        for text in [
            r#"{"alg":"RS256"} {"sub":"x","aud":"v","exp":9}"#,
            r#"{"header":{"alg":"RS256"},"payload":{"sub":"x","aud":"v","exp":9},"signature":"…"}"#,
            "Token header\n---\n{\n  \"alg\": \"RS256\"\n}\nToken claims\n---\n{\n  \"aud\": \"v\",\n  \"exp\": 9,\n  \"sub\": \"x\"\n}",
            "{ header: { alg: 'RS256' }, payload: { sub: 'x', aud: 'v', exp: 9, }, signature: 'a' }",
            "({'sub': 'x', 'aud': 'v', 'exp': 9}, {'alg': 'RS256', 'typ': None})",
            r#"[{"sub"=>"x", "aud"=>"v", "exp"=>9}, {"alg"=>"RS256"}]"#,
            r#"[{:sub=>"x", :aud=>"v", :exp=>9}, {:alg=>"RS256"}]"#,
            r#"%{"sub" => "x", "aud" => "v", "exp" => 9} %{"alg" => "RS256"}"#,
        ] {
            let import = find(text);
            assert_eq!(import.tokens.len(), 1, "{text}");
            let found = &import.tokens[0];
            assert!(found.is_decoded, "{text}");
            let token = Token::read(&found.text);
            assert_eq!(token.header_str("alg"), Some("RS256"), "{text}");
            let claims = token.claims().expect("a payload");
            assert_eq!(
                (claims.str("sub"), claims.str("aud")),
                (Some("x"), Some("v"))
            );
            assert_eq!(token.expiry().map(|exp| exp.0), Some(9), "{text}");
        }
    }

    #[test]
    fn url_next_to_decoded_token_is_kept() {
        for text in [
            r#"{"payload":{"sub":"x","aud":"v"},"url":"https://stream.mux.com/x.m3u8?token=…"}"#,
            r#"{"payload":{"sub":"x","aud":"v"},"url":"https://stream.mux.com/x.m3u8"}"#,
            "https://stream.mux.com/x.m3u8?token=***\n{ sub: 'x', aud: 'v' }",
        ] {
            let import = find(text);
            assert_eq!(
                (import.tokens.len(), import.without_token.len()),
                (1, 0),
                "{text}"
            );
            let url = import.tokens[0]
                .media_url()
                .and_then(|url| url.id.as_deref());
            assert_eq!(url, Some("x"), "{text}");
        }
    }

    #[test]
    fn other_objects_are_ignored() {
        for text in [
            r#"{"sub":"x"}"#,
            r#"{"alg":"RS256","kid":"K"}"#,
            "const f = () => { return { sub, aud }; }",
            "body { color: red }",
            "const t = jwt.sign({ sub: playbackId, aud: 'v', exp: exp, kid: keyId }, secret);",
            "payload = {'sub': playback_id, 'aud': 'v', 'exp': expires}",
            r#"{"data":{"id":"x","exp":9}}"#,
            "{",
            "{'",
            "{a:{b:{c:",
        ] {
            assert!(find(text).tokens.is_empty(), "{text}");
        }
        let text = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.AAAA {\"sub\":\"x\",\"aud\":\"v\"}";
        assert!(!find(text).tokens.iter().any(|found| found.is_decoded));
    }
}
