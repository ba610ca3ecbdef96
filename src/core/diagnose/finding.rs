//! Something that is wrong with one token, and the change that fixes it.

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

/// Something that is wrong with one token.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule's id.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// How we know.
    pub basis: Basis,
    /// What is wrong, with this token's values: one sentence without a period.
    pub message: String,
    /// What to do next: a sentence.
    pub hint: String,
    /// The claim, the header member or the part of the URL that it is about.
    pub place: Option<&'static str>,
    /// The change to a signing request that mends it.
    pub fix: Option<Fix>,
}

/// A change to a signing request. A token itself cannot be mended.
#[derive(Clone, Debug, PartialEq)]
pub enum Fix {
    /// Signing it again mends it: algorithm, key ID and signature are made anew.
    SignAgain,
    /// A new expiry, seven days from signing.
    NewExpiry,
    /// This expiry.
    ExpiresAt(Timestamp),
    /// This ID in `sub`.
    SetId(String),
    /// Another audience.
    SetAudience(Audience),
    /// A claim with another value.
    SetParam(String, Value),
    /// A claim under another name; its value stays.
    RenameParam {
        /// As it is.
        from: String,
        /// As it should be.
        to: String,
    },
    /// Without this claim.
    RemoveClaim(String),
    /// Of several claims with this name the last one alone.
    KeepLast(String),
    /// The members of this claim at the top, where Mux looks, and the claim itself gone.
    MoveToTop(String),
    /// What stands in the query of the URL, as claims.
    MoveQueryIntoToken(Vec<(String, String)>),
}

impl Finding {
    pub(super) fn at(mut self, place: &'static str) -> Self {
        self.place = Some(place);
        self
    }

    pub(super) fn with_fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// The same finding, known in another way than most of its rule.
    pub(super) fn known(mut self, basis: Basis) -> Self {
        self.basis = basis;
        self
    }

    /// The same finding, less bad than most of its rule.
    pub(super) fn of(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

impl Fix {
    /// Changes a request so that what it mends is gone.
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
                    // What stands at the top already is what counted.
                    if !params::RESERVED.contains(&member) && !request.claims.contains(member) {
                        request.claims.push(member, value.clone());
                    }
                }
            }
        }
    }

    /// Whether it may be applied without a look: it keeps what the token opens, and takes nothing out.
    pub fn is_safe(&self) -> bool {
        match self {
            Self::SignAgain
            | Self::NewExpiry
            | Self::ExpiresAt(_)
            | Self::SetParam(..)
            | Self::RenameParam { .. }
            | Self::MoveQueryIntoToken(_)
            | Self::MoveToTop(_) => true,
            Self::SetId(_) | Self::SetAudience(_) | Self::RemoveClaim(_) | Self::KeepLast(_) => {
                false
            }
        }
    }
}
