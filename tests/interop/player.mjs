// What mux-player would say of each {token, id} of a JSON list on standard input, if the video answered 403: prints a list
// of its error codes.
//
// The function that decides is not exported, so it is taken from the sources that the package carries in its source map.

import { createRequire } from "node:module";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(process.env.PEERS + "/node/");
const esbuild = require("esbuild");
const core = dirname(require.resolve("@mux/playback-core"));

const folder = mkdtempSync(join(tmpdir(), "player-"));
try {
  const map = JSON.parse(readFileSync(join(core, "index.mjs.map"), "utf8"));
  map.sources.forEach((source, i) => {
    const file = join(folder, source.replace(/^(\.\.\/)+/, ""));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, map.sourcesContent[i]);
  });
  const bundle = join(folder, "bundle.mjs");
  esbuild.buildSync({
    entryPoints: [join(folder, "src/request-errors.ts")],
    bundle: true,
    format: "esm",
    outfile: bundle,
    external: ["hls.js", "mux-embed"],
    loader: { ".json": "js" },
    logLevel: "error",
  });
  const { getErrorFromResponse } = await import(pathToFileURL(bundle).href);
  const cases = JSON.parse(readFileSync(0, "utf8"));
  const codes = cases.map(({ token, id }) => {
    const response = { status: 403, url: `https://stream.mux.com/${id}.m3u8` };
    return getErrorFromResponse(response, "video", { playbackId: id, playbackToken: token }, true, false, false)?.muxCode;
  });
  process.stdout.write(JSON.stringify(codes));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
