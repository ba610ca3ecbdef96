//! A running batch: rows are done on other threads, and the screen reads the result so far.

use std::{
    io::Cursor,
    ops::ControlFlow,
    panic::{self, AssertUnwindSafe},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use super::rows::line_count;
use crate::{
    core::{
        batch::{
            RowOutcome, Task,
            keys_in_use::{KeysInUse, SeenToken},
            row::Row,
            sheet::Sheet,
        },
        diagnose::{
            lint::{is_too_far, rule_named},
            report::Acceptance,
            wording,
        },
        level::Severity,
        problem::Problem,
        text::capitalized,
        time::Timestamp,
    },
    platform::{
        Chunks, SharedClock, parallel,
        rows::{Rows, RowsError, Shape},
    },
    ui::{action::SaveFormat, theme::status::Status},
};

/// The most rows that the window keeps. The terminal has no limit.
pub(super) const MOST_ROWS: usize = 200_000;

/// A batch, from its start until it is dropped.
pub(super) struct BatchJob {
    shared: Arc<Shared>,
    /// How its rows are written.
    pub(super) sheet: Arc<Sheet>,
    /// The approximate number of rows.
    pub(super) expected: usize,
    /// The fingerprint of the signing key, if the batch signs.
    pub(super) signs_with: Option<String>,
}

/// A row with its outcome, and its tokens if their keys are counted.
struct DoneRow {
    row: Row,
    outcome: Option<RowOutcome>,
    seen: Option<Vec<SeenToken>>,
}

#[derive(Default)]
struct Shared {
    done: Mutex<BatchRows>,
    is_cancelled: AtomicBool,
}

/// The result so far.
#[derive(Default)]
pub(super) struct BatchRows {
    /// The rows with their outcomes.
    pub(super) rows: Vec<(Row, RowOutcome)>,
    /// The lines of the table: a row and one of its tokens.
    pub(super) shown: Vec<(u32, u32)>,
    /// The lines with errors or warnings, as indices into `shown`.
    pub(super) problems: Vec<u32>,
    /// The number of lines with errors.
    pub(super) errors: usize,
    /// The number of lines with warnings and no errors.
    pub(super) warnings: usize,
    /// The number of lines that were skipped.
    pub(super) skipped: usize,
    /// The number of rows, including those without a token.
    pub(super) count: usize,
    /// The lines by cause, in the order of their first line.
    pub(super) causes: Vec<RowCause>,
    /// When the tokens expire, of those that end.
    pub(super) expiries: Vec<Timestamp>,
    /// The keys that signed the tokens of the input.
    pub(super) keys: KeysInUse,
    /// How it ended, if it has.
    pub(super) end: Option<BatchEnd>,
}

/// The lines with the same result.
pub(super) struct RowCause {
    pub(super) tone: Status,
    /// What they have in common, in words.
    pub(super) title: String,
    /// Their indices into [`BatchRows::shown`].
    pub(super) lines: Vec<u32>,
}

/// The most causes that are kept apart.
const MOST_CAUSES: usize = 60;

/// How a batch ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BatchEnd {
    /// All rows are done.
    Finished,
    /// Cancel was pressed, or the key was forgotten.
    Cancelled,
    /// There were more than [`MOST_ROWS`].
    Full,
    /// The input could not be read to its end.
    Failed(Problem),
}

