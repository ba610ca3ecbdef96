//! Opens the window, or says in plain words why there can be none.

use std::{
    io::Write as _,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use eframe::{CreationContext, NativeOptions, Renderer};
use egui::{Context, Ui, ViewportBuilder, ViewportCommand};

use super::App;
use crate::{
    core::key::{KEY_ID_VAR, KEY_VAR},
    platform::{Env as _, Machine},
    ui::{settings::remembered, theme},
};

/// Why there is no window.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// Neither X11 nor Wayland answers.
    #[error("there is no display to open a window on")]
    NoDisplay,
    /// OpenGL is missing or too old.
    #[error("OpenGL could not be started")]
    NoOpenGl,
    /// A library of the desktop is missing.
    #[error("a library that windows need is missing: {0}")]
    NoLibrary(String),
    /// Anything else.
    #[error("the window could not be opened: {0}")]
    Other(String),
}

impl WindowError {
    /// What to do about it here, and what works without a window.
    pub fn hint(&self) -> String {
        let first = match self {
            Self::NoDisplay => {
                "Start this from a desktop, or set DISPLAY or WAYLAND_DISPLAY. Over SSH, use ssh -X."
            }
            Self::NoOpenGl => {
                "Install OpenGL as below. A remote desktop of Windows offers too old a version: use the computer itself."
            }
            Self::NoLibrary(_) | Self::Other(_) => {
                "Install the libraries of the desktop, as below."
            }
        };
        format!(
            "{first}\n\
             Debian, Ubuntu: apt-get install libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrender1 libxkbcommon0 \
             libxkbcommon-x11-0 libgl1 libegl1\n\
             Fedora: dnf install libX11 libX11-xcb libXcursor libXi libXrender libxkbcommon libxkbcommon-x11 \
             mesa-libGL mesa-libEGL\n\
             macOS and Windows have all of it; there an outdated graphics driver is the usual cause.\n\
             Without a window there are: mux-jwt sign, mux-jwt inspect, mux-jwt demo."
        )
    }

    fn new(error: &eframe::Error) -> Self {
        let text = error.to_string();
        match error {
            _ if ["shared libraries", "could not be loaded", "Library"]
                .iter()
                .any(|mark| text.contains(mark)) =>
            {
                Self::NoLibrary(library_in(&text))
            }
            eframe::Error::WinitEventLoop(_) | eframe::Error::Winit(_)
                if ["DISPLAY", "X server", "wayland compositor"]
                    .iter()
                    .any(|mark| text.contains(mark)) =>
            {
                Self::NoDisplay
            }
            eframe::Error::Glutin(_)
            | eframe::Error::NoGlutinConfigs(..)
            | eframe::Error::OpenGL(_) => Self::NoOpenGl,
            _ => Self::Other(text),
        }
    }
}

/// The file name of a library in a message; the message without its path of a source file if there is none.
fn library_in(text: &str) -> String {
    let name = text
        .split(|c: char| c.is_whitespace() || "`'\",()".contains(c))
        .find(|word| word.contains(".so"));
    name.unwrap_or("one of X11's")
        .trim_end_matches('.')
        .to_owned()
}

/// Opens the window and stays until it is closed.
///
/// With `first_frame` it paints once, prints the milliseconds since `started` and closes.
///
/// # Errors
/// When there is no display, no OpenGL, or a library is missing.
pub fn run(first_frame: bool, started: Instant) -> Result<(), WindowError> {
    let machine = Machine::for_window(&[KEY_VAR, KEY_ID_VAR]);
    // Before any library of the desktop runs.
    machine.block_network();
    // The measure of a first frame is always of the same window.
    let size = Some(&machine).filter(|_| !first_frame);
    let size = size.and_then(remembered::window_size);
    let options = NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title("Mux JWT")
            .with_app_id("mux-jwt")
            .with_inner_size(size.unwrap_or([1280.0, 800.0]))
            .with_min_inner_size([760.0, 480.0])
            .with_icon(icon()),
        renderer: Renderer::Glow,
        persist_window: false,
        // Ours begins later; see `install_system_fonts`.
        system_font_fallback: false,
        ..NativeOptions::default()
    };
    let painted = Arc::new(AtomicBool::new(false));
    let seen = painted.clone();
    let create = move |cc: &CreationContext<'_>| -> Result<
        Box<dyn eframe::App>,
        Box<dyn std::error::Error + Send + Sync>,
    > {
        theme::install_system_fonts(&cc.egui_ctx);
        let app = App::new(&cc.egui_ctx, machine);
        Ok(if first_frame {
            Box::new(FirstFrame {
                app,
                started,
                frames: 0,
                painted: seen,
            })
        } else {
            Box::new(app)
        })
    };
    // The windowing library panics where it could have said that a library is missing.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(panic_hook));
    let result = eframe::run_native("mux-jwt", options, Box::new(create));
    std::panic::set_hook(hook);
    result.map_err(|error| WindowError::new(&error))?;
    if first_frame && !painted.load(Ordering::Relaxed) {
        return Err(WindowError::Other(
            "it closed before anything was painted".to_owned(),
        ));
    }
    Ok(())
}

/// What is printed when something is wrong with the program itself. The message of a panic may hold what was typed, so it
/// is only shown where it names a missing library.
fn panic_hook(info: &std::panic::PanicHookInfo<'_>) {
    let payload = info.payload();
    let text = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied());
    let mut err = std::io::stderr().lock();
    // Nobody is left to be told when standard error is closed.
    let _ = match text.filter(|text| text.contains("could not be loaded")) {
        Some(text) => {
            let error = WindowError::NoLibrary(library_in(text));
            let _ = writeln!(err, "error: {error}");
            for hint in error.hint().lines() {
                let _ = writeln!(err, "hint: {hint}");
            }
            std::process::exit(2);
        }
        None => writeln!(
            err,
            "error: Mux JWT {} has stopped because of a mistake of its own{}\nhint: Nothing was written. Please report \
             what you did.",
            env!("CARGO_PKG_VERSION"),
            info.location()
                .map(|at| format!(" ({}:{})", at.file(), at.line()))
                .unwrap_or_default(),
        ),
    };
}

fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../../assets/icon.png"))
        .unwrap_or_default()
}

/// The window of `--first-frame`: painted once, it says how long that took.
struct FirstFrame {
    app: App<Machine>,
    started: Instant,
    frames: u32,
    painted: Arc<AtomicBool>,
}

impl eframe::App for FirstFrame {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        // The second frame begins when the first one is on screen.
        if self.frames == 1 {
            let milliseconds = self.started.elapsed().as_millis();
            let _ = writeln!(std::io::stdout().lock(), "{milliseconds}");
            self.painted.store(true, Ordering::Relaxed);
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        self.app.logic(ctx, frame);
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        self.frames += 1;
        self.app.ui(ui, frame);
        ui.ctx().request_repaint();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_library_is_named() {
        for (text, name) in [
            (
                "Library libxkbcommon-x11.so could not be loaded.",
                "libxkbcommon-x11.so",
            ),
            (
                "Failed to load one of xlib's shared libraries",
                "one of X11's",
            ),
        ] {
            assert_eq!(library_in(text), name);
        }
    }

    #[test]
    fn every_error_names_what_works_without_a_window() {
        for error in [
            WindowError::NoDisplay,
            WindowError::NoOpenGl,
            WindowError::Other("x".to_owned()),
        ] {
            assert!(error.hint().contains("mux-jwt inspect"));
        }
    }

    #[test]
    fn the_icon_is_there() {
        assert_eq!(icon().width, 256);
    }
}
