//! What can be wrong with a token, one rule a file.
//!
//! To add a rule:
//! - write `rules/its_name.rs`: the constant `RULE`, its check, and tests at the bottom;
//! - name it in `rules/mod.rs`, in the order in which findings are shown: the cause first;
//! - say *Mux refuses* only where Mux documents it; a rule that is inferred is never an error;
//! - leave what a neighbour reports to the neighbour, and say in a comment which one it is.

mod rules;
#[cfg(test)]
pub(crate) mod testing;

use std::{collections::BTreeSet, mem};

pub use rules::RULES;

use crate::core::{
    import::{Found, Import},
    json::{Number, Object, Value},
    key::Key,
    mux::{
        audience::Audience,
        params,
        restriction::{Restriction, Visit},
        symptom::Symptom,
        url::MediaUrl,
    },
    time::{Span, Timestamp},
    token::{
        Token,
        forensics::Made,
        spec::{Expiry, Request},
        verify::Signature,
    },
};

/// One thing that can be wrong with a token.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case, never reused; the file has the same name.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// How we know.
    pub basis: Basis,
    /// What is wrong, in general: lower case, no full stop.
    pub title: &'static str,
    /// Why it matters and what Mux does about it: whole sentences.
    pub explanation: &'static str,
    /// Where this is known from.
    pub docs: &'static str,
    check: fn(&Subject<'_>) -> Vec<Finding>,
}

/// How bad a finding is, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Mux refuses the token.
    Error,
    /// It works or may work, and not as meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// How we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Mux, or the standard that Mux names, says so.
    Documented,
    /// Seen in the source or the behaviour of Mux's own software.
    Observed,
    /// A conclusion of ours; the words say "probably".
    Inferred,
}

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

/// What a person knows beside the token. All of it optional.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The URL that was asked for.
    pub url: Option<MediaUrl>,
    /// The ID that the token should be for.
    pub id: Option<String>,
    /// How long the video is.
    pub duration: Option<Span>,
    /// The `Referer` header of the failing request.
    pub referrer: Header,
    /// The `User-Agent` header of the failing request.
    pub user_agent: Header,
    /// The playback restriction that the token may be under.
    pub restriction: Option<Restriction>,
    /// What went wrong, as it shows.
    pub saw: Option<Symptom>,
}

impl Evidence {
    /// The visit that a restriction is asked about.
    pub fn visit(&self) -> Visit {
        Visit {
            referrer: self.referrer.clone(),
            user_agent: self.user_agent.clone(),
        }
    }
}

/// What is known of a header of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Header {
    /// Nobody said.
    #[default]
    Unknown,
    /// The request has none.
    Absent,
    /// Its value.
    Value(String),
}

/// Everything that a rule may look at. There is no clock here: the caller says what time it is.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The token as received.
    pub token: &'a Token,
    /// Where and how it was found in the input.
    pub found: &'a Found,
    /// What is known of its signature.
    pub signature: &'a Signature,
    /// How the signature was really made, where it does not verify and that was found.
    pub made: Option<&'a Made>,
    /// The keys that were asked.
    pub keys: &'a [Key],
    /// The URL that the token stands in, or that the person gave.
    pub url: Option<&'a MediaUrl>,
    /// What the person knows.
    pub evidence: &'a Evidence,
    /// The moment to judge at.
    pub now: Timestamp,
}

