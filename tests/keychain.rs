//! Keys in the keychain of this system, kept for real: a Secret Service of its own on a bus of its own, and the filter of
//! `platform::sandbox` over it all. Where GNOME Keyring is missing this is left out, unless `MUX_JWT_KEYCHAIN=required`.

#![allow(
    clippy::print_stdout,
    reason = "a child process reports to its parent, and a skipped test says so"
)]

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use mux_jwt::{
    core::key::KeyBytes,
    platform::{
        Env as _, Keychain as _, Machine, Network,
        keychain::{Answer, Wish},
    },
};

/// Marks a child process of this test and names the folder that it may write to.
const CHILD: &str = "MUX_JWT_KEYCHAIN_TEST";

/// A placeholder for a key that can be found again wherever it was written, as long as a key of 4096 bits.
fn secret(letter: u8) -> Vec<u8> {
    [letter; 32]
        .into_iter()
        .chain(0..=255)
        .cycle()
        .take(2349)
        .collect()
}

fn ask(machine: &mut Machine, fingerprint: &str, wish: Wish) -> Answer {
    machine.ask_keychain(fingerprint, wish, Box::new(|| ()));
    wait(machine)
}

fn wait(machine: &mut Machine) -> Answer {
    let asked = Instant::now();
    loop {
        if let Some(answer) = machine.keychain_answer() {
            return answer;
        }
        assert!(asked.elapsed() < Duration::from_mins(1), "no answer");
        thread::sleep(Duration::from_millis(5));
    }
}

/// What the child did and what came of it, a line each.
fn tries(home: &Path) {
    let mut machine = Machine::new();
    assert_eq!(machine.block_network(), Network::Blocked);
    let mut attempt = |what: &str, fingerprint: &str, wish: Wish| {
        let answer = ask(&mut machine, fingerprint, wish).map(|bytes| {
            let bytes = bytes.as_ref().map(AsRef::<[u8]>::as_ref);
            let is_whole = |bytes: &&[u8]| **bytes == secret(bytes[0]);
            bytes.filter(is_whole).map(|bytes| char::from(bytes[0]))
        });
        println!("{what}: {answer:?}");
    };
    let keep = |letter| Wish::Keep(KeyBytes::from(secret(letter)));
    attempt("load nothing", "one", Wish::Load);
    attempt("keep one", "one", keep(b'a'));
    attempt("keep two", "two", keep(b'b'));
    attempt("load one", "one", Wish::Load);
    attempt("load two", "two", Wish::Load);
    attempt("replace one", "one", keep(b'c'));
    attempt("load new one", "one", Wish::Load);
    println!("written: {}", written(home));
    attempt("remove one", "one", Wish::Remove);
    attempt("remove nothing", "one", Wish::Remove);
    attempt("load removed", "one", Wish::Load);
    attempt("load other", "two", Wish::Load);
    // Its bytes are taken back long before the first word with the keychain is over, unless the machine is very busy.
    let forgotten = (0..50).find_map(|_| {
        machine.ask_keychain("three", keep(b'a'), Box::new(|| ()));
        machine.forget_kept();
        let answer = wait(&mut machine).map(drop);
        if answer.is_ok() {
            ask(&mut machine, "three", Wish::Remove).expect("it was kept");
        }
        answer.err()
    });
    println!("forget three: {forgotten:?}");
    println!(
        "load three: {:?}",
        ask(&mut machine, "three", Wish::Load).map(drop)
    );
}

/// How many files of the keychain there are, and whether one has a secret in it that can be read.
fn written(folder: &Path) -> String {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("it can be listed").flatten() {
            let kind = entry.file_type().expect("it has a kind");
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.push(fs::read(entry.path()).expect("it can be read"));
            }
        }
    }
    let is_open = |file: &Vec<u8>| {
        file.windows(24).any(|bytes| {
            [b'a', b'b', b'c']
                .iter()
                .any(|letter| bytes == &secret(*letter)[..24])
        })
    };
    let keyrings = files.iter().filter(|file| file.len() > 2 * 2349).count();
    format!(
        "{keyrings} with keys, {} in the open",
        files.iter().filter(|file| is_open(file)).count()
    )
}

/// The lines of a child that runs in this way.
fn child(name: &str, with_keychain: bool) -> Vec<String> {
    let home = tempfile::tempdir().expect("a folder");
    let this = env::current_exe().expect("a test is a program");
    let start = "printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec \"$@\"";
    let mut command = if with_keychain {
        let mut command = Command::new("dbus-run-session");
        command.args(["--", "sh", "-c", start, "sh"]).arg(this);
        command
    } else {
        let mut command = Command::new(this);
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        command
    };
    let output = command
        .args(["--exact", name, "--nocapture"])
        .env(CHILD, home.path())
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .stderr(Stdio::null())
        .output()
        .expect("it starts");
    let lines = String::from_utf8(output.stdout).expect("it is text");
    lines
        .lines()
        .filter(|line| line.contains(": ") && !line.starts_with("test result"))
        .map(str::to_owned)
        .collect()
}

fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

#[test]
fn keys_are_kept_loaded_and_removed() {
    if let Ok(home) = env::var(CHILD) {
        return tries(Path::new(&home));
    }
    if !is_there("dbus-run-session") || !is_there("gnome-keyring-daemon") {
        let is_required = env::var("MUX_JWT_KEYCHAIN").is_ok_and(|value| value == "required");
        assert!(
            !is_required,
            "GNOME Keyring and dbus-run-session are needed"
        );
        return println!("left out: there is no GNOME Keyring");
    }
    let name = "keychain::keys_are_kept_loaded_and_removed";
    assert_eq!(
        child(name, true),
        [
            "load nothing: Err(Missing)",
            "keep one: Ok(None)",
            "keep two: Ok(None)",
            "load one: Ok(Some('a'))",
            "load two: Ok(Some('b'))",
            "replace one: Ok(None)",
            "load new one: Ok(Some('c'))",
            "written: 1 with keys, 0 in the open",
            "remove one: Ok(None)",
            "remove nothing: Ok(None)",
            "load removed: Err(Missing)",
            "load other: Ok(Some('b'))",
            "forget three: Some(Forgotten)",
            "load three: Err(Missing)",
        ]
    );
}

#[test]
fn missing_keychain_is_reported_with_advice() {
    if env::var(CHILD).is_ok() {
        let error = ask(&mut Machine::new(), "one", Wish::Load).expect_err("there is none");
        return println!("said: {error} | {}", error.hint());
    }
    let name = "keychain::missing_keychain_is_reported_with_advice";
    let lines = child(name, false);
    let line = lines.first().expect("something is said");
    assert!(
        line.starts_with("said: the system keychain is not available: "),
        "{line}"
    );
    assert!(line.contains("GNOME Keyring"), "{line}");
}
