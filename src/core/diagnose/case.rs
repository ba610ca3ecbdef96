//! A symptom and the token that it may be about.

use super::{
    lint,
    report::{Outcome, TokenReport},
};
use crate::core::{
    json::Number,
    level::Severity,
    mux::{
        audience::Audience,
        symptom::{Symptom, table::STRUCTURAL},
        url::MediaHost,
    },
    text,
    time::{Timestamp, Zone},
    token::verify::Signature,
};

/// What mux-player looks at when a request fails, in its order: the code, and the rules about the same.
const CHECKS: &[(&str, &[&str])] = &[
    ("2412202", STRUCTURAL),
    ("2403210", &["expired", "missing-expiry"]),
    ("2403232", &["subject-mismatch", "missing-subject"]),
    ("2403221", &["missing-audience"]),
    ("2403222", &["audience-mismatch", "unknown-audience"]),
    ("2000000", &[]),
];

/// An `exp` beyond this is in milliseconds.
const MILLISECONDS: i64 = 100_000_000_000;

/// A symptom and the token that it may be about.
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
        let exp = self.report.token.claims()?.get("exp")?;
        exp.as_number().and_then(Number::as_i64).map(Timestamp)
    }

    /// What the token says that it is for.
    pub(super) fn audience(&self) -> Option<Audience> {
        self.claim("aud").and_then(Audience::from_claim)
    }

    /// What the place of the token asks for: its slot in a player, or its URL.
    pub(super) fn wanted(&self) -> Vec<Audience> {
        let slot = self.report.request.slot.as_deref();
        match (slot.and_then(Audience::from_token_name), &self.report.url) {
            (Some(audience), _) => vec![audience],
            (None, Some(url)) => url.resource.audiences().to_vec(),
            (None, None) => Vec::new(),
        }
    }

    /// The server that the symptom came from: as said, or where the token would be sent.
    pub(super) fn host(&self) -> Option<MediaHost> {
        let wanted = self.wanted().first().copied().or_else(|| self.audience());
        self.saw.host.or_else(|| wanted.map(host_of))
    }

    /// The ID in the URL that was asked for.
    pub(super) fn id(&self) -> Option<&str> {
        let url = self.report.url.as_ref()?;
        url.id.as_deref()
    }

    /// Whether the symptom comes from a request that this token is not for.
    pub(super) fn is_elsewhere(&self, is_explained: bool) -> bool {
        let wanted = self.wanted();
        let fits = |audience: &Audience| {
            let kinds = self.saw.entry.audiences;
            (kinds.is_empty() || kinds.contains(audience))
                && self.saw.host.is_none_or(|host| host == host_of(*audience))
        };
        if !wanted.is_empty() {
            return !wanted.iter().any(fits);
        }
        // Where nobody says where the token stands, its kind does; unless just that is in question.
        let kinds = self.saw.entry.audiences;
        let other_kind = |audience: Audience| !kinds.is_empty() && !kinds.contains(&audience);
        let is_about_kind = ["2403222", "formatted-incorrectly"].contains(&self.saw.entry.id);
        !is_explained && !is_about_kind && self.audience().is_some_and(other_kind)
    }

    /// Whether a finding of this rule can be behind the symptom.
    pub(super) fn can_explain(&self, rule: &str) -> bool {
        // mux-player decodes the payload alone: what else cannot be read has no code.
        let payload_reads = self.report.token.claims().is_some();
        match self.saw.entry.id {
            "2412202" | "formatted-incorrectly" | "nothing-happens" => {
                !STRUCTURAL.contains(&rule) || !payload_reads
            }
            "2000000" => !STRUCTURAL.contains(&rule) || payload_reads,
            // A token for video can have every fault: the poster does not come by it.
            "poster-missing" => {
                let wanted = self.wanted().first().copied().or_else(|| self.audience());
                wanted.is_none_or(|audience| host_of(audience) == MediaHost::Image)
            }
            _ => true,
        }
    }

    /// The findings that mux-player would have told by another code, since it looks at them first.
    pub(super) fn told_earlier(&self) -> Vec<(&'static str, &'static str)> {
        let place = CHECKS
            .iter()
            .position(|(code, _)| *code == self.saw.entry.id);
        let earlier = &CHECKS[..place.unwrap_or(0)];
        let payload_reads = self.report.token.claims().is_some();
        let mut told = Vec::new();
        for (code, rules) in earlier {
            for rule in *rules {
                let counts = !STRUCTURAL.contains(rule) || !payload_reads;
                if counts && self.has_finding(rule) {
                    told.push((*rule, *code));
                }
            }
        }
        told
    }

    pub(super) fn is_told_by_an_earlier_code(&self) -> bool {
        !self.told_earlier().is_empty()
    }

    /// Why the symptom cannot come from this token, to stand after "this token"; `None` if it can.
    pub(super) fn contradiction(&self) -> Option<String> {
        let audience = self.audience();
        match self.saw.entry.id {
            "2403210" => {
                let exp = self.expiry().filter(|_| !self.has_finding("expired"))?;
                Some(format!("it expires only at {}", exp.show(Zone::UTC)))
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
                    // Of the slots that have this code, the one the text names, or either.
                    self.saw.entry.audiences.contains(&audience)
                        && self.saw.host.is_none_or(|host| host == host_of(audience))
                } else {
                    wanted.contains(&audience)
                };
                let slot = audience.token_name().filter(|_| fits)?;
                let claim = audience.claim();
                Some(format!(
                    "its `aud` is `{claim}`, which is right for `{slot}`"
                ))
            }
            "2412202" => {
                let reads = self.report.token.claims().is_some();
                reads.then(|| "its payload can be read".to_owned())
            }
            "never-expires" => {
                let exp = self.expiry().filter(|exp| exp.0 < MILLISECONDS)?;
                Some(format!("it expires at {}", exp.show(Zone::UTC)))
            }
            "some-visitors" | "not-when-cast" => {
                let names_one = self.claim("playback_restriction_id").is_some();
                (!names_one && self.report.token.claims().is_some()).then(|| {
                    "it names no playback restriction, and Mux restricts no visit without one"
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
                "What is wrong with this token does not explain it.".to_owned()
            }
            Outcome::Open if self.is_verified() && self.is_refusal() => {
                "Nothing is wrong with this token as far as it can be checked here, its signature included: the cause \
                 is with the key at Mux, or with the visit."
                    .to_owned()
            }
            Outcome::Open => "Nothing that can be read in this token explains it.".to_owned(),
            Outcome::Contradicted => match contradiction {
                Some(why) => format!("It does not fit this token: {why}."),
                None => "It does not fit this token.".to_owned(),
            },
            Outcome::Elsewhere => match self.wanted().first().copied().or_else(|| self.audience()) {
                Some(audience) => {
                    let noun = audience.noun();
                    format!("It comes from another request than those of this token, which is for {noun}.")
                }
                None => "It comes from another request than those of this token.".to_owned(),
            },
        }];
        if outcome != Outcome::Elsewhere {
            for (rule, code) in self.told_earlier() {
                let first = format!("`{rule}` has code {code}, and mux-player looks at that first");
                sentences.push(if rule == "expired" {
                    format!(
                        "{first}: the token had not expired yet when this was seen. Judge it as of that moment."
                    )
                } else {
                    format!("{first}: the player probably had another token than this one.")
                });
            }
            if self.saw.entry.id == "2403210"
                && let Some(exp) = self.expiry()
            {
                let shown = Timestamp(exp.0.div_euclid(1000)).show(Zone::UTC);
                sentences.push(format!(
                    "For this token mux-player prints {shown}; it really expires at {}.",
                    exp.show(Zone::UTC)
                ));
            }
        }
        sentences.join(" ")
    }

    /// Whether the symptom is a refusal of the token.
    pub(super) fn is_refusal(&self) -> bool {
        ["403", "2000000"].contains(&self.saw.entry.id)
    }
}

/// The server that takes tokens of this kind.
pub(super) fn host_of(audience: Audience) -> MediaHost {
    match audience {
        Audience::Video => MediaHost::Stream,
        Audience::Thumbnail | Audience::Gif | Audience::Storyboard => MediaHost::Image,
        Audience::Drm => MediaHost::License,
        _ => MediaHost::Stats,
    }
}

/// A value of a token, short enough for a sentence.
pub(super) fn short(text: &str) -> String {
    text::shortened(text, 60).into_owned()
}

/// Which rules explain it, with their titles; the verb for one and for several.
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
