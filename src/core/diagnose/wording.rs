//! Verdicts, keys, times and claims in words. They are phrased here once; window, terminal and Markdown lay them out.

use std::fmt;

use super::{
    as_of::{AsOf, TimeSource},
    evidence::Evidence,
    report::{Acceptance, Report, Structure, TokenReport},
};
use crate::core::{
    json::{Object, Value},
    key::{Key, MIN_BITS, Stage},
    level::Severity,
    mux::{
        audience::Audience,
        claims::{explain_claim, explain_header, time_of},
        symptom::entry::Symptom,
    },
    request::Stripped,
    text::{capitalized, shortened},
    time::{Timestamp, Zone},
    token::{
        Section,
        forensics::SignedBy,
        verify::{Signature, Unchecked},
    },
};

/// The label of an environment is cut after this many characters.
const LONGEST_LABEL: usize = 18;

/// An observed error is cut after this many characters.
const LONGEST_SYMPTOM: usize = 120;

/// The headline of a report without findings.
pub const NO_FINDINGS: &str = "No problems found in this token";

/// One of the three verdicts on a token. They are never merged into one.
///
/// `Display` is the word and the detail, parted by a comma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenVerdict {
    /// What is judged: a label, in sentence case.
    pub title: &'static str,
    /// The verdict, in lower case.
    pub word: &'static str,
    /// Why, by which key, or as of when. Names are between backticks.
    pub detail: String,
    /// What the verdict means for the token.
    pub tone: Tone,
}

/// What a verdict means for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Good,
    /// Wrong.
    Bad,
    /// Not decided.
    Open,
}

/// Whose eyes a report is for: the keys, the time and the clock that its words refer to.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// The keys that signatures were checked with.
    pub keys: &'a [Key],
    /// The time that the words refer to.
    pub as_of: AsOf,
    /// Whether the current time moves with the clock.
    pub is_live: bool,
    /// The user's time zone.
    pub zone: Zone,
    /// Whether the words leave this computer: then they name no file and no environment.
    pub is_for_others: bool,
}

impl Wording<'_> {
    /// The same words, as of the time that a token was judged at.
    #[must_use]
    pub fn of(&self, report: &TokenReport) -> Self {
        Self {
            as_of: report.as_of,
            ..*self
        }
    }

    /// The verdicts on structure, signature and acceptance.
    pub fn verdicts(&self, report: &TokenReport) -> [TokenVerdict; 3] {
        [
            structure(report.structure),
            self.signature(report),
            self.acceptance(report),
        ]
    }

    fn signature(&self, report: &TokenReport) -> TokenVerdict {
        let (word, detail, tone) = match &report.signature {
            Signature::Verified { key } => (
                "verified",
                format!("signed with {}", self.key(*key)),
                Tone::Good,
            ),
            Signature::Failed { key } => (
                "failed",
                format!("not signed with {}", self.key(*key)),
                Tone::Bad,
            ),
            Signature::Unchecked(why) => {
                let why = match (why, &report.made) {
                    (Unchecked::OtherKey, Some(SignedBy::ByKey { key, .. })) => {
                        format!(
                            "the token names another key than {}, which signed it",
                            self.key(*key)
                        )
                    }
                    _ => unchecked(*why),
                };
                ("not checked", why, Tone::Open)
            }
        };
        TokenVerdict {
            title: "Signature",
            word,
            detail,
            tone,
        }
    }

    fn acceptance(&self, report: &TokenReport) -> TokenVerdict {
        let (word, tone) = acceptance(report.acceptance);
        let time = self.time(report.as_of.time);
        let as_of = match report.as_of.source {
            TimeSource::Request if report.request.is_zone_assumed => {
                let year = if report.request.is_year_missing {
                    "its last year and "
                } else {
                    ""
                };
                format!("judged as of the request, {time}, assuming {year}its time zone is UTC")
            }
            TimeSource::Request => format!("judged as of the request, {time}"),
            TimeSource::Now if self.is_live => "as of now".to_owned(),
            TimeSource::Now | TimeSource::Given => format!("as of {time}"),
        };
        if report.acceptance == Acceptance::Depends {
            return TokenVerdict {
                title: "Accepted by Mux?",
                word,
                detail: format!("on {}, {as_of}", report.depends_on.join("; ")),
                tone,
            };
        }
        // The signature proves nothing here: anyone can make a demo key.
        let is_demo = matches!(report.signature, Signature::Verified { key }
            if self.keys.get(key).is_some_and(Key::is_demo));
        let detail = if is_demo && report.acceptance == Acceptance::Accepted {
            format!("assuming Mux had this demo key, {as_of}")
        } else {
            as_of
        };
        TokenVerdict {
            title: "Accepted by Mux?",
            word,
            detail,
            tone,
        }
    }

    /// A key by its ID, its file and its environment, as far as they are known, and its fingerprint.
    fn key(&self, index: usize) -> String {
        let Some(key) = self.keys.get(index) else {
            return "a key".to_owned();
        };
        if self.is_for_others {
            return format!("the {}", key_name(key));
        }
        let environment =
            environment(key).map_or_else(String::new, |environment| format!("{environment} "));
        if key.id.is_some() {
            format!("the {environment}{}", key_name(key))
        } else {
            let fingerprint = key.public.short_fingerprint();
            format!("the {environment}key in {} ({fingerprint})", key.origin)
        }
    }

    /// A time in UTC, and in the user's time zone if that differs.
    pub fn time(&self, time: Timestamp) -> String {
        let utc = time.show(Zone::UTC);
        let local = time.show(self.zone);
        if local == utc {
            utc
        } else {
            format!("{utc} ({local})")
        }
    }

    /// A time and its distance from the time of judgement: `2026-11-29 18:00:00 UTC, in 7 days`.
    pub fn dated(&self, time: Timestamp) -> String {
        format!("{}, {}", self.time(time), self.as_of.distance(time))
    }

    /// What the value of a claim means, where the value does not show it: a time, or an audience.
    pub fn claim(&self, name: &str, value: &Value) -> Option<String> {
        if name == "aud" {
            let audience = value.as_str().and_then(Audience::from_claim);
            return audience.map(|audience| format!("for {}", audience.noun()));
        }
        time_of(name, value).map(|time| self.dated(time))
    }
}

