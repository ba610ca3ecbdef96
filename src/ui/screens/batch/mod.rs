//! Sign or inspect many rows: what to do with them on the left; on the right a table that fills as they are done.

mod head;
mod input;
mod job;
mod preview;
mod rows;
mod summary;
mod table;

use std::{io::Cursor, sync::Arc, time::Duration};

use egui::{Context, Ui};

use self::{
    job::BatchJob,
    rows::RowsText,
    summary::{LineFilter, SummaryView},
};
use super::sign::form::SignForm;
use crate::{
    core::{
        batch::{
            Task,
            columns::{Columns, Wanted},
            row::Row,
            sign::SignOrder,
        },
        diagnose::evidence::Evidence,
        key::Key,
        mux::audience::Audience,
        problem::Problem,
    },
    platform::{
        Chunks, SharedClock,
        rows::{Rows, RowsError, Shape},
    },
    ui::{
        action::{Action, OpenTarget, PasteTarget, SaveFormat},
        cx::{Cx, EXAMPLE_ID},
        redact::secrets::Secrets,
        theme::{icon, status::Status},
        widgets::{
            Memo, card,
            column::{Pane, TwoColumns, is_narrow},
            empty_card, icon_button, main_button, status,
        },
    },
};

/// The Batch screen.
#[derive(Default)]
pub(crate) struct BatchScreen {
    mode: BatchMode,
    input: RowsText,
    /// The chosen column, from 0.
    column: Option<usize>,
    /// Depends on the held text, the mode, the column and the audience.
    columns: Memo<String, ColumnsOf, Result<FirstRows, RowsError>>,
    job: Option<BatchJob>,
    /// What the job was started with.
    started_with: (Option<*const u8>, String),
    /// The name under which the rows of the job are saved, without its extension.
    save_as: String,
    filter: LineFilter,
    summary: SummaryView,
    /// Whether a job was just started, whose results are at the top of a single column.
    is_started: bool,
    /// Whether rows with a duration expire as in the form, and not after the video.
    ignores_durations: bool,
}

/// The columns of the input and its first rows.
struct FirstRows {
    columns: Columns,
    rows: Vec<Row>,
}

type ColumnsOf = (Option<*const u8>, BatchMode, Option<usize>, Audience);

/// What is done with each row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum BatchMode {
    #[default]
    Sign,
    Inspect,
}

/// The height of the results in a single column, in points.
const NARROW_TABLE: f32 = 420.0;

/// How often the table is drawn while it fills.
const PACE: Duration = Duration::from_millis(60);

impl BatchScreen {
    /// Replaces the text.
    pub(crate) fn set_text(&mut self, text: String) {
        self.input.set_text(text);
        self.column = None;
    }

    /// Replaces the text with a file.
    pub(crate) fn set_file(&mut self, name: &str, bytes: Vec<u8>) {
        self.input.hold(name.to_owned(), bytes, true);
        self.column = None;
    }

    /// Adds everything on this screen that must be masked while it is shared.
    pub(crate) fn secrets(&self, secrets: &mut Secrets) {
        secrets.add_whole(&self.input.text);
    }

    /// Starts the batch.
    ///
    /// # Errors
    /// When there is no signing key, or the form of the Sign screen or the text cannot be used.
    pub(crate) fn start(
        &mut self,
        ctx: &Context,
        clock: SharedClock,
        cx: &Cx<'_>,
        form: &SignForm,
    ) -> Result<(), Problem> {
        let keyring = &cx.session.keyring;
        let (task, key) = match self.mode {
            BatchMode::Sign => {
                let task = sign_task(cx, form, !self.ignores_durations)?;
                (task, keyring.current())
            }
            BatchMode::Inspect => {
                let task = Task::Inspect {
                    evidence: Evidence::default(),
                    keys: keyring.keys().iter().map(Key::public_half).collect(),
                };
                (task, None)
            }
        };
        let ctx = ctx.clone();
        let wake = move || ctx.request_repaint_after(PACE);
        let key = key.map(|key| key.public.fingerprint.clone());
        let shape = self.shape(form);
        let job = BatchJob::start(self.input.bytes(), &shape, task, key, clock, wake)?;
        self.filter = LineFilter::All;
        self.is_started = true;
        self.save_as = self.input.save_as(self.mode == BatchMode::Sign);
        self.job = Some(job);
        self.started_with = (self.input.address(), self.input.text.clone());
        Ok(())
    }

