//! The code that `sign --code` prints, run: each program prints the URLs that we would have signed.
//!
//! What the peers bring (Node, Python, OpenSSL) and what Rust brings runs always; `.ci/snippets` installs the rest.
//! Without it those say so and pass, except when `MUX_JWT_SNIPPETS=required`.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
    thread,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mux_jwt::core::{
    export::{self, Item},
    json::{Number, Object, Value},
    key::Key,
    mux::{
        audience::Audience,
        url::{MUX_DOMAIN, MediaUrl, Resource},
    },
    time::{Span, Timestamp},
    token::Token,
    token::spec::{Expiry, KeyIdPlacement, TokenSpec},
};
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::TestRunner,
};
use tempfile::TempDir;

const ID: &str = "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE";
const KEY_ID: &str = "GnlEbcBLuWrwlIf2sM8jG7HCMX9kodE00vzgV59ircws";

/// 2033: later than any run, so that lengths of time up to it are not negative.
const ENDS: Timestamp = Timestamp(2_000_000_000);

/// What means something in one language or another.
const HOSTILE: &[&str] = &[
    "it's \"quoted\" `cmd` $(id) ${HOME} $HOME #{exit} #$0 #@x %s %n {} {{x}} \\ \\\\ \\n \\u0041 \\x",
    "'''",
    "\"\"\"",
    "*/ // # <!-- ?> <?php </script> §id§",
    "\\",
    "'",
    "\"",
    "$",
    "#",
    "%",
    "!",
    "~",
    "a\nb\r\nc\td",
    "\u{0}\u{1}\u{7}\u{8}\u{b}\u{c}\u{1b}[31m\u{7f}\u{85}",
    "\u{2028}\u{2029}\u{feff}\u{202e}\u{e0041}",
    "é 名 😀 e\u{301} \u{fffd}",
    "\u{0}1",
    "\u{1}f9",
    "true",
    "null",
    "1e5",
    "",
];

const HOSTILE_NAMES: &[&str] = &[
    "__proto__",
    "constructor",
    "",
    "a b",
    "it's",
    "\"",
    "\\",
    "$x",
    "#{x}",
    "@x",
    "nil",
    "end",
    "class",
    "A",
    "é",
    "0x",
    "\u{2028}",
    "a\nb",
    "-",
];

/// A key that lives as long as the tests, in the form in which Mux gives it.
static KEY: LazyLock<String> = LazyLock::new(|| {
    let made = Command::new("openssl")
        .args(["genrsa", "-traditional", "2048"])
        .output();
    let made = made.expect("openssl is installed");
    assert!(made.status.success());
    String::from_utf8(made.stdout).expect("a key is text")
});

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn has(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// A folder in which a language finds what it needs.
struct Bench {
    folder: TempDir,
}

impl Bench {
    /// `None` with a word on the terminal when something that the code needs is not there.
    #[expect(clippy::print_stdout, reason = "a skipped test says so")]
    fn new(needs: &[(&str, bool)], variable: &str, script: &str) -> Option<Self> {
        if let Some((what, _)) = needs.iter().find(|(_, there)| !there) {
            assert!(
                env::var(variable).as_deref() != Ok("required"),
                "{what} is required and not there; run {script}"
            );
            println!("skipped: {what} is not there; {script} installs it");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        Some(Self { folder })
    }

    /// For what `.ci/peers` installs.
    fn of_peers() -> Option<Self> {
        let there = root().join("target/peers/stamp").exists();
        let bench = Self::new(&[("the peers", there)], "MUX_JWT_PEERS", ".ci/peers")?;
        let peers = root().join("target/peers/node/node_modules");
        let newer = root().join("target/snippets/node/node_modules/jose");
        let modules = bench.path("node_modules");
        fs::create_dir_all(modules.join("@mux")).expect("a folder");
        symlink(peers.join("mux-15"), modules.join("@mux/mux-node")).expect("a link");
        let jose = if newer.exists() {
            newer
        } else {
            peers.join("jose")
        };
        symlink(jose, modules.join("jose")).expect("a link");
        Some(bench)
    }

    /// For what `.ci/snippets` installs.
    fn of_snippets(needs: &[(&str, bool)]) -> Option<Self> {
        Self::new(needs, "MUX_JWT_SNIPPETS", ".ci/snippets")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.path(name), text).expect("a file is written");
        self.path(name)
    }

    /// The lines that a program prints. It must succeed.
    fn run(&self, command: &mut Command) -> Vec<String> {
        // By its name alone: the command has the key in its environment.
        let program = command.get_program().to_string_lossy().into_owned();
        let output = command
            .current_dir(self.folder.path())
            .env("MUX_SIGNING_KEY", KEY_ID)
            .env("MUX_PRIVATE_KEY", STANDARD.encode(KEY.as_str()))
            .env("LC_ALL", "C.UTF-8")
            .output()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program}: {errors}");
        let text = String::from_utf8(output.stdout).expect("it prints text");
        text.lines().map(str::to_owned).collect()
    }
}

