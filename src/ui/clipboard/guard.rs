//! Filters between egui and the system clipboard.
//!
//! egui copies without the hint that keeps text out of clipboard histories, writes every selection to X11's primary
//! selection, and passes every paste to a text field, which keeps it for undo. Therefore copies are intercepted and go
//! through [`crate::platform::Clipboard`], selections are not published, and a private key cannot get into a field by a
//! paste, a middle click, an input method or a screen reader.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{
    Context, Event, FullOutput, ImeEvent, OutputCommand, Plugin, RawInput, accesskit::ActionData,
};
use zeroize::Zeroizing;

use crate::{core::key, ui::widgets::FIELD_LIMIT};

/// What was intercepted.
#[derive(Default)]
pub(crate) struct Caught {
    /// Text to copy.
    pub(crate) copied: Option<String>,
    /// A text with a private key, on its way into a field.
    pub(crate) private_key: Option<Zeroizing<String>>,
    /// Pasted text that is too long for a field, or that no field had the focus for.
    pub(crate) loose_text: Option<String>,
}

/// The plugin. [`Guard::take`] returns what it has intercepted.
#[derive(Clone, Default)]
pub(crate) struct Guard(Arc<Mutex<Caught>>);

impl Guard {
    /// What was intercepted since the last call.
    pub(crate) fn take(&self) -> Caught {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn catch(&self, put: impl FnOnce(&mut Caught)) {
        put(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Plugin for Guard {
    fn debug_name(&self) -> &'static str {
        "clipboard guard"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        // A button with the focus has no use for a text.
        let is_unfocused = !ctx.text_edit_focused();
        input.events.retain(|event| {
            let Some(text) = text_in(event) else {
                return true;
            };
            // Without a focused field, a paste is for the screen. Other events name their field.
            let is_loose = is_unfocused && matches!(event, Event::Paste(_));
            if key::holds_private_key(text) {
                let text = Zeroizing::new(text.to_owned());
                self.catch(|caught| caught.private_key = Some(text));
                false
            } else if is_loose || text.len() > FIELD_LIMIT {
                let text = text.to_owned();
                self.catch(|caught| caught.loose_text = Some(text));
                false
            } else {
                true
            }
        });
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        output
            .platform_output
            .commands
            .retain(|command| match command {
                OutputCommand::CopyText(text) => {
                    self.catch(|caught| caught.copied = Some(text.clone()));
                    ctx.request_repaint();
                    false
                }
                OutputCommand::TextSelectionSettled(_) => false,
                _ => true,
            });
    }
}

/// The text that an event would insert into a field.
fn text_in(event: &Event) -> Option<&str> {
    match event {
        Event::Paste(text)
        | Event::MiddleClickPaste { text, .. }
        | Event::Text(text)
        | Event::Ime(ImeEvent::Commit(text) | ImeEvent::Preedit { text, .. }) => Some(text),
        Event::AccessKitActionRequest(request) => match &request.data {
            Some(ActionData::Value(text)) => Some(text),
            _ => None,
        },
        _ => None,
    }
}
