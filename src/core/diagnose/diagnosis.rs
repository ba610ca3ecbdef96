//! What a symptom and a token say about each other: which findings explain it, or what is left.

use super::{
    TokenReport,
    lint::{Basis, Rule, Severity},
};
use crate::core::{
    json::{Number, Value},
    mux::{
        audience::Audience,
        symptom::{Explained, Kind, Symptom, suspect::Suspect, table::STRUCTURAL},
        url::{Host, Resource},
    },
    text,
    time::{Timestamp, Zone},
    token::verify::Signature,
};

/// What a symptom says about a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// What was seen.
    pub saw: Symptom,
    /// What it means in general, in whole sentences.
    pub meaning: &'static str,
    /// How we know that.
    pub basis: Basis,
    /// How the two go together.
    pub outcome: Outcome,
    /// The rules whose findings on this token explain it, the most causal first.
    pub explained_by: Vec<&'static str>,
    /// What else can be behind it, likeliest first; empty when the findings explain it.
    pub left: Vec<Cause>,
    /// How the two go together, with this token's values: whole sentences.
    pub note: String,
}

/// How a symptom and a token go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Findings explain it.
    Explained,
    /// Findings may explain it.
    Perhaps,
    /// No finding explains it.
    Open,
    /// It does not fit the token.
    Contradicted,
    /// It comes from a request that this token is not for.
    Elsewhere,
}

/// Something that can be behind a symptom and is not to be seen in a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// What it is and what to do: whole sentences, with this token's values.
    pub words: String,
    /// How we know that it has this effect.
    pub basis: Basis,
}

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

impl Outcome {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Explained => "explained",
            Self::Perhaps => "perhaps",
            Self::Open => "open",
            Self::Contradicted => "contradicted",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// Says what a symptom means for a token that has been inspected.
pub fn explain(saw: Symptom, report: &TokenReport) -> Diagnosis {
    let case = Case { saw, report };
    let facts = saw.facts_at(case.host());
    let found = |rules: &[&'static str]| {
        let findings = report.findings.iter().map(|finding| finding.id);
        let mut ids: Vec<_> = findings
            .filter(|id| rules.contains(id) && case.can_explain(id))
            .collect();
        ids.dedup();
        ids
    };
    let mut explained_by = match facts.explained {
        Explained::By(rules) => found(rules),
        Explained::ByErrors => {
            let errors = report
                .findings
                .iter()
                .filter(|f| f.severity == Severity::Error);
            let errors: Vec<_> = errors.map(|finding| finding.id).collect();
            found(&errors)
        }
    };
    let contradiction = case.contradiction();
    let outcome = if case.is_elsewhere(!explained_by.is_empty()) {
        explained_by.clear();
        Outcome::Elsewhere
    } else if !explained_by.is_empty() {
        Outcome::Explained
    } else {
        explained_by = found(facts.perhaps);
        if !explained_by.is_empty() {
            Outcome::Perhaps
        } else if contradiction.is_some() || case.is_told_by_an_earlier_code() {
            Outcome::Contradicted
        } else {
            Outcome::Open
        }
    };
    let left = match outcome {
        Outcome::Explained | Outcome::Elsewhere => Vec::new(),
        _ => facts
            .suspects
            .iter()
            .filter_map(|suspect| suspect.cause(&case))
            .collect(),
    };
    Diagnosis {
        saw,
        meaning: facts.meaning,
        basis: facts.basis,
        outcome,
        note: case.note(outcome, &explained_by, contradiction),
        explained_by,
        left,
    }
}

/// A symptom and the token that it may be about.
struct Case<'a> {
    saw: Symptom,
    report: &'a TokenReport,
}

