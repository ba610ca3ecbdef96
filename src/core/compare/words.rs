//! The differences of two tokens in words, what decides first.
//!
//! Where a value differs, the words about a side are its finding on that value, if it has one. So what is wrong is
//! phrased once, by its rule.

use std::collections::BTreeSet;

use super::{
    near::{cut, likeness},
    report::{About, Difference},
    urls,
    values::{has_same_names, same_value, weight},
};
use crate::core::{
    diagnose::{
        as_of::TimeSource,
        report::{Structure, TokenReport},
        wording,
    },
    json::{Object, Value},
    key::Key,
    mux::{claims::time_of, params},
    text::uncapitalized,
    time::Span,
    token::verify::{Signature, Unchecked},
};

/// At most this many differing claims are put into words.
const MOST: usize = 40;

/// The claims that are compared by meaning.
const BY_MEANING: [&str; 4] = ["exp", "aud", "sub", "kid"];

/// Two expiries that are not further apart are those of tokens that were signed one after the other.
const SHORT: Span = Span(60);

/// Every difference, what decides first; those without effect come last.
pub(super) fn differences(a: &TokenReport, b: &TokenReport, keys: &[Key]) -> Vec<Difference> {
    let mut writer = Writer {
        sides: [a, b],
        keys,
        words: Vec::new(),
    };
    writer.structure();
    writer.key();
    writer.audience();
    writer.id();
    writer.header("alg");
    // Of two tokens that are both valid, or both expired, the expiry decides nothing.
    let is_decided_by_time = writer.is_decided_by_time();
    if is_decided_by_time {
        writer.validity();
    }
    writer.claims();
    writer.header_names();
    writer.words.extend(urls::differences(a, b));
    if !is_decided_by_time {
        writer.validity();
    }
    writer.form();
    // Stable, so the order stays among those that matter.
    writer.words.sort_by_key(|difference| !difference.matters);
    writer.words
}

struct Writer<'a> {
    sides: [&'a TokenReport; 2],
    keys: &'a [Key],
    words: Vec<Difference>,
}

impl<'a> Writer<'a> {
    fn push(&mut self, about: About, matters: bool, text: impl Into<String>) {
        self.words.push(Difference::new(about, matters, text));
    }

