//! Compare two tokens: the boxes beside each other on top, below them what differs in words and claim by claim.

use egui::{
    Align, CornerRadius, Frame, Id, Label, Layout, Margin, RichText, Role, ScrollArea, Stroke,
    TextEdit, Ui, Vec2, WidgetInfo,
};

use super::{
    inspect::{excerpt, input_job, long_text_ui, tone_sign, words_of},
    repaint_for, times,
};
use crate::{
    core::{
        compare::{self, Cell, Comparison, Difference, Part, Row, Sides},
        diagnose::{
            self as inspect,
            evidence::Evidence,
            report::{Report, TokenReport},
        },
        import::found::InputKind,
        text::{capitalized, shortened, visible},
        time::Timestamp,
    },
    ui::{
        action::{Action, Side},
        cx::Cx,
        redact::secrets::Secrets,
        theme::{self, icon, palette},
        widgets::{
            self, FIELD_LIMIT, bare_button, card, card_title, column, empty, field_label, gap,
            icon_button, main_button, note, tinted_card, told,
        },
    },
};

/// The Compare screen.
#[derive(Default)]
pub(crate) struct CompareScreen {
    a: String,
    b: String,
    /// The box with the cursor.
    typed: Option<Side>,
    /// The box that gets the cursor.
    ask: Option<Side>,
    only_differences: bool,
    made: Option<Made>,
}

/// What was made of the two texts, and from what.
struct Made {
    a: (String, Report),
    b: (String, Report),
    revision: u64,
    at: Timestamp,
    comparison: Option<Comparison>,
}

/// More rows than anybody reads.
const MOST_ROWS: usize = 200;

/// How high a box grows before it scrolls.
const BOX_HEIGHT: f32 = 90.0;

impl CompareScreen {
    /// Begins anew with this text in A; B is asked for.
    pub(crate) fn start(&mut self, text: String) {
        self.a = text;
        self.ask = Some(Side::B);
    }

    /// Puts a text into a box.
    pub(crate) fn set_text(&mut self, side: Side, text: String) {
        *self.text(side) = text;
    }

    /// Puts a text into the box with the cursor, else where there is none yet, else into B.
    pub(crate) fn put(&mut self, text: String) {
        let empty = if self.a.trim().is_empty() {
            Side::A
        } else {
            Side::B
        };
        self.set_text(self.typed.unwrap_or(empty), text);
    }

    /// Tells what must not be read on a shared screen.
    pub(crate) fn secrets(&self, secrets: &mut Secrets) {
        for text in [&self.a, &self.b] {
            secrets.add_whole(text);
            if text.len() > FIELD_LIMIT {
                secrets.add_whole(&excerpt(text));
            }
        }
        if let Some(made) = &self.made {
            for token in made.a.1.tokens.iter().chain(&made.b.1.tokens) {
                secrets.add_token(&token.token);
            }
        }
    }

    fn text(&mut self, side: Side) -> &mut String {
        match side {
            Side::A => &mut self.a,
            Side::B => &mut self.b,
        }
    }

