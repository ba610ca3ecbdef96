//! Checks of the repository itself: which file may use which, which crates are allowed, and that the README is up to date.

mod imports;
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use mux_jwt::core::{diagnose::lint::RULES, mux::params::PARAMS};

use self::imports::{Graph, Source};

/// What the files of each layer must not mention.
const LAYERS: &[(&str, &[&str])] = &[
    (
        "core",
        &[
            "egui",
            "eframe",
            "arboard",
            "rfd",
            "clap",
            "crate::platform",
            "crate::cli",
            "crate::ui",
            "std::fs",
            "std::env",
            "std::io",
            "std::net",
            "std::process",
            "std::thread",
            "SystemTime",
            "Instant",
            "Utc::now",
            "Local::now",
            "println!",
            "eprintln!",
        ],
    ),
    (
        "platform",
        &[
            "egui",
            "eframe",
            "clap",
            "crate::cli",
            "crate::ui",
            "std::net",
        ],
    ),
    (
        "cli",
        &[
            "egui",
            "eframe",
            "arboard",
            "rfd",
            "crate::ui",
            "std::fs",
            "std::env",
            "std::net",
            "SystemTime",
        ],
    ),
    (
        "ui",
        &[
            "arboard",
            "rfd",
            "clap",
            "crate::cli",
            "std::fs",
            "std::env",
            "std::net",
            "SystemTime",
        ],
    ),
];

/// The top level of the repository. Any other license file is allowed as well.
const TOP: &[&str] = &[
    ".cargo",
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "assets",
    "src",
    "tests",
    "LICENSE",
];

/// The crates that `.ci/deny.toml` denies because they open network connections. None may be locked, not even as a
/// dependency of a dependency.
fn network_crates() -> BTreeSet<String> {
    let config = read(".ci/deny.toml");
    let (_, list) = config
        .split_once("\ndeny = [\n")
        .expect("`deny.toml` has a `deny` list");
    let (list, _) = list.split_once("\n]").expect("the list is closed");
    let names = list.lines().map(|line| {
        let name = line.trim().strip_prefix('"');
        let name = name.and_then(|name| name.strip_suffix("\","));
        name.unwrap_or_else(|| panic!("not one quoted name per line: {line}"))
            .to_owned()
    });
    names.collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The Rust files below a folder, relative to the root.
fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(
                    path.strip_prefix(root())
                        .expect("the file is below the root")
                        .to_owned(),
                );
            }
        }
    }
    files.sort();
    files
}

/// The files of `src/` and the arrows between them.
static GRAPH: LazyLock<Graph> = LazyLock::new(|| {
    let files = rust_files("src").into_iter();
    Graph::new(files.map(|path| (path.clone(), read(path))))
});

/// Whether `text` contains `word` as whole names, not as a part of a longer one.
fn mentions(text: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].ends_with(is_name) && !text[at + word.len()..].starts_with(is_name)
    })
}

