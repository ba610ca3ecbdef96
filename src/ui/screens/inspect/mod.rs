//! Look into a token: whatever was pasted on the left, and on the right three verdicts, the findings and the claims.

mod search;

use egui::{
    Align, Color32, ComboBox, Context, Label, Layout, Margin, RichText, ScrollArea, TextEdit, Ui,
    Vec2,
};

use self::search::Search;
use super::{repaint_for, times, topic_ui};
use crate::{
    core::{
        diagnose::{
            self as inspect,
            evidence::Evidence,
            explain::Group,
            finding::{Finding, Fix},
            markdown as report,
            report::{Acceptance, Diagnosis, Outcome, Report, TokenReport},
            wording::{self, Tone, Wording},
        },
        json::{Object, Value},
        level::Severity,
        mux::{
            header::Header,
            params,
            restriction::{Restriction, Verdict},
            symptom::Symptom,
            url::{MediaUrl, UrlError},
        },
        text::{capitalized, shortened, visible},
        time::{Span, Timestamp, TimestampError},
        token::Token,
    },
    ui::{
        action::Action,
        cx::Cx,
        redact::secrets::Secrets,
        theme::{self, icon, palette},
        widgets::{
            self, FIELD_LIMIT, bare_button, card, card_title, choice,
            column::{self, Left},
            empty, field_label, gap, icon_button, line_edit, main_button, note, strong,
            timeline::timeline as draw_timeline,
            timeline_marks as timeline, tinted_card, told,
        },
    },
};

/// The Inspect screen.
#[derive(Default)]
pub(crate) struct InspectScreen {
    text: String,
    /// In place of the text one that is too long to be edited.
    search: Option<Search>,
    url: String,
    id: String,
    at: String,
    duration: String,
    referrer: String,
    user_agent: String,
    restriction: String,
    saw: String,
    /// The token in view, of several; the first that fails until one is chosen.
    selected: Option<usize>,
    report: Option<(Asked, Report)>,
}

/// What a report was made from.
#[derive(Clone, PartialEq)]
struct Asked {
    text: String,
    url: String,
    id: String,
    duration: String,
    referrer: String,
    user_agent: String,
    restriction: String,
    saw: String,
    revision: u64,
    at: Timestamp,
}

impl InspectScreen {
    /// Replaces what is inspected.
    pub(crate) fn set_text(&mut self, text: String, ctx: &Context) {
        self.selected = None;
        self.report = None;
        if text.len() > FIELD_LIMIT {
            self.search = Some(Search::begin(text, ctx));
            self.text.clear();
        } else {
            self.search = None;
            self.text = text;
        }
    }

