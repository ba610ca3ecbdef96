//! The answer: the cause as the title, what to do, the verdicts in a line, and the buttons that act on it.

use egui::{Grid, Label, TextStyle, Ui, Vec2};

use super::{
    evidence::EvidenceKind,
    findings,
    judged::{RESIGN, sign_again},
};
use crate::{
    core::{
        diagnose::{
            finding::Finding,
            report::{Acceptance, Report, TokenReport},
            resign::Resigned,
            wording::{self as words},
        },
        level::Severity,
        mux::params::RESTRICTION,
        text::{capitalized, short_ids, visible},
    },
    ui::{
        action::{Action, OpenTarget},
        command,
        cx::Cx,
        screens::wording,
        theme::{self, icon, palette, status::Status},
        widgets::{
            self, differing_job, disclosure, icon_button, keyed_button, live, note, paragraph,
            sign, small_text, status, verdict_line,
        },
    },
};

/// The width of the buttons next to the answer, in points.
const BUTTONS: f32 = 236.0;

/// What is drawn.
pub(super) struct AnswerView<'a> {
    pub(super) report: &'a Report,
    pub(super) token: Option<&'a TokenReport>,
    pub(super) resigned: Option<&'a Resigned>,
    /// A URL without a token, which can be signed.
    pub(super) unsigned: Option<String>,
    /// Whether the evidence has a playback restriction.
    pub(super) has_restriction: bool,
    /// Whether there is one column.
    pub(super) is_narrow: bool,
}

/// What was asked for on the answer.
pub(super) enum Asked {
    /// An action of the window.
    Do(Action),
    /// Copy the report.
    CopyReport,
    /// Copy the summary.
    CopySummary,
    /// Enter evidence of this kind.
    Add(EvidenceKind),
}

/// The cause of a request, or of an input without one.
pub(super) struct CauseTitle<'a> {
    pub(super) status: Status,
    /// The verdict in a word.
    pub(super) word: &'static str,
    pub(super) text: String,
    /// What to do.
    hint: &'a str,
    finding: Option<&'a Finding>,
}

impl<'a> CauseTitle<'a> {
    pub(super) fn of(report: &'a Report, token: Option<&'a TokenReport>) -> Self {
        let Some(token) = token else {
            return Self::without_token(report);
        };
        let first = token.findings.first();
        // What is open is the question, not what is worth knowing.
        let is_headline = first.filter(|first| words::headline(token) == first.message);
        Self {
            status: token.acceptance.into(),
            word: words::acceptance(token.acceptance).0,
            text: words::headline(token),
            hint: is_headline.map_or("", |finding| &finding.hint),
            finding: is_headline,
        }
    }

    fn without_token(report: &'a Report) -> Self {
        match (report.findings.first(), &report.diagnosis) {
            (Some(finding), _) => Self {
                status: finding.severity.into(),
                word: finding.severity.word(),
                text: finding.message.clone(),
                hint: &finding.hint,
                finding: Some(finding),
            },
            (None, Some(seen)) => Self {
                status: Status::Info,
                word: "observed error",
                text: words::observed(seen.saw),
                hint: seen.meaning,
                finding: None,
            },
            (None, None) => Self {
                status: Status::Info,
                word: "no token",
                text: words::not_mux(report).unwrap_or_else(|| "No token found".to_owned()),
                hint: "",
                finding: None,
            },
        }
    }
}

