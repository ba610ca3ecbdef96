//! The parameters of the token, each in the field that suits its type.

use egui::{CollapsingHeader, ComboBox, Label, Response, RichText, Ui};

use super::{
    SignScreen,
    form::{Field, SignForm},
};
use crate::{
    core::mux::{
        audience::Audience,
        params::{self, Param, ParamKind},
    },
    ui::widgets::{card, cell, field_label, line_edit, note},
};

/// The parameters that only this audience has.
fn own(audience: Audience) -> Vec<&'static Param> {
    params::of(audience)
        .filter(|param| !param.is_general())
        .collect()
}

impl SignScreen {
    pub(super) fn params_ui(&mut self, ui: &mut Ui) {
        let audiences = self.form.audiences().to_vec();
        if let [audience] = audiences.as_slice() {
            let own = own(*audience);
            if !own.is_empty() {
                field_label(ui, "Parameters, all optional");
                self.param_card(ui, &own);
            }
            return;
        }
        let label = "Parameters, all optional; each goes into the tokens that accept it";
        field_label(ui, label);
        let mut shown: Vec<&str> = Vec::new();
        for audience in audiences {
            let mut own = own(audience);
            own.retain(|param| !shown.contains(&param.name));
            if own.is_empty() {
                continue;
            }
            shown.extend(own.iter().map(|param| param.name));
            let is_set = |param: &&&Param| {
                let text = self.form.params.get(param.name);
                text.is_some_and(|text| !text.is_empty())
            };
            let count = own.iter().filter(is_set).count();
            let is_wrong = |param: &&Param| self.is_noted(Field::Param(param.name));
            let is_wrong = own.iter().any(is_wrong);
            CollapsingHeader::new(format!("{}: {count} set", audience.title()))
                .id_salt(("params", audience.claim()))
                .open(is_wrong.then_some(true))
                .show_unindented(ui, |ui| self.param_card(ui, &own));
        }
    }

    fn param_card(&mut self, ui: &mut Ui, params: &[&'static Param]) {
        card(ui, |ui| {
            for (i, param) in params.iter().enumerate() {
                if i > 0 {
                    ui.add_space(4.0);
                }
                param_ui(ui, param, &mut self.form);
                self.trouble_ui(ui, Field::Param(param.name));
            }
        });
    }
}

fn param_ui(ui: &mut Ui, param: &'static Param, form: &mut SignForm) {
    let about = format!(
        "{}\n\nValue: {}\nDefault: {}\n{}",
        param.summary, param.kind, param.default, param.source
    );
    ui.horizontal_top(|ui| {
        let width = ui.available_width();
        let field = 150.0_f32.min(width * 0.42);
        let label = cell(ui, width - field - 8.0, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let name = RichText::new(param.name).monospace();
            let label = ui.add(Label::new(name).selectable(false));
            note(ui, param.summary);
            label
        });
        let label = label.inner.on_hover_text(&about);
        cell(ui, field, |ui| {
            let response = param_field(ui, param, form.param(param));
            response.labelled_by(label.id).on_hover_text(&about);
        });
    });
}

/// The field that suits a parameter.
fn param_field(ui: &mut Ui, param: &Param, text: &mut String) -> Response {
    let words: &[&str] = match param.kind {
        ParamKind::Choice(words) => words,
        ParamKind::Switch => &["true", "false"],
        ParamKind::Angle(_) => &["90", "180", "270"],
        _ => {
            let hint = match param.kind {
                ParamKind::Seconds | ParamKind::Duration => "seconds",
                ParamKind::EpochSeconds => "seconds since 1970",
                ParamKind::Integer { max: 640, .. } => "pixels, to 640",
                ParamKind::Integer { max: 30, .. } => "1 to 30",
                ParamKind::Integer { .. } => "pixels",
                _ => "not set",
            };
            return ui.add(line_edit(text, hint, true));
        }
    };
    let shown = match text.as_str() {
        "" => "not set".to_owned(),
        text => text.to_owned(),
    };
    ComboBox::from_id_salt(param.name)
        .height(400.0)
        .selected_text(shown)
        .width(ui.available_width())
        .show_ui(ui, |ui| {
            ui.selectable_value(text, String::new(), "not set");
            for word in words {
                ui.selectable_value(text, (*word).to_owned(), *word);
            }
        })
        .response
}