    /// Draws the screen and says what the person asked for.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let mut action = None;
        let left = Left {
            share: 0.4,
            least: 330.0,
            most: 480.0,
            to_top: false,
        };
        left.show(ui, "input", |ui| action = self.input_ui(ui, cx));
        self.look(cx);
        column::right(ui, "of the input", |ui| {
            action = action.take().or(self.report_ui(ui, cx));
        });
        action
    }

    /// Tells what must not be read on a shared screen.
    pub(crate) fn secrets(&self, secrets: &mut Secrets) {
        secrets.add_whole(&self.text);
        if let Some(search) = &self.search {
            secrets.add_whole(&excerpt(search.text()));
        }
        if let Some((_, report)) = &self.report {
            for token in &report.tokens {
                secrets.add_token(&token.token);
            }
        }
    }

    /// The moment to judge at.
    fn moment(&self, cx: &Cx<'_>) -> Result<Timestamp, TimestampError> {
        if self.at.trim().is_empty() {
            Ok(cx.now)
        } else {
            Timestamp::parse(&self.at, cx.zone)
        }
    }

    fn evidence(&self) -> Evidence {
        let id = self.id.trim();
        Evidence {
            url: MediaUrl::read_loosely(&self.url).ok(),
            id: (!id.is_empty()).then(|| id.to_owned()),
            duration: Span::parse(&self.duration).ok(),
            referrer: header(&self.referrer),
            user_agent: header(&self.user_agent),
            restriction: self.restriction(),
            saw: Symptom::parse(&self.saw),
        }
    }

    /// The restriction that was given; of several the first.
    fn restriction(&self) -> Option<Restriction> {
        Restriction::read(&self.restriction)
            .ok()?
            .into_iter()
            .next()
    }

    /// Makes the report anew when anything that it depends on has changed.
    fn look(&mut self, cx: &Cx<'_>) {
        let mut asked = Asked {
            text: self.text.clone(),
            url: self.url.clone(),
            id: self.id.clone(),
            duration: self.duration.clone(),
            referrer: self.referrer.clone(),
            user_agent: self.user_agent.clone(),
            restriction: self.restriction.clone(),
            saw: self.saw.clone(),
            revision: cx.keyring.revision(),
            at: self.moment(cx).unwrap_or(cx.now),
        };
        if let Some((made_from, _)) = &self.report
            && self.search.is_some()
            && self.at.trim().is_empty()
        {
            // A thousand tokens are not judged anew each second.
            asked.at = made_from.at;
        }
        if self
            .report
            .as_ref()
            .is_some_and(|(made_from, _)| *made_from == asked)
        {
            return;
        }
        let (evidence, keys) = (self.evidence(), cx.keyring.keys());
        let report = match &mut self.search {
            Some(search) => {
                let Some(found) = search.found() else {
                    return;
                };
                inspect::inspect_found(found.clone(), &evidence, keys, asked.at)
            }
            None => inspect::inspect(&asked.text, &evidence, keys, asked.at),
        };
        self.report = Some((asked, report));
    }

    fn input_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let mut action = None;
        let label = ui
            .horizontal(|ui| {
                let label = field_label(ui, "Token, URL or any text with one in it");
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let is_empty = self.text.is_empty() && self.search.is_none();
                    if !is_empty && bare_button(ui, icon::CLOSE, "Clear").clicked() {
                        self.set_text(String::new(), ui.ctx());
                    }
                    if bare_button(ui, icon::PASTE, "Paste").clicked() {
                        action = Some(Action::PasteIntoInspect);
                    }
                });
                label
            })
            .inner;
        if let Some(search) = &self.search {
            long_text_ui(ui, search.text());
        } else {
            let rows = ((ui.available_height() * 0.45) / 17.0).clamp(6.0, 18.0) as usize;
            let mut layouter = |ui: &Ui, text: &dyn egui::TextBuffer, width: f32| {
                let job = input_job(ui, text.as_str(), width);
                ui.fonts_mut(|fonts| fonts.layout_job(job))
            };
            let edit = TextEdit::multiline(&mut self.text)
                .font(egui::TextStyle::Monospace)
                .hint_text("Paste a token, a failing URL, a player tag, a curl line or a log")
                .desired_width(f32::INFINITY)
                .desired_rows(rows)
                .margin(Margin::symmetric(8, 6))
                .lock_focus(false)
                .char_limit(FIELD_LIMIT)
                .layouter(&mut layouter);
            if ui.add(edit).labelled_by(label.id).changed() {
                self.selected = None;
            }
        }
        gap(ui);
        self.saw_ui(ui);
        gap(ui);
        egui::CollapsingHeader::new("What else you know")
            .id_salt("evidence")
            .default_open(false)
            .show_unindented(ui, |ui| {
                note(ui, "All of it optional. It sharpens what is said.");
                self.evidence_ui(ui, cx);
            });
        action
    }

    /// What went wrong: typed, pasted, or chosen from what is known.
    fn saw_ui(&mut self, ui: &mut Ui) {
        let label = field_label(ui, "What you saw");
        ui.horizontal(|ui| {
            let button = 42.0;
            let width = ui.available_width() - button - ui.spacing().item_spacing.x;
            let edit = line_edit(&mut self.saw, "403, a player's code, or what it said", true)
                .desired_width(width);
            ui.add(edit).labelled_by(label.id);
            let list = ComboBox::from_id_salt("symptoms")
                .selected_text("")
                .width(button)
                .height(480.0);
            let list = list.show_ui(ui, |ui| {
                ui.set_min_width(320.0);
                for symptom in Symptom::all() {
                    let chosen = Symptom::parse(&self.saw)
                        .is_some_and(|saw| saw.entry.id == symptom.entry.id);
                    let entry = symptom.entry;
                    if ui
                        .selectable_label(chosen, symptom.label())
                        .on_hover_ui(|ui| topic_ui(ui, Group::of(entry.kind), entry.id))
                        .clicked()
                    {
                        entry.id.clone_into(&mut self.saw);
                    }
                }
            });
            list.response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Choose what you saw")
            });
        });
        match Symptom::parse(&self.saw) {
            Some(symptom) => _ = note(ui, symptom.label()),
            None if self.saw.trim().is_empty() => {}
            None => {
                told(ui, icon::CARE, palette(ui).care, "Nothing is known of this");
                for near in Symptom::suggestions(&self.saw).into_iter().take(3) {
                    if choice(ui, false, None, near.label(), Vec2::ZERO).clicked() {
                        near.entry.id.clone_into(&mut self.saw);
                    }
                }
            }
        }
    }

    fn evidence_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let p = palette(ui);
        widgets::text_field(
            ui,
            "The URL that was asked for",
            &mut self.url,
            "https://stream.mux.com/…",
            true,
        );
        if !self.url.trim().is_empty()
            && let Err(error) = MediaUrl::read_loosely(&self.url)
        {
            let text = match error {
                UrlError::NotAUrl => "This is not a URL; it begins with https://".to_owned(),
                error => error.to_string(),
            };
            told(ui, icon::CARE, p.care, &text);
        }
        widgets::text_field(
            ui,
            "The ID that it should be for",
            &mut self.id,
            "A playback ID",
            true,
        );
        widgets::text_field(
            ui,
            "How long the video is",
            &mut self.duration,
            "95m, 2h",
            true,
        );
        if !self.duration.trim().is_empty()
            && let Err(error) = Span::parse(&self.duration)
        {
            told(ui, icon::CARE, p.care, &capitalized(&error.to_string()));
            note(ui, error.hint());
        }
        let none = "As the browser sent it; - if it sent none";
        widgets::text_field(ui, "Referer of the request", &mut self.referrer, none, true);
        widgets::text_field(
            ui,
            "User-Agent of the request",
            &mut self.user_agent,
            none,
            true,
        );
        super::sign::json_field(
            ui,
            "Playback restriction, as Mux's API answers it",
            &mut self.restriction,
            "{\"data\": {\"id\": …, \"referrer\": …}}",
        );
        if !self.restriction.trim().is_empty() {
            let evidence = self.evidence();
            let verdict = evidence
                .restriction
                .as_ref()
                .map(|restriction| restriction.ask(&evidence.visit()));
            if let Err(error) = Restriction::read(&self.restriction) {
                told(ui, icon::CARE, p.care, &capitalized(&error.to_string()));
            } else if let Some(Verdict::Unknown { why }) = verdict {
                // What is refused is a finding; what cannot be told is said here.
                note(
                    ui,
                    format!("Whether it lets this visit play cannot be told: {why}"),
                );
            }
        }
        let label = field_label(ui, "As of");
        ui.add(line_edit(
            &mut self.at,
            "now, or when it failed: 2026-12-31 18:00",
            true,
        ))
        .labelled_by(label.id);
        match self.moment(cx) {
            Ok(moment) if !self.at.trim().is_empty() => _ = note(ui, times(moment, cx)),
            Ok(_) => {}
            Err(error) => {
                told(
                    ui,
                    icon::WRONG,
                    p.wrong,
                    &format!("{error}; judged as of now"),
                );
                note(ui, error.hint());
            }
        }
    }

    fn report_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let Some((asked, report)) = &self.report else {
            card(ui, |ui| {
                empty(
                    ui,
                    icon::INSPECT,
                    "Looking for tokens",
                    "This text is long; go on with other things meanwhile.",
                );
            });
            return None;
        };
        let mut action = None;
        if self.search.is_none() && self.text.trim().is_empty() {
            card(ui, |ui| {
                empty(
                    ui,
                    icon::INSPECT,
                    "Paste a token or a URL that fails",
                    "It is taken apart as you type, checked against the loaded keys, and told what is wrong with it. \
                     Nothing leaves this computer.",
                );
                ui.vertical_centered(|ui| {
                    ui.set_max_width(220.0);
                    ui.vertical_centered_justified(|ui| {
                        if main_button(ui, icon::PASTE, "Paste from the clipboard").clicked() {
                            action = Some(Action::PasteIntoInspect);
                        }
                        if icon_button(ui, icon::DEMO, "Try with an example").clicked() {
                            action = Some(Action::InspectExample);
                        }
                    });
                });
                ui.add_space(16.0);
            });
            return action;
        }
        for finding in &report.findings {
            finding_ui(ui, finding, None);
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
        let duration = Span::parse(&asked.duration).ok();
        let markdown = || {
            report::markdown(
                report,
                &self.evidence(),
                cx.keyring.keys(),
                asked.at,
                cx.zone,
            )
        };
        action = action.or(token_ui(ui, cx, token, duration, asked.at, markdown));
        if asked.at == cx.now
            && let Some(exp) = token.token.expiry()
        {
            repaint_for(ui, exp, cx.now);
        }
        action
    }
}

