//! A batch under way: rows are done on other threads, and the screen looks at what is there so far.

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

use crate::{
    core::batch::{RowOutcome, Task, row::Row, sheet::Sheet},
    platform::{
        Chunks, SharedClock, parallel,
        rows::{Rows, RowsError, Shape},
    },
    ui::action::SaveFormat,
};

/// The most rows that the window keeps. The terminal takes any number.
pub(super) const MOST_ROWS: usize = 200_000;

/// A batch, from its start until it is thrown away.
pub(super) struct Job {
    shared: Arc<Shared>,
    /// How its rows are written.
    pub(super) sheet: Arc<Sheet>,
    /// About how many rows there will be.
    pub(super) expected: usize,
    /// The fingerprint of the key that signs, if it signs.
    pub(super) signs_with: Option<String>,
}

#[derive(Default)]
struct Shared {
    done: Mutex<Done>,
    is_cancelled: AtomicBool,
}

/// What is there so far.
#[derive(Default)]
pub(super) struct Done {
    /// Every row with what came of it.
    pub(super) rows: Vec<(Row, RowOutcome)>,
    /// The lines of the table: a row, and which of its tokens.
    pub(super) shown: Vec<(u32, u32)>,
    /// Those of them that are wrong, by their place in `shown`.
    pub(super) wrong: Vec<u32>,
    /// How many rows were looked at, those without a token included.
    pub(super) count: usize,
    /// How it ended, if it has.
    pub(super) end: Option<End>,
}

/// How a batch ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// All rows are done.
    Finished,
    /// Somebody pressed Cancel.
    Cancelled,
    /// There were more than [`MOST_ROWS`].
    Full,
    /// The input broke off.
    Failed {
        /// What is wrong with it.
        what: String,
        /// What to do.
        hint: String,
    },
}

impl Job {
    /// Begins to do every row of a text. `wake` is called whenever there is something to see.
    pub(super) fn start(
        text: Arc<[u8]>,
        shape: &Shape,
        task: Task,
        signs_with: Option<String>,
        clock: SharedClock,
        wake: impl Fn() + Send + 'static,
    ) -> Result<Self, RowsError> {
        let expected = super::lines(&text);
        let rows = Rows::open(Box::new(Cursor::new(text)), shape)?;
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
            let mut end = End::Finished;
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
                end = End::Failed {
                    what: "This program itself has failed".to_owned(),
                    hint: "The rows so far are right. Please report it, without your tokens."
                        .to_owned(),
                };
            }
            shared.lock().end = Some(end);
            wake();
        });
        Ok(job)
    }

    /// What is there so far. Not to be held for long.
    pub(super) fn look(&self) -> MutexGuard<'_, Done> {
        self.shared.lock()
    }

    /// Whether rows are still being done.
    pub(super) fn is_running(&self) -> bool {
        self.look().end.is_none()
    }

    /// Ends it after the rows at hand.
    pub(super) fn cancel(&self) {
        self.shared.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// All rows so far, as they are written to a file.
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

impl Drop for Job {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Done> {
        // Rows are put in whole.
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what came of a row; says how it ends if it does.
    fn take(&self, one: Result<(Row, Option<RowOutcome>), RowsError>) -> Option<End> {
        if self.is_cancelled.load(Ordering::Relaxed) {
            return Some(End::Cancelled);
        }
        let (row, outcome) = match one {
            Ok(one) => one,
            Err(error) => {
                return Some(End::Failed {
                    what: crate::core::text::capitalized(&error.to_string()),
                    hint: error.hint(),
                });
            }
        };
        let mut done = self.lock();
        if done.rows.len() >= MOST_ROWS {
            return Some(End::Full);
        }
        done.count += 1;
        let outcome = outcome?;
        let row_number = done.rows.len() as u32;
        let tokens = match &outcome {
            RowOutcome::Inspected(tokens) => tokens.len(),
            RowOutcome::Signed(_) | RowOutcome::Failed(_) => 1,
        };
        for token in 0..tokens {
            let is_wrong = match &outcome {
                RowOutcome::Inspected(tokens) => tokens[token].is_wrong(),
                outcome => outcome.is_wrong(),
            };
            if is_wrong {
                let place = done.shown.len() as u32;
                done.wrong.push(place);
            }
            done.shown.push((row_number, token as u32));
        }
        // A line of a log without a token is counted and not kept.
        if tokens > 0 {
            done.rows.push((row, outcome));
        }
        None
    }
}
