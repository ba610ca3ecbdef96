//! What must stay true of the code itself: who may use whom, what is not in it, and that its tables and the README agree.

use std::{
    collections::BTreeSet,
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use mux_jwt::core::{
    diagnose::lint::RULES,
    level::{Basis, Severity},
    mux::params::PARAMS,
};

/// What the files of a layer do not mention.
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

/// What stands at the top of the repository. The last one stands for every licence.
const TOP: &[&str] = &[
    ".ci",
    ".gitignore",
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "assets",
    "src",
    "tests",
    "LICENSE",
];

/// Crates that open connections or make it easy to, as `.ci/deny.toml` lists them. None of them gets in, not even by way
/// of another.
fn network_crates() -> BTreeSet<String> {
    let config = read(".ci/deny.toml");
    let (_, list) = config
        .split_once("\ndeny = [\n")
        .expect("there is a list of what is denied");
    let (list, _) = list.split_once("\n]").expect("the list ends");
    let names = list.lines().map(|line| {
        let name = line.trim().strip_prefix('"');
        let name = name.and_then(|name| name.strip_suffix("\","));
        name.unwrap_or_else(|| panic!("a line for each name: {line}"))
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

/// Every Rust file in a folder and those below it, as paths from the root.
fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("it is a folder") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path.strip_prefix(root()).expect("it is below").to_owned());
            }
        }
    }
    files.sort();
    files
}

