//! Many IDs or URLs at once: what to do with them on the left, and on the right a table that fills as they are done.

mod job;
mod table;

use std::{io::Cursor, path::Path, sync::Arc, time::Duration};

use egui::{
    Align, ComboBox, Context, Frame, Layout, Margin, ProgressBar, RichText, Role, ScrollArea,
    TextBuffer, TextEdit, Ui, Vec2, WidgetInfo, text::LayoutJob,
};

use self::job::{End, Job, MOST_ROWS};
use super::sign::form::SignForm;
use crate::{
    core::{
        batch::{
            Task,
            columns::{Columns, Wanted},
        },
        diagnose::evidence::Evidence,
        key::{Key, KeyError},
        text::{capitalized, size},
    },
    platform::{
        Chunks, SharedClock,
        rows::{Rows, RowsError, Shape},
    },
    ui::{
        action::{Action, SaveFormat, Screen},
        cx::{Cx, EXAMPLE_ID},
        redact::secrets::Secrets,
        theme::{icon, palette},
        widgets::{
            FIELD_LIMIT, bare_button, card, card_title, choice, column::Left, empty, field_label,
            gap, icon_button, main_button, note, told,
        },
    },
};

/// The Batch screen.
#[derive(Default)]
pub(crate) struct BatchScreen {
    mode: Mode,
    /// What is in the field.
    text: String,
    /// What is too long for the field, or came from a file.
    held: Option<Held>,
    /// The column that was chosen, from 0.
    column: Option<usize>,
    /// What is known of the text, and from what.
    known: Option<(Asked, Result<Columns, RowsError>)>,
    job: Option<Job>,
    only_errors: bool,
}

/// What is done with the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    #[default]
    Sign,
    Inspect,
}

/// A text that is not in the field.
struct Held {
    name: String,
    bytes: Arc<[u8]>,
    lines: usize,
    is_table: Option<bool>,
}

/// What the columns depend on.
#[derive(Clone, PartialEq)]
struct Asked {
    text: String,
    held: Option<*const u8>,
    mode: Mode,
    column: Option<usize>,
    audience: crate::core::mux::audience::Audience,
}

/// More rows than this are saved and not copied.
const MOST_COPIED: usize = 20_000;

/// How often the table is drawn while it fills.
const PACE: Duration = Duration::from_millis(60);

impl BatchScreen {
    /// Takes a text that was pasted.
    pub(crate) fn set_text(&mut self, text: String) {
        if text.len() > FIELD_LIMIT {
            self.hold("Pasted text".to_owned(), text.into_bytes());
        } else {
            self.held = None;
            self.text = text;
        }
        self.column = None;
    }

    /// Takes a file.
    pub(crate) fn set_file(&mut self, name: &str, bytes: Vec<u8>) {
        self.text.clear();
        self.column = None;
        self.hold(name.to_owned(), bytes);
    }

    /// Tells what must not be read on a shared screen.
    pub(crate) fn secrets(&self, secrets: &mut Secrets) {
        secrets.add_whole(&self.text);
    }

    fn hold(&mut self, name: String, bytes: Vec<u8>) {
        let extension = Path::new(&name).extension().unwrap_or_default();
        let is_table = ["csv", "tsv"]
            .iter()
            .any(|table| extension.eq_ignore_ascii_case(table));
        self.text.clear();
        self.held = Some(Held {
            name,
            lines: lines(&bytes),
            bytes: bytes.into(),
            is_table: is_table.then_some(true),
        });
    }

    /// Begins to do the rows.
    ///
    /// # Errors
    /// When there is no key to sign with, or the form of the Sign screen or the text cannot be used; says why and what
    /// to do.
    pub(crate) fn start(
        &mut self,
        ctx: &Context,
        clock: SharedClock,
        cx: &Cx<'_>,
        form: &SignForm,
    ) -> Result<(), (String, String)> {
        let task = match self.mode {
            Mode::Sign => sign_task(cx, form)?,
            Mode::Inspect => Task::Inspect {
                evidence: Evidence::default(),
                keys: cx.keyring.keys().iter().map(Key::public_half).collect(),
                at: None,
            },
        };
        let ctx = ctx.clone();
        let wake = move || ctx.request_repaint_after(PACE);
        let signs_with = match &task {
            Task::Sign { .. } => cx.keyring.current(),
            Task::Inspect { .. } => None,
        };
        let signs_with = signs_with.map(|key| key.public.fingerprint.clone());
        let job = Job::start(
            self.bytes(),
            &self.shape(form),
            task,
            signs_with,
            clock,
            wake,
        )
        .map_err(|error| (capitalized(&error.to_string()), error.hint()))?;
        self.only_errors = false;
        self.job = Some(job);
        Ok(())
    }

