//! Keys and their environments, and the state of the network.

use egui::{
    Align, Button, Color32, Label, Response, Role, Stroke, TextFormat, TextStyle, Ui, Vec2,
    WidgetInfo, text::LayoutJob,
};

use super::button::{focus_ring, icon_text};
use crate::{
    core::{
        diagnose::wording,
        key::{Key, Stage},
        text::capitalized,
    },
    platform::Network,
    ui::theme::{self, icon, palette},
};

/// The stage of a key and the name of its environment, if either is known. The name always contains the stage in words, so
/// that color is not the only sign.
pub(crate) fn stage_name(key: &Key) -> Option<(Stage, String)> {
    wording::environment(key).map(|name| (key.stage, name))
}

/// The icon and the color for the state of the network.
pub(crate) fn network_sign(ui: &Ui, network: &Network) -> (&'static str, Color32) {
    let p = palette(ui);
    match network {
        Network::NeededByDisplay(_) => (icon::CARE, p.care),
        Network::Blocked | Network::Open(_) => (icon::OFFLINE, p.weak),
    }
}

/// The button that shows the signing key, with its environment in its color.
pub(crate) fn key_chip(ui: &mut Ui, stage: Option<&(Stage, String)>, text: &str) -> Response {
    let p = palette(ui);
    let button = match stage {
        Some((stage, label)) => {
            let mut job = icon_text(ui, icon::KEY, "", p.text);
            append_tag(ui, &mut job, *stage, label);
            let font = TextStyle::Button.resolve(ui.style());
            let format = TextFormat {
                valign: Align::Center,
                ..TextFormat::simple(font, p.text)
            };
            job.append(text, 12.0, format);
            Button::new(job)
        }
        None => Button::new(icon_text(ui, icon::KEY, text, p.text)),
    };
    let response = ui.add(button.stroke(Stroke::new(1.0, p.line)));
    focus_ring(ui, &response);
    response
}

/// The name of an environment as a filled tag, so that it does not look like a verdict.
pub(crate) fn stage_tag(ui: &mut Ui, stage: Stage, label: &str) {
    let mut job = LayoutJob::default();
    append_tag(ui, &mut job, stage, label);
    let response = ui.add(Label::new(job).selectable(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label));
}

fn append_tag(ui: &Ui, job: &mut LayoutJob, stage: Stage, label: &str) {
    let p = palette(ui);
    let font = theme::small().resolve(ui.style());
    let format = if stage == Stage::Unmarked {
        TextFormat::simple(font, p.text)
    } else {
        TextFormat {
            background: p.stage(stage),
            expand_bg: 2.0,
            ..TextFormat::simple(font, p.on_accent)
        }
    };
    let format = TextFormat {
        valign: Align::Center,
        ..format
    };
    // The spaces are the margins of the fill.
    job.append(&format!("\u{a0}{label}\u{a0}"), 8.0, format);
}

/// The stages as options, each with a dot in its color. Returns the one that was chosen.
pub(crate) fn stage_choice(ui: &mut Ui, current: Stage, key: &str) -> Option<Stage> {
    let p = palette(ui);
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().button_padding = Vec2::new(8.0, 3.0);
        for stage in Stage::ALL {
            let name = match stage {
                Stage::Unmarked => "None".to_owned(),
                stage => capitalized(stage.word()),
            };
            let is_current = stage == current;
            let color = p.stage(stage);
            let font = theme::small().resolve(ui.style());
            let format = |color| TextFormat {
                valign: Align::Center,
                ..TextFormat::simple(font.clone(), color)
            };
            let mut job = LayoutJob::default();
            job.append(if is_current { "●" } else { "○" }, 0.0, format(color));
            job.append(&name, 6.0, format(if is_current { p.text } else { p.weak }));
            let mut button = Button::new(job);
            button = if is_current {
                button
                    .fill(p.card.lerp_to_gamma(color, 0.14))
                    .stroke(Stroke::new(1.0, color))
            } else {
                button.frame_when_inactive(false)
            };
            let response = ui.add(button);
            let name = format!("{name}: stage of {key}");
            response
                .widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_current, &name));
            focus_ring(ui, &response);
            if response.clicked() && !is_current {
                chosen = Some(stage);
            }
        }
    });
    chosen
}
