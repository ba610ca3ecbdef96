//! Searches long text on another thread, so that the window stays responsive.

use std::{
    sync::{Arc, mpsc},
    thread,
};

use egui::Context;

use crate::core::import::{self, found::Import};

/// A long text and the tokens in it.
pub(crate) struct TextSearch {
    text: Arc<str>,
    answer: mpsc::Receiver<Import>,
    found: Option<Import>,
}

impl TextSearch {
    /// Starts the search; the window repaints when it is done.
    pub(crate) fn start(text: String, ctx: &Context) -> Self {
        let text: Arc<str> = text.into();
        let (send, answer) = mpsc::channel();
        let (searched, ctx) = (Arc::clone(&text), ctx.clone());
        thread::spawn(move || {
            // The receiver is gone if another text has replaced this one.
            _ = send.send(import::find(&searched));
            ctx.request_repaint();
        });
        Self {
            text,
            answer,
            found: None,
        }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The result, if it was there at the last [`Self::found`].
    pub(crate) fn done(&self) -> Option<&Import> {
        self.found.as_ref()
    }

    /// The result, once there is one.
    pub(crate) fn found(&mut self) -> Option<&Import> {
        if self.found.is_none() {
            self.found = self.answer.try_recv().ok();
        }
        self.found.as_ref()
    }
}
