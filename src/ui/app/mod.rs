//! The window's state, and the one place where what a screen asks for is done.

mod keys;
pub mod window;

use crate::core::text::capitalized;
use std::{
    io,
    path::Path,
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use egui::{
    Align, Align2, CentralPanel, Context, CornerRadius, Frame, Layout, Margin, Panel, RichText,
    Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};
use zeroize::Zeroizing;

use self::keys::{Wished, looks_like_key_file};
use crate::{
    core::{
        import,
        key::{self, KEY_ID_VAR, KEY_VAR, Key, KeyError, Stage, source},
        mux::{
            audience::Audience,
            restriction::Restriction,
            url::{MUX_DOMAIN, MediaUrl, Resource},
        },
        time::{Span, Timestamp},
        token::spec::{Expiry, TokenSpec},
    },
    platform::{Chunks, Desktop, Network, Picked, in_words},
    ui::{
        action::{Action, SaveFormat, Screen, Side},
        clipboard::{
            copied::{Copied, Fate},
            guard::Guard,
        },
        command,
        cx::{Cx, EXAMPLE_ID},
        notice::Notices,
        redact::{Redactor, secrets::Secrets},
        screens::{
            batch::BatchScreen, compare::CompareScreen, inspect::InspectScreen, keys::KeysScreen,
            restrict::RestrictScreen, settings, sign::SignScreen,
        },
        session::{idle::Idle, keyring::Keyring},
        settings::{
            Settings, Theme,
            remembered::{Remembered, theme_of},
        },
        theme::{self, icon, palette},
        widgets,
    },
};

/// The window.
pub struct App<P> {
    /// The machine.
    pub platform: P,
    /// The keys of this session.
    pub keyring: Keyring,
    /// After so long without use private keys are forgotten; `None` is never.
    pub forget_after: Option<Span>,
    idle: Idle,
    screen: Screen,
    sign: SignScreen,
    inspect: InspectScreen,
    compare: CompareScreen,
    restrict: RestrictScreen,
    batch: BatchScreen,
    keys: KeysScreen,
    /// What the file dialog that is open is for.
    asked: Asked,
    /// What the keychain was asked and has not answered yet.
    wish: Option<Wished>,
    /// What is said when a file was saved.
    saved: Option<Receiver<Saved>>,
    notices: Notices,
    network: Network,
    guard: Guard,
    has_environment_key: bool,
    remembered: Remembered,
    /// The zoom that was seen last, to tell when the keyboard changes it.
    zoom: f32,
    /// The size of the window, in points without zoom.
    size: Option<[u32; 2]>,
    copied: Option<Copied>,
    /// Whether secrets are masked on the screen.
    redacts: bool,
    redactor: Redactor,
    /// The IDs of keys that were forgotten, which may still be told of.
    forgotten: Secrets,
}

/// What a file dialog is for.
enum Asked {
    Key,
    Rows,
    Save(SaveFormat),
    /// Save this text.
    Text(String),
}

/// A file by its name, and whether it was saved.
type Saved = (String, io::Result<()>);

/// More than any log that somebody drops here on purpose.
const MAX_TEXT: usize = 32 * 1024 * 1024;

impl<P: Desktop> App<P> {
    /// The window's state at the start. A key in the environment is loaded.
    pub fn new(ctx: &Context, mut platform: P) -> Self {
        theme::install(ctx);
        // Before the first key is read.
        let network = platform.block_network();
        let (guard, redactor) = (Guard::default(), Redactor::default());
        ctx.add_plugin(guard.clone());
        ctx.add_plugin(redactor.clone());
        let (remembered, said) = Remembered::load(&mut platform);
        let mut app = Self {
            platform,
            keyring: Keyring::default(),
            forget_after: None,
            idle: Idle::default(),
            screen: Screen::default(),
            sign: SignScreen::default(),
            inspect: InspectScreen::default(),
            compare: CompareScreen::default(),
            restrict: RestrictScreen::default(),
            batch: BatchScreen::default(),
            asked: Asked::Key,
            wish: None,
            saved: None,
            keys: KeysScreen::default(),
            notices: Notices::default(),
            network,
            guard,
            has_environment_key: false,
            redacts: remembered.settings.redact,
            remembered,
            zoom: ctx.zoom_factor(),
            size: None,
            copied: None,
            redactor,
            forgotten: Secrets::default(),
        };
        let expiry = app.remembered.settings.expiry.clone();
        app.sign.set_usual_expiry("", &expiry);
        app.heed_settings(ctx);
        if let Some((text, hint)) = said {
            app.notices.tell(text, hint);
        }
        if let Network::NeededByDisplay(display) = &app.network {
            let what =
                format!("The network is not blocked: the window is shown over it, on {display}");
            app.notices.tell(what, "Nothing in the program asks for the network, but the system does not make sure of it here.");
        }
        // Both at once: the key may stand in the wrong one.
        let (text, id) = (
            app.platform.take_secret(KEY_VAR),
            app.platform.take_secret(KEY_ID_VAR),
        );
        let has_key = text.is_some() || id.as_ref().is_some_and(|id| key::holds_private_key(id));
        if has_key {
            app.load_environment_key(id, &text.unwrap_or_default());
        }
        // What is out of the environment cannot be taken from there a second time.
        app.has_environment_key = app.platform.var(KEY_VAR).is_some();
        app
    }

    /// The screen in view.
    pub fn screen(&self) -> Screen {
        self.screen
    }

    /// What is done when the window closes: what opens something leaves the clipboard, and the settings are written.
    pub fn close(&mut self) {
        if let Some(copied) = self.copied.take() {
            // Nobody is left to be told when the desktop refuses; on Linux it goes with the program then.
            let _ = if copied.goes_at_the_end() {
                self.platform.clear_copied(&copied.text).map(drop)
            } else {
                self.platform.leave_copied(&copied.text)
            };
        }
        if self.size.is_some() {
            self.remembered.settings.window = self.size;
        }
        if self.remembered.is_to_be_saved() {
            // As above, nobody is left to be told.
            let _ = self.remembered.save(&mut self.platform);
        }
    }

    fn logic_inner(&mut self, ctx: &Context) {
        self.forget_when_idle(ctx);
        self.clear_when_due(ctx);
        self.look_at_window(ctx);
        if let Some(picked) = self.platform.picked_file() {
            self.take_picked(ctx, picked);
        }
        if let Some(answer) = self.platform.keychain_answer() {
            self.take_keychain_answer(answer);
        }
        if let Some(saved) = self.saved.as_ref().and_then(|saved| saved.try_recv().ok()) {
            self.saved = None;
            match saved {
                (name, Ok(())) => self.done(format!("Saved {name}")),
                (name, Err(error)) => self.wrong(
                    format!("`{name}` cannot be saved: {}", in_words(&error)),
                    "Save it in another folder; what was there before is unchanged.",
                ),
            }
        }
        let caught = self.guard.take();
        if let Some(text) = caught.copied {
            self.copy("selection", &text);
        }
        if let Some(text) = caught.private_key {
            // Whatever the focused field was, a key is not text.
            self.take_private_text(&text, "the pasted text");
        }
        if let Some(text) = caught.loose_text {
            match self.screen {
                Screen::Inspect => self.inspect.set_text(text, ctx),
                Screen::Compare => self.compare.put(text),
                Screen::Restrictions => self.take_restriction(&text),
                Screen::Keys => self.load_key(text.as_bytes(), "the pasted text"),
                Screen::Batch => self.batch.set_text(text),
                Screen::Sign | Screen::Settings if text.len() <= widgets::FIELD_LIMIT => {}
                Screen::Sign | Screen::Settings => self.wrong(
                    "This text is too long for a field",
                    "Paste it on the Inspect screen.",
                ),
            }
        }
        let dropped = ctx.input_mut(|input| std::mem::take(&mut input.raw.dropped_files));
        for file in dropped {
            self.take_file(ctx, file.path());
        }
    }

    /// Does what the file dialog was opened for.
    fn take_picked(&mut self, ctx: &Context, picked: Picked) {
        match (picked, std::mem::replace(&mut self.asked, Asked::Key)) {
            (Picked::File(path), Asked::Key) => self.load_key_file(&path),
            (Picked::File(path), Asked::Rows) => self.take_rows(&path),
            (Picked::File(path), Asked::Save(format)) => self.save(ctx, &path, format),
            (Picked::File(path), Asked::Text(text)) => {
                self.write(ctx, &path, Box::new(std::iter::once(text.into_bytes())));
            }
            (Picked::Nothing, _) => {}
            (Picked::NoDialog, Asked::Text(_)) => self.wrong(
                "No file dialog could be opened",
                "Press Copy snippet instead, or use the terminal: mux-jwt sign ID --code list",
            ),
            (Picked::NoDialog, Asked::Key) => self.wrong(
                "No file dialog could be opened",
                "Drop the key file onto the window, or copy the key and press Paste key.",
            ),
            (Picked::NoDialog, Asked::Rows) => self.wrong(
                "No file dialog could be opened",
                "Drop the file onto the window, or paste its text.",
            ),
            (Picked::NoDialog, Asked::Save(_)) => self.wrong(
                "No file dialog could be opened",
                "Press Copy CSV instead, or use the terminal: mux-jwt sign --ids FILE --csv",
            ),
        }
    }

    /// A file for the Batch screen.
    fn take_rows(&mut self, path: &Path) {
        let name = file_name(path);
        match self.platform.read(path, MAX_TEXT) {
            Ok(bytes) if looks_like_key_file(&bytes) => self.load_key(&bytes, &name),
            Ok(bytes) => self.batch.set_file(&name, bytes.to_vec()),
            Err(error) => self.wrong(
                format!("`{name}` cannot be read: {}", in_words(&error)),
                "The window takes text of up to 32 MB; the terminal any: mux-jwt sign --ids FILE",
            ),
        }
    }

    fn save(&mut self, ctx: &Context, path: &Path, format: SaveFormat) {
        if let Some(chunks) = self.batch.chunks(format) {
            self.write(ctx, path, chunks);
        }
    }

    /// Writes a file beside the window, and tells when it is there.
    fn write(&mut self, ctx: &Context, path: &Path, chunks: Chunks) {
        let (sender, receiver) = channel();
        self.saved = Some(receiver);
        let (name, wake) = (file_name(path), wake(ctx));
        let done = move |res| {
            // The window may be gone by now.
            let _ = sender.send((name, res));
            wake();
        };
        self.platform.write(path, chunks, Box::new(done));
    }

    fn start_batch(&mut self, ctx: &Context) {
        let cx = Cx {
            now: self.platform.now(),
            zone: self.platform.zone(),
            keyring: &self.keyring,
            settings: &self.remembered.settings,
            has_environment_key: self.has_environment_key,
            waits_for_keychain: self.wish.is_some(),
            redacts: self.redacts,
        };
        let clock = self.platform.shared();
        if let Err((text, hint)) = self.batch.start(ctx, clock, &cx, self.sign.form()) {
            self.wrong(text, hint);
        }
    }

    /// Clears what was copied when its time is up. One picture a second shows how long that is.
    fn clear_when_due(&mut self, ctx: &Context) {
        let now = self.platform.now();
        let limit = self.remembered.settings.clear_after();
        let left = |copied: &mut Copied| copied.left(limit?, now);
        match self.copied.as_mut().and_then(left) {
            Some(Span(0)) => self.clear_copied(),
            Some(_) => ctx.request_repaint_after(Duration::from_secs(1)),
            None => {}
        }
    }

    fn clear_copied(&mut self) {
        let Some(copied) = self.copied.take() else {
            return;
        };
        match self.platform.clear_copied(&copied.text) {
            Ok(true) => self.done(format!("Cleared {} from the clipboard", copied.what)),
            // Somebody has copied something else, which is theirs.
            Ok(false) => {}
            Err(error) => self.wrong(
                format!("The clipboard cannot be cleared of {}: {error}", copied.what),
                "Copy something else over it. Some desktops let only the window in use change the clipboard.",
            ),
        }
    }

    fn keep_copied(&mut self) {
        let Some(copied) = &mut self.copied else {
            return;
        };
        copied.fate = Fate::Stays;
        let what = format!("Kept {} on the clipboard", copied.what);
        let hint = if self.platform.clipboard_outlives() {
            "It stays until something else is copied."
        } else {
            "It stays while this program runs, and longer only if a clipboard manager takes it over."
        };
        self.notices.done(what, hint);
    }

    /// Sees what the person did to the window itself.
    fn look_at_window(&mut self, ctx: &Context) {
        let zoom = ctx.zoom_factor();
        if (zoom - self.zoom).abs() > f32::EPSILON {
            self.zoom = zoom;
            let percent = (zoom * 100.0).round() as u32;
            self.remembered.settings.set_zoom(percent);
        }
        let rect = ctx.input(|input| {
            let window = input.viewport();
            let is_its_own = [window.maximized, window.fullscreen, window.minimized]
                .iter()
                .all(|state| *state != Some(true));
            window.inner_rect.filter(|_| is_its_own)
        });
        if let Some(rect) = rect {
            let size = rect.size() * zoom;
            self.size = Some([size.x.round() as u32, size.y.round() as u32]);
        }
    }

    /// Makes the window as the settings say.
    fn heed_settings(&mut self, ctx: &Context) {
        let settings = &self.remembered.settings;
        self.forget_after = settings.forget_after();
        ctx.set_theme(theme_of(settings.theme));
        ctx.set_zoom_factor(settings.zoom_percent as f32 / 100.0);
    }

    fn set_settings(&mut self, ctx: &Context, settings: Settings) {
        let before = std::mem::replace(&mut self.remembered.settings, settings);
        let now = &self.remembered.settings;
        self.sign.set_usual_expiry(&before.expiry, &now.expiry);
        self.heed_settings(ctx);
    }

    /// Writes the settings if they have changed. What another window has written meanwhile holds here as well.
    fn save_settings(&mut self, ctx: &Context) {
        if !self.remembered.is_to_be_saved() {
            return;
        }
        let here = self.remembered.settings.clone();
        if let Some((text, hint)) = self.remembered.save(&mut self.platform) {
            self.notices.tell(text, hint);
        }
        if self.remembered.settings != here {
            let merged = std::mem::replace(&mut self.remembered.settings, here);
            self.set_settings(ctx, merged);
        }
    }

    /// Everything that must not be read on a shared screen at this moment.
    fn secrets(&self) -> Secrets {
        let mut secrets = self.forgotten.clone();
        let keys = self.keyring.keys().iter();
        let remembered = self.remembered.settings.keys.iter();
        let ids = keys.filter_map(|key| key.id.as_deref());
        for id in ids.chain(remembered.filter_map(|key| key.name.id.as_deref())) {
            secrets.add_key_id(id);
        }
        self.sign.secrets(&mut secrets);
        self.inspect.secrets(&mut secrets);
        self.compare.secrets(&mut secrets);
        self.batch.secrets(&mut secrets);
        self.keys.secrets(&mut secrets);
        secrets
    }

    /// A dropped file is a key, or a text with tokens in it.
    fn take_file(&mut self, ctx: &Context, path: &Path) {
        let name = file_name(path);
        let bytes = match self.platform.read(path, MAX_TEXT) {
            Ok(bytes) => bytes,
            Err(error) => return self.cannot_read(&name, &error, ""),
        };
        let text = std::str::from_utf8(&bytes)
            .ok()
            .filter(|text| !key::holds_private_key(text));
        if self.screen == Screen::Batch && !looks_like_key_file(&bytes) {
            return self.batch.set_file(&name, bytes.to_vec());
        }
        match text {
            Some(text) if text.len() > widgets::FIELD_LIMIT && self.screen != Screen::Compare => {
                self.inspect.set_text(text.to_owned(), ctx);
                self.screen = Screen::Inspect;
            }
            Some(text) if !import::find(text).tokens.is_empty() => {
                if self.screen == Screen::Compare {
                    return self.compare.put(text.to_owned());
                }
                self.inspect.set_text(text.to_owned(), ctx);
                self.screen = Screen::Inspect;
            }
            Some(text) if Restriction::read(text).is_ok() => {
                self.restrict.set_text(text.to_owned());
                self.screen = Screen::Restrictions;
            }
            _ => self.load_key_at(path, &bytes),
        }
    }

    /// A list of restrictions may be long, since only one of them gets into the form.
    fn take_restriction(&mut self, text: &str) {
        if text.len() > widgets::FIELD_LIMIT && Restriction::read(text).is_err() {
            return self.wrong(
                "This text is too long for a list of domains",
                "Paste the restriction alone, as Mux's API answers it.",
            );
        }
        self.restrict.set_text(text.to_owned());
    }

    fn cannot_read(&mut self, name: &str, error: &io::Error, hint: &str) {
        let said = in_words(error);
        let what = match error.kind() {
            io::ErrorKind::FileTooLarge => format!("`{name}` is too large: {said}"),
            _ => format!("`{name}` cannot be read: {said}"),
        };
        self.wrong(what, hint);
    }

    /// Does what a screen asked for.
    fn perform(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Show(screen) => self.screen = screen,
            Action::Copy { what, text } => self.copy(what, &text),
            Action::OpenKey => self.open_key_dialog(ctx),
            Action::PasteKey => match self.platform.paste() {
                Ok(text) => self.load_key(text.as_bytes(), "the clipboard"),
                Err(error) => self.wrong(
                    format!("The clipboard cannot be read: {error}"),
                    "Open the key as a file.",
                ),
            },
            Action::MakeDemoKey => {
                self.keyring.add(Key::demo());
                self.done("Made a demo key for this session; no video of anybody answers to it");
                if self.screen == Screen::Sign {
                    self.sign.fill_example();
                }
            }
            Action::TakeEnvironmentKey => self.take_environment_key(),
            Action::UseKey(index) => {
                if let Err(error) = self.keyring.use_key(index) {
                    self.wrong(capitalized(&error.to_string()), error.hint());
                }
            }
            Action::ForgetKey(index) => self.forget_key(index),
            Action::NameKey(index, id) => {
                self.keyring.name(index, &id);
                self.remember_name(index);
            }
            Action::LabelKey(index, label) => {
                self.keyring.label(index, &label);
                self.remember_name(index);
            }
            Action::MarkKey(index, stage) => {
                self.keyring.mark(index, stage);
                self.remember_name(index);
            }
            Action::KeepKey(index) => self.keep_key(ctx, index),
            Action::TakeOffered(indices) => self.take_offered(&indices),
            Action::LeaveOffered => self.keys.leave_offer(),
            Action::Resign { request, url, was } => {
                self.sign.fill(&request, url.as_deref(), *was);
                self.screen = Screen::Sign;
            }
            Action::Inspect(text) => {
                self.inspect.set_text(text, ctx);
                self.screen = Screen::Inspect;
            }
            Action::InspectExample => self.inspect_example(ctx),
            Action::PasteIntoInspect => {
                if let Some(text) = self.pasted() {
                    self.inspect.set_text(text.to_string(), ctx);
                }
            }
            Action::Compare(text) => {
                self.compare.start(text);
                self.screen = Screen::Compare;
            }
            Action::CompareExample => self.compare_example(),
            Action::PasteIntoCompare(side) => {
                if let Some(text) = self.pasted() {
                    self.compare.set_text(side, text.to_string());
                }
            }
            Action::PasteRestriction => {
                if let Some(text) = self.pasted() {
                    self.take_restriction(&text);
                }
            }
            Action::PasteIntoBatch => {
                if let Some(text) = self.pasted() {
                    self.batch.set_text(text.to_string());
                }
            }
            Action::OpenBatch => {
                self.asked = Asked::Rows;
                let title = "Open a list, a CSV or a log";
                self.platform.pick_file(title, wake(ctx));
            }
            Action::StartBatch => self.start_batch(ctx),
            Action::SaveBatch(format) => {
                self.asked = Asked::Save(format);
                let name = match format {
                    SaveFormat::Csv => "mux-jwt.csv",
                    SaveFormat::JsonLines => "mux-jwt.jsonl",
                };
                self.platform.pick_save("Save the rows", name, wake(ctx));
            }
            Action::SaveText { name, text } => {
                self.asked = Asked::Text(text);
                self.platform
                    .pick_save("Save the snippet", &name, wake(ctx));
            }
            Action::SetTheme(theme) => {
                self.remembered.settings.theme = theme;
                self.heed_settings(ctx);
            }
            Action::Redact => self.redacts = !self.redacts,
            Action::KeepCopied => self.keep_copied(),
            Action::ClearCopied => self.clear_copied(),
            Action::SetSettings(settings) => self.set_settings(ctx, *settings),
            Action::ResetSettings => {
                let mut settings = self.remembered.settings.clone();
                settings.reset();
                self.set_settings(ctx, settings);
                self.done("The settings are as at the first start");
            }
            Action::OpenRemembered(place) => self.load_remembered(ctx, place),
            Action::ForgetRemembered(place) => self.forget_remembered(ctx, place),
        }
    }

    /// The text on the clipboard, for a screen. A private key in it is loaded instead.
    fn pasted(&mut self) -> Option<Zeroizing<String>> {
        match self.platform.paste() {
            Ok(text) if key::holds_private_key(&text) => {
                self.take_private_text(&text, "the clipboard");
                None
            }
            Ok(text) => Some(text),
            Err(error) => {
                self.wrong(
                    format!("The clipboard cannot be read: {error}"),
                    "Paste with the keyboard instead.",
                );
                None
            }
        }
    }

    /// A URL as support gets it: an old video token where a thumbnail is asked for.
    fn inspect_example(&mut self, ctx: &Context) {
        let mut request = TokenSpec::new(Audience::Video, EXAMPLE_ID);
        request.expiry = Expiry::At(Timestamp(self.platform.now().0 - 3 * 3600));
        if let Some(token) = self.example_token(&request) {
            let url = example_url().with_token(&token);
            self.inspect.set_text(url.to_string(), ctx);
        }
    }

    /// The same thumbnail twice: signed as it should be, and expired with its time beside the token.
    fn compare_example(&mut self) {
        let plain = TokenSpec::new(Audience::Thumbnail, EXAMPLE_ID);
        let mut right = plain.clone();
        right.claims.push("time", 25);
        let mut wrong = plain;
        wrong.expiry = Expiry::At(Timestamp(self.platform.now().0 - 3 * 3600));
        if let (Some(right), Some(wrong)) = (self.example_token(&right), self.example_token(&wrong))
        {
            let a = example_url().with_token(&right);
            let mut b = example_url();
            b.query.push(("time".to_owned(), "25".to_owned()));
            self.compare.set_text(Side::A, a.to_string());
            self.compare
                .set_text(Side::B, b.with_token(&wrong).to_string());
        }
    }

    /// Signs with the key at hand, or with a demo key.
    fn example_token(&mut self, request: &TokenSpec) -> Option<String> {
        if self.keyring.current().is_none_or(|key| key.id.is_none()) {
            self.keyring.add(Key::demo());
        }
        let key = self.keyring.current()?;
        let signed = request.sign(key.id.as_deref()?, key.signing().ok()?, self.platform.now());
        signed.ok().map(|signed| signed.token)
    }

    fn copy(&mut self, what: &str, text: &str) {
        match self.platform.copy(text) {
            Ok(()) => {
                let copied = Copied::new(what, text, self.platform.now());
                let is_counted =
                    copied.goes_at_the_end() && self.remembered.settings.clear_after().is_some();
                self.copied = Some(copied);
                if is_counted {
                    // The countdown says so for longer than a notice would.
                    self.notices.clear_passing();
                } else {
                    self.done(format!("Copied {what}"));
                }
            }
            Err(error) => self.wrong(
                format!("Nothing was copied: {error}"),
                "Select the text; the clipboard of this desktop cannot be reached.",
            ),
        }
    }

    fn done(&mut self, text: impl Into<String>) {
        self.notices.done(text, "");
    }

    fn wrong(&mut self, text: impl Into<String>, hint: impl Into<String>) {
        self.notices.wrong(text, hint);
    }

    fn ui_inner(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let mut action = command::typed(&ctx);
        let p = palette(ui);
        let bar = Frame::new()
            .fill(p.panel)
            .inner_margin(Margin::symmetric(4, 8));
        Panel::left("rail")
            .exact_size(84.0)
            .resizable(false)
            .frame(bar)
            .show(ui, |ui| {
                action = action.take().or(self.rail_ui(ui));
            });
        let bar = Frame::new()
            .fill(p.panel)
            .inner_margin(Margin::symmetric(16, 8));
        Panel::top("bar")
            .exact_size(48.0)
            .resizable(false)
            .frame(bar)
            .show(ui, |ui| {
                action = action.take().or(self.bar_ui(ui));
            });
        let cx = Cx {
            now: self.platform.now(),
            zone: self.platform.zone(),
            keyring: &self.keyring,
            settings: &self.remembered.settings,
            has_environment_key: self.has_environment_key,
            waits_for_keychain: self.wish.is_some(),
            redacts: self.redacts,
        };
        let limit = self.remembered.settings.clear_after();
        let left = |copied: &mut Copied| copied.left(limit?, cx.now);
        if let Some(left) = self.copied.as_mut().and_then(left)
            && let Some(copied) = &self.copied
        {
            let bar = Frame::new()
                .fill(p.panel)
                .inner_margin(Margin::symmetric(16, 6));
            Panel::bottom("copied")
                .exact_size(42.0)
                .resizable(false)
                .frame(bar)
                .show(ui, |ui| {
                    action = action.take().or(copied.ui(ui, left));
                });
        }
        let body = Frame::new().fill(p.window);
        let asked = CentralPanel::default()
            .frame(body)
            .show(ui, |ui| match self.screen {
                Screen::Sign => self.sign.ui(ui, &cx),
                Screen::Inspect => self.inspect.ui(ui, &cx),
                Screen::Compare => self.compare.ui(ui, &cx),
                Screen::Restrictions => self.restrict.ui(ui),
                Screen::Batch => self.batch.ui(ui, &cx, self.sign.form()),
                Screen::Keys => self.keys.ui(ui, &cx),
                Screen::Settings => settings::ui(
                    ui,
                    &self.remembered,
                    &self.network,
                    self.platform.clipboard_outlives(),
                    self.wish.is_some(),
                ),
            });
        action = action.or(asked.inner);
        // Above the countdown.
        let is_counted = self.copied.as_ref().is_some_and(Copied::goes_at_the_end);
        self.notices.ui(&ctx, if is_counted { 58.0 } else { 16.0 });
        // What was drawn before something is done may not be there any more when it is done.
        let may_change = action.is_some() || self.remembered.is_to_be_saved();
        let drawn = (self.redacts && may_change).then(|| self.secrets());
        if let Some(action) = action {
            self.perform(&ctx, action);
            ctx.request_repaint();
        }
        self.save_settings(&ctx);
        // At the end, when this picture's tokens have been read.
        let secrets = self.redacts.then(|| {
            let mut secrets = self.secrets();
            secrets.add_all(drawn.unwrap_or_default());
            secrets
        });
        self.redactor.hide(secrets);
    }

    fn rail_ui(&self, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        ui.vertical_centered_justified(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            for (screen, icon, title) in [
                (Screen::Sign, icon::SIGN, "Sign"),
                (Screen::Inspect, icon::INSPECT, "Inspect"),
                (Screen::Compare, icon::COMPARE, "Compare"),
                (Screen::Restrictions, icon::RESTRICT, "Restrictions"),
                (Screen::Batch, icon::BATCH, "Batch"),
                (Screen::Keys, icon::KEY, "Keys"),
                (Screen::Settings, icon::SETTINGS, "Settings"),
            ] {
                let response = rail_item(ui, self.screen == screen, icon, title);
                let response = match command::keys(ui.ctx(), title) {
                    Some(keys) => response.on_hover_text(format!("{title} ({keys})")),
                    None => response,
                };
                if response.clicked() {
                    action = Some(Action::Show(screen));
                }
            }
        });
        ui.with_layout(Layout::bottom_up(Align::Center), |ui| {
            let (icon, name, next) = match self.remembered.settings.theme {
                Theme::System => (icon::SYSTEM, "Colors: system", Theme::Light),
                Theme::Light => (icon::LIGHT, "Colors: light", Theme::Dark),
                Theme::Dark => (icon::DARK, "Colors: dark", Theme::System),
            };
            if widgets::bare_button(ui, icon, name).clicked() {
                action = Some(Action::SetTheme(next));
            }
        });
        action
    }

    fn bar_ui(&self, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        ui.horizontal_centered(|ui| {
            let title = match self.screen {
                Screen::Sign => "Sign a token",
                Screen::Inspect => "Inspect a token or URL",
                Screen::Compare => "Compare two tokens or URLs",
                Screen::Restrictions => "Ask a playback restriction",
                Screen::Batch => "Many at once",
                Screen::Keys => "Keys",
                Screen::Settings => "Settings",
            };
            ui.heading(title);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let (text, stage) = match self.keyring.current() {
                    Some(key) => {
                        let id = key.id.as_deref().unwrap_or("key without an ID");
                        let stage = widgets::stage_name(key);
                        // What the badge, the fingerprint and the label leave of the bar.
                        let label = stage.as_ref().map_or(0, |(_, label)| label.chars().count());
                        let room = ui.available_width() - 400.0 - 8.0 * label as f32;
                        let most = (room / 8.5).clamp(6.0, 22.0) as usize;
                        let id = crate::core::text::shortened(id, most);
                        let text = format!("{id}  ·  {}", key.public.short_fingerprint());
                        (text, stage)
                    }
                    None if self.keyring.keys().is_empty() => ("No key".to_owned(), None),
                    None => ("No key that signs".to_owned(), None),
                };
                let response = widgets::key_chip(ui, stage.as_ref(), &text);
                let text = match stage {
                    Some((_, label)) => format!("{label}  ·  {text}"),
                    None => text,
                };
                let name = format!("Current key: {text}");
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
                let about = self.keyring.current().map_or_else(
                    || "No key is loaded. Press to load one.".to_owned(),
                    |key| {
                        let word = (key.stage != Stage::Unmarked).then(|| key.stage.word());
                        let names = [key.label.as_deref(), word, key.id.as_deref()];
                        let names: Vec<&str> = names.into_iter().flatten().collect();
                        format!(
                            "{}\n{}\nSHA-256 fingerprint {}",
                            names.join("\n"),
                            capitalized(&key.about()),
                            key.public.fingerprint
                        )
                    },
                );
                if response.on_hover_text(about).clicked() {
                    action = Some(Action::Show(Screen::Keys));
                }
                if redact_ui(ui, self.redacts).clicked() {
                    action = Some(Action::Redact);
                }
                ui.add_space(4.0);
                let said = self.network.badge();
                // In a small window the sign alone stands for it.
                let is_wide = ui.available_width() > 230.0;
                let (icon, color) = widgets::network_sign(ui, &self.network);
                let text = if is_wide { said } else { "" };
                let badge = RichText::new(format!("{icon}  {text}").trim_end())
                    .text_style(theme::small())
                    .color(color);
                let badge = ui.label(badge);
                badge.widget_info(|| WidgetInfo::labeled(Role::Label, true, said));
                badge.on_hover_text(format!("{said}\n{}", self.network.about()));
            });
        });
        action
    }
}

