//! Rust with `jsonwebtoken`.

use super::{
    super::Snippet,
    Item, Plan, fill,
    literal::{Style, braced, float, is_integer, quoted},
    snake,
};

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
use std::{env, error::Error§clock§};

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

fn write(items: &[Item]) -> Result<String, String> {
    let plan = Plan::of(items)?;
    let exp = plan.exp("now.as_secs()");
    let relative = exp.contains("now");
    let (in_header, in_payload) = (plan.kid_in_header(), plan.kid_in_payload());
    let mut out = fill(
        HEAD,
        &[
            ("respelled", &plan.respelled("//")),
            (
                "clock",
                if relative {
                    ", time::{SystemTime, UNIX_EPOCH}"
                } else {
                    ""
                },
            ),
            ("id", &snake(&plan.subject())),
            (
                "now",
                if relative {
                    "let now = SystemTime::now().duration_since(UNIX_EPOCH)?;"
                } else {
                    ""
                },
            ),
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
        out.push_str(&format!(
            "{start}{literal}))?;\n    println!(\"{}{{{name}}}{}\");\n",
            url(&call.before),
            url(&call.after)
        ));
    }
    out.push_str("    Ok(())\n}\n");
    Ok(out)
}
