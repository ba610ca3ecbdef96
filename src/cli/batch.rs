//! Many rows from a file or from standard input, written as they are done.

use std::{collections::HashSet, io::Write, ops::ControlFlow, path::Path, sync::Arc};

use crate::{
    cli::{NOTHING_WRONG, SOMETHING_WRONG, in_words, keys::is_standard_input, text, write_some},
    core::{
        batch::{RowOutcome, Task, row::Row, sheet::Sheet},
        problem::Problem,
    },
    platform::{
        Terminal, parallel,
        rows::{Rows, RowsError, Shape},
    },
};

/// What is to be done with many rows.
pub(super) struct Batch<'a> {
    /// Where they are.
    pub(super) file: &'a Path,
    /// What is known of them.
    pub(super) shape: Shape,
    /// How they are written.
    pub(super) form: Form,
    /// What is done with each.
    pub(super) task: Task,
    /// For standard error, before anything else.
    pub(super) warnings: Vec<String>,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A URL a line; an empty one where there is none.
    Lines {
        /// The token instead.
        token_only: bool,
    },
    /// Comma-separated.
    Csv,
    /// An object a line.
    Jsonl,
}

/// More lines about single rows than this bury the others, and the rows have them anyway.
const MOST_SAID: u64 = 20;

/// Whether a file is a table, as far as the arguments tell.
pub(super) fn is_table(file: &Path, column: Option<&str>) -> Option<bool> {
    let extension = file.extension().unwrap_or_default().to_ascii_lowercase();
    (column.is_some() || extension == "csv" || extension == "tsv").then_some(true)
}

/// What came of a row, ready to be written.
struct Written {
    line: u64,
    bytes: Vec<u8>,
    is_wrong: bool,
    /// Why it was not signed.
    problem: Option<Problem>,
    /// What looks wrong with it.
    warning: Option<String>,
}

