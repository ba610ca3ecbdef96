//! Stands between egui and the system's clipboard.
//!
//! egui copies without the hint that keeps text out of clipboard histories, writes every selection to X11's primary
//! selection, and hands every paste to a text field, which keeps it for undo. So copies are taken out and go through our
//! own clipboard, selections stay where they are, and a private key does not reach a field by a paste, by the middle
//! button of the mouse, by an input method or by a screen reader.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{
    Context, Event, FullOutput, ImeEvent, OutputCommand, Plugin, RawInput, accesskit::ActionData,
};
use zeroize::Zeroizing;

use crate::{core::key, ui::widgets::FIELD_LIMIT};

/// What was taken out of the stream of events.
#[derive(Default)]
pub(crate) struct Caught {
    /// Text that was to be copied.
    pub(crate) copied: Option<String>,
    /// A private key that was to go into a field.
    pub(crate) private_key: Option<Zeroizing<String>>,
    /// A paste too long for a text field, or one that no text field was there for.
    pub(crate) loose_text: Option<String>,
}

/// The plugin; what it catches is fetched by [`Guard::take`].
#[derive(Clone, Default)]
pub(crate) struct Guard(Arc<Mutex<Caught>>);

impl Guard {
    /// What was caught since it was last asked.
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
        let nobody = ctx.memory(|memory| memory.focused().is_none());
        input.events.retain(|event| {
            let Some(text) = text_in(event) else {
                return true;
            };
            // Without a field in focus a paste is for the screen; all else goes to a field of its own choice.
            let is_loose = nobody && matches!(event, Event::Paste(_));
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

/// The text that an event would put into a field.
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
