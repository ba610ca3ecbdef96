//! A program that signs, as templates and a few functions of its language.

use super::{
    literal::is_native,
    plan::{SignCall, SigningPlan},
};
use crate::core::{
    export::{snippet::ExportItem, template::fill},
    json::{Number, Object},
    token::spec::Expiry,
};

/// What one language contributes.
pub(super) struct Program {
    /// Its name, for errors.
    pub(super) language: &'static str,
    /// Whether it keeps the value of a number.
    pub(super) keeps: fn(&Number) -> bool,
    /// A string literal.
    pub(super) string: fn(&str) -> String,
    /// The claims as an expression.
    pub(super) claims: fn(&Object) -> String,
    /// Words as an identifier.
    pub(super) name: fn(&str) -> String,
    /// The value of `exp` as an expression.
    pub(super) exp: fn(Expiry) -> String,
    /// The signed URL as an expression, from the name of its token.
    pub(super) url: fn(&SignCall<'_>, &str) -> String,
    /// The whole text, with the holes `id`, `exp`, `calls`, those of [`SigningPlan::fill`], and `json` if claims need a
    /// JSON parser.
    pub(super) template: &'static str,
    /// The lines for one token, with the holes `name`, `id`, `audience`, `claims`, `url`, and `optional_claims`, which is
    /// empty without claims and else begins with a comma.
    pub(super) call: &'static str,
}

impl Program {
    /// Writes the program for these tokens.
    pub(super) fn write(&self, items: &[ExportItem]) -> Result<String, String> {
        let plan = SigningPlan::new(items, self.language, self.keeps)?;
        let calls: Vec<_> = plan.calls.iter().map(|call| self.call(call)).collect();
        Ok(self.fill(&plan, calls.join("\n").trim_end()))
    }

    /// The whole text around the lines for the tokens.
    pub(super) fn fill(&self, plan: &SigningPlan<'_>, calls: &str) -> String {
        let mut claims = plan
            .calls
            .iter()
            .flat_map(|call| call.request.claims.iter());
        let is_all_native = claims.all(|(_, value)| is_native(value));
        let values = [
            ("id", &*(self.name)(&plan.subject())),
            ("exp", &(self.exp)(plan.expiry)),
            ("json", if is_all_native { "" } else { "json" }),
            ("calls", calls),
        ];
        plan.fill(self.template, &values)
    }

    fn call(&self, call: &SignCall<'_>) -> String {
        let name = (self.name)(&call.name);
        let url = (self.url)(call, &name);
        let claims = (self.claims)(&call.request.claims);
        let optional_claims = if call.request.claims.is_empty() {
            String::new()
        } else {
            format!(", {claims}")
        };
        let values = [
            ("name", &*name),
            ("id", &(self.string)(&call.request.id)),
            ("audience", &(self.string)(call.request.audience.claim())),
            ("claims", &claims),
            ("optional_claims", &optional_claims),
            ("url", &url),
        ];
        fill(self.call, &values)
    }
}
