//! Problems of a token, and the changes that fix them.

use crate::core::{
    json::Value,
    level::{Basis, Severity},
    mux::{audience::Audience, params},
    time::{Span, Timestamp},
    token::{
        draft::Given,
        spec::{Expiry, TokenSpec},
    },
};
use std::mem;

/// A problem of a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The id of its rule.
    pub id: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// How it is known.
    pub basis: Basis,
    /// The problem, with the values of this token: one sentence without a full stop.
    pub message: String,
    /// What to do about it: full sentences.
    pub hint: String,
    /// The claim, header member or part of the URL that it is about.
    pub place: Option<&'static str>,
    /// The change to a [`TokenSpec`] that fixes it.
    pub fix: Option<Fix>,
    /// What decides whether Mux rejects the request because of it: a phrase. Errors need none, and other findings have
    /// one only if they may mean a refusal.
    pub depends_on: Option<String>,
}

/// A change to a [`TokenSpec`]. A token itself cannot be fixed, only signed again.
#[derive(Clone, Debug, PartialEq)]
pub enum Fix {
    /// Sign again, with new algorithm, key ID and signature.
    SignAgain,
    /// Set the default expiry, seven days from signing.
    NewExpiry,
    /// Set the expiry.
    ExpiresAt(Timestamp),
    /// Set `sub`.
    SetId(String),
    /// Set `aud`.
    SetAudience(Audience),
    /// Set a claim.
    SetParam(String, Value),
    /// Rename a claim.
    RenameParam {
        /// The current name.
        from: String,
        /// The new name.
        to: String,
    },
    /// Remove a claim.
    RemoveClaim(String),
    /// Keep only the last of several claims of this name.
    KeepLast(String),
    /// Move the members of a claim to the top level.
    MoveToTop(String),
    /// Move parameters from the query of the URL into claims.
    MoveQueryIntoToken(Vec<(String, String)>),
}

impl Finding {
    /// The message followed by the id of the rule in brackets.
    pub fn with_id(&self) -> String {
        format!("{} [{}]", self.message, self.id)
    }

    pub(super) fn at(mut self, place: &'static str) -> Self {
        self.place = Some(place);
        self
    }

    pub(super) fn with_fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// The same finding as one that may mean a refusal, depending on this: a phrase.
    pub(super) fn depends_on(mut self, what: impl Into<String>) -> Self {
        self.depends_on = Some(what.into());
        self
    }

    /// The same finding with another basis than its rule.
    pub(super) fn known(mut self, basis: Basis) -> Self {
        self.basis = basis;
        self
    }

    /// The same finding with another severity than its rule.
    pub(super) fn of(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

impl Fix {
    /// Applies the change to a spec.
    pub fn apply(&self, request: &mut TokenSpec) {
        match self {
            Self::SignAgain => {}
            Self::NewExpiry => request.expiry = Expiry::In(Span::DEFAULT),
            Self::SetId(id) => request.id.clone_from(id),
            Self::SetAudience(audience) => request.audience = *audience,
            Self::ExpiresAt(moment) => request.expiry = Expiry::At(*moment),
            Self::SetParam(name, value) => request.claims.set(name, value.clone()),
            Self::RenameParam { from, to } => {
                let claims = request.claims.iter();
                request.claims = claims
                    .map(|(name, value)| (if name == from { to } else { name }, value))
                    .map(|(name, value)| (name.to_owned(), value.clone()))
                    .collect();
            }
            Self::RemoveClaim(name) => request.claims.remove(name),
            Self::KeepLast(name) => {
                if let Some(last) = request.claims.get(name).cloned() {
                    let mut is_first = true;
                    let claims = request.claims.iter();
                    let once = claims
                        .filter(|(other, _)| other != name || mem::replace(&mut is_first, false));
                    request.claims = once
                        .map(|(name, value)| (name.to_owned(), value.clone()))
                        .collect();
                    request.claims.set(name, last);
                }
            }
            Self::MoveQueryIntoToken(query) => {
                for (name, value) in query {
                    let typed = Given::typed(name, value).value_for(request.audience);
                    let value = typed.unwrap_or_else(|_| Value::from_typed(value));
                    request.claims.set(name, value);
                }
            }
            Self::MoveToTop(name) => {
                let Some(Value::Object(inner)) = request.claims.get(name).cloned() else {
                    return;
                };
                request.claims.remove(name);
                for (member, value) in inner.iter() {
                    // A claim at the top level takes precedence.
                    if !params::RESERVED.contains(&member) && !request.claims.contains(member) {
                        request.claims.push(member, value.clone());
                    }
                }
            }
        }
    }
}
