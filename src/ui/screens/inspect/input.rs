//! The input of a case: what it is, its buttons, its text and its requests.

use egui::{Id, Key, KeyboardShortcut, Modifiers, RichText, Ui};

use super::{
    case::{InspectCase, RecentCases},
    chips,
    evidence::kind_word,
    judged::Judged,
    requests::{self, CauseFilter, ROW},
};
use crate::{
    core::{
        diagnose::wording as words,
        import::found::Import,
        text::{counted, size, visible},
    },
    ui::{
        action::{Action, OpenTarget, PasteTarget},
        theme::{self, icon},
        widgets::{
            FIELD_LIMIT, PasteBox, TextLayout, bare_button, card, disclosure, field_label,
            icon_button, long_text, menu, menu_item, note, split_row,
        },
    },
};

/// The accessible name of the box.
const INPUT: &str = "Token, URL or any text containing one";

/// The height of a line of the text, in points.
const LINE: f32 = 17.0;

/// The height of the frame of the text, in points.
const EDGE: f32 = 14.0;

/// What was pressed.
pub(super) enum InputAction {
    /// An action of the window.
    Do(Action),
    /// Clear the case.
    Clear,
    /// Go back to the case before.
    Undo,
    /// Open an earlier case.
    Reopen(usize),
    /// Forget the earlier cases.
    Forget,
    /// Another text was pasted over this one.
    Pasted(String),
    /// The text was edited.
    Edited,
}

/// How the input is drawn.
pub(super) struct InputView<'a> {
    pub(super) judged: Option<&'a Judged>,
    /// What it is, in a line.
    pub(super) summary: &'a str,
    pub(super) recent: &'a RecentCases,
    /// The selected request.
    pub(super) selected: usize,
    /// The height of text and table, in points.
    pub(super) room: f32,
    pub(super) is_narrow: bool,
}

impl InputView<'_> {
    /// Draws the input.
    pub(super) fn ui(
        &self,
        ui: &mut Ui,
        case: &mut InspectCase,
        filter: &mut Option<CauseFilter>,
        is_text_open: &mut bool,
    ) -> Option<InputAction> {
        let mut action = None;
        card(ui, |ui| {
            let is_blank = case.is_blank();
            let many = self.judged.filter(|judged| judged.report.tokens.len() > 1);
            // The reading of a long text says more than its beginning.
            let is_folded = many.is_some() || case.search.is_some();
            let (label, pressed) = split_row(
                ui,
                "input",
                |ui| {
                    if is_blank {
                        return Some(field_label(ui, INPUT).id);
                    }
                    if is_folded {
                        disclosure(ui, is_text_open, self.summary);
                    } else {
                        ui.label(RichText::new(self.summary).text_style(theme::small()));
                    }
                    None
                },
                |ui| self.buttons_ui(ui, is_blank),
            );
            action = pressed;
            if !is_folded || *is_text_open {
                action = action.take().or(self.text_ui(ui, case, label));
            }
            if let Some(judged) = many {
                let list = (&judged.report, &judged.list);
                let height = self.room.max(2.0 * ROW);
                if let Some(chosen) = requests::ui(ui, list, self.selected, filter, height) {
                    case.selected = Some(chosen);
                }
            }
            if let Some(left_out) = self
                .judged
                .and_then(|judged| words::left_out(judged.report.left_out))
            {
                note(ui, left_out);
            }
            if let Some(others) = self
                .judged
                .and_then(|judged| words::not_mux(&judged.report))
            {
                note(ui, visible(&others));
            }
        });
        action
    }

    fn buttons_ui(&self, ui: &mut Ui, is_blank: bool) -> Option<InputAction> {
        let mut action = None;
        let button = |ui: &mut Ui, icon: &str, text: &str| {
            let response = if self.is_narrow {
                bare_button(ui, icon, text)
            } else {
                icon_button(ui, icon, text)
            };
            response.clicked()
        };
        if self.recent.can_undo && button(ui, icon::AGAIN, "Undo") {
            action = Some(InputAction::Undo);
        }
        if button(ui, icon::PASTE, "Paste") {
            action = Some(InputAction::Do(Action::Paste(PasteTarget::Inspect)));
        }
        if button(ui, icon::OPEN, "Open…") {
            action = Some(InputAction::Do(Action::Open(OpenTarget::Text)));
        }
        if !is_blank && button(ui, icon::CLOSE, "Clear") {
            action = Some(InputAction::Clear);
        }
        if !self.recent.is_empty() {
            let recent = icon_button(ui, icon::TIME, "Recent");
            menu(ui, &recent, |ui| {
                for (i, kept) in self.recent.iter().enumerate() {
                    if menu_item(ui, kept.status.icon(), &kept.title).clicked() {
                        action = Some(InputAction::Reopen(i));
                        ui.close();
                    }
                }
                ui.separator();
                note(ui, "Kept in memory for this session.");
                if menu_item(ui, icon::FORGET, "Forget recent cases").clicked() {
                    action = Some(InputAction::Forget);
                    ui.close();
                }
            });
        }
        action
    }

    fn text_ui(
        &self,
        ui: &mut Ui,
        case: &mut InspectCase,
        label: Option<Id>,
    ) -> Option<InputAction> {
        if let Some(search) = &case.search {
            long_text(ui, search.text());
            return None;
        }
        let is_blank = case.is_blank();
        let lines = if is_blank {
            6.0
        } else {
            ((self.room - EDGE) / LINE).floor().max(2.0)
        };
        let paste_box = paste_box(if is_blank { 6 } else { 1 }, lines * LINE);
        // A paste over everything starts a new case; what was there before is needed for that.
        let pasted = ui.input(|input| {
            input
                .events
                .iter()
                .any(|event| matches!(event, egui::Event::Paste(_)))
        });
        let before = pasted.then(|| case.text.clone());
        let edit = paste_box.edit(ui, &mut case.text);
        let edit = match label {
            Some(label) => edit.labelled_by(label),
            None => edit.accessible_name(INPUT),
        };
        if !edit.changed() {
            return None;
        }
        let pasted = before.filter(|_| is_paste(ui, &case.text));
        match pasted {
            Some(before) => {
                let text = std::mem::replace(&mut case.text, before);
                Some(InputAction::Pasted(text))
            }
            None => Some(InputAction::Edited),
        }
    }
}