    /// Stops signing with the key of this fingerprint, or with any key.
    pub(crate) fn stop_signing(&self, fingerprint: Option<&str>) {
        let signs = |job: &&BatchJob| match fingerprint {
            Some(_) => job.signs_with.as_deref() == fingerprint,
            None => job.signs_with.is_some(),
        };
        if let Some(job) = self.job.as_ref().filter(signs) {
            job.cancel();
        }
    }

    /// The rows as they are written to a file.
    pub(crate) fn chunks(&self, format: SaveFormat) -> Option<Chunks> {
        self.job.as_ref().map(|job| job.chunks(format))
    }

    /// The file name to propose for the rows.
    pub(crate) fn file_name(&self, format: SaveFormat) -> Option<String> {
        let extension = match format {
            SaveFormat::Csv => "csv",
            SaveFormat::JsonLines => "jsonl",
        };
        let name = &self.save_as;
        self.job.as_ref().map(|_| format!("{name}.{extension}"))
    }

    fn shape(&self, form: &SignForm) -> Shape {
        let is_table = self.input.is_table().or(self.column.map(|_| true));
        Shape {
            is_table: match self.mode {
                BatchMode::Sign => is_table,
                // Logs are full of commas.
                BatchMode::Inspect => {
                    is_table.or_else(|| Some(looks_like_table(self.input.first_line())))
                }
            },
            column: self.column.map(|column| (column + 1).to_string()),
            wanted: match self.mode {
                BatchMode::Sign => Wanted::Ids(form.audience),
                BatchMode::Inspect => Wanted::Tokens,
            },
        }
    }

    /// Determines the columns, if anything that they depend on has changed.
    fn update_columns(&mut self, form: &SignForm) {
        let of = (self.input.address(), self.mode, self.column, form.audience);
        let (bytes, shape) = (|| self.input.bytes(), self.shape(form));
        self.columns
            .update(&self.input.text, of, || first_rows(bytes(), &shape));
    }

    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, form: &SignForm) -> Option<Action> {
        let mut action = None;
        self.update_columns(form);
        let columns = TwoColumns {
            name: "batch",
            share: 0.34,
            least: 320.0,
            most: 400.0,
            to_top: std::mem::take(&mut self.is_started) && is_narrow(ui.ctx()),
            scrolls: false,
        };
        columns.show(ui, |ui, pane| {
            let of_pane = match pane {
                Pane::Form => self.input_ui(ui, cx, form),
                Pane::Answer => self.result_ui(ui, cx),
            };
            action = action.take().or(of_pane);
        });
        action
    }

    fn result_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let Some(job) = &self.job else {
            if let Some(Ok(first)) = self.columns.get()
                && !self.input.is_empty()
            {
                preview::ui(ui, &first.columns, &first.rows);
                return None;
            }
            return self.empty_ui(ui);
        };
        let mut action = None;
        let (address, text) = &self.started_with;
        let is_stale = *address != self.input.address() || *text != self.input.text;
        // In a single column, the table scrolls with the rest.
        let height = if is_narrow(ui.ctx()) {
            NARROW_TABLE
        } else {
            ui.available_height() - 2.0 * 12.0
        };
        card(ui, |ui| {
            ui.set_min_height(height);
            ui.set_max_height(height);
            if is_stale {
                status(
                    ui,
                    Status::Care,
                    "Results of the rows before, not of the current ones",
                );
                ui.disable();
            }
            action = head::ui(ui, job);
            self.summary.ui(ui, cx, job, &mut self.filter);
            ui.add_space(4.0);
            let of_row = table::ui(ui, job, &self.filter);
            action = action.take().or(of_row);
        });
        action
    }

    fn empty_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        empty_card(
            ui,
            icon::BATCH,
            "Sign or inspect many rows",
            "Paste IDs or URLs, or open a list, a CSV or a log. Bad rows are reported with their line number and do not \
             stop the batch; the other columns of a CSV are kept.",
            |ui| {
                if main_button(ui, icon::PASTE, "Paste from the clipboard").clicked() {
                    action = Some(Action::Paste(PasteTarget::Batch));
                }
                if icon_button(ui, icon::OPEN, "Open file…").clicked() {
                    action = Some(Action::Open(OpenTarget::Rows));
                }
                if icon_button(ui, icon::DEMO, "Try with an example").clicked() {
                    self.mode = BatchMode::Sign;
                    self.set_text(example());
                }
            },
        );
        action
    }
}

