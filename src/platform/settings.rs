//! The place of the settings file, and how to write it atomically.

#![allow(clippy::disallowed_methods, reason = "this module writes files")]

use std::{
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use etcetera::{BaseStrategy as _, base_strategy::choose_native_strategy};

use super::files::{PART, write_whole};

/// The folder of the program and its file.
const FOLDER: &str = "mux-jwt";
const FILE: &str = "settings.json";

/// After this time, an unfinished file is no longer being written.
const ABANDONED: Duration = Duration::from_hours(1);

/// The path of the settings: in `$XDG_CONFIG_HOME` or `~/.config` on Linux, `~/Library/Application Support` on macOS,
/// `AppData\\Local` on Windows. `None` without a home folder.
pub fn place() -> Option<PathBuf> {
    let strategy = choose_native_strategy().ok()?;
    let folder = if cfg!(target_os = "macos") {
        strategy.data_dir()
    } else if cfg!(windows) {
        // Settings contain local paths, so they do not roam.
        strategy.cache_dir()
    } else {
        strategy.config_dir()
    };
    Some(folder.join(FOLDER).join(FILE))
}

/// Writes the settings: all of them or nothing. A new folder is accessible only to its owner.
///
/// # Errors
/// When they cannot be written.
pub fn save(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    remove_abandoned(folder);
    // A symbolic link stays one.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    write_whole(&path, std::iter::once(text.as_bytes().to_vec()))
}

/// Renames the file to the first unused name such as `settings.broken-1.json`, and returns it.
///
/// # Errors
/// When it cannot be renamed.
pub fn set_aside(path: &Path) -> io::Result<PathBuf> {
    for number in 1..=999 {
        let aside = path.with_file_name(format!("settings.broken-{number}.json"));
        // Creating the file first is the only way not to overwrite one that appears meanwhile.
        match OpenOptions::new().write(true).create_new(true).open(&aside) {
            Ok(_) => {
                fs::rename(path, &aside).inspect_err(|_| {
                    let _ = fs::remove_file(&aside);
                })?;
                return Ok(aside);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Removes unfinished files of killed processes.
fn remove_abandoned(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_part = name.starts_with(&format!(".{FILE}.")) && name.ends_with(PART);
        let age = entry.metadata().and_then(|about| about.modified());
        let is_old = age.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > ABANDONED));
        if is_part && is_old {
            // If it fails, the next save tries again.
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_private_to_their_owner() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("a/b").join(FILE);
        save(&path, "one").expect("there is room");
        save(&path, "two").expect("there is room");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "two");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| {
                fs::metadata(path)
                    .expect("it is there")
                    .permissions()
                    .mode()
            };
            assert_eq!(mode(&path) & 0o777, 0o600);
            assert_eq!(mode(path.parent().expect("a folder")) & 0o777, 0o700);
        }
    }

    #[test]
    fn setting_aside_overwrites_nothing() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join(FILE);
        for number in 1..=3 {
            fs::write(&path, number.to_string()).expect("there is room");
            let aside = set_aside(&path).expect("there is room");
            assert!(aside.ends_with(format!("settings.broken-{number}.json")));
        }
        for number in 1..=3 {
            let aside = home.path().join(format!("settings.broken-{number}.json"));
            let text = fs::read_to_string(aside).expect("it is there");
            assert_eq!(text, number.to_string());
        }
        assert!(!path.exists());
        assert!(set_aside(&path).is_err());
        assert_eq!(fs::read_dir(home.path()).expect("a folder").count(), 3);
    }

    #[cfg(unix)]
    #[test]
    fn saving_keeps_a_symbolic_link() {
        let home = tempfile::tempdir().expect("a folder");
        let (own, path) = (home.path().join("mine.json"), home.path().join(FILE));
        fs::write(&own, "old").expect("there is room");
        std::os::unix::fs::symlink(&own, &path).expect("there is room");
        save(&path, "new").expect("there is room");
        assert!(path.is_symlink());
        assert_eq!(fs::read_to_string(&own).expect("it is there"), "new");
    }

    #[test]
    fn old_unfinished_files_are_removed() {
        let home = tempfile::tempdir().expect("a folder");
        let part = |name: &str| home.path().join(name);
        let old = std::time::SystemTime::now() - 2 * ABANDONED;
        for name in [
            ".settings.json.1.part",
            ".settings.json.2.part",
            "other.part",
        ] {
            let file = fs::File::create(part(name)).expect("there is room");
            if !name.contains('2') {
                file.set_modified(old).expect("it is ours");
            }
        }
        save(&home.path().join(FILE), "x").expect("there is room");
        assert!(!part(".settings.json.1.part").exists());
        assert!(part(".settings.json.2.part").exists());
        assert!(part("other.part").exists());
    }
}
