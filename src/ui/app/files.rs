//! File dialogs and files that are being saved.

use std::{
    io,
    path::Path,
    sync::mpsc::{Receiver, channel},
};

use egui::Context;

use crate::{
    platform::{Chunks, Files, Wake, in_words},
    ui::{
        action::{OpenTarget, SaveFormat},
        notice::Notice,
        session::file_name,
    },
};

/// What the open file dialog is for, and the file that is being saved.
#[derive(Default)]
pub(super) struct FileJobs {
    purpose: Option<Purpose>,
    saving: Option<Receiver<(String, io::Result<()>)>>,
}

/// What a file dialog is for.
pub(super) enum Purpose {
    /// Open a file.
    Open(OpenTarget),
    /// Save the batch.
    SaveBatch(SaveFormat),
    /// Save this text.
    SaveText(String),
}

impl FileJobs {
    /// Notes what the dialog is for.
    pub(super) fn ask(&mut self, purpose: Purpose) {
        self.purpose = Some(purpose);
    }

    /// What the dialog that was answered was for.
    pub(super) fn take_purpose(&mut self) -> Purpose {
        self.purpose
            .take()
            .unwrap_or(Purpose::Open(OpenTarget::Key))
    }

    /// Writes a file on another thread.
    pub(super) fn write(
        &mut self,
        files: &mut impl Files,
        ctx: &Context,
        path: &Path,
        chunks: Chunks,
    ) {
        let (sender, receiver) = channel();
        self.saving = Some(receiver);
        let (name, wake) = (file_name(path), wake(ctx));
        let done = move |result| {
            // The window may have been closed meanwhile.
            let _ = sender.send((name, result));
            wake();
        };
        files.write(path, chunks, Box::new(done));
    }

    /// The result of the last write, once.
    pub(super) fn saved(&mut self) -> Option<Notice> {
        let (name, result) = self.saving.as_ref()?.try_recv().ok()?;
        self.saving = None;
        Some(match result {
            Ok(()) => Notice::done(format!("Saved {name}")),
            Err(error) => Notice::wrong(
                format!("Cannot save `{name}`: {}", in_words(&error)),
                "Save it in another folder. An existing file was not changed.",
            ),
        })
    }
}

impl Purpose {
    /// What to do if no file dialog can be opened.
    pub(super) fn hint_without_dialog(&self) -> &'static str {
        match self {
            Self::Open(OpenTarget::Key) => {
                "Drop the key file onto the window, or copy the key and click Paste key."
            }
            Self::Open(OpenTarget::Text | OpenTarget::Rows) => {
                "Drop the file onto the window, or paste its text."
            }
            Self::SaveBatch(_) => {
                "Click Copy CSV instead, or use the terminal: `mux-jwt sign --ids FILE --csv`"
            }
            Self::SaveText(_) => {
                "Click Copy snippet instead, or use the terminal: `mux-jwt sign ID --code list`"
            }
        }
    }
}

/// Wakes the window from another thread.
pub(super) fn wake(ctx: &Context) -> Wake {
    let ctx = ctx.clone();
    Box::new(move || ctx.request_repaint())
}
