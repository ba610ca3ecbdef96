//! Code: players with the tokens in them, and programs that sign the same tokens.

use egui::Ui;

use super::outcome::SignedItem;
use crate::{
    core::{
        export::{ExportItem, Snippet},
        text::capitalized,
    },
    ui::{
        theme::status::Status,
        widgets::{Pick, PickItem, code_view, colored_job, note, status},
    },
};

/// How many characters of a token are shown at each end. Tokens made here are ASCII and much longer.
const SHOWN_OF_TOKEN: usize = 10;

/// The snippets of a tab, of which one is shown.
pub(super) struct SnippetView {
    snippets: &'static [Snippet],
    /// The name of the list.
    name: &'static str,
    /// The one that was chosen by hand; where it does not work, the first that does is shown.
    chosen: Option<&'static str>,
    /// The text of each, or why there is none.
    written: Vec<Result<String, String>>,
}

impl SnippetView {
    /// The view of these snippets.
    pub(super) fn new(name: &'static str, snippets: &'static [Snippet]) -> Self {
        Self {
            snippets,
            name,
            chosen: None,
            written: Vec::new(),
        }
    }

    /// Drops the texts, because the tokens have changed.
    pub(super) fn reset(&mut self) {
        self.written.clear();
    }

    /// The snippet to show with its text, if any works for these tokens.
    pub(super) fn current(&mut self, made: &[SignedItem]) -> Option<(&'static Snippet, &str)> {
        if self.written.is_empty() {
            let items: Vec<ExportItem> = made.iter().map(|made| made.item.clone()).collect();
            let written = self.snippets.iter().map(|one| (one.write)(&items));
            self.written = written.collect();
        }
        let works = |i: &usize| self.written[*i].is_ok();
        let chosen = self
            .snippets
            .iter()
            .position(|one| Some(one.id) == self.chosen);
        let index = chosen
            .filter(works)
            .or_else(|| (0..self.snippets.len()).find(works))?;
        let text = self.written[index].as_deref().ok()?;
        Some((&self.snippets[index], text))
    }

    /// Draws the list and the code, which is at most this high. Returns how high it is.
    pub(super) fn ui(&mut self, ui: &mut Ui, made: &[SignedItem], height: f32) -> f32 {
        let Some((snippet, text)) = self.current(made) else {
            status(ui, Status::Info, "Nothing here works with this token");
            return 0.0;
        };
        let shown = with_short_tokens(text, made);
        let is_short = shown.len() < text.len();
        self.pick_ui(ui, snippet);
        let job = colored_job(ui, &shown, snippet.language, |_| false);
        let shown = code_view(ui, self.name, job, false, height).rect.height();
        let place = snippet.place;
        note(
            ui,
            if is_short {
                format!("{place}. Tokens are shortened here; copies contain them in full.")
            } else {
                place.to_owned()
            },
        );
        shown
    }

    fn pick_ui(&mut self, ui: &mut Ui, current: &Snippet) {
        let reasons: Vec<String> = self
            .written
            .iter()
            .map(|written| {
                written
                    .as_ref()
                    .err()
                    .map_or(String::new(), |why| capitalized(why))
            })
            .collect();
        let items: Vec<PickItem<'_>> = self
            .snippets
            .iter()
            .zip(&reasons)
            .map(|(snippet, why)| PickItem {
                name: snippet.title,
                words: snippet.id,
                about: why,
                group: "",
                is_useless: !why.is_empty(),
            })
            .collect();
        let pick = Pick {
            name: self.name,
            value: current.title,
            width: ui.available_width().min(340.0),
            opens: false,
        };
        if let (_, Some(chosen)) = pick.show(ui, &items) {
            self.chosen = Some(self.snippets[chosen].id);
        }
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