/// What a language is asked for, and what its tokens must be.
struct Language<'a> {
    id: &'a str,
    /// Runs code and answers the lines that it prints.
    run: &'a dyn Fn(&str, usize) -> Vec<String>,
    /// Whether claims stand in the order of ours, and are written as ours where no language differs.
    ordered: bool,
    /// By how many seconds the end may be late where the tool takes a length of time and no date.
    late: i64,
    /// Where the header is ours as well.
    same_header: &'a [KeyIdPlacement],
}

fn item(audience: Audience, id: &str, claims: &Object, expiry: Expiry) -> Item {
    let formats = Resource::formats(audience);
    // The last one is not what a tool would choose by itself.
    let format = formats.last().expect("there is one");
    let resource = Resource::from_format(audience, format).expect("one of its own");
    Item {
        request: TokenSpec {
            claims: claims.clone(),
            expiry,
            ..TokenSpec::new(audience, id)
        },
        url: MediaUrl::new(id, resource, MUX_DOMAIN),
        token: String::new(),
    }
}

fn object(json: &str) -> Object {
    Object::parse(json).expect("an object")
}

/// Claims with everything in them that may go wrong, and a good many random strings.
fn hostile() -> Object {
    let mut custom = Object::default();
    for name in HOSTILE_NAMES {
        custom.push(*name, *name);
    }
    let list = HOSTILE.iter().map(|text| Value::from(*text)).collect();
    custom.push("list", Value::Array(list));
    let mut runner = TestRunner::deterministic();
    let strings = (0..150).map(|i| {
        let pattern = if i % 3 == 0 {
            "[ -/:-@\\[-`{-~\\x00-\\x1f]{1,12}"
        } else {
            "(?s).{0,9}"
        };
        let tree = pattern.new_tree(&mut runner).expect("a string");
        Value::from(tree.current().as_str())
    });
    custom.push("random", Value::Array(strings.collect()));
    let deep = r#"{"0":"a","1":[[],{},[{}],[null,true,false,-1,0,2147483648,-9007199254740991]],"b":{"c":{"d":[{"e":[]}]}}}"#;
    custom.push("deep", Value::parse(deep).expect("JSON"));
    let mut claims = object(
        r#"{"time":12.5,"width":640,"max_resolution":"720p","it's \"$x\" #{y}":0.25,"redundant_streams":true}"#,
    );
    claims.push("custom", Value::Object(custom));
    claims
}

/// Whether two values are the same to a reader of JSON: order does not count, nor do the digits of a number.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let floats = a.as_f64().to_bits() == b.as_f64().to_bits()
                || a.as_f64() == 0.0 && b.as_f64() == 0.0;
            // Whole numbers beyond a float are compared by their digits.
            a == b
                || floats
                    && (a.as_f64().abs() < 9e15
                        || a.as_str().contains(['e', 'E'])
                        || b.as_str().contains(['e', 'E']))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(name, a)| b.get(name).is_some_and(|b| is_same(a, b)))
        }
        (a, b) => a == b,
    }
}