impl Subject<'_> {
    /// The name of the player attribute or parameter that the token stands in: `thumbnail-token`.
    pub fn slot(&self) -> Option<&str> {
        self.found.slot.as_deref()
    }

    /// The header, if it could be read.
    pub fn header(&self) -> Option<&Object> {
        self.token.header.object()
    }

    /// The claims, if they could be read.
    pub fn claims(&self) -> Option<&Object> {
        self.token.claims()
    }

    /// A claim, if the payload could be read and has it.
    pub fn claim(&self, name: &str) -> Option<&Value> {
        self.claims().and_then(|claims| claims.get(name))
    }

    /// The audience that `aud` names, if it names one.
    pub fn audience(&self) -> Option<Audience> {
        self.claim("aud")
            .and_then(Value::as_str)
            .and_then(Audience::from_claim)
    }

    /// `exp`, if it is a whole number of seconds.
    pub fn expiry(&self) -> Option<Timestamp> {
        self.claim("exp")
            .and_then(Value::as_number)
            .and_then(Number::as_i64)
            .map(Timestamp)
    }

    /// A claim that is a number, or a string that holds one: Mux takes both.
    pub fn number(&self, name: &str) -> Option<f64> {
        let number = match self.claim(name)? {
            Value::Number(number) => number.clone(),
            Value::String(text) => Number::parse(text)?,
            _ => return None,
        };
        Some(number.as_f64())
    }

    /// Whether the header names this algorithm, to the letter.
    pub fn names_algorithm(&self, algorithm: &str) -> bool {
        self.token.header_str("alg") == Some(algorithm)
    }

    /// The claims that stand beside the fixed ones, each name once: of duplicates the last one counts.
    pub fn own_claims(&self) -> Vec<(&str, &Value)> {
        let all: Vec<_> = self.claims().into_iter().flat_map(Object::iter).collect();
        let mut seen = BTreeSet::new();
        let counts = |(name, _): &(&str, &Value)| !params::RESERVED.contains(name);
        let mut own: Vec<_> = all.into_iter().rev().filter(counts).collect();
        own.retain(|(name, _)| seen.insert(*name));
        own.reverse();
        own
    }

    /// A loaded key in words: its ID, and enough of its fingerprint to tell it from others of that ID.
    pub fn key_name(&self, key: usize) -> String {
        self.keys.get(key).map_or_else(String::new, |key| {
            let fingerprint = key.public.short_fingerprint();
            match &key.id {
                Some(id) => format!("key `{id}` ({fingerprint})"),
                None => format!("loaded key ({fingerprint})"),
            }
        })
    }

    /// The audience whose parameters the claims should be. None where the token is for one and its place for another,
    /// since nobody knows which of the two is wrong.
    pub fn meant_audience(&self) -> Option<Audience> {
        let wanted = self.wanted_audiences();
        match self.audience() {
            Some(audience) if wanted.is_empty() || wanted.contains(&audience) => Some(audience),
            Some(_) => None,
            None => wanted.first().copied(),
        }
    }

    /// The audience that the place of the token asks for: its slot in a player, or its URL.
    pub fn wanted_audiences(&self) -> &[Audience] {
        match self.slot().and_then(Audience::from_token_name) {
            Some(audience) => &Audience::ALL[audience as usize..=audience as usize],
            None => self.url.map_or(&[], |url| url.resource.audiences()),
        }
    }
}

impl Rule {
    /// What the rule has to say of a token.
    pub fn check(&self, subject: &Subject<'_>) -> Vec<Finding> {
        (self.check)(subject)
    }

    /// A finding of this rule.
    pub(crate) fn found(&self, message: impl Into<String>, hint: impl Into<String>) -> Finding {
        Finding {
            id: self.id,
            severity: self.severity,
            basis: self.basis,
            message: message.into(),
            hint: hint.into(),
            place: None,
            fix: None,
        }
    }

    /// The rule with this id.
    pub fn named(id: &str) -> Option<&'static Self> {
        RULES.iter().copied().find(|rule| rule.id == id)
    }
}

impl Finding {
    fn at(mut self, place: &'static str) -> Self {
        self.place = Some(place);
        self
    }

    fn with_fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// The same finding, known in another way than most of its rule.
    fn known(mut self, basis: Basis) -> Self {
        self.basis = basis;
        self
    }

    /// The same finding, less bad than most of its rule.
    fn of(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

impl Fix {
    /// Changes a request so that what it mends is gone.
    pub fn apply(&self, request: &mut Request) {
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
                    let param = params::find(name, request.audience);
                    let value = match param.map(|param| param.parse(value)) {
                        Some(Ok(value)) => value,
                        _ => Value::from_typed(value),
                    };
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

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl Basis {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Inferred => "inferred",
        }
    }
}

/// Asks every rule about a token; the worst and most causal finding comes first.
pub fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // All else that is wrong with a placeholder comes of its being one.
    let placeholder = rules::placeholder_token::RULE.check(subject);
    if !placeholder.is_empty() {
        return placeholder;
    }
    let mut findings: Vec<_> = RULES.iter().flat_map(|rule| rule.check(subject)).collect();
    // Stable, so within a severity the order of the registry stays.
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// What to say of an input as a whole, worst first.
pub fn check_input(import: &Import) -> Vec<Finding> {
    let said = [
        rules::not_a_token::in_input(import),
        rules::private_key_pasted::in_input(import),
        rules::token_missing::in_input(import),
    ];
    let mut findings: Vec<_> = said.into_iter().flatten().collect();
    findings.sort_by_key(|finding| finding.severity);
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_named_once_and_explain_themselves() {
        let mut ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), RULES.len());
        for rule in RULES {
            assert!(
                rule.id
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                rule.id
            );
            assert!(rule.explanation.ends_with('.'), "{}", rule.id);
            assert!(
                !rule.title.ends_with('.') && !rule.title.is_empty(),
                "{}",
                rule.id
            );
            assert!(!rule.docs.is_empty(), "{}", rule.id);
        }
    }

