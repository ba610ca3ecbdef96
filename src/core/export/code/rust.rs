//! Rust with `jsonwebtoken`.

use super::{
    literal::{Syntax, fits_f64, is_integer, json},
    plan::{SignCall, expression, snake},
    program::Program,
};
use crate::core::{
    export::{
        quote::{braced, quoted},
        snippet::Snippet,
    },
    json::{Number, Object, Value},
    token::spec::Expiry,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "rust",
    title: "Rust (jsonwebtoken)",
    language: "rust",
    place: "Server program; needs MUX_SIGNING_KEY and MUX_PRIVATE_KEY",
    write: |items| PROGRAM.write(items),
};

const PROGRAM: Program = Program {
    language: "serde_json",
    keeps,
    string,
    claims,
    name: snake,
    exp: |expiry| match expiry {
        Expiry::At(time) => format!("{}_i64", time.0),
        Expiry::In(_) => expression(expiry, "now.as_secs()"),
    },
    url,
    template: TEMPLATE,
    call: CALL,
};

const TEMPLATE: &str = r#"
// cargo add base64
// cargo add jsonwebtoken --features aws_lc_rs
// cargo add serde_json --features preserve_order
use std::{env, error::Error};
§clock:use std::time::{SystemTime, UNIX_EPOCH};§

use base64::prelude::{BASE64_STANDARD, Engine as _};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

fn sign(§id§: &str, audience: &str, mut claims: Value) -> Result<String, Box<dyn Error>> {
    let key_id = env::var("MUX_SIGNING_KEY")?;
    let pem = BASE64_STANDARD.decode(env::var("MUX_PRIVATE_KEY")?)?;
    §clock:let now = SystemTime::now().duration_since(UNIX_EPOCH)?;§
    let §header:mut §header = Header::new(Algorithm::RS256);
    §header:header.kid = Some(key_id.clone());§
    §payload:claims["kid"] = json!(key_id);§
    claims["sub"] = json!(§id§);
    claims["aud"] = json!(audience);
    claims["exp"] = json!(§exp§);
    Ok(encode(&header, &claims, &EncodingKey::from_rsa_pem(&pem)?)?)
}

fn main() -> Result<(), Box<dyn Error>> {
§calls§
    Ok(())
}
"#;

const CALL: &str = r#"
    let §name§ = sign(§id§, §audience§, §claims§)?;
    println!("§url§");
"#;

const SYNTAX: Syntax = Syntax {
    string,
    parsed_json,
    booleans: ["true", "false"],
    object: ["{ ", " }"],
    member: |name| format!("{}: ", string(name)),
    trailing_comma: true,
    aligned: false,
    indent: "    ",
};

/// The most members that `json!` is given. It recurses over everything in it, and the compiler limits the depth.
const MACRO_LIMIT: usize = 12;

fn claims(claims: &Object) -> String {
    let value = Value::Object(claims.clone());
    if members(&value) <= MACRO_LIMIT {
        format!("json!({})", SYNTAX.object(claims))
    } else {
        parsed_json(&json(&value))
    }
}

/// How many members a value and all objects in it have.
fn members(value: &Value) -> usize {
    let Value::Object(object) = value else {
        return 0;
    };
    object.iter().map(|(_, value)| 1 + members(value)).sum()
}

/// A raw string ends at a quote with a number sign; JSON can escape the sign.
fn parsed_json(json: &str) -> String {
    let json = json.replace('#', "\\u0023");
    format!("serde_json::from_str::<Value>(r#\"{json}\"#)?")
}

/// Integers of 64 bits, and floats that `serde_json` reads exactly, which it does not promise of long ones.
fn keeps(number: &Number) -> bool {
    let text = number.as_str();
    let is_read_exactly = || {
        serde_json::from_str(text)
            .is_ok_and(|read: f64| read.to_bits() == number.as_f64().to_bits())
    };
    is_integer(number) && (text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok())
        || fits_f64(number) && is_read_exactly()
}

fn string(text: &str) -> String {
    quoted(text, '"', &[], braced)
}

/// The URL as a format string without its quotes.
fn url(call: &SignCall<'_>, token: &str) -> String {
    let part = |text: &str| {
        let literal = string(text).replace('{', "{{").replace('}', "}}");
        literal[1..literal.len() - 1].to_owned()
    };
    format!("{}{{{token}}}{}", part(&call.before), part(&call.after))
}
