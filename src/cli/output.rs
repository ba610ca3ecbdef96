//! The result of a command, and how it is written.

use std::{
    fmt,
    io::{self, Write},
};

use super::text;
use crate::{
    core::{diagnose::finding::Finding, json::Value, problem::Problem},
    platform::in_words,
};

/// Exit status: the command ran, and nothing is wrong.
pub const NOTHING_WRONG: u8 = 0;

/// Exit status: the command ran, and found an error.
pub const SOMETHING_WRONG: u8 = 1;

/// Exit status: the command could not run.
pub const COULD_NOT_RUN: u8 = 2;

/// The result of a command.
#[derive(Debug)]
pub(super) struct Output {
    /// For standard output, complete.
    pub(super) text: String,
    /// For standard error, one per line.
    pub(super) warnings: Vec<String>,
    /// What the rules report, for standard error after the warnings.
    pub(super) findings: Vec<Finding>,
    /// The exit status.
    pub(super) status: u8,
}

impl From<String> for Output {
    fn from(text: String) -> Self {
        Self {
            text,
            warnings: Vec::new(),
            findings: Vec::new(),
            status: NOTHING_WRONG,
        }
    }
}

/// Writes what is wrong and what to do to standard error; each line of the hint becomes a hint of its own.
pub fn complain(err: &mut dyn Write, what: &dyn fmt::Display, hint: &str) {
    let _ = writeln!(err, "error: {}", text::message(&what.to_string()));
    for hint in hint.lines() {
        let _ = writeln!(err, "hint: {}", text::message(hint));
    }
}

/// Writes a warning or a note to standard error.
pub(super) fn remark(err: &mut dyn Write, kind: &str, what: &str) {
    // If standard error cannot be written, there is nowhere to report that.
    let _ = writeln!(err, "{kind}: {}", text::message(what));
}

/// Writes to standard output. A reader that stops early, such as `head`, is not an error.
pub(super) fn write(out: &mut dyn Write, text: &str) -> Result<(), Problem> {
    write_some(out, text.as_bytes()).map(drop)
}

/// As [`write`], and returns whether there still is a reader.
pub(super) fn write_some(out: &mut dyn Write, bytes: &[u8]) -> Result<bool, Problem> {
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Problem::new(
            format!("cannot write the output: {}", in_words(&error)),
            "Check where the output goes and whether there is enough space.",
        )),
    }
}

/// A string or null.
pub(super) fn optional(text: Option<&str>) -> Value {
    text.map_or(Value::Null, Value::from)
}
