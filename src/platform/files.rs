//! Atomic writing of files.

#![allow(clippy::disallowed_methods, reason = "this module writes files")]

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write as _},
    path::Path,
};

/// The end of the name of an unfinished file.
pub(super) const PART: &str = ".part";

/// Writes a temporary file next to the path and renames it when it is complete, so that the old contents are replaced by all
/// of the new or by nothing. On Unix, only the owner can read the file.
pub(super) fn write_whole(path: &Path, chunks: impl Iterator<Item = Vec<u8>>) -> io::Result<()> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let temporary = path.with_file_name(format!(
        ".{}.{}{PART}",
        name.to_string_lossy(),
        std::process::id()
    ));
    let write = || {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // A token grants access to anyone who reads it.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&temporary).or_else(|error| {
            if error.kind() != io::ErrorKind::AlreadyExists {
                return Err(error);
            }
            // Left by a killed process with the same ID.
            fs::remove_file(&temporary)?;
            options.open(&temporary)
        })?;
        let mut file = BufWriter::new(file);
        for chunk in chunks {
            file.write_all(&chunk)?;
        }
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    let res = write();
    if res.is_err() {
        // It may not exist.
        let _ = fs::remove_file(&temporary);
    } else if let Some(folder) = path.parent() {
        // So that the new name survives a power failure. Not every system can open a folder.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    res
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("out.csv");
        let chunks = |text: &[&str]| {
            let chunks: Vec<_> = text.iter().map(|text| text.as_bytes().to_vec()).collect();
            chunks.into_iter()
        };
        write_whole(&path, chunks(&["a", "b"])).expect("there is room");
        write_whole(&path, chunks(&["c"])).expect("there is room");
        assert_eq!(fs::read(&path).expect("it is there"), b"c");
        // No temporary file is left, neither after success nor after failure.
        assert!(write_whole(&folder.path().join("none/out.csv"), chunks(&["a"])).is_err());
        fs::create_dir(folder.path().join("taken")).expect("there is room");
        assert!(write_whole(&folder.path().join("taken"), chunks(&["a"])).is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
    }

    #[test]
    fn a_leftover_of_the_same_process_id_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let left = format!(".out.csv.{}{PART}", std::process::id());
        fs::write(folder.path().join(&left), "half").expect("there is room");
        let path = folder.path().join("out.csv");
        write_whole(&path, std::iter::once(b"whole".to_vec())).expect("there is room");
        assert_eq!(fs::read(&path).expect("it is there"), b"whole");
        assert!(!folder.path().join(&left).exists());
    }
}
