//! A symptom together with the token that it may be about.

use super::{
    evidence::wanted_audiences,
    lint,
    report::{Outcome, TokenReport},
};
use crate::core::{
    level::Severity,
    mux::{
        audience::Audience,
        symptom::{entry::Symptom, suspect::Clues, table::STRUCTURAL},
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
    ("2000000", &[]),
];

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
        wanted_audiences(
            self.report.request.slot.as_deref(),
            self.report.url.as_ref(),
        )
    }

    /// The server that the symptom came from: the one that was named, else the one the token is for.
    pub(super) fn host(&self) -> Option<MediaHost> {
        let wanted = self.wanted().first().copied().or_else(|| self.audience());
        self.saw.host.or_else(|| wanted.map(MediaHost::of))
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
            is_verified: self.is_verified(),
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
        let is_about_kind = ["2403222", "formatted-incorrectly"].contains(&self.saw.entry.id);
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
        let place = CHECKS
            .iter()
            .position(|(code, _)| *code == self.saw.entry.id);
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
                "This token has no problem that can be detected offline, and its signature verifies: the cause is the \
                 key's status at Mux, or the request."
                    .to_owned()
            }
            Outcome::Open => "Nothing in this token explains it.".to_owned(),
            Outcome::Contradicted => match contradiction {
                Some(why) => format!("It does not match this token: {why}."),
                None => "It does not match this token.".to_owned(),
            },
            Outcome::Elsewhere => match self.wanted().first().copied().or_else(|| self.audience()) {
                Some(audience) => {
                    let noun = audience.noun();
                    format!("This error comes from a different request: the token is for {noun}.")
                }
                None => "This error comes from a different request than those for this token.".to_owned(),
            },
        }];
        if outcome != Outcome::Elsewhere {
            for (rule, code) in self.earlier_codes() {
                let first = format!("`{rule}` has code {code}, which mux-player checks first");
                sentences.push(if rule == "expired" {
                    format!(
                        "{first}: the token had not expired when this error occurred. Inspect it as of that time."
                    )
                } else {
                    format!("{first}: the player probably used a different token.")
                });
            }
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

    /// Whether the symptom means that Mux rejected the token.
    pub(super) fn is_refusal(&self) -> bool {
        ["403", "2000000"].contains(&self.saw.entry.id)
    }
}

/// A value of a token, short enough for a sentence.
pub(super) fn short(text: &str) -> String {
    text::shortened(text, 60).into_owned()
}

/// Which rules explain it, with their titles. The verbs are those for one rule and for several.
fn explained(rules: &[&str], [one, several]: [&str; 2]) -> String {
    let named = |id: &&str| {
        let title =
            lint::rule_named(id).map_or_else(String::new, |rule| format!(" ({})", rule.title));
        format!("`{id}`{title}")
    };
    match rules {
        [rule] => format!("{} {one} it.", named(rule)),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(named).collect();
            format!(
                "{} and {} each {several} it.",
                first.join(", "),
                named(last)
            )
        }
        [] => String::new(),
    }
}