    /// Draws the screen and says what the person asked for.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let mut action = None;
        column::only(ui, "compare", |ui| {
            ui.columns(2, |columns| {
                for (ui, side) in columns.iter_mut().zip([Side::A, Side::B]) {
                    action = action.take().or(self.side_ui(ui, side));
                }
            });
            self.look(cx);
            if let Some(made) = &self.made {
                ui.columns(2, |columns| {
                    for (ui, side) in columns.iter_mut().zip([&made.a, &made.b]) {
                        report_ui(ui, cx, &side.1);
                    }
                });
            }
            gap(ui);
            action = action.take().or(self.comparison_ui(ui, cx));
        });
        action
    }

    /// Compares anew when anything that the comparison depends on has changed.
    fn look(&mut self, cx: &Cx<'_>) {
        let revision = cx.keyring.revision();
        let is_current = |made: &Made| {
            (made.a.0 == self.a && made.b.0 == self.b)
                && (made.revision, made.at) == (revision, cx.now)
        };
        if self.made.as_ref().is_some_and(is_current) {
            return;
        }
        let look = |text: &String| {
            let evidence = Evidence::default();
            let report = inspect::inspect(text, &evidence, cx.keyring.keys(), cx.now);
            (text.clone(), report)
        };
        let (a, b) = (look(&self.a), look(&self.b));
        let tokens = (a.1.tokens.first(), b.1.tokens.first());
        let comparison = match tokens {
            (Some(a), Some(b)) => Some(compare::compare(a, b, cx.now)),
            _ => None,
        };
        self.made = Some(Made {
            a,
            b,
            revision,
            at: cx.now,
            comparison,
        });
    }

    /// One box.
    fn side_ui(&mut self, ui: &mut Ui, side: Side) -> Option<Action> {
        let mut action = None;
        let name = side.name();
        let text = self.text(side);
        let label = ui
            .horizontal(|ui| {
                let label = field_label(ui, &format!("{name}: token, URL or a text with one"));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if !text.is_empty()
                        && bare_button(ui, icon::CLOSE, &format!("Clear {name}")).clicked()
                    {
                        text.clear();
                    }
                    if bare_button(ui, icon::PASTE, &format!("Paste into {name}")).clicked() {
                        action = Some(Action::PasteIntoCompare(side));
                    }
                });
                label
            })
            .inner;
        if text.len() > FIELD_LIMIT {
            long_text_ui(ui, text);
            self.typed = self.typed.filter(|typed| *typed != side);
        } else {
            let mut layouter = |ui: &Ui, text: &dyn egui::TextBuffer, width: f32| {
                let job = input_job(ui, text.as_str(), width);
                ui.fonts_mut(|fonts| fonts.layout_job(job))
            };
            let id = Id::unique(("compare", name));
            let edit = TextEdit::multiline(text)
                .id(id)
                .frame(Frame::NONE)
                .font(egui::TextStyle::Monospace)
                .hint_text(match side {
                    Side::A => "Paste a token or a URL",
                    Side::B => "Paste the one to compare it with",
                })
                .desired_width(f32::INFINITY)
                .desired_rows(5)
                .lock_focus(false)
                .char_limit(FIELD_LIMIT)
                .layouter(&mut layouter);
            // The frame is around what scrolls, so that it is whole at any place.
            let response = box_frame(ui, ui.memory(|memory| memory.has_focus(id)))
                .show(ui, |ui| {
                    let area = ScrollArea::vertical()
                        .id_salt(name)
                        .max_height(BOX_HEIGHT)
                        .auto_shrink([false, true]);
                    area.show(ui, |ui| ui.add(edit)).inner
                })
                .inner
                .labelled_by(label.id);
            if self.ask == Some(side) {
                response.request_focus();
                self.ask = None;
            }
            if response.has_focus() {
                self.typed = Some(side);
            } else if self.typed == Some(side) {
                self.typed = None;
            }
        }
        action
    }

    fn comparison_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Action> {
        let made = self.made.as_ref()?;
        let mut action = None;
        let Some(comparison) = &made.comparison else {
            let is_empty = |report: &Report| report.kind == InputKind::Empty;
            let (a, b) = (is_empty(&made.a.1), is_empty(&made.b.1));
            card(ui, |ui| action = no_comparison_ui(ui, a, b));
            return action;
        };
        let mut swap = false;
        words_ui(ui, comparison, |ui| {
            if icon_button(ui, icon::COPY, "Copy differences").clicked() {
                action = Some(Action::Copy {
                    what: "the differences",
                    text: comparison.to_string(),
                });
            }
            swap = icon_button(ui, icon::COMPARE, "Swap").clicked();
        });
        gap(ui);
        card(ui, |ui| {
            card_title(ui, icon::PAYLOAD, "Claim by claim", |ui| {
                ui.checkbox(&mut self.only_differences, "Only differences");
            });
            table_ui(ui, cx, &comparison.rows, self.only_differences);
        });
        for (_, report) in [&made.a, &made.b] {
            if let Some(exp) = report.tokens.first().and_then(|token| token.token.expiry()) {
                repaint_for(ui, exp, cx.now);
            }
        }
        if swap {
            std::mem::swap(&mut self.a, &mut self.b);
        }
        action
    }
}

/// The frame of a text field.
fn box_frame(ui: &Ui, has_focus: bool) -> Frame {
    let p = palette(ui);
    let edge = if has_focus { p.accent } else { p.edge };
    Frame::new()
        .fill(p.field)
        .stroke(Stroke::new(1.0, edge))
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::symmetric(8, 6))
}