impl fmt::Display for TokenVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.word, self.detail)
    }
}

fn structure(structure: Structure) -> TokenVerdict {
    let (word, detail, tone) = match structure {
        Structure::Sound => ("well-formed", "all three parts can be decoded", Tone::Good),
        Structure::Broken => ("malformed", "not all parts can be decoded", Tone::Bad),
    };
    TokenVerdict {
        title: "Structure",
        word,
        detail: detail.to_owned(),
        tone,
    }
}

/// The verdict on acceptance in a word or two, and what it means.
pub fn acceptance(acceptance: Acceptance) -> (&'static str, Tone) {
    match acceptance {
        Acceptance::Accepted => ("accepted", Tone::Good),
        Acceptance::Refused => ("refused", Tone::Bad),
        Acceptance::Depends => ("depends", Tone::Open),
        Acceptance::Unknown => ("cannot tell", Tone::Open),
    }
}

/// Why a signature was not checked: half a sentence.
pub fn unchecked(why: Unchecked) -> String {
    match why {
        Unchecked::NoKey => "no key is loaded".to_owned(),
        Unchecked::OtherKey => "no loaded key has the token's key ID".to_owned(),
        Unchecked::Broken => "the token is malformed".to_owned(),
        Unchecked::Algorithm => "the token is not signed with RSA".to_owned(),
        Unchecked::SmallKey => format!("the key is shorter than {MIN_BITS} bits"),
    }
}

/// A key by its ID and its fingerprint, without an article: ``key `K` (1a2b3c4d)``.
pub fn key_name(key: &Key) -> String {
    let fingerprint = key.public.short_fingerprint();
    match &key.id {
        Some(id) => format!("key `{id}` ({fingerprint})"),
        None => format!("loaded key ({fingerprint})"),
    }
}

/// The environment of a key: its label, and its stage where the label does not say it.
pub fn environment(key: &Key) -> Option<String> {
    let stage = (key.stage != Stage::Unmarked).then(|| capitalized(key.stage.word()));
    let label = key
        .label
        .as_deref()
        .map(|label| shortened(label, LONGEST_LABEL));
    match (label, stage) {
        (Some(label), Some(stage)) if Stage::of_label(&label) != key.stage => {
            Some(format!("{label} ({stage})"))
        }
        (Some(label), _) => Some(label.into_owned()),
        (None, stage) => stage,
    }
}