impl Language<'_> {
    fn write(&self, items: &[Item]) -> Result<String, String> {
        let snippet = export::find(self.id).expect("it is in the table");
        assert!(!snippet.carries_token());
        let code = (snippet.write)(items)?;
        assert!(!code.contains("PRIVATE KEY-----"), "{code}");
        Ok(code)
    }

    /// Runs the code for these items and compares every token with ours.
    fn check(&self, items: &[Item], what: &str) {
        let name = format!("{} {what}", self.id);
        let code = self
            .write(items)
            .unwrap_or_else(|why| panic!("{name}: {why}"));
        let lines = (self.run)(&code, items.len());
        assert_eq!(lines.len(), items.len(), "{name}: {lines:?}");
        for (line, item) in lines.iter().zip(items) {
            self.check_url(line, item, &name);
        }
    }

    fn check_url(&self, line: &str, item: &Item, name: &str) {
        let key = Key::read(STANDARD.encode(KEY.as_str()).as_bytes()).expect("a key");
        let theirs = line.split_once("token=").map_or(line, |(_, token)| token);
        let theirs = theirs.split('#').next().unwrap_or_default();
        let url = Item {
            token: theirs.to_owned(),
            ..item.clone()
        }
        .signed_url();
        assert_eq!(line, url, "{name}");

        let token = Token::read(theirs);
        let signature = &token.signature().expect("three parts").text;
        assert!(
            key.public.verify(
                jsonwebtoken::Algorithm::RS256,
                token.signed_text(),
                signature
            ),
            "{name}: the signature is another's"
        );
        let claims = token.claims().expect("they are sound").clone();
        let mut request = item.request.clone();
        let ends = claims
            .get("exp")
            .and_then(Value::as_number)
            .and_then(Number::as_i64);
        let ends = Timestamp(ends.expect("a whole number"));
        let late = ends.since(request.expiry.moment(now())).0;
        let bounds = match request.expiry {
            Expiry::In(_) => -60..=1,
            Expiry::At(_) => 0..=self.late,
        };
        assert!(bounds.contains(&late), "{name}: {late} s off");
        request.expiry = Expiry::At(ends);
        let ours = request
            .sign(KEY_ID, key.signing().expect("private"), now())
            .expect("it is whole");
        assert_eq!(token.header_str("alg"), Some("RS256"), "{name}");
        assert_eq!(token.header_str("kid"), ours.header.str("kid"), "{name}");
        assert!(
            is_same(
                &Value::Object(claims.clone()),
                &Value::Object(ours.payload.clone())
            ),
            "{name}:\n{claims}\n{}",
            ours.payload
        );
        let plain = ours.payload.to_string().is_ascii() && !item.request.claims.contains("custom");
        if self.ordered && plain {
            assert_eq!(claims.to_string(), ours.payload.to_string(), "{name}");
            if self.same_header.contains(&request.placement) {
                assert_eq!(theirs, ours.token, "{name}");
            }
        }
    }

    /// Everything that a language must do, and what it says where it cannot.
    fn check_all(&self, audiences: &[Audience], placements: &[KeyIdPlacement]) {
        let at = Expiry::At(ENDS);
        let hostile = hostile();
        let all = |claims: &Object, expiry| -> Vec<Item> {
            let items = audiences
                .iter()
                .map(|audience| item(*audience, ID, claims, expiry));
            items.collect()
        };
        for placement in KeyIdPlacement::ALL {
            let mut items = all(
                &object(r#"{"time":25,"width":640,"fit_mode":"smartcrop"}"#),
                at,
            );
            for item in &mut items {
                item.request.placement = placement;
            }
            if placements.contains(&placement) {
                self.check(&items, placement.word());
            } else {
                let why = self.write(&items).expect_err("it cannot");
                assert!(why.contains("the key ID"), "{why}");
            }
        }
        let mut odd = item(audiences[0], ID, &hostile, at);
        odd.url = MediaUrl::read(&format!(
            "https://stream.o'x$(id)\"`.example.com/{ID}.m3u8?a='%7B%22#it's{{0}}%s\"$(id)"
        ))
        .expect("a URL");
        self.check(&[odd], "hostile");
        self.check(
            &all(&Object::default(), Expiry::In(Span(2 * 86_400))),
            "in two days",
        );
        self.check(
            &all(&Object::default(), Expiry::In(Span(5_000_000_000)))[..1],
            "in many years",
        );
        self.check_numbers(audiences[0]);
    }

    /// Numbers that the language keeps, as it keeps them; it refuses the others.
    fn check_numbers(&self, audience: Audience) {
        let numbers = [
            "1.50",
            "1e5",
            "1E+2",
            "-0",
            "12345678901234567890",
            "9007199254740993",
            "0.1",
            "1e22",
            "-1.25e-3",
            "123456789012345678901234567890",
            "3.14159265358979323846",
            "1e400",
            "0.0000001",
            "-9223372036854775808",
            "1.0",
        ];
        let mut kept = Object::default();
        for (i, number) in numbers.into_iter().enumerate() {
            let mut one = Object::default();
            one.push(format!("n{i}"), Value::parse(number).expect("a number"));
            match self.write(&[item(audience, ID, &one, Expiry::At(ENDS))]) {
                Ok(_) => kept.push(format!("n{i}"), Value::parse(number).expect("a number")),
                Err(why) => assert!(why.contains("round") && why.contains(number), "{why}"),
            }
        }
        assert!(kept.len() >= 9, "{}: {kept}", self.id);
        let item = item(audience, ID, &kept, Expiry::At(ENDS));
        let code = self
            .write(std::slice::from_ref(&item))
            .expect("it could before");
        let lines = (self.run)(&code, 1);
        let unordered = Language {
            ordered: false,
            ..*self
        };
        unordered.check_url(&lines[0], &item, self.id);
    }
}

