//! Requests and their verdicts: typical ones, and those that the user adds.

use egui::{Label, Role, Ui, WidgetInfo};

use crate::{
    core::{
        mux::{
            header::Header,
            restriction::{SampleRequest, Verdict, Visit},
        },
        text::{capitalized, shortened, visible},
    },
    ui::{
        theme::{icon, palette, status::Status},
        widgets::{
            bare_button, card, card_title, cell, icon_button, label_row, line_edit, note, sign,
            small_text, strong,
        },
    },
};

/// The most requests that can be added.
const MOST_OWN: usize = 20;

/// A request as it is filled in.
#[derive(Clone, Default, PartialEq)]
pub(super) struct OwnRequest {
    referrer: String,
    user_agent: String,
    has_no_user_agent: bool,
}

impl OwnRequest {
    /// The request. An empty `Referer` is none, an empty `User-Agent` that of a browser.
    pub(super) fn request(&self) -> Visit {
        let referrer = match self.referrer.trim() {
            "" => Header::Absent,
            text => Header::Value(text.to_owned()),
        };
        let user_agent = match self.user_agent.trim() {
            _ if self.has_no_user_agent => Header::Absent,
            "" => Header::Unknown,
            text => Header::Value(text.to_owned()),
        };
        Visit {
            referrer,
            user_agent,
        }
    }
}

/// The requests that the user adds.
pub(super) fn own_ui(ui: &mut Ui, own: &mut Vec<OwnRequest>, verdicts: &[Verdict]) {
    card(ui, |ui| {
        card_title(ui, icon::URL, "Your own requests", |ui| {
            if own.len() < MOST_OWN && icon_button(ui, icon::ADD, "Add a request").clicked() {
                own.push(OwnRequest::default());
            }
        });
        if own.is_empty() {
            note(ui, "The `Referer` and `User-Agent` of a request to test.");
        }
        let mut removed = None;
        for (i, request) in own.iter_mut().enumerate() {
            if i > 0 {
                ui.separator();
            }
            if request_ui(ui, i + 1, request, verdicts.get(i)) {
                removed = Some(i);
            }
        }
        if let Some(i) = removed {
            own.remove(i);
        }
    });
}

/// One request. Returns whether it is to be removed.
fn request_ui(ui: &mut Ui, number: usize, own: &mut OwnRequest, verdict: Option<&Verdict>) -> bool {
    let mut is_removed = false;
    let label = label_row(ui, &format!("Referer of request {number}"), |ui| {
        let name = format!("Remove request {number}");
        is_removed = bare_button(ui, icon::FORGET, &name).clicked();
    });
    let hint = "https://example.com/watch, or empty if it has none";
    let edit = line_edit(&mut own.referrer, hint, true);
    ui.add(edit).labelled_by(label.id);
    let label = label_row(ui, &format!("User-Agent of request {number}"), |ui| {
        let response = ui.checkbox(&mut own.has_no_user_agent, small_text("None"));
        let name = format!("Request {number} has no User-Agent");
        let is_on = own.has_no_user_agent;
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_on, &name));
    });
    let edit = line_edit(&mut own.user_agent, "A browser, if empty", true);
    ui.add_enabled(!own.has_no_user_agent, edit)
        .labelled_by(label.id);
    if let Some(verdict) = verdict {
        verdict_ui(ui, &format!("Request {number}"), verdict);
    }
    is_removed
}

/// A typical request and its verdict. Returns the entry to add, if its button was pressed.
pub(super) fn case_ui(ui: &mut Ui, case: &SampleRequest, verdict: &Verdict) -> Option<String> {
    let mut added = None;
    ui.horizontal_top(|ui| {
        let width = ui.available_width();
        let left = (width * 0.46).clamp(170.0, 320.0);
        cell(ui, left, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.add(Label::new(&*visible(&case.name)).wrap());
            note(ui, visible(&about(&case.visit)));
        });
        let rest = width - left - ui.spacing().item_spacing.x;
        cell(ui, rest, |ui| {
            verdict_ui(ui, &case.name, verdict);
            if let Some(entry) = verdict.missing_entry()
                && icon_button(ui, icon::ADD, &format!("Add {entry}")).clicked()
            {
                added = Some(entry);
            }
        });
    });
    added
}

/// The headers of a request in one line.
fn about(request: &Visit) -> String {
    let referrer = match &request.referrer {
        Header::Value(text) => format!("`{text}`"),
        _ => "no referrer".to_owned(),
    };
    match &request.user_agent {
        Header::Value(text) => format!("{referrer}, `{text}`"),
        _ => referrer,
    }
}

/// A verdict above its reason. Screen readers read both as one, after the name of the request.
fn verdict_ui(ui: &mut Ui, name: &str, verdict: &Verdict) {
    let status = match verdict {
        Verdict::Allowed { .. } => Status::Right,
        Verdict::Refused { .. } => Status::Wrong,
        Verdict::Unknown { .. } => Status::Unknown,
    };
    let word = capitalized(verdict.words());
    let color = status.color(palette(ui));
    let because = verdict.because();
    let because = shortened(&because, 400);
    let cell = ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        // As high as the name of the request, not as a button.
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            sign(ui, status.icon(), 15.0, color);
            ui.label(strong(&*word).color(color));
        });
        note(ui, visible(&because));
    });
    let name = format!("{name}: {word}, {}", visible(&because));
    cell.response
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    if let Some(hint) = verdict.hint().filter(|hint| !hint.is_empty()) {
        note(ui, visible(&hint));
    }
}