impl BatchJob {
    /// Starts a batch over the rows of a text. `wake` is called whenever there is something new to show.
    pub(super) fn start(
        text: Arc<[u8]>,
        shape: &Shape,
        task: Task,
        signs_with: Option<String>,
        clock: SharedClock,
        wake: impl Fn() + Send + 'static,
    ) -> Result<Self, RowsError> {
        let lines = line_count(&text);
        let rows = Rows::open(Box::new(Cursor::new(text)), shape)?;
        let expected = rows.known_count().unwrap_or(lines);
        let sheet = Arc::new(Sheet::new(rows.columns.clone(), &task));
        let shared = Arc::new(Shared::default());
        let signs_nothing = signs_with.is_none();
        let job = Self {
            shared: shared.clone(),
            sheet: sheet.clone(),
            expected,
            signs_with,
        };
        let columns = sheet.columns.clone();
        let read = signs_nothing.then(|| shared.lock().keys.reader());
        let work = move |row: Result<Row, RowsError>| {
            let row = row?;
            let is_blank = !columns.is_table && row.is_empty();
            let outcome = (!is_blank).then(|| task.run(&row, &columns, clock()));
            let seen = read.as_ref().map(|read| read(&row.text(columns.chosen)));
            Ok(DoneRow { row, outcome, seen })
        };
        thread::spawn(move || {
            let mut end = BatchEnd::Finished;
            let take = |one| match shared.take(one) {
                None => {
                    wake();
                    ControlFlow::Continue(())
                }
                Some(how) => {
                    end = how;
                    ControlFlow::Break(())
                }
            };
            let run = AssertUnwindSafe(|| parallel::map(parallel::workers(), rows, work, take));
            if panic::catch_unwind(run).is_err() {
                end = BatchEnd::Failed(Problem::new(
                    "Internal error",
                    "The finished rows are correct. Please report this, without your tokens.",
                ));
            }
            shared.lock().end = Some(end);
            wake();
        });
        Ok(job)
    }

    /// The result so far. Do not hold it for long.
    pub(super) fn look(&self) -> MutexGuard<'_, BatchRows> {
        self.shared.lock()
    }

    /// Whether rows are still being done.
    pub(super) fn is_running(&self) -> bool {
        self.look().end.is_none()
    }

    /// Ends it after the rows in progress.
    pub(super) fn cancel(&self) {
        self.shared.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// The rows so far, as they are written to a file.
    pub(super) fn chunks(&self, format: SaveFormat) -> Chunks {
        let (shared, sheet) = (self.shared.clone(), self.sheet.clone());
        let head = (format == SaveFormat::Csv).then(|| sheet.csv_head());
        let count = shared.lock().rows.len();
        let rows = (0..count).map(move |i| {
            let done = shared.lock();
            let (row, outcome) = &done.rows[i];
            match format {
                SaveFormat::Csv => sheet.csv(row, outcome),
                SaveFormat::JsonLines => sheet.jsonl(row, outcome).into_bytes(),
            }
        });
        Box::new(head.into_iter().chain(rows))
    }
}

impl Drop for BatchJob {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, BatchRows> {
        // Rows are added whole, so a poisoned lock holds no partial row.
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds the outcome of a row. Returns how the batch ends, if it does.
    fn take(&self, one: Result<DoneRow, RowsError>) -> Option<BatchEnd> {
        if self.is_cancelled.load(Ordering::Relaxed) {
            return Some(BatchEnd::Cancelled);
        }
        let one = match one {
            Ok(one) => one,
            Err(error) => {
                let what = capitalized(&error.to_string());
                return Some(BatchEnd::Failed(Problem::new(what, error.hint())));
            }
        };
        let mut done = self.lock();
        if done.rows.len() >= MOST_ROWS {
            return Some(BatchEnd::Full);
        }
        done.count += 1;
        done.keys.add(one.seen.unwrap_or_default());
        let outcome = one.outcome?;
        let lines = match &outcome {
            RowOutcome::Inspected(tokens) => tokens.len(),
            RowOutcome::Signed(_) | RowOutcome::Failed(_) | RowOutcome::Skipped(_) => 1,
        };
        for line in 0..lines {
            done.add_line(&outcome, line);
        }
        // A line of a log without a token is only counted.
        if lines > 0 {
            done.rows.push((one.row, outcome));
        }
        None
    }
}

impl BatchRows {
    /// The lines with this cause.
    pub(super) fn lines_of(&self, title: &str) -> Option<&[u32]> {
        let mut causes = self.causes.iter();
        let cause = causes.find(|cause| cause.title == title)?;
        Some(&cause.lines)
    }