impl Case<'_> {
    fn claim(&self, name: &str) -> Option<&str> {
        let claims = self.report.token.claims()?;
        claims.str(name).filter(|text| !text.is_empty())
    }

    fn has_finding(&self, id: &str) -> bool {
        self.report.findings.iter().any(|finding| finding.id == id)
    }

    fn has_errors(&self) -> bool {
        let severities = self.report.findings.iter().map(|finding| finding.severity);
        severities.min() == Some(Severity::Error)
    }

    fn is_verified(&self) -> bool {
        matches!(self.report.signature, Signature::Verified { .. })
    }

    fn expiry(&self) -> Option<Timestamp> {
        let exp = self.report.token.claims()?.get("exp")?;
        exp.as_number().and_then(Number::as_i64).map(Timestamp)
    }

    /// What the token says that it is for.
    fn audience(&self) -> Option<Audience> {
        self.claim("aud").and_then(Audience::from_claim)
    }

    /// What the place of the token asks for: its slot in a player, or its URL.
    fn wanted(&self) -> Vec<Audience> {
        let slot = self.report.found.slot.as_deref();
        match (slot.and_then(Audience::from_token_name), &self.report.url) {
            (Some(audience), _) => vec![audience],
            (None, Some(url)) => url.resource.audiences().to_vec(),
            (None, None) => Vec::new(),
        }
    }

    /// The server that the symptom came from: as said, or where the token would be sent.
    fn host(&self) -> Option<Host> {
        let wanted = self.wanted().first().copied().or_else(|| self.audience());
        self.saw.host.or_else(|| wanted.map(host_of))
    }

    /// The ID in the URL that was asked for.
    fn id(&self) -> Option<&str> {
        let url = self.report.url.as_ref()?;
        url.id.as_deref()
    }

    /// Whether the symptom comes from a request that this token is not for.
    fn is_elsewhere(&self, is_explained: bool) -> bool {
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
    fn can_explain(&self, rule: &str) -> bool {
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
                wanted.is_none_or(|audience| host_of(audience) == Host::Image)
            }
            _ => true,
        }
    }

    /// The findings that mux-player would have told by another code, since it looks at them first.
    fn told_earlier(&self) -> Vec<(&'static str, &'static str)> {
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

    fn is_told_by_an_earlier_code(&self) -> bool {
        !self.told_earlier().is_empty()
    }

    /// Why the symptom cannot come from this token, to stand after "this token"; `None` if it can.
    fn contradiction(&self) -> Option<String> {
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

    fn note(
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
    fn is_refusal(&self) -> bool {
        ["403", "2000000"].contains(&self.saw.entry.id)
    }
}

/// The server that takes tokens of this kind.
fn host_of(audience: Audience) -> Host {
    match audience {
        Audience::Video => Host::Stream,
        Audience::Thumbnail | Audience::Gif | Audience::Storyboard => Host::Image,
        Audience::Drm => Host::License,
        _ => Host::Stats,
    }
}

/// A value of a token, short enough for a sentence.
fn short(text: &str) -> String {
    text::shortened(text, 60).into_owned()
}

/// Which rules explain it, with their titles; the verb for one and for several.
fn explained(rules: &[&str], [one, several]: [&str; 2]) -> String {
    let named = |id: &&str| {
        let title = Rule::named(id).map_or_else(String::new, |rule| format!(" ({})", rule.title));
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

impl Suspect {
    /// The cause in words, if it can be that of this token.
    fn cause(self, case: &Case<'_>) -> Option<Cause> {
        use Basis::{Documented, Inferred, Observed};
        let quoted = |text: Option<&str>| text.map(|text| format!("`{}`", short(text)));
        let kid = quoted(case.report.token.key_id());
        let sub = quoted(case.claim("sub"));
        let restriction = quoted(case.claim("playback_restriction_id"));
        let aud = case.audience();
        let (basis, words) = match self {
            Self::OtherAudience => {
                let aud = aud?;
                let is_player = case.saw.entry.kind != Kind::Status;
                let wanted = match case.host().filter(|_| case.wanted().is_empty())? {
                    host if host_of(aud) == host && !is_player => return None,
                    Host::License => Audience::Drm,
                    Host::Stats => return None,
                    Host::Image if !is_player => Audience::Thumbnail,
                    _ if aud == Audience::Video => return None,
                    _ => Audience::Video,
                };
                let (is, wants) = (aud.noun(), wanted.noun());
                let claim = wanted.claim();
                (
                    Documented,
                    format!(
                        "The token is for {is}. If it was used for {wants}, sign one with `aud` set to `{claim}` for \
                         that."
                    ),
                )
            }
            Self::Signature if case.is_verified() || case.has_finding("bad-signature") => return None,
            Self::Signature => (
                Documented,
                match kid {
                    Some(kid) => format!(
                        "The signature may not be that of {kid}; it was not checked here. Load the key to know."
                    ),
                    None => "The signature may be wrong; it was not checked here. Load the key to know.".to_owned(),
                },
            ),
            Self::UnknownKey => (
                Documented,
                format!(
                    "Mux may not know the key {}: because it was deleted, which ends every token made with it at once, \
 or because this is not its ID. Look for it among the signing keys in the dashboard.",
                    kid?
                ),
            ),
            Self::OtherEnvironment => (
                Documented,
                format!(
                    "The key {} may belong to another Mux environment than {}. A key must be made in the environment \
                     of the video.",
                    kid?,
                    sub.as_deref().unwrap_or("the video")
                ),
            ),
            Self::Restriction if case.has_finding("restriction-refuses") => return None,
            Self::Restriction => (
                Documented,
                format!(
                    "The playback restriction {} may refuse the visit, by its Referer or its User-Agent. Compare the \
                     allowed domains with the request that failed.",
                    restriction?
                ),
            ),
            Self::NoReferrer => (
                Documented,
                format!(
                    "The restriction {} may ask for a Referer, and native apps, TVs and Apple's devices send none. \
                     They need one with `allow_no_referrer` set to `true`.",
                    restriction?
                ),
            ),
            Self::CastDomain => (
                Documented,
                format!(
                    "The restriction {} may not allow `www.gstatic.com`, where Chromecast's requests come from.",
                    restriction?
                ),
            ),
            Self::AirPlayDomain => (
                Documented,
                format!(
                    "The restriction {} may not allow `mediaservices.cdn-apple.com`, where AirPlay to devices of \
                     other makers comes from.",
                    restriction?
                ),
            ),
            Self::ProductionKey => (
                Inferred,
                "Production probably signs with another key, or another key ID, than the place where it works."
                    .to_owned(),
            ),
            Self::OtherRequest => (
                Inferred,
                "Probably another request fails than the one for this token. Poster, storyboard and license have \
                 tokens of their own; find the URL that fails and inspect its token."
                    .to_owned(),
            ),
            Self::OtherToken => (
                Inferred,
                "The player probably had another token than this one, such as an older one from a cache or from a \
                 page that stayed open. Copy the token from the request that failed."
                    .to_owned(),
            ),
            Self::DeviceClock => (
                Inferred,
                "The clock of the viewer's device is probably ahead: mux-player compares `exp` with it. Then the 403 \
                 has another cause."
                    .to_owned(),
            ),
            Self::OtherPlaybackId if case.id().is_some() && case.id() == case.claim("sub") => return None,
            Self::OtherPlaybackId => (
                Observed,
                format!(
                    "The token is for {}; the player may have been given another `playback-id`. Compare the two, or \
                     inspect the token together with the ID.",
                    sub?
                ),
            ),
            Self::NotHanded => (
                Documented,
                "The token may not have reached the player. mux-player takes it as `playback-token`, in React as \
                 `tokens={{ playback: … }}`, and it must be there when the player starts to load."
                    .to_owned(),
            ),
            Self::NoDrmToken if aud == Some(Audience::Drm) => (
                Observed,
                "The DRM token may not have reached the player. mux-player takes it as `drm-token`, in React as \
                 `tokens={{ playback: …, drm: … }}`."
                    .to_owned(),
            ),
            Self::NoDrmToken => (
                Documented,
                "This token opens the stream and not the license. Sign a second one with `aud` set to `d` and pass it \
                 as `drm-token`."
                    .to_owned(),
            ),
            Self::LicenseRequest => (
                Observed,
                "mux-player may have failed to make a license request. Then no token is to blame.".to_owned(),
            ),
            Self::NoLicenseToken if case.host() != Some(Host::License) => return None,
            Self::NoLicenseToken => (
                Observed,
                "The request had no token: the URL of the license server needs a `?token=` of its own, with a token \
                 whose `aud` is `d`."
                    .to_owned(),
            ),
            Self::NoLicenseId if case.id().is_some() => return None,
            Self::NoLicenseId => (
                Inferred,
                "The URL probably has no playback ID in its path; it must read `/license/widevine/ID?token=…`."
                    .to_owned(),
            ),
            Self::NoSuchId => {
                let id = quoted(case.id()).or(sub)?;
                (Observed, format!("There may be no playback ID {id}."))
            }
            Self::PublicId => {
                let id = quoted(case.id()).or(sub);
                let id = id.map_or_else(|| "The playback ID".to_owned(), |id| format!("The playback ID {id}"));
                (
                    Documented,
                    format!(
                        "{id} may be public: an older guide of Mux says 400 for a token on one, the current guide only \
                         that it fails. Leave the token out, or make the asset's playback ID a signed one."
                    ),
                )
            }
            Self::InvalidId => {
                let id = quoted(case.id()).or(sub)?;
                (Observed, format!("{id} may be no valid playback ID. Copy it again."))
            }
            Self::Latest => {
                let latest = case.report.token.claims()?.get("latest")?;
                let is_on = *latest == Value::Bool(true) || latest.as_str() == Some("true");
                if !is_on {
                    return None;
                }
                (
                    Documented,
                    "`latest` is set, and Mux answers 400 to it on anything but a running live stream.".to_owned(),
                )
            }
            Self::AssetId => {
                let id = quoted(case.id()).or(sub)?;
                (
                    Observed,
                    format!(
                        "{id} may be an asset ID or the ID of something else. Playback needs the playback ID, which is \
                         listed with the asset."
                    ),
                )
            }
            Self::NoRendition => match case.report.url.as_ref().map(|url| &url.resource) {
                Some(Resource::Rendition(name)) => (
                    Observed,
                    format!(
                        "The asset may have no static rendition `{}`: it was not enabled, or this one was not made.",
                        short(name)
                    ),
                ),
                None if aud == Some(Audience::Video) => (
                    Observed,
                    "If a download was asked for: the asset may have no static rendition of this name.".to_owned(),
                ),
                _ => return None,
            },
            Self::IdleStream => (
                Documented,
                "The playback ID may belong to a live stream that nobody is sending to.".to_owned(),
            ),
            Self::AssetNotReady => (
                Documented,
                "The playback ID may belong to an asset that is still being prepared, or that failed.".to_owned(),
            ),
            Self::SystemPermission => (
                Documented,
                "The access token may lack the System permission, which making signing keys needs.".to_owned(),
            ),
            Self::ShortLife => {
                let exp = case.expiry()?.show(Zone::UTC);
                (
                    Documented,
                    format!(
                        "The token expires at {exp}. If it was watched past that moment, this is why; say how long \
                         the video is, and the two are compared."
                    ),
                )
            }
            Self::NoImageTokens => {
                if aud.is_some_and(|aud| host_of(aud) == Host::Image) {
                    return None;
                }
                (
                    Observed,
                    "The player may have no `thumbnail-token` or `storyboard-token`. Each needs a token of its own \
                     beside the one for video."
                        .to_owned(),
                )
            }
            Self::ParamsBeside => (
                Inferred,
                "The parameters stand in the URL or in the player's attributes, where they are probably ignored. \
                 Sign them into the token."
                    .to_owned(),
            ),
            Self::ThumbnailTime if aud == Some(Audience::Thumbnail) => (
                Observed,
                "If `thumbnail-time` is set: mux-player ignores it when there is a `thumbnail-token`. Sign `time` into \
 the token."
                    .to_owned(),
            ),
            Self::ThumbnailTime => return None,
        };
        Some(Cause { words, basis })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{
        diagnose::{
            inspect,
            lint::{Evidence, Header, testing},
        },
        key::Key,
        mux::{restriction::Restriction, url::MediaUrl},
        token::spec::{Expiry, Request},
    };

    const NOW: Timestamp = Timestamp(1_795_330_245);
    const VIDEO: &str = "https://stream.mux.com/ID.m3u8";
    const SOUND: &str = r#"{"kid":"K","sub":"ID","aud":"v","exp":1795333845}"#;

    fn diagnosis_of(text: &str, url: Option<&str>, saw: &str, keys: &[Key]) -> Diagnosis {
        let evidence = Evidence {
            url: url.map(|url| MediaUrl::read(url).expect("a test gives a URL of Mux")),
            saw: Some(Symptom::parse(saw).expect("a test names a symptom")),
            ..Evidence::default()
        };
        let report = inspect(text, &evidence, keys, NOW);
        let token = report.tokens.into_iter().next().expect("a token");
        token.diagnosis.expect("something was seen")
    }

    /// What is said of a token of these claims that no key here made.
    fn diagnosis(claims: &str, url: &str, saw: &str) -> Diagnosis {
        let token = testing::token(r#"{"alg":"RS256","typ":"JWT"}"#, claims);
        diagnosis_of(&token, Some(url).filter(|url| !url.is_empty()), saw, &[])
    }

    fn verified(claims: &[(&str, &str)], saw: &str) -> Diagnosis {
        let key = Key::demo();
        let mut request = Request::new(Audience::Video, "ID");
        request.expiry = Expiry::At(Timestamp(NOW.0 + 60));
        for (name, value) in claims {
            request.claims.push(*name, *value);
        }
        let id = key.id.clone().expect("a demo key has one");
        let signed = request.sign(&id, key.signing().expect("private"), NOW);
        diagnosis_of(
            &signed.expect("it is whole").token,
            Some(VIDEO),
            saw,
            &[key],
        )
    }

    fn left(diagnosis: &Diagnosis) -> Vec<&str> {
        let first_sentence = |words: &'_ Cause| {
            words
                .words
                .find(". ")
                .map_or(words.words.len(), |at| at + 1)
        };
        diagnosis
            .left
            .iter()
            .map(|cause| &cause.words[..first_sentence(cause)])
            .collect()
    }

    #[test]
    fn findings_explain_what_was_seen() {
        for (claims, url, saw, rules) in [
            (
                r#"{"kid":"K","sub":"ID","aud":"v","exp":1}"#,
                VIDEO,
                "403",
                &["expired"][..],
            ),
            (
                r#"{"kid":"K","sub":"ID","aud":"v","exp":1}"#,
                VIDEO,
                "2403210",
                &["expired"],
            ),
            (
                r#"{"kid":"K","sub":"ID","aud":"v","exp":1}"#,
                "",
                "plays, then stops",
                &["expired"],
            ),
            (
                r#"{"kid":"K","sub":"ID","aud":"v"}"#,
                VIDEO,
                "2403210",
                &["missing-expiry"],
            ),
            (
                r#"{"kid":"K","sub":"OTHER","aud":"t","exp":1}"#,
                VIDEO,
                "403",
                &["subject-mismatch", "audience-mismatch", "expired"],
            ),
            (
                r#"{"kid":"K","sub":"OTHER","aud":"v","exp":1795333845}"#,
                VIDEO,
                "2403232",
                &["subject-mismatch"],
            ),
            (
                r#"{"kid":"K","sub":"ID","exp":1795333845}"#,
                VIDEO,
                "2403221",
                &["missing-audience"],
            ),
            (
                r#"{"kid":"K","sub":"ID","aud":"t","exp":1795333845}"#,
                VIDEO,
                "2403222",
                &["audience-mismatch"],
            ),
            (
                r#"{"sub":"ID","aud":"v","exp":1795333845}"#,
                VIDEO,
                "2000000",
                &["missing-key-id"],
            ),
            (
                r#"{"kid":"K","sub":"ID","aud":"v","exp":1795333845}"#,
                "https://image.mux.com/ID/thumbnail.png",
                "poster missing",
                &["audience-mismatch"],
            ),
        ] {
            let diagnosis = diagnosis(claims, url, saw);
            assert_eq!(diagnosis.explained_by, rules, "{claims} {saw}");
            assert_eq!(diagnosis.outcome, Outcome::Explained);
            assert_eq!(diagnosis.left, []);
        }
    }

    #[test]
    fn one_finding_is_named_with_its_title_and_several_are_joined() {
        let expired = r#"{"kid":"K","sub":"ID","aud":"v","exp":1}"#;
        assert_eq!(
            diagnosis(expired, VIDEO, "403").note,
            "`expired` (the token has expired) explains it."
        );
        let both = r#"{"kid":"K","sub":"OTHER","aud":"v","exp":1}"#;
        assert_eq!(
            diagnosis(both, VIDEO, "403").note,
            "`subject-mismatch` (the token is for another ID) and `expired` (the token has expired) each explain it."
        );
    }

    #[test]
    fn the_day_in_1970_is_explained_with_the_day_it_really_is() {
        let claims = r#"{"kid":"K","sub":"ID","aud":"v","exp":1648076404}"#;
        let diagnosis = diagnosis(claims, VIDEO, "expired Jan 20, 1970");
        assert_eq!(diagnosis.explained_by, ["expired"]);
        assert_eq!(
            diagnosis.note,
            "`expired` (the token has expired) explains it. For this token mux-player prints 1970-01-20 01:47:56 \
             UTC; it really expires at 2022-03-23 23:00:04 UTC."
        );
        assert!(diagnosis.meaning.contains("mistake of mux-player's"));
    }

    #[test]
    fn a_403_without_a_finding_leaves_the_key_the_environment_and_the_restriction() {
        let open = diagnosis(SOUND, VIDEO, "403");
        assert_eq!(open.outcome, Outcome::Open);
        assert_eq!(
            left(&open),
            [
                "The signature may not be that of `K`; it was not checked here.",
                "Mux may not know the key `K`: because it was deleted, which ends every token made with it at once, \
                 or because this is not its ID.",
                "The key `K` may belong to another Mux environment than `ID`.",
            ]
        );
        let restricted = verified(&[("playback_restriction_id", "R")], "403");
        assert_eq!(
            left(&restricted),
            [
                "Mux may not know the key `demo-key`: because it was deleted, which ends every token made with it at \
                 once, or because this is not its ID.",
                "The key `demo-key` may belong to another Mux environment than `ID`.",
                "The playback restriction `R` may refuse the visit, by its Referer or its User-Agent.",
            ]
        );
        assert!(
            restricted
                .note
                .starts_with("Nothing is wrong with this token")
        );
        assert!(
            restricted
                .left
                .iter()
                .all(|cause| cause.basis == Basis::Documented)
        );
    }

    #[test]
    fn a_restriction_that_refuses_the_visit_explains_what_players_have_no_words_for() {
        let claims =
            r#"{"playback_restriction_id":"R","kid":"K","sub":"ID","aud":"v","exp":1795333845}"#;
        let token = testing::token(r#"{"alg":"RS256"}"#, claims);
        let restriction =
            r#"{"referrer":{"allowed_domains":["example.com"],"allow_no_referrer":false}}"#;
        for saw in [
            "403",
            "Network Error",
            "MEDIA_ERR_SRC_NOT_SUPPORTED",
            "only in production",
            "casting fails",
        ] {
            let evidence = Evidence {
                restriction: Restriction::read(restriction).expect("it is one").pop(),
                referrer: Header::Absent,
                saw: Symptom::parse(saw),
                ..Evidence::default()
            };
            let report = inspect(&token, &evidence, &[], NOW);
            let diagnosis = report.tokens[0].diagnosis.as_ref().expect(saw);
            assert_eq!(diagnosis.explained_by, ["restriction-refuses"], "{saw}");
            assert_eq!(diagnosis.outcome, Outcome::Explained);
        }
    }

    #[test]
    fn network_error_is_never_an_expired_token() {
        let expired = r#"{"kid":"K","sub":"ID","aud":"v","exp":1}"#;
        let contradicted = diagnosis(expired, VIDEO, "Network Error");
        assert_eq!(contradicted.outcome, Outcome::Contradicted);
        assert_eq!(
            contradicted.note,
            "It does not fit this token. `expired` has code 2403210, and mux-player looks at that first: the token \
             had not expired yet when this was seen. Judge it as of that moment."
        );
        assert_eq!(left(&contradicted).len(), 3);
        assert_eq!(diagnosis(SOUND, VIDEO, "2000000").outcome, Outcome::Open);
        let other = r#"{"kid":"K","sub":"OTHER","aud":"v","exp":1795333845}"#;
        assert_eq!(
            diagnosis(other, VIDEO, "2000000").note,
            "It does not fit this token. `subject-mismatch` has code 2403232, and mux-player looks at that first: \
             the player probably had another token than this one."
        );
    }

    #[test]
    fn a_code_that_does_not_fit_the_token_says_so() {
        for (saw, why) in [
            ("2403210", "it expires only at 2026-11-22 07:50:45 UTC"),
            ("2403232", "its `sub` is `ID`, the ID in the URL"),
            ("2403221", "its `aud` is `v`"),
            (
                "2403222",
                "its `aud` is `v`, which is right for `playback-token`",
            ),
            ("2412202", "its payload can be read"),
            ("never expires", "it expires at 2026-11-22 07:50:45 UTC"),
            (
                "only in production",
                "it names no playback restriction, and Mux restricts no visit without one",
            ),
            (
                "casting fails",
                "it names no playback restriction, and Mux restricts no visit without one",
            ),
        ] {
            let diagnosis = diagnosis(SOUND, VIDEO, saw);
            assert_eq!(diagnosis.outcome, Outcome::Contradicted, "{saw}");
            let note = format!("It does not fit this token: {why}.");
            assert!(diagnosis.note.starts_with(&note), "{}", diagnosis.note);
            assert!(!diagnosis.left.is_empty(), "{saw}");
        }
    }

    #[test]
    fn without_an_id_to_compare_nothing_is_contradicted() {
        let diagnosis = diagnosis(SOUND, "", "2403232");
        assert_eq!(diagnosis.outcome, Outcome::Open);
        assert_eq!(
            left(&diagnosis)[0],
            "The token is for `ID`; the player may have been given another `playback-id`."
        );
    }

    #[test]
    fn each_host_has_its_own_reasons_for_a_status() {
        let thumbnail = r#"{"latest":true,"kid":"K","sub":"ID","aud":"t","exp":1795333845}"#;
        let drm = r#"{"kid":"K","sub":"ID","aud":"d","exp":1795333845}"#;
        for (claims, url, saw, first) in [
            (SOUND, VIDEO, "400", "The playback ID `ID` may be public"),
            (SOUND, "", "400", "The playback ID `ID` may be public"),
            (
                thumbnail,
                "https://image.mux.com/ID/thumbnail.png",
                "400",
                "`latest` is set",
            ),
            (drm, "", "400", "The request had no token"),
            (SOUND, "", "license 403", "The token is for video."),
            (SOUND, VIDEO, "404", "`ID` may be an asset ID"),
            (
                SOUND,
                "https://stream.mux.com/ID/1080p.mp4",
                "404",
                "The asset may have no static rendition `1080p.mp4`",
            ),
            (
                SOUND,
                VIDEO,
                "412",
                "The playback ID may belong to a live stream",
            ),
            (
                SOUND,
                VIDEO,
                "401",
                "The access token may lack the System permission",
            ),
            (
                SOUND,
                VIDEO,
                "2400000",
                "The playback ID `ID` may be public",
            ),
            (SOUND, VIDEO, "2404000", "`ID` may be an asset ID"),
            (
                SOUND,
                VIDEO,
                "2412000",
                "The playback ID may belong to a live stream",
            ),
            (
                SOUND,
                VIDEO,
                "2403201",
                "The token may not have reached the player.",
            ),
            (
                SOUND,
                VIDEO,
                "5000002",
                "This token opens the stream and not the license.",
            ),
            (
                drm,
                "",
                "5000002",
                "The DRM token may not have reached the player.",
            ),
            (
                SOUND,
                VIDEO,
                "poster missing",
                "The player may have no `thumbnail-token`",
            ),
            (
                SOUND,
                VIDEO,
                "plays, then stops",
                "The token expires at 2026-11-22 07:50:45 UTC.",
            ),
            (
                SOUND,
                VIDEO,
                "all tokens fail",
                "Mux may not know the key `K`",
            ),
        ] {
            let diagnosis = diagnosis(claims, url, saw);
            assert_eq!(diagnosis.outcome, Outcome::Open, "{saw} {url}");
            let words = &diagnosis.left.first().expect("something is left").words;
            assert!(words.starts_with(first), "{saw} {url}: {words}");
        }
        let license = diagnosis(drm, "", "403");
        assert!(license.meaning.starts_with("The license server"));
        assert!(left(&license).contains(&"There may be no playback ID `ID`."));
    }

    #[test]
    fn what_is_wrong_and_explains_nothing_is_told_so() {
        let expired = r#"{"kid":"K","sub":"ID","aud":"v","exp":1}"#;
        let diagnosis = diagnosis(expired, VIDEO, "412");
        assert_eq!(diagnosis.outcome, Outcome::Open);
        assert_eq!(
            diagnosis.note,
            "What is wrong with this token does not explain it."
        );
        let poster = self::diagnosis(expired, VIDEO, "poster missing");
        assert_eq!(poster.outcome, Outcome::Open, "the token is for video");
    }

    #[test]
    fn a_token_of_another_request_is_not_blamed() {
        let poster = r#"{"kid":"K","sub":"ID","aud":"t","exp":1}"#;
        for (claims, url, saw) in [
            (poster, "https://image.mux.com/ID/thumbnail.png", "2403210"),
            (
                poster,
                "https://image.mux.com/ID/thumbnail.png",
                "plays, then stops",
            ),
            (
                poster,
                "https://image.mux.com/ID/thumbnail.png",
                "403 from stream.mux.com",
            ),
            (SOUND, VIDEO, "license 403"),
            (SOUND, VIDEO, "The video's secured drm-token has expired."),
            (SOUND, VIDEO, "image shows the wrong frame"),
        ] {
            let diagnosis = diagnosis(claims, url, saw);
            assert_eq!(diagnosis.outcome, Outcome::Elsewhere, "{saw}");
            assert!(diagnosis.explained_by.is_empty() && diagnosis.left.is_empty());
        }
        let slot = testing::token(r#"{"alg":"RS256"}"#, poster);
        let player = format!("<mux-player thumbnail-token=\"{slot}\">");
        assert_eq!(
            diagnosis_of(&player, None, "2403210", &[]).note,
            "It comes from another request than those of this token, which is for thumbnails."
        );
    }

    #[test]
    fn a_token_of_the_wrong_kind_explains_its_code_without_its_place() {
        let thumbnail = r#"{"kid":"K","sub":"ID","aud":"t","exp":1795333845}"#;
        let open = diagnosis(thumbnail, "", "2403222");
        assert_eq!(left(&open)[0], "The token is for thumbnails.");
        let drm = diagnosis(
            SOUND,
            "",
            "The drm-token has an incorrect aud value: v. aud value should be d.",
        );
        assert_eq!(left(&drm)[0], "The token is for video.");
    }

    #[test]
    fn mux_player_reads_the_payload_alone() {
        let token = testing::token(r#"{"alg":"RS256"}"#, SOUND);
        let cut = token.rsplit_once('.').expect("it has dots").0;
        let says = |text: &str, saw| diagnosis_of(text, None, saw, &[]).outcome;
        assert_eq!(says(cut, "2000000"), Outcome::Explained);
        assert_eq!(says(cut, "2412202"), Outcome::Contradicted);
        let unreadable = "eyJhbGciOiJSUzI1NiJ9.W10.AAAA";
        assert_eq!(says(unreadable, "2412202"), Outcome::Explained);
        assert_eq!(says(unreadable, "2000000"), Outcome::Contradicted);
    }

    #[test]
    fn words_are_whole_sentences() {
        let audiences = ["v", "t", "d", "playback_id"];
        for symptom in Symptom::all() {
            for aud in audiences {
                let rest = r#""playback_restriction_id":"R","kid":"K","sub":"ID","exp":1795333845"#;
                let claims = format!(r#"{{"latest":true,"aud":"{aud}",{rest}}}"#);
                let diagnosis = diagnosis(&claims, "", symptom.entry.id);
                assert!(diagnosis.note.ends_with('.'), "{}", diagnosis.note);
                for Cause { words, basis } in diagnosis.left {
                    assert!(words.ends_with('.'), "{words}");
                    let hedged = ["probably", "Probably"]
                        .iter()
                        .any(|word| words.contains(word));
                    assert_eq!(basis == Basis::Inferred, hedged, "{words}");
                }
            }
        }
    }
}
