//! The window: it routes events to the session and the screens, draws them, and performs what they ask for.

mod bar;
mod files;
mod palette;
mod perform;
pub mod window;

use std::time::Duration;

use egui::{CentralPanel, Context, Frame, Margin, Panel, Ui, ViewportCommand};

use self::{files::FileJobs, palette::OpenDialog};
use crate::{
    core::time::{Span, Timestamp},
    platform::{Desktop, Network},
    ui::{
        action::{Action, PasteTarget, Screen},
        clipboard::{copied::Copied, guard::Guard},
        command,
        cx::Cx,
        notice::{Notice, Notices},
        redact::{Redactor, secrets::Secrets},
        screens::{
            self, batch::BatchScreen, compare::CompareScreen, inspect::InspectScreen,
            keys::KeysScreen, restrict::RestrictScreen, settings, sign::SignScreen,
        },
        session::{Session, SessionEvent, SessionEvents},
        settings::SettingsChange,
        theme::{self, palette},
        widgets::{column::is_narrow, take_main_field},
    },
};

/// The window.
pub struct App<P> {
    /// The operating system.
    pub platform: P,
    /// The keys and the settings.
    pub session: Session,
    screen: Screen,
    screens: Screens,
    /// The text this program copied last.
    copied: Option<Copied>,
    files: FileJobs,
    dialog: OpenDialog,
    notices: Notices,
    network: Network,
    window: WindowState,
    plugins: Plugins,
}

#[derive(Default)]
struct Screens {
    sign: SignScreen,
    inspect: InspectScreen,
    compare: CompareScreen,
    restrict: RestrictScreen,
    batch: BatchScreen,
    keys: KeysScreen,
}

/// The state of the window itself.
struct WindowState {
    /// The zoom factor of the last frame; the keyboard changes it.
    zoom: f32,
    /// The size in points at zoom 1.
    size: Option<[u32; 2]>,
    /// Whether secrets are masked on the screen.
    redacts: bool,
    /// Its title.
    title: String,
    /// The screen whose first field has got the focus.
    begun: Option<Screen>,
}

/// What runs before and after each frame.
#[derive(Default)]
struct Plugins {
    guard: Guard,
    redactor: Redactor,
}

/// The title of the window.
pub(super) const TITLE: &str = "Mux JWT";

impl<P: Desktop> App<P> {
    /// The window at the start. A key in the environment is loaded.
    pub fn new(ctx: &Context, mut platform: P) -> Self {
        theme::install(ctx);
        // Before the first key is read.
        let network = platform.block_network();
        let plugins = Plugins::default();
        ctx.add_plugin(plugins.guard.clone());
        ctx.add_plugin(plugins.redactor.clone());
        let (session, events) = Session::start(&mut platform);
        let mut app = Self {
            window: WindowState {
                zoom: ctx.zoom_factor(),
                size: None,
                redacts: session.settings().redact,
                title: TITLE.to_owned(),
                begun: None,
            },
            platform,
            session,
            screen: Screen::default(),
            screens: Screens::default(),
            copied: None,
            files: FileJobs::default(),
            dialog: OpenDialog::default(),
            notices: Notices::default(),
            network,
            plugins,
        };
        app.screens
            .sign
            .set_default_expiry("", &app.session.settings().expiry);
        app.apply_settings(ctx);
        if let Network::NeededByDisplay(display) = &app.network {
            app.notices.show(Notice::standing(
                format!("The network is not blocked, because the window is on the remote display {display}"),
                "The program itself opens no network connection, but the system does not enforce it here.",
            ));
        }
        app.handle(events);
        app
    }

    /// The current screen.
    pub fn screen(&self) -> Screen {
        self.screen
    }

    /// Clears tokens from the clipboard and saves the size of the window before it closes.
    pub fn close(&mut self) {
        if let Some(copied) = self.copied.take() {
            copied.close(&mut self.platform);
        }
        if let Some(size) = self.window.size {
            // There is no window left to report a failure in.
            self.session
                .change(&mut self.platform, SettingsChange::Window(size));
        }
    }

    /// Handles what happened since the last frame.
    fn logic_inner(&mut self, ctx: &Context) {
        self.forget_when_idle(ctx);
        self.clear_when_due(ctx);
        self.watch_window(ctx);
        if let Some(picked) = self.platform.picked_file() {
            self.picked(ctx, picked);
        }
        if let Some(answer) = self.platform.keychain_answer() {
            let events = self.session.answered(answer, &mut self.platform);
            self.handle(events);
        }
        if let Some(notice) = self.files.saved() {
            self.notices.show(notice);
        }
        let caught = self.plugins.guard.take();
        if let Some(text) = caught.copied {
            self.copy("the selection", &text);
        }
        if let Some(text) = caught.private_key {
            let events = self.session.load_private_text(&text, "the pasted text");
            self.handle(events);
        }
        if let Some(text) = caught.loose_text {
            self.put_loose_text(ctx, text);
        }
        if self.screen != Screen::Sign
            && let Some(action) = self.screens.sign.take_typed_key_id()
        {
            self.perform(ctx, action);
        }
        let dropped = ctx.input_mut(|input| std::mem::take(&mut input.raw.dropped_files));
        for file in dropped {
            self.dropped(ctx, file.path());
        }
    }