/// The worst finding, what acceptance depends on, or [`NO_FINDINGS`].
pub fn headline(report: &TokenReport) -> String {
    match report.findings.first() {
        Some(worst) if worst.severity < Severity::Info => worst.message.clone(),
        _ if report.acceptance == Acceptance::Depends => depends(report),
        Some(first) => first.message.clone(),
        None => NO_FINDINGS.to_owned(),
    }
}

/// The cause in a table of requests: the headline, or the verdict if nothing is wrong.
pub fn row_cause(report: &TokenReport) -> String {
    let first = report.findings.first();
    let is_wrong = first.is_some_and(|finding| finding.severity < Severity::Info);
    match (report.acceptance, &report.signature) {
        _ if is_wrong => headline(report),
        (Acceptance::Depends, _) => headline(report),
        (Acceptance::Unknown, Signature::Unchecked(why)) => {
            format!("Signature not checked: {}", unchecked(*why))
        }
        (verdict, _) => capitalized(acceptance(verdict).0),
    }
}

/// What acceptance depends on. A response that was an error is the question itself.
fn depends(report: &TokenReport) -> String {
    let Some(status) = report.request.failed_status() else {
        let what = report.depends_on.join("; ");
        return format!("Whether Mux accepts this token depends on {what}");
    };
    // The status is the last of them.
    match report.depends_on.split_last() {
        Some((_, others @ [_, ..])) => {
            format!("The cause of HTTP {status} may be {}", others.join("; "))
        }
        _ => format!("The response was HTTP {status}, and the token shows no cause"),
    }
}

/// Where the token was found, what was stripped from it, and what probably wrote it: labels and values.
pub fn provenance(report: &TokenReport) -> Vec<(&'static str, String)> {
    let mut rows = vec![("Source", report.request.whereabouts())];
    if !report.request.stripped.is_empty() {
        rows.push(("Stripped", Stripped::list(&report.request.stripped)));
    }
    if let Some(producer) = report.producer {
        rows.push(("Created by", format!("probably {producer}")));
    }
    rows
}

/// The members of a header or payload.
///
/// # Errors
/// Why there are none: `missing`, `empty`, `not JSON: …`.
pub fn members(section: &Section) -> Result<&Object, &str> {
    match section {
        Section::Read(object) if object.is_empty() => Err("empty"),
        Section::Read(object) => Ok(object),
        Section::Missing => Err("missing"),
        Section::NotJson(what) => Err(what),
    }
}

/// What a claim is for.
pub fn about_claim(name: &str, audience: Option<Audience>) -> &'static str {
    explain_claim(name, audience).unwrap_or("Not a claim that Mux documents")
}

/// What a member of the header is for.
pub fn about_header(name: &str) -> &'static str {
    explain_header(name).unwrap_or("Not a header member that Mux documents")
}

/// The tokens of other systems, in one line; `None` if there are none.
pub fn not_mux(report: &Report) -> Option<String> {
    const MOST: usize = 4;
    let systems = &report.not_mux;
    let list = systems.iter().take(MOST).map(|system| {
        let issuer = match &system.issuer {
            Some(issuer) => format!("`{}`", shortened(issuer, 60)),
            None => "no issuer".to_owned(),
        };
        let times = match system.count {
            1 => String::new(),
            count => format!(", {count} times"),
        };
        format!("{issuer} ({}{times})", system.place)
    });
    let list = list.collect::<Vec<_>>().join("; ");
    let more = match systems.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!("; {more} more"),
    };
    let first = if report.tokens.is_empty() {
        "No Mux token found. "
    } else {
        ""
    };
    (!systems.is_empty())
        .then(|| format!("{first}Not Mux's and not judged: tokens of {list}{more}"))
}

/// The observed error of the evidence.
pub fn seen(evidence: &Evidence) -> Option<String> {
    let unknown = evidence.saw_unknown.as_deref().map(unknown_symptom);
    evidence.saw.map(observed).or(unknown)
}

/// An observed error, with the program that reports it this way.
pub fn observed(saw: Symptom) -> String {
    match saw.by {
        Some(program) => format!("{}, reported by {}", saw.label(), program.name),
        None => saw.label().to_owned(),
    }
}

/// An observed error that is not in the table, with the known ones that are similar.
pub fn unknown_symptom(text: &str) -> String {
    let similar = Symptom::suggestions(text);
    let similar: Vec<_> = similar
        .iter()
        .map(|symptom| format!("`{}`", symptom.entry.id))
        .collect();
    let hint = match similar.as_slice() {
        [] => String::new(),
        similar => format!("; did you mean {}?", similar.join(" or ")),
    };
    format!(
        "unknown status, code or message `{}`{hint}",
        shortened(text, LONGEST_SYMPTOM)
    )
}