impl AnswerView<'_> {
    /// Draws the answer. `is_why` is whether the explanation is open.
    /// `below` draws the evidence.
    pub(super) fn ui(
        &self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        is_why: &mut bool,
        below: impl FnOnce(&mut Ui),
    ) -> Option<Asked> {
        let title = CauseTitle::of(self.report, self.token);
        if self.is_narrow {
            let asked = self.words_ui(ui, cx, &title, is_why);
            below(ui);
            let buttons = ui.horizontal_wrapped(|ui| self.buttons_ui(ui, cx, None));
            return asked.or(buttons.inner);
        }
        let row = ui.horizontal_top(|ui| {
            let width = ui.available_width() - BUTTONS - 16.0;
            let words = ui.vertical(|ui| {
                ui.set_width(width);
                let asked = self.words_ui(ui, cx, &title, is_why);
                below(ui);
                asked
            });
            ui.add_space(8.0);
            let buttons = ui.vertical(|ui| {
                ui.set_width(BUTTONS);
                self.buttons_ui(ui, cx, Some(BUTTONS))
            });
            words.inner.or(buttons.inner)
        });
        row.inner
    }

    fn words_ui(
        &self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        title: &CauseTitle<'_>,
        is_why: &mut bool,
    ) -> Option<Asked> {
        title_ui(ui, title, self.ids(title).is_some());
        let body = TextStyle::Body.resolve(ui.style());
        let text = palette(ui).text;
        if !title.hint.is_empty() {
            paragraph(ui, &visible(title.hint), &body, text);
        }
        self.ids_ui(ui, title);
        let mut asked = None;
        let has_restriction = self.has_restriction;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            ui.spacing_mut().interact_size.y = 20.0;
            ui.spacing_mut().button_padding = Vec2::new(4.0, 0.0);
            if let Some(token) = self.token {
                verdict_line(ui, &wording(cx, cx.now).of(token).verdicts(token));
            }
            if let Some(finding) = title.finding {
                note(ui, finding.basis.word());
                disclosure(ui, is_why, "Why");
            }
        });
        if let Some(finding) = title.finding.filter(|_| *is_why) {
            findings::why_ui(ui, finding);
        }
        let seen = self
            .token
            .map_or(&self.report.diagnosis, |token| &token.diagnosis);
        if let Some(seen) = seen {
            let is_title = self.token.is_none() && title.finding.is_none();
            findings::diagnosis_ui(ui, seen, is_title);
            if seen.asks_for_time
                && icon_button(ui, icon::TIME, "Set the time of failure").clicked()
            {
                asked = Some(Asked::Add(EvidenceKind::Time));
            }
        }
        let is_open = |token: &&TokenReport| {
            let claims = token.token.claims();
            token.acceptance == Acceptance::Depends
                && claims.is_some_and(|claims| claims.contains(RESTRICTION))
                && !has_restriction
        };
        if self.token.as_ref().is_some_and(is_open)
            && icon_button(ui, icon::RESTRICT, "Add the restriction").clicked()
        {
            asked = Some(Asked::Add(EvidenceKind::Restriction));
        }
        asked
    }

    /// The ID of the token and that of the request, if the cause is that they differ.
    fn ids(&self, title: &CauseTitle<'_>) -> Option<[&str; 2]> {
        let is_about_id = title
            .finding
            .is_some_and(|finding| finding.id == "subject-mismatch");
        let token = self.token.filter(|_| is_about_id)?;
        let sub = token.token.claims()?.str("sub")?;
        let in_url = || token.url.as_ref()?.id.as_deref();
        let wanted = token.request.id().or_else(in_url)?;
        (wanted != sub).then_some([sub, wanted])
    }

    /// Two IDs that differ, one above the other.
    fn ids_ui(&self, ui: &mut Ui, title: &CauseTitle<'_>) {
        let Some([sub, wanted]) = self.ids(title) else {
            return;
        };
        Grid::new("ids")
            .min_row_height(18.0)
            .spacing([10.0, 2.0])
            .show(ui, |ui| {
                for (label, id, other) in [("Token", sub, wanted), ("Request", wanted, sub)] {
                    let label = small_text(label).color(palette(ui).weak);
                    ui.add(Label::new(label).extend());
                    let mut job = differing_job(ui, id, other);
                    job.wrap.max_width = ui.available_width();
                    ui.add(Label::new(job).selectable(true));
                    ui.end_row();
                }
            });
    }

    fn buttons_ui(&self, ui: &mut Ui, cx: &Cx<'_>, width: Option<f32>) -> Option<Asked> {
        let mut asked = None;
        let fixed = self.resigned.map_or(0, |resigned| resigned.fixed);
        let can_sign = cx.session.keyring.current().is_some();
        let copy_keys = command::keys_of(ui.ctx(), &Action::CopyMain).unwrap_or_default();
        let resign_keys = ui.ctx().format_shortcut(&RESIGN);
        let button = |ui: &mut Ui, icon: &str, text: &str, keys: &str, is_main: bool| {
            keyed_button(ui, (icon, text), keys, is_main, width)
        };
        if let (Some(token), Some(resigned)) = (self.token, self.resigned)
            && token.token.claims().is_some()
        {
            let text = match fixed {
                0 => "Re-sign".to_owned(),
                fixed => format!("Re-sign, {fixed} fixed"),
            };
            let is_main = can_sign && fixed > 0;
            if button(ui, icon::SIGN, &text, &resign_keys, is_main).clicked() {
                asked = Some(Asked::Do(sign_again(token, resigned)));
            }
            asked = asked.or(signer_ui(ui, cx, token));
        }
        if let Some(url) = &self.unsigned
            && button(ui, icon::SIGN, "Sign this URL", "", true).clicked()
        {
            asked = Some(Asked::Do(Action::Sign(url.clone())));
        }
        if button(
            ui,
            icon::COPY,
            "Copy report",
            &copy_keys,
            self.unsigned.is_none() && (!can_sign || fixed == 0),
        )
        .clicked()
        {
            asked = Some(Asked::CopyReport);
        }
        if button(ui, icon::COPY, "Copy summary", "", false).clicked() {
            asked = Some(Asked::CopySummary);
        }
        asked
    }
}

