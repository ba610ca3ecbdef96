//! A symptom together with the token that it may be about.

use super::{
    as_of::TimeSource,
    evidence::wanted_audiences,
    lint,
    report::{Outcome, TokenReport},
};
use crate::core::{
    level::Severity,
    mux::{
        audience::Audience,
        symptom::{entry::Symptom, kind::Kind, suspect::Clues, table::STRUCTURAL},
        url::MediaHost,
    },
    text,
    time::{Timestamp, Zone},
    token::verify::Signature,
};

/// What mux-player checks when a request fails, in its order: the code, and the rules about the same problem.
const CHECKS: &[(&str, &[&str])] = &[
    ("2412202", STRUCTURAL),
    ("2403210", &["expired", "missing-expiry"]),
    ("2403232", &["subject-mismatch", "missing-subject"]),
    ("2403221", &["missing-audience"]),
    ("2403222", &["audience-mismatch", "unknown-audience"]),
    (NETWORK_ERROR, &[]),
];

/// The code of mux-player's "Network Error" after a 403.
const NETWORK_ERROR: &str = "2000000";

/// An `exp` above this is in milliseconds.
const MILLISECONDS: i64 = 100_000_000_000;

/// A symptom together with the token that it may be about.
pub(super) struct Case<'a> {
    pub(super) saw: Symptom,
    pub(super) report: &'a TokenReport,
}

