//! The settings file is complete at any time, even when its writer is killed.

use std::{
    env, fs,
    io::{self, BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use mux_jwt::{
    platform::{Machine, SettingsStore as _},
    ui::settings::{KeyName, Settings, SettingsChange},
};

/// Marks a child process of this test.
const WRITER: &str = "MUX_JWT_TEST_WRITES_SETTINGS";
const NAME: &str = "settings_file::killed_writer_leaves_a_complete_file";
const KILLS: u32 = 220;

/// Settings of many sizes, each with a number that shows whether it is complete.
fn settings(number: u32) -> Settings {
    let mut settings = Settings::default();
    settings.remember_keys = true;
    settings.window = Some([number, number]);
    let name = KeyName {
        id: Some(number.to_string()),
        ..KeyName::default()
    };
    let path = path(number);
    settings.apply(&SettingsChange::AddFile { path, name });
    settings
}

fn path(number: u32) -> String {
    "x".repeat(number as usize * 7919 % 300_000)
}

fn write_until_killed() -> ! {
    let mut machine = Machine::new();
    for number in 1.. {
        machine
            .save_settings(&settings(number).write())
            .expect("the disk has room");
        if number == 1 {
            writeln!(io::stdout(), "\nwriting").expect("the parent reads the output");
        }
    }
    unreachable!("the parent kills this process first");
}

/// A child process that has begun to write.
fn writer(home: &Path) -> Child {
    let this = env::current_exe().expect("a test is a program");
    let mut child = Command::new(this)
        .args(["--exact", NAME, "--nocapture"])
        .env(WRITER, "1")
        .env("XDG_CONFIG_HOME", home)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let out = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut lines = out.lines().map_while(Result::ok);
    assert!(
        lines.any(|line| line == "writing"),
        "the child does not begin to write"
    );
    child
}

#[cfg(target_os = "linux")]
#[test]
fn killed_writer_leaves_a_complete_file() {
    if env::var_os(WRITER).is_some() {
        write_until_killed();
    }
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("mux-jwt/settings.json");
    let (mut unfinished, mut seen) = (0, std::collections::BTreeSet::new());
    // On a busy machine few kills hit a write, so the test goes on until enough have.
    for kill in 0..10 * KILLS {
        if kill >= KILLS && unfinished >= 10 {
            break;
        }
        let mut child = writer(home.path());
        // Spread over the time of a few writes, out of step with them.
        thread::sleep(Duration::from_micros(u64::from(kill) * 7877 % 20_000));
        child.kill().expect("it runs");
        child.wait().expect("it ends");

        let text = fs::read_to_string(&file).expect("the file is there");
        let read = Settings::parse(&text).expect("the file is complete");
        let number = read.window.expect("it has a size")[0];
        assert_eq!(read, settings(number), "the file is incomplete");
        seen.insert(number);

        for entry in fs::read_dir(home.path().join("mux-jwt")).expect("a folder") {
            let path = entry.expect("it can be listed").path();
            if path != file {
                unfinished += 1;
                fs::remove_file(path).expect("it is ours");
            }
        }
    }
    // Otherwise all kills came between writes and tested nothing.
    assert!(unfinished >= 10, "{unfinished} kills hit a write");
    assert!(seen.len() > 3, "{seen:?}");
}
