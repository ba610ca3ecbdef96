//! Many rows from a file or from standard input; each result is written as soon as it is there.

use std::{
    collections::HashSet,
    io::{Cursor, Write},
    iter::Peekable,
    ops::ControlFlow,
    path::Path,
    sync::Arc,
};

use zeroize::Zeroizing;

use crate::{
    cli::{
        args::is_standard_input,
        output::{NOTHING_WRONG, SOMETHING_WRONG, remark, write_some},
        text,
    },
    core::{
        batch::{RowOutcome, Task, inspect::Inspected, row::Row, sheet::Sheet, sign::SignOrder},
        diagnose::{finding::Finding, summary::Summary},
        level::Severity,
        problem::Problem,
        text::{counted, grouped},
    },
    platform::{
        Terminal, in_words, parallel,
        rows::{Rows, RowsError, Shape, Source},
    },
};

/// Rows and what to do with them.
pub(super) struct Batch<'a> {
    /// The file they are in.
    pub(super) file: &'a Path,
    /// Its contents, if they were read already.
    pub(super) read: Option<Zeroizing<Vec<u8>>>,
    /// What is known about them.
    pub(super) shape: Shape,
    /// How the results are written.
    pub(super) format: OutputFormat,
    /// What to do with each.
    pub(super) task: Task,
    /// Written to standard error first.
    pub(super) warnings: Vec<String>,
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OutputFormat {
    /// A URL per line; an empty line if there is none.
    Lines {
        /// The token instead of the URL.
        token_only: bool,
    },
    /// Comma-separated.
    Csv,
    /// A JSON object per line.
    Jsonl,
}

/// The maximum number of messages about single rows. The results contain them anyway.
const MOST_MESSAGES: u64 = 20;

/// Whether the arguments make a file a table; `None` if its contents decide.
pub(super) fn is_table(file: &Path, column: Option<&str>) -> Option<bool> {
    let extension = file.extension().unwrap_or_default().to_ascii_lowercase();
    (column.is_some() || extension == "csv" || extension == "tsv").then_some(true)
}

/// The result of a row, ready to be written.
struct Written {
    line: u64,
    bytes: Vec<u8>,
    is_wrong: bool,
    /// Why it was not signed.
    problem: Option<Problem>,
    /// What looks wrong with the row itself.
    warning: Option<String>,
    /// What the rules report on the signed tokens.
    findings: Vec<Finding>,
    /// Why it was skipped.
    skipped: Option<String>,
    /// The tokens in it, to be counted.
    inspected: Vec<Inspected>,
}

