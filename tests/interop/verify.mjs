// Verifies each token of a JSON list on standard input with jsonwebtoken and with jose, and prints what each of the two
// read from it: [[claims, header], [claims, header]]. Fails at the first token that either refuses.
//
// The public key comes as PEM in PUBLIC_KEY.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { webcrypto } from "node:crypto";

// Node 18 has it under this name only.
globalThis.crypto ??= webcrypto;

const require = createRequire(process.env.PEERS + "/node/");
const jsonwebtoken = require("jsonwebtoken");
const jose = require("jose");

const pem = process.env.PUBLIC_KEY;
const key = await jose.importSPKI(pem, "RS256");
const read = [];
for (const token of JSON.parse(readFileSync(0, "utf8"))) {
  const ofJsonwebtoken = jsonwebtoken.verify(token, pem, { algorithms: ["RS256"], complete: true });
  const ofJose = await jose.jwtVerify(token, key, { algorithms: ["RS256"] });
  read.push([
    [ofJsonwebtoken.payload, ofJsonwebtoken.header],
    [ofJose.payload, ofJose.protectedHeader],
  ]);
}
process.stdout.write(JSON.stringify(read));
