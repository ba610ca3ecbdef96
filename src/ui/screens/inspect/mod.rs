//! Inspect a token: any text on the left; on the right three verdicts, the findings and the claims.

mod claims;
mod evidence;
mod findings;
mod search;

use egui::{Context, ScrollArea, Ui, Vec2};

use self::{
    claims::section_ui,
    evidence::EvidenceForm,
    findings::{diagnosis_ui, finding_ui},
    search::TextSearch,
};
use super::{action_button, copy_button, main_copy_button, wording};
use crate::{
    core::{
        diagnose::{
            self, markdown,
            report::{Acceptance, Report, TokenReport},
            resign::{self, Resigned},
            wording as words,
        },
        import::{self, found::Import},
        text::{capitalized, shortened, visible},
        time::Timestamp,
    },
    ui::{
        action::{Action, PasteTarget, Screen, WasSigned},
        cx::Cx,
        redact::secrets::Secrets,
        theme::{icon, status::Status},
        widgets::{
            FIELD_LIMIT, Memo, PasteBox, Pressed, TextLayout, card, card_title, choice, code,
            column::{Pane, TwoColumns},
            empty_card, excerpt, gap, icon_button, long_text, main_button, note, repaint_near,
            timeline::timeline,
            timeline_marks, token_job, verdict_cards,
        },
    },
};

/// The Inspect screen.
#[derive(Default)]
pub(crate) struct InspectScreen {
    text: String,
    /// The text, if it is too long for the box.
    search: Option<TextSearch>,
    evidence_form: EvidenceForm,
    /// The selected token, if one was selected; otherwise the worst.
    selected: Option<usize>,
    found: Memo<String, (), Import>,
    /// Depends on the search, the keys and the time.
    report: Memo<EvidenceForm, (u64, u64, Timestamp), Report>,
}