    fn both<T>(&self, get: impl Fn(&'a TokenReport) -> T) -> [T; 2] {
        self.sides.map(get)
    }

    fn claim(&self, name: &str) -> [Option<&'a Value>; 2] {
        self.both(|report| report.token.claims().and_then(|claims| claims.get(name)))
    }

    /// Whether both payloads can be read, and this claim differs.
    fn differs(&self, name: &str) -> bool {
        let [a, b] = self.claim(name);
        a != b && self.both(|report| report.token.claims().is_some()) == [true; 2]
    }

    /// `A: …; B: …`, each side with its finding on one of these members, else with `plain` words.
    fn sides(&self, places: &[&str], plain: impl Fn(&'a TokenReport) -> String) -> String {
        let found = self.both(|report| {
            let mut findings = report.findings.iter();
            let finding = findings.find(|finding| {
                // That a key is not loaded is said in fewer words.
                let is_unchecked = finding.id == "unchecked-signature"
                    || (finding.id == "unknown-key-id" && report.made.is_none());
                !is_unchecked && finding.place.is_some_and(|at| places.contains(&at))
            });
            finding.map(|finding| finding.message.as_str())
        });
        // The same words about both show no difference.
        let is_telling = found[0] != found[1];
        let words = |i: usize| match found[i] {
            Some(message) if is_telling => uncapitalized(message),
            _ => plain(self.sides[i]),
        };
        format!("A: {}; B: {}", words(0), words(1))
    }

    /// Whether only one of them can be decoded.
    fn structure(&mut self) {
        let [a, b] = self.both(|report| report.structure);
        if a != b {
            let words = |report: &TokenReport| match report.structure {
                Structure::Sound => "well-formed".to_owned(),
                Structure::Broken => {
                    let worst = report.findings.first();
                    let message = worst.map_or("malformed", |finding| finding.message.as_str());
                    uncapitalized(message)
                }
            };
            let [a, b] = self.both(words);
            self.push(About::Structure, true, format!("A: {a}; B: {b}"));
        }
    }

    /// Whether the time of judgement is within the lifetime of only one of them.
    fn is_decided_by_time(&self) -> bool {
        let [a, b] = self.both(|report| {
            let ends = report.token.expiry().map(|exp| exp <= report.as_of.time);
            let mut findings = report.findings.iter();
            (ends, findings.any(|finding| finding.place == Some("exp")))
        });
        a != b
    }

    fn validity(&mut self) {
        if !self.differs("exp") {
            return;
        }
        let text = self.sides(&["exp"], |report| {
            let (time, source) = (report.as_of.time, report.as_of.source);
            match report.token.expiry() {
                Some(exp) if exp <= time => format!("expired {}", report.as_of.distance(exp)),
                Some(exp) if source == TimeSource::Request => {
                    format!("valid for {} after the request", exp.since(time))
                }
                Some(exp) => format!("valid for {}", exp.since(time)),
                None => has(report, "exp"),
            }
        });
        let [a, b] = self.both(|report| report.token.expiry());
        let (ends, is_short) = match (a, b) {
            (Some(a), Some(b)) if a > b => (
                format!(" (A ends {} after B)", a.since(b)),
                a.since(b) < SHORT,
            ),
            (Some(a), Some(b)) => (
                format!(" (B ends {} after A)", b.since(a)),
                b.since(a) < SHORT,
            ),
            _ => (String::new(), false),
        };
        let matters = !is_short || self.is_decided_by_time();
        self.push(About::Validity, matters, text + &ends);
    }

    fn audience(&mut self) {
        if self.differs("aud") {
            let text = self.sides(&["aud"], |report| match report.token.audience() {
                Some(audience) => format!("for {}", audience.noun()),
                None => has(report, "aud"),
            });
            self.push(About::Audience, true, text);
        }
    }

    fn id(&mut self) {
        if self.differs("sub") {
            let text = self.sides(&["sub"], |report| {
                let sub = report.token.claims().and_then(|claims| claims.str("sub"));
                sub.map_or_else(
                    || has(report, "sub"),
                    |sub| format!("for the ID `{}`", cut(sub)),
                )
            });
            let [a, b] = self.claim("sub").map(|sub| sub.and_then(Value::as_str));
            self.push(About::Id, true, text + &likeness(a, b));
        }
    }

    /// Signatures and key IDs.
    fn key(&mut self) {
        let [kid_a, kid_b] = self.both(|report| report.token.key_id());
        let [a, b] = self.both(|report| report.signature.word());
        let [text_a, text_b] = self.both(|report| report.token.signed_text());
        let [signature_a, signature_b] =
            self.both(|report| report.token.signature().map(|part| part.text.as_str()));
        // RSA with PKCS #1 v1.5 has exactly one signature for a text.
        let is_rs = self.sides[0]
            .token
            .header_str("alg")
            .is_some_and(|alg| alg.starts_with("RS"));
        let notes = if signature_a.is_some() && signature_a == signature_b && text_a != text_b {
            " (the signatures are the same, so at least one token was changed after signing)"
        } else if text_a == text_b && signature_a != signature_b && is_rs {
            " (header and payload are the same, so at most one signature is valid)"
        } else {
            ""
        };
        let signer = |report: &TokenReport| match report.signature {
            Signature::Verified { key } => Some(key),
            _ => None,
        };
        let is_other_signer = matches!(self.both(signer), [Some(a), Some(b)] if a != b);
        if kid_a != kid_b || a != b || is_other_signer || !notes.is_empty() {
            let text = self.sides(&["signature", "kid"], |report| self.signature(report));
            // Documented: a key belongs to one environment.
            let environment = match (kid_a, kid_b, notes) {
                (Some(a), Some(b), "") if a != b => {
                    "; a signing key works only for videos of its own environment"
                }
                _ => "",
            };
            let text = text + notes + &likeness(kid_a, kid_b) + environment;
            self.push(About::Key, true, text);
        }
        let [place_a, place_b] = self.both(|report| {
            let claims = report.token.claims();
            match (
                report.token.header_str("kid"),
                claims.and_then(|claims| claims.str("kid")),
            ) {
                (Some(_), Some(_)) => "header and payload",
                (Some(_), None) => "the header",
                (None, _) => "the payload",
            }
        });
        if kid_a.is_some() && kid_b.is_some() && place_a != place_b {
            let text =
                format!("The key ID is in {place_a} of A and in {place_b} of B; Mux reads both");
            self.push(About::Key, false, text);
        }
    }

    /// The key of one side and the verdict on its signature.
    fn signature(&self, report: &TokenReport) -> String {
        let kid = match report.token.key_id() {
            Some(kid) => format!("the key `{}`", cut(kid)),
            None => "no key ID".to_owned(),
        };
        match &report.signature {
            Signature::Verified { key } => {
                let environment = self.keys.get(*key).and_then(wording::environment);
                let is_demo = self.keys.get(*key).is_some_and(Key::is_demo);
                let note = match environment {
                    _ if is_demo => " (a demo key, which Mux does not know)".to_owned(),
                    Some(environment) => format!(" of {environment}"),
                    None => String::new(),
                };
                if report.token.key_id().is_some() {
                    return format!("signed with {kid}{note}");
                }
                let key = self.keys.get(*key).map(wording::key_name);
                let key = key.unwrap_or_default();
                format!("signed with the {key}{note}, but {kid}")
            }
            Signature::Failed { .. } => format!("{kid}, and the signature does not verify"),
            Signature::Unchecked(Unchecked::NoKey) => kid,
            Signature::Unchecked(Unchecked::OtherKey) => format!("{kid} (not loaded)"),
            Signature::Unchecked(why) => {
                format!("{kid}, signature not checked: {}", wording::unchecked(*why))
            }
        }
    }

    /// A member of the header.
    fn header(&mut self, name: &str) {
        let [Some(a), Some(b)] = self.both(|report| report.token.header.object()) else {
            return;
        };
        if a.get(name) == b.get(name) {
            return;
        }
        let about = if name == "alg" {
            About::Algorithm
        } else {
            About::Header
        };
        let is_optional = name == "typ";
        let note = if is_optional { "; it is optional" } else { "" };
        let shown = cut(name);
        let text = self.sides(&[name], |report| {
            let value = report
                .token
                .header
                .object()
                .and_then(|header| header.get(name));
            value.map_or_else(
                || format!("no `{shown}` in the header"),
                |value| format!("`{shown}` in the header is `{}`", cut(&value.to_string())),
            )
        });
        self.push(about, !is_optional, text + note);
    }

    fn header_names(&mut self) {
        let names: BTreeSet<&str> = self
            .both(|report| report.token.header.object())
            .into_iter()
            .flatten()
            .flat_map(Object::iter)
            .map(|(name, _)| name)
            .filter(|name| !["alg", "kid"].contains(name))
            .collect();
        for name in names.into_iter().take(MOST) {
            self.header(name);
        }
    }

    /// Every other claim, in the order of A.
    fn claims(&mut self) {
        let [Some(a), Some(b)] = self.both(|report| report.token.claims()) else {
            return;
        };
        let mut seen = BTreeSet::from(BY_MEANING);
        let names = a.iter().chain(b.iter()).map(|(name, _)| name);
        let names: Vec<_> = names
            .filter(|name| seen.insert(name) && a.get(name) != b.get(name))
            .collect();
        for name in names.iter().take(MOST) {
            self.one_claim(name);
        }
        let more = names.len().saturating_sub(MOST);
        if more > 0 {
            self.push(About::Parameter, true, format!("{more} more claims differ"));
        }
    }

    fn one_claim(&mut self, name: &str) {
        let [a, b] = self.claim(name);
        let shown = cut(name);
        let (note, matters) = weight(name);
        let about = if name == params::RESTRICTION {
            About::Restriction
        } else {
            About::Parameter
        };
        if let (Some(a), Some(b)) = (a, b)
            && let Some((note, matters)) = same_value(name, a, b)
        {
            let text = format!(
                "`{shown}`: A has `{}`, B has `{}`; {note}",
                cut(&a.to_string()),
                cut(&b.to_string())
            );
            self.push(about, matters, text);
            return;
        }
        let is_same_kind = a.is_none() || b.is_none() || a.map(Value::kind) == b.map(Value::kind);
        let text = self.sides(&[name], |report| {
            let value = report.token.claims().and_then(|claims| claims.get(name));
            let Some(value) = value else {
                let param = report
                    .token
                    .audience()
                    .and_then(|audience| params::find(name, audience));
                let param = param.filter(|param| !param.is_general());
                let default = param.map_or_else(String::new, |param| {
                    format!(" (default: {})", param.default)
                });
                return format!("no `{shown}`{default}");
            };
            let written = if is_same_kind {
                value.plain()
            } else {
                value.to_string()
            };
            let time = time_of(name, value).map_or_else(String::new, |time| {
                format!(" ({})", report.as_of.distance(time))
            });
            format!("`{shown}` is `{}`{time}", cut(&written))
        });
        let note = note.map_or_else(String::new, |note| format!("; {note}"));
        self.push(about, matters, text + &note);
    }

    /// How the JSON is written, what wrote it, and any other difference of the texts.
    fn form(&mut self) {
        let payloads = self.both(|report| report.token.claims());
        let headers = self.both(|report| report.token.header.object());
        for (what, part, objects) in [("claims", 1, payloads), ("header members", 0, headers)] {
            let [Some(a), Some(b)] = objects else {
                continue;
            };
            let bytes = self.both(|report| report.token.parts.get(part).map(|part| &part.bytes));
            if a == b && bytes[0] != bytes[1] {
                let text = format!(
                    "The {what} are the same but are written with different spaces or escapes"
                );
                self.push(About::Spelling, false, text);
            } else if a != b && has_same_names(a, b) {
                let text =
                    format!("The {what} are in a different order, which makes no difference");
                self.push(About::Spelling, false, text);
            }
        }
        if let [Some(a), Some(b)] = self.both(|report| report.producer)
            && a != b
        {
            self.push(
                About::Producer,
                false,
                format!("A was probably created by {a}, B by {b}"),
            );
        }
        let is_about_token =
            |word: &Difference| !matches!(word.about, About::Url | About::Producer);
        let [a, b] = self.both(|report| report.token.text.as_str());
        if a != b && !self.words.iter().any(is_about_token) {
            let parts = ["header", "payload", "signature"];
            let differs = |i: &usize| {
                let [a, b] = self.both(|report| report.token.parts.get(*i).map(|part| &part.text));
                a != b
            };
            let what = (0..3)
                .find(differs)
                .map_or("text after the third part", |i| parts[i]);
            self.push(
                About::Structure,
                true,
                format!("The tokens differ in the {what}"),
            );
        }
    }
}

/// The value of a claim as written, or that it is missing.
fn has(report: &TokenReport, name: &str) -> String {
    let value = report.token.claims().and_then(|claims| claims.get(name));
    value.map_or_else(
        || format!("no `{name}`"),
        |value| format!("`{name}` is `{}`", cut(&value.to_string())),
    )
}

#[cfg(test)]
mod tests {
    use super::super::{
        report::About,
        testing::{NOW, of, of_texts, says, token, token_of},
    };
    use crate::core::{
        diagnose::finding::Finding,
        key::Key,
        mux::audience::Audience,
        token::spec::{KeyIdPlacement, TokenSpec},
    };

    /// Checks the first difference of each pair of payloads.
    fn check(cases: &[(&str, &str, &str)]) {
        for (a, b, words) in cases {
            assert_eq!(says(a, b)[0], *words, "{a} {b}");
        }
    }

    #[test]
    fn validity_uses_findings_or_lifetimes() {
        let at = |offset: i64| format!(r#"{{"exp":{}}}"#, NOW.0 + offset);
        for (a, b, words) in [
            (
                at(6 * 86400),
                at(-3 * 3600),
                "A: valid for 6 days; B: the token expired 3 hours ago, at 2026-11-22 03:50:45 UTC (A ends 6 days 3 hours after B)",
            ),
            (
                at(3600),
                at(7200),
                "A: valid for 1 hour; B: valid for 2 hours (B ends 1 hour after A)",
            ),
            (
                at(60),
                "{}".to_owned(),
                "A: valid for 1 minute; B: the token has no expiry: `exp` is missing",
            ),
        ] {
            assert_eq!(says(&a, &b)[0], words);
        }
    }

    #[test]
    fn audiences_and_ids_are_named() {
        check(&[
            (
                r#"{"aud":"v"}"#,
                r#"{"aud":"t"}"#,
                "A: for video; B: for thumbnails",
            ),
            (
                r#"{"sub":"abc"}"#,
                r#"{"sub":"xyz"}"#,
                "A: for the ID `abc`; B: for the ID `xyz`",
            ),
            (
                r#"{"sub":"abc"}"#,
                r#"{"sub":"aBc"}"#,
                "A: for the ID `abc`; B: for the ID `aBc` (they differ only in case)",
            ),
            (
                r#"{"sub":"abcdefghij"}"#,
                r#"{"sub":"abcdefgh"}"#,
                "A: for the ID `abcdefghij`; B: for the ID `abcdefgh` (one is the first 8 characters of the other)",
            ),
        ]);
        let hidden = says(r#"{"sub":"abc"}"#, "{\"sub\":\"a\u{200b}bc\"}");
        assert!(
            hidden[0].ends_with("(they differ only in invisible characters)"),
            "{hidden:?}"
        );
    }

    fn signed(key: &Key, spec: &TokenSpec) -> String {
        let id = key.id.as_deref().expect("an ID");
        let signing = key.signing().expect("a private key");
        spec.sign(id, signing, NOW).expect("a valid spec").token
    }

    #[test]
    fn signatures_and_keys_share_one_difference() {
        let key = |id: &str| {
            let pair = Key::demo();
            let der = pair.signing().expect("private").for_keychain();
            Key::read(der.as_ref()).expect("a key").with_id(id)
        };
        let keys = [key("K").with_label("prod"), key("L").with_label("staging")];
        let spec = TokenSpec::new(Audience::Video, "ID");
        let by_k = signed(&keys[0], &spec);
        let by_l = signed(&keys[1], &spec);
        let foreign = signed(&Key::demo().with_id("M"), &spec);
        let forged = signed(&Key::demo().with_id("K"), &spec);
        for (a, b, start, end) in [
            (
                &by_k,
                &by_l,
                "A: signed with the key `K` of prod; B: signed with the key `L` of staging",
                "; a signing key works only for videos of its own environment",
            ),
            (
                &by_k,
                &foreign,
                "A: signed with the key `K` of prod; B: the key `M` (not loaded)",
                "; a signing key works only for videos of its own environment",
            ),
            (
                &by_k,
                &forged,
                "A: signed with the key `K` of prod; B: the signature ",
                "(header and payload are the same, so at most one signature is valid)",
            ),
        ] {
            let words = of_texts(a, b, &keys);
            assert_eq!(words.len(), 1, "{words:?}");
            assert!(
                words[0].starts_with(start) && words[0].ends_with(end),
                "{words:?}"
            );
        }
        let (_, signature) = by_k.rsplit_once('.').expect("three parts");
        let other = token(r#"{"kid":"K","sub":"ID","aud":"v"}"#);
        let (text, _) = other.rsplit_once('.').expect("three parts");
        let changed = of_texts(&by_k, &format!("{text}.{signature}"), &keys);
        assert!(
            changed[0].contains("at least one token was changed after signing"),
            "{changed:?}"
        );
    }

    #[test]
    fn key_id_placement_has_no_effect() {
        let keys = [Key::demo().with_id("K")];
        let mut spec = TokenSpec::new(Audience::Video, "ID");
        let a = signed(&keys[0], &spec);
        spec.placement = KeyIdPlacement::Header;
        assert_eq!(
            of_texts(&a, &signed(&keys[0], &spec), &keys)[0],
            "~ The key ID is in the payload of A and in the header of B; Mux reads both"
        );
    }

    #[test]
    fn algorithms_are_compared() {
        let hs = token_of(r#"{"alg":"HS256","typ":"JWT"}"#, "{}");
        let words = of_texts(&token("{}"), &hs, &[]);
        assert!(
            words
                .iter()
                .any(|word| word.starts_with("A: `alg` in the header is `\"RS256\"`; B: ")),
            "{words:?}"
        );
    }

    #[test]
    fn equal_values_in_other_types_have_little_effect() {
        check(&[
            (
                r#"{"aud":"t","width":640}"#,
                r#"{"aud":"t","width":"640"}"#,
                r#"~ `width`: A has `640`, B has `"640"`; Mux probably accepts both"#,
            ),
            (
                r#"{"aud":"t","time":3.0}"#,
                r#"{"aud":"t","time":3}"#,
                "~ `time`: A has `3.0`, B has `3`; the same number",
            ),
            (
                r#"{"aud":"d","playDuration":60}"#,
                r#"{"aud":"d","playDuration":"60"}"#,
                r#"`playDuration`: A has `60`, B has `"60"`; Mux's iOS player ignores the string"#,
            ),
            (
                r#"{"custom":{"a":1,"b":2}}"#,
                r#"{"custom":{"b":2,"a":1}}"#,
                r#"~ `custom`: A has `{"a":1,"b":2}`, B has `{"b":2,"a":1}`; the same members in a different order"#,
            ),
            (
                r#"{"x":123456789012345678901}"#,
                r#"{"x":123456789012345678902}"#,
                "~ A: `x` is `123456789012345678901`; B: `x` is `123456789012345678902`",
            ),
        ]);
    }

    #[test]
    fn missing_claims_have_defaults() {
        check(&[
            (
                r#"{"aud":"t","time":25}"#,
                r#"{"aud":"t"}"#,
                "A: `time` is `25`; B: no `time` (default: the middle of the video)",
            ),
            (
                r#"{"iat":1795330245}"#,
                r#"{"iat":1795326645}"#,
                "~ A: `iat` is `1795330245` (now); B: `iat` is `1795326645` (1 hour ago); Mux does not use it",
            ),
            (
                "{}",
                r#"{"playback_restriction_id":"R"}"#,
                "A: no `playback_restriction_id`; B: `playback_restriction_id` is `R`",
            ),
        ]);
    }

    #[test]
    fn what_decides_comes_first() {
        let order = |a: &str, b: &str| {
            let words = of(&token(a), &token(b), &[]).words.into_iter();
            words
                .map(|word| (word.about, word.matters))
                .collect::<Vec<_>>()
        };
        let at = |offset: i64| NOW.0 + offset;
        let claims = |kid: &str, sub: &str, aud: &str, exp: i64| {
            format!(r#"{{"kid":"{kid}","sub":"{sub}","aud":"{aud}","exp":{exp}}}"#)
        };
        let a = claims("K", "ID", "v", at(3600));
        // Seconds apart, and both valid: signed one after the other.
        assert_eq!(
            order(&a, &claims("L", "ID", "v", at(3605))),
            [(About::Key, true), (About::Validity, false)]
        );
        assert_eq!(
            order(&a, &claims("K", "ID", "v", at(3605))),
            [(About::Validity, false)]
        );
        assert_eq!(
            order(&a, &claims("L", "ID2", "t", at(-3600))),
            [
                (About::Key, true),
                (About::Audience, true),
                (About::Id, true),
                (About::Validity, true)
            ]
        );
        // Seconds apart, and one is expired.
        let (a, b) = (claims("K", "A", "v", at(2)), claims("K", "B", "v", at(-3)));
        assert_eq!(order(&a, &b), [(About::Id, true), (About::Validity, true)]);
        // A parameter decides more than an expiry hours later.
        let with_param =
            claims("K", "ID", "v", at(9000)).replace('}', r#","min_resolution":"720p"}"#);
        let a = claims("K", "ID", "v", at(3600));
        assert_eq!(
            order(&a, &with_param),
            [(About::Parameter, true), (About::Validity, true)]
        );
        let cut = token(&a);
        let words = of(&cut, &cut[..60], &[]).words;
        assert_eq!(words[0].about, About::Structure, "{words:?}");
        assert!(
            words[0].text.starts_with("A: well-formed; B: "),
            "{words:?}"
        );
    }

    #[test]
    fn findings_of_one_side_are_listed() {
        let only = |a: &str, b: &str| {
            let compared = of(a, b, &[]);
            let ids = |list: &[Finding]| list.iter().map(|one| one.id).collect::<Vec<_>>();
            (
                ids(&compared.only_a),
                ids(&compared.only_b),
                compared.matters(),
            )
        };
        let (with, without) = (
            r#"{"sub":"ID","aud":"t","time":25}"#,
            r#"{"sub":"ID","aud":"t"}"#,
        );
        let url = |claims: &str, query: &str| {
            format!(
                "https://image.mux.com/ID/thumbnail.png?{query}token={}",
                token(claims)
            )
        };
        assert_eq!(
            only(&url(with, ""), &url(without, "time=25&")),
            (vec![], vec!["param-outside-token"], true)
        );
        let nested = r#"{"sub":"ID","aud":"t","params":{"time":25}}"#;
        assert_eq!(
            only(&token(nested), &token(with)),
            (vec!["nested-params"], vec![], true)
        );
        // Both are expired, though not since the same time.
        assert_eq!(
            only(
                &token(r#"{"sub":"ID","aud":"v","exp":1}"#),
                &token(r#"{"sub":"ID","aud":"v","exp":1000}"#)
            ),
            (vec![], vec![], true)
        );
        let text = of(&token(with), &token(nested), &[]).to_string();
        assert!(text.contains("\n\nOnly B has:\n- warning: "), "{text}");
    }

    #[test]
    fn order_and_spelling_have_no_effect() {
        assert_eq!(
            says(r#"{"sub":"ID","x":1}"#, r#"{"x":1,"sub":"ID"}"#),
            ["~ The claims are in a different order, which makes no difference"]
        );
        assert_eq!(
            says(r#"{"sub":"ID"}"#, r#"{ "sub": "ID" }"#),
            ["~ The claims are the same but are written with different spaces or escapes"]
        );
    }

    #[test]
    fn other_header_members_are_compared() {
        let text = |header: &str| token_of(header, "{}");
        let words = of_texts(
            &text(r#"{"alg":"RS256","typ":"JWT"}"#),
            &text(r#"{"alg":"RS256"}"#),
            &[],
        );
        let optional =
            r#"~ A: `typ` in the header is `"JWT"`; B: no `typ` in the header; it is optional"#;
        assert!(words.contains(&optional.to_owned()), "{words:?}");
    }

    #[test]
    fn many_differences_are_counted() {
        let claims: Vec<_> = (0..1000).map(|i| format!(r#""c{i}":1"#)).collect();
        let words = says("{}", &format!("{{{}}}", claims.join(",")));
        assert_eq!(words[0], "960 more claims differ");
    }

    #[test]
    fn different_texts_always_have_a_difference() {
        let whole = token(r#"{"sub":"ID"}"#);
        let mut texts = vec![
            whole.clone(),
            format!("{whole}="),
            format!("{whole}.x"),
            whole.replace('.', ".."),
            format!("{}A", &whole[..whole.len() - 1]),
            format!("{}B", &whole[..whole.len() - 1]),
            whole[..whole.len() - 1].to_owned(),
            "eyJhbGciOiJSUzI1NiJ9.eyJ".to_owned(),
            "eyJhbGciOiJSUzI1NiJ9.eyK".to_owned(),
        ];
        for header in [
            r#"{"alg":"RS256"}"#,
            r#"{"alg":1}"#,
            r#"{"kid":1}"#,
            "[]",
            "{}",
        ] {
            for claims in [
                "{}",
                r#"{"sub":1}"#,
                r#"{"exp":1.5}"#,
                r#"{"kid":2}"#,
                r#"{"aud":null}"#,
                "1",
            ] {
                texts.push(token_of(header, claims));
            }
        }
        for a in &texts {
            for b in &texts {
                let same = of_texts(a, b, &[]).is_empty();
                assert_eq!(same, a == b, "{a} {b}");
            }
        }
    }
}
