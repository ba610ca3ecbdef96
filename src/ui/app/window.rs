//! Opens the window, or explains why it cannot be opened.

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

use super::{App, TITLE};
use crate::{
    core::key::{KEY_ID_VAR, KEY_VAR},
    platform::{Env as _, Machine},
    ui::{settings::remembered, theme},
};

/// Why the window cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// Neither X11 nor Wayland is available.
    #[error("no display found")]
    NoDisplay,
    /// OpenGL is missing or too old.
    #[error("OpenGL is not available")]
    NoOpenGl,
    /// A desktop library is missing.
    #[error("a desktop library is missing: {0}")]
    NoLibrary(String),
    /// Anything else.
    #[error("cannot open the window: {0}")]
    Other(String),
}

impl WindowError {
    /// What to do about it, and what works without a window.
    pub fn hint(&self) -> String {
        let first = match self {
            Self::NoDisplay => {
                "Start it from a desktop, or set DISPLAY or WAYLAND_DISPLAY. Over SSH, use ssh -X."
            }
            Self::NoOpenGl => {
                "Install OpenGL as shown below. Windows Remote Desktop provides an OpenGL version that is too old."
            }
            Self::NoLibrary(_) | Self::Other(_) => "Install the desktop libraries as shown below.",
        };
        format!(
            "{first}\n\
             Debian, Ubuntu: apt-get install libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrender1 libxkbcommon0 \
             libxkbcommon-x11-0 libgl1 libegl1\n\
             Fedora: dnf install libX11 libX11-xcb libXcursor libXi libXrender libxkbcommon libxkbcommon-x11 \
             mesa-libGL mesa-libEGL\n\
             macOS and Windows include all of them; there the usual cause is an outdated graphics driver.\n\
             These work without a window: mux-jwt sign, mux-jwt inspect, mux-jwt demo."
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

/// The file name of a library in an error message.
fn library_in(text: &str) -> String {
    let name = text
        .split(|c: char| c.is_whitespace() || "`'\",()".contains(c))
        .find(|word| word.contains(".so"));
    name.unwrap_or("an X11 library")
        .trim_end_matches('.')
        .to_owned()
}

/// Opens the window and returns when it is closed.
///
/// With `first_frame` it paints once, prints the milliseconds since `started` and closes.
///
/// # Errors
/// When there is no display, no OpenGL, or a library is missing.
pub fn run(first_frame: bool, started: Instant) -> Result<(), WindowError> {
    let machine = Machine::for_window(&[KEY_VAR, KEY_ID_VAR]);
    // Before any library of the desktop runs.
    machine.block_network();
    // First frames are always measured at the same size.
    let size = Some(&machine).filter(|_| !first_frame);
    let size = size.and_then(remembered::window_size);
    let options = NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title(TITLE)
            .with_app_id("mux-jwt")
            .with_inner_size(size.unwrap_or([1280.0, 800.0]))
            .with_min_inner_size([760.0, 480.0])
            .with_icon(icon()),
        renderer: Renderer::Glow,
        persist_window: false,
        // Colors are flat, and a software renderer computes the noise for every pixel.
        dithering: false,
        // System fonts are loaded on demand; see `install_system_fonts`.
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
    // The windowing library panics when a library is missing.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(panic_hook));
    let result = eframe::run_native("mux-jwt", options, Box::new(create));
    std::panic::set_hook(hook);
    result.map_err(|error| WindowError::new(&error))?;
    if first_frame && !painted.load(Ordering::Relaxed) {
        return Err(WindowError::Other(
            "it was closed before the first frame".to_owned(),
        ));
    }
    Ok(())
}

/// Reports a panic. Its message may contain user input, so it is printed only if it names a missing library.
fn panic_hook(info: &std::panic::PanicHookInfo<'_>) {
    let payload = info.payload();
    let text = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied());
    let mut err = std::io::stderr().lock();
    // Standard error may be closed.
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
            "error: internal error in Mux JWT {}{}\nhint: Nothing was written. Please report this error and the steps that led to it.",
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

/// The window of `--first-frame`: prints how long its first frame took.
struct FirstFrame {
    app: App<Machine>,
    started: Instant,
    frames: u32,
    painted: Arc<AtomicBool>,
}

impl eframe::App for FirstFrame {
    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        self.app.clear_color(visuals)
    }

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
    fn missing_library_is_named() {
        for (text, name) in [
            (
                "Library libxkbcommon-x11.so could not be loaded.",
                "libxkbcommon-x11.so",
            ),
            (
                "Failed to load one of xlib's shared libraries",
                "an X11 library",
            ),
        ] {
            assert_eq!(library_in(text), name);
        }
    }

    #[test]
    fn errors_name_commands_without_a_window() {
        for error in [
            WindowError::NoDisplay,
            WindowError::NoOpenGl,
            WindowError::Other("x".to_owned()),
        ] {
            assert!(error.hint().contains("mux-jwt inspect"));
        }
    }

    #[test]
    fn icon_decodes() {
        assert_eq!(icon().width, 256);
    }
}