    const ID: &str = "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE";
    const KEY_ID: &str = "GnlEbcBLuWrwlIf2sM8jG7HCMX9kodE00vzgV59ircws";

    /// What each signer writes around the claims of its own: the header, what comes before, and what comes after.
    const SIGNERS: [(&str, &str, &str); 10] = [
        // mux-node 14 and 15, 8 to 13, and 7; a stray `kid` of 7 agrees with the header.
        (
            r#"{"alg":"RS256","typ":"JWT"}"#,
            "",
            r#""kid":"KEY","sub":"ID","aud":"AUD","exp":9000"#,
        ),
        (
            r#"{"alg":"RS256"}"#,
            "",
            r#""kid":"KEY","sub":"ID","aud":"AUD","exp":9000"#,
        ),
        (
            r#"{"alg":"RS256","typ":"JWT","kid":"KEY"}"#,
            "",
            r#""exp":9000,"aud":"AUD","sub":"ID""#,
        ),
        (
            r#"{"alg":"RS256","typ":"JWT","kid":"KEY"}"#,
            "",
            r#""kid":"KEY","exp":9000,"aud":"AUD","sub":"ID""#,
        ),
        // PyJWT, Go, PHP, Ruby, Elixir.
        (
            r#"{"alg":"RS256","kid":"KEY","typ":"JWT"}"#,
            r#""sub":"ID","exp":9000,"aud":"AUD""#,
            "",
        ),
        (
            r#"{"alg":"RS256","typ":"JWT"}"#,
            r#""aud":"AUD","exp":9000,"kid":"KEY","sub":"ID""#,
            "",
        ),
        (
            r#"{"typ":"JWT","alg":"RS256"}"#,
            r#""sub":"ID","aud":"AUD","exp":9000,"kid":"KEY""#,
            "",
        ),
        (
            r#"{"alg":"RS256"}"#,
            r#""sub":"ID","exp":9000,"kid":"KEY","aud":"AUD""#,
            "",
        ),
        (
            r#"{"alg":"RS256","kid":"KEY","typ":"JWT"}"#,
            r#""aud":"AUD","exp":9000"#,
            r#""sub":"ID""#,
        ),
        // jsonwebtoken used directly.
        (
            r#"{"alg":"RS256","typ":"JWT"}"#,
            "",
            r#""kid":"KEY","sub":"ID","aud":"AUD","exp":9000,"iat":1000"#,
        ),
    ];