    /// Stops signing with the key of this fingerprint, because it is to be forgotten, or with any key.
    pub(crate) fn stop_signing(&self, fingerprint: Option<&str>) {
        let signs = |job: &&Job| match fingerprint {
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

    fn bytes(&self) -> Arc<[u8]> {
        match &self.held {
            Some(held) => held.bytes.clone(),
            None => self.text.as_bytes().into(),
        }
    }

    fn shape(&self, form: &SignForm) -> Shape {
        let from_name = self.held.as_ref().and_then(|held| held.is_table);
        let is_table = from_name.or(self.column.map(|_| true));
        Shape {
            is_table: match self.mode {
                Mode::Sign => is_table,
                // A log is full of commas.
                Mode::Inspect => is_table.or_else(|| Some(looks_like_table(self.first_line()))),
            },
            column: self.column.map(|column| (column + 1).to_string()),
            wanted: match self.mode {
                Mode::Sign => Wanted::Ids(form.audience),
                Mode::Inspect => Wanted::Tokens,
            },
        }
    }

    fn first_line(&self) -> &[u8] {
        let bytes = match &self.held {
            Some(held) => &held.bytes[..],
            None => self.text.as_bytes(),
        };
        bytes
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.held.is_none() && self.text.trim().is_empty()
    }

    /// Settles on the columns again when anything that they depend on has changed.
    fn know(&mut self, form: &SignForm) {
        let asked = Asked {
            text: self.text.clone(),
            held: self.held.as_ref().map(|held| held.bytes.as_ptr()),
            mode: self.mode,
            column: self.column,
            audience: form.audience,
        };
        if self
            .known
            .as_ref()
            .is_some_and(|(known, _)| *known == asked)
        {
            return;
        }
        let columns = self.columns(&self.shape(form));
        self.known = Some((asked, columns));
    }

    fn columns(&self, shape: &Shape) -> Result<Columns, RowsError> {
        Rows::open(Box::new(Cursor::new(self.bytes())), shape).map(|rows| rows.columns)
    }

    /// Draws the screen and says what the person asked for.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, form: &SignForm) -> Option<Action> {
        let mut action = None;
        self.know(form);
        let left = Left {
            share: 0.34,
            least: 300.0,
            most: 400.0,
            to_top: false,
        };
        left.show(ui, "batch", |ui| action = self.input_ui(ui, cx, form));
        let frame = Frame::new().inner_margin(Margin {
            left: 6,
            right: 16,
            top: 12,
            bottom: 12,
        });
        egui::CentralPanel::default().frame(frame).show(ui, |ui| {
            action = action.take().or(self.result_ui(ui));
        });
        action
    }

    fn input_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, form: &SignForm) -> Option<Action> {
        let mut action = None;
        field_label(ui, "What to do with each");
        let size = Vec2::new((ui.available_width() - 8.0) / 2.0, 34.0);
        ui.horizontal(|ui| {
            for (mode, sign, title) in [
                (Mode::Sign, icon::SIGN, "Sign each"),
                (Mode::Inspect, icon::INSPECT, "Inspect each"),
            ] {
                if choice(ui, mode == self.mode, Some(sign), title, size).clicked()
                    && mode != self.mode
                {
                    self.mode = mode;
                    self.column = None;
                }
            }
        });
        gap(ui);
        action = action.or(self.text_ui(ui));
        if !self.is_empty() {
            gap(ui);
            self.column_ui(ui, form);
        }
        gap(ui);
        card(ui, |ui| {
            let asked = match self.mode {
                Mode::Sign => sign_ui(ui, cx, form),
                Mode::Inspect => inspect_ui(ui, cx),
            };
            action = action.take().or(asked);
        });
        gap(ui);
        action.or(self.start_ui(ui, cx))
    }