/// A header as it is typed: nothing is unknown, a dash is a request without it.
fn header(text: &str) -> Header {
    match text.trim() {
        "" => Header::Unknown,
        "-" => Header::Absent,
        value => Header::Value(value.to_owned()),
    }
}

/// The tokens of a text, those that fail first, and the one that was chosen.
fn tokens_ui(ui: &mut Ui, report: &Report, selected: usize) -> Option<usize> {
    let mut chosen = None;
    let order = report.worst_first();
    let refused = report
        .tokens
        .iter()
        .filter(|token| token.acceptance == Acceptance::Refused)
        .count();
    note(
        ui,
        format!("{} tokens, {refused} of them refused", report.tokens.len()),
    );
    if let Some(left_out) = wording::left_out(report.left_out) {
        note(ui, left_out);
    }
    // A fixed height for each row lets only those in view be laid out, of however many.
    let height = ui.spacing().interact_size.y;
    let rows = ScrollArea::vertical()
        .id_salt("tokens")
        .max_height(6.0 * (height + 4.0));
    rows.auto_shrink([false, true])
        .show_rows(ui, height, order.len(), |ui, range| {
            for index in range.filter_map(|row| order.get(row).copied()) {
                let token = &report.tokens[index];
                let (_, tone) = wording::acceptance(token.acceptance);
                let (sign, _) = tone_sign(ui, tone);
                let at = token.request.place.replace('`', "");
                let text = format!("{}  {}", index + 1, shortened(&visible(&at), 60));
                let size = Vec2::new(ui.available_width() - 12.0, height);
                if choice(ui, index == selected, Some(sign), &text, size).clicked() {
                    chosen = Some(index);
                }
            }
        });
    chosen
}