fn first_rows(bytes: Arc<[u8]>, shape: &Shape) -> Result<FirstRows, RowsError> {
    let rows = Rows::open(Box::new(Cursor::new(bytes)), shape)?;
    Ok(FirstRows {
        columns: rows.columns.clone(),
        // What is wrong with a row is reported when it is its turn.
        rows: rows
            .map_while(Result::ok)
            .take(preview::MOST_ROWS)
            .collect(),
    })
}

/// A table with an ID, a URL whose options become claims, and a row that cannot be signed.
fn example() -> String {
    format!(
        "title,playback_id\nTrailer,{EXAMPLE_ID}\nPoster,https://image.mux.com/{EXAMPLE_ID}/thumbnail.png?time=25\n\
         Not yet uploaded,\n"
    )
}

/// Whether the first line of a text names columns, as no line of a log does.
fn looks_like_table(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line);
    let names: Vec<&str> = text.trim().split([',', ';', '\t']).collect();
    let is_name = |name: &&str| {
        let name = name.trim_matches([' ', '"']);
        let is_plain = |c: char| c.is_alphanumeric() || " _-".contains(c);
        (1..=40).contains(&name.len())
            && name.chars().all(is_plain)
            && name.chars().any(char::is_alphabetic)
    };
    names.len() > 1 && names.iter().all(is_name)
}

fn sign_task(cx: &Cx<'_>, form: &SignForm, outlasts_duration: bool) -> Result<Task, Problem> {
    let no_key = || {
        Problem::new(
            "no signing key is loaded",
            "Load one on the Keys screen and set its ID.",
        )
    };
    let key = cx.session.keyring.current().ok_or_else(no_key)?;
    let signing = key.signing()?;
    let key_id = key.id.as_deref().ok_or_else(no_key)?;
    let order = form.order(cx.zone, key_id).map_err(|troubles| {
        let first = troubles.into_iter().next();
        first.map_or_else(no_key, |first| first.problem)
    })?;
    order.draft.expiry.check(cx.now)?;
    Ok(Task::Sign {
        order: SignOrder {
            outlasts_duration,
            ..order
        },
        key: signing.share(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped() {
        assert_eq!(crate::core::text::counted(1, "row"), "1 row");
        assert_eq!(crate::core::text::counted(100_000, "row"), "100,000 rows");
    }

    #[test]
    fn log_is_not_a_table() {
        for (line, is_table) in [
            ("time,request,status", true),
            ("\"time\";\"URL of request\"", true),
            (
                "2026-11-22 10:00:01,123 GET https://stream.mux.com/ID.m3u8",
                false,
            ),
            ("eyJhbGciOi.e30.x", false),
        ] {
            assert_eq!(looks_like_table(line.as_bytes()), is_table, "{line}");
        }
    }
}