    fn text_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        let name = match self.mode {
            Mode::Sign => "IDs, URLs or a CSV",
            Mode::Inspect => "Tokens, URLs, a log or a CSV",
        };
        let mut is_cleared = false;
        let label = ui
            .horizontal(|ui| {
                let label = field_label(ui, name);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if !self.is_empty() && bare_button(ui, icon::CLOSE, "Clear").clicked() {
                        is_cleared = true;
                    }
                    if bare_button(ui, icon::OPEN, "Open a file").clicked() {
                        action = Some(Action::OpenBatch);
                    }
                    if bare_button(ui, icon::PASTE, "Paste").clicked() {
                        action = Some(Action::PasteIntoBatch);
                    }
                });
                label
            })
            .inner;
        if is_cleared {
            self.set_text(String::new());
        }
        if let Some(held) = &self.held {
            card(ui, |ui| {
                card_title(ui, icon::DROP, &held.name, |_| {});
                note(
                    ui,
                    format!(
                        "{}, {}",
                        counted(held.lines, "line"),
                        size(held.bytes.len())
                    ),
                );
            });
            return action;
        }
        let hint = match self.mode {
            Mode::Sign => {
                "PLAYBACK_ID\nhttps://image.mux.com/ID/…\n\nor a table:\ntitle,playback_id\nTrailer,PLAYBACK_ID"
            }
            Mode::Inspect => {
                "https://stream.mux.com/ID.m3u8?token=…\neyJ…\n\nor a log with them, or a table"
            }
        };
        // Rows are told apart by their lines, so none is broken.
        let mut unbroken = |ui: &Ui, text: &dyn TextBuffer, _width: f32| {
            let font = egui::TextStyle::Monospace.resolve(ui.style());
            let text = text.as_str().to_owned();
            let job = LayoutJob::simple(text, font, palette(ui).text, f32::INFINITY);
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        ScrollArea::both()
            .id_salt("rows")
            .max_height(220.0)
            .show(ui, |ui| {
                let edit = TextEdit::multiline(&mut self.text)
                    .font(egui::TextStyle::Monospace)
                    .hint_text(hint)
                    .desired_width(f32::INFINITY)
                    .desired_rows(8)
                    .margin(Margin::symmetric(8, 6))
                    .lock_focus(false)
                    .layouter(&mut unbroken)
                    .char_limit(FIELD_LIMIT);
                ui.add(edit).labelled_by(label.id);
            });
        action
    }

    /// Which column is meant, where there is a choice.
    fn column_ui(&mut self, ui: &mut Ui, form: &SignForm) {
        let p = palette(ui);
        let Some((_, known)) = &self.known else {
            return;
        };
        if let Err(error) = known {
            told(ui, icon::WRONG, p.wrong, &capitalized(&error.to_string()));
            if !matches!(error, RowsError::Column(_)) {
                note(ui, error.hint());
                return;
            }
        }
        let first = Shape {
            column: Some("1".to_owned()),
            ..self.shape(form)
        };
        let columns = match known {
            Ok(columns) => columns.clone(),
            // Whatever is chosen now, the columns have the names that they have.
            Err(_) => match self.columns(&first) {
                Ok(columns) => columns,
                Err(_) => return,
            },
        };
        if !columns.is_table || columns.width < 2 {
            return;
        }
        let is_settled = known.is_ok();
        ui.horizontal(|ui| {
            let label = field_label(ui, "Column");
            let shown = if is_settled {
                columns.label(columns.chosen)
            } else {
                "Choose…".to_owned()
            };
            let mut chosen = is_settled.then_some(columns.chosen);
            let before = chosen;
            let combo = ComboBox::from_id_salt("column")
                .width(ui.available_width() - 8.0)
                .selected_text(shown)
                .show_ui(ui, |ui| {
                    for column in 0..columns.width.min(200) {
                        ui.selectable_value(&mut chosen, Some(column), columns.label(column));
                    }
                });
            combo.response.labelled_by(label.id);
            if chosen != before {
                self.column = chosen;
            }
        });
    }

    fn start_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let mut action = None;
        if let Some(job) = self.job.as_ref().filter(|job| job.is_running()) {
            let count = job.look().count;
            let part = count as f32 / job.expected.max(count).max(1) as f32;
            let said = format!("{} of {}", grouped(count), grouped(job.expected.max(count)));
            let bar = ui.add(ProgressBar::new(part).text(said.clone()));
            bar.widget_info(|| {
                WidgetInfo::labeled(Role::ProgressIndicator, true, format!("Progress: {said}"))
            });
            if icon_button(ui, icon::CLOSE, "Cancel").clicked() {
                job.cancel();
            }
            return None;
        }
        let is_known = matches!(&self.known, Some((_, Ok(_))));
        let has_key = cx.keyring.current().is_some_and(|key| key.id.is_some());
        let can_start = !self.is_empty() && is_known && (self.mode == Mode::Inspect || has_key);
        let title = match self.mode {
            Mode::Sign => "Sign all rows",
            Mode::Inspect => "Inspect all rows",
        };
        ui.add_enabled_ui(can_start, |ui| {
            ui.vertical_centered_justified(|ui| {
                let sign = if self.mode == Mode::Sign {
                    icon::SIGN
                } else {
                    icon::INSPECT
                };
                if main_button(ui, sign, title).clicked() {
                    action = Some(Action::StartBatch);
                }
            });
        });
        action
    }

    fn result_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let Some(job) = &self.job else {
            return self.empty_ui(ui);
        };
        let mut action = None;
        card(ui, |ui| {
            ui.set_min_height(ui.available_height());
            action = head_ui(ui, job, &mut self.only_errors);
            ui.add_space(4.0);
            let asked = table::ui(ui, job, self.only_errors);
            action = action.take().or(asked);
        });
        action
    }

    fn empty_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        card(ui, |ui| {
            empty(
                ui,
                icon::BATCH,
                "Sign or inspect many at once",
                "Paste IDs or URLs, or open a list, a CSV or a log. A row that is wrong is told with its line and stops no \
                 other; the other columns of a CSV are kept.",
            );
            ui.vertical_centered(|ui| {
                ui.set_max_width(220.0);
                ui.vertical_centered_justified(|ui| {
                    if main_button(ui, icon::PASTE, "Paste from the clipboard").clicked() {
                        action = Some(Action::PasteIntoBatch);
                    }
                    if icon_button(ui, icon::OPEN, "Open file…").clicked() {
                        action = Some(Action::OpenBatch);
                    }
                    if icon_button(ui, icon::DEMO, "Try with an example").clicked() {
                        self.mode = Mode::Sign;
                        self.set_text(example());
                    }
                });
            });
            ui.add_space(16.0);
        });
        action
    }
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
        (1..=40).contains(&name.len())
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || " _-".contains(c))
            && name.chars().any(char::is_alphabetic)
    };
    names.len() > 1 && names.iter().all(is_name)
}

