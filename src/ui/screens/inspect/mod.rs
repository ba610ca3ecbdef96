//! Inspect a case: the input and its requests, the answer for one of them, the evidence, and the claims.
//!
//! The cause is the title and in the upper third of the window. With one column the answer comes first.

mod answer;
mod case;
mod chips;
mod claims;
mod details;
mod evidence;
mod findings;
mod input;
mod judged;
mod keys;
mod linked;
mod requests;
mod search;

use egui::{Context, Ui};

use self::{
    answer::{AnswerView, Asked, CauseTitle},
    case::{InspectCase, RecentCases},
    input::{InputAction, InputView},
    judged::{Judged, RESIGN, sign_again},
    linked::LinkedMember,
    requests::CauseFilter,
};
use super::{copy_main, wording};
use crate::{
    core::{
        diagnose::{
            self, brief, markdown,
            report::TokenReport,
            resign::{self, Resigned},
            wording::Wording,
        },
        import::{self, found::Import},
        text::visible,
        time::Timestamp,
    },
    ui::{
        action::{Action, PasteTarget, Screen},
        cx::Cx,
        redact::secrets::Secrets,
        theme::{icon, status::Status},
        widgets::{Memo, column, empty_card, gap, icon_button, main_button, repaint_near},
    },
};

/// A narrower screen has one column, in points.
const NARROW: f32 = 740.0;

/// The height of the head and the frame of the input and of the first line of the answer, in points.
const AROUND_INPUT: f32 = 98.0;

/// The Inspect screen.
#[derive(Default)]
pub(crate) struct InspectScreen {
    case: InspectCase,
    recent: RecentCases,
    found: Memo<String, (), Import>,
    /// Depends on the evidence, the search, the keys and the time.
    judged: Memo<evidence::EvidenceForm, (u64, u64, Timestamp), Judged>,
    /// Depends on the report and the selected request.
    resigned: Memo<(), (u64, usize, Timestamp), Resigned>,
    view: CaseView,
}

/// What is open, marked and filtered.
#[derive(Default)]
struct CaseView {
    is_text_open: bool,
    is_why_open: bool,
    filter: Option<CauseFilter>,
    linked: Option<LinkedMember>,
    /// The frame in which the screen was drawn last.
    drawn: Option<u64>,
    /// Whether the field that adds evidence gets the focus.
    focus_evidence: bool,
}

impl InspectScreen {
    /// Starts a new case with this text. The one before can be undone to.
    pub(crate) fn set_text(&mut self, text: String, ctx: &Context) {
        let mut next = InspectCase::new(text, ctx);
        if self.case.is_blank() {
            // What was added before there was an input belongs to it.
            next.evidence = std::mem::take(&mut self.case.evidence);
        }
        self.start(next);
        self.view.focus_evidence = true;
    }

    /// Forgets the earlier cases.
    pub(crate) fn forget_recent(&mut self) {
        self.recent.forget();
    }

    /// The title of the window: the verdict on the selected request.
    pub(crate) fn window_title(&self) -> Option<String> {
        let judged = self.judged.get().filter(|_| !self.case.is_blank())?;
        Some(answer::window_title(&judged.report, self.token(judged)))
    }

    /// Copies the report, the main thing on this screen.
    fn main_copy(&self, cx: &Cx<'_>) -> Option<Action> {
        let judged = self.judged.get().filter(|_| !self.case.is_blank())?;
        let keys = cx.session.keyring.keys();
        let evidence = self.case.evidence.evidence(cx);
        Some(Action::Copy {
            what: "the report",
            text: markdown::markdown(&judged.report, &evidence, keys, cx.now, cx.zone),
        })
    }

    /// Adds everything on this screen that must be masked while it is shared.
    pub(crate) fn secrets(&self, secrets: &mut Secrets) {
        self.case.secrets(secrets);
        self.recent.secrets(secrets);
        for token in self
            .judged
            .get()
            .iter()
            .flat_map(|judged| &judged.report.tokens)
        {
            secrets.add_token(&token.token);
        }
    }

    /// Replaces the case, and keeps the one before.
    fn start(&mut self, next: InspectCase) {
        let mut secrets = Secrets::default();
        let judged = self.judged.get();
        let title = judged.map(|judged| {
            for token in &judged.report.tokens {
                secrets.add_token(&token.token);
            }
            let token = self.token(judged);
            let title = CauseTitle::of(&judged.report, token);
            let row = token.map(|token| diagnose::summary::RequestRow::of(token).address);
            let address = row
                .map(|row| requests::short_address(&row))
                .unwrap_or_default();
            let text = visible(&title.text).replace('`', "");
            let parts = [address, text];
            let parts = parts.iter().filter(|part| !part.is_empty());
            let title_text: Vec<&str> = parts.map(String::as_str).collect();
            let text = crate::core::text::shortened(&title_text.join(": "), 90).into_owned();
            (text, title.status)
        });
        let (title, status) = title.unwrap_or_else(|| ("Case".to_owned(), Status::Unknown));
        let before = std::mem::replace(&mut self.case, next);
        let can_undo = !before.is_blank();
        self.recent.keep(before, title, status, secrets);
        self.recent.can_undo = can_undo;
        self.found.clear();
        self.judged.clear();
        self.view = CaseView {
            drawn: self.view.drawn,
            ..CaseView::default()
        };
    }

