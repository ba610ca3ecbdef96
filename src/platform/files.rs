//! Files written whole or not at all.

#![allow(
    clippy::disallowed_methods,
    reason = "this is a place that writes files"
)]

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write as _},
    path::Path,
};

/// What stands at the end of the name of a file that is not whole yet.
pub(super) const PART: &str = ".part";

/// Writes beside the file and puts it in its place when it is whole, so that what was there is lost only to all of what
/// comes. On Unix nobody else can read it.
pub(super) fn write_whole(path: &Path, chunks: impl Iterator<Item = Vec<u8>>) -> io::Result<()> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let beside = path.with_file_name(format!(
        ".{}.{}{PART}",
        name.to_string_lossy(),
        std::process::id()
    ));
    let write = || {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // Tokens open what they are for, to whoever reads them.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&beside).or_else(|error| {
            if error.kind() != io::ErrorKind::AlreadyExists {
                return Err(error);
            }
            // Left behind by one that had our number and was killed.
            fs::remove_file(&beside)?;
            options.open(&beside)
        })?;
        let mut file = BufWriter::new(file);
        for chunk in chunks {
            file.write_all(&chunk)?;
        }
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    let res = write();
    if res.is_err() {
        // It may not have come to be.
        let _ = fs::remove_file(&beside);
    } else if let Some(folder) = path.parent() {
        // So that the new name survives a power cut as well. Not every system lets a folder be opened.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    res
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("out.csv");
        let chunks = |text: &[&str]| {
            let chunks: Vec<_> = text.iter().map(|text| text.as_bytes().to_vec()).collect();
            chunks.into_iter()
        };
        write_whole(&path, chunks(&["a", "b"])).expect("there is room");
        write_whole(&path, chunks(&["c"])).expect("there is room");
        assert_eq!(fs::read(&path).expect("it is there"), b"c");
        // Nothing is left beside it, and nothing where it cannot be.
        assert!(write_whole(&folder.path().join("none/out.csv"), chunks(&["a"])).is_err());
        fs::create_dir(folder.path().join("taken")).expect("there is room");
        assert!(write_whole(&folder.path().join("taken"), chunks(&["a"])).is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
    }

    #[test]
    fn what_a_killed_process_of_the_same_number_left_is_in_nobodys_way() {
        let folder = tempfile::tempdir().expect("a folder");
        let left = format!(".out.csv.{}{PART}", std::process::id());
        fs::write(folder.path().join(&left), "half").expect("there is room");
        let path = folder.path().join("out.csv");
        write_whole(&path, std::iter::once(b"whole".to_vec())).expect("there is room");
        assert_eq!(fs::read(&path).expect("it is there"), b"whole");
        assert!(!folder.path().join(&left).exists());
    }
}