fn sign_task(cx: &Cx<'_>, form: &SignForm) -> Result<Task, (String, String)> {
    let of_key = |error: KeyError| (capitalized(&error.to_string()), error.hint().to_owned());
    let nothing = || {
        (
            "No key is loaded that could sign".to_owned(),
            "Load one on the Keys screen, with its ID.".to_owned(),
        )
    };
    let key = cx.keyring.current().ok_or_else(nothing)?;
    let signing = key.signing().map_err(of_key)?;
    let key_id = key.id.as_deref().ok_or_else(nothing)?;
    let order = form.order(cx.zone, key_id).map_err(|troubles| {
        let first = troubles.into_iter().next();
        first.map_or_else(nothing, |trouble| {
            (trouble.problem.what, trouble.problem.hint)
        })
    })?;
    Ok(Task::Sign {
        order,
        key: signing.share(),
    })
}

/// What will be signed, in one sentence, and where to change it.
fn sign_ui(ui: &mut Ui, cx: &Cx<'_>, form: &SignForm) -> Option<Action> {
    let mut action = None;
    card_title(ui, icon::SIGN, "As in Sign", |ui| {
        if icon_button(ui, icon::AGAIN, "Change…").clicked() {
            action = Some(Action::Show(Screen::Sign));
        }
    });
    match form.specs(cx.zone) {
        Ok(requests) => {
            let mut names: Vec<String> = Vec::new();
            for (name, _) in requests.iter().flat_map(|request| request.claims.iter()) {
                let name = format!("`{name}`");
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            let with = if names.is_empty() {
                String::new()
            } else {
                format!(", with {}", names.join(", "))
            };
            let what = match form.set {
                Some(_) => "Each row becomes a player set".to_owned(),
                None => format!(
                    "An ID becomes a token for {}, a URL one for what it asks for",
                    form.audience.noun()
                ),
            };
            note(
                ui,
                format!("{what}. Expires: `{}`{with}.", form.expiry.trim()),
            );
        }
        Err(troubles) => {
            for trouble in troubles.iter().take(2) {
                told(ui, icon::WRONG, palette(ui).wrong, &trouble.problem.what);
            }
            note(ui, "Mend it on the Sign screen.");
        }
    }
    match cx.keyring.current() {
        Some(key) if key.id.is_some() => {}
        Some(_) => {
            told(ui, icon::CARE, palette(ui).care, "The key has no ID yet");
            if icon_button(ui, icon::KEY, "Go to Keys").clicked() {
                action = Some(Action::Show(Screen::Keys));
            }
        }
        None => {
            told(ui, icon::CARE, palette(ui).care, "No key is loaded");
            ui.horizontal(|ui| {
                if icon_button(ui, icon::KEY, "Load a key").clicked() {
                    action = Some(Action::Show(Screen::Keys));
                }
                if icon_button(ui, icon::DEMO, "Use a demo key").clicked() {
                    action = Some(Action::MakeDemoKey);
                }
            });
        }
    }
    action
}

fn inspect_ui(ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
    let mut action = None;
    card_title(ui, icon::INSPECT, "Every rule, as of now", |ui| {
        if icon_button(ui, icon::KEY, "Keys…").clicked() {
            action = Some(Action::Show(Screen::Keys));
        }
    });
    let keys = match cx.keyring.keys().len() {
        0 => "No key is loaded, so signatures stay unchecked.".to_owned(),
        count => format!("Signatures are checked with {}.", counted(count, "key")),
    };
    note(ui, format!("{keys} Lines without a token are passed over."));
    action
}

/// What came of it so far, and what can be done with that.
fn head_ui(ui: &mut Ui, job: &Job, only_errors: &mut bool) -> Option<Action> {
    let mut action = None;
    let p = palette(ui);
    let (rows, count, wrong, shown, end) = {
        let done = job.look();
        (
            done.rows.len(),
            done.count,
            done.wrong.len(),
            done.shown.len(),
            done.end.clone(),
        )
    };
    let (sign, color, words) = match &end {
        None => (icon::TIME, p.accent, "Working".to_owned()),
        Some(End::Finished) if wrong == 0 => (icon::RIGHT, p.right, "Done".to_owned()),
        Some(End::Finished) => (icon::CARE, p.care, "Done".to_owned()),
        Some(End::Cancelled) => (
            icon::CARE,
            p.care,
            "Cancelled; what was done is kept".to_owned(),
        ),
        Some(End::Full) => (
            icon::CARE,
            p.care,
            format!(
                "The window keeps {} rows; `mux-jwt sign --ids` takes any number",
                grouped(MOST_ROWS)
            ),
        ),
        Some(End::Failed { what, .. }) => (icon::WRONG, p.wrong, what.clone()),
    };
    ui.horizontal(|ui| {
        let of = if job.signs_with.is_some() {
            counted(count, "row")
        } else {
            format!("{}, {}", counted(count, "row"), counted(shown, "token"))
        };
        let errors = if wrong == 0 {
            "no errors".to_owned()
        } else {
            counted(wrong, "error")
        };
        let response = ui.label(
            RichText::new(sign)
                .font(crate::ui::theme::icon_font(15.0))
                .color(color),
        );
        let said = format!("{words}: {of}, {errors}");
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
        ui.label(crate::ui::widgets::strong(&words));
        note(ui, format!("{of}, {errors}"));
    });
    if let Some(End::Failed { hint, .. }) = &end {
        note(ui, hint);
    }
    ui.horizontal_wrapped(|ui| {
        ui.add_enabled(
            wrong > 0 || *only_errors,
            egui::Checkbox::new(only_errors, "Only errors"),
        );
        ui.add_enabled_ui(end.is_some() && rows > 0, |ui| {
            ui.add_enabled_ui(rows <= MOST_COPIED, |ui| {
                let response = icon_button(ui, icon::COPY, "Copy CSV");
                if response
                    .on_disabled_hover_text("Too much for a clipboard; save it as a file")
                    .clicked()
                {
                    let bytes: Vec<u8> = job.chunks(SaveFormat::Csv).flatten().collect();
                    action = Some(Action::Copy {
                        what: "the rows as CSV",
                        text: String::from_utf8_lossy(&bytes).into_owned(),
                    });
                }
            });
            if icon_button(ui, icon::SAVE, "Save CSV…").clicked() {
                action = Some(Action::SaveBatch(SaveFormat::Csv));
            }
            if icon_button(ui, icon::SAVE, "Save JSON Lines…").clicked() {
                action = Some(Action::SaveBatch(SaveFormat::JsonLines));
            }
        });
    });
    action
}

/// How many lines there are, with what is left after the last break.
fn lines(bytes: &[u8]) -> usize {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.split(|byte| *byte == b'\n').count()
}

/// `1 row`, `2,000 rows`.
fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(count))
}

/// A number with a comma after each thousand.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_at_a_glance() {
        assert_eq!(counted(1, "row"), "1 row");
        assert_eq!(counted(100_000, "row"), "100,000 rows");
    }

    #[test]
    fn a_log_is_not_taken_for_a_table() {
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
