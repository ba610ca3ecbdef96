//! Snippets: players with the tokens in them, and programs that sign the same tokens.

use egui::{ComboBox, Role, Ui, WidgetInfo};

use super::outcome::SignedItem;
use crate::{
    core::{
        export::{self, ExportItem, Snippet},
        text::capitalized,
    },
    ui::{
        action::Action,
        screens::{action_button, copy_button},
        theme::{icon, status::Status},
        widgets::{card, card_title, code, code_job, note, status},
    },
};

/// How many characters of a token are shown at each end. Tokens made here are ASCII and much longer.
const SHOWN_OF_TOKEN: usize = 10;

/// The chosen snippet.
#[derive(Default)]
pub(super) struct SnippetView {
    snippet: Option<&'static Snippet>,
    /// Its text, or why there is none.
    written: Option<Result<String, String>>,
}

impl SnippetView {
    /// Drops the text, because the tokens have changed.
    pub(super) fn reset(&mut self) {
        self.written = None;
    }

    /// Draws the snippet.
    pub(super) fn ui(&mut self, ui: &mut Ui, made: &[SignedItem]) -> Option<Action> {
        let mut action = None;
        let snippet = *self.snippet.get_or_insert(export::all().next()?);
        card(ui, |ui| {
            card_title(ui, icon::CODE, "Snippets", |ui| {
                if let Some(Ok(text)) = &self.written {
                    action = copy_button(ui, "Copy snippet", snippet.title, || text.clone());
                    let save = Action::SaveText {
                        name: snippet.file_name(),
                        text: text.clone(),
                    };
                    let save = action_button(ui, icon::SAVE, "Save…", save);
                    action = action.take().or(save);
                }
            });
            let snippet = self.choice_ui(ui, snippet);
            let written = self.written.get_or_insert_with(|| {
                let items: Vec<ExportItem> = made.iter().map(|made| made.item.clone()).collect();
                (snippet.write)(&items)
            });
            match written {
                Ok(text) => {
                    let shown = with_short_tokens(text, made);
                    let job = code_job(ui, &shown);
                    code(ui, job);
                    note(ui, snippet.place);
                    if shown.len() < text.len() {
                        note(
                            ui,
                            "Tokens are shortened here. Copies contain them in full.",
                        );
                    }
                }
                Err(why) => _ = status(ui, Status::Info, capitalized(why)),
            }
        });
        action
    }

    fn choice_ui(&mut self, ui: &mut Ui, current: &'static Snippet) -> &'static Snippet {
        let mut chosen = current;
        let list = ComboBox::from_id_salt("snippet")
            .selected_text(current.title)
            .width(280.0)
            .height(520.0);
        let list = list.show_ui(ui, |ui| {
            ui.set_min_width(280.0);
            for (title, snippets) in [
                ("Players", export::player::PLAYERS),
                ("Signing code", export::code::CODES),
            ] {
                note(ui, title);
                for one in snippets {
                    let is_current = one.id == current.id;
                    if ui.selectable_label(is_current, one.title).clicked() {
                        chosen = one;
                    }
                }
            }
        });
        list.response
            .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Snippet"));
        if chosen.id != current.id {
            self.snippet = Some(chosen);
            self.written = None;
        }
        chosen
    }
}

/// A snippet with its tokens shortened.
fn with_short_tokens(text: &str, made: &[SignedItem]) -> String {
    let mut shown = text.to_owned();
    for one in made {
        let token = &one.item.token;
        let start = &token[..SHOWN_OF_TOKEN];
        let end = &token[token.len() - SHOWN_OF_TOKEN..];
        shown = shown.replace(token.as_str(), &format!("{start}…{end}"));
    }
    shown
}