/// What an input is: `HAR · 4 requests · 3 tokens · 2 refused`.
pub(super) fn summary(found: &Import, judged: &Judged, length: usize) -> String {
    let tokens = judged.report.tokens.len();
    let requests = tokens + found.without_token.len();
    let mut parts = vec![kind_word(found.kind).to_owned()];
    if length > FIELD_LIMIT {
        parts.push(size(length));
    }
    if requests > 1 {
        parts.push(counted(requests, "request"));
    }
    if tokens > 0 && tokens < requests {
        parts.push(counted(tokens, "token"));
    }
    if tokens > 1 {
        parts.push(format!("{} refused", judged.list.rejected()));
    }
    parts.join(" · ")
}

/// The ID of the box.
pub(super) fn field_id() -> Id {
    paste_box(0, 0.0).id()
}

fn paste_box(rows: usize, height: f32) -> PasteBox<'static> {
    PasteBox {
        label: INPUT,
        hint: "Paste a token, failing URL, player tag, HAR, curl command, log or error code",
        name: None,
        can_clear: false,
        can_open: false,
        rows,
        max_height: Some(height),
        layout: TextLayout::Token,
    }
}

/// Whether a text is exactly what was pasted in this frame.
fn is_paste(ui: &Ui, text: &str) -> bool {
    ui.input(|input| {
        let is_it = |event: &egui::Event| matches!(event, egui::Event::Paste(pasted) if pasted.trim() == text.trim());
        input.events.iter().any(is_it)
    })
}

/// Whether the shortcut that goes back to the case before was pressed while nothing else can be undone.
pub(super) fn is_undo(ui: &Ui, recent: &RecentCases, typed: &str) -> bool {
    const UNDO: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Z);
    let focused = ui.memory(egui::Memory::focused);
    let is_free = focused.is_none() || (focused == Some(chips::field_id()) && typed.is_empty());
    recent.can_undo && is_free && ui.input_mut(|input| input.consume_shortcut(&UNDO))
}
