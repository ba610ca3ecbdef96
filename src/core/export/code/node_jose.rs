//! Node with `jose`, for any place of the key ID.

use super::{
    javascript::STYLE,
    plan::{Plan, add, camel, fill},
};
use crate::core::export::snippet::{Item, Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "node-jose",
    title: "Node (jose)",
    language: "js",
    place: "A module on the server (.mjs), where MUX_SIGNING_KEY and MUX_PRIVATE_KEY are set",
    write,
};

const HEAD: &str = "
// npm install jose@6
§respelled§
import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';

";

/// The function; the Netlify snippet has the same one.
pub(super) const SIGN: &str = "
const keyId = process.env.MUX_SIGNING_KEY;
const privateKey = createPrivateKey(Buffer.from(process.env.MUX_PRIVATE_KEY, 'base64'));

function sign(§id§, audience, params = {}) {
  const claims = {
    ...params,
    §kid§
    sub: §id§,
    aud: audience,
    exp: §exp§,
  };
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT'§header§ }).sign(privateKey);
}
";

/// [`SIGN`] for a plan.
pub(super) fn sign(plan: &Plan<'_>) -> String {
    let kid = if plan.kid_in_payload() {
        "kid: keyId,"
    } else {
        ""
    };
    let header = if plan.kid_in_header() {
        ", kid: keyId"
    } else {
        ""
    };
    let exp = plan.exp("Math.floor(Date.now() / 1000)");
    let values = [
        ("id", camel(&plan.subject())),
        ("kid", kid.to_owned()),
        ("header", header.to_owned()),
        ("exp", exp),
    ];
    fill(
        SIGN,
        &values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str())),
    )
}

fn write(items: &[Item]) -> Result<String, String> {
    let plan = Plan::of(items)?;
    let mut out = fill(HEAD, &[("respelled", &plan.respelled("//"))]);
    out.push_str(&sign(&plan));
    for call in &plan.calls {
        let name = camel(&call.name);
        let signed = call.sign(&STYLE, &format!("const {name} = await sign"))?;
        let url = call.url(STYLE.string, "+", &name);
        add(&mut out, format_args!("\n{signed};\nconsole.log({url});\n"));
    }
    Ok(out)
}
