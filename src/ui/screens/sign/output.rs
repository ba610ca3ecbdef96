//! The view of the tokens: one output with tabs, and the payload.

use egui::{Id, Modal, Ui, Vec2};

use super::{
    outcome::{SignAnswer, SignedItem},
    snippet::SnippetView,
};
use crate::{
    core::{
        export::{code::CODES, player::PLAYERS},
        json::Value,
        qr::Qr,
        text::visible,
        token::player::token_name,
    },
    ui::{
        action::Action,
        command,
        cx::Cx,
        screens::{action_button, copy_button, is_copy_asked},
        theme::{icon, palette, status::Status},
        widgets::{
            card, card_title, code_job, code_view, colored_job, empty_card, gap, icon_button,
            main_button, note, part, qr::qr_ui, status, status_with, tab, token_job,
        },
    },
};

/// The form in which tokens are shown.
#[derive(Clone, Copy, Default, PartialEq)]
enum Tab {
    #[default]
    Url,
    Token,
    Player,
    Server,
    Qr,
}

impl Tab {
    const ALL: [Self; 5] = [Self::Url, Self::Token, Self::Player, Self::Server, Self::Qr];

    fn name(self) -> &'static str {
        match self {
            Self::Url => "URL",
            Self::Token => "Token",
            Self::Player => "Player code",
            Self::Server => "Server code",
            Self::Qr => "QR",
        }
    }
}

/// The state of the view.
pub(super) struct OutputView {
    tab: Tab,
    /// The token in view, of several.
    selected: usize,
    /// The QR code of the token with this index; `None` if its URL is too long.
    qr: Option<(usize, Option<Qr>)>,
    /// Whether the QR code is shown over the window.
    is_enlarged: bool,
    player: SnippetView,
    server: SnippetView,
    /// The height of everything but the code on each tab, as it was drawn last.
    rest: [f32; Tab::ALL.len()],
}

impl Default for OutputView {
    fn default() -> Self {
        Self {
            tab: Tab::default(),
            selected: 0,
            qr: None,
            is_enlarged: false,
            player: SnippetView::new("Player", PLAYERS),
            server: SnippetView::new("Language", CODES),
            rest: [400.0; Tab::ALL.len()],
        }
    }
}

/// The least height of the code, in points.
const LEAST: f32 = 96.0;
/// The greatest height of the payload.
const PAYLOAD: f32 = 320.0;
/// The size of the enlarged QR code where the window has the room.
const QR_SIDE: f32 = 640.0;
const NAME_OF_QR: &str = "QR code of the URL";

impl OutputView {
    /// Takes new tokens. `changed` is the first one that the last edit changed.
    pub(super) fn renew(&mut self, answer: &SignAnswer, changed: Option<usize>) {
        self.qr = None;
        self.player.reset();
        self.server.reset();
        self.selected = self.selected.min(answer.made.len().saturating_sub(1));
        // The eye follows the edit.
        if let Some(changed) = changed
            && !answer.made[self.selected].is_changed()
        {
            self.selected = changed;
        }
    }

    /// The text that the main button copies, and what it is.
    pub(super) fn main_copy(&mut self, answer: &SignAnswer) -> Option<Action> {
        let one = answer.made.get(self.selected)?;
        let copy = |what, text: &str| Action::Copy {
            what,
            text: text.to_owned(),
        };
        Some(match self.tab {
            Tab::Url | Tab::Qr => copy("the URL", &one.url),
            Tab::Token => copy("the token", &one.token.text),
            Tab::Player => {
                let (snippet, text) = self.player.current(&answer.made)?;
                copy(snippet.title, text)
            }
            Tab::Server => {
                let (snippet, text) = self.server.current(&answer.made)?;
                copy(snippet.title, text)
            }
        })
    }