    /// Where a text goes that is pasted into the current screen.
    fn paste_target(&self) -> PasteTarget {
        match self.screen {
            Screen::Sign => PasteTarget::Sign,
            Screen::Inspect | Screen::Settings => PasteTarget::Inspect,
            Screen::Compare => PasteTarget::Compare(self.screens.compare.side()),
            Screen::Restrictions => PasteTarget::Restrictions,
            Screen::Batch => PasteTarget::Batch,
            Screen::Keys => PasteTarget::Keys,
        }
    }

    /// A text that was pasted while no field had the focus, or that is too long for one.
    fn put_loose_text(&mut self, ctx: &Context, text: String) {
        let place = self.paste_target();
        if self.screen == Screen::Settings {
            self.screen = Screen::Inspect;
        }
        self.put(ctx, place, text);
    }

    /// Shows what a change to the session results in.
    fn handle(&mut self, events: SessionEvents) {
        for event in events {
            match event {
                SessionEvent::Notice(notice) => self.notices.show(notice),
                SessionEvent::NeedsId(index)
                    if self.screen == Screen::Sign
                        && self.session.keyring.current_index() == Some(index) =>
                {
                    self.screens.sign.ask_for_key_id();
                }
                SessionEvent::NeedsId(index) => {
                    self.screens.keys.ask_for_id(index);
                    self.screen = Screen::Keys;
                }
                SessionEvent::Offered => self.screen = Screen::Keys,
                SessionEvent::StopSigning(key) => {
                    self.screens.batch.stop_signing(key.as_deref());
                    if key.is_none() {
                        // The window was not used for long enough.
                        self.screens.inspect.forget_recent();
                    }
                }
            }
        }
    }

    fn forget_when_idle(&mut self, ctx: &Context) {
        let is_used =
            ctx.input(|input| !input.events.is_empty() || !input.raw.dropped_files.is_empty());
        let now = self.platform.now();
        let (events, check_in) = self
            .session
            .forget_when_idle(is_used, now, &mut self.platform);
        self.handle(events);
        if let Some(check_in) = check_in {
            ctx.request_repaint_after(check_in);
        }
    }

    /// Clears copied text when its time is up. One frame a second shows how long that is.
    fn clear_when_due(&mut self, ctx: &Context) {
        let now = self.platform.now();
        let Some(left) = self.countdown(now) else {
            return;
        };
        if left == Span(0) {
            return self.clear_copied();
        }
        let platform = &mut self.platform;
        self.copied.take_if(|copied| copied.is_gone(platform, now));
        ctx.request_repaint_after(Duration::from_secs(1));
    }

    /// The time until the copied text is cleared, if it is.
    fn countdown(&mut self, now: Timestamp) -> Option<Span> {
        let limit = self.session.settings().clear_after()?;
        self.copied.as_mut()?.left(limit, now)
    }

    /// Notes the zoom factor and the size of the window.
    fn watch_window(&mut self, ctx: &Context) {
        let zoom = ctx.zoom_factor();
        if (zoom - self.window.zoom).abs() > f32::EPSILON {
            self.window.zoom = zoom;
            let percent = (zoom * 100.0).round() as u32;
            self.change(ctx, SettingsChange::Zoom(percent));
        }
        let rect = ctx.input(|input| {
            let window = input.viewport();
            let is_normal = [window.maximized, window.fullscreen, window.minimized]
                .iter()
                .all(|state| *state != Some(true));
            window.inner_rect.filter(|_| is_normal)
        });
        if let Some(rect) = rect {
            let size = rect.size() * zoom;
            self.window.size = Some([size.x.round() as u32, size.y.round() as u32]);
        }
    }

    /// Changes a setting, and applies what else changed in the file meanwhile.
    fn change(&mut self, ctx: &Context, change: SettingsChange) {
        let before = self.session.settings().expiry.clone();
        let events = self.session.change(&mut self.platform, change);
        self.handle(events);
        let now = &self.session.settings().expiry;
        self.screens.sign.set_default_expiry(&before, now);
        self.apply_settings(ctx);
    }

    fn apply_settings(&self, ctx: &Context) {
        let settings = self.session.settings();
        ctx.set_theme(settings.theme);
        ctx.set_zoom_factor(settings.zoom_percent as f32 / 100.0);
    }

