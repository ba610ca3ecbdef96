//! A report with what is computed from it once, and the action that signs a token again.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::{evidence::EvidenceForm, keys, requests::RequestList};
use crate::{
    core::{
        batch::keys_in_use::KeyRow,
        diagnose::{
            self,
            report::{Report, TokenReport},
            resign::Resigned,
        },
        import::found::Import,
        time::Timestamp,
    },
    ui::{
        action::{Action, WasSigned},
        cx::Cx,
    },
};

/// The shortcut that signs again.
pub(super) const RESIGN: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Enter);

/// A report and what is computed from it once.
pub(super) struct Judged {
    pub(super) report: Report,
    pub(super) list: RequestList,
    pub(super) keys: Vec<KeyRow>,
    /// The worst request.
    pub(super) worst: usize,
}

impl Judged {
    /// Judges an import with the evidence of a case.
    pub(super) fn of(found: &Import, form: &EvidenceForm, cx: &Cx<'_>, now: Timestamp) -> Self {
        let mut found = found.clone();
        form.remove_from(&mut found);
        let keys = cx.session.keyring.keys();
        let report = diagnose::inspect_found(found, &form.evidence(cx), keys, now);
        Self {
            list: RequestList::of(&report),
            keys: keys::rows(&report, now),
            worst: report.worst_first().first().copied().unwrap_or(0),
            report,
        }
    }
}

/// Fills the Sign screen with the claims of a token.
pub(super) fn sign_again(token: &TokenReport, resigned: &Resigned) -> Action {
    Action::Resign {
        request: Box::new(resigned.spec.clone()),
        url: token.url.clone().map(Box::new),
        was: Box::new(WasSigned {
            payload: token.token.claims().cloned().unwrap_or_default(),
            key_id: token.token.key_id().map(str::to_owned),
        }),
    }
}