fn now() -> Timestamp {
    let elapsed = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970");
    Timestamp(elapsed.as_secs() as i64)
}

#[test]
fn node_signs_with_the_sdk_of_mux() {
    let Some(bench) = Bench::of_peers() else {
        return;
    };
    let run = |code: &str, _| {
        let file = bench.file("sign.mjs", code);
        bench.run(Command::new("node").arg(file))
    };
    let language = Language {
        id: "node",
        run: &run,
        ordered: true,
        late: 1,
        same_header: &[KeyIdPlacement::Payload],
    };
    language.check_all(&Audience::ALL, &[KeyIdPlacement::Payload]);
}

#[test]
fn node_signs_with_jose() {
    let Some(bench) = Bench::of_peers() else {
        return;
    };
    let run = |code: &str, _| {
        let file = bench.file("sign.mjs", code);
        bench.run(Command::new("node").arg(file))
    };
    let language = Language {
        id: "node-jose",
        run: &run,
        ordered: true,
        late: 0,
        same_header: &KeyIdPlacement::ALL,
    };
    language.check_all(&Audience::ALL, &KeyIdPlacement::ALL);
}

#[test]
fn a_netlify_function_sends_people_on() {
    let Some(bench) = Bench::of_peers() else {
        return;
    };
    let caller = root().join("tests/snippets/netlify.mjs");
    let run = |code: &str, n: usize| {
        let file = bench.file("play.mjs", code);
        let kinds: Vec<String> = Audience::ALL
            .iter()
            .take(n)
            .map(|audience| format!("?kind={}", audience.type_name()))
            .collect();
        // Asked for nothing, it gives the first.
        let kinds = [vec![String::new()], kinds[1..].to_vec()].concat();
        bench.run(Command::new("node").arg(&caller).arg(file).args(kinds))
    };
    let language = Language {
        id: "netlify",
        run: &run,
        ordered: true,
        late: 0,
        same_header: &KeyIdPlacement::ALL,
    };
    language.check_all(&Audience::ALL, &KeyIdPlacement::ALL);
}

#[test]
fn python_signs() {
    let Some(bench) = Bench::of_peers() else {
        return;
    };
    let run = |code: &str, _| {
        let file = bench.file("sign.py", code);
        bench.run(
            Command::new("python3")
                .arg(file)
                .env("PYTHONPATH", root().join("target/peers/python")),
        )
    };
    // PyJWT sorts its header.
    let language = Language {
        id: "python",
        run: &run,
        ordered: true,
        late: 0,
        same_header: &[KeyIdPlacement::Payload],
    };
    language.check_all(&Audience::ALL, &KeyIdPlacement::ALL);
}