/// The typed text: in three colors if it is a token and nothing else.
pub(super) fn input_job(ui: &Ui, text: &str, width: f32) -> egui::text::LayoutJob {
    if text.starts_with("eyJ") && !text.contains(char::is_whitespace) {
        return widgets::token_job(ui, &Token::read(text), width);
    }
    let mut job = widgets::code_job(ui, text);
    job.wrap.max_width = width;
    job
}

/// How a text begins that is too long to be shown.
pub(super) fn excerpt(text: &str) -> String {
    let start: String = text.chars().take(600).collect();
    let lines: Vec<_> = start.lines().map(visible).collect();
    lines.join("\n")
}

/// A text too long to be edited: its size and how it begins.
pub(super) fn long_text_ui(ui: &mut Ui, text: &str) {
    card(ui, |ui| {
        ui.label(strong(format!("{:.1} MB of text", text.len() as f64 / 1e6)));
        note(
            ui,
            "Too long to edit here. It is searched as a whole; this is how it begins.",
        );
        let job = widgets::code_job(ui, &excerpt(text));
        widgets::code(ui, job);
    });
}

/// The icon and the color of a verdict.
pub(super) fn tone_sign(ui: &Ui, tone: Tone) -> (&'static str, Color32) {
    let p = palette(ui);
    match tone {
        Tone::Good => (icon::RIGHT, p.right),
        Tone::Bad => (icon::WRONG, p.wrong),
        Tone::Open => (icon::UNKNOWN, p.care),
    }
}

