//! A list that is filtered by typing.

use std::cmp::Reverse;

use egui::{
    Atom, Button, Event, EventFilter, Key, Modifiers, Popup, PopupCloseBehavior, Response, Role,
    ScrollArea, Stroke, TextFormat, TextStyle, Ui, Vec2, WidgetInfo, accesskit::HasPopup,
    text::LayoutJob, vec2,
};

use super::{
    button::{focus_ring, icon_text},
    line_edit, note,
};
use crate::ui::theme::{self, icon, palette};

/// A closed list: a button with its value. Arrows move in the open list, Enter chooses, Esc closes it.
pub(crate) struct Pick<'a> {
    /// Its name: `fit_mode`. Unique on its screen.
    pub(crate) name: &'a str,
    /// The chosen item in words; empty if the list is of things to do.
    pub(crate) value: &'a str,
    /// The width of the button in points.
    pub(crate) width: f32,
    /// Whether it opens by itself now.
    pub(crate) opens: bool,
}

/// An item of a [`Pick`].
#[derive(Default)]
pub(crate) struct PickItem<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// Other words that find it.
    pub(crate) words: &'a str,
    /// What it is, or why it cannot be chosen.
    pub(crate) about: &'a str,
    /// The heading that it is under.
    pub(crate) group: &'a str,
    /// Whether it cannot be chosen. Such items are listed only after typing.
    pub(crate) is_useless: bool,
}

impl<'a> PickItem<'a> {
    /// An item that needs no explanation.
    pub(crate) fn named(name: &'a str) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }
}

/// The state of an open list.
#[derive(Clone, Default)]
struct Open {
    filter: String,
    /// The place of the current item among the listed ones.
    at: usize,
    /// Whether the current item was scrolled to.
    is_in_view: bool,
}

/// The least width of an open list, in points.
const WIDTH: f32 = 340.0;
/// The height of an item.
const ROW: f32 = 28.0;
/// How far a page moves.
const PAGE: usize = 8;

impl Pick<'_> {
    /// Draws it. Returns the button, and the index of the item that was chosen now.
    pub(crate) fn show(self, ui: &mut Ui, items: &[PickItem<'_>]) -> (Response, Option<usize>) {
        let button = self.button_ui(ui);
        let id = Popup::default_response_id(&button);
        let was_open = Popup::is_id_open(ui.ctx(), id);
        let mut open: Open = ui.data_mut(|data| data.get_temp(id)).unwrap_or_default();
        if !was_open {
            // It starts at the chosen item.
            let is_chosen = |index: &usize| items[*index].name == self.value;
            let at = listed("", items).iter().position(is_chosen);
            open = Open {
                at: at.unwrap_or_default(),
                ..Open::default()
            };
            let typed = button.has_focus().then(|| typed(ui)).flatten();
            if let Some(typed) = typed.or(self.opens.then(String::new)) {
                if !typed.is_empty() {
                    open = Open {
                        filter: typed,
                        ..Open::default()
                    };
                }
                Popup::open_id(ui.ctx(), id);
            }
        }
        let mut chosen = None;
        let mut is_left = false;
        Popup::from_toggle_button_response(&button)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .accessible_name(self.name)
            .width(self.width.max(WIDTH))
            .show(|ui| {
                ui.set_width(self.width.max(WIDTH));
                (chosen, is_left) = open.ui(ui, items);
                if chosen.is_some() || is_left {
                    ui.close();
                }
            });
        let is_open = Popup::is_id_open(ui.ctx(), id);
        // Esc and Enter return to the button; a click elsewhere takes the focus along.
        let is_clicked = ui.input(|input| input.pointer.any_click());
        if was_open && !is_open && (chosen.is_some() || !is_clicked) {
            button.request_focus();
        }
        ui.data_mut(|data| data.insert_temp(id, open));
        ui.ctx().accesskit_node_builder(button.id, |node| {
            node.set_expanded(is_open);
            node.set_has_popup(HasPopup::Listbox);
        });
        (button, chosen)
    }

    fn button_ui(&self, ui: &mut Ui) -> Response {
        let p = palette(ui);
        let is_command = self.value.is_empty();
        let job = if is_command {
            icon_text(ui, icon::ADD, self.name, p.text)
        } else {
            icon_text(ui, "", self.value, p.text)
        };
        let size = Vec2::new(self.width, ui.spacing().interact_size.y);
        let button = Button::new((job, Atom::grow())).truncate();
        let response = ui.add_sized(size, button.fill(p.field));
        if !is_command {
            let center = response.rect.right_center() - vec2(14.0, 0.0);
            let points = [vec2(-4.0, -2.0), vec2(0.0, 2.0), vec2(4.0, -2.0)];
            let line = points.map(|point| center + point).to_vec();
            ui.painter().line(line, Stroke::new(1.5, p.weak));
        }
        if is_command {
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, self.name));
        } else {
            let name = format!("{}: {}", self.name, self.value);
            response.widget_info(|| WidgetInfo {
                current_text_value: Some(self.value.to_owned()),
                ..WidgetInfo::labeled(Role::ComboBox, true, &name)
            });
        }
        focus_ring(ui, &response);
        response
    }
}

/// What was typed while the closed list has the focus; nothing for the down arrow, which opens it as well.
fn typed(ui: &Ui) -> Option<String> {
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
            return Some(String::new());
        }
        input.events.iter().find_map(|event| match event {
            Event::Text(text) if !text.trim().is_empty() => Some(text.clone()),
            _ => None,
        })
    })
}

