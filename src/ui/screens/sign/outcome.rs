//! The result of the form: tokens with their URLs, or why there are none.

use super::form::{FieldProblem, SignForm};
use crate::{
    core::{
        export::ExportItem,
        problem::Problem,
        token::{
            Token,
            spec::{SignError, Signed},
        },
    },
    ui::cx::Cx,
};

/// The result of the form.
pub(super) enum SignOutcome {
    /// There is no signing key.
    NoKey,
    /// There is no ID yet.
    NoId,
    /// Some fields cannot be used.
    FieldProblems(Vec<FieldProblem>),
    /// The key cannot be used.
    KeyProblem(Problem),
    /// At least one token.
    Made(Vec<SignedItem>),
}

/// A token with its URL.
pub(super) struct SignedItem {
    pub(super) item: ExportItem,
    pub(super) token: Token,
    pub(super) url: String,
    pub(super) signed: Signed,
}

impl SignOutcome {
    /// Signs what the form describes with the current key.
    pub(super) fn of(form: &SignForm, cx: &Cx<'_>) -> Self {
        let requests = match form.specs(cx.zone) {
            Ok(requests) => requests,
            Err(troubles) => return Self::FieldProblems(troubles),
        };
        let Some(key) = cx.session.keyring.current() else {
            return Self::NoKey;
        };
        let signing = match key.signing() {
            Ok(signing) => signing,
            Err(error) => return Self::KeyProblem(error.into()),
        };
        let mut made = Vec::new();
        for request in requests {
            let key_id = key.id.as_deref().unwrap_or_default();
            let signed = match request.sign(key_id, signing, cx.now) {
                Ok(signed) => signed,
                Err(SignError::NoId(_)) => return Self::NoId,
                Err(error) => return Self::KeyProblem(error.into()),
            };
            let Some(url) = form.url_of(request.audience) else {
                continue;
            };
            let item = ExportItem {
                request,
                url,
                token: signed.token.clone(),
            };
            made.push(SignedItem {
                token: Token::read(&item.token),
                url: item.signed_url(),
                item,
                signed,
            });
        }
        Self::Made(made)
    }
}
