//! Compare two tokens: a box for each at the top, below them the differences in words and claim by claim.

mod table;

use egui::{Label, RichText, Role, TextStyle, Ui, WidgetInfo};

use super::{main_copy_button, wording};
use crate::{
    core::{
        compare::{
            self,
            report::{Comparison, Difference},
        },
        diagnose::{self, evidence::Evidence, report::Report},
        import::{
            self,
            found::{Import, InputKind},
        },
        text::visible,
        time::Timestamp,
    },
    ui::{
        action::{Action, PasteTarget, Screen, Side},
        cx::Cx,
        redact::secrets::Secrets,
        theme::{self, icon, palette, status::Status},
        widgets::{
            FIELD_LIMIT, Memo, PasteBox, Pressed, TextLayout, card, card_title,
            column::{self, is_narrow},
            empty_card, excerpt, gap, icon_button, long_text, main_button, note, paragraph,
            problem, repaint_near, sign, status, times, tinted_card, verdict_words,
        },
    },
};

/// The Compare screen.
#[derive(Default)]
pub(crate) struct CompareScreen {
    a: ComparedText,
    b: ComparedText,
    /// The side with the cursor.
    focused: Option<Side>,
    /// The side that gets the cursor.
    focus_next: Option<Side>,
    only_differences: bool,
    /// Depends on both texts, the keys and the time.
    result: Memo<(), (u64, u64, u64, Timestamp), Compared>,
}

/// The text of one side and the tokens in it.
#[derive(Default)]
struct ComparedText {
    text: String,
    found: Memo<String, (), Import>,
}

/// Both reports, and the comparison if both have a token.
struct Compared {
    a: Report,
    b: Report,
    comparison: Option<Comparison>,
}

/// The height above which a box scrolls, in points.
const BOX_HEIGHT: f32 = 90.0;

impl CompareScreen {
    /// Starts a comparison with this text as A; the cursor goes to B.
    pub(crate) fn start(&mut self, text: String) {
        self.a.text = text;
        self.focus_next = Some(Side::B);
    }

    /// Replaces the text of one side.
    pub(crate) fn set_text(&mut self, side: Side, text: String) {
        self.input(side).text = text;
    }

    /// Replaces the text of the side with the cursor; without one, of A if it is empty, otherwise of B.
    pub(crate) fn put(&mut self, text: String) {
        self.set_text(self.side(), text);
    }

    /// The side that a text is put on.
    pub(crate) fn side(&self) -> Side {
        let empty = if self.a.text.trim().is_empty() {
            Side::A
        } else {
            Side::B
        };
        self.focused.unwrap_or(empty)
    }

    /// Adds everything on this screen that must be masked while it is shared.
    pub(crate) fn secrets(&self, secrets: &mut Secrets) {
        for text in [&self.a.text, &self.b.text] {
            secrets.add_whole(text);
            if text.len() > FIELD_LIMIT {
                secrets.add_whole(&excerpt(text));
            }
        }
        if let Some(result) = self.result.get() {
            for token in result.a.tokens.iter().chain(&result.b.tokens) {
                secrets.add_token(&token.token);
            }
        }
    }

    fn input(&mut self, side: Side) -> &mut ComparedText {
        match side {
            Side::A => &mut self.a,
            Side::B => &mut self.b,
        }
    }

    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let mut action = None;
        column::only(ui, "compare", |ui| {
            // One below the other in a small window.
            let count = if is_narrow(ui.ctx()) { 1 } else { 2 };
            ui.columns(count, |columns| {
                for (i, side) in [Side::A, Side::B].into_iter().enumerate() {
                    let ui = &mut columns[i % count];
                    action = action.take().or(self.side_ui(ui, side));
                }
            });
            self.update(cx);
            if let Some(result) = self.result.get() {
                ui.columns(count, |columns| {
                    for (i, report) in [&result.a, &result.b].into_iter().enumerate() {
                        report_ui(&mut columns[i % count], cx, report);
                    }
                });
            }
            gap(ui);
            action = action.take().or(self.comparison_ui(ui, cx));
        });
        action
    }

    /// Updates the comparison. The texts are searched only when they change.
    fn update(&mut self, cx: &Cx<'_>) {
        for input in [&mut self.a, &mut self.b] {
            input
                .found
                .update(&input.text, (), || import::find(&input.text));
        }
        let keyring = &cx.session.keyring;
        let versions = (self.a.found.version(), self.b.found.version());
        let (Some(a), Some(b)) = (self.a.found.get(), self.b.found.get()) else {
            return;
        };
        let stamp = (versions.0, versions.1, keyring.revision(), cx.now);
        self.result.update(&(), stamp, || {
            let report = |found: &Import| {
                let evidence = Evidence::default();
                diagnose::inspect_found(found.clone(), &evidence, keyring.keys(), cx.now)
            };
            let (a, b) = (report(a), report(b));
            let tokens = a.tokens.first().zip(b.tokens.first());
            let comparison = tokens.map(|(a, b)| compare::compare(a, b, keyring.keys()));
            Compared { a, b, comparison }
        });
    }

    /// The box of one side.
    fn side_ui(&mut self, ui: &mut Ui, side: Side) -> Option<Action> {
        let name = side.name();
        let text = &mut self.input(side).text;
        let paste_box = PasteBox {
            label: &format!("{name}: token, URL or text containing one"),
            hint: match side {
                Side::A => "Paste a token or a URL",
                Side::B => "Paste the token or URL to compare it with",
            },
            name: Some(name),
            can_clear: !text.is_empty(),
            can_open: false,
            rows: 5,
            max_height: Some(BOX_HEIGHT),
            layout: TextLayout::Token,
        };
        let is_long = text.len() > FIELD_LIMIT;
        let (pressed, edit) = paste_box.show(ui, text, is_long.then_some(long_text));
        if pressed == Some(Pressed::Clear) {
            text.clear();
        }
        if let Some(edit) = &edit
            && self.focus_next == Some(side)
        {
            edit.request_focus();
            self.focus_next = None;
        }
        if edit.is_some_and(|edit| edit.has_focus()) {
            self.focused = Some(side);
        } else {
            self.focused.take_if(|focused| *focused == side);
        }
        let is_paste = pressed == Some(Pressed::Paste);
        is_paste.then_some(Action::Paste(PasteTarget::Compare(side)))
    }

    fn comparison_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let result = self.result.get()?;
        let Some(comparison) = &result.comparison else {
            let is_empty = |report: &Report| report.kind == InputKind::Empty;
            return no_comparison_ui(ui, is_empty(&result.a), is_empty(&result.b));
        };
        let (mut action, mut swap) = (None, false);
        words_ui(ui, comparison, |ui| {
            let what = "the differences";
            action = main_copy_button(ui, "Copy differences", what, || comparison.to_string());
            swap = icon_button(ui, icon::COMPARE, "Swap").clicked();
        });
        gap(ui);
        card(ui, |ui| {
            card_title(ui, icon::PAYLOAD, "Claim by claim", |ui| {
                ui.checkbox(&mut self.only_differences, "Only differences");
            });
            table::ui(ui, cx, &comparison.rows, self.only_differences);
        });
        for report in [&result.a, &result.b] {
            if let Some(exp) = report.tokens.first().and_then(|token| token.token.expiry()) {
                repaint_near(ui, exp, cx.now);
            }
        }
        if swap {
            std::mem::swap(&mut self.a, &mut self.b);
            // The numbers of the two searches may be the same.
            self.result.clear();
        }
        action
    }
}

