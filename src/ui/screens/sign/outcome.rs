//! The result of the form: tokens with their URLs, what the rules report on them, or why there are none.

use super::form::{Field, FieldProblem, SignForm};
use crate::{
    core::{
        diagnose::{check_signed, check_spec, finding::Finding},
        export::ExportItem,
        json::Object,
        key::SigningKey,
        level::Severity,
        mux::{audience::Audience, url::MediaUrl},
        problem::Problem,
        time::Timestamp,
        token::{
            Token,
            spec::{Signed, TokenSpec},
            target::TargetError,
        },
    },
    ui::cx::Cx,
};

/// What the form results in.
pub(super) struct SignOutcome {
    pub(super) state: SignState,
    /// Why fields cannot be used; shown at the fields.
    pub(super) problems: Vec<FieldProblem>,
    /// What the rules report: warnings, each once.
    pub(super) findings: Vec<Finding>,
    /// The claims of each token, unless a field cannot be used.
    pub(super) claims: Vec<(Audience, Object)>,
}

/// Whether there are tokens.
pub(super) enum SignState {
    /// There is no signing key.
    NoKey,
    /// The signing key with this index has no ID.
    NoKeyId(usize),
    /// The key cannot be used.
    KeyProblem(Problem),
    /// There is no ID yet.
    NoId,
    /// Some fields cannot be used.
    Unusable,
    /// There are tokens.
    Signed,
}

/// Tokens that were signed together.
pub(super) struct SignAnswer {
    pub(super) made: Vec<SignedItem>,
    /// Whether a demo key signed them.
    pub(super) is_demo: bool,
    /// The expiry as it was written.
    expiry: String,
}

/// A token with its URL.
pub(super) struct SignedItem {
    pub(super) item: ExportItem,
    pub(super) token: Token,
    pub(super) url: String,
    pub(super) signed: Signed,
    /// The names of the claims that the last edit changed.
    pub(super) changed: Vec<String>,
    /// The names of the claims that the last edit removed.
    pub(super) removed: Vec<String>,
}

/// Signs what the form describes with the current key.
pub(super) fn sign(form: &SignForm, cx: &Cx<'_>) -> (SignOutcome, Option<SignAnswer>) {
    let (specs, mut problems) = match form.specs(cx.zone) {
        Ok(specs) => (specs, Vec::new()),
        Err(problems) => (Vec::new(), problems),
    };
    problems.extend(unusable(form, &specs, cx.now));
    let mut outcome = SignOutcome {
        state: SignState::Unusable,
        problems,
        findings: Vec::new(),
        claims: specs
            .iter()
            .map(|spec| (spec.audience, spec.claims.clone()))
            .collect(),
    };
    let has_id = !form.id.trim().is_empty();
    let is_complete = outcome.problems.is_empty() && has_id;
    let (key_id, signing, is_demo) = match signer(cx) {
        Ok(signer) => signer,
        Err(state) => {
            outcome.state = state;
            if is_complete {
                outcome.preview(form, &specs, cx.now);
            }
            return (outcome, None);
        }
    };
    if !is_complete {
        if outcome.problems.is_empty() {
            outcome.state = SignState::NoId;
        }
        return (outcome, None);
    }
    let mut made = Vec::new();
    for request in specs {
        let signed = match request.sign(key_id, signing, cx.now) {
            Ok(signed) => signed,
            Err(error) => {
                outcome.state = SignState::KeyProblem(error.into());
                return (outcome, None);
            }
        };
        let Some(url) = form.url_of(request.audience) else {
            continue;
        };
        outcome.take(check_signed(&signed.token, &url, None, cx.now));
        made.push(SignedItem::new(request, url, signed));
    }
    if !outcome.problems.is_empty() {
        return (outcome, None);
    }
    outcome.state = SignState::Signed;
    let answer = SignAnswer {
        made,
        is_demo,
        expiry: form.expiry.clone(),
    };
    (outcome, Some(answer))
}

/// The ID and the private half of the current key, and whether it is a demo key.
fn signer<'a>(cx: &Cx<'a>) -> Result<(&'a str, &'a SigningKey, bool), SignState> {
    let keyring = &cx.session.keyring;
    let (Some(key), Some(index)) = (keyring.current(), keyring.current_index()) else {
        return Err(SignState::NoKey);
    };
    let signing = key
        .signing()
        .map_err(|error| SignState::KeyProblem(error.into()))?;
    let id = key.id.as_deref().ok_or(SignState::NoKeyId(index))?;
    Ok((id, signing, key.is_demo()))
}

impl SignOutcome {
    /// Checks what would be signed if there were a key.
    fn preview(&mut self, form: &SignForm, specs: &[TokenSpec], now: Timestamp) {
        for spec in specs {
            if let Some(url) = form.url_of(spec.audience)
                && let Ok(found) = check_spec(spec, "K", &url, None, now)
            {
                self.take(found);
            }
        }
    }

    /// Takes over what the rules report: an error makes its field unusable.
    fn take(&mut self, findings: Vec<Finding>) {
        for finding in findings {
            if finding.severity == Severity::Error {
                let problem = Problem::new(&finding.message, &finding.hint);
                let field = Field::of(&finding);
                let problem = FieldProblem { field, problem };
                if !self.problems.contains(&problem) {
                    self.problems.push(problem);
                }
            } else if finding.severity == Severity::Warning {
                let is_same = |other: &Finding| other.message == finding.message;
                if !self.findings.iter().any(is_same) {
                    self.findings.push(finding);
                }
            }
        }
    }
}

impl SignAnswer {
    /// Notes which claims differ from those of the answer before. An expiry that was not edited moves with the clock.
    ///
    /// Returns the first token that differs.
    pub(super) fn compare(&mut self, before: &Self) -> Option<usize> {
        let is_same_expiry = before.expiry == self.expiry;
        for one in &mut self.made {
            let audience = one.item.request.audience;
            let mut old = before.made.iter();
            let Some(old) = old.find(|old| old.item.request.audience == audience) else {
                continue;
            };
            let (old, new) = (&old.signed.payload, &one.signed.payload);
            one.changed = differing(new, old);
            one.removed = differing(old, new);
            one.removed.retain(|name| !new.contains(name));
            if is_same_expiry {
                one.changed.retain(|name| name != "exp");
            }
        }
        let is_changed = |one: &SignedItem| !one.changed.is_empty() || !one.removed.is_empty();
        self.made.iter().position(is_changed)
    }
}

/// The names in an object whose values differ in another one, or that it does not have.
fn differing(object: &Object, other: &Object) -> Vec<String> {
    object
        .iter()
        .filter(|(name, value)| other.get(name) != Some(value))
        .map(|(name, _)| name.to_owned())
        .collect()
}

impl SignedItem {
    fn new(request: TokenSpec, url: MediaUrl, signed: Signed) -> Self {
        let item = ExportItem {
            request,
            url,
            token: signed.token.clone(),
        };
        Self {
            token: Token::read(&item.token),
            url: item.signed_url(),
            item,
            signed,
            changed: Vec::new(),
            removed: Vec::new(),
        }
    }

    /// Whether the last edit changed a claim of this token.
    pub(super) fn is_changed(&self) -> bool {
        !self.changed.is_empty() || !self.removed.is_empty()
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