#[test]
fn mux_sign_signs() {
    let Some(bench) = Bench::of_peers() else {
        return;
    };
    let path = env::var("PATH").unwrap_or_default();
    let bin = root().join("target/peers/node/node_modules/.bin");
    let run = |code: &str, _| {
        let file = bench.file("sign.sh", code);
        bench.run(
            Command::new("bash")
                .arg("-eu")
                .arg(file)
                .env("PATH", format!("{}:{path}", bin.display()))
                .env("HOME", bench.folder.path())
                .env("MUX_TOKEN_ID", "x")
                .env("MUX_TOKEN_SECRET", "y"),
        )
    };
    let language = Language {
        id: "mux-cli",
        run: &run,
        ordered: true,
        late: 20,
        same_header: &[KeyIdPlacement::Payload],
    };
    language.check_all(&Audience::ALL[..4], &[KeyIdPlacement::Payload]);
    let drm = item(Audience::Drm, ID, &Object::default(), Expiry::At(ENDS));
    assert_eq!(
        language.write(&[drm]),
        Err("`mux sign` does not support tokens for DRM licenses".to_owned())
    );
}

#[test]
fn a_shell_signs() {
    let Some(bench) = Bench::new(
        &[("bash", has("bash")), ("openssl", has("openssl"))],
        "MUX_JWT_PEERS",
        "apt-get",
    ) else {
        return;
    };
    let run = |code: &str, _| {
        let file = bench.file("sign.sh", code);
        bench.run(Command::new("bash").arg(file))
    };
    let language = Language {
        id: "shell",
        run: &run,
        ordered: true,
        late: 0,
        same_header: &KeyIdPlacement::ALL,
    };
    language.check_all(&Audience::ALL, &KeyIdPlacement::ALL);
}

#[test]
fn our_own_command_signs() {
    // The words of each line as the shell reads them, and the command in this process.
    let run = |code: &str, _| {
        let bench =
            Bench::new(&[("bash", has("bash"))], "MUX_JWT_PEERS", "apt-get").expect("it is there");
        let program = Path::new(env!("CARGO_BIN_EXE_mux-jwt"));
        let path = env::var("PATH").unwrap_or_default();
        let file = bench.file("sign.sh", code);
        let folder = program.parent().expect("it is in a folder").display();
        bench.run(
            Command::new("bash")
                .arg("-eu")
                .arg(file)
                .env("PATH", format!("{folder}:{path}")),
        )
    };
    let language = Language {
        id: "mux-jwt",
        run: &run,
        ordered: true,
        late: 0,
        same_header: &KeyIdPlacement::ALL,
    };
    language.check_all(&Audience::ALL, &KeyIdPlacement::ALL);
}

#[test]
fn rust_signs() {
    let Some(bench) = Bench::new(&[("rustc", has("rustc"))], "MUX_JWT_PEERS", "rustup") else {
        return;
    };
    // The crates that this test was built with.
    let built = env::current_exe().expect("it runs");
    let built = built.parent().expect("it is in a folder").to_owned();
    let newest = |name: &str| {
        let files = fs::read_dir(&built)
            .expect("a folder")
            .filter_map(Result::ok)
            .map(|entry| entry.path());
        let prefix = format!("lib{name}-");
        let file = |path: &PathBuf| {
            let file = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            file.starts_with(&prefix)
                && path
                    .extension()
                    .is_some_and(|extension| extension == "rlib")
        };
        let files = files.filter(file);
        let newest =
            files.max_by_key(|path| fs::metadata(path).and_then(|data| data.modified()).ok());
        format!("{name}={}", newest.expect("it was built").display())
    };
    let crates = ["base64", "jsonwebtoken", "serde_json"].map(newest);
    let run = |code: &str, _| {
        let file = bench.file("main.rs", code);
        let mut rustc = Command::new("rustc");
        rustc.arg("--edition=2024").arg("-Dwarnings").arg(file);
        rustc
            .arg("-L")
            .arg(format!("dependency={}", built.display()));
        for name in &crates {
            rustc.args(["--extern", name]);
        }
        bench.run(&mut rustc);
        bench.run(&mut Command::new(bench.path("main")))
    };
    let language = Language {
        id: "rust",
        run: &run,
        ordered: false,
        late: 0,
        same_header: &[],
    };
    language.check_all(&Audience::ALL, &KeyIdPlacement::ALL);
}

