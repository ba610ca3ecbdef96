//! Python with `PyJWT`.

use super::{
    literal::{Syntax, fits_f64, is_integer},
    plan::{expression, snake},
    program::Program,
};
use crate::core::export::{
    quote::{fixed_width, quoted},
    snippet::Snippet,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "python",
    title: "Python (PyJWT)",
    language: "python",
    place: "Server module; needs MUX_SIGNING_KEY and MUX_PRIVATE_KEY",
    write: |items| PROGRAM.write(items),
};

const PROGRAM: Program = Program {
    language: "Python",
    keeps: |number| is_integer(number) || fits_f64(number),
    string,
    claims: |claims| SYNTAX.object(claims),
    name: snake,
    exp: |expiry| expression(expiry, "int(time.time())"),
    url: |call, token| call.joined_url(string, "+", token),
    template: TEMPLATE,
    call: CALL,
};

const TEMPLATE: &str = r#"
# pip install "pyjwt[crypto]"
import base64
§json:import json§
import os
§clock:import time§

import jwt

KEY_ID = os.environ["MUX_SIGNING_KEY"]
PRIVATE_KEY = base64.b64decode(os.environ["MUX_PRIVATE_KEY"])


def sign(§id§, audience, params=None):
    claims = {
        **(params or {}),
        §payload:"kid": KEY_ID,§
        "sub": §id§,
        "aud": audience,
        "exp": §exp§,
    }
    return jwt.encode(claims, PRIVATE_KEY, algorithm="RS256"§header:, headers={"kid": KEY_ID}§)


§calls§
"#;

const CALL: &str = "
§name§ = sign(§id§, §audience§§optional_claims§)
print(§url§)
";

const SYNTAX: Syntax = Syntax {
    string,
    parsed_json: |json| format!("json.loads({})", quoted(json, '\'', &[], fixed_width)),
    booleans: ["True", "False"],
    object: ["{", "}"],
    member: |name| format!("{}: ", string(name)),
    trailing_comma: true,
    aligned: false,
    indent: "    ",
};

fn string(text: &str) -> String {
    quoted(text, '"', &[], fixed_width)
}
