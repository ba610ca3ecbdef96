//! The left side: the rows, the column, and what is done with each row.

use egui::{ProgressBar, Role, Ui, Vec2, WidgetInfo};

use super::{BatchMode, BatchScreen, first_rows, job::BatchJob, rows::HeldText};
use crate::{
    core::{
        batch::columns::Columns,
        text::{capitalized, counted, grouped, size},
        token::spec::Expiry,
    },
    platform::rows::{RowsError, Shape},
    ui::{
        action::{Action, OpenTarget, PasteTarget, Screen},
        cx::Cx,
        screens::{action_button, sign::form::SignForm},
        session::KeyAction,
        theme::{icon, status::Status},
        widgets::{
            Combo, PasteBox, Pressed, TextLayout, card, card_title, choice, combo_item,
            field_label, gap, icon_button, main_button, note, status, times,
        },
    },
};

impl BatchScreen {
    pub(super) fn input_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, form: &SignForm) -> Option<Action> {
        field_label(ui, "For each row");
        let size = Vec2::new((ui.available_width() - 8.0) / 2.0, 34.0);
        ui.horizontal(|ui| {
            for (mode, icon, title) in [
                (BatchMode::Sign, icon::SIGN, "Sign each"),
                (BatchMode::Inspect, icon::INSPECT, "Inspect each"),
            ] {
                let response = choice(ui, mode == self.mode, Some(icon), title, size);
                if response.clicked() && mode != self.mode {
                    self.mode = mode;
                    self.column = None;
                }
            }
        });
        gap(ui);
        let mut action = self.text_ui(ui);
        if !self.input.is_empty() {
            gap(ui);
            self.column_ui(ui, form);
        }
        gap(ui);
        card(ui, |ui| {
            let of_task = match self.mode {
                BatchMode::Sign => sign_ui(ui, cx, form, self.durations()),
                BatchMode::Inspect => inspect_ui(ui, cx),
            };
            action = action.take().or(of_task);
        });
        gap(ui);
        action.or(self.start_ui(ui, cx))
    }

    /// Whether rows with a duration expire as in the form, if they come from an answer of Mux's API.
    fn durations(&mut self) -> Option<&mut bool> {
        let is_answer = matches!(self.columns.get(), Some(Ok(first)) if first.columns.is_answer);
        is_answer.then_some(&mut self.ignores_durations)
    }

    fn text_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let (label, hint) = match self.mode {
            BatchMode::Sign => (
                "IDs, URLs, a CSV or an API answer",
                "PLAYBACK_ID\nhttps://image.mux.com/ID/…\n\nor a table:\ntitle,playback_id\nTrailer,PLAYBACK_ID\n\n\
                 or assets as JSON, as the Mux API returns them",
            ),
            BatchMode::Inspect => (
                "Tokens, URLs, a log or a CSV",
                "https://stream.mux.com/ID.m3u8?token=…\neyJ…\n\nor a log containing them, or a table",
            ),
        };
        let paste_box = PasteBox {
            label,
            hint,
            name: None,
            can_clear: !self.input.is_empty(),
            can_open: true,
            rows: 8,
            max_height: Some(220.0),
            layout: TextLayout::Rows,
        };
        let held = self.input.held.as_ref();
        let held = held.map(|held| |ui: &mut Ui, _: &str| held_ui(ui, held));
        let (pressed, _) = paste_box.show(ui, &mut self.input.text, held);
        match pressed? {
            Pressed::Clear => {
                self.set_text(String::new());
                None
            }
            Pressed::Paste => Some(Action::Paste(PasteTarget::Batch)),
            Pressed::Open => Some(Action::Open(OpenTarget::Rows)),
        }
    }

    /// The column with the IDs or tokens, if there are several.
    fn column_ui(&mut self, ui: &mut Ui, form: &SignForm) {
        let Some(known) = self.columns.get() else {
            return;
        };
        let is_settled = known.is_ok();
        let columns = match known {
            Ok(first) => first.columns.clone(),
            Err(error) => {
                let Some(columns) = self.choosable_ui(ui, form, error) else {
                    return;
                };
                columns
            }
        };
        if !columns.is_table || columns.width < 2 || columns.is_answer {
            return;
        }
        let current = is_settled.then_some(columns.chosen);
        ui.horizontal(|ui| {
            field_label(ui, "Column");
            let shown =
                current.map_or_else(|| "Choose…".to_owned(), |column| columns.label(column));
            let list = Combo {
                name: "Column",
                value: &shown,
                width: Some(ui.available_width()),
            };
            list.show(ui, |ui| {
                for column in 0..columns.width.min(200) {
                    let is_chosen = current == Some(column);
                    if combo_item(ui, is_chosen, &columns.label(column)).clicked() {
                        self.column = Some(column);
                    }
                }
            });
        });
    }

    /// Reports why the columns cannot be determined. Returns the columns if choosing one helps.
    fn choosable_ui(&self, ui: &mut Ui, form: &SignForm, error: &RowsError) -> Option<Columns> {
        status(ui, Status::Wrong, capitalized(&error.to_string()));
        if !matches!(error, RowsError::Column(_)) {
            note(ui, error.hint());
            return None;
        }
        // The names of the columns do not depend on which one is chosen.
        let first = Shape {
            column: Some("1".to_owned()),
            ..self.shape(form)
        };
        let read = first_rows(self.input.bytes(), &first).ok();
        read.map(|read| read.columns)
    }

    fn start_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        if let Some(job) = self.job.as_ref().filter(|job| job.is_running()) {
            progress_ui(ui, job);
            return None;
        }
        let is_known = matches!(self.columns.get(), Some(Ok(_)));
        let key = cx.session.keyring.current();
        let has_key = key.is_some_and(|key| key.id.is_some());
        let can_sign = self.mode == BatchMode::Inspect || has_key;
        let (icon, title) = match self.mode {
            BatchMode::Sign => (icon::SIGN, "Sign all rows"),
            BatchMode::Inspect => (icon::INSPECT, "Inspect all rows"),
        };
        let mut action = None;
        ui.add_enabled_ui(!self.input.is_empty() && is_known && can_sign, |ui| {
            ui.vertical_centered_justified(|ui| {
                if main_button(ui, icon, title).clicked() {
                    action = Some(Action::StartBatch);
                }
            });
        });
        action
    }
}

