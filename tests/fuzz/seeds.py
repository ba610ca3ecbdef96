"""Writes what the fuzzer begins with: seeds.py FOLDER

The texts of tests/corpus with the marks of tests/fuzz/src/tokens.rs in place of tokens, the URLs, restrictions and
durations in them and in the tests beside the code, and keys of every kind, made by openssl on the spot.
"""
import hashlib, json, pathlib, re, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).parents[2]
FOLDER = pathlib.Path(sys.argv[1])


def seed(target, data):
    data = data.encode() if isinstance(data, str) else data
    folder = FOLDER / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"seed-{hashlib.sha1(data).hexdigest()[:16]}").write_bytes(data)


def braces(text, at):
    """The end of the object that begins at a place, or of what stands between backquotes."""
    if text[at] == "`":
        return text.index("`", at + 1) + 1
    depth = 0
    for end in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        if depth == 0:
            return end + 1
    return len(text)


def marked(text):
    """The text with `{{KEY … claims={…}}}` as a token that is made up."""
    out, at = "", 0
    for found in re.finditer(r"\{\{(\w+) ", text):
        if found.start() < at:
            continue
        out += text[at : found.start()]
        at = found.end()
        parts = {"header": '{"alg":"RS256","typ":"JWT"}', "claims": None}
        while not text.startswith("}}", at) and at < len(text):
            name = re.match(r"(header|claims)=", text[at:])
            if name:
                start = at + name.end()
                at = braces(text, start)
                parts[name[1]] = text[start:at].strip("`")
            else:
                at += 1
        at += 2
        out += "\x02" + parts["header"] + "\x03" + parts["claims"] + "\x04" if parts["claims"] else "KEY"
    return re.sub(r"\{(ID|OTHER_ID|ASSET_ID|RESTRICTION|TRACK)\}", "\x05", out + text[at:])


# Its inputs are built from numbers.
seed("carriers", b"\x00" * 16)

tokens = []
for path in sorted((ROOT / "tests/corpus").glob("*.txt")):
    head, text = path.read_text().split("\n\n", 1)
    fields = dict(line.split(":", 1) for line in head.splitlines())
    text = marked(text.rstrip("\n"))
    field = lambda name: marked(fields[name].strip()) if name in fields else ""
    seed("find", text)
    seed("find", re.sub("\x02[^\x04]*\x04", "\x010", text))
    known = [field(name) for name in ("url", "id", "referrer", "user-agent", "restriction")]
    known += ["", field("duration"), field("now")]
    seed("token", "\0".join([text, *known]).rstrip("\0"))
    if field("restriction"):
        seed("restriction", "\0".join([field("restriction"), field("referrer") or "-", field("user-agent")]))
    if field("duration"):
        seed("time", field("duration"))
    if text.startswith("{"):
        seed("json", text)
    if "=" in text and "HAR" not in head:
        seed("dotenv", text)
    seed("har", b"\1\1" + text.encode())
    for parts in re.findall("\x02([^\x03]*)\x03([^\x04]*)\x04", text):
        seed("json", parts[0])
        seed("json", parts[1])
        seed("export", parts[1])
        tokens.append("\x02" + "\x03".join(parts) + "\x04")
    for url in re.findall(r"https?://[^\s\"'<>`]+", text):
        seed("url", url)
        if tokens:
            seed("compare", url + "\0" + tokens[-1])
for one, other in zip(tokens, tokens[1:]):
    seed("compare", one + "\0" + other)

for path in (ROOT / "src/core").rglob("*.rs"):
    text = path.read_text()
    for url in re.findall(r"https?://[^\s\"'<>`\\]+", text):
        seed("url", url)
    for literal in re.findall(r'r#"(\{.*?\})"#', text, re.S):
        seed("json", literal)
        if "allow" in literal:
            seed("restriction", literal + "\0https://www.example.com/\0Mozilla/5.0")
    for literal in re.findall(r'"((?:[^"\\\n]|\\.)*)"', text):
        if path.name in ("time.rs", "columns.rs", "rows.rs", "tests.rs", "text.rs", "curl.rs", "html.rs", "link.rs", "wrapping.rs"):
            try:
                literal = json.loads(f'"{literal}"')
            except ValueError:
                continue
            seed("time" if path.name == "time.rs" else "csv" if path.parent.name == "batch" else "find", literal)
for text in ("7d", "1.5h", "2026-12-31T18:00:00Z", "2026-12-31 18:00 UTC", "1795330245", "2026-12-31"):
    seed("time", text)
for file in (ROOT / "tests/cli/batch.in").iterdir():
    for choice in b"\0\1\4\5\x1c\x1d":
        seed("csv", bytes([choice]) + file.read_bytes())
seed("dotenv", "MUX_SIGNING_KEY=K\nMUX_PRIVATE_KEY=\"LS0tLS1CRUdJTi\"\nexport A='\x010'\n")
for cost in ("\x06eyJ", "\x06\x010\n", "\x06https://stream.mux.com/\x05.m3u8?token=\x010 ", "\x06<mux-player ", "\x06{", "\x06&lt;"):
    seed("find", cost)

with tempfile.TemporaryDirectory() as work:
    def openssl(*arguments, text=None):
        done = subprocess.run(["openssl", *arguments], input=text, capture_output=True, check=True)
        return done.stdout

    rsa = openssl("genrsa", "-traditional", "2048")
    keys = [rsa, openssl("pkcs8", "-topk8", "-nocrypt", text=rsa), openssl("rsa", "-outform", "DER", text=rsa),
            openssl("rsa", "-pubout", text=rsa), openssl("rsa", "-RSAPublicKey_out", text=rsa),
            openssl("pkcs8", "-topk8", "-passout", "pass:x", text=rsa), openssl("rsa", "-aes128", "-passout", "pass:x", "-traditional", text=rsa),
            openssl("genrsa", "1024"), openssl("genpkey", "-algorithm", "ed25519"),
            openssl("ecparam", "-name", "prime256v1", "-genkey")]
    (pathlib.Path(work) / "key").write_bytes(rsa)
    keys.append(openssl("req", "-x509", "-key", f"{work}/key", "-subj", "/CN=x", "-days", "1"))
    import base64
    for key in keys:
        once = base64.b64encode(key)
        for text in (key, once, base64.b64encode(once), key.replace(b"\n", b"\\n"), key.replace(b"\n", b" "), b'"' + key + b'"',
                     b"\n".join(key.split(b"\n")[1:-2]), key[:700], key.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + key):
            seed("key", text)
        if not key.startswith(b"0"):
            seed("key", b"\xff\xfe" + key.decode().encode("utf-16-le"))