/// The cause as a heading. Screen readers announce it when it changes.
fn title_ui(ui: &mut Ui, title: &CauseTitle<'_>, has_ids: bool) {
    let color = title.status.color(palette(ui));
    let text = visible(&title.text).into_owned();
    let name = format!("{}: {}", capitalized(title.word), text.replace('`', ""));
    ui.horizontal_top(|ui| {
        sign(ui, title.status.icon(), 20.0, color);
        // The IDs follow, one above the other.
        let shown = if has_ids { short_ids(&text) } else { text };
        let heading = paragraph(ui, &shown, &theme::title(), palette(ui).text);
        widgets::heading(ui, &heading, &name, 2);
        live(ui, &heading);
    });
}

/// Which key signs again, with a warning if it is not the one of the token.
fn signer_ui(ui: &mut Ui, cx: &Cx<'_>, token: &TokenReport) -> Option<Asked> {
    let keyring = &cx.session.keyring;
    let id = token.token.key_id();
    let has_own = keyring
        .keys()
        .iter()
        .any(|key| key.id.is_some() && key.id.as_deref() == id && key.signing().is_ok());
    if has_own {
        let id = short_ids(id.unwrap_or_default());
        note(ui, format!("Signs with the token's key `{id}`"));
        return None;
    }
    let own = id.map_or_else(
        || "the token's key".to_owned(),
        |id| format!("`{id}`, the token's key"),
    );
    if let Some(key) = keyring.current() {
        let with = key.id.as_deref().unwrap_or("a key without an ID");
        let text = format!("Signs with `{with}`, not with {own}");
        status(ui, Status::Care, visible(&short_ids(&text)));
    } else {
        let text = format!("Needs a signing key: {own}");
        note(ui, visible(&short_ids(&text)));
    }
    let load = icon_button(ui, icon::OPEN, "Load key…").clicked();
    load.then_some(Asked::Do(Action::Open(OpenTarget::Key)))
}

/// Whether a finding is worth a line of its own below the answer.
pub(super) fn is_other(finding: &Finding, title: &CauseTitle<'_>) -> bool {
    title
        .finding
        .is_none_or(|first| !std::ptr::eq(first, finding))
}

/// The title of the window for an answer: `Refused: expired`.
pub(super) fn window_title(report: &Report, token: Option<&TokenReport>) -> String {
    let title = CauseTitle::of(report, token);
    let id = title.finding.map(|finding| finding.id);
    let is_wrong = title
        .finding
        .is_some_and(|finding| finding.severity < Severity::Info);
    match id.filter(|_| is_wrong) {
        Some(id) => format!("{}: {id}", capitalized(title.word)),
        None => capitalized(title.word),
    }
}
