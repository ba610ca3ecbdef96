// Opens each web snippet in Chromium, answers its requests, and checks that each token is in the right ones. Nothing
// reaches the network.
//
//   PEERS=… node browser.mjs SNIPPETS [CASE]

import { createRequire } from "node:module";
import { readFileSync, readdirSync, writeFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";

const require = createRequire(process.env.PEERS + "/");
const { default: puppeteer } = await import(require.resolve("puppeteer-core"));
const esbuild = require("esbuild");
const [, , snippets, only] = process.argv;

const packaged = (path) => readFileSync(join(process.env.PEERS, "node_modules", path), "utf8");
const scripts = {
  "https://cdn.jsdelivr.net/npm/@mux/mux-player": packaged("@mux/mux-player/dist/mux-player.js"),
  "https://cdn.jsdelivr.net/npm/@mux/mux-video@0": packaged("@mux/mux-video/dist/mux-video.js"),
  "https://cdn.jsdelivr.net/npm/hls.js@1": packaged("hls.js/dist/hls.js"),
  // Not in the npm registry used here; what the snippet passes to them is checked instead.
  "https://cdn.jsdelivr.net/npm/@mux/mux-audio@0": "",
  "https://cdn.jsdelivr.net/npm/@videojs/cdn@10/video.js": "",
  "https://cdn.jsdelivr.net/npm/@videojs/cdn@10/media/mux-video.js": "",
};

// Enough of a Widevine video to make a player request a license.
const pssh = Buffer.from(
  "00000034" + "70737368" + "00000000" + "edef8ba979d64acea3c827dcd51d21ed" + "00000014" +
  "0801" + "1210" + "00112233445566778899aabbccddeeff", "hex").toString("base64");
const key = `METHOD=SAMPLE-AES,URI="data:text/plain;base64,${pssh}",KEYID=0x00112233445566778899AABBCCDDEEFF,` +
  `KEYFORMAT="urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed",KEYFORMATVERSIONS="1"`;
const multivariant = (drm) => `#EXTM3U
#EXT-X-VERSION:6
#EXT-X-INDEPENDENT-SEGMENTS
${drm ? `#EXT-X-SESSION-KEY:${key}\n` : ""}#EXT-X-STREAM-INF:BANDWIDTH=1000000,AVERAGE-BANDWIDTH=1000000,CODECS="avc1.640015,mp4a.40.2",RESOLUTION=640x360
https://manifest.test/rendition.m3u8
`;
const rendition = (drm) => `#EXTM3U
#EXT-X-VERSION:6
#EXT-X-TARGETDURATION:5
#EXT-X-PLAYLIST-TYPE:VOD
${drm ? `#EXT-X-KEY:${key}\n` : ""}#EXT-X-MAP:URI="https://manifest.test/init.mp4"
#EXTINF:5,
https://manifest.test/0.m4s
#EXT-X-ENDLIST
`;
const vtt = "WEBVTT\n\n00:00.000 --> 00:05.000\nstoryboard.png#xywh=0,0,10,10\n";
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

// Chromium has no Widevine. This pretends to be it, and requests a license for every key.
function pretendWidevine() {
  class Session extends EventTarget {
    keyStatuses = new Map();
    closed = new Promise(() => {});
    expiration = NaN;
    sessionId = "";
    async generateRequest() {
      const event = new Event("message");
      event.messageType = "license-request";
      event.message = new Uint8Array([1, 2, 3]).buffer;
      setTimeout(() => { this.dispatchEvent(event); this.onmessage?.(event); });
    }
    async update() {}
    async close() {}
    async remove() {}
  }
  navigator.requestMediaKeySystemAccess = async (keySystem, configurations) => {
    if (keySystem !== "com.widevine.alpha") throw new DOMException("no", "NotSupportedError");
    return {
      keySystem,
      getConfiguration: () => configurations[0],
      createMediaKeys: async () => ({
        createSession: () => new Session(),
        setServerCertificate: async () => true,
        getStatusForPolicy: async () => "usable",
      }),
    };
  };
  HTMLMediaElement.prototype.setMediaKeys = async () => {};
}

const bundles = mkdtempSync(join(tmpdir(), "players-"));
function page(name, text) {
  if (!name.endsWith(".jsx")) return `<!doctype html><meta charset="utf-8"><body>${text}`;
  writeFileSync(join(bundles, "player.jsx"), text);
  const built = esbuild.buildSync({
    stdin: {
      contents: `import { createRoot } from "react-dom/client"; import Player from "${bundles}/player.jsx";
        createRoot(document.getElementById("root")).render(<Player />);`,
      loader: "jsx", resolveDir: process.env.PEERS,
    },
    nodePaths: [join(process.env.PEERS, "node_modules")],
    bundle: true, write: false, jsx: "automatic", logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"', global: "window" },
  });
  // The code must not end its <script>.
  const script = built.outputFiles[0].text.replaceAll("</script", "<\\/script");
  return `<!doctype html><meta charset="utf-8"><body><div id="root"></div><script>${script}</script>`;
}

const browser = await puppeteer.launch({
  executablePath: "/usr/bin/chromium", headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--mute-audio", "--autoplay-policy=no-user-gesture-required"],
});

// The requests of a page to Mux, its console messages, and the values of its player element.
async function open(html, drm, wait) {
  const tab = await browser.newPage();
  const requested = [], logged = [];
  let dialogs = 0;
  await tab.evaluateOnNewDocument(pretendWidevine);
  await tab.setRequestInterception(true);
  tab.on("console", (message) => logged.push(`${message.type()}: ${message.text()}`));
  tab.on("pageerror", (error) => logged.push(`pageerror: ${error.message}`));
  tab.on("dialog", async (dialog) => { dialogs++; await dialog.dismiss(); });
  tab.on("request", (request) => {
    const url = new URL(request.url());
    const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
    const answer = (contentType, body) => request.respond({ status: 200, headers: cors, contentType, body });
    if (url.href === "https://page.test/") return answer("text/html", html);
    if (url.href in scripts) return answer("text/javascript", scripts[url.href]);
    if (url.href === "https://manifest.test/rendition.m3u8") return answer("application/vnd.apple.mpegurl", rendition(drm));
    if (url.hostname === "manifest.test") return answer("video/mp4", "");
    if (/^(stream|image|license|player)\./.test(url.hostname)) {
      if (request.method() !== "OPTIONS") requested.push(url);
      if (url.hostname.startsWith("stream.")) return answer("application/vnd.apple.mpegurl", multivariant(drm));
      if (url.pathname.endsWith(".vtt")) return answer("text/vtt", vtt);
      if (url.hostname.startsWith("image.")) return answer("image/png", png);
      if (url.hostname.startsWith("player.")) return answer("text/html", "<title>player</title>");
      return answer("application/octet-stream", "license");
    }
    if (url.protocol === "data:" || url.protocol === "blob:") return request.continue();
    return request.respond({ status: 204, headers: cors });
  });
  await tab.goto("https://page.test/", { waitUntil: "load" });
  for (let tenths = 0; tenths < 60 && !wait(requested); tenths++) await new Promise((done) => setTimeout(done, 100));
  // Late requests count too.
  await new Promise((done) => setTimeout(done, 700));
  const element = await tab.evaluate(() => {
    const player = document.querySelector("mux-player, mux-video, mux-audio");
    return {
      id: player?.getAttribute("playback-id") ?? player?.playbackId,
      tokens: player && {
        v: player.getAttribute("playback-token") ?? player.tokens?.playback,
        d: player.getAttribute("drm-token") ?? player.tokens?.drm,
      },
      source: player?.source && JSON.parse(JSON.stringify(player.source)),
      scripts: document.querySelectorAll("script").length,
    };
  });
  await tab.close();
  return { requested, logged, dialogs, element };
}

// The kind of token that a URL needs.
function kind(url) {
  const host = url.hostname.split(".")[0];
  if (host === "stream") return "v";
  if (host === "license") return "d";
  return url.pathname.includes("/storyboard.") ? "s" : "t";
}

const path = { v: (id) => `/${id}.m3u8`, t: (id) => `/${id}/thumbnail.webp`, s: (id) => `/${id}/storyboard.vtt`, d: (id) => `/license/widevine/${id}` };
// The kinds of requests that each player makes itself.
const asks = {
  "mux-player.html": "vtsd", "mux-player-react.jsx": "vtsd", "mux-video.html": "vtsd", "hls-js.html": "vtsd", "html-video.html": "ts", "html-image.html": "t",
};

function judge(name, about, { requested, logged, dialogs, element }) {
  const faults = [];
  const { id, domain, tokens } = about;
  const isPlain = /^[A-Za-z0-9]+$/.test(id);
  if (dialogs) faults.push("a dialog opened, so code in the ID ran");
  for (const line of logged) {
    // The snippet explains this in a comment. `token=` is part of a URL.
    if (!tokens.t && line.includes("Missing expected thumbnail token. No poster image will be shown")) continue;
    if (/token(?!=)|pageerror|JWT/i.test(line)) faults.push(`console: ${line.slice(0, 200)}`);
  }
  if (name === "embed.html") {
    const url = requested[0];
    if (requested.length !== 1 || url.hostname !== "player.mux.com" || decodeURIComponent(url.pathname) !== "/" + id) faults.push("the frame requests another URL");
    const names = { v: "playback-token", t: "thumbnail-token", s: "storyboard-token", d: "drm-token" };
    for (const [claim, token] of Object.entries(tokens)) if (url?.searchParams.get(names[claim]) !== token) faults.push(`no ${names[claim]} in the URL`);
    return faults;
  }
  if (name === "videojs.html") {
    const wanted = { playbackId: id, ...(domain !== "mux.com" && { customDomain: domain }) };
    for (const [claim, member] of Object.entries({ v: "playback", t: "poster", s: "storyboard", d: "drm" })) if (tokens[claim]) wanted[member] = { token: tokens[claim] };
    if (JSON.stringify(element.source) !== JSON.stringify(wanted)) faults.push(`the source is ${JSON.stringify(element.source)}`);
    return faults;
  }
  if (/^mux-/.test(name)) {
    if (element.id !== id) faults.push(`the ID is ${JSON.stringify(element.id)}`);
    for (const claim of "vd") if (tokens[claim] && element.tokens[claim] !== tokens[claim]) faults.push(`the ${claim} token is not in the element`);
  }
  for (const url of requested) {
    const claim = kind(url);
    if (url.searchParams.get("token") !== (tokens[claim] ?? null)) faults.push(`${url.hostname}${url.pathname} got the wrong token for ${claim}`);
  }
  for (const claim of asks[name] ?? "") {
    // These players do not escape the ID in URLs.
    if (!isPlain && /^mux-(player|video)/.test(name)) continue;
    const host = { v: "stream", t: "image", s: "image", d: "license" }[claim];
    const found = requested.some((url) => kind(url) === claim && decodeURIComponent(url.pathname) === path[claim](id) &&
      (url.hostname === `${host}.${domain}` || (claim === "d" && url.hostname === "license.mux.com")));
    if (found !== Boolean(tokens[claim])) faults.push(found ? `requested ${claim} without a token` : `never requested ${host}.${domain} ${path[claim](id)}`);
  }
  return faults;
}

let failed = false;
for (const kase of readdirSync(snippets).filter((kase) => !only || kase === only)) {
  const about = JSON.parse(readFileSync(join(snippets, kase, "case.json"), "utf8"));
  const files = readdirSync(join(snippets, kase)).filter((file) => /\.(html|jsx)$/.test(file));
  for (const name of files) {
    const drm = Boolean(about.tokens.d);
    const html = page(name, readFileSync(join(snippets, kase, name), "utf8"));
    const wanted = (asks[name] ?? "").split("").filter((claim) => about.tokens[claim]);
    const outcome = await open(html, drm, (requested) => wanted.every((claim) => requested.some((url) => kind(url) === claim)));
    let faults = judge(name, kase === "swapped" ? { ...about, tokens: { ...about.tokens, v: about.tokens.t, t: about.tokens.v } } : about, outcome);
    const hosts = [...new Set(outcome.requested.map((url) => url.hostname.split(".")[0] + (url.pathname.endsWith(".vtt") ? " (vtt)" : "")))].join(", ");
    if (kase === "swapped") {
      // The swap must show. <mux-player> logs it and requests no poster; <MuxPlayer> only requests none.
      const logged = outcome.logged.filter((line) => /token(?!=)/i.test(line));
      const isPlayer = /^mux-player/.test(name);
      const seen = isPlayer ? (name.endsWith(".jsx") || logged.length) && !outcome.requested.some((url) => kind(url) === "t") : faults.length;
      console.log(`${kase}/${name}: ${seen ? "detected" : "NOT DETECTED"}, requested ${hosts || "nothing"}; ${logged[0]?.slice(0, 110) ?? faults[0]?.slice(0, 110) ?? ""}`);
      failed ||= !seen;
      continue;
    }
    const done = hosts ? `requested ${hosts}` : "passes the right values; the player itself is not installed";
    console.log(`${kase}/${name}: ${faults.length ? "WRONG" : "right"}, ${done}`);
    for (const fault of faults) console.log(`    ${fault}`);
    if (faults.length && process.env.VERBOSE) { console.log(outcome.requested.map((url) => "    " + url.href.slice(0, 120)).join("\n")); console.log(outcome.logged.map((line) => "    " + line.slice(0, 200)).join("\n")); }
    failed ||= faults.length > 0;
  }
}
await browser.close();
rmSync(bundles, { recursive: true });
process.exit(failed ? 1 : 0);