    /// Everything on the screen that must be masked while it is shared.
    fn secrets(&self) -> Secrets {
        let mut secrets = Secrets::default();
        self.session.secrets(&mut secrets);
        self.screens.sign.secrets(&mut secrets);
        self.screens.inspect.secrets(&mut secrets);
        self.screens.compare.secrets(&mut secrets);
        self.screens.batch.secrets(&mut secrets);
        secrets
    }

    fn cx(&self) -> Cx<'_> {
        Cx {
            now: self.platform.now(),
            zone: self.platform.zone(),
            session: &self.session,
            redacts: self.window.redacts,
        }
    }

    fn ui_inner(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let mut action = command::typed(&ctx);
        action = action.or(self.bars_ui(ui));
        let left = self.countdown(self.platform.now());
        if let (Some(left), Some(copied)) = (left, &self.copied) {
            action = action.or(bar::countdown_ui(ui, copied.what(), left));
        }
        action = action.or(self.screen_ui(ui));
        self.begin_screen(&ctx);
        let is_asked = ctx.data_mut(|data| data.remove_temp::<bool>(screens::copy_main()));
        if is_asked.is_some() {
            let text = "There is nothing to copy on this screen yet";
            self.notices.show(Notice::done(text));
        }
        if let Some(command) = self.dialog.ui(&ctx) {
            if let Some(screen) = command.screen {
                self.perform(&ctx, Action::Show(screen));
            }
            action = Some(command.action.clone());
        }
        self.name_window(&ctx);
        // Above the countdown.
        let is_counted = self.copied.as_ref().is_some_and(Copied::is_temporary);
        self.notices.ui(&ctx, if is_counted { 58.0 } else { 16.0 });
        // What this frame shows may be gone once the action is performed.
        let drawn = (self.window.redacts && action.is_some()).then(|| self.secrets());
        if let Some(action) = action {
            self.perform(&ctx, action);
            ctx.request_repaint();
        }
        // Last, because screens parse the tokens of this frame while they are drawn.
        let secrets = self.window.redacts.then(|| {
            let mut secrets = self.secrets();
            secrets.add_all(drawn.unwrap_or_default());
            secrets
        });
        self.plugins.redactor.hide(secrets);
    }

    /// Puts the cursor where one begins to type, when a screen is shown.
    fn begin_screen(&mut self, ctx: &Context) {
        let field = take_main_field(ctx);
        if self.window.begun == Some(self.screen) {
            return;
        }
        self.window.begun = Some(self.screen);
        if let Some(field) = field {
            ctx.memory_mut(|memory| memory.request_focus(field));
        }
    }

    /// Shows the verdict in the title of the window, for its button on the task bar.
    fn name_window(&mut self, ctx: &Context) {
        let verdict = match self.screen {
            Screen::Inspect => self.screens.inspect.window_title(),
            _ => None,
        };
        let title = verdict.map_or_else(
            || TITLE.to_owned(),
            |verdict| format!("{verdict} – {TITLE}"),
        );
        if title != self.window.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.window.title = title;
        }
    }

    fn screen_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        // The window is cleared to its color.
        let frame = Frame::NONE;
        let cx = Cx {
            now: self.platform.now(),
            zone: self.platform.zone(),
            session: &self.session,
            redacts: self.window.redacts,
        };
        let screens = &mut self.screens;
        CentralPanel::default()
            .frame(frame)
            .show(ui, |ui| match self.screen {
                Screen::Sign => screens.sign.ui(ui, &cx),
                Screen::Inspect => screens.inspect.ui(ui, &cx),
                Screen::Compare => screens.compare.ui(ui, &cx),
                Screen::Restrictions => screens.restrict.ui(ui),
                Screen::Batch => screens.batch.ui(ui, &cx, screens.sign.form()),
                Screen::Keys => screens.keys.ui(ui, &cx),
                Screen::Settings => {
                    settings::ui(ui, &cx, &self.network, self.platform.clipboard_outlives())
                }
            })
            .inner
    }

    /// The rail on the left and the bar at the top.
    fn bars_ui(&self, ui: &mut Ui) -> Option<Action> {
        let fill = palette(ui).panel;
        let frame = |x, y| {
            Frame::new()
                .fill(fill)
                .inner_margin(Margin::symmetric(x, y))
        };
        let rail = Panel::left("rail")
            .exact_size(bar::rail_width(ui.ctx()))
            .resizable(false)
            .frame(frame(4, 8))
            .show(ui, |ui| {
                bar::rail_ui(ui, self.screen, self.session.settings().theme)
            });
        let bar = Panel::top("bar")
            .exact_size(48.0)
            .resizable(false)
            .frame(frame(if is_narrow(ui.ctx()) { 12 } else { 16 }, 8))
            .show(ui, |ui| {
                bar::bar_ui(ui, &self.cx(), self.screen, &self.network)
            });
        rail.inner.or(bar.inner)
    }
}

impl<P: Desktop> eframe::App for App<P> {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.logic_inner(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.ui_inner(ui);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.close();
    }
}
