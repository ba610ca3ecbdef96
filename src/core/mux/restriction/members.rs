//! The members of a restriction, and hosts that Mux documents.

// The names of the members in Mux's API.
pub(super) const ALLOWED_DOMAINS: &str = "allowed_domains";

pub(super) const ALLOW_NO_REFERRER: &str = "allow_no_referrer";

pub(super) const ALLOW_NO_USER_AGENT: &str = "allow_no_user_agent";

pub(super) const ALLOW_HIGH_RISK: &str = "allow_high_risk_user_agent";

/// The referrer of Google Cast.
pub(super) const CAST: &str = "www.gstatic.com";

/// The referrer of third-party `AirPlay` devices.
pub(super) const AIRPLAY: &str = "mediaservices.cdn-apple.com";