impl<P: Desktop> eframe::App for App<P> {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.logic_inner(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.ui_inner(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.close();
    }
}

/// The switch that masks secrets on the screen.
fn redact_ui(ui: &mut Ui, on: bool) -> egui::Response {
    let icon = if on { icon::HIDDEN } else { icon::SHOWN };
    let response = widgets::choice(ui, on, Some(icon), "Redact", Vec2::ZERO);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, "Redact"));
    let keys = command::keys(ui.ctx(), "Redact").unwrap_or_default();
    response.on_hover_text(format!(
        "Masks tokens, key IDs and custom claims on the screen, for when it is shared ({keys})"
    ))
}

/// A place in the rail: an icon over its name.
fn rail_item(ui: &mut Ui, selected: bool, icon: &str, title: &str) -> egui::Response {
    let p = palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(76.0, 54.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, title));
    let lit = selected || response.hovered() || response.has_focus();
    let color = if selected {
        p.accent
    } else if lit {
        p.text
    } else {
        p.weak
    };
    let painter = ui.painter();
    if lit {
        let fill = if selected {
            p.card.lerp_to_gamma(p.accent, 0.14)
        } else {
            p.hover
        };
        painter.rect_filled(rect, CornerRadius::same(theme::RADIUS), fill);
    }
    if response.has_focus() {
        painter.rect_stroke(
            rect,
            CornerRadius::same(theme::RADIUS),
            Stroke::new(1.5, p.accent),
            StrokeKind::Inside,
        );
    }
    painter.text(
        rect.center() - Vec2::new(0.0, 9.0),
        Align2::CENTER_CENTER,
        icon,
        theme::icon_font(19.0),
        color,
    );
    let small = theme::small().resolve(ui.style());
    painter.text(
        rect.center() + Vec2::new(0.0, 14.0),
        Align2::CENTER_CENTER,
        title,
        small,
        color,
    );
    response
}

/// A thumbnail of the video that nobody has.
fn example_url() -> MediaUrl {
    MediaUrl::new(
        EXAMPLE_ID,
        Resource::Thumbnail("png".to_owned()),
        MUX_DOMAIN,
    )
}

/// What another thread calls when there is something to look at.
fn wake(ctx: &Context) -> Box<dyn Fn() + Send> {
    let ctx = ctx.clone();
    Box::new(move || ctx.request_repaint())
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}