/// Does the rows on all cores and writes what comes of them in their order.
///
/// Answers with the status of the program: whether something was wrong with one of them.
pub(super) fn run(
    batch: Batch<'_>,
    platform: &dyn Terminal,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, Problem> {
    let Batch {
        file,
        shape,
        form,
        task,
        warnings,
    } = batch;
    let name = if is_standard_input(file) {
        "standard input".to_owned()
    } else {
        format!("`{}`", file.display())
    };
    let source = if is_standard_input(file) {
        platform.open_input()
    } else {
        let opened = platform.open(file);
        opened.map_err(|error| of_rows(&name, &RowsError::Read(error)))?
    };
    let mut voice = Voice {
        err,
        hints: HashSet::new(),
    };
    for warning in &warnings {
        voice.say("warning", warning);
    }
    let rows = Rows::open(source, &shape).map_err(|error| of_rows(&name, &error))?;
    let sheet = Arc::new(Sheet::new(rows.columns.clone(), &task));
    if form == Form::Csv {
        for (name, instead) in &sheet.renamed {
            let warning =
                format!("the input has a column `{name}` of its own, so ours is `{instead}`");
            voice.say("warning", &warning);
        }
        write_some(out, &sheet.csv_head())?;
    }
    let clock = platform.shared();
    let is_signing = matches!(task, Task::Sign { .. });
    let work = move |row: Result<Row, RowsError>| {
        let row = row?;
        // Nothing is asked of an empty line but that it keeps its place.
        if !sheet.columns.is_table && row.is_empty() {
            return Ok(Written::blank(row.line, form));
        }
        let outcome = task.run(&row, &sheet.columns, clock());
        Ok(Written::new(&sheet, form, &row, outcome))
    };
    let (mut count, mut wrong, mut warned) = (0_u64, 0_u64, 0_u64);
    let mut problem = None;
    parallel::map(
        parallel::workers(),
        rows,
        work,
        |written: Result<Written, RowsError>| {
            let written = match written {
                Ok(written) => written,
                Err(error) => {
                    problem = Some(of_rows(&name, &error));
                    return ControlFlow::Break(());
                }
            };
            count += 1;
            wrong += u64::from(written.is_wrong);
            if let Some(problem) = &written.problem
                && (wrong <= MOST_SAID || matches!(form, Form::Lines { .. }))
            {
                voice.problem(written.line, problem);
            }
            if let Some(warning) = &written.warning {
                warned += 1;
                if warned <= MOST_SAID {
                    voice.say("warning", &format!("line {}: {warning}", written.line));
                }
            }
            match write_some(out, &written.bytes) {
                Ok(true) => ControlFlow::Continue(()),
                Ok(false) => ControlFlow::Break(()),
                Err(error) => {
                    problem = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    );
    if warned > MOST_SAID {
        voice.say(
            "warning",
            &format!("and {} more rows like that", warned - MOST_SAID),
        );
    }
    if let Some(problem) = problem {
        return Err(problem);
    }
    if wrong == 0 {
        return Ok(NOTHING_WRONG);
    }
    if is_signing {
        voice.say(
            "error",
            &format!("{wrong} of {count} rows could not be signed"),
        );
    }
    Ok(SOMETHING_WRONG)
}

impl Written {
    fn new(sheet: &Sheet, form: Form, row: &Row, outcome: RowOutcome) -> Self {
        let bytes = match form {
            Form::Csv => sheet.csv(row, &outcome),
            Form::Jsonl => sheet.jsonl(row, &outcome).into_bytes(),
            Form::Lines { token_only } => lines(&outcome, token_only),
        };
        let is_wrong = outcome.is_wrong();
        let (problem, warning) = match outcome {
            RowOutcome::Failed(problem) => (Some(problem), None),
            RowOutcome::Signed(signed) => (None, signed.warning),
            RowOutcome::Inspected(_) => (None, None),
        };
        Self {
            line: row.line,
            bytes,
            is_wrong,
            problem,
            warning,
        }
    }

    fn blank(line: u64, form: Form) -> Self {
        let bytes = match form {
            Form::Lines { .. } => b"\n".to_vec(),
            Form::Csv | Form::Jsonl => Vec::new(),
        };
        Self {
            line,
            bytes,
            is_wrong: false,
            problem: None,
            warning: None,
        }
    }
}

/// A line for each token; an empty one when there is none, so that the lines of both files belong together.
fn lines(outcome: &RowOutcome, token_only: bool) -> Vec<u8> {
    let RowOutcome::Signed(signed) = outcome else {
        return b"\n".to_vec();
    };
    let mut lines = Vec::new();
    for token in &signed.tokens {
        let line = if token_only {
            token.token()
        } else {
            &token.url
        };
        lines.extend_from_slice(line.as_bytes());
        lines.push(b'\n');
    }
    lines
}

/// Standard error. Each hint is given once.
struct Voice<'a> {
    err: &'a mut dyn Write,
    hints: HashSet<String>,
}

impl Voice<'_> {
    fn say(&mut self, kind: &str, what: &str) {
        // Nobody is left to tell when standard error cannot be written.
        let _ = writeln!(self.err, "{kind}: {}", text::message(what));
    }

    fn problem(&mut self, line: u64, problem: &Problem) {
        self.say("error", &format!("line {line}: {}", problem.what));
        if self.hints.len() < MOST_SAID as usize && self.hints.insert(problem.hint.clone()) {
            self.say("hint", &problem.hint);
        }
    }
}

fn of_rows(name: &str, error: &RowsError) -> Problem {
    let what = match error {
        RowsError::Read(error) => format!("{name} cannot be read: {}", in_words(error)),
        RowsError::Column(error) => format!("{name}: {error}"),
        RowsError::Utf16 | RowsError::TooLong(_) => format!("{name}: {error}"),
    };
    let hint = match error {
        RowsError::Column(_) => error.hint().replacen("Choose", "Choose with `--column`", 1),
        _ => error.hint(),
    };
    Problem::new(what, hint)
}
