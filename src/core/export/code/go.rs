//! Go with `golang-jwt`.

use super::{
    literal::Syntax,
    plan::{camel, expression},
    program::Program,
};
use crate::core::export::{
    quote::{fixed_width, quoted},
    snippet::Snippet,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "go",
    title: "Go (golang-jwt)",
    language: "go",
    place: "Server program; needs MUX_SIGNING_KEY and MUX_PRIVATE_KEY",
    write: |items| PROGRAM.write(items),
};

const PROGRAM: Program = Program {
    language: "Go",
    keeps: |_| true,
    string,
    claims: |claims| SYNTAX.object(claims),
    name: identifier,
    // gofmt spaces operators by how tightly they bind.
    exp: |expiry| expression(expiry, "time.Now().Unix()").replace(" * ", "*"),
    url: |call, token| call.joined_url(string, "+", token),
    template: TEMPLATE,
    call: CALL,
};

const TEMPLATE: &str = r#"
// go get github.com/golang-jwt/jwt/v5
package main

import (
	"encoding/base64"
	§json:"encoding/json"§
	"fmt"
	"log"
	"os"
	§clock:"time"§

	"github.com/golang-jwt/jwt/v5"
)

func sign(§id§, audience string, claims map[string]any) (string, error) {
	pem, err := base64.StdEncoding.DecodeString(os.Getenv("MUX_PRIVATE_KEY"))
	if err != nil {
		return "", err
	}
	key, err := jwt.ParseRSAPrivateKeyFromPEM(pem)
	if err != nil {
		return "", err
	}
	§payload:claims["kid"] = os.Getenv("MUX_SIGNING_KEY")§
	claims["sub"] = §id§
	claims["aud"] = audience
	claims["exp"] = §exp§
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims(claims))
	§header:token.Header["kid"] = os.Getenv("MUX_SIGNING_KEY")§
	return token.SignedString(key)
}

func main() {
§calls§
}
"#;

const CALL: &str = "
	§name§, err := sign(§id§, §audience§, §claims§)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(§url§)
";

const SYNTAX: Syntax = Syntax {
    string,
    // A raw string cannot contain a backtick; JSON can escape it.
    parsed_json: |json| format!("json.RawMessage(`{}`)", json.replace('`', "\\u0060")),
    booleans: ["true", "false"],
    object: ["map[string]any{", "}"],
    member: |name| format!("{}: ", string(name)),
    trailing_comma: true,
    aligned: true,
    indent: "\t",
};

fn string(text: &str) -> String {
    quoted(text, '"', &[], fixed_width)
}

/// `playback id` to `playbackID`, as Go's linters want it.
fn identifier(words: &str) -> String {
    match words.strip_suffix(" id") {
        Some(words) => format!("{}ID", camel(words)),
        None => camel(words),
    }
}