/// What the words of a report refer to, judged as of `at`.
pub(super) fn words_of<'a>(cx: &Cx<'a>, at: Timestamp) -> Wording<'a> {
    Wording {
        keys: cx.keyring.keys(),
        at,
        is_live: at == cx.now,
        zone: cx.zone,
        is_for_others: false,
    }
}

fn token_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    token: &TokenReport,
    duration: Option<Span>,
    at: Timestamp,
    report: impl Fn() -> String,
) -> Option<Action> {
    verdicts_ui(ui, cx, token, at);
    gap(ui);
    if let Some(claims) = token.token.claims() {
        let marks = timeline::marks(claims, duration, at);
        // Now alone is no line.
        if marks.len() > 1 {
            card(ui, |ui| draw_timeline(ui, &marks, at));
            gap(ui);
        }
    }
    let mut action = None;
    if let Some(diagnosis) = &token.diagnosis {
        diagnosis_ui(ui, diagnosis);
        gap(ui);
    }
    ui.horizontal_wrapped(|ui| {
        if icon_button(ui, icon::COPY, "Copy report").clicked() {
            action = Some(Action::Copy {
                what: "the report",
                text: report(),
            });
        }
        if icon_button(ui, icon::COMPARE, "Compare with…").clicked() {
            let url = token.request.media_url().map(ToString::to_string);
            action = Some(Action::Compare(
                url.unwrap_or_else(|| token.token.text.clone()),
            ));
        }
    });
    gap(ui);
    let readable = token.token.claims().is_some();
    let fixes: Vec<&Fix> = token
        .findings
        .iter()
        .filter_map(|finding| finding.fix.as_ref())
        .filter(|fix| fix.is_safe())
        .collect();
    let resign = |fixes: &[&Fix]| {
        let mut request = token.spec();
        for fix in fixes {
            fix.apply(&mut request);
        }
        Action::Resign {
            request: Box::new(request),
            url: token.url.clone().map(Box::new),
            was: Box::new(token.token.claims().cloned().unwrap_or_default()),
        }
    };
    for finding in &token.findings {
        let fix = finding.fix.as_ref().filter(|_| readable);
        if finding_ui(ui, finding, fix.map(|_| "Re-sign with this fixed")) {
            action = fix.map(|fix| resign(&[fix]));
        }
        gap(ui);
    }
    if readable && fixes.len() > 1 {
        let text = format!("Re-sign with all {} safe fixes", fixes.len());
        if main_button(ui, icon::SIGN, &text).clicked() {
            action = Some(resign(&fixes));
        }
        gap(ui);
    }
    card(ui, |ui| {
        card_title(ui, icon::PAYLOAD, "Payload", |ui| {
            if token.token.claims().is_some() && icon_button(ui, icon::SIGN, "Re-sign").clicked() {
                action = Some(resign(&[]));
            }
        });
        action = action.take().or(section_ui(ui, cx, token, at, true));
    });
    gap(ui);
    card(ui, |ui| {
        card_title(ui, icon::TOKEN, "Header", |_| {});
        action = action.take().or(section_ui(ui, cx, token, at, false));
    });
    gap(ui);
    card(ui, |ui| {
        card_title(ui, icon::TOKEN, "Token as received", |ui| {
            if icon_button(ui, icon::COPY, "Copy token").clicked() {
                action = Some(Action::Copy {
                    what: "the token",
                    text: token.token.text.clone(),
                });
            }
        });
        if token.token.text.len() > FIELD_LIMIT {
            note(
                ui,
                format!("{} characters, too long to show", token.token.text.len()),
            );
        } else {
            let job = widgets::token_job(ui, &token.token, ui.available_width());
            widgets::code(ui, job);
        }
        for (label, value) in wording::provenance(token) {
            note(ui, format!("{label}: {}", visible(&value)));
        }
    });
    action
}