#[test]
fn layers_mention_nothing_forbidden() {
    for (layer, words) in LAYERS {
        let folder = Path::new("src").join(layer);
        let mut files = GRAPH
            .files
            .iter()
            .filter(|(path, _)| path.starts_with(&folder))
            .peekable();
        assert!(files.peek().is_some(), "{layer}");
        for (path, file) in files {
            let mentioned = file.mentions();
            for word in *words {
                assert!(
                    !mentions(&mentioned, word),
                    "{} mentions `{word}`",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn mentions_are_found_in_every_form() {
    let path = Path::new("src/core/diagnose/lint/rules/some.rs");
    for (code, word) in [
        ("use std::{env, fs};", "std::fs"),
        ("use std::{fmt, fs::{self, File}};", "std::fs"),
        ("use crate::{core::time::Span, ui};", "crate::ui"),
        (
            "use super::super::super::super::super::platform::Platform;",
            "crate::platform",
        ),
        ("pub use std::time::{Duration, SystemTime};", "SystemTime"),
        (
            "fn now() { use std::time; time::SystemTime::now(); }",
            "std::time::SystemTime",
        ),
        ("fn f() -> Vec<crate::ui::Cx> { Vec::new() }", "crate::ui"),
        ("fn f() { println!(\"a\") }", "println!"),
        ("fn f() { vec![(1, crate::ui::Cx)]; }", "crate::ui"),
        (
            "#[arg(value_parser = crate::cli::parse)] struct Args;",
            "crate::cli",
        ),
    ] {
        assert!(
            mentions(&Source::read(path, code).mentions(), word),
            "{code}"
        );
    }
    for code in [
        "use crate::uint;",
        "// crate::ui\nconst A: &str = \"crate::ui\";",
        "#[cfg(test)]\nmod tests { use crate::ui; }",
        "pub(in crate::ui) struct A;",
    ] {
        assert!(
            !mentions(&Source::read(path, code).mentions(), "crate::ui"),
            "{code}"
        );
    }
}

#[test]
fn circles_are_found_in_every_form() {
    let circles = |a: &str, b: &str| {
        let files = [
            ("src/lib.rs", "pub mod core;"),
            ("src/core/mod.rs", "pub mod a;\npub mod b;\npub use a::A;"),
            ("src/core/a.rs", a),
            ("src/core/b/mod.rs", "mod c;\npub use c::*;\nuse c::d;"),
            ("src/core/b/c.rs", b),
        ];
        let files = files.map(|(path, text)| (path.into(), text.to_owned()));
        Graph::new(files).circles().len()
    };
    for (a, b) in [
        (
            "use super::b::B; pub struct A;",
            "use crate::core::a::A; pub struct B;",
        ),
        (
            "use crate::core::{b::{self, B as C}}; pub struct A;",
            "use crate::core::{A}; pub struct B;",
        ),
        (
            "use super::b; fn a() { b::b() }",
            "use super::super::a; pub fn b() { let _ = a::a as fn(); }",
        ),
        (
            "fn a() { vec![crate::core::b::b()]; }",
            "pub fn b() { crate::core::a::a() }",
        ),
        (
            "impl From<super::b::B> for A {} pub struct A;",
            "pub struct B(super::super::A);",
        ),
        (
            "pub use super::b::B; pub struct A(B);",
            "pub struct B(crate::core::A);",
        ),
    ] {
        assert_eq!(circles(a, b), 1, "{a}\n{b}");
    }
    for (a, b) in [
        ("use super::b::B; pub struct A;", "pub struct B;"),
        (
            "use super::b::B; pub struct A;",
            "use crate::core::a; pub struct B;",
        ),
        (
            "pub use super::b::B; pub struct A;",
            "pub struct B(crate::core::A);",
        ),
        (
            "use super::b::B; pub struct A;",
            "#[cfg(test)] mod tests { use crate::core::A; } pub struct B;",
        ),
    ] {
        assert_eq!(circles(a, b), 0, "{a}\n{b}");
    }
}

/// The entries of each folder, one row for each layer, the lowest first. A row may import from the rows below it, and from
/// files of its own row.
const ORDER: &[(&str, &[&str])] = &[
    ("src", &["core", "platform", "cli ui", "lib main"]),
    (
        "src/core",
        &[
            "json level problem qr text time",
            "mux",
            "key",
            "token",
            "request",
            "import",
            "diagnose",
            "batch compare export",
        ],
    ),
    (
        "src/ui",
        &[
            "theme",
            "widgets",
            "notice",
            "clipboard redact settings",
            "session",
            "action command cx",
            "screens",
            "app",
        ],
    ),
];

/// The paths of an arrow, without what every path shares.
fn shown(paths: &BTreeSet<String>) -> String {
    let paths = paths.iter().map(|path| path.trim_start_matches("crate::"));
    paths.collect::<Vec<_>>().join(", ")
}

#[test]
fn folders_import_only_from_lower_layers() {
    let mut upward = String::new();
    for (folder, rows) in ORDER {
        // The entry of the folder that a file belongs to.
        let entry = |path: &Path| {
            let below = path.strip_prefix(folder).ok()?;
            let first = Path::new(below.iter().next()?);
            Some(first.file_stem()?.to_string_lossy().into_owned())
        };
        let row = |entry: &str| {
            let row = rows
                .iter()
                .position(|row| row.split(' ').any(|name| name == entry));
            row.unwrap_or_else(|| panic!("`ORDER` has no row for `{entry}` in {folder}"))
        };
        for (from, arrows) in &GRAPH.arrows {
            let Some(source) = entry(from).filter(|entry| entry != "mod") else {
                continue;
            };
            for (to, paths) in arrows {
                let Some(target) = entry(to) else { continue };
                let is_file = to.parent() == Some(Path::new(folder));
                let is_below = match (row(&source), row(&target)) {
                    _ if source == target => true,
                    (from, to) if from == to => is_file,
                    (from, to) => from > to,
                };
                if !is_below {
                    let (from, to) = (from.display(), to.display());
                    writeln!(upward, "{from} imports {to}: {}", shown(paths))
                        .expect("writing to a String cannot fail");
                }
            }
        }
    }
    assert!(upward.is_empty(), "imports from a higher layer:\n{upward}");
}

#[test]
fn imports_have_no_circles() {
    let mut circles = String::new();
    for group in GRAPH.circles() {
        writeln!(circles, "{} files import each other:", group.len())
            .expect("writing to a String cannot fail");
        for from in &group {
            for (to, paths) in GRAPH.arrows[*from]
                .iter()
                .filter(|(to, _)| group.contains(to))
            {
                let (from, to) = (from.display(), to.display());
                writeln!(circles, "  {from} imports {to}: {}", shown(paths))
                    .expect("writing to a String cannot fail");
            }
        }
    }
    assert!(circles.is_empty(), "{circles}");
}

#[test]
fn words_are_plain_english() {
    let sources = ["src", "tests/support", "tests/tidy"]
        .map(rust_files)
        .concat();
    let listed = ["tests", ".ci"].map(|folder| {
        let entries = fs::read_dir(root().join(folder)).expect("the folder can be read");
        let paths = entries.map(|entry| entry.expect("the entry can be read").path());
        paths.filter(|path| path.is_file()).collect::<Vec<_>>()
    });
    let texts = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(PathBuf::from);
    let files = sources.into_iter().chain(listed.concat()).chain(texts);
    let found: Vec<String> = files
        // The list itself contains the words.
        .filter(|path| !path.ends_with("tidy/words.rs"))
        .flat_map(|path| {
            let shown = path
                .strip_prefix(root())
                .unwrap_or(&path)
                .display()
                .to_string();
            words::found_in(&shown, &read(&path))
        })
        .collect();
    assert!(
        found.is_empty(),
        "{} lines:\n{}",
        found.len(),
        found.join("\n")
    );
}

/// Files that may be longer than [`MAX_LINES`] because they are tables.
const TABLES: &[&str] = &[
    "src/core/mux/params.rs",
    "src/core/mux/symptom/table.rs",
    "src/core/mux/symptom/vocabulary.rs",
    "src/core/mux/url.rs",
];

/// The most lines of a file before its tests.
const MAX_LINES: usize = 500;

#[test]
fn files_are_at_most_500_lines_long() {
    let files = GRAPH
        .files
        .keys()
        .filter(|path| !TABLES.iter().any(|table| path.ends_with(table)));
    let long = files.filter_map(|path| {
        let lines = without_tests(&read(path)).count();
        (lines > MAX_LINES).then(|| format!("{}: {lines}", path.display()))
    });
    let long: Vec<_> = long.collect();
    assert!(long.is_empty(), "files over {MAX_LINES} lines: {long:#?}");
}

/// Names that more than one type may have.
const SHARED_TYPES: &[&str] = &[
    // The convention of clap: each command has its `Args`, named with the module.
    "Args",
];

#[test]
fn type_names_are_unique() {
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (path, file) in &GRAPH.files {
        for name in &file.types {
            places
                .entry(name)
                .or_default()
                .push(path.display().to_string());
        }
    }
    places.retain(|name, files| files.len() > 1 && !SHARED_TYPES.contains(name));
    assert!(places.is_empty(), "types with the same name: {places:#?}");
}

#[test]
fn rule_files_are_named_by_id() {
    let files: BTreeSet<String> = rust_files("src/core/diagnose/lint/rules")
        .iter()
        .map(|file| {
            file.file_stem()
                .expect("a file has a name")
                .to_string_lossy()
                .replace('_', "-")
        })
        .filter(|name| name != "mod")
        .collect();
    let ids: BTreeSet<String> = RULES.iter().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(files, ids);
    for rule in RULES {
        let file = format!(
            "src/core/diagnose/lint/rules/{}.rs",
            rule.id.replace('-', "_")
        );
        assert!(
            read(&file).contains(&format!("id: \"{}\"", rule.id)),
            "{file}"
        );
    }
}

#[test]
fn top_level_has_only_known_entries() {
    let listed = Command::new("git")
        .current_dir(root())
        .args(["ls-files", "-z"])
        .output();
    let tracked = listed.ok().filter(|output| output.status.success());
    let names: BTreeSet<String> = match tracked {
        Some(output) => String::from_utf8_lossy(&output.stdout)
            .split_terminator('\0')
            .map(|path| path.split('/').next().unwrap_or(path).to_owned())
            .collect(),
        // A copy without its history is listed from disk.
        None => fs::read_dir(root())
            .expect("the root can be read")
            .map(|entry| {
                entry
                    .expect("the entry can be read")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|name| name != ".git" && name != "target")
            .collect(),
    };
    for name in &names {
        let is_known = TOP.contains(&name.as_str()) || name.starts_with("LICENSE");
        assert!(is_known, "unknown top-level entry `{name}`");
    }
    for name in ["Cargo.toml", "Cargo.lock", "README.md", "src", "tests"] {
        assert!(names.contains(name), "`{name}` is missing");
    }
}

/// The lines of a file before its tests.
fn without_tests(text: &str) -> impl Iterator<Item = &str> {
    let mut lines = text.lines().peekable();
    std::iter::from_fn(move || {
        let line = lines.next()?;
        let is_test = line == "#[cfg(test)]" && lines.peek()?.starts_with("mod tests {");
        (!is_test).then_some(line)
    })
    .fuse()
}

#[test]
fn key_bytes_reach_only_the_keychain() {
    let mut found = Vec::new();
    for path in rust_files("src") {
        for line in without_tests(&read(&path)) {
            if line.contains("fn for_keychain(") {
                found.push((path.starts_with("src/core/key"), "defined"));
            } else if line.contains(".for_keychain(") {
                found.push((path.starts_with("src/ui"), "called"));
            }
        }
    }
    assert_eq!(found, [(true, "defined"), (true, "called")]);
}

#[test]
fn network_crates_are_not_locked() {
    let network = network_crates();
    // An empty list would allow every crate.
    for name in ["hyper", "reqwest", "rustls", "socket2", "ureq"] {
        assert!(network.contains(name), "{name}");
    }
    let lock = read("Cargo.lock");
    for package in lock.split("[[package]]").skip(1) {
        let mut names = package
            .lines()
            .filter_map(|line| line.trim().strip_prefix("name = "));
        let name = names
            .next()
            .expect("a locked package has a name")
            .trim_matches('"');
        assert!(!network.contains(name), "{name}");
        // Used on the web only, a target this program is not built for, and there without its network features.
        let uses_tokio = package
            .lines()
            .any(|line| line.trim().starts_with("\"tokio\""));
        assert!(
            !uses_tokio || name == "wasm-bindgen-futures",
            "{name} uses tokio"
        );
    }
}

#[test]
fn eframe_is_built_without_network_and_disk() {
    let manifest = read("Cargo.toml");
    for name in ["eframe", "egui"] {
        let line = manifest
            .lines()
            .find(|line| line.starts_with(&format!("{name} = ")))
            .unwrap_or_else(|| panic!("`{name}` is not declared on one line"));
        assert!(line.contains("default-features = false"), "{line}");
        for feature in ["inspection", "persistence", "links", "__screenshot"] {
            assert!(!line.contains(feature), "{line}");
        }
    }
}

/// The parameters as a Markdown table.
fn params_table() -> String {
    let mut table =
        "| parameter | tokens | value | default | what it does |\n|---|---|---|---|---|\n"
            .to_owned();
    for param in PARAMS {
        let tokens = if param.is_general() {
            "every token".to_owned()
        } else {
            param
                .audiences
                .iter()
                .map(|audience| audience.title())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let cells = [
            param.kind.to_string(),
            param.default.to_owned(),
            param.summary.to_owned(),
        ];
        let cells = cells.map(|cell| cell.replace('|', "\\|")).join(" | ");
        writeln!(table, "| `{}` | {tokens} | {cells} |", param.name)
            .expect("writing to a String cannot fail");
    }
    table
}

/// The rules as a Markdown table.
fn rules_table() -> String {
    let mut table = "| rule | severity | basis | meaning |\n|---|---|---|---|\n".to_owned();
    for rule in RULES {
        let basis = rule.basis.word();
        let title = rule.title.replace('|', "\\|");
        let severity = rule.severity.word();
        writeln!(table, "| `{}` | {severity} | {basis} | {title} |", rule.id)
            .expect("writing to a String cannot fail");
    }
    table
}

/// The text with `body` between the marker of this name and the next end marker.
fn with_section(text: &str, name: &str, body: &str) -> Option<String> {
    let marker = format!("<!-- {name} -->");
    let (before, rest) = text.split_once(&marker)?;
    let (_, after) = rest.split_once("<!-- end -->")?;
    Some(format!("{before}{marker}{body}<!-- end -->{after}"))
}

/// `UPDATE=1 cargo test tidy` writes these sections.
#[test]
fn readme_tables_and_counts_are_current() {
    let readme = read("README.md");
    let corpus = fs::read_dir(root().join("tests/corpus")).expect("the corpus can be read");
    let table = |table: String| format!("\n\n{table}\n");
    let mut wanted = readme.clone();
    for (name, body) in [
        ("params", table(params_table())),
        ("rules", table(rules_table())),
        ("corpus", corpus.count().to_string()),
    ] {
        wanted = with_section(&wanted, name, &body)
            .unwrap_or_else(|| panic!("README.md has no `<!-- {name} -->…<!-- end -->`"));
    }
    if wanted != readme && env::var("UPDATE").as_deref() == Ok("1") {
        fs::write(root().join("README.md"), &wanted).expect("README.md can be written");
        return;
    }
    assert!(
        wanted == readme,
        "README.md is out of date; run `UPDATE=1 cargo test tidy` to update it"
    );
}