#[test]
fn go_signs() {
    let gopath = root().join("target/snippets/go");
    let Some(bench) = Bench::of_snippets(&[("Go", has("go")), ("golang-jwt", gopath.exists())])
    else {
        return;
    };
    let go = |command: &str| {
        let mut go = Command::new("go");
        go.arg(command)
            .env("GOPATH", &gopath)
            .env("GO111MODULE", "off")
            .env("GOFLAGS", "");
        go
    };
    let run = |code: &str, _| {
        let file = bench.file("main.go", code);
        bench.run(go("vet").arg(&file));
        bench.run(go("run").arg(file))
    };
    let language = Language {
        id: "go",
        run: &run,
        ordered: false,
        late: 0,
        same_header: &[],
    };
    language.check_all(&Audience::ALL, &KeyIdPlacement::ALL);
    // As an editor would leave it.
    for claims in [
        hostile(),
        object(
            r#"{"time":25,"playback_restriction_id":"x","custom":{"a":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","b":1.50}}"#,
        ),
    ] {
        let code = language
            .write(&[item(
                Audience::Video,
                ID,
                &claims,
                Expiry::In(Span::DEFAULT),
            )])
            .expect("it can");
        let file = bench.file("main.go", &code);
        assert_eq!(
            bench
                .run(Command::new("gofmt").arg("-d").arg(file))
                .join("\n"),
            ""
        );
    }
}

#[test]
fn php_signs() {
    let Some(bench) = Bench::of_snippets(&[("PHP", has("php"))]) else {
        return;
    };
    let vendor = root().join("target/snippets/php/vendor");
    if vendor.exists() {
        symlink(vendor, bench.path("vendor")).expect("a link");
    } else {
        fs::create_dir(bench.path("vendor")).expect("a folder");
        fs::copy(
            root().join("tests/snippets/php-jwt.php"),
            bench.path("vendor/autoload.php"),
        )
        .expect("a copy");
    }
    let run = |code: &str, _| {
        let file = bench.file("sign.php", code);
        bench.run(Command::new("php").arg(file))
    };
    let language = Language {
        id: "php",
        run: &run,
        ordered: true,
        late: 0,
        same_header: &[],
    };
    language.check_all(&Audience::ALL, &KeyIdPlacement::ALL);
}

#[test]
fn ruby_signs() {
    let gem = has("ruby")
        && Command::new("ruby")
            .args(["-e", "require 'jwt'"])
            .output()
            .is_ok_and(|output| output.status.success());
    let Some(bench) = Bench::of_snippets(&[("Ruby with jwt", gem)]) else {
        return;
    };
    let run = |code: &str, _| {
        let file = bench.file("sign.rb", code);
        bench.run(Command::new("ruby").arg("-w").arg(file))
    };
    let language = Language {
        id: "ruby",
        run: &run,
        ordered: true,
        late: 0,
        same_header: &KeyIdPlacement::ALL,
    };
    language.check_all(&Audience::ALL, &KeyIdPlacement::ALL);
}

#[test]
fn java_signs() {
    let jars = [
        "jackson-databind",
        "jackson-core",
        "jackson-annotations",
        "bcpkix",
        "bcprov",
        "bcutil",
    ];
    let jars = jars.map(|jar| format!("/usr/share/java/{jar}.jar"));
    let there = jars.iter().all(|jar| Path::new(jar).exists());
    let Some(bench) =
        Bench::of_snippets(&[("Java", has("javac")), ("Jackson and Bouncy Castle", there)])
    else {
        return;
    };
    let run = |code: &str, _| {
        let file = bench.file("MuxToken.java", code);
        bench.run(
            Command::new("java")
                .args(["-cp", &jars.join(":")])
                .arg(file),
        )
    };
    let language = Language {
        id: "java",
        run: &run,
        ordered: true,
        late: 0,
        same_header: &KeyIdPlacement::ALL,
    };
    language.check_all(&Audience::ALL, &KeyIdPlacement::ALL);
}

