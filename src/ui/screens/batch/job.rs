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
        batch::{RowOutcome, Task, row::Row, sheet::Sheet},
        level::Severity,
        problem::Problem,
        text::capitalized,
    },
    platform::{
        Chunks, SharedClock, parallel,
        rows::{Rows, RowsError, Shape},
    },
    ui::action::SaveFormat,
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
    /// How it ended, if it has.
    pub(super) end: Option<BatchEnd>,
}

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
        let job = Self {
            shared: shared.clone(),
            sheet: sheet.clone(),
            expected,
            signs_with,
        };
        let columns = sheet.columns.clone();
        let work = move |row: Result<Row, RowsError>| {
            let row = row?;
            let is_blank = !columns.is_table && row.is_empty();
            let outcome = (!is_blank).then(|| task.run(&row, &columns, clock()));
            Ok((row, outcome))
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
    fn take(&self, one: Result<(Row, Option<RowOutcome>), RowsError>) -> Option<BatchEnd> {
        if self.is_cancelled.load(Ordering::Relaxed) {
            return Some(BatchEnd::Cancelled);
        }
        let (row, outcome) = match one {
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
        let outcome = outcome?;
        let row_number = done.rows.len() as u32;
        let tokens = match &outcome {
            RowOutcome::Inspected(tokens) => tokens.len(),
            RowOutcome::Signed(_) | RowOutcome::Failed(_) | RowOutcome::Skipped(_) => 1,
        };
        for token in 0..tokens {
            let severity = match &outcome {
                RowOutcome::Inspected(tokens) => tokens[token].severity,
                RowOutcome::Failed(_) => Some(Severity::Error),
                RowOutcome::Signed(signed) => {
                    (!signed.findings.is_empty()).then_some(Severity::Warning)
                }
                RowOutcome::Skipped(_) => {
                    done.skipped += 1;
                    None
                }
            };
            match severity {
                Some(Severity::Error) => done.errors += 1,
                Some(Severity::Warning) => done.warnings += 1,
                Some(Severity::Info) | None => {}
            }
            if matches!(severity, Some(Severity::Error | Severity::Warning)) {
                let place = done.shown.len() as u32;
                done.problems.push(place);
            }
            done.shown.push((row_number, token as u32));
        }
        // A line of a log without a token is only counted.
        if tokens > 0 {
            done.rows.push((row, outcome));
        }
        None
    }
}