impl Open {
    /// Draws the open list. Returns the chosen item, and whether the list is left without one.
    fn ui(&mut self, ui: &mut Ui, items: &[PickItem<'_>]) -> (Option<usize>, bool) {
        // The field would move its cursor and lose the focus. What was typed in the same frame comes first.
        let count = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let down = count(Key::ArrowDown) + count(Key::PageDown) * PAGE;
        let up = count(Key::ArrowUp) + count(Key::PageUp) * PAGE;
        let enter = count(Key::Enter) > 0;
        let is_left = count(Key::Tab) > 0;
        let edit = line_edit(&mut self.filter, "Type to find", false)
            .id(ui.scope_id().with("filter"))
            .event_filter(EventFilter {
                tab: true,
                escape: true,
                horizontal_arrows: true,
                vertical_arrows: true,
            });
        let edit = ui.add(edit).accessible_name("Type to find");
        edit.request_focus();
        if edit.changed() {
            self.at = 0;
        }
        let listed = listed(&self.filter, items);
        let usable = listed.iter().filter(|i| !items[**i].is_useless).count();
        let last = usable.saturating_sub(1);
        self.at = (self.at + down).min(last).saturating_sub(up);
        self.is_in_view &= down + up == 0;
        let mut chosen = enter.then(|| listed.get(self.at)).flatten().copied();
        chosen = chosen.filter(|i| !items[*i].is_useless);
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut group = "";
            for (place, index) in listed.iter().enumerate() {
                let item = &items[*index];
                if item.group != group && self.filter.trim().is_empty() {
                    group = item.group;
                    note(ui, group);
                }
                let is_at = place == self.at && !item.is_useless;
                let row = row_ui(ui, item, is_at);
                if row.clicked() {
                    chosen = Some(*index);
                }
                if is_at {
                    if !std::mem::replace(&mut self.is_in_view, true) {
                        row.scroll_to_me(None);
                    }
                    ui.ctx().accesskit_node_builder(edit.id, |node| {
                        node.set_active_descendant(row.id.accesskit_id());
                    });
                }
            }
        });
        let hidden = items.len() - listed.len();
        if listed.is_empty() {
            note(ui, "Nothing has this name");
        } else if self.filter.trim().is_empty() && hidden > 0 {
            note(
                ui,
                format!("{hidden} more do not fit this token; type to find them"),
            );
        }
        (chosen, is_left)
    }
}

fn row_ui(ui: &mut Ui, item: &PickItem<'_>, is_at: bool) -> Response {
    let p = palette(ui);
    let mut job = LayoutJob::default();
    let body = TextStyle::Button.resolve(ui.style());
    let color = if item.is_useless { p.weak } else { p.text };
    job.append(item.name, 0.0, TextFormat::simple(body, color));
    let small = theme::small().resolve(ui.style());
    let about = item.about.replace('`', "");
    job.append(&about, 10.0, TextFormat::simple(small, p.weak));
    let size = Vec2::new(ui.available_width(), ROW);
    let button = Button::selectable(is_at, job).truncate().min_size(size);
    let row = ui.add_enabled(!item.is_useless, button);
    row.widget_info(|| {
        WidgetInfo::selected(Role::ListBoxOption, !item.is_useless, is_at, item.name)
    });
    if !about.is_empty() {
        ui.ctx()
            .accesskit_node_builder(row.id, |node| node.set_description(about));
    }
    row
}

/// The indices of the items that match what was typed, the best first, and those that cannot be chosen last.
fn listed(filter: &str, items: &[PickItem<'_>]) -> Vec<usize> {
    let filter = filter.trim().to_lowercase();
    let mut found: Vec<(usize, Reverse<u8>)> = items
        .iter()
        .enumerate()
        .filter(|(_, item)| !filter.is_empty() || !item.is_useless)
        .filter_map(|(i, item)| Some((i, Reverse(fits(&filter, item)?))))
        .collect();
    found.sort_by_key(|(i, fit)| (items[*i].is_useless, *fit));
    found.into_iter().map(|(i, _)| i).collect()
}

/// How well an item matches: its name starts with the text, a word of it does, its name contains it, or another word.
fn fits(filter: &str, item: &PickItem<'_>) -> Option<u8> {
    let name = item.name.to_lowercase();
    let is_word = |c: char| c.is_alphanumeric();
    let starts = |text: &str| {
        text.split(|c: char| !is_word(c))
            .any(|word| word.starts_with(filter))
    };
    if name.starts_with(filter) {
        return Some(4);
    }
    if starts(&name) {
        return Some(3);
    }
    if name.contains(filter) {
        return Some(2);
    }
    let rest = format!("{} {}", item.words, item.about).to_lowercase();
    starts(&rest).then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(filter: &str) -> Vec<&'static str> {
        let item = |name, about, is_useless| PickItem {
            name,
            about,
            is_useless,
            ..PickItem::default()
        };
        let items = [
            item("flip_v", "Flips the image", false),
            item("fit_mode", "How the frame fills width and height", false),
            item("height", "The height of the image", false),
            item("mux-player", "needs a video token", true),
        ];
        let found = listed(filter, &items);
        found.into_iter().map(|i| items[i].name).collect()
    }

    #[test]
    fn names_come_before_descriptions() {
        assert_eq!(found("fi"), ["fit_mode"]);
        assert_eq!(found("hei"), ["height", "fit_mode"]);
        assert_eq!(found("MODE "), ["fit_mode"]);
        assert_eq!(found("nothing"), [""; 0]);
    }

    #[test]
    fn useless_items_are_found_only_by_typing() {
        assert_eq!(found(""), ["flip_v", "fit_mode", "height"]);
        assert_eq!(found("player"), ["mux-player"]);
        assert_eq!(found("f"), ["flip_v", "fit_mode"]);
    }
}
