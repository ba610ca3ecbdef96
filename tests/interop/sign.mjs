// Signs each case of a JSON list on standard input with the library that it names, and prints the tokens as a JSON list.
//
// A case: { by, method, id, options } for Mux's SDK, { by: "jsonwebtoken", claims, secret, options } for the library.
// The key comes as PEM in KEY and its ID in KEY_ID.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { webcrypto } from "node:crypto";

// Node 18 has it under this name only.
globalThis.crypto ??= webcrypto;

const require = createRequire(process.env.PEERS + "/node/");
const { KEY: pem, KEY_ID: keyId } = process.env;
const base64 = Buffer.from(pem).toString("base64");

function sign({ by, method, id, options, claims, secret }) {
  if (by === "jsonwebtoken") {
    return require(by).sign(claims, secret ?? pem, options);
  }
  const { default: Mux } = require(by);
  if (by === "mux-7") {
    return (Mux ?? require(by)).JWT[method](id, { keyId, keySecret: base64, ...options });
  }
  const mux = new Mux({ tokenId: "x", tokenSecret: "y", jwtSigningKey: keyId, jwtPrivateKey: base64 });
  return mux.jwt[method](id, options);
}

const cases = JSON.parse(readFileSync(0, "utf8"));
const tokens = [];
for (const one of cases) {
  tokens.push(await sign(one));
}
process.stdout.write(JSON.stringify(tokens));