#[test]
fn elixir_signs() {
    // Its packages are not Debian's: whoever has them compiled puts them here. Else the code is parsed, below.
    let compiled = root().join("target/snippets/elixir/ebin");
    if !has("elixir") || !compiled.exists() {
        return;
    }
    let Some(bench) = Bench::of_snippets(&[]) else {
        return;
    };
    let run = |code: &str, _| {
        let script = code
            .lines()
            .filter(|line| !line.starts_with("Mix.install("));
        let script: Vec<&str> = script.collect();
        let file = bench.file("sign.exs", &script.join("\n"));
        bench.run(Command::new("elixir").arg("-pa").arg(&compiled).arg(file))
    };
    let language = Language {
        id: "elixir",
        run: &run,
        ordered: false,
        late: 0,
        same_header: &[],
    };
    language.check_all(&Audience::ALL, &KeyIdPlacement::ALL);
}

#[test]
fn what_cannot_be_run_is_parsed() {
    let grammars = root().join("target/snippets/python");
    let Some(bench) = Bench::of_snippets(&[("grammars", grammars.exists())]) else {
        return;
    };
    for id in ["csharp", "elixir", "java"] {
        let run = |code: &str, _| {
            let file = bench.file(id, code);
            bench.run(
                Command::new("python3")
                    .arg(root().join("tests/snippets/parse.py"))
                    .arg(id)
                    .arg(file)
                    .env("PYTHONPATH", &grammars),
            )
        };
        let language = Language {
            id,
            run: &run,
            ordered: false,
            late: 0,
            same_header: &[],
        };
        for placement in KeyIdPlacement::ALL {
            for (claims, expiry) in [
                (hostile(), Expiry::At(ENDS)),
                (
                    object(r#"{"a":1.50,"b":1e5,"c":-0}"#),
                    Expiry::In(Span::DEFAULT),
                ),
            ] {
                let mut items = Audience::ALL.map(|audience| item(audience, ID, &claims, expiry));
                for item in &mut items {
                    item.request.placement = placement;
                }
                (language.run)(&language.write(&items).expect("it can"), items.len());
            }
        }
    }
}

#[test]
fn curl_asks_for_the_signed_url() {
    let there = has("curl") && has("bash");
    let Some(bench) = Bench::of_snippets(&[("curl", there)]) else {
        return;
    };
    let mut item = item(Audience::Video, ID, &Object::default(), Expiry::At(ENDS));
    item.url = MediaUrl::read("https://stream.o'x.example.com/ID.m3u8").expect("a URL");
    item.token = "the.to-ken".to_owned();
    let snippet = export::find("curl").expect("it is in the table");
    assert!(snippet.carries_token());
    let code = (snippet.write)(&[item]).expect("it can");
    assert!(code.contains(r"'https://stream.o'\''x.example.com/ID.m3u8?token=the.to-ken'"));

    // A server for one visit, in place of Mux's.
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = server.local_addr().expect("it has one");
    let code = code.replace(
        r"https://stream.o'\''x.example.com",
        &format!("http://{address}"),
    );
    let visit = thread::spawn(move || {
        let (mut stream, _) = server.accept().expect("a visit");
        let mut request = String::new();
        for line in BufReader::new(stream.try_clone().expect("a stream")).lines() {
            let line = line.expect("text");
            if line.is_empty() {
                break;
            }
            request.push_str(&line);
            request.push('\n');
        }
        let answer =
            "HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nno!\n";
        stream.write_all(answer.as_bytes()).expect("it is read");
        request
    });
    let file = bench.file("check.sh", &code);
    let printed = bench.run(Command::new("bash").arg(file).env("no_proxy", "*"));
    let request = visit.join().expect("it was visited");
    assert!(
        request.starts_with("GET /ID.m3u8?token=the.to-ken HTTP/1.1\n"),
        "{request}"
    );
    assert!(request.contains("Range: bytes=0-255\n"), "{request}");
    assert_eq!(
        printed.first().map(String::as_str),
        Some("HTTP/1.1 403 Forbidden")
    );
    assert_eq!(printed.last().map(String::as_str), Some("no!"));
}