fn held_ui(ui: &mut Ui, held: &HeldText) {
    card(ui, |ui| {
        card_title(ui, icon::BATCH, &held.name, |_| {});
        let lines = counted(held.lines, "line");
        note(ui, format!("{lines}, {}", size(held.bytes.len())));
    });
}

fn progress_ui(ui: &mut Ui, job: &BatchJob) {
    let count = job.look().count;
    let expected = job.expected.max(count);
    let text = format!("{} of {}", grouped(count), grouped(expected));
    let part = count as f32 / expected.max(1) as f32;
    let bar = ui.add(ProgressBar::new(part).text(text.clone()));
    bar.widget_info(|| {
        WidgetInfo::labeled(Role::ProgressIndicator, true, format!("Progress: {text}"))
    });
    if icon_button(ui, icon::CLOSE, "Cancel").clicked() {
        job.cancel();
    }
}

/// What is signed, in one sentence, and where to change it.
fn sign_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    form: &SignForm,
    ignores_durations: Option<&mut bool>,
) -> Option<Action> {
    let mut action = card_title(ui, icon::SIGN, "Settings from Sign", |ui| {
        action_button(ui, icon::SIGN, "Edit…", Action::Show(Screen::Sign))
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
                    "IDs become tokens for {}; URLs become tokens for what they request",
                    form.audience.noun()
                ),
            };
            let expiry = form.expiry.trim();
            note(ui, format!("{what}. Expires: `{expiry}`{with}."));
            if let Some(Expiry::At(moment)) = requests.first().map(|request| request.expiry) {
                let time = times(moment, cx.now, cx.zone);
                let text = format!("All rows expire at the same fixed time: {time}");
                status(ui, Status::Care, text);
                note(
                    ui,
                    "For a time counted from signing, set a duration on the Sign screen.",
                );
            }
            if let Some(ignores_durations) = ignores_durations {
                let mut outlasts = !*ignores_durations;
                let title = "Expire 12 hours after the end of each video with a known duration";
                ui.checkbox(&mut outlasts, title);
                *ignores_durations = !outlasts;
            }
        }
        Err(troubles) => {
            for trouble in troubles.iter().take(2) {
                status(ui, Status::Wrong, &trouble.problem.what);
            }
            note(ui, "Fix it on the Sign screen.");
        }
    }
    let keys = Action::Show(Screen::Keys);
    match cx.session.keyring.current() {
        Some(key) if key.id.is_some() => {}
        Some(_) => {
            status(ui, Status::Care, "The key has no ID yet");
            action = action.or(action_button(ui, icon::KEY, "Go to Keys", keys));
        }
        None => {
            status(ui, Status::Care, "No key is loaded");
            ui.horizontal(|ui| {
                let load = action_button(ui, icon::KEY, "Load a key", keys);
                let demo = Action::Key(KeyAction::CreateDemo);
                let demo = action_button(ui, icon::DEMO, "Use a demo key", demo);
                action = action.take().or(load).or(demo);
            });
        }
    }
    action
}

fn inspect_ui(ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
    let action = card_title(ui, icon::INSPECT, "All rules, as of now", |ui| {
        action_button(ui, icon::KEY, "Keys…", Action::Show(Screen::Keys))
    });
    let keys = match cx.session.keyring.keys().len() {
        0 => "No key is loaded, so signatures are not checked.".to_owned(),
        count => format!("Signatures are checked with {}.", counted(count, "key")),
    };
    note(ui, format!("{keys} Lines without a token are skipped."));
    action
}