impl Case<'_> {
    pub(super) fn claim(&self, name: &str) -> Option<&str> {
        let claims = self.report.token.claims()?;
        claims.str(name).filter(|text| !text.is_empty())
    }

    pub(super) fn has_finding(&self, id: &str) -> bool {
        self.report.findings.iter().any(|finding| finding.id == id)
    }

    pub(super) fn has_errors(&self) -> bool {
        let severities = self.report.findings.iter().map(|finding| finding.severity);
        severities.min() == Some(Severity::Error)
    }

    pub(super) fn is_verified(&self) -> bool {
        matches!(self.report.signature, Signature::Verified { .. })
    }

    pub(super) fn expiry(&self) -> Option<Timestamp> {
        self.report.token.expiry()
    }

    /// The audience in `aud`.
    pub(super) fn audience(&self) -> Option<Audience> {
        self.report.token.audience()
    }

    /// The audiences that the slot or the URL of the token calls for.
    pub(super) fn wanted(&self) -> Vec<Audience> {
        wanted_audiences(&self.report.request, self.report.url.as_ref())
    }

    /// The server that the symptom came from: the one that was named, else the one the token is for.
    pub(super) fn host(&self) -> Option<MediaHost> {
        let wanted = self.wanted().first().copied().map(MediaHost::of);
        let own = || self.audience().map(MediaHost::of);
        let host = self.saw.host.or(wanted);
        host.or_else(|| self.saw.entry.common_host()).or_else(own)
    }

    /// The ID in the requested URL.
    pub(super) fn id(&self) -> Option<&str> {
        let url = self.report.url.as_ref()?;
        url.id.as_deref()
    }

    /// What the table of causes asks about.
    pub(super) fn clues(&self) -> Clues<'_> {
        let token = &self.report.token;
        let latest = token.claims().and_then(|claims| claims.get("latest"));
        Clues {
            kind: self.saw.entry.kind,
            host: self.host(),
            kid: token.key_id(),
            sub: self.claim("sub"),
            audience: self.audience(),
            expiry: self.expiry(),
            restriction: self.claim("playback_restriction_id"),
            has_latest: latest.is_some_and(|latest| latest.plain() == "true"),
            url_id: self.id(),
            resource: self.report.resource(),
            has_place: !self.wanted().is_empty(),
            is_verified: Some(self.is_verified()),
            findings: self
                .report
                .findings
                .iter()
                .map(|finding| finding.id)
                .collect(),
        }
    }

    /// Whether the symptom comes from a request that this token is not for.
    pub(super) fn is_elsewhere(&self, is_explained: bool) -> bool {
        // Without a signature there is no token that this one could be.
        if self.saw.entry.kind == Kind::Signing {
            return !is_explained;
        }
        let wanted = self.wanted();
        let fits = |audience: &Audience| {
            let kinds = self.saw.entry.audiences;
            (kinds.is_empty() || kinds.contains(audience))
                && self
                    .saw
                    .host
                    .is_none_or(|host| host == MediaHost::of(*audience))
        };
        if !wanted.is_empty() {
            return !wanted.iter().any(fits);
        }
        // Without a place the audience decides, unless the audience itself is in question.
        let kinds = self.saw.entry.audiences;
        let other_kind = |audience: Audience| !kinds.is_empty() && !kinds.contains(&audience);
        let is_about_kind =
            ["2403222", "formatted-incorrectly", "license-error"].contains(&self.saw.entry.id);
        !is_explained && !is_about_kind && self.audience().is_some_and(other_kind)
    }

    /// Whether a finding of this rule can be behind the symptom.
    pub(super) fn can_explain(&self, rule: &str) -> bool {
        // mux-player decodes only the payload: no code is about the other parts.
        let payload_reads = self.report.token.claims().is_some();
        match self.saw.entry.id {
            "2412202" | "formatted-incorrectly" | "nothing-happens" => {
                !STRUCTURAL.contains(&rule) || !payload_reads
            }
            "2000000" => !STRUCTURAL.contains(&rule) || payload_reads,
            // The poster does not depend on the video token, whatever is wrong with it.
            "poster-missing" => {
                let wanted = self.wanted().first().copied().or_else(|| self.audience());
                wanted.is_none_or(|audience| MediaHost::of(audience) == MediaHost::Image)
            }
            _ => true,
        }
    }

    /// The findings that mux-player checks earlier and reports with a different code.
    pub(super) fn earlier_codes(&self) -> Vec<(&'static str, &'static str)> {
        // The words may be those of mux-player.
        let code = match self.saw.entry.id {
            "network-error" => NETWORK_ERROR,
            id => id,
        };
        let place = CHECKS.iter().position(|(known, _)| *known == code);
        let earlier = &CHECKS[..place.unwrap_or(0)];
        let payload_reads = self.report.token.claims().is_some();
        let mut found = Vec::new();
        for (code, rules) in earlier {
            for rule in *rules {
                let counts = !STRUCTURAL.contains(rule) || !payload_reads;
                if counts && self.has_finding(rule) {
                    found.push((*rule, *code));
                }
            }
        }
        found
    }

    pub(super) fn has_an_earlier_code(&self) -> bool {
        !self.earlier_codes().is_empty()
    }

    /// Why the symptom cannot come from this token: half a sentence. `None` if it can.
    pub(super) fn contradiction(&self) -> Option<String> {
        let audience = self.audience();
        match self.saw.entry.id {
            "2403210" => {
                let exp = self.expiry().filter(|_| !self.has_finding("expired"))?;
                Some(format!("it does not expire until {}", exp.show(Zone::UTC)))
            }
            "2403232" => {
                let id = self.id().filter(|id| Some(*id) == self.claim("sub"))?;
                Some(format!("its `sub` is `{}`, the ID in the URL", short(id)))
            }
            "2403221" => Some(format!("its `aud` is `{}`", short(self.claim("aud")?))),
            "2403222" => {
                let audience = audience?;
                let wanted = self.wanted();
                let fits = if wanted.is_empty() {
                    // Of the slots with this code, the one that the text names, or either.
                    self.saw.entry.audiences.contains(&audience)
                        && self
                            .saw
                            .host
                            .is_none_or(|host| host == MediaHost::of(audience))
                } else {
                    wanted.contains(&audience)
                };
                let slot = audience.token_name().filter(|_| fits)?;
                let claim = audience.claim();
                Some(format!(
                    "its `aud` is `{claim}`, which is correct for `{slot}`"
                ))
            }
            "2412202" => {
                let reads = self.report.token.claims().is_some();
                reads.then(|| "its payload can be decoded".to_owned())
            }
            "never-expires" => {
                let exp = self.expiry().filter(|exp| exp.0 < MILLISECONDS)?;
                Some(format!("it expires at {}", exp.show(Zone::UTC)))
            }
            "some-visitors" | "not-when-cast" => {
                let names_one = self.claim("playback_restriction_id").is_some();
                (!names_one && self.report.token.claims().is_some()).then(|| {
                    "it names no playback restriction, and Mux restricts no request without one"
                        .to_owned()
                })
            }
            _ => None,
        }
    }

    pub(super) fn note(
        &self,
        outcome: Outcome,
        rules: &[&'static str],
        contradiction: Option<String>,
    ) -> String {
        let mut sentences = vec![match outcome {
            Outcome::Explained => explained(rules, ["explains", "explain"]),
            Outcome::Perhaps => explained(rules, ["may explain", "may explain"]),
            Outcome::Open if self.has_errors() => {
                "The findings on this token do not explain it.".to_owned()
            }
            Outcome::Open if self.is_verified() && self.is_refusal() => {
                let restriction = match self.claim("playback_restriction_id") {
                    Some(_) => "the playback restriction that it names, ",
                    None => "",
                };
                format!(
                    "This token has no problem that can be detected offline, and its signature verifies: the cause is \
                     {restriction}the key's status at Mux, or the request."
                )
            }
            Outcome::Open => "Nothing in this token explains it.".to_owned(),
            Outcome::Contradicted => self.contradicted(contradiction),
            Outcome::Elsewhere if self.saw.entry.kind == Kind::Signing => {
                "This error occurs while signing and leaves no token: this token is from another attempt.".to_owned()
            }
            Outcome::Elsewhere => match self.wanted().first().copied().or_else(|| self.audience()) {
                Some(audience) => {
                    let noun = audience.noun();
                    format!("This error comes from a different request: the token is for {noun}.")
                }
                None => "This error comes from a different request than those for this token.".to_owned(),
            },
        }];
        if outcome != Outcome::Elsewhere {
            sentences.extend(self.other_code());
            if self.saw.entry.id == "2403210"
                && let Some(exp) = self.expiry()
            {
                let shown = Timestamp(exp.0.div_euclid(1000)).show(Zone::UTC);
                sentences.push(format!(
                    "For this token mux-player prints {shown}; it actually expires at {}.",
                    exp.show(Zone::UTC)
                ));
            }
        }
        sentences.join(" ")
    }

    /// What contradicts the symptom. The problems of the token itself come first.
    fn contradicted(&self, contradiction: Option<String>) -> String {
        let mut sentences = Vec::new();
        let mut errors = self.report.findings.iter();
        let first = errors.find(|finding| finding.severity == Severity::Error);
        if let Some(error) = first {
            sentences.push(format!(
                "This token has its own problem: {}.",
                titled(error.id)
            ));
        }
        if let Some(why) = contradiction {
            sentences.push(format!("The error does not match this token: {why}."));
        }
        sentences.join(" ")
    }

    /// The code that mux-player shows for the problems of this token, if it is another one.
    fn other_code(&self) -> Option<String> {
        let earlier = self.earlier_codes();
        let (rule, code) = earlier.first()?;
        let why = if self.asks_for_time() {
            "the token had probably not expired yet when it failed. Inspect it as of that time."
        } else {
            "the player probably used a different token."
        };
        Some(format!(
            "If mux-player showed this, `{rule}` does not explain it: mux-player reports that with code {code}, so {why}"
        ))
    }

    /// Whether the token may not have expired yet when it failed. Only time makes a token expire.
    pub(super) fn asks_for_time(&self) -> bool {
        let earlier = self.earlier_codes();
        self.report.as_of.source != TimeSource::Request
            && !earlier.is_empty()
            && earlier.iter().all(|(rule, _)| *rule == "expired")
    }

    /// Whether the symptom means that Mux rejected the token.
    pub(super) fn is_refusal(&self) -> bool {
        ["403", "network-error", NETWORK_ERROR].contains(&self.saw.entry.id)
    }
}

/// A value of a token, short enough for a sentence.
pub(super) fn short(text: &str) -> String {
    text::shortened(text, 60).into_owned()
}

/// A rule with its title.
fn titled(id: &str) -> String {
    let title = lint::rule_named(id).map_or_else(String::new, |rule| format!(" ({})", rule.title));
    format!("`{id}`{title}")
}

/// Which rules explain it, with their titles. The verbs are those for one rule and for several.
pub(super) fn explained(rules: &[&str], [one, several]: [&str; 2]) -> String {
    match rules {
        [rule] => format!("{} {one} it.", titled(rule)),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(|rule| titled(rule)).collect();
            format!(
                "{} and {} each {several} it.",
                first.join(", "),
                titled(last)
            )
        }
        [] => String::new(),
    }
}
