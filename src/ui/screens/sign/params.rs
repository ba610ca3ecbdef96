//! The claims beyond those that every token has: only those that are set take room; the others are found by typing.

use egui::{Align, Label, Layout, Margin, Response, RichText, TextEdit, TextStyle, Ui, Vec2};

use super::{Focus, SignScreen, form::Field};
use crate::{
    core::mux::{
        audience::Audience,
        frame::FrameGeometry,
        params::{self, Param, ParamKind, RESTRICTION},
        range::ranges,
    },
    ui::{
        theme::icon,
        widgets::{
            FIELD_LIMIT, Pick, PickItem, bare_button, field_label,
            frame::{frame_ui, range_ui},
            label_row, line_edit, part, quiet_button,
        },
    },
};

/// The field for claims that have none of their own.
const EXTRA: &str = "other claims";
const CUSTOM: &str = "custom";

/// Something that can be added to the form.
#[derive(Clone, Copy)]
struct Claim {
    name: &'static str,
    about: &'static str,
    /// The token type that it is for.
    group: &'static str,
    param: Option<&'static Param>,
}

/// The width of a name, in points.
const NAME: f32 = 172.0;
const REMOVE: f32 = 28.0;

impl SignScreen {
    /// Every claim that the tokens of the form can have, each once.
    fn claims(&self) -> Vec<Claim> {
        let mut claims: Vec<Claim> = Vec::new();
        for audience in self.form.audiences() {
            for param in params::of(*audience) {
                let is_new = claims.iter().all(|claim| claim.name != param.name);
                if is_new && !param.is_general() {
                    claims.push(Claim {
                        name: param.name,
                        about: param.summary,
                        group: audience.title(),
                        param: Some(param),
                    });
                }
            }
        }
        let general = |name, about| Claim {
            name,
            about,
            group: "Every token",
            param: None,
        };
        claims.extend([
            general(RESTRICTION, "The ID of a playback restriction in Mux"),
            general(
                CUSTOM,
                "A JSON object for your own use, without personal data",
            ),
            general(EXTRA, "A JSON object with any other claims, such as `iat`"),
        ]);
        claims
    }

    fn text_of(&mut self, name: &'static str) -> &mut String {
        match name {
            RESTRICTION => &mut self.form.restriction,
            CUSTOM => &mut self.form.custom,
            EXTRA => &mut self.form.extra,
            name => self.form.params.entry(name).or_default(),
        }
    }

    /// Whether a claim takes room: it is set, or was added.
    fn is_shown(&self, name: &'static str) -> bool {
        let is_set = match name {
            RESTRICTION => !self.form.restriction.is_empty(),
            CUSTOM => !self.form.custom.is_empty(),
            EXTRA => !self.form.extra.is_empty(),
            name => self
                .form
                .params
                .get(name)
                .is_some_and(|text| !text.is_empty()),
        };
        is_set || self.added.contains(name)
    }

    pub(super) fn params_ui(&mut self, ui: &mut Ui) {
        let claims = self.claims();
        let (shown, others): (Vec<Claim>, Vec<Claim>) = claims
            .into_iter()
            .partition(|claim| self.is_shown(claim.name));
        let title = match shown.len() {
            0 => "Parameters".to_owned(),
            count => format!("Parameters · {count} set"),
        };
        let mut is_cleared = false;
        label_row(ui, &title, |ui| {
            if shown.len() > 1 {
                is_cleared = quiet_button(ui, "Remove all").clicked();
            }
        });
        for claim in &shown {
            // It keeps its row while its field is empty.
            self.added.insert(claim.name);
            let name = format!("sign {}", claim.name);
            part(ui, &name, |ui| self.row_ui(ui, claim));
        }
        if is_cleared {
            for claim in &shown {
                self.remove(claim.name);
            }
        }
        let items: Vec<PickItem<'_>> = others
            .iter()
            .map(|claim| PickItem {
                name: claim.name,
                about: claim.about,
                group: claim.group,
                ..PickItem::default()
            })
            .collect();
        let pick = Pick {
            name: "Add parameter",
            value: "",
            width: ui.available_width(),
            opens: false,
        };
        let (_, chosen) = part(ui, "sign add", |ui| pick.show(ui, &items));
        if let Some(chosen) = chosen {
            self.add(&others[chosen]);
        }
        self.pictures_ui(ui);
    }

    /// Draws what the parameters do to the video.
    fn pictures_ui(&self, ui: &mut Ui) {
        let mut seen: Vec<String> = Vec::new();
        for (audience, claims) in &self.claims {
            if !self.form.audiences().contains(audience) {
                continue;
            }
            if *audience == Audience::Thumbnail
                && let Some(frame) = FrameGeometry::of(claims)
            {
                frame_ui(ui, &frame);
            }
            for range in ranges(*audience, claims) {
                if !seen.contains(&range.about) {
                    range_ui(ui, &range);
                    seen.push(range.about);
                }
            }
        }
    }

    /// Adds an empty claim with the cursor in it. What can have only one value has it at once.
    fn add(&mut self, claim: &Claim) {
        self.added.insert(claim.name);
        self.focus = Some(Focus::Claim(claim.name));
        let only = match claim.param.map(|param| param.kind) {
            Some(ParamKind::Switch) => "true",
            Some(ParamKind::Choice([only])) => only,
            _ => return,
        };
        only.clone_into(self.text_of(claim.name));
    }