    #[test]
    fn sound_tokens_of_every_signer_are_not_blamed() {
        let key = || {
            let key = Key::read(testing::key_pem().as_bytes()).expect("a key");
            key.with_id(KEY_ID)
        };
        for audience in Audience::ALL {
            let own: &[&str] = match audience {
                Audience::Video => &[
                    "",
                    r#""max_resolution":"720p","min_resolution":"480p","rendition_order":"desc","redundant_streams":true"#,
                    r#""asset_start_time":"1.5","asset_end_time":20,"roku_trick_play":"true","default_subtitles_lang":"en""#,
                    r#""program_start_time":1795330245,"program_end_time":1795330300,"exclude_pdt":false"#,
                ],
                Audience::Thumbnail => &[
                    "",
                    r#""time":"10","width":"512","height":"288","fit_mode":"smartcrop","rotate":90,"flip_h":true"#,
                    r#""time":12.5,"width":640"#,
                    r#""latest":true"#,
                    r#""program_time":1795330245,"height":100"#,
                ],
                Audience::Gif => &["", r#""start":1.5,"end":"4","width":320,"fps":"15""#],
                Audience::Storyboard => &[
                    "",
                    r#""asset_start_time":1,"format":"webp""#,
                    r#""width":"640""#,
                ],
                Audience::Drm => &[
                    "",
                    r#""offline":true,"licenseExpiration":86400,"playDuration":3600"#,
                ],
                _ => &[""],
            };
            let custom = format!(
                r#""playback_restriction_id":"{ID}","custom":{{"session":"8f14","n":[1]}}"#
            );
            for own in own.iter().copied().chain([custom.as_str()]) {
                for (header, before, after) in SIGNERS {
                    let claims = [before, own, after]
                        .into_iter()
                        .filter(|text| !text.is_empty());
                    let claims = format!("{{{}}}", claims.collect::<Vec<_>>().join(","));
                    let claims = claims
                        .replace("\"ID\"", &format!("\"{ID}\""))
                        .replace("\"AUD\"", &format!("\"{}\"", audience.claim()))
                        .replace("KEY", KEY_ID);
                    let header = header.replace("KEY", KEY_ID);
                    let case = testing::signed(&key(), &header, &claims).with_key(key());
                    assert_eq!(case.ids(), [""; 0], "{header} {claims}");
                }
            }
        }
    }

    fn fixed(claims: &str, fix: &Fix) -> String {
        let mut request = Request::new(Audience::Gif, "ID");
        request.claims = Object::parse(claims).expect("an object");
        fix.apply(&mut request);
        request.claims.to_string()
    }

    #[test]
    fn a_fix_changes_what_it_names_where_it_stands() {
        let rename = |from: &str, to: &str| Fix::RenameParam {
            from: from.to_owned(),
            to: to.to_owned(),
        };
        for (before, fix, after) in [
            (
                r#"{"a":1,"time":"10","b":2}"#,
                rename("time", "start"),
                r#"{"a":1,"start":"10","b":2}"#,
            ),
            (
                r#"{"a":1,"fps":99}"#,
                Fix::SetParam("fps".to_owned(), Value::from(30)),
                r#"{"a":1,"fps":30}"#,
            ),
            (
                r#"{"a":1,"nbf":5}"#,
                Fix::RemoveClaim("nbf".to_owned()),
                r#"{"a":1}"#,
            ),
            (
                r#"{"a":1,"b":2,"a":3.0}"#,
                Fix::KeepLast("a".to_owned()),
                r#"{"a":3.0,"b":2}"#,
            ),
            (r#"{"a":1}"#, Fix::KeepLast("sub".to_owned()), r#"{"a":1}"#),
            (
                r#"{"fps":5,"params":{"start":1,"fps":30,"sub":"x"},"z":0}"#,
                Fix::MoveToTop("params".to_owned()),
                r#"{"fps":5,"z":0,"start":1}"#,
            ),
            (
                r#"{"params":[1]}"#,
                Fix::MoveToTop("params".to_owned()),
                r#"{"params":[1]}"#,
            ),
        ] {
            assert_eq!(fixed(before, &fix), after, "{fix:?}");
        }
        let mut request = Request::new(Audience::Gif, "ID");
        Fix::ExpiresAt(Timestamp(5)).apply(&mut request);
        assert_eq!(request.expiry, Expiry::At(Timestamp(5)));
    }

    #[test]
    fn what_changes_the_thing_opened_or_drops_something_is_not_safe() {
        for (fix, is_safe) in [
            (Fix::SignAgain, true),
            (Fix::NewExpiry, true),
            (Fix::ExpiresAt(Timestamp(0)), true),
            (Fix::MoveToTop("params".to_owned()), true),
            (Fix::SetId("ID".to_owned()), false),
            (Fix::SetAudience(Audience::Video), false),
            (Fix::RemoveClaim("nbf".to_owned()), false),
            (Fix::KeepLast("time".to_owned()), false),
        ] {
            assert_eq!(fix.is_safe(), is_safe, "{fix:?}");
        }
    }

    #[test]
    fn what_is_only_inferred_is_never_an_error() {
        for rule in RULES {
            assert!(
                rule.basis != Basis::Inferred || rule.severity != Severity::Error,
                "{}",
                rule.id
            );
        }
    }
}