/// What is asked for while there is nothing to compare.
fn no_comparison_ui(ui: &mut Ui, a_is_empty: bool, b_is_empty: bool) -> Option<Action> {
    let mut action = None;
    let (title, text) = match (a_is_empty, b_is_empty) {
        (true, true) => (
            "Paste two tokens or URLs",
            "One that works and one that does not, or any two. Nothing leaves this computer.",
        ),
        (false, true) => (
            "Paste the other one into B",
            "It can be a token, a URL, or a text with one in it.",
        ),
        (true, false) => (
            "Paste the other one into A",
            "It can be a token, a URL, or a text with one in it.",
        ),
        (false, false) => (
            "Two tokens are needed",
            "A token begins with eyJ. In a URL it stands behind token=.",
        ),
    };
    empty(ui, icon::COMPARE, title, text);
    if a_is_empty && b_is_empty {
        ui.vertical_centered(|ui| {
            ui.set_max_width(220.0);
            ui.vertical_centered_justified(|ui| {
                if main_button(ui, icon::DEMO, "Try with an example").clicked() {
                    action = Some(Action::CompareExample);
                }
            });
        });
    }
    ui.add_space(16.0);
    action
}

/// Under a box: three verdicts on the token in it, or why there is none.
fn report_ui(ui: &mut Ui, cx: &Cx<'_>, report: &Report) {
    let p = palette(ui);
    for finding in &report.findings {
        told(ui, icon::WRONG, p.wrong, &visible(&finding.message));
        note(ui, visible(&finding.hint));
    }
    let Some(token) = report.tokens.first() else {
        return;
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        verdicts_ui(ui, cx, token);
    });
    let count = report.tokens.len();
    if count > 1 {
        told(
            ui,
            icon::CARE,
            p.care,
            &format!("{count} tokens are in it; the first is compared"),
        );
    }
}

fn verdicts_ui(ui: &mut Ui, cx: &Cx<'_>, token: &TokenReport) {
    for verdict in words_of(cx, cx.now).verdicts(token) {
        let (sign, color) = tone_sign(ui, verdict.tone);
        let (title, word) = (verdict.title, capitalized(verdict.word));
        let mut job = egui::text::LayoutJob::default();
        let format = |font| egui::TextFormat {
            font_id: font,
            color,
            valign: Align::Center,
            ..Default::default()
        };
        job.append(sign, 0.0, format(theme::icon_font(14.0)));
        let font = theme::small().resolve(ui.style());
        job.append(&word, 5.0, format(font));
        let name = format!("{title}: {word}");
        let response = ui.add(Label::new(job).selectable(false));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
        response.on_hover_ui(|ui| {
            ui.label(&name);
            if let Some(worst) = token.findings.first() {
                note(ui, visible(&worst.message));
            }
            if let Some(exp) = token.token.expiry() {
                note(ui, format!("Expires {}", times(exp, cx)));
            }
        });
    }
}

/// The differences in words.
fn words_ui(ui: &mut Ui, comparison: &Comparison, buttons: impl FnOnce(&mut Ui)) {
    let p = palette(ui);
    let (sign, color) = match comparison.words.first() {
        None => (icon::RIGHT, p.right),
        Some(first) if first.matters => (icon::CARE, p.care),
        Some(_) => (icon::KNOW, p.accent),
    };
    tinted_card(ui, color, |ui| {
        ui.horizontal(|ui| {
            ui.label(
                RichText::new(sign)
                    .font(theme::icon_font(16.0))
                    .color(color),
            );
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                buttons(ui);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let summary = RichText::new(comparison.summary()).font(theme::strong());
                    ui.add(Label::new(summary).wrap());
                });
            });
        });
        for difference in &comparison.words {
            difference_ui(ui, difference);
        }
    });
}

fn difference_ui(ui: &mut Ui, difference: &Difference) {
    let p = palette(ui);
    let (sign, color, text) = if difference.matters {
        (icon::CARE, p.care, p.text)
    } else {
        (icon::KNOW, p.accent, p.weak)
    };
    ui.horizontal_top(|ui| {
        let response = ui.label(
            RichText::new(sign)
                .font(theme::icon_font(14.0))
                .color(color),
        );
        let weight = if difference.matters {
            "Matters"
        } else {
            "Should not matter"
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, weight));
        response.on_hover_text(weight);
        let body = egui::TextStyle::Body.resolve(ui.style());
        let job = widgets::prose(ui, &visible(&difference.text), &body, text);
        ui.add(Label::new(job).wrap());
    });
}