/// That some tokens were not inspected, and how to inspect them.
pub fn left_out(count: usize) -> Option<String> {
    let tokens = if count == 1 {
        "token was"
    } else {
        "tokens were"
    };
    (count > 0).then(|| {
        format!(
            "{count} more {tokens} not inspected; to inspect them, use a smaller part of the input"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{
        diagnose::{evidence::Evidence, inspect, lint::testing},
        time::Span,
        token::spec::TokenSpec,
    };

    const NOW: Timestamp = Timestamp(1_795_330_245);

    /// A key that was not generated as a demo.
    fn owned_key() -> Key {
        Key::read(testing::key_pem().as_bytes()).expect("a PEM")
    }

    fn signed(key: &Key) -> String {
        let spec = TokenSpec::new(Audience::Video, "ID");
        let id = key.id.as_deref().unwrap_or("K");
        spec.sign(id, key.signing().expect("private"), NOW)
            .expect("a valid spec")
            .token
    }

    fn verdicts(text: &str, keys: &[Key], wording: Wording<'_>) -> [String; 3] {
        let report = inspect(text, &Evidence::default(), keys, wording.as_of.time);
        wording
            .verdicts(&report.tokens[0])
            .map(|verdict| verdict.to_string())
    }

    fn wording(keys: &[Key]) -> Wording<'_> {
        Wording {
            keys,
            as_of: AsOf {
                time: NOW,
                source: TimeSource::Now,
            },
            is_live: false,
            zone: Zone(|_| "+01:00".parse().expect("an offset")),
            is_for_others: false,
        }
    }

    #[test]
    fn verdicts_name_key_and_time() {
        let mut key = owned_key().with_id("K");
        key.label = Some("main".to_owned());
        key.stage = Stage::Production;
        let fingerprint = key.public.short_fingerprint().to_owned();
        let token = signed(&key);
        let keys = [key];
        assert_eq!(
            verdicts(&token, &keys, wording(&keys)),
            [
                "well-formed, all three parts can be decoded".to_owned(),
                format!("verified, signed with the main (Production) key `K` ({fingerprint})"),
                "accepted, as of 2026-11-22 06:50:45 UTC (2026-11-22 07:50:45 +01:00)".to_owned(),
            ]
        );
        let late = Wording {
            as_of: AsOf {
                time: NOW.after(Span(8 * 86_400)),
                source: TimeSource::Now,
            },
            is_live: true,
            is_for_others: true,
            ..wording(&keys)
        };
        assert_eq!(
            verdicts(&token, &keys, late)[1..],
            [
                format!("verified, signed with the key `K` ({fingerprint})"),
                "refused, as of now".to_owned(),
            ]
        );
    }

    #[test]
    fn demo_key_limits_acceptance() {
        let keys = [Key::demo()];
        let live = Wording {
            is_live: true,
            ..wording(&keys)
        };
        assert_eq!(
            verdicts(&signed(&keys[0]), &keys, live)[2],
            "accepted, assuming Mux had this demo key, as of now"
        );
    }

    #[test]
    fn unchecked_signatures_have_reasons() {
        let token = signed(&Key::demo());
        let cut = token.rsplit_once('.').expect("three parts").0;
        let other = [Key::demo().with_id("OTHER")];
        for (text, keys, expected) in [
            (token.as_str(), &[][..], "not checked, no key is loaded"),
            (
                &token,
                &other,
                "not checked, no loaded key has the token's key ID",
            ),
            (cut, &other, "not checked, the token is malformed"),
        ] {
            assert_eq!(verdicts(text, keys, wording(keys))[1], expected);
        }
    }

    #[test]
    fn keys_without_id_hide_their_file_from_others() {
        let mut key = owned_key();
        key.origin = "`signing.pem`".to_owned();
        let fingerprint = key.public.short_fingerprint().to_owned();
        let token = signed(&key);
        let keys = [key];
        let own = wording(&keys);
        let others = Wording {
            is_for_others: true,
            ..own
        };
        assert_eq!(
            [own, others].map(|wording| verdicts(&token, &keys, wording)[1].clone()),
            [
                format!("verified, signed with the key in `signing.pem` ({fingerprint})"),
                format!("verified, signed with the loaded key ({fingerprint})"),
            ]
        );
    }
}