/// What was seen, and how it goes together with the token.
fn diagnosis_ui(ui: &mut Ui, diagnosis: &Diagnosis) {
    let p = palette(ui);
    let (sign, color) = match diagnosis.outcome {
        Outcome::Explained => (icon::RIGHT, p.right),
        Outcome::Perhaps | Outcome::Open => (icon::UNKNOWN, p.care),
        Outcome::Contradicted | Outcome::Elsewhere => (icon::CARE, p.care),
    };
    tinted_card(ui, color, |ui| {
        ui.horizontal_top(|ui| {
            ui.label(
                RichText::new(sign)
                    .font(theme::icon_font(16.0))
                    .color(color),
            );
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                let entry = diagnosis.saw.entry;
                note(ui, format!("Observed error: {}", diagnosis.saw.label()))
                    .on_hover_ui(|ui| topic_ui(ui, Group::of(entry.kind), entry.id));
                let job = widgets::prose(ui, &visible(&diagnosis.note), &theme::strong(), p.text);
                ui.add(Label::new(job).wrap());
                let body = egui::TextStyle::Body.resolve(ui.style());
                for cause in &diagnosis.left {
                    let words = format!("•  {}", visible(&cause.words));
                    let job = widgets::prose(ui, &words, &body, p.text);
                    ui.add(Label::new(job).wrap());
                }
                note(ui, diagnosis.meaning);
            });
        });
    });
}

/// Three verdicts, never merged into one.
fn verdicts_ui(ui: &mut Ui, cx: &Cx<'_>, token: &TokenReport, at: Timestamp) {
    let space = 8.0;
    let width = (ui.available_width() - 2.0 * space) / 3.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space;
        for verdict in words_of(cx, at).verdicts(token) {
            let (sign, color) = tone_sign(ui, verdict.tone);
            let (title, word) = (verdict.title, capitalized(verdict.word));
            // One line in one font has no use for backticks.
            let detail = visible(&verdict.detail).replace('`', "");
            let size = Vec2::new(width, 0.0);
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                let cell = tinted_card(ui, color, |ui| {
                    ui.set_min_height(62.0);
                    ui.spacing_mut().item_spacing.y = 3.0;
                    note(ui, title);
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = 6.0;
                        ui.label(
                            RichText::new(sign)
                                .font(theme::icon_font(17.0))
                                .color(color),
                        );
                        ui.label(RichText::new(&word).font(theme::title()).color(color));
                    });
                    ui.add(
                        Label::new(
                            RichText::new(&detail)
                                .text_style(theme::small())
                                .color(palette(ui).weak),
                        )
                        .truncate(),
                    )
                    .on_hover_text(&detail);
                });
                let name = format!("{title}: {word}, {detail}");
                cell.response
                    .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &name));
            });
        }
    });
}

/// A finding, and whether its button was pressed.
fn finding_ui(ui: &mut Ui, finding: &Finding, fix: Option<&str>) -> bool {
    let p = palette(ui);
    let (sign, color) = match finding.severity {
        Severity::Error => (icon::WRONG, p.wrong),
        Severity::Warning => (icon::CARE, p.care),
        Severity::Info => (icon::KNOW, p.accent),
    };
    let mut pressed = false;
    tinted_card(ui, color, |ui| {
        ui.horizontal_top(|ui| {
            ui.label(
                RichText::new(sign)
                    .font(theme::icon_font(16.0))
                    .color(color),
            );
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                let job = widgets::prose(ui, &visible(&finding.message), &theme::strong(), p.text);
                ui.add(Label::new(job).wrap());
                let body = egui::TextStyle::Body.resolve(ui.style());
                let job = widgets::prose(ui, &visible(&finding.hint), &body, p.text);
                ui.add(Label::new(job).wrap());
                let button_width = 215.0;
                let below = fix.filter(|_| ui.available_width() < 2.0 * button_width);
                ui.horizontal(|ui| {
                    let about = format!(
                        "{} · {} · {}",
                        finding.severity.word(),
                        finding.basis.word(),
                        finding.id
                    );
                    let response = note(ui, about);
                    response.on_hover_ui(|ui| topic_ui(ui, Group::Rule, finding.id));
                    if let Some(fix) = fix.filter(|_| below.is_none()) {
                        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                            pressed = icon_button(ui, icon::SIGN, fix).clicked();
                        });
                    }
                });
                if let Some(fix) = below {
                    pressed = icon_button(ui, icon::SIGN, fix).clicked();
                }
            });
        });
    });
    pressed
}

