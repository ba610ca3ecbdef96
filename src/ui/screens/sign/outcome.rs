//! The result of the form: tokens with their URLs, or why there are none.

use super::form::{Field, FieldProblem, SignForm};
use crate::{
    core::{
        diagnose::{check_signed, finding::Finding},
        export::ExportItem,
        level::Severity,
        problem::Problem,
        time::Timestamp,
        token::{
            Token,
            spec::{SignError, Signed, TokenSpec},
            target::TargetError,
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
    /// What the rules report on the token: warnings.
    pub(super) findings: Vec<Finding>,
}

impl SignOutcome {
    /// Signs what the form describes with the current key.
    pub(super) fn of(form: &SignForm, cx: &Cx<'_>) -> Self {
        let requests = match form.specs(cx.zone) {
            Ok(requests) => requests,
            Err(troubles) => return Self::FieldProblems(troubles),
        };
        let unusable = unusable(form, &requests, cx.now);
        if !unusable.is_empty() {
            return Self::FieldProblems(unusable);
        }
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
            let found = check_signed(&signed.token, &url, None, cx.now);
            let is_error = |finding: &&Finding| finding.severity == Severity::Error;
            if let Some(error) = found.iter().find(is_error) {
                let problem = Problem::new(&error.message, &error.hint);
                let field = Field::of(error);
                return Self::FieldProblems(vec![FieldProblem { field, problem }]);
            }
            let mut findings = found;
            findings.retain(|finding| finding.severity == Severity::Warning);
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
                findings,
            });
        }
        Self::Made(made)
    }

    /// What the rules report on all tokens, each finding once.
    pub(super) fn findings(&self) -> Vec<&Finding> {
        let Self::Made(made) = self else {
            return Vec::new();
        };
        let mut findings: Vec<&Finding> = Vec::new();
        for finding in made.iter().flat_map(|one| &one.findings) {
            if findings
                .iter()
                .all(|other| other.message != finding.message)
            {
                findings.push(finding);
            }
        }
        findings
    }
}

/// An ID that is not one, and an expiry that has passed.
fn unusable(form: &SignForm, specs: &[TokenSpec], now: Timestamp) -> Vec<FieldProblem> {
    let audience = Some(form.audience);
    let id = Some(form.id.trim()).filter(|id| !id.is_empty());
    let id = id.and_then(|id| TargetError::of_id(id, audience));
    let expiry = specs.first().and_then(|spec| spec.expiry.check(now).err());
    let id = id.map(|error| FieldProblem::of(Field::Id, &error));
    let expiry = expiry.map(|error| FieldProblem::of(Field::Expiry, &error));
    id.into_iter().chain(expiry).collect()
}
