//! Looks for tokens in a long text beside the window, so that the window never stands still.

use std::{
    sync::{Arc, mpsc},
    thread,
};

use egui::Context;

use crate::core::import::{self, found::Import};

/// A long text and what is found in it.
pub(crate) struct Search {
    text: Arc<str>,
    answer: mpsc::Receiver<Import>,
    found: Option<Import>,
}

impl Search {
    /// Begins to look; the window is drawn anew when there is an answer.
    pub(crate) fn begin(text: String, ctx: &Context) -> Self {
        let text: Arc<str> = text.into();
        let (send, answer) = mpsc::channel();
        let (looked_through, ctx) = (Arc::clone(&text), ctx.clone());
        thread::spawn(move || {
            // Nobody waits for the answer any more when another text has taken the place of this one.
            _ = send.send(import::find(&looked_through));
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

    /// What is in it, once it is known.
    pub(crate) fn found(&mut self) -> Option<&Import> {
        if self.found.is_none() {
            self.found = self.answer.try_recv().ok();
        }
        self.found.as_ref()
    }
}
