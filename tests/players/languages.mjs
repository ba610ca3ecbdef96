// Parses the snippets that do not run in a browser, and checks the values in them.
//
//   PEERS=… node languages.mjs SNIPPETS

import { createRequire } from "node:module";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import vm from "node:vm";
import assert from "node:assert/strict";

const require = createRequire(process.env.PEERS + "/");
const { Lexer, Parser } = require("brighterscript");
const [, , snippets] = process.argv;

for (const kase of readdirSync(snippets)) {
  const read = (name) => readFileSync(join(snippets, kase, name), "utf8");
  const { id, domain, tokens } = JSON.parse(read("case.json"));
  const escaped = (url, claim) => {
    const read = new URL(url);
    assert.equal(read.searchParams.get("token"), tokens[claim]);
    assert.equal([...read.searchParams].length, 1);
    return read.hostname + decodeURIComponent(read.pathname);
  };

  // The parts of the Cast SDK that the snippet uses.
  class MediaInfo { constructor(contentId, contentType) { Object.assign(this, { contentId, contentType }); } }
  class GenericMediaMetadata {}
  class Image { constructor(url) { this.url = url; } }
  class LoadRequest { constructor(media) { this.media = media; } }
  const chrome = { cast: { Image, media: { MediaInfo, GenericMediaMetadata, LoadRequest } } };
  const { media } = vm.runInNewContext(`${read("chromecast.javascript")}; request`, { chrome });
  assert.equal(escaped(media.contentId, "v"), `stream.${domain}/${id}.m3u8`);
  if (tokens.t) assert.equal(escaped(media.metadata.images[0].url, "t"), `image.${domain}/${id}/thumbnail.webp`);
  assert.deepEqual(JSON.parse(JSON.stringify(media.customData ?? null)),
    tokens.d ? { mux: { playbackId: id, tokens: { drm: tokens.d } } } : null);

  // BrightScript must compile without diagnostics and contain these strings.
  const lexed = Lexer.scan(read("roku.brightscript"));
  const parsed = Parser.parse(lexed.tokens);
  assert.deepEqual([...lexed.diagnostics, ...parsed.diagnostics].map((d) => d.message), []);
  const strings = lexed.tokens.filter((t) => t.kind === "StringLiteral").map((t) => t.text.slice(1, -1).replaceAll('""', '"'));
  const urls = strings.filter((text) => text.startsWith("https://"));
  const wanted = [["v", `stream.${domain}/${id}.m3u8`], ["t", `image.${domain}/${id}/thumbnail.webp`], ["d", `license.mux.com/license/widevine/${id}`]].filter(([claim]) => tokens[claim]);
  assert.deepEqual(urls.map((url, at) => escaped(url, wanted[at][0])), wanted.map(([, path]) => path));

  // JSON, and variables as Node reads them. No dialect of .env can express both quotes, a backtick and a line break.
  const names = { v: "playback-token", t: "thumbnail-token", s: "storyboard-token", d: "drm-token" };
  const byName = Object.fromEntries(Object.entries(tokens).map(([claim, token]) => [names[claim], token]));
  assert.deepEqual(JSON.parse(read("json.json")), byName);
  if (kase !== "hostile") {
    const variables = Object.entries(byName).map(([name, token]) => [name.toUpperCase().replaceAll("-", "_"), token]);
    assert.deepEqual({ ...parseEnv(read("env.sh")) }, { PLAYBACK_ID: id, ...Object.fromEntries(variables) });
  }
  for (const line of [...read("urls.text").trim().split("\n"), read("embed-url.text").trim()]) new URL(line);
  console.log(`${kase}: Chromecast, Roku, JSON and variables are right`);
}