/// The code of a file without its comments, its tests, which may use anything, and constant texts of several lines, which
/// are code for somebody else's program.
fn code(text: &str) -> String {
    let code = text
        .split_once("#[cfg(test)]\nmod tests")
        .map_or(text, |(code, _)| code);
    let mut in_text = false;
    let lines = code.lines().filter(|line| {
        if in_text {
            in_text = !(line.starts_with("\";") || line.starts_with("\"#;"));
            return false;
        }
        in_text = line.contains("const ")
            && [": &str = \"", ": &str = r\"", ": &str = r#\""]
                .iter()
                .any(|open| line.ends_with(open));
        !line.trim_start().starts_with("//")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Every path that the `use` lines of a file bring in, written out from `crate` or the name of a crate.
fn imports(file: &Path, code: &str) -> Vec<String> {
    let mut module: Vec<String> = vec!["crate".to_owned()];
    let below_src = file
        .strip_prefix("src")
        .expect("a file of the program")
        .with_extension("");
    module.extend(
        below_src
            .iter()
            .map(|part| part.to_string_lossy().into_owned()),
    );
    if module
        .last()
        .is_some_and(|last| last == "mod" || last == "lib" || last == "main")
    {
        module.pop();
    }
    let mut paths = Vec::new();
    for statement in code.split("use ").skip(1) {
        let tree: String = statement
            .split(';')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        spread("", &tree, &mut paths);
    }
    let absolute = |path: String| {
        let ups = path.split("::").take_while(|part| *part == "super").count();
        let rest = path.split("::").skip(ups).collect::<Vec<_>>().join("::");
        if ups > 0 {
            format!(
                "{}::{rest}",
                module[..module.len().saturating_sub(ups)].join("::")
            )
        } else if let Some(rest) = path.strip_prefix("self::") {
            format!("{}::{rest}", module.join("::"))
        } else {
            path
        }
    };
    paths.into_iter().map(absolute).collect()
}

/// Writes out a tree of `use`: `a::{b, c::{d, e}}` is `a::b`, `a::c::d` and `a::c::e`.
fn spread(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let (mut depth, mut start) = (0_usize, 0);
    let mut branches = Vec::new();
    for (at, c) in tree.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                branches.push(&tree[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    branches.push(&tree[start..]);
    for branch in branches.into_iter().filter(|branch| !branch.is_empty()) {
        match branch.split_once('{') {
            Some((head, rest)) => {
                let inner = rest.strip_suffix('}').unwrap_or(rest);
                spread(&format!("{prefix}{head}"), inner, paths);
            }
            None => paths.push(format!("{prefix}{branch}")),
        }
    }
}

/// Whether a text mentions a word, and not merely one that begins or ends like it.
fn mentions(text: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].ends_with(is_name) && !text[at + word.len()..].starts_with(is_name)
    })
}

#[test]
fn a_layer_keeps_to_those_below_it() {
    for (layer, words) in LAYERS {
        let files = rust_files(&format!("src/{layer}"));
        assert!(!files.is_empty(), "{layer}");
        for file in files {
            let code = code(&read(&file));
            let imports = imports(&file, &code).join("\n");
            for word in *words {
                let mentioned = mentions(&code, word) || mentions(&imports, word);
                assert!(!mentioned, "{} mentions `{word}`", file.display());
            }
        }
    }
}

#[test]
fn the_layers_are_seen_through_every_form_of_use() {
    let file = Path::new("src/core/diagnose/lint/rules/some.rs");
    for (code, word) in [
        ("use std::{env, fs};", "std::fs"),
        ("use std::{\n    fmt,\n    fs::{self, File},\n};", "std::fs"),
        ("use crate::{core::time::Span, ui};", "crate::ui"),
        (
            "use super::super::super::super::super::platform::Platform;",
            "crate::platform",
        ),
        ("pub use std::time::{Duration, SystemTime};", "SystemTime"),
    ] {
        assert!(mentions(&imports(file, code).join("\n"), word), "{code}");
    }
    assert!(!mentions("crate::uint", "crate::ui"));
    assert_eq!(
        code("a\n    // egui\nb\n#[cfg(test)]\nmod tests { egui }"),
        "a\nb"
    );
}

#[test]
fn each_rule_is_in_the_file_of_its_name() {
    let files: BTreeSet<String> = rust_files("src/core/diagnose/lint/rules")
        .iter()
        .map(|file| {
            file.file_stem()
                .expect("a name")
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
fn what_is_only_inferred_is_never_an_error() {
    for rule in RULES {
        assert!(
            rule.basis != Basis::Inferred || rule.severity != Severity::Error,
            "{}",
            rule.id
        );
    }
}

#[test]
fn the_top_of_the_repository_is_as_it_was_laid_out() {
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
        // A copy without its history shows what is there.
        None => fs::read_dir(root())
            .expect("a folder")
            .map(|entry| {
                entry
                    .expect("it can be listed")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|name| name != ".git" && name != "target")
            .collect(),
    };
    for name in &names {
        let is_known = TOP.contains(&name.as_str()) || name.starts_with("LICENSE");
        assert!(is_known, "`{name}` is not meant to stand at the top");
    }
    for name in ["Cargo.toml", "Cargo.lock", "README.md", "src", "tests"] {
        assert!(names.contains(name), "`{name}` is missing");
    }
}

#[test]
fn the_bytes_of_a_key_go_to_the_keychain_and_nowhere_else() {
    let is_theirs = |path: &PathBuf| code(&read(path)).contains("for_keychain(");
    let files: Vec<PathBuf> = rust_files("src").into_iter().filter(is_theirs).collect();
    let expected = ["src/core/key/mod.rs", "src/ui/app/keys.rs"];
    assert_eq!(files, expected.map(PathBuf::from));
    let calls = code(&read(&files[1])).matches("for_keychain(").count();
    assert_eq!(calls, 1);
}

#[test]
fn nothing_that_reaches_the_network_is_locked() {
    let network = network_crates();
    // A list that was not read would let everything in.
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
            .expect("a package has a name")
            .trim_matches('"');
        assert!(!network.contains(name), "{name}");
        // Listed for the web alone, which this program is not built for, and there without any of its network.
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
fn the_window_is_built_without_ports_browsers_and_a_disk() {
    let manifest = read("Cargo.toml");
    for name in ["eframe", "egui"] {
        let line = manifest
            .lines()
            .find(|line| line.starts_with(&format!("{name} = ")))
            .unwrap_or_else(|| panic!("{name} has one line"));
        assert!(line.contains("default-features = false"), "{line}");
        for feature in ["inspection", "persistence", "links", "__screenshot"] {
            assert!(!line.contains(feature), "{line}");
        }
    }
}

/// The parameters as a table in Markdown.
fn params_table() -> String {
    let mut table =
        "| parameter | tokens | value | without it | what it does |\n|---|---|---|---|---|\n"
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
        writeln!(table, "| `{}` | {tokens} | {cells} |", param.name).expect("a string takes all");
    }
    table
}

/// The rules as a table in Markdown.
fn rules_table() -> String {
    let mut table = "| rule | severity | basis | says |\n|---|---|---|---|\n".to_owned();
    for rule in RULES {
        let basis = rule.basis.word();
        let title = rule.title.replace('|', "\\|");
        let severity = rule.severity.word();
        writeln!(table, "| `{}` | {severity} | {basis} | {title} |", rule.id)
            .expect("a string takes all");
    }
    table
}

/// The text with a table between the marker of its name and the next end.
fn with_table(text: &str, name: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(&format!("<!-- {name} -->\n"))?;
    let (_, after) = rest.split_once("<!-- end -->")?;
    Some(format!(
        "{before}<!-- {name} -->\n\n{table}\n<!-- end -->{after}"
    ))
}

/// `UPDATE=1 cargo test tidy` writes the tables anew.
#[test]
fn the_tables_of_the_readme_are_those_of_the_program() {
    let readme = read("README.md");
    let mut wanted = readme.clone();
    for (name, table) in [("params", params_table()), ("rules", rules_table())] {
        wanted = with_table(&wanted, name, &table).unwrap_or_else(|| {
            panic!("README.md has no table between `<!-- {name} -->` and `<!-- end -->`")
        });
    }
    if wanted != readme && env::var("UPDATE").as_deref() == Ok("1") {
        fs::write(root().join("README.md"), &wanted).expect("it can be written");
        return;
    }
    assert!(
        wanted == readme,
        "a table in README.md is out of date; UPDATE=1 cargo test tidy writes it anew"
    );
}
