//! Rust with `jsonwebtoken`.

use super::{
    literal::{Style, braced, float, is_integer, quoted},
    plan::{Plan, fill, snake},
};
use crate::core::export::snippet::{Item, Snippet};
use crate::core::json::Value;

pub(super) const SNIPPET: Snippet = Snippet {
    id: "rust",
    title: "Rust (jsonwebtoken)",
    language: "rust",
    place: "A program on the server, where MUX_SIGNING_KEY and MUX_PRIVATE_KEY are set",
    write,
};

const STYLE: Style = Style {
    name: "serde_json's `json!`",
    string,
    number: |number| {
        let text = number.as_str();
        let whole = is_integer(number) && text != "-0";
        if whole && (text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok()) {
            // A literal without a type is one of 32 bits.
            let kind = match text.parse::<i64>() {
                Ok(n) if i32::try_from(n).is_ok() => "",
                Ok(_) => "_i64",
                Err(_) => "_u64",
            };
            return Some(format!("{text}{kind}"));
        }
        let literal = float(number)?;
        let has_point = literal.contains(['.', 'e', 'E']);
        Some(if has_point { literal } else { literal + ".0" })
    },
    words: ["null", "true", "false"],
    list: ["[", "]"],
    object: |_| ["{", "}"],
    member: |name| format!("{}: ", string(name)),
    padded: true,
    trailing_comma: true,
    aligned: false,
    indent: "    ",
};

fn string(text: &str) -> String {
    quoted(text, '"', &[], braced)
}

const HEAD: &str = r#"
// cargo add base64
// cargo add jsonwebtoken --features aws_lc_rs
// cargo add serde_json --features preserve_order
§respelled§
§limit§
§std§

use base64::prelude::{BASE64_STANDARD, Engine as _};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

fn sign(§id§: &str, audience: &str, mut claims: Value) -> Result<String, Box<dyn Error>> {
    let key_id = env::var("MUX_SIGNING_KEY")?;
    let pem = BASE64_STANDARD.decode(env::var("MUX_PRIVATE_KEY")?)?;
    §now§
    §header§
    §kid_header§
    §kid§
    claims["sub"] = json!(§id§);
    claims["aud"] = json!(audience);
    claims["exp"] = json!(§exp§);
    Ok(encode(&header, &claims, &EncodingKey::from_rsa_pem(&pem)?)?)
}

fn main() -> Result<(), Box<dyn Error>> {
"#;

const CALL: &str = r#"
§call§))?;
    println!("§url§");
"#;

const STD: &str = "
use std::{env, error::Error};
";

const STD_WITH_CLOCK: &str = "
use std::{
    env,
    error::Error,
    time::{SystemTime, UNIX_EPOCH},
};
";

const NOW: &str = "
let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
";

fn write(items: &[Item]) -> Result<String, String> {
    let plan = Plan::of(items)?;
    let exp = plan.exp("now.as_secs()");
    let relative = exp.contains("now");
    let (in_header, in_payload) = (plan.kid_in_header(), plan.kid_in_payload());
    let longest = plan
        .calls
        .iter()
        .map(|call| longest(&Value::Object(call.claims.clone())))
        .max();
    let limit = match longest {
        // The macro goes one level deeper for every part of a list.
        Some(n) if n > 15 => format!(
            "#![recursion_limit = \"{}\"]\n",
            (n * 8).next_power_of_two()
        ),
        _ => String::new(),
    };
    let mut out = fill(
        HEAD,
        &[
            ("respelled", &plan.respelled("//")),
            ("limit", &limit),
            (
                "std",
                if relative {
                    STD_WITH_CLOCK.trim()
                } else {
                    STD.trim()
                },
            ),
            ("id", &snake(&plan.subject())),
            ("now", if relative { NOW.trim() } else { "" }),
            (
                "header",
                if in_header {
                    "let mut header = Header::new(Algorithm::RS256);"
                } else {
                    "let header = Header::new(Algorithm::RS256);"
                },
            ),
            (
                "kid_header",
                match (in_header, in_payload) {
                    (true, true) => "header.kid = Some(key_id.clone());",
                    (true, false) => "header.kid = Some(key_id);",
                    (false, _) => "",
                },
            ),
            (
                "kid",
                if in_payload {
                    r#"claims["kid"] = json!(key_id);"#
                } else {
                    ""
                },
            ),
            ("exp", &if relative { exp } else { exp + "_i64" }),
        ],
    );
    for call in &plan.calls {
        let name = snake(&call.name);
        let start = format!(
            "    let {name} = sign({}, {}, json!(",
            string(call.id),
            string(call.audience.claim())
        );
        let literal = STYLE.object(call.claims, 1, start.len() + 4)?;
        let url = |text: &str| {
            string(text)[1..string(text).len() - 1]
                .replace('{', "{{")
                .replace('}', "}}")
        };
        let url = format!("{}{{{name}}}{}", url(&call.before), url(&call.after));
        out.push_str(&fill(CALL, &[("call", &(start + &literal)), ("url", &url)]));
    }
    out.push_str("    Ok(())\n}\n");
    Ok(out)
}

/// How many members the largest list or object in a value has.
fn longest(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(longest).fold(items.len(), usize::max),
        Value::Object(object) => object
            .iter()
            .map(|(_, value)| longest(value))
            .fold(object.len(), usize::max),
        _ => 0,
    }
}
