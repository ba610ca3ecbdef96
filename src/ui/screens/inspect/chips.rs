//! The evidence of a case as chips, each removable, and the field that adds more.

use egui::{
    Button, CornerRadius, Event, Frame, Id, Key, Label, Margin, RichText, ScrollArea, Stroke,
    TextEdit, Ui, Vec2,
};

use super::evidence::{EvidenceForm, EvidenceItem, EvidenceKind, is_input, kind_word};
use crate::{
    core::{
        diagnose::explain::Group,
        import::found::InputKind,
        mux::symptom::{self, entry::Symptom},
        request::MediaRequest,
        text::visible,
    },
    ui::{
        cx::Cx,
        theme::{self, icon, palette, status::Status},
        widgets::{
            FIELD_LIMIT, bare_button, choice, icon_button, menu, menu_item, note, problem,
            small_text, status, topic,
        },
    },
};

/// The accessible name of the field.
const ADD: &str = "Add evidence";

/// Its width, in points.
const FIELD: f32 = 236.0;

/// The field that adds evidence.
pub(super) fn field_id() -> Id {
    Id::unique("add evidence")
}

/// Draws the chips and the field. Returns an input that was pasted into the field, which starts a new case.
pub(super) fn ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    form: &mut EvidenceForm,
    kind: InputKind,
    request: Option<&MediaRequest>,
) -> Option<String> {
    // A URL that was asked for is evidence, whatever it contains.
    let takes_url = form.chosen == Some(EvidenceKind::Url);
    let pasted = (!takes_url).then(|| taken_paste(ui)).flatten();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(6.0);
        let items = form.items(request, cx);
        if !items.is_empty() {
            note(ui, "Judged with");
        }
        for item in items {
            chip_ui(ui, cx, form, &item, kind);
        }
        field_ui(ui, cx, form);
        menu_ui(ui, cx, form, request);
    });
    below_ui(ui, cx, form);
    pasted
}

/// An input that was pasted while the field has the focus.
fn taken_paste(ui: &Ui) -> Option<String> {
    if !ui.memory(|memory| memory.has_focus(field_id())) {
        return None;
    }
    ui.input_mut(|input| {
        let is_it = |event: &Event| matches!(event, Event::Paste(text) if is_input(text));
        let at = input.events.iter().position(is_it)?;
        match input.events.remove(at) {
            Event::Paste(text) => Some(text),
            _ => None,
        }
    })
}

/// Begins a new row if what follows does not fit into this one.
fn wrap(ui: &mut Ui, width: f32) {
    if ui.available_size_before_wrap().x < width {
        ui.end_row();
    }
}

/// One piece of evidence: its text, which edits it if the user added it, and a button that removes it.
fn chip_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    form: &mut EvidenceForm,
    item: &EvidenceItem,
    kind: InputKind,
) {
    let p = palette(ui);
    let mut text = visible(&item.text).into_owned();
    if item.is_found {
        text = format!("{text} ({})", source(kind));
    }
    let font = theme::small().resolve(ui.style());
    let width = ui
        .painter()
        .layout_no_wrap(text.clone(), font, p.text)
        .size()
        .x;
    wrap(ui, width + 44.0);
    let frame = Frame::new()
        .fill(p.button)
        .stroke(Stroke::new(1.0, p.line))
        .corner_radius(CornerRadius::same(12))
        .inner_margin(Margin {
            left: 9,
            right: 2,
            top: 0,
            bottom: 0,
        });
    let chip = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.spacing_mut().interact_size.y = 24.0;
        if item.is_found {
            let text = small_text(text).color(p.weak);
            ui.add(Label::new(text).truncate());
        } else {
            let label = RichText::new(text).text_style(theme::small()).color(p.text);
            ui.spacing_mut().button_padding = Vec2::new(0.0, 2.0);
            let button = ui.add(Button::new(label).frame(false).truncate());
            if button
                .on_hover_text(format!("Edit {}", item.kind.title()))
                .clicked()
            {
                form.edit(item.kind, cx);
                ui.memory_mut(|memory| memory.request_focus(field_id()));
            }
        }
        let name = format!("Remove {}", item.kind.title());
        if bare_button(ui, icon::CLOSE, &name).clicked() {
            form.remove(item.kind);
        }
    };
    frame.show(ui, |ui| ui.horizontal(chip));
}