    fn remove(&mut self, name: &'static str) {
        self.text_of(name).clear();
        self.form.params.remove(name);
        self.added.remove(name);
    }

    fn row_ui(&mut self, ui: &mut Ui, claim: &Claim) {
        let is_json = [CUSTOM, EXTRA].contains(&claim.name);
        let response = if is_json {
            self.json_ui(ui, claim)
        } else {
            self.line_ui(ui, claim)
        };
        if self.take_focus(Focus::Claim(claim.name)) {
            response.request_focus();
        }
        let field = match claim.name {
            RESTRICTION => Field::Restriction,
            CUSTOM => Field::Custom,
            EXTRA => Field::Extra,
            name => Field::Param(name),
        };
        self.reports_ui(ui, field, Some(&response));
    }

    /// A claim on one line: its name, its field, and the button that removes it.
    fn line_ui(&mut self, ui: &mut Ui, claim: &Claim) -> Response {
        let about = claim.param.map_or_else(
            || claim.about.to_owned(),
            |param| {
                format!(
                    "{}\n\nValue: {}\nDefault: {}\n{}",
                    param.summary, param.kind, param.default, param.source
                )
            },
        );
        ui.horizontal(|ui| {
            let width = ui.available_width();
            let name = NAME.min(width * 0.42);
            let field = width - name - REMOVE - 2.0 * ui.spacing().item_spacing.x;
            let label = in_row(ui, name, |ui| {
                let name = RichText::new(claim.name).monospace();
                ui.add(Label::new(name).selectable(false).truncate())
            });
            let label = label.on_hover_text(&about);
            let response = in_row(ui, field, |ui| self.value_ui(ui, claim, &label));
            if bare_button(ui, icon::CLOSE, &format!("Remove {}", claim.name)).clicked() {
                self.remove(claim.name);
            }
            response.on_hover_text(&about)
        })
        .inner
    }

    /// The field that suits a claim.
    fn value_ui(&mut self, ui: &mut Ui, claim: &Claim, label: &Response) -> Response {
        let kind = claim.param.map(|param| param.kind);
        let words: &[&str] = match kind {
            Some(ParamKind::Choice(words)) => words,
            Some(ParamKind::Switch) => &["true", "false"],
            Some(ParamKind::Angle(_)) => &["90", "180", "270"],
            _ => {
                let hint = hint(kind);
                let edit = line_edit(self.text_of(claim.name), hint, true);
                return ui.add(edit).labelled_by(label.id);
            }
        };
        let items: Vec<_> = words.iter().map(|word| PickItem::named(word)).collect();
        let is_new = self.focus == Some(Focus::Claim(claim.name));
        let text = self.text_of(claim.name);
        let pick = Pick {
            name: claim.name,
            value: if text.is_empty() { "Choose…" } else { text },
            width: ui.available_width(),
            opens: is_new && text.is_empty(),
        };
        let (response, chosen) = pick.show(ui, &items);
        if let Some(chosen) = chosen {
            words[chosen].clone_into(self.text_of(claim.name));
        }
        response
    }

    /// A claim that is a JSON object, over several lines. Tab leaves it.
    fn json_ui(&mut self, ui: &mut Ui, claim: &Claim) -> Response {
        let mut is_removed = false;
        let label = label_row(ui, claim.name, |ui| {
            is_removed = bare_button(ui, icon::CLOSE, &format!("Remove {}", claim.name)).clicked();
            field_label(ui, "JSON object");
        });
        let text = self.text_of(claim.name);
        let rows = text.lines().count().clamp(1, 8);
        let hint = match claim.name {
            CUSTOM => "{\"session\": \"1234\"}",
            _ => "{\"iat\": 1795330245}",
        };
        let edit = TextEdit::multiline(text)
            .font(TextStyle::Monospace)
            .hint_text(hint)
            .desired_width(f32::INFINITY)
            .desired_rows(rows)
            .margin(Margin::symmetric(8, 5))
            .lock_focus(false)
            .char_limit(FIELD_LIMIT);
        let response = ui
            .add(edit)
            .labelled_by(label.id)
            .on_hover_text(claim.about);
        if is_removed {
            self.remove(claim.name);
        }
        response
    }
}

/// A part of a row with a fixed width, in its middle.
fn in_row<R>(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let size = Vec2::new(width, ui.spacing().interact_size.y);
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_width(width);
        contents(ui)
    })
    .inner
}

fn hint(kind: Option<ParamKind>) -> &'static str {
    match kind {
        None => "The ID of a restriction in Mux",
        Some(ParamKind::Seconds | ParamKind::Duration) => "seconds",
        Some(ParamKind::EpochSeconds) => "seconds since 1970",
        Some(ParamKind::Integer { max: 640, .. }) => "pixels, to 640",
        Some(ParamKind::Integer { max: 30, .. }) => "1 to 30",
        Some(ParamKind::Integer { .. }) => "pixels",
        Some(_) => "not set",
    }
}