    /// The index of the selected request, else of the worst.
    fn selected(&self, judged: &Judged) -> usize {
        let last = judged.report.tokens.len().saturating_sub(1);
        self.case.selected.unwrap_or(judged.worst).min(last)
    }

    fn token<'j>(&self, judged: &'j Judged) -> Option<&'j TokenReport> {
        judged.report.tokens.get(self.selected(judged))
    }

    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        self.place_focus(ui);
        if input::is_undo(ui, &self.recent, &self.case.evidence.typed) {
            self.handle(InputAction::Undo, ui.ctx());
        }
        self.update(cx);
        let mut action = None;
        column::only(ui, "inspect", |ui| {
            let third = ui.ctx().content_rect().height() / 3.0;
            let room = third - ui.clip_rect().top() - AROUND_INPUT;
            let is_narrow = ui.available_width() < NARROW || room < 3.0 * requests::ROW;
            let is_blank = self.case.is_blank();
            if is_narrow && !is_blank {
                action = self.answer_ui(ui, cx, true);
                gap(ui);
            }
            let room = if is_narrow { 8.0 * 17.0 } else { room };
            action = action.take().or(self.input_ui(ui, room, is_narrow));
            gap(ui);
            if is_blank {
                action = action.take().or(empty_ui(ui));
                return;
            }
            if !is_narrow {
                action = action.take().or(self.answer_ui(ui, cx, false));
            }
            action = action.take().or(self.rest_ui(ui, cx, is_narrow));
        });
        action.or(self.shortcuts(ui, cx))
    }

    /// The focus goes to where one begins to type: the box, or the field that adds evidence.
    fn place_focus(&mut self, ui: &Ui) {
        let frame = ui.ctx().cumulative_frame_nr();
        let is_new = self.view.drawn.is_none_or(|drawn| drawn + 1 < frame);
        self.view.drawn = Some(frame);
        if is_new && self.case.is_blank() {
            ui.memory_mut(|memory| memory.request_focus(input::field_id()));
        }
        // A long text is searched first.
        let is_drawn = self.judged.get().is_some();
        if is_drawn && std::mem::take(&mut self.view.focus_evidence) {
            ui.memory_mut(|memory| memory.request_focus(chips::field_id()));
        }
    }

    fn shortcuts(&self, ui: &Ui, cx: &Cx<'_>) -> Option<Action> {
        if ui.data_mut(|data| data.remove_temp::<bool>(copy_main()).is_some()) {
            return self.main_copy(cx);
        }
        if ui.input_mut(|input| input.consume_shortcut(&RESIGN)) {
            let token = self.token(self.judged.get()?)?;
            token.token.claims()?;
            return Some(sign_again(token, self.resigned.get()?));
        }
        None
    }

    /// Updates the report. The text is searched only when it changes; the clock alone makes the tokens be judged again.
    fn update(&mut self, cx: &Cx<'_>) {
        let mut now = cx.now;
        let found = if let Some(search) = &mut self.case.search {
            if let Some((_, _, made_at)) = self.judged.stamp() {
                // A thousand tokens are not judged again each second.
                now = *made_at;
            }
            search.found()
        } else {
            let text = &self.case.text;
            self.found
                .update(text, (), || import::find_or_explain(text));
            self.found.get()
        };
        let Some(found) = found else {
            return;
        };
        let keyring = &cx.session.keyring;
        let stamp = (self.found.version(), keyring.revision(), now);
        let form = &self.case.evidence;
        self.judged
            .update(form, stamp, || Judged::of(found, form, cx, now));
        let Some(judged) = self.judged.get() else {
            return;
        };
        let selected = self.selected(judged);
        if let Some(token) = judged.report.tokens.get(selected) {
            let stamp = (self.judged.version(), selected, now);
            let evidence = || self.case.evidence.evidence(cx);
            self.resigned
                .update(&(), stamp, || resign::resign(token, &evidence(), now));
        }
    }

    fn input_ui(&mut self, ui: &mut Ui, room: f32, is_narrow: bool) -> Option<Action> {
        let judged = self.judged.get();
        let found = self.found();
        let selected = judged.map_or(0, |judged| self.selected(judged));
        let length = self.case.input().len();
        let summary = match (found, judged) {
            (Some(found), Some(judged)) => input::summary(found, judged, length),
            _ => format!("Searching {}…", crate::core::text::size(length)),
        };
        let view = InputView {
            judged,
            summary: &summary,
            recent: &self.recent,
            selected,
            room,
            is_narrow,
        };
        let CaseView {
            filter,
            is_text_open,
            ..
        } = &mut self.view;
        let pressed = view.ui(ui, &mut self.case, filter, is_text_open)?;
        self.handle(pressed, ui.ctx())
    }

    fn handle(&mut self, action: InputAction, ctx: &Context) -> Option<Action> {
        match action {
            InputAction::Do(action) => return Some(action),
            InputAction::Clear => self.start(InspectCase::default()),
            InputAction::Undo => {
                let before = self.recent.take(0)?;
                self.start(before);
                self.recent.can_undo = false;
            }
            InputAction::Reopen(index) => {
                let case = self.recent.take(index)?;
                self.start(case);
                self.recent.can_undo = false;
            }
            InputAction::Forget => self.recent.forget(),
            InputAction::Pasted(text) => self.set_text(text, ctx),
            InputAction::Edited => {
                // Undoing the paste in the box undoes to the whole case.
                if self.recent.undo_input() == Some(&self.case.text) {
                    let before = self.recent.take(0)?;
                    self.case = before;
                }
                self.recent.can_undo = false;
                self.case.selected = None;
            }
        }
        ctx.request_repaint();
        None
    }

    /// The answer with its evidence.
    fn answer_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, is_narrow: bool) -> Option<Action> {
        let Some(judged) = self.judged.get() else {
            let text = "This text is long. You can use the other screens meanwhile.";
            empty_card(ui, icon::INSPECT, "Searching for tokens", text, |_| {});
            return None;
        };
        let token = judged.report.tokens.get(self.selected(judged));
        let answer = AnswerView {
            report: &judged.report,
            token,
            resigned: self.resigned.get().filter(|_| token.is_some()),
            has_restriction: self.case.evidence.evidence(cx).restriction.is_some(),
            unsigned: token.is_none().then(|| self.unsigned()).flatten(),
            is_narrow,
        };
        let request = token.map(|token| &token.request);
        let (kind, form) = (judged.report.kind, &mut self.case.evidence);
        let mut pasted = None;
        let asked = answer.ui(ui, cx, &mut self.view.is_why_open, |ui| {
            ui.add_space(4.0);
            pasted = chips::ui(ui, cx, form, kind, request);
        });
        let action = match asked {
            Some(Asked::Do(action)) => Some(action),
            Some(Asked::CopyReport) => self.main_copy(cx),
            Some(Asked::CopySummary) => Some(self.summary(judged, token, cx)),
            Some(Asked::Add(kind)) => {
                self.case.evidence.edit(kind, cx);
                self.view.focus_evidence = true;
                None
            }
            None => None,
        };
        if let Some(input) = pasted {
            self.set_text(input, ui.ctx());
        }
        action
    }

    /// The first URL without a token.
    fn unsigned(&self) -> Option<String> {
        let mut requests = self.found()?.without_token.iter();
        requests.find_map(|request| Some(request.media_url()?.to_string()))
    }

    fn found(&self) -> Option<&Import> {
        match &self.case.search {
            Some(search) => search.done(),
            None => self.found.get(),
        }
    }

    fn summary(&self, judged: &Judged, token: Option<&TokenReport>, cx: &Cx<'_>) -> Action {
        let evidence = self.case.evidence.evidence(cx);
        let wording = Wording {
            is_live: false,
            is_for_others: true,
            ..wording(cx, evidence.at.unwrap_or(cx.now))
        };
        Action::Copy {
            what: "the summary",
            text: brief::brief(&judged.report, token, &evidence, &wording),
        }
    }

    /// The timeline, the other findings, the keys, the claims and the token.
    fn rest_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, is_narrow: bool) -> Option<Action> {
        let judged = self.judged.get()?;
        let token = judged.report.tokens.get(self.selected(judged));
        if let Some(token) = token {
            details::timeline_ui(ui, token, &self.case.evidence.evidence(cx), cx);
        }
        details::others_ui(ui, &judged.report, token);
        keys::ui(ui, cx, &judged.keys);
        let token = token?;
        if let Some(exp) = token.token.expiry().filter(|_| token.as_of.time == cx.now) {
            repaint_near(ui, exp, cx.now);
        }
        let marked = self.view.linked;
        let mut hovered = None;
        let action = details::parts_ui(ui, cx, token, is_narrow, (marked, &mut hovered));
        if hovered != marked {
            self.view.linked = hovered;
            ui.ctx().request_repaint();
        }
        action
    }
}

fn empty_ui(ui: &mut Ui) -> Option<Action> {
    let mut action = None;
    empty_card(
        ui,
        icon::INSPECT,
        "Paste a token or a URL that fails",
        "Decoded as you type and checked against your loaded keys. Nothing leaves this computer.",
        |ui| {
            if main_button(ui, icon::PASTE, "Paste from the clipboard").clicked() {
                action = Some(Action::Paste(PasteTarget::Inspect));
            }
            if icon_button(ui, icon::DEMO, "Try with an example").clicked() {
                action = Some(Action::Example(Screen::Inspect));
            }
        },
    );
    action
}
