//! Runs the code that `sign --code` prints: each program must print the URLs that we would have signed.
//!
//! Languages that `.ci/peers` (Node, Python, OpenSSL) or Rust provide always run; `.ci/snippets` installs the others.
//! Without it their tests are skipped, unless `MUX_JWT_SNIPPETS=required`.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
    sync::OnceLock,
    thread,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mux_jwt::core::{
    export::{self, ExportItem},
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

/// 2033: later than any run, so that durations until then are positive.
const EXPIRY: Timestamp = Timestamp(2_000_000_000);

/// Text that is special in some language.
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

/// A key for this run, in the format of Mux.
static KEY: LazyLock<String> = LazyLock::new(|| {
    let output = Command::new("openssl")
        .args(["genrsa", "-traditional", "2048"])
        .output();
    let output = output.expect("openssl is installed");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("a key is text")
});

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn has(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// A folder with everything that a language needs.
struct Workbench {
    folder: TempDir,
}

impl Workbench {
    /// `None` if something is not installed, which is printed.
    #[expect(clippy::print_stdout, reason = "reports a skipped test")]
    fn new(needs: &[(&str, bool)], variable: &str, script: &str) -> Option<Self> {
        if let Some((missing, _)) = needs.iter().find(|(_, is_installed)| !is_installed) {
            assert!(
                env::var(variable).as_deref() != Ok("required"),
                "{missing} is required but not installed; run {script}"
            );
            println!("skipped: {missing} is not installed; run {script}");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        Some(Self { folder })
    }

    /// For Node and Python with the packages that `.ci/peers` installs.
    fn of_peers() -> Option<Self> {
        let is_installed = root().join("target/peers/stamp").exists();
        let bench = Self::new(&[("peers", is_installed)], "MUX_JWT_PEERS", ".ci/peers")?;
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

    /// For languages that `.ci/snippets` installs.
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

    /// The lines that a program prints. Panics if it fails.
    fn run(&self, command: &mut Command) -> Vec<String> {
        // Only the name: the environment of the command contains the key.
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
        let text = String::from_utf8(output.stdout).expect("output is text");
        text.lines().map(str::to_owned).collect()
    }
}

/// How the code of a language runs, and what its tokens must be.
#[derive(Clone, Copy)]
struct Language {
    id: &'static str,
    /// The name of the file to run.
    file: &'static str,
    /// `None` if the language is not installed.
    workbench: fn() -> Option<Workbench>,
    /// Runs a file that signs this many tokens, and returns the lines it prints.
    run: fn(&Workbench, &Path, usize) -> Vec<String>,
    /// What it can sign.
    audiences: &'static [Audience],
    placements: &'static [KeyIdPlacement],
    /// Whether the claims have our order.
    is_ordered: bool,
    /// The most seconds that the expiry is late, if the tool accepts a duration but no date.
    late: i64,
    /// The placements with the same header as ours, so that the whole token is the same.
    same_tokens: &'static [KeyIdPlacement],
}

fn item(audience: Audience, id: &str, claims: &Object, expiry: Expiry) -> ExportItem {
    let formats = Resource::formats(audience);
    // The last one is not the default of any tool.
    let format = formats.last().expect("a format");
    let resource = Resource::from_format(audience, format).expect("its own format");
    ExportItem {
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

/// Claims with every kind of value and name, special text and random strings.
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

/// Whether two values are equal to a JSON reader, which ignores order and how a number is written.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let floats = a.as_f64().to_bits() == b.as_f64().to_bits()
                || a.as_f64() == 0.0 && b.as_f64() == 0.0;
            // Integers beyond the precision of a float must have the same digits.
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

impl Language {
    fn write(&self, items: &[ExportItem]) -> Result<String, String> {
        let snippet = export::find(self.id).expect("a listed snippet");
        assert!(!snippet.carries_token());
        let code = (snippet.write)(items)?;
        assert!(!code.contains("PRIVATE KEY-----"), "{code}");
        Ok(code)
    }

    fn run(&self, bench: &Workbench, code: &str, tokens: usize) -> Vec<String> {
        (self.run)(bench, &bench.file(self.file, code), tokens)
    }

    /// Runs the code for these items and compares every URL and token with ours.
    fn check(&self, bench: &Workbench, items: &[ExportItem], what: &str) {
        let name = format!("{} {what}", self.id);
        let code = self
            .write(items)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let lines = self.run(bench, &code, items.len());
        assert_eq!(lines.len(), items.len(), "{name}: {lines:?}");
        for (line, item) in lines.iter().zip(items) {
            self.check_url(line, item, &name);
        }
    }

    fn check_url(&self, line: &str, item: &ExportItem, name: &str) {
        let key = Key::read(STANDARD.encode(KEY.as_str()).as_bytes()).expect("a key");
        let theirs = line.split_once("token=").map_or(line, |(_, token)| token);
        let theirs = theirs.split('#').next().unwrap_or_default();
        let url = ExportItem {
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
            "{name}: wrong signature"
        );
        let claims = token.claims().expect("valid claims").clone();
        let mut request = item.request.clone();
        let expiry = claims
            .get("exp")
            .and_then(Value::as_number)
            .and_then(Number::as_i64);
        let expiry = Timestamp(expiry.expect("an integer"));
        let late = expiry.since(request.expiry.moment(now())).0;
        let bounds = match request.expiry {
            Expiry::In(_) => -60..=1,
            Expiry::At(_) => 0..=self.late,
        };
        assert!(bounds.contains(&late), "{name}: {late} s late");
        request.expiry = Expiry::At(expiry);
        let ours = request
            .sign(KEY_ID, key.signing().expect("private"), now())
            .expect("a complete request");
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
        let is_plain =
            ours.payload.to_string().is_ascii() && !item.request.claims.contains("custom");
        if self.is_ordered && is_plain {
            assert_eq!(claims.to_string(), ours.payload.to_string(), "{name}");
            if self.same_tokens.contains(&request.placement) {
                assert_eq!(theirs, ours.token, "{name}");
            }
        }
    }

    /// Checks everything that a language must do, and its errors for what it cannot do.
    fn check_all(&self, bench: &Workbench) {
        let at = Expiry::At(EXPIRY);
        let hostile = hostile();
        let all = |claims: &Object, expiry| -> Vec<ExportItem> {
            let items = self
                .audiences
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
            if self.placements.contains(&placement) {
                self.check(bench, &items, placement.word());
            } else {
                let error = self.write(&items).expect_err("unsupported");
                assert!(error.contains("the key ID"), "{error}");
            }
        }
        let mut odd = item(self.audiences[0], ID, &hostile, at);
        odd.url = MediaUrl::read(&format!(
            "https://stream.o'x$(id)\"`.example.com/{ID}.m3u8?a='%7B%22#it's{{0}}%s\"$(id)"
        ))
        .expect("a URL");
        self.check(bench, &[odd], "hostile");
        self.check(
            bench,
            &all(&Object::default(), Expiry::In(Span(2 * 86_400))),
            "in two days",
        );
        self.check(
            bench,
            &all(&Object::default(), Expiry::In(Span(5_000_000_000)))[..1],
            "in many years",
        );
        self.check_numbers(bench);
    }

    /// Checks that the language keeps a number or rejects it.
    fn check_numbers(&self, bench: &Workbench) {
        let audience = self.audiences[0];
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
            match self.write(&[item(audience, ID, &one, Expiry::At(EXPIRY))]) {
                Ok(_) => kept.push(format!("n{i}"), Value::parse(number).expect("a number")),
                Err(error) => assert!(error.contains("round") && error.contains(number), "{error}"),
            }
        }
        assert!(kept.len() >= 9, "{}: {kept}", self.id);
        let item = item(audience, ID, &kept, Expiry::At(EXPIRY));
        let code = self
            .write(std::slice::from_ref(&item))
            .expect("kept numbers");
        let lines = self.run(bench, &code, 1);
        let unordered = Language {
            is_ordered: false,
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

const ALL: &[KeyIdPlacement] = &KeyIdPlacement::ALL;

/// What most rows of [`LANGUAGES`] have.
const DEFAULT: Language = Language {
    id: "",
    file: "",
    workbench: Workbench::of_peers,
    run: |bench, file, _| bench.run(Command::new("node").arg(file)),
    audiences: &Audience::ALL,
    placements: ALL,
    is_ordered: true,
    late: 0,
    same_tokens: ALL,
};

const LANGUAGES: &[Language] = &[
    Language {
        id: "node",
        file: "sign.mjs",
        placements: &[KeyIdPlacement::Payload],
        late: 1,
        ..DEFAULT
    },
    Language {
        id: "node-jose",
        file: "sign.mjs",
        ..DEFAULT
    },
    Language {
        id: "netlify",
        file: "play.mjs",
        run: run_netlify,
        ..DEFAULT
    },
    Language {
        id: "python",
        file: "sign.py",
        run: |bench, file, _| {
            let packages = root().join("target/peers/python");
            bench.run(
                Command::new("python3")
                    .arg(file)
                    .env("PYTHONPATH", packages),
            )
        },
        // PyJWT sorts its header.
        same_tokens: &[KeyIdPlacement::Payload],
        ..DEFAULT
    },
    Language {
        id: "mux-cli",
        file: "sign.sh",
        run: |bench, file, _| {
            let programs = root().join("target/peers/node/node_modules/.bin");
            let mut bash = bash_with(&programs, file);
            bash.env("HOME", bench.folder.path())
                .env("MUX_TOKEN_ID", "x")
                .env("MUX_TOKEN_SECRET", "y");
            bench.run(&mut bash)
        },
        audiences: Audience::ALL.split_at(4).0,
        placements: &[KeyIdPlacement::Payload],
        late: 20,
        ..DEFAULT
    },
    Language {
        id: "shell",
        file: "sign.sh",
        workbench: || {
            let needs = [("bash", has("bash")), ("openssl", has("openssl"))];
            Workbench::new(&needs, "MUX_JWT_PEERS", "apt-get")
        },
        run: |bench, file, _| bench.run(Command::new("bash").arg(file)),
        ..DEFAULT
    },
    Language {
        id: "mux-jwt",
        file: "sign.sh",
        workbench: || Workbench::new(&[("bash", has("bash"))], "MUX_JWT_PEERS", "apt-get"),
        run: |bench, file, _| {
            let program = Path::new(env!("CARGO_BIN_EXE_mux-jwt"));
            bench.run(&mut bash_with(program.parent().expect("a folder"), file))
        },
        ..DEFAULT
    },
    Language {
        id: "rust",
        file: "main.rs",
        workbench: || Workbench::new(&[("rustc", has("rustc"))], "MUX_JWT_PEERS", "rustup"),
        run: run_rust,
        is_ordered: false,
        ..DEFAULT
    },
    Language {
        id: "go",
        file: "main.go",
        workbench: || {
            let library = root().join("target/snippets/go").exists();
            Workbench::of_snippets(&[("Go", has("go")), ("golang-jwt", library)])
        },
        run: run_go,
        is_ordered: false,
        ..DEFAULT
    },
    Language {
        id: "php",
        file: "sign.php",
        workbench: php_workbench,
        run: |bench, file, _| bench.run(Command::new("php").arg(file)),
        same_tokens: &[],
        ..DEFAULT
    },
    Language {
        id: "ruby",
        file: "sign.rb",
        workbench: || {
            let require = Command::new("ruby").args(["-e", "require 'jwt'"]).output();
            let is_installed = require.is_ok_and(|output| output.status.success());
            Workbench::of_snippets(&[("Ruby with jwt", is_installed)])
        },
        run: |bench, file, _| bench.run(Command::new("ruby").arg("-w").arg(file)),
        ..DEFAULT
    },
    Language {
        id: "java",
        file: "MuxToken.java",
        workbench: || {
            let jars = java_jars();
            let are_installed = jars.split(':').all(|jar| Path::new(jar).exists());
            Workbench::of_snippets(&[("Java", has("javac")), ("Java packages", are_installed)])
        },
        run: |bench, file, _| bench.run(Command::new("java").args(["-cp", &java_jars()]).arg(file)),
        ..DEFAULT
    },
    Language {
        id: "elixir",
        file: "sign.exs",
        // Debian does not have its packages. Compiled, they go here; the code is always parsed, below.
        workbench: || {
            let packages = root().join("target/snippets/elixir/ebin").exists();
            (packages && has("elixir")).then(|| Workbench::of_snippets(&[]))?
        },
        run: |bench, file, _| {
            let code = fs::read_to_string(file).expect("the code");
            let code = code.replace("Mix.install(", "_ = (");
            let file = bench.file("offline.exs", &code);
            let packages = root().join("target/snippets/elixir/ebin");
            bench.run(Command::new("elixir").arg("-pa").arg(packages).arg(file))
        },
        is_ordered: false,
        ..DEFAULT
    },
];

/// A language of the table with its folder, if it is installed.
fn language(id: &str) -> Option<(Language, Workbench)> {
    let language = LANGUAGES.iter().find(|language| language.id == id);
    let language = language.expect("a row of the table");
    Some((*language, (language.workbench)()?))
}

/// Each language has a test of its own, so that they run at the same time.
fn check(id: &str) {
    if let Some((language, bench)) = language(id) {
        language.check_all(&bench);
    }
}

/// Bash that runs a file with the programs of a folder in its path.
fn bash_with(programs: &Path, file: &Path) -> Command {
    let path = env::var("PATH").unwrap_or_default();
    let mut bash = Command::new("bash");
    bash.arg("-eu")
        .arg(file)
        .env("PATH", format!("{}:{path}", programs.display()));
    bash
}

fn run_netlify(bench: &Workbench, file: &Path, tokens: usize) -> Vec<String> {
    // The first one is the default.
    let kinds = Audience::ALL.iter().take(tokens).skip(1);
    let kinds = kinds.map(|audience| format!("?kind={}", audience.type_name()));
    let caller = root().join("tests/snippets/netlify.mjs");
    let mut node = Command::new("node");
    bench.run(node.arg(caller).arg(file).arg("").args(kinds))
}

/// Compiles with the crates that this test was built with.
fn run_rust(bench: &Workbench, file: &Path, _: usize) -> Vec<String> {
    let mut rustc = Command::new("rustc");
    rustc.arg("--edition=2024").arg("-Dwarnings").arg(file);
    let built = env::current_exe().expect("this test");
    let built = built.parent().expect("a folder");
    rustc
        .arg("-L")
        .arg(format!("dependency={}", built.display()));
    for name in ["base64", "jsonwebtoken", "serde_json"] {
        rustc.args(["--extern", &format!("{name}={}", library(name))]);
    }
    bench.run(&mut rustc);
    bench.run(&mut Command::new(bench.path("main")))
}

/// The compiled form of a crate in the build of this test. A folder may hold several, of other builds.
fn library(name: &str) -> String {
    static ARTIFACTS: OnceLock<String> = OnceLock::new();
    let artifacts = ARTIFACTS.get_or_init(|| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["test", "--locked", "--no-run", "--message-format=json"]);
        if !cfg!(feature = "gui") {
            cargo.arg("--no-default-features");
        }
        let output = cargo.current_dir(root()).output().expect("cargo");
        assert!(output.status.success(), "cargo failed");
        String::from_utf8(output.stdout).expect("UTF-8")
    });
    let messages = artifacts
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    let files = messages
        .filter(|message: &serde_json::Value| message["target"]["name"] == name)
        .filter_map(|message| message["filenames"].as_array().cloned())
        .flatten();
    let mut libraries = files.filter_map(|file| file.as_str().map(str::to_owned));
    let is_library = |file: &String| Path::new(file).extension().is_some_and(|end| end == "rlib");
    libraries.find(is_library).expect("a compiled crate")
}

fn run_go(bench: &Workbench, file: &Path, _: usize) -> Vec<String> {
    let go = |command: &str| {
        let mut go = Command::new("go");
        go.arg(command)
            .arg(file)
            .env("GOPATH", root().join("target/snippets/go"))
            .env("GO111MODULE", "off")
            .env("GOFLAGS", "");
        go
    };
    bench.run(&mut go("vet"));
    bench.run(&mut go("run"))
}

fn php_workbench() -> Option<Workbench> {
    let bench = Workbench::of_snippets(&[("PHP", has("php"))])?;
    let packages = root().join("target/snippets/php/vendor");
    if packages.exists() {
        symlink(packages, bench.path("vendor")).expect("a link");
    } else {
        fs::create_dir(bench.path("vendor")).expect("a folder");
        let stand_in = root().join("tests/snippets/php-jwt.php");
        fs::copy(stand_in, bench.path("vendor/autoload.php")).expect("a copy");
    }
    Some(bench)
}

/// Jackson and Bouncy Castle, as a class path.
fn java_jars() -> String {
    let jars = [
        "jackson-databind",
        "jackson-core",
        "jackson-annotations",
        "bcpkix",
        "bcprov",
        "bcutil",
    ];
    jars.map(|jar| format!("/usr/share/java/{jar}.jar"))
        .join(":")
}

#[test]
fn node_signs() {
    check("node");
}

#[test]
fn node_jose_signs() {
    check("node-jose");
}

#[test]
fn netlify_function_redirects() {
    check("netlify");
}

#[test]
fn python_signs() {
    check("python");
}

#[test]
fn mux_cli_signs() {
    check("mux-cli");
}

#[test]
fn shell_signs() {
    check("shell");
}

#[test]
fn mux_jwt_signs() {
    check("mux-jwt");
}

#[test]
fn rust_signs() {
    check("rust");
}

#[test]
fn go_signs() {
    check("go");
}

#[test]
fn php_signs() {
    check("php");
}

#[test]
fn ruby_signs() {
    check("ruby");
}

#[test]
fn java_signs() {
    check("java");
}

#[test]
fn elixir_signs() {
    check("elixir");
}

#[test]
fn every_signing_snippet_runs_or_is_parsed() {
    let signing = export::code::CODES
        .iter()
        .filter(|snippet| !snippet.carries_token());
    for snippet in signing {
        let runs = LANGUAGES.iter().any(|language| language.id == snippet.id);
        assert!(runs || PARSED.contains(&snippet.id), "{}", snippet.id);
    }
}

#[test]
fn mux_cli_rejects_drm() {
    let language = Language {
        id: "mux-cli",
        ..DEFAULT
    };
    let drm = item(Audience::Drm, ID, &Object::default(), Expiry::At(EXPIRY));
    assert_eq!(
        language.write(&[drm]),
        Err("`mux sign` does not support tokens for DRM licenses".to_owned())
    );
}

#[test]
fn go_code_is_formatted() {
    let Some((language, bench)) = language("go") else {
        return;
    };
    let custom = r#"{"time":25,"playback_restriction_id":"x","custom":{"a":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","b":1.50}}"#;
    for claims in [hostile(), object(custom)] {
        let item = item(Audience::Video, ID, &claims, Expiry::In(Span::DEFAULT));
        let file = bench.file(language.file, &language.write(&[item]).expect("code"));
        let changes = bench.run(Command::new("gofmt").arg("-d").arg(file));
        assert_eq!(changes.join("\n"), "");
    }
}

/// Languages with a grammar, of which C# and Elixir are not in Debian or lack packages.
const PARSED: [&str; 3] = ["csharp", "elixir", "java"];

#[test]
fn code_parses_by_its_grammar() {
    let grammars = root().join("target/snippets/python");
    let Some(bench) = Workbench::of_snippets(&[("grammars", grammars.exists())]) else {
        return;
    };
    let odd_numbers = object(r#"{"a":1.50,"b":1e5,"c":-0}"#);
    for id in PARSED {
        let language = Language { id, ..DEFAULT };
        for placement in KeyIdPlacement::ALL {
            for (claims, expiry) in [
                (hostile(), Expiry::At(EXPIRY)),
                (odd_numbers.clone(), Expiry::In(Span::DEFAULT)),
            ] {
                let mut items = Audience::ALL.map(|audience| item(audience, ID, &claims, expiry));
                for item in &mut items {
                    item.request.placement = placement;
                }
                let file = bench.file(id, &language.write(&items).expect("code"));
                let mut python = Command::new("python3");
                python
                    .arg(root().join("tests/snippets/parse.py"))
                    .arg(id)
                    .arg(file);
                bench.run(python.env("PYTHONPATH", &grammars));
            }
        }
    }
}

#[test]
fn curl_requests_signed_url() {
    let is_installed = has("curl") && has("bash");
    let Some(bench) = Workbench::of_snippets(&[("curl", is_installed)]) else {
        return;
    };
    let mut item = item(Audience::Video, ID, &Object::default(), Expiry::At(EXPIRY));
    item.url = MediaUrl::read("https://stream.o'x.example.com/ID.m3u8").expect("a URL");
    item.token = "the.to-ken".to_owned();
    let snippet = export::find("curl").expect("a listed snippet");
    assert!(snippet.carries_token());
    let code = (snippet.write)(&[item]).expect("code");
    assert!(code.contains(r"'https://stream.o'\''x.example.com/ID.m3u8?token=the.to-ken'"));

    // A server for one request, in place of Mux.
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = server.local_addr().expect("an address");
    let code = code.replace(
        r"https://stream.o'\''x.example.com",
        &format!("http://{address}"),
    );
    let server = thread::spawn(move || {
        let (mut stream, _) = server.accept().expect("a request");
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
        stream.write_all(answer.as_bytes()).expect("a reader");
        request
    });
    let file = bench.file("check.sh", &code);
    let printed = bench.run(Command::new("bash").arg(file).env("no_proxy", "*"));
    let request = server.join().expect("a request");
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