/// The card shown while there is nothing to compare.
fn no_comparison_ui(ui: &mut Ui, a_is_empty: bool, b_is_empty: bool) -> Option<Action> {
    let mut action = None;
    let other = "It can be a token, a URL or text containing one.";
    let (title, text) = match (a_is_empty, b_is_empty) {
        (true, true) => (
            "Paste two tokens or URLs",
            "For example one that works and one that fails. Nothing leaves this computer.",
        ),
        (false, true) => ("Paste the other token into B", other),
        (true, false) => ("Paste the other token into A", other),
        (false, false) => (
            "Two tokens are needed",
            "A token begins with eyJ. In a URL it follows token=.",
        ),
    };
    empty_card(ui, icon::COMPARE, title, text, |ui| {
        let is_new = a_is_empty && b_is_empty;
        if is_new && main_button(ui, icon::DEMO, "Try with an example").clicked() {
            action = Some(Action::Example(Screen::Compare));
        }
    });
    action
}

/// The three verdicts on the token of a box, or why there is none.
fn report_ui(ui: &mut Ui, cx: &Cx<'_>, report: &Report) {
    for finding in &report.findings {
        let (message, hint) = (visible(&finding.message), visible(&finding.hint));
        problem(ui, Status::Wrong, message, hint);
    }
    let Some(token) = report.tokens.first() else {
        return;
    };
    let verdicts = wording(cx, cx.now).verdicts(token);
    verdict_words(ui, &verdicts, |ui| {
        if let Some(worst) = token.findings.first() {
            note(ui, visible(&worst.message));
        }
        if let Some(exp) = token.token.expiry() {
            note(ui, format!("Expires {}", times(exp, cx.now, cx.zone)));
        }
    });
    let count = report.tokens.len();
    if count > 1 {
        let text = format!("This text contains {count} tokens; the first one is compared");
        status(ui, Status::Care, text);
    }
}

/// The differences in words.
fn words_ui(ui: &mut Ui, comparison: &Comparison, buttons: impl FnOnce(&mut Ui)) {
    let tone = match comparison.words.first() {
        None if comparison.matters() => Status::Care,
        None => Status::Right,
        Some(first) => tone_of(first),
    };
    let color = tone.color(palette(ui));
    tinted_card(ui, color, |ui| {
        ui.horizontal(|ui| {
            sign(ui, tone.icon(), 16.0, color);
            let summary = RichText::new(comparison.summary()).font(theme::strong());
            ui.add(Label::new(summary).wrap());
        });
        ui.horizontal_wrapped(buttons);
        for difference in &comparison.words {
            difference_ui(ui, difference);
        }
        for (title, findings) in comparison.findings() {
            note(ui, title);
            for finding in findings {
                problem(
                    ui,
                    Status::from(finding.severity),
                    visible(&finding.message),
                    visible(&finding.hint),
                );
            }
        }
    });
}

fn tone_of(difference: &Difference) -> Status {
    if difference.matters {
        Status::Care
    } else {
        Status::Info
    }
}

fn difference_ui(ui: &mut Ui, difference: &Difference) {
    let p = palette(ui);
    let tone = tone_of(difference);
    let (text, weight) = if difference.matters {
        (p.text, "Matters")
    } else {
        (p.weak, "Should not matter")
    };
    ui.horizontal_top(|ui| {
        let response = sign(ui, tone.icon(), 14.0, tone.color(p));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, weight));
        response.on_hover_text(weight);
        let body = TextStyle::Body.resolve(ui.style());
        paragraph(ui, &visible(&difference.text), &body, text);
    });
}