    /// Counts a line of the table: a token of the row that is added next.
    fn add_line(&mut self, outcome: &RowOutcome, token: usize) {
        let severity = match outcome {
            RowOutcome::Inspected(tokens) => tokens[token].severity,
            RowOutcome::Failed(_) => Some(Severity::Error),
            RowOutcome::Signed(signed) => {
                (!signed.findings.is_empty()).then_some(Severity::Warning)
            }
            RowOutcome::Skipped(_) => {
                self.skipped += 1;
                None
            }
        };
        let expiry = match outcome {
            RowOutcome::Inspected(tokens) => tokens[token].expires_at,
            RowOutcome::Signed(signed) => Some(signed.expires_at),
            RowOutcome::Failed(_) | RowOutcome::Skipped(_) => None,
        };
        self.expiries
            .extend(expiry.filter(|expiry| !is_too_far(*expiry)));
        match severity {
            Some(Severity::Error) => self.errors += 1,
            Some(Severity::Warning) => self.warnings += 1,
            Some(Severity::Info) | None => {}
        }
        let place = self.shown.len() as u32;
        if matches!(severity, Some(Severity::Error | Severity::Warning)) {
            self.problems.push(place);
        }
        let (tone, title) = cause_of(outcome, token);
        let known = self.causes.iter().position(|cause| cause.title == title);
        match known {
            Some(known) => self.causes[known].lines.push(place),
            None if self.causes.len() < MOST_CAUSES => self.causes.push(RowCause {
                tone,
                title,
                lines: vec![place],
            }),
            None => {}
        }
        self.shown.push((self.rows.len() as u32, token as u32));
    }
}

/// What a line is counted under, with its color.
fn cause_of(outcome: &RowOutcome, token: usize) -> (Status, String) {
    let title_of = |id: &str| rule_named(id).map_or(id.to_owned(), |rule| rule.title.to_owned());
    match outcome {
        RowOutcome::Signed(signed) => match signed.findings.first() {
            Some(finding) => (
                Status::Care,
                format!("Signed, but {}", title_of(finding.id)),
            ),
            None => (Status::Right, "Signed".to_owned()),
        },
        RowOutcome::Skipped(_) => (Status::Unknown, "Skipped".to_owned()),
        RowOutcome::Failed(problem) => (Status::Wrong, without_code(&problem.what)),
        RowOutcome::Inspected(tokens) => {
            let one = &tokens[token];
            let worst = one.findings.first();
            let worst = worst.filter(|(_, severity)| *severity < Severity::Info);
            match (worst, one.acceptance) {
                (Some((id, severity)), _) => ((*severity).into(), capitalized(&title_of(id))),
                (None, Some(Acceptance::Depends)) => {
                    let on = one.depends_on.first().map_or("", String::as_str);
                    (Status::Unknown, format!("Depends on {on}"))
                }
                (None, Some(acceptance)) => {
                    let word = wording::acceptance(acceptance).0;
                    (acceptance.into(), capitalized(word))
                }
                (None, None) => (Status::Unknown, "No token".to_owned()),
            }
        }
    }
}

/// A sentence without the texts that differ from row to row.
fn without_code(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let kept: String = parts
        .map(|(place, part)| if place % 2 == 1 { "…" } else { part })
        .collect();
    capitalized(&kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_rows_are_counted_under_what_they_share() {
        let failed = |what: &str| RowOutcome::Failed(Problem::new(what, ""));
        let mut rows = BatchRows::default();
        for what in ["`a b` is not an ID", "`c d` is not an ID", "no playback ID"] {
            rows.add_line(&failed(what), 0);
        }
        let causes = rows.causes.iter();
        let causes: Vec<_> = causes.map(|one| (&*one.title, one.lines.len())).collect();
        assert_eq!(causes, [("… is not an ID", 2), ("No playback ID", 1)]);
        assert_eq!((rows.errors, rows.problems.len()), (3, 3));
    }
}