    /// Draws the tokens in this height, or as low as possible if it is 0. A stale answer is of an earlier form: it cannot be
    /// copied.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        answer: &SignAnswer,
        is_stale: bool,
        room: f32,
    ) -> Option<Action> {
        let (top, tab) = (ui.cursor().top(), self.tab);
        let mut shown = 0.0;
        let mut action = None;
        ui.scope(|ui| {
            if is_stale {
                ui.disable();
            }
            self.tokens_ui(ui, &answer.made);
            let height = (room - self.rest[self.tab as usize]).max(LEAST);
            card(ui, |ui| {
                part(ui, "sign tabs", |ui| self.tabs_ui(ui));
                shown = part(ui, "sign code", |ui| self.code_ui(ui, cx, answer, height));
                ui.add_space(4.0);
                action = part(ui, "sign buttons", |ui| self.buttons_ui(ui, answer));
            });
            gap(ui);
            if let Some(one) = answer.made.get(self.selected) {
                let most = if room > 0.0 { PAYLOAD } else { LEAST };
                action = action.take().or(payload_ui(ui, one, most));
            }
        });
        // What the code takes next time is what everything else leaves.
        let rest = ui.min_rect().bottom() - top - shown;
        let known = &mut self.rest[tab as usize];
        if (rest - *known).abs() > 1.0 {
            *known = rest;
            ui.ctx().request_repaint();
        }
        self.enlarged_ui(ui, cx, is_stale);
        action.filter(|_| !is_stale)
    }

    /// The tokens of a player set.
    fn tokens_ui(&mut self, ui: &mut Ui, made: &[SignedItem]) {
        if made.len() < 2 {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for (i, one) in made.iter().enumerate() {
                let name = token_name(one.item.request.audience);
                let is_marked = one.is_changed();
                if tab(ui, i == self.selected, is_marked, &name).clicked() {
                    self.selected = i;
                }
            }
        });
        ui.add_space(2.0);
    }

    fn tabs_ui(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for one in Tab::ALL {
                if tab(ui, one == self.tab, false, one.name()).clicked() {
                    self.tab = one;
                }
            }
        });
        ui.add_space(2.0);
    }

    /// Draws the code. Returns the height of the part that can be lower.
    fn code_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, answer: &SignAnswer, height: f32) -> f32 {
        let Some(one) = answer.made.get(self.selected) else {
            return 0.0;
        };
        match self.tab {
            Tab::Url => {
                let job = code_job(ui, &one.url);
                code_view(ui, "url", job, true, height).rect.height()
            }
            Tab::Token => {
                let job = token_job(ui, &one.token, 0..0, ui.available_width());
                code_view(ui, "token", job, true, height).rect.height()
            }
            Tab::Player => self.player.ui(ui, &answer.made, height),
            Tab::Server => self.server.ui(ui, &answer.made, height),
            Tab::Qr => self.qr_ui(ui, cx, &one.url, height),
        }
    }

    fn qr_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, url: &str, height: f32) -> f32 {
        if cx.redacts {
            let text = "The QR code contains the token, so it is hidden while secrets are redacted";
            status_with(ui, icon::HIDDEN, palette(ui).care, text);
            return 0.0;
        }
        let selected = self.selected;
        if self.qr.as_ref().is_none_or(|(of, _)| *of != selected) {
            self.qr = Some((selected, Qr::new(url)));
        }
        if let Some((_, Some(qr))) = &self.qr {
            qr_ui(ui, qr, height, NAME_OF_QR).rect.height()
        } else {
            let text = "This URL is too long for a QR code, which holds at most 2,953 bytes";
            status(ui, Status::Care, text);
            0.0
        }
    }

    /// The main button, named for the tab, and the others.
    fn buttons_ui(&mut self, ui: &mut Ui, answer: &SignAnswer) -> Option<Action> {
        let mut action = None;
        let title = match self.tab {
            Tab::Url | Tab::Qr => "Copy URL",
            Tab::Token => "Copy token",
            Tab::Player => "Copy player code",
            Tab::Server => "Copy server code",
        };
        ui.horizontal_wrapped(|ui| {
            let keys = command::keys_of(ui.ctx(), &Action::CopyMain).unwrap_or_default();
            let button =
                main_button(ui, icon::COPY, title).on_hover_text(format!("{title} ({keys})"));
            // The shortcut copies nothing that is not up to date.
            if button.clicked() || is_copy_asked(ui) {
                action = self.main_copy(answer);
            }
            let snippets = match self.tab {
                Tab::Player => Some(&mut self.player),
                Tab::Server => Some(&mut self.server),
                _ => None,
            };
            if let Some((snippet, text)) = snippets.and_then(|view| view.current(&answer.made))
                && icon_button(ui, icon::SAVE, "Save…").clicked()
            {
                action = Some(Action::SaveText {
                    name: snippet.file_name(),
                    text: text.to_owned(),
                });
            }
            if self.tab == Tab::Qr && icon_button(ui, icon::QR, "Enlarge").clicked() {
                self.is_enlarged = true;
            }
            if let Some(one) = answer.made.get(self.selected) {
                let inspect = Action::Inspect(one.url.clone());
                let inspect = action_button(ui, icon::INSPECT, "Inspect URL", inspect);
                action = action.take().or(inspect);
            }
        });
        action
    }

    /// The QR code over the window, as large as it allows.
    fn enlarged_ui(&mut self, ui: &Ui, cx: &Cx<'_>, is_stale: bool) {
        self.is_enlarged &= self.tab == Tab::Qr && !cx.redacts && !is_stale;
        let Some((_, Some(qr))) = self.qr.as_ref().filter(|_| self.is_enlarged) else {
            return;
        };
        let room = ui.ctx().content_rect().size() - Vec2::new(40.0, 84.0);
        let side = room.min_elem().min(QR_SIDE);
        let modal = Modal::new(Id::unique("qr")).show(ui.ctx(), |ui| {
            ui.set_width(side);
            let center = |ui: &mut Ui| {
                qr_ui(ui, qr, side, "Large QR code of the URL");
                icon_button(ui, icon::CLOSE, "Close").clicked()
            };
            ui.vertical_centered(center).inner
        });
        if modal.inner || modal.should_close() {
            self.is_enlarged = false;
        }
    }
}