impl InspectScreen {
    /// Replaces the inspected text.
    pub(crate) fn set_text(&mut self, text: String, ctx: &Context) {
        self.selected = None;
        self.found.clear();
        self.report.clear();
        if text.len() > FIELD_LIMIT {
            self.search = Some(TextSearch::start(text, ctx));
            self.text.clear();
        } else {
            self.search = None;
            self.text = text;
        }
    }

    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let mut action = None;
        let columns = TwoColumns {
            name: "inspect",
            share: 0.4,
            least: 330.0,
            most: 480.0,
            to_top: false,
            scrolls: true,
        };
        columns.show(ui, |ui, pane| {
            let of_pane = match pane {
                Pane::Form => {
                    let of_text = self.text_ui(ui);
                    gap(ui);
                    self.evidence_form.ui(ui, cx);
                    of_text
                }
                Pane::Answer => {
                    let at = self.update(cx);
                    self.report_ui(ui, cx, at)
                }
            };
            action = action.take().or(of_pane);
        });
        action
    }

    /// The verdict on the token in view, for the title of the window.
    pub(crate) fn window_title(&self) -> Option<String> {
        let report = self.report.get()?;
        let worst = report.worst_first();
        let token = report
            .tokens
            .get(self.selected.or(worst.first().copied())?)?;
        let word = capitalized(words::acceptance(token.acceptance).0);
        let cause = token.findings.first().map(|finding| finding.id);
        Some(match cause {
            Some(cause) => format!("{word}: {cause}"),
            None => word,
        })
    }

    /// Adds everything on this screen that must be masked while it is shared.
    pub(crate) fn secrets(&self, secrets: &mut Secrets) {
        secrets.add_whole(&self.text);
        if let Some(search) = &self.search {
            secrets.add_whole(&excerpt(search.text()));
        }
        if let Some(report) = self.report.get() {
            for token in &report.tokens {
                secrets.add_token(&token.token);
            }
        }
    }

    /// Updates the report and returns the time it was made for. The text is searched only when it changes; the clock alone
    /// makes the tokens be judged again.
    fn update(&mut self, cx: &Cx<'_>) -> Timestamp {
        let mut at = self.evidence_form.at(cx).unwrap_or(cx.now);
        let found = if let Some(search) = &mut self.search {
            if self.evidence_form.is_now()
                && let Some((_, _, made_at)) = self.report.stamp()
            {
                // A thousand tokens are not judged again each second.
                at = *made_at;
            }
            search.found()
        } else {
            self.found
                .update(&self.text, (), || import::find_or_explain(&self.text));
            self.found.get()
        };
        let Some(found) = found else {
            return at;
        };
        let keyring = &cx.session.keyring;
        let stamp = (self.found.version(), keyring.revision(), at);
        let evidence_form = &self.evidence_form;
        self.report.update(evidence_form, stamp, || {
            let mut evidence = evidence_form.evidence();
            evidence.at = (!evidence_form.is_now()).then_some(at);
            diagnose::inspect_found(found.clone(), &evidence, keyring.keys(), at)
        });
        at
    }

    fn text_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let rows = ((ui.available_height() * 0.45) / 17.0).clamp(6.0, 18.0) as usize;
        let paste_box = PasteBox {
            label: "Token, URL or any text containing one",
            hint: "Paste a token, failing URL, player tag, curl command or log",
            name: None,
            can_clear: !self.text.is_empty() || self.search.is_some(),
            can_open: false,
            rows,
            max_height: None,
            layout: TextLayout::Token,
        };
        let search = self.search.as_ref();
        let long = search.map(|search| |ui: &mut Ui, _: &str| long_text(ui, search.text()));
        let (pressed, edit) = paste_box.show(ui, &mut self.text, long);
        if edit.is_some_and(|edit| edit.changed()) {
            self.selected = None;
        }
        match pressed {
            Some(Pressed::Clear) => self.set_text(String::new(), ui.ctx()),
            Some(_) => return Some(Action::Paste(PasteTarget::Inspect)),
            None => {}
        }
        None
    }

    fn report_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, at: Timestamp) -> Option<Action> {
        if self.search.is_none() && self.text.trim().is_empty() {
            return empty_ui(ui);
        }
        let Some(report) = self.report.get() else {
            let text = "This text is long. You can use the other screens meanwhile.";
            empty_card(ui, icon::INSPECT, "Searching for tokens", text, |_| {});
            return None;
        };
        for finding in &report.findings {
            finding_ui(ui, finding);
            gap(ui);
        }
        if let Some(others) = words::not_mux(report) {
            note(ui, others);
            gap(ui);
        }
        if let Some(diagnosis) = &report.diagnosis {
            diagnosis_ui(ui, diagnosis);
            gap(ui);
        }
        let count = report.tokens.len();
        let selected = self
            .selected
            .unwrap_or_else(|| report.worst_first().first().copied().unwrap_or(0))
            .min(count.saturating_sub(1));
        if count > 1 {
            if let Some(chosen) = tokens_ui(ui, report, selected) {
                self.selected = Some(chosen);
            }
            gap(ui);
        }
        let token = report.tokens.get(selected)?;
        let action = self.token_ui(ui, cx, report, token, at);
        if let Some(exp) = token.token.expiry().filter(|_| at == cx.now) {
            repaint_near(ui, exp, cx.now);
        }
        action
    }

    fn token_ui(
        &self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        report: &Report,
        token: &TokenReport,
        at: Timestamp,
    ) -> Option<Action> {
        let keys = cx.session.keyring.keys();
        verdict_cards(ui, &wording(cx, at).verdicts(token));
        let judged_at = token.as_of.time;
        gap(ui);
        if let Some(claims) = token.token.claims() {
            let marks = timeline_marks::marks(claims, self.evidence_form.duration(), judged_at);
            // "Now" alone needs no timeline.
            if marks.len() > 1 {
                card(ui, |ui| timeline(ui, &marks, token.as_of));
                gap(ui);
            }
        }
        if let Some(diagnosis) = &token.diagnosis {
            diagnosis_ui(ui, diagnosis);
            gap(ui);
        }
        let mut action = None;
        ui.horizontal_wrapped(|ui| {
            action = main_copy_button(ui, "Copy report", "the report", || {
                markdown::markdown(report, &self.evidence_form.evidence(), keys, at, cx.zone)
            });
            if icon_button(ui, icon::COMPARE, "Compare with…").clicked() {
                let url = token.request.media_url().map(ToString::to_string);
                let text = url.unwrap_or_else(|| token.token.text.clone());
                action = Some(Action::Compare(text));
            }
        });
        gap(ui);
        let resigned = resign::resign(token, &self.evidence_form.evidence(), cx.now);
        action = action.or(findings_ui(ui, token, &resigned));
        action.or(parts_ui(ui, cx, token, at, &resigned))
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

/// The tokens of a text, the worst first. Returns the one that was chosen.
fn tokens_ui(ui: &mut Ui, report: &Report, selected: usize) -> Option<usize> {
    let mut chosen = None;
    let order = report.worst_first();
    let is_refused = |token: &&TokenReport| token.acceptance == Acceptance::Refused;
    let refused = report.tokens.iter().filter(is_refused).count();
    note(
        ui,
        format!("{} tokens, {refused} refused", report.tokens.len()),
    );
    if let Some(left_out) = words::left_out(report.left_out) {
        note(ui, left_out);
    }
    // Rows of a fixed height let the scroll area lay out only the visible ones.
    let height = ui.spacing().interact_size.y;
    let rows = ScrollArea::vertical()
        .id_salt("tokens")
        .max_height(6.0 * (height + 4.0));
    rows.auto_shrink([false, true])
        .show_rows(ui, height, order.len(), |ui, range| {
            for index in range.filter_map(|row| order.get(row).copied()) {
                let token = &report.tokens[index];
                let icon = Status::from(token.acceptance).icon();
                let at = token.request.place_in_words().replace('`', "");
                let text = format!("{}  {}", index + 1, shortened(&visible(&at), 60));
                let size = Vec2::new(ui.available_width() - 12.0, height);
                if choice(ui, index == selected, Some(icon), &text, size).clicked() {
                    chosen = Some(index);
                }
            }
        });
    chosen
}

/// The findings on a token, with a button that signs it again without those that have a fix.
fn findings_ui(ui: &mut Ui, token: &TokenReport, resigned: &Resigned) -> Option<Action> {
    let mut action = None;
    if token.token.claims().is_some() && resigned.fixed > 0 {
        let text = format!("Re-sign, {} fixed", resigned.fixed);
        if main_button(ui, icon::SIGN, &text).clicked() {
            action = Some(sign_again(token, resigned));
        }
        gap(ui);
    }
    for finding in &token.findings {
        finding_ui(ui, finding);
        gap(ui);
    }
    action
}

/// Fills the Sign screen with the claims of a token.
fn sign_again(token: &TokenReport, resigned: &Resigned) -> Action {
    Action::Resign {
        request: Box::new(resigned.spec.clone()),
        url: token.url.clone().map(Box::new),
        was: Box::new(WasSigned {
            payload: token.token.claims().cloned().unwrap_or_default(),
            key_id: token.token.key_id().map(str::to_owned),
        }),
    }
}

/// Payload, header and text of a token.
fn parts_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    token: &TokenReport,
    at: Timestamp,
    resigned: &Resigned,
) -> Option<Action> {
    let mut action = None;
    if token.token.payload.is_readable() {
        card(ui, |ui| {
            card_title(ui, icon::PAYLOAD, "Payload", |ui| {
                if token.token.claims().is_some() && resigned.fixed == 0 {
                    let again = sign_again(token, resigned);
                    action = action_button(ui, icon::SIGN, "Re-sign", again);
                }
            });
            action = action.take().or(section_ui(ui, cx, token, at, true));
        });
        gap(ui);
    }
    if token.token.header.is_readable() {
        card(ui, |ui| {
            card_title(ui, icon::TOKEN, "Header", |_| {});
            action = action.take().or(section_ui(ui, cx, token, at, false));
        });
        gap(ui);
    }
    card(ui, |ui| {
        let text = &token.token.text;
        card_title(ui, icon::TOKEN, "Token as received", |ui| {
            let copy = copy_button(ui, "Copy token", "the token", || text.clone());
            action = action.take().or(copy);
        });
        if text.len() > FIELD_LIMIT {
            note(ui, format!("{} characters, too long to show", text.len()));
        } else {
            let job = token_job(ui, &token.token, ui.available_width());
            code(ui, job);
        }
        for (label, value) in words::provenance(token) {
            note(ui, format!("{label}: {}", visible(&value)));
        }
    });
    action
}
