//! Python with `PyJWT`.

use super::{
    literal::{Style, fixed_width, float_or_integer, quoted},
    plan::{Plan, add, fill, snake},
};
use crate::core::export::snippet::{Item, Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "python",
    title: "Python (PyJWT)",
    language: "python",
    place: "A module on the server, where MUX_SIGNING_KEY and MUX_PRIVATE_KEY are set",
    write,
};

const STYLE: Style = Style {
    name: "Python",
    string,
    number: float_or_integer,
    words: ["None", "True", "False"],
    list: ["[", "]"],
    object: |_| ["{", "}"],
    member: |name| format!("{}: ", string(name)),
    padded: false,
    trailing_comma: true,
    aligned: false,
    indent: "    ",
};

fn string(text: &str) -> String {
    quoted(text, '"', &[], fixed_width)
}

const HEAD: &str = r#"
# pip install "pyjwt[crypto]"
§respelled§
import base64
import os
§time§

import jwt

KEY_ID = os.environ["MUX_SIGNING_KEY"]
PRIVATE_KEY = base64.b64decode(os.environ["MUX_PRIVATE_KEY"])


def sign(§id§, audience, params=None):
    claims = {
        **(params or {}),
        §kid§
        "sub": §id§,
        "aud": audience,
        "exp": §exp§,
    }
    return jwt.encode(claims, PRIVATE_KEY, algorithm="RS256"§header§)

"#;

fn write(items: &[Item]) -> Result<String, String> {
    let plan = Plan::of(items)?;
    let exp = plan.exp("int(time.time())");
    let mut out = fill(
        HEAD,
        &[
            ("respelled", &plan.respelled("#")),
            ("id", &snake(&plan.subject())),
            (
                "time",
                if exp.contains("time.") {
                    "import time"
                } else {
                    ""
                },
            ),
            (
                "kid",
                if plan.kid_in_payload() {
                    r#""kid": KEY_ID,"#
                } else {
                    ""
                },
            ),
            (
                "header",
                if plan.kid_in_header() {
                    r#", headers={"kid": KEY_ID}"#
                } else {
                    ""
                },
            ),
            ("exp", &exp),
        ],
    );
    for call in &plan.calls {
        let name = snake(&call.name);
        let signed = call.sign(&STYLE, &format!("{name} = sign"))?;
        let url = call.url(string, "+", &name);
        add(&mut out, format_args!("\n{signed}\nprint({url})\n"));
    }
    Ok(out)
}
