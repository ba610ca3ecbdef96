//! Node with `jose`, for any place of the key ID.

use super::{
    javascript::{SYNTAX, string},
    literal::fits_f64,
    plan::{camel, expression},
    program::Program,
};
use crate::core::export::snippet::Snippet;

pub(super) const SNIPPET: Snippet = Snippet {
    id: "node-jose",
    title: "Node (jose)",
    language: "js",
    place: "Server module (.mjs); needs MUX_SIGNING_KEY and MUX_PRIVATE_KEY",
    write: |items| PROGRAM.write(items),
};

/// The Netlify function is this program with another end.
pub(super) const PROGRAM: Program = Program {
    language: "JavaScript",
    keeps: fits_f64,
    string,
    claims: |claims| SYNTAX.object(claims),
    name: camel,
    exp: |expiry| expression(expiry, "Math.floor(Date.now() / 1000)"),
    url: |call, token| call.joined_url(string, "+", token),
    template: TEMPLATE,
    call: CALL,
};

const TEMPLATE: &str = "
// npm install jose@6
import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';

const keyId = process.env.MUX_SIGNING_KEY;
const privateKey = createPrivateKey(Buffer.from(process.env.MUX_PRIVATE_KEY, 'base64'));

function sign(§id§, audience, params = {}) {
  const claims = {
    ...params,
    §payload:kid: keyId,§
    sub: §id§,
    aud: audience,
    exp: §exp§,
  };
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT'§header:, kid: keyId§ }).sign(privateKey);
}

§calls§
";

const CALL: &str = "
const §name§ = await sign(§id§, §audience§§optional_claims§);
console.log(§url§);
";