/// Header or payload: each member in its own order with its value and a sentence on it.
fn section_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    token: &TokenReport,
    at: Timestamp,
    payload: bool,
) -> Option<Action> {
    let (index, section) = if payload {
        (1, &token.token.payload)
    } else {
        (0, &token.token.header)
    };
    let Some(object) = section.object() else {
        if let Some(text) = token.token.unread(index) {
            note(ui, "This cannot be read as JSON. It holds:");
            let job = widgets::code_job(ui, &text);
            widgets::code(ui, job);
        } else {
            note(ui, "Nothing here can be read.");
        }
        return None;
    };
    if object.is_empty() {
        note(ui, "Empty.");
    }
    let audience = token.token.audience();
    let mut action = None;
    for (i, (name, value)) in object.iter().enumerate() {
        if i > 0 {
            ui.separator();
        }
        if i == MOST_CLAIMS {
            note(ui, format!("and {} more", object.len() - MOST_CLAIMS));
            break;
        }
        let about = if payload {
            wording::about_claim(name, audience)
        } else {
            wording::about_header(name)
        };
        let meaning = payload
            .then(|| words_of(cx, at).claim(name, value))
            .flatten();
        let group = match params::any(name) {
            _ if !payload => Group::Header,
            Some(_) => Group::Parameter,
            None => Group::Claim,
        };
        let about = (about, group);
        if claim_ui(ui, name, value, meaning, about, duplicates(object, name)) {
            action = Some(Action::Copy {
                what: "the value",
                text: value.plain(),
            });
        }
    }
    action
}

/// More members than anybody reads.
const MOST_CLAIMS: usize = 200;

fn duplicates(object: &Object, name: &str) -> usize {
    object.iter().filter(|(other, _)| *other == name).count()
}

fn claim_ui(
    ui: &mut Ui,
    name: &str,
    value: &Value,
    meaning: Option<String>,
    (about, group): (&str, Group),
    times: usize,
) -> bool {
    let mut copy = false;
    let p = palette(ui);
    ui.horizontal_top(|ui| {
        let width = ui.available_width();
        let name_width = (width * 0.3).clamp(90.0, 170.0);
        ui.allocate_ui_with_layout(
            Vec2::new(name_width, 0.0),
            Layout::top_down(Align::Min),
            |ui| {
                ui.set_width(name_width);
                let shown = shortened(name, 80);
                ui.add(
                    Label::new(RichText::new(visible(&shown)).monospace().color(p.payload)).wrap(),
                );
                if times > 1 {
                    told(
                        ui,
                        icon::CARE,
                        p.care,
                        &format!("stands here {times} times"),
                    );
                }
            },
        );
        let rest = width - name_width - 40.0;
        ui.allocate_ui_with_layout(Vec2::new(rest, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(rest);
            ui.spacing_mut().item_spacing.y = 2.0;
            let text = match value {
                Value::Object(_) | Value::Array(_) => value.pretty(),
                _ => value.to_string(),
            };
            let text = shortened(&text, 4000);
            let shown: Vec<_> = text.split('\n').map(visible).collect();
            let mut job = widgets::code_job(ui, &shown.join("\n"));
            job.wrap.max_width = rest;
            ui.add(Label::new(job).selectable(true));
            if let Some(meaning) = meaning {
                ui.add(Label::new(RichText::new(meaning).text_style(theme::small())).wrap());
            }
            note(ui, about).on_hover_ui(|ui| topic_ui(ui, group, name));
        });
        copy = bare_button(
            ui,
            icon::COPY,
            &format!("Copy {}", visible(&shortened(name, 40))),
        )
        .clicked();
    });
    copy
}