/// What the answer looks like before there is an ID.
pub(super) fn no_id_ui(ui: &mut Ui, subject: &str) {
    let text = format!("Paste the {subject}, or a whole Mux URL to fill in the form.");
    empty_card(
        ui,
        icon::TOKEN,
        "The token appears here as you type",
        &text,
        |_| {},
    );
}

/// The payload, with the claims marked that the last edit changed.
fn payload_ui(ui: &mut Ui, one: &SignedItem, most: f32) -> Option<Action> {
    let mut action = None;
    card(ui, |ui| {
        let payload = Value::Object(one.signed.payload.clone());
        card_title(ui, icon::PAYLOAD, "Payload", |ui| {
            action = copy_button(ui, "Copy payload", "the payload", || payload.pretty());
        });
        let (text, marked) = marked_lines(&payload.pretty(), &one.changed);
        let job = colored_job(ui, &text, "json", |line| marked.contains(&line));
        code_view(ui, "payload", job, false, most);
        note(ui, format!("Header: `{}`", one.signed.header));
        let names = |names: &[String]| {
            let names: Vec<_> = names
                .iter()
                .map(|name| format!("`{}`", visible(name)))
                .collect();
            names.join(", ")
        };
        if !one.changed.is_empty() {
            note(ui, format!("Just changed: {}", names(&one.changed)));
        }
        if !one.removed.is_empty() {
            note(ui, format!("Just removed: {}", names(&one.removed)));
        }
    });
    action
}

/// A payload with its invisible characters escaped, and the lines that belong to these claims.
fn marked_lines(pretty: &str, names: &[String]) -> (String, Vec<usize>) {
    let mut lines = Vec::new();
    let mut marked = Vec::new();
    let starts: Vec<String> = names
        .iter()
        .map(|name| format!("  {}: ", crate::core::json::quoted(name)))
        .collect();
    let mut is_marked = false;
    for (i, line) in pretty.split('\n').enumerate() {
        // A claim starts with its name, indented by one level; what follows is its value.
        if line.starts_with("  \"") {
            is_marked = starts.iter().any(|start| line.starts_with(start.as_str()));
        }
        if is_marked && line.starts_with("  ") {
            marked.push(i);
        }
        lines.push(visible(line).into_owned());
    }
    (lines.join("\n"), marked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_claims_are_marked_with_all_their_lines() {
        let payload = Value::parse(r#"{"time":3,"custom":{"time":1,"b":[2]},"exp":5}"#);
        let payload = payload.expect("JSON").pretty();
        let lines = |names: &[&str]| {
            let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
            marked_lines(&payload, &names).1
        };
        assert_eq!(lines(&["time"]), [1]);
        assert_eq!(lines(&["exp"]), [payload.lines().count() - 2]);
        let last = payload.lines().count() - 3;
        assert_eq!(lines(&["custom"]), (2..=last).collect::<Vec<_>>());
        assert_eq!(lines(&["b"]), [0; 0]);
    }
}
