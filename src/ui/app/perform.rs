//! Performs what screens ask for, and what arrives from outside: pasted text, dropped files, answered dialogs.

use std::path::Path;

use egui::Context;

use super::{
    App,
    files::{Purpose, wake},
};
use crate::{
    core::{import, key, mux::restriction::Restriction, text::decode},
    platform::{Desktop, Picked, in_words},
    ui::{
        action::{Action, OpenTarget, PasteTarget, Screen, Side},
        clipboard::copied::Copied,
        notice::Notice,
        screens::{self, example},
        session::{KeyAction, file_name, is_key_file, unreadable},
        widgets::FIELD_LIMIT,
    },
};

/// The largest file the window reads, in bytes.
const MAX_TEXT: usize = 32 * 1024 * 1024;

impl<P: Desktop> App<P> {
    /// Performs an action.
    pub(super) fn perform(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Show(screen) => self.screen = screen,
            Action::Copy { what, text } => self.copy(what, &text),
            Action::CopyMain => {
                ctx.data_mut(|data| data.insert_temp(screens::copy_main(), true));
            }
            Action::Paste(place) => self.paste(ctx, place),
            Action::PasteHere => self.paste(ctx, self.paste_target()),
            Action::Palette => self.dialog.toggle_palette(ctx),
            Action::Shortcuts => self.dialog.show_shortcuts(ctx),
            Action::OpenHere => {
                let open = match self.screen {
                    Screen::Inspect | Screen::Compare => OpenTarget::Text,
                    Screen::Batch => OpenTarget::Rows,
                    _ => OpenTarget::Key,
                };
                self.perform(ctx, Action::Open(open));
            }
            Action::Open(open) => {
                let title = match open {
                    OpenTarget::Key => "Open a signing key",
                    OpenTarget::Rows => "Open a list, a CSV or a log",
                    OpenTarget::Text => "Open a HAR, a log or other text",
                };
                self.files.ask(Purpose::Open(open));
                self.platform.pick_file(title, wake(ctx));
            }
            Action::Inspect(text) => {
                self.put(ctx, PasteTarget::Inspect, text);
                self.screen = Screen::Inspect;
            }
            Action::Sign(text) => {
                self.put(ctx, PasteTarget::Sign, text);
                self.screen = Screen::Sign;
            }
            Action::Compare(text) => {
                self.screens.compare.start(text);
                self.screen = Screen::Compare;
            }
            Action::Example(screen) => self.fill_example(ctx, screen),
            Action::Resign { request, url, was } => {
                self.use_key_of(was.key_id.as_deref());
                self.screens.sign.fill(&request, url.as_deref(), *was);
                self.screen = Screen::Sign;
            }
            Action::SaveText { name, text } => {
                self.files.ask(Purpose::SaveText(text));
                self.platform
                    .pick_save("Save the snippet", &name, wake(ctx));
            }
            Action::StartBatch => self.start_batch(ctx),
            Action::SaveBatch(format) => {
                let Some(name) = self.screens.batch.file_name(format) else {
                    let hint = "Add rows and start the batch first.";
                    return self
                        .notices
                        .show(Notice::wrong("There are no rows to save", hint));
                };
                self.files.ask(Purpose::SaveBatch(format));
                self.platform.pick_save("Save the rows", &name, wake(ctx));
            }
            Action::Key(action) => self.perform_key(ctx, action),
            Action::Change(change) => {
                let is_reset = change == crate::ui::settings::SettingsChange::Reset;
                self.change(ctx, change);
                if is_reset {
                    self.notices
                        .show(Notice::done("Settings reset to defaults"));
                }
            }
            Action::Redact => self.window.redacts = !self.window.redacts,
            Action::KeepCopied => {
                if let Some(copied) = &mut self.copied {
                    self.notices.show(copied.keep(&self.platform));
                }
            }
            Action::ClearCopied => self.clear_copied(),
        }
    }

    /// Makes the key with this ID the current one, if it is loaded and can sign.
    fn use_key_of(&mut self, key_id: Option<&str>) {
        let keyring = &mut self.session.keyring;
        let is_it = |key: &key::Key| key_id.is_some() && key.id.as_deref() == key_id;
        if keyring.current().is_some_and(is_it) {
            return;
        }
        let is_usable = |key: &key::Key| is_it(key) && key.signing().is_ok();
        if let Some(index) = keyring.keys().iter().position(is_usable) {
            // It can sign, so this does not fail.
            let _ = keyring.use_key(index);
        }
    }

    fn perform_key(&mut self, ctx: &Context, action: KeyAction) {
        let is_first_try = action == KeyAction::CreateDemo && self.screen == Screen::Sign;
        let events = self.session.handle(action, &mut self.platform, wake(ctx));
        self.handle(events);
        if is_first_try {
            self.screens.sign.fill_example();
        }
    }

    /// Puts a text where it belongs.
    pub(super) fn put(&mut self, ctx: &Context, place: PasteTarget, text: String) {
        match place {
            PasteTarget::Sign if text.len() > FIELD_LIMIT => {
                self.perform(ctx, Action::Inspect(text));
            }
            PasteTarget::Sign => {
                if !self.screens.sign.put(&text) {
                    self.notices.show(Notice::wrong(
                        "This is not an ID or a Mux URL",
                        "Paste text with tokens on the Inspect screen, and lists on the Batch screen.",
                    ));
                }
            }
            PasteTarget::Inspect => self.screens.inspect.set_text(text, ctx),
            PasteTarget::Compare(side) => self.screens.compare.set_text(side, text),
            PasteTarget::Restrictions => {
                // A list of restrictions may be longer than a field, because only one of them goes into the form.
                if text.len() > FIELD_LIMIT && Restriction::read(&text).is_err() {
                    self.notices.show(Notice::wrong(
                        "This text is too long for a list of domains",
                        "Paste only the restriction, as the Mux API returns it.",
                    ));
                } else {
                    self.screens.restrict.set_text(text);
                }
            }
            PasteTarget::Batch => self.screens.batch.set_text(text),
            PasteTarget::Keys => {
                let events = self.session.load_text(text.as_bytes(), "the pasted text");
                self.handle(events);
            }
        }
    }

    /// Pastes the clipboard. A private key in it is loaded instead.
    fn paste(&mut self, ctx: &Context, place: PasteTarget) {
        match self.platform.paste() {
            Ok(text) if place == PasteTarget::Keys => {
                let events = self.session.load_text(text.as_bytes(), "the clipboard");
                self.handle(events);
            }
            Ok(text) if key::holds_private_key(&text) => {
                let events = self.session.load_private_text(&text, "the clipboard");
                self.handle(events);
            }
            Ok(text) => self.put(ctx, place, text.to_string()),
            Err(error) => {
                let hint = match place {
                    PasteTarget::Keys => "Open the key as a file.",
                    _ => "Paste with the keyboard instead.",
                };
                let text = format!("Cannot read the clipboard: {error}");
                self.notices.show(Notice::wrong(text, hint));
            }
        }
    }

    /// Copies a text and starts its countdown.
    pub(super) fn copy(&mut self, what: &str, text: &str) {
        let now = self.platform.now();
        match Copied::copy(&mut self.platform, what, text, now) {
            Ok(copied) => {
                let clears = self.session.settings().clear_after().is_some();
                if copied.is_temporary() && clears {
                    // The countdown replaces the notice.
                    self.notices.clear_passing();
                } else {
                    self.notices.show(Notice::done(format!("Copied {what}")));
                }
                self.copied = Some(copied);
            }
            Err(notice) => self.notices.show(notice),
        }
    }

    /// Clears copied text from the clipboard.
    pub(super) fn clear_copied(&mut self) {
        let copied = self.copied.take();
        if let Some(notice) = copied.and_then(|copied| copied.clear(&mut self.platform)) {
            self.notices.show(notice);
        }
    }

    /// Does what the file dialog was opened for.
    pub(super) fn picked(&mut self, ctx: &Context, picked: Picked) {
        let purpose = self.files.take_purpose();
        let path = match picked {
            Picked::File(path) => path,
            Picked::Nothing => return,
            Picked::NoDialog => {
                let hint = purpose.hint_without_dialog();
                let text = "Cannot open a file dialog";
                return self.notices.show(Notice::wrong(text, hint));
            }
        };
        let chunks = match purpose {
            Purpose::Open(OpenTarget::Key) => {
                let events = self.session.load_file(&path, &mut self.platform);
                return self.handle(events);
            }
            Purpose::Open(OpenTarget::Text) => return self.open_text(ctx, &path),
            Purpose::Open(OpenTarget::Rows) => return self.open_rows(&path),
            Purpose::SaveBatch(format) => self.screens.batch.chunks(format),
            Purpose::SaveText(text) => Some(Box::new(std::iter::once(text.into_bytes())) as _),
        };
        if let Some(chunks) = chunks {
            self.files.write(&mut self.platform, ctx, &path, chunks);
        }
    }

    /// Opens a file on the Inspect or the Compare screen. A key file is loaded instead.
    fn open_text(&mut self, ctx: &Context, path: &Path) {
        let bytes = match self.platform.read(path, MAX_TEXT) {
            Ok(bytes) => bytes,
            Err(error) => return self.notices.show(unreadable(path, &error, "")),
        };
        if is_key_file(&bytes) {
            let events = self.session.load_text(&bytes, &file_name(path));
            return self.handle(events);
        }
        let text = decode(bytes.to_vec()).text;
        if self.screen == Screen::Compare {
            self.screens.compare.put(text);
        } else {
            self.perform(ctx, Action::Inspect(text));
        }
    }

    /// Opens a file on the Batch screen. A key file is loaded instead.
    fn open_rows(&mut self, path: &Path) {
        let name = file_name(path);
        match self.platform.read(path, MAX_TEXT) {
            Ok(bytes) if is_key_file(&bytes) => {
                let events = self.session.load_text(&bytes, &name);
                self.handle(events);
            }
            Ok(bytes) => self.screens.batch.set_file(&name, bytes.to_vec()),
            Err(error) => self.notices.show(Notice::wrong(
                format!("Cannot read `{name}`: {}", in_words(&error)),
                "The window reads at most 32 MB; the terminal has no limit: `mux-jwt sign --ids FILE`",
            )),
        }
    }

    /// Takes a dropped file to the screen it is for: a key, rows, text with tokens, or a restriction.
    pub(super) fn dropped(&mut self, ctx: &Context, path: &Path) {
        let bytes = match self.platform.read(path, MAX_TEXT) {
            Ok(bytes) => bytes,
            Err(error) => return self.notices.show(unreadable(path, &error, "")),
        };
        if self.screen == Screen::Batch && !is_key_file(&bytes) {
            let name = file_name(path);
            return self.screens.batch.set_file(&name, bytes.to_vec());
        }
        let text = std::str::from_utf8(&bytes)
            .ok()
            .filter(|text| !key::holds_private_key(text));
        let is_compare = self.screen == Screen::Compare;
        match text {
            Some(text) if text.len() > FIELD_LIMIT && !is_compare => {
                self.perform(ctx, Action::Inspect(text.to_owned()));
            }
            Some(text) if !import::find(text).tokens.is_empty() => {
                if is_compare {
                    self.screens.compare.put(text.to_owned());
                } else {
                    self.perform(ctx, Action::Inspect(text.to_owned()));
                }
            }
            Some(text) if Restriction::read(text).is_ok() => {
                self.screens.restrict.set_text(text.to_owned());
                self.screen = Screen::Restrictions;
            }
            _ => {
                let events = self
                    .session
                    .load_file_bytes(path, &bytes, &mut self.platform);
                self.handle(events);
            }
        }
    }

    fn start_batch(&mut self, ctx: &Context) {
        let clock = self.platform.shared();
        let cx = crate::ui::cx::Cx {
            now: self.platform.now(),
            zone: self.platform.zone(),
            session: &self.session,
            redacts: self.window.redacts,
        };
        let screens = &mut self.screens;
        if let Err(problem) = screens.batch.start(ctx, clock, &cx, screens.sign.form()) {
            let text = crate::core::text::capitalized(&problem.what);
            self.notices.show(Notice::wrong(text, problem.hint));
        }
    }

    /// Fills a screen with an example, signed with the current key or a demo key.
    fn fill_example(&mut self, ctx: &Context, screen: Screen) {
        let keyring = &mut self.session.keyring;
        if keyring.current().is_none_or(|key| key.id.is_none()) {
            keyring.add(key::Key::demo());
        }
        let Some(key) = keyring.current() else {
            return;
        };
        let now = self.platform.now();
        if screen == Screen::Inspect {
            if let Some(url) = example::failing_url(key, now) {
                self.put(ctx, PasteTarget::Inspect, url);
            }
        } else if let Some([a, b]) = example::two_urls(key, now) {
            self.put(ctx, PasteTarget::Compare(Side::A), a);
            self.put(ctx, PasteTarget::Compare(Side::B), b);
        }
    }
}
