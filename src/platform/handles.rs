//! What the machine keeps open for the window.

use std::{
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use zeroize::Zeroizing;

use super::{
    Picked, Wake,
    keychain::{Answer, Slot},
};

/// Open connections to the desktop and pending answers.
#[derive(Default)]
pub(super) struct Handles {
    /// Kept open as long as the window: on X11 and Wayland, copied text is lost with it.
    pub(super) clipboard: Option<arboard::Clipboard>,
    pub(super) dialog: Option<Receiver<Picked>>,
    pub(super) keychain: Option<Receiver<Answer>>,
    /// What the keychain is to keep, until it is ready to store it.
    pub(super) kept: Slot,
}

/// A dialog that ends faster than this was never shown.
pub(super) const SEEN: Duration = Duration::from_millis(400);

impl Handles {
    /// The clipboard. Under load, X11 refuses now and then, so it is tried twice.
    pub(super) fn clipboard(&mut self) -> Result<&mut arboard::Clipboard, String> {
        if self.clipboard.is_none() {
            let clipboard = arboard::Clipboard::new().or_else(|_| arboard::Clipboard::new());
            self.clipboard = Some(clipboard.map_err(|error| error.to_string())?);
        }
        Ok(self.clipboard.as_mut().expect("it was just opened"))
    }

    /// Whether exactly this text is on the clipboard.
    pub(super) fn holds(&mut self, text: &str) -> Result<bool, String> {
        match self.clipboard()?.get_text().map(Zeroizing::new) {
            Ok(held) => Ok(*held == text),
            // An image, or nothing.
            Err(arboard::Error::ContentNotAvailable) => Ok(false),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Waits for a dialog on another thread.
    pub(super) fn wait(
        &mut self,
        dialog: impl Future<Output = Option<rfd::FileHandle>> + Send + 'static,
        wake: Wake,
    ) {
        let (sender, receiver) = channel();
        self.dialog = Some(receiver);
        let asked = Instant::now();
        thread::spawn(move || {
            let picked = match pollster::block_on(dialog) {
                Some(file) => Picked::File(file.path().to_owned()),
                None if asked.elapsed() < SEEN => Picked::NoDialog,
                None => Picked::Nothing,
            };
            // The window may be closed by now.
            let _ = sender.send(picked);
            wake();
        });
    }
}