/// Processes the rows on all cores and writes the results in order.
///
/// Returns the exit status: whether something is wrong with any of them.
pub(super) fn run(
    batch: Batch<'_>,
    system: &dyn Terminal,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, Problem> {
    let Batch {
        file,
        read,
        shape,
        format,
        task,
        warnings,
    } = batch;
    let name = text::name_of(file);
    let source: Source = match read {
        Some(bytes) => Box::new(Cursor::new(bytes)),
        None if is_standard_input(file) => system.open_input(),
        None => {
            let opened = system.open(file);
            opened.map_err(|error| of_rows(&name, &RowsError::Read(error)))?
        }
    };
    let mut messages = Messages::new(err);
    for warning in &warnings {
        messages.write("warning", warning);
    }
    let rows = Rows::open(source, &shape).map_err(|error| of_rows(&name, &error))?;
    if let Task::Sign { order, .. } = &task
        && rows.is_without(|row| order.skipped(row).is_none())
    {
        return Err(nothing_to_sign(&name, rows, order, &mut messages));
    }
    let sheet = Arc::new(Sheet::new(rows.columns.clone(), &task));
    let mut rows = rows.peekable();
    let blank = skip_blank(&mut rows, &sheet);
    let is_signing = matches!(task, Task::Sign { .. });
    // A table to inspect may have a header and no rows.
    if rows.peek().is_none() && (is_signing || sheet.columns.header.is_none()) {
        return Err(empty(&task));
    }
    write_head(&sheet, format, blank, out, &mut messages)?;
    let clock = system.shared();
    let work = move |row: Result<Row, RowsError>| {
        let row = row?;
        // An empty line only keeps its place.
        if !sheet.columns.is_table && row.is_empty() {
            return Ok(Written::blank(row.line, format));
        }
        let outcome = task.run(&row, &sheet.columns, clock());
        Ok(Written::new(&sheet, format, &row, outcome))
    };
    let (mut count, mut wrong) = (blank, 0_u64);
    let (mut problem, mut summary) = (None, Summary::default());
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
            written.count_in(&mut summary);
            if let Some(problem) = &written.problem
                && (wrong <= MOST_MESSAGES || matches!(format, OutputFormat::Lines { .. }))
            {
                messages.problem(written.line, problem);
            }
            count -= u64::from(written.skipped.is_some());
            messages.remarks(&written);
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
    messages.end();
    if let Some(problem) = problem {
        return Err(problem);
    }
    messages.summary(&summary);
    if wrong == 0 {
        return Ok(NOTHING_WRONG);
    }
    if is_signing {
        messages.write(
            "error",
            &format!("{wrong} of {count} rows could not be signed"),
        );
    }
    Ok(SOMETHING_WRONG)
}

/// Skips the empty lines at the beginning of a list, so that nothing is written for a list of them. Returns their number.
fn skip_blank(rows: &mut Peekable<Rows>, sheet: &Sheet) -> u64 {
    let mut count = 0;
    let is_blank = |row: &Result<Row, RowsError>| row.as_ref().is_ok_and(Row::is_empty);
    while !sheet.columns.is_table && rows.next_if(is_blank).is_some() {
        count += 1;
    }
    count
}

/// Writes what comes before the results: the names of the columns, or a line for each empty one that was skipped.
fn write_head(
    sheet: &Sheet,
    format: OutputFormat,
    blank: u64,
    out: &mut dyn Write,
    messages: &mut Messages<'_>,
) -> Result<(), Problem> {
    match format {
        OutputFormat::Csv => {
            for (name, instead) in &sheet.renamed {
                let warning = format!(
                    "the input already has a column `{name}`, so the new one is `{instead}`"
                );
                messages.write("warning", &warning);
            }
            write_some(out, &sheet.csv_head())?;
        }
        OutputFormat::Lines { .. } => {
            write_some(out, &b"\n".repeat(blank as usize))?;
        }
        OutputFormat::Jsonl => {}
    }
    Ok(())
}

impl Written {
    fn new(sheet: &Sheet, format: OutputFormat, row: &Row, outcome: RowOutcome) -> Self {
        let bytes = match format {
            OutputFormat::Csv => sheet.csv(row, &outcome),
            OutputFormat::Jsonl => sheet.jsonl(row, &outcome).into_bytes(),
            OutputFormat::Lines { token_only } => lines(&outcome, token_only),
        };
        let mut written = Self {
            bytes,
            is_wrong: outcome.is_wrong(),
            ..Self::blank(row.line, format)
        };
        match outcome {
            RowOutcome::Failed(problem) => written.problem = Some(problem),
            RowOutcome::Signed(signed) => written.findings = signed.findings,
            RowOutcome::Skipped(why) => written.skipped = Some(why),
            RowOutcome::Inspected(tokens) => written.inspected = tokens,
        }
        written.warning = undecodable(row);
        written
    }

    fn count_in(&self, summary: &mut Summary) {
        for token in &self.inspected {
            token.count_in(summary, self.line);
        }
    }

    fn blank(line: u64, format: OutputFormat) -> Self {
        let bytes = match format {
            OutputFormat::Lines { .. } => b"\n".to_vec(),
            OutputFormat::Csv | OutputFormat::Jsonl => Vec::new(),
        };
        Self {
            line,
            bytes,
            is_wrong: false,
            problem: None,
            warning: None,
            findings: Vec::new(),
            skipped: None,
            inspected: Vec::new(),
        }
    }
}

/// A warning about bytes that are not text. The cells of a CSV keep them.
fn undecodable(row: &Row) -> Option<String> {
    let error = std::str::from_utf8(row.cells.as_slice()).err()?;
    let byte = row.cells.as_slice().get(error.valid_up_to())?;
    Some(format!("the byte 0x{byte:02X} is not UTF-8"))
}

/// A line for each token; an empty one if there is none, so that the lines of input and output correspond.
fn lines(outcome: &RowOutcome, token_only: bool) -> Vec<u8> {
    let signed = match outcome {
        RowOutcome::Signed(signed) => signed,
        // The lines of an answer correspond to nothing.
        RowOutcome::Skipped(_) => return Vec::new(),
        _ => return b"\n".to_vec(),
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

/// Standard error. Each hint and each warning of the rules is written once.
struct Messages<'a> {
    err: &'a mut dyn Write,
    hints: HashSet<String>,
    skipped: u64,
    /// The warnings that were written.
    warned: HashSet<String>,
    /// The number of rows whose warnings were not written.
    more: u64,
}

impl<'a> Messages<'a> {
    fn new(err: &'a mut dyn Write) -> Self {
        Self {
            err,
            hints: HashSet::new(),
            skipped: 0,
            warned: HashSet::new(),
            more: 0,
        }
    }

    fn write(&mut self, kind: &str, what: &str) {
        remark(self.err, kind, what);
    }

    fn hint(&mut self, hint: &str) {
        if self.hints.len() < MOST_MESSAGES as usize && self.hints.insert(hint.to_owned()) {
            self.write("hint", hint);
        }
    }

    /// Writes the number of requests by cause, and of findings with their first lines.
    fn summary(&mut self, summary: &Summary) {
        // A single result needs no count.
        if summary.requests + summary.others < 2 {
            return;
        }
        if summary.requests > 0 {
            self.write("summary", &summary.headline());
        }
        let findings = summary.findings().into_iter();
        let findings = findings.filter(|finding| finding.severity < Severity::Info);
        for finding in findings.take(MOST_MESSAGES as usize) {
            let (count, id) = (grouped(finding.requests), finding.id);
            let (title, places) = (finding.title(), finding.places_in_words());
            self.write(
                finding.severity.word(),
                &format!("{count} {id}, {places}: {title}"),
            );
        }
    }

    fn problem(&mut self, line: u64, problem: &Problem) {
        self.write("error", &format!("line {line}: {}", problem.what));
        self.hint(&problem.hint);
    }

    /// Writes the warnings on a row that no row before had, and why it was skipped.
    fn remarks(&mut self, row: &Written) {
        let line = row.line;
        let mut is_complete = true;
        let own = row.warning.iter().map(|warning| (warning.clone(), None));
        let findings = row.findings.iter();
        let findings = findings.map(|finding| (finding.with_id(), Some(&finding.hint)));
        for (warning, hint) in own.chain(findings) {
            let is_new = !self.warned.contains(&warning);
            if self.warned.len() < MOST_MESSAGES as usize && is_new {
                self.write("warning", &format!("line {line}: {warning}"));
                if let Some(hint) = hint {
                    self.hint(hint);
                }
                self.warned.insert(warning);
            } else {
                is_complete = false;
            }
        }
        self.more += u64::from(!is_complete);
        if let Some(why) = &row.skipped {
            self.skipped(line, why);
        }
    }

    fn skipped(&mut self, line: u64, why: &str) {
        self.skipped += 1;
        if self.skipped <= MOST_MESSAGES {
            self.write("skipped", &format!("line {line}: {why}"));
        }
    }

    /// Writes how much was left out.
    fn end(&mut self) {
        if self.skipped > MOST_MESSAGES {
            let more = self.skipped - MOST_MESSAGES;
            self.write("skipped", &format!("{more} more IDs"));
        }
        if self.more > 0 {
            let rows = counted(self.more as usize, "more row");
            self.write("warning", &format!("{rows} with warnings like these"));
        }
    }
}

/// Reports an answer of Mux's API of which nothing is to be signed.
fn nothing_to_sign(
    name: &str,
    rows: Rows,
    order: &SignOrder,
    messages: &mut Messages<'_>,
) -> Problem {
    for row in rows.flatten() {
        if let Some(why) = order.skipped(&row) {
            messages.skipped(row.line, &why);
        }
    }
    messages.end();
    Problem::new(
        format!("{name} contains no ID to sign for"),
        "Playback IDs with the policy `signed` or `drm` need tokens. For other IDs, choose the type, such as \
         `-t asset-id`.",
    )
}

/// The error for input without rows.
fn empty(task: &Task) -> Problem {
    match task {
        Task::Sign { .. } => Problem::new(
            "nothing to sign",
            "Pass IDs or URLs, one per line, or a CSV with a column of them.",
        ),
        Task::Inspect { .. } => Problem::new(
            "nothing to inspect",
            "Pass rows with tokens or URLs: with `--file`, or on standard input.",
        ),
    }
}

/// Why rows cannot be read.
pub(super) fn of_rows(name: &str, error: &RowsError) -> Problem {
    match error {
        RowsError::Read(error) => Problem::new(
            format!("cannot read {name}: {}", in_words(error)),
            "Pass the path of a text file or a CSV, or `-` for standard input.",
        ),
        RowsError::Column(error) => Problem::new(
            format!("{name}: {error}"),
            format!("{} Pass it with `--column`.", error.hint()),
        ),
        RowsError::PrivateKey
        | RowsError::TooLong(_)
        | RowsError::Json(_)
        | RowsError::NoIds
        | RowsError::TooLarge => Problem::at(name, error),
    }
}