/// Every member of both, part by part.
fn table_ui(ui: &mut Ui, cx: &Cx<'_>, rows: &[Row], only_differences: bool) {
    let mut shown = 0;
    let mut left = 0;
    for part in Part::ALL {
        let of_part =
            |row: &&Row| row.part == part && !(only_differences && row.sides == Sides::Same);
        let mut first = true;
        for row in rows.iter().filter(of_part) {
            if shown == MOST_ROWS {
                left += 1;
                continue;
            }
            if first {
                ui.add_space(4.0);
                head_ui(ui, part.title());
                first = false;
            }
            shown += 1;
            row_ui(ui, cx, row);
        }
    }
    if left > 0 {
        note(ui, format!("and {left} more"));
    }
    if shown == 0 {
        let text = if only_differences {
            "Nothing differs."
        } else {
            "Nothing is in them."
        };
        note(ui, text);
    }
}

/// The columns of a row: name, A, B, beside the sign.
fn widths(ui: &Ui) -> (f32, f32) {
    let width = ui.available_width() - SIGN_WIDTH - 3.0 * ui.spacing().item_spacing.x;
    let name = (width * 0.2).clamp(84.0, 160.0);
    (name, (width - name) / 2.0)
}

const SIGN_WIDTH: f32 = 22.0;

fn column(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    let layout = Layout::top_down(Align::Min);
    ui.allocate_ui_with_layout(Vec2::new(width, 0.0), layout, |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 1.0;
        contents(ui);
    });
}

/// The frame of a row, so that its columns stand under those of the head.
fn row_frame() -> Frame {
    Frame::new()
        .inner_margin(Margin::symmetric(6, 3))
        .corner_radius(CornerRadius::same(6))
}

fn head_ui(ui: &mut Ui, title: &str) {
    row_frame().show(ui, |ui| {
        let (name, value) = widths(ui);
        ui.horizontal_top(|ui| {
            column(ui, SIGN_WIDTH + ui.spacing().item_spacing.x + name, |ui| {
                ui.label(widgets::strong(title));
            });
            for side in [Side::A, Side::B] {
                column(ui, value, |ui| {
                    note(ui, side.name());
                });
            }
        });
    });
}

fn row_ui(ui: &mut Ui, cx: &Cx<'_>, row: &Row) {
    let p = palette(ui);
    let (sign, color) = match row.sides {
        Sides::Same => ("=", p.weak),
        Sides::Different => ("≠", p.care),
        Sides::OnlyA => ("A", p.care),
        Sides::OnlyB => ("B", p.care),
    };
    let mut frame = row_frame();
    if row.sides != Sides::Same {
        frame = frame.fill(p.card.lerp_to_gamma(p.care, 0.08));
    }
    frame.show(ui, |ui| {
        let (name_width, value_width) = widths(ui);
        ui.horizontal_top(|ui| {
            column(ui, SIGN_WIDTH, |ui| {
                let response = ui.label(RichText::new(sign).font(theme::strong()).color(color));
                let name = format!("{}: {}", visible(&row.name), row.sides.words());
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
                response.on_hover_text(row.sides.words());
            });
            column(ui, name_width, |ui| {
                let name = visible(&shortened(&row.name, 80)).into_owned();
                let name = RichText::new(name).monospace().color(p.payload);
                ui.add(Label::new(name).wrap());
            });
            for cell in [&row.a, &row.b] {
                column(ui, value_width, |ui| match cell {
                    Some(cell) => cell_ui(ui, cx, row.part, cell),
                    None => _ = note(ui, "—"),
                });
            }
        });
    });
}

fn cell_ui(ui: &mut Ui, cx: &Cx<'_>, part: Part, cell: &Cell) {
    // Nobody reads a signature; that two differ is told in words.
    let longest = if part == Part::Signature { 32 } else { 600 };
    let text = shortened(&cell.value, longest);
    let mut job = widgets::code_job(ui, &visible(&text));
    job.wrap.max_width = ui.available_width();
    ui.add(Label::new(job).selectable(true));
    if let Some(moment) = cell.moment {
        note(ui, times(moment, cx));
    }
    if let Some(meaning) = cell.meaning {
        note(ui, format!("for {meaning}"));
    }
}
