//! Go with `golang-jwt`.

use super::{
    literal::{Style, fixed_width, is_integer, quoted},
    plan::{Plan, camel, fill},
};
use crate::core::export::snippet::{Item, Snippet};
use crate::core::json::Number;

pub(super) const SNIPPET: Snippet = Snippet {
    id: "go",
    title: "Go (golang-jwt)",
    language: "go",
    place: "A program on the server, where MUX_SIGNING_KEY and MUX_PRIVATE_KEY are set",
    write,
};

const STYLE: Style = Style {
    name: "Go",
    string,
    number: |number| Some(self::number(number)),
    words: ["nil", "true", "false"],
    list: ["[]any{", "}"],
    object: |_| ["map[string]any{", "}"],
    member: |name| format!("{}: ", string(name)),
    padded: false,
    trailing_comma: true,
    aligned: true,
    indent: "\t",
};

fn string(text: &str) -> String {
    quoted(text, '"', &[], fixed_width)
}

/// A literal where Go writes the same digits; else a number that stays text.
fn number(number: &Number) -> String {
    let text = number.as_str();
    let small = is_integer(number) && text != "-0" && number.as_i64().is_some();
    let short = text.contains('.') && number.as_f64().to_string() == text;
    // Beyond these Go writes an exponent.
    let middling = (1e-6..1e21).contains(&number.as_f64().abs());
    if small || short && middling {
        text.to_owned()
    } else {
        format!("json.Number({})", string(text))
    }
}

const HEAD: &str = r#"
// go get github.com/golang-jwt/jwt/v5
package main

import (
	"encoding/base64"
	§json§
	"fmt"
	"log"
	"os"
	§time§

	"github.com/golang-jwt/jwt/v5"
)

func sign(§id§, audience string, claims jwt.MapClaims) (string, error) {
	pem, err := base64.StdEncoding.DecodeString(os.Getenv("MUX_PRIVATE_KEY"))
	if err != nil {
		return "", err
	}
	key, err := jwt.ParseRSAPrivateKeyFromPEM(pem)
	if err != nil {
		return "", err
	}
	§kid§
	claims["sub"] = §id§
	claims["aud"] = audience
	claims["exp"] = §exp§
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	§header§
	return token.SignedString(key)
}

func main() {
"#;

const CALL: &str = r"
	§name§, err §assign§ §call§)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(§url§)
";

fn write(items: &[Item]) -> Result<String, String> {
    let plan = Plan::of(items)?;
    let mut calls = String::new();
    let mut uses_json = false;
    for (i, call) in plan.calls.iter().enumerate() {
        if i > 0 {
            calls.push('\n');
        }
        let name = camel(&call.name);
        let start = format!(
            "sign({}, {}, ",
            string(call.id),
            string(call.audience.claim())
        );
        let used = 4 + name.len() + ", err := ".len() + start.len() + 2;
        let literal = STYLE.object(call.claims, 1, used)?;
        uses_json |= literal.contains("json.Number(");
        // The claims themselves have a type of the library.
        let literal = literal.replacen("map[string]any", "jwt.MapClaims", 1);
        calls.push_str(&fill(
            CALL,
            &[
                ("name", &name),
                ("assign", ":="),
                ("call", &(start + &literal)),
                ("url", &call.url(string, "+", &name)),
            ],
        ));
    }
    let exp = plan.exp("time.Now().Unix()");
    let head = fill(
        HEAD,
        &[
            ("json", if uses_json { r#""encoding/json""# } else { "" }),
            (
                "time",
                if exp.contains("time.") {
                    r#""time""#
                } else {
                    ""
                },
            ),
            ("id", &go_name(&plan.subject())),
            (
                "kid",
                if plan.kid_in_payload() {
                    r#"claims["kid"] = os.Getenv("MUX_SIGNING_KEY")"#
                } else {
                    ""
                },
            ),
            (
                "header",
                if plan.kid_in_header() {
                    r#"token.Header["kid"] = os.Getenv("MUX_SIGNING_KEY")"#
                } else {
                    ""
                },
            ),
            // gofmt sets spaces by how tightly an operator binds.
            ("exp", &exp.replace(" * ", "*")),
        ],
    );
    Ok(format!("{head}{calls}}}\n"))
}

/// `playback id` to `playbackID`, as Go's linters want it.
fn go_name(words: &str) -> String {
    match words.strip_suffix(" id") {
        Some(words) => format!("{}ID", camel(words)),
        None => camel(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        for (json, go) in [
            ("25", "25"),
            ("12.5", "12.5"),
            ("1.50", r#"json.Number("1.50")"#),
            (
                "12345678901234567890",
                r#"json.Number("12345678901234567890")"#,
            ),
            ("1e5", r#"json.Number("1e5")"#),
            ("-0", r#"json.Number("-0")"#),
            ("0.0000001", r#"json.Number("0.0000001")"#),
        ] {
            assert_eq!(number(&Number::parse(json).expect("a number")), go);
        }
    }
}