/// What evidence of the input is from.
fn source(kind: InputKind) -> &'static str {
    match kind {
        InputKind::Text | InputKind::Empty => "input",
        kind => kind_word(kind),
    }
}

fn field_ui(ui: &mut Ui, cx: &Cx<'_>, form: &mut EvidenceForm) {
    let hint = match form.chosen {
        Some(kind) => kind.hint(),
        None => "Add an error, a time, a Referer…",
    };
    wrap(ui, FIELD + 70.0);
    let edit = TextEdit::singleline(&mut form.typed)
        .id(field_id())
        .font(theme::small())
        .hint_text(hint)
        .desired_width(FIELD)
        .margin(Margin::symmetric(8, 4))
        .char_limit(FIELD_LIMIT);
    let response = ui.add(edit);
    let name = form.chosen.map_or(ADD, EvidenceKind::title);
    let response = response.accessible_name(name);
    if response.lost_focus() {
        let is_left = ui.input(|input| input.key_pressed(Key::Escape));
        let is_done = ui.input(|input| input.key_pressed(Key::Enter));
        if is_left {
            form.typed.clear();
            form.chosen = None;
        } else {
            form.commit(cx);
        }
        if is_left || is_done {
            // The next piece of evidence follows, and Escape loses nothing but what was typed.
            response.request_focus();
        }
    }
}

/// The kinds of evidence, the evidence that was removed, and the known errors.
fn menu_ui(ui: &mut Ui, cx: &Cx<'_>, form: &mut EvidenceForm, request: Option<&MediaRequest>) {
    let mut to_field = false;
    let button = icon_button(ui, icon::ADD, "More");
    let button = button.on_hover_text("Kinds of evidence and known errors");
    let button = button.accessible_name("More evidence");
    menu(ui, &button, |ui| {
        for kind in EvidenceKind::ALL {
            if menu_item(ui, "", &format!("{}…", kind.title())).clicked() {
                form.edit(kind, cx);
                to_field = true;
            }
        }
        let removed = EvidenceKind::ALL
            .into_iter()
            .filter(|kind| form.is_removed(*kind));
        let removed: Vec<_> = removed.collect();
        if request.is_some() && !removed.is_empty() {
            ui.separator();
            for kind in removed {
                let text = format!("Use the {} of the input again", kind.title());
                if menu_item(ui, "", &text).clicked() {
                    form.restore(kind);
                }
            }
        }
        ui.separator();
        note(ui, "Known errors");
        ScrollArea::vertical().max_height(240.0).show(ui, |ui| {
            for symptom in symptom::all() {
                let entry = symptom.entry;
                let label = menu_item(ui, "", symptom.label());
                let label = label.on_hover_ui(|ui| topic(ui, Group::of(entry.kind), entry.id));
                if label.clicked() {
                    form.add(EvidenceKind::Error, entry.id);
                }
            }
        });
    });
    if to_field {
        ui.memory_mut(|memory| memory.request_focus(field_id()));
    }
}

/// What is being typed is recognized as, and what is wrong with it.
fn below_ui(ui: &mut Ui, cx: &Cx<'_>, form: &mut EvidenceForm) {
    if let Some(kind) = form.typed_kind(cx) {
        match form.problem(cx) {
            Some((what, hint)) if hint.is_empty() => _ = status(ui, Status::Care, what),
            Some((what, hint)) => problem(ui, Status::Care, what, hint),
            None => match Symptom::parse(&form.typed).filter(|_| kind == EvidenceKind::Error) {
                Some(symptom) => _ = note(ui, format!("{}: {}", kind.title(), symptom.label())),
                None => _ = note(ui, kind.title()),
            },
        }
        if kind == EvidenceKind::Error && Symptom::parse(&form.typed).is_none() {
            let near = Symptom::suggestions(&form.typed).into_iter().take(3);
            ui.horizontal_wrapped(|ui| {
                for near in near {
                    if choice(ui, false, None, near.label(), Vec2::ZERO).clicked() {
                        near.entry.id.clone_into(&mut form.typed);
                        form.commit(cx);
                    }
                }
            });
        }
    }
    if let Some(why) = form.undecided(cx) {
        note(ui, why);
    }
}
