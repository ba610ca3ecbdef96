//! A playback restriction as it is filled in.

use crate::core::mux::restriction::Restriction;

/// The form.
#[derive(Clone, PartialEq)]
pub(super) struct RestrictionForm {
    /// The ID in the JSON it was filled from.
    pub(super) id: Option<String>,
    /// The domains, as they are typed.
    pub(super) domains: String,
    /// Whether there is a list of domains; an empty list forbids every page.
    pub(super) has_domains: bool,
    pub(super) allow_no_referrer: Option<bool>,
    pub(super) allow_no_user_agent: Option<bool>,
    pub(super) allow_high_risk_user_agent: Option<bool>,
}

impl Default for RestrictionForm {
    /// Mux allows nothing by default.
    fn default() -> Self {
        Self {
            id: None,
            domains: String::new(),
            has_domains: true,
            allow_no_referrer: Some(false),
            allow_no_user_agent: Some(false),
            allow_high_risk_user_agent: Some(false),
        }
    }
}

impl RestrictionForm {
    /// The form for a restriction.
    pub(super) fn of(restriction: &Restriction) -> Self {
        let domains = restriction.allowed_domains.as_deref();
        Self {
            id: restriction.id.clone(),
            domains: domains.unwrap_or_default().join("\n"),
            has_domains: domains.is_some(),
            allow_no_referrer: restriction.allow_no_referrer,
            allow_no_user_agent: restriction.allow_no_user_agent,
            allow_high_risk_user_agent: restriction.allow_high_risk_user_agent,
        }
    }

    /// The restriction that is filled in.
    pub(super) fn restriction(&self) -> Restriction {
        // Lines copied from JSON or a table have commas and quotes.
        let words = self
            .domains
            .split(|c: char| c == ',' || c.is_whitespace())
            .map(|word| word.trim_matches(['"', '\'']));
        let domains = words.filter(|word| !word.is_empty()).map(str::to_owned);
        Restriction {
            id: self.id.clone(),
            allowed_domains: self.has_domains.then(|| domains.collect()),
            allow_no_referrer: self.allow_no_referrer,
            allow_no_user_agent: self.allow_no_user_agent,
            allow_high_risk_user_agent: self.allow_high_risk_user_agent,
        }
    }
}
