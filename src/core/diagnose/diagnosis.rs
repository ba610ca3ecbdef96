//! Relates a symptom to a token: which findings explain it, and which other causes remain.

use super::{
    case::{Case, explained},
    finding::Finding,
    report::{Cause, Diagnosis, Outcome, TokenReport},
};
use crate::core::{
    level::Severity,
    mux::{
        symptom::{
            entry::{Explained, Facts, Symptom},
            kind::Kind,
            suspect::{Clues, Suspect},
        },
        url::MediaHost,
    },
    request::MediaRequest,
};

/// Explains what a symptom means for an inspected token.
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
        } else if contradiction.is_some() || case.has_an_earlier_code() {
            Outcome::Contradicted
        } else {
            Outcome::Open
        }
    };
    let left = match outcome {
        Outcome::Explained | Outcome::Elsewhere => Vec::new(),
        _ => causes(facts, &case.clues()),
    };
    Diagnosis {
        saw,
        meaning: facts.meaning,
        basis: facts.basis,
        outcome,
        note: case.note(outcome, &explained_by, contradiction),
        explained_by,
        left,
        asks_for_time: outcome != Outcome::Elsewhere && case.asks_for_time(),
    }
}

/// Explains what a symptom means for an input without a token: for `requests`, or in general.
pub fn explain_without_token(
    saw: Symptom,
    findings: &[Finding],
    requests: &[MediaRequest],
) -> Diagnosis {
    let urls = || requests.iter().filter_map(MediaRequest::media_url);
    let mut hosts =
        urls().filter_map(|url| url.resource.audiences().first().copied().map(MediaHost::of));
    let first = hosts.next();
    let same = first.filter(|first| hosts.all(|host| host == *first));
    let host = saw.host.or(same).or(saw.entry.common_host());
    let facts = saw.facts_at(host);
    let found = |rules: &[&'static str]| -> Vec<_> {
        let ids = findings.iter().map(|finding| finding.id);
        ids.filter(|id| rules.contains(id)).collect()
    };
    let certain = match facts.explained {
        Explained::By(rules) => found(rules),
        Explained::ByErrors => Vec::new(),
    };
    let perhaps = found(facts.perhaps);
    let (outcome, explained_by, note) = match (certain.is_empty(), perhaps.is_empty()) {
        (false, _) => {
            let note = explained(&certain, ["explains", "explain"]);
            (Outcome::Explained, certain, note)
        }
        (true, false) => {
            let note = explained(&perhaps, ["may explain", "may explain"]);
            (Outcome::Perhaps, perhaps, note)
        }
        (true, true) => (Outcome::Open, Vec::new(), without_token(saw).to_owned()),
    };
    let clues = Clues {
        kind: saw.entry.kind,
        host,
        kid: None,
        sub: None,
        audience: None,
        expiry: None,
        restriction: None,
        has_latest: false,
        url_id: None,
        resource: None,
        has_place: false,
        is_verified: None,
        findings: Vec::new(),
    };
    let left = match outcome {
        Outcome::Explained => Vec::new(),
        _ => causes(facts, &clues),
    };
    Diagnosis {
        saw,
        meaning: facts.meaning,
        basis: facts.basis,
        outcome,
        explained_by,
        left,
        note,
        asks_for_time: false,
    }
}

/// What to do about an error without a token that explains it.
fn without_token(saw: Symptom) -> &'static str {
    match saw.entry.kind {
        Kind::Signing => "This error occurs while signing, so there is no token yet.",
        _ => {
            "There is no token to check. Inspect the URL that failed, with its token, to find the cause."
        }
    }
}

/// The other causes that are possible.
fn causes(facts: &Facts, clues: &Clues<'_>) -> Vec<Cause> {
    let to_cause = |suspect: &Suspect| {
        let words = suspect.words(clues)?;
        Some(Cause {
            words,
            basis: suspect.basis,
        })
    };
    facts.suspects.iter().filter_map(to_cause).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::level::Basis;
    use crate::core::mux::audience::Audience;
    use crate::core::time::Timestamp;
    use crate::core::{
        diagnose::{evidence::Evidence, inspect, lint::testing},
        key::Key,
        mux::{header::Header, restriction::Restriction, url::MediaUrl},
        token::spec::{Expiry, TokenSpec},
    };

    const NOW: Timestamp = Timestamp(1_795_330_245);
    const VIDEO: &str = "https://stream.mux.com/ID.m3u8";
    const SOUND: &str = r#"{"kid":"K","sub":"ID","aud":"v","exp":1795333845}"#;

    fn diagnosis_of(text: &str, url: Option<&str>, saw: &str, keys: &[Key]) -> Diagnosis {
        let evidence = Evidence {
            url: url.map(|url| MediaUrl::read(url).expect("a test gives a URL of Mux")),
            saw: Some(Symptom::parse(saw).expect("a known symptom")),
            ..Evidence::default()
        };
        let report = inspect(text, &evidence, keys, NOW);
        let token = report.tokens.into_iter().next().expect("a token");
        token.diagnosis.expect("a diagnosis")
    }

    /// The diagnosis of an unverifiable token with these claims.
    fn diagnosis(claims: &str, url: &str, saw: &str) -> Diagnosis {
        let token = testing::token(r#"{"alg":"RS256","typ":"JWT"}"#, claims);
        diagnosis_of(&token, Some(url).filter(|url| !url.is_empty()), saw, &[])
    }

    fn verified(claims: &[(&str, &str)], saw: &str) -> Diagnosis {
        let key = Key::demo();
        let mut request = TokenSpec::new(Audience::Video, "ID");
        request.expiry = Expiry::At(Timestamp(NOW.0 + 60));
        for (name, value) in claims {
            request.claims.push(*name, *value);
        }
        let id = key.id.clone().expect("a demo key has an ID");
        let signed = request.sign(&id, key.signing().expect("private"), NOW);
        diagnosis_of(
            &signed.expect("a valid spec").token,
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
    fn findings_explain_symptoms() {
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
    fn explaining_findings_are_named_and_joined() {
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
    fn expiry_printed_as_1970_is_corrected() {
        let claims = r#"{"kid":"K","sub":"ID","aud":"v","exp":1648076404}"#;
        let diagnosis = diagnosis(claims, VIDEO, "expired Jan 20, 1970");
        assert_eq!(diagnosis.explained_by, ["expired"]);
        assert_eq!(
            diagnosis.note,
            "`expired` (the token has expired) explains it. For this token mux-player prints 1970-01-20 01:47:56 UTC; \
             it actually expires at 2022-03-23 23:00:04 UTC."
        );
        assert!(diagnosis.meaning.contains("bug of mux-player"));
    }

    #[test]
    fn unexplained_403_lists_key_environment_and_restriction() {
        let open = diagnosis(SOUND, VIDEO, "403");
        assert_eq!(open.outcome, Outcome::Open);
        assert_eq!(
            left(&open),
            [
                "The signature was not checked and may not come from `K`.",
                "Mux may not know the key `K`: it was deleted, which invalidates every token signed with it at once, \
                 or this is not its ID.",
                "The key `K` may belong to a different Mux environment than `ID`.",
            ]
        );
        let restricted = verified(&[("playback_restriction_id", "R")], "403");
        assert_eq!(
            left(&restricted),
            [
                "The playback restriction `R` may reject the request because of its `Referer` or `User-Agent`.",
                "Mux may not know the key `demo-key`: it was deleted, which invalidates every token signed with it at \
                 once, or this is not its ID.",
                "The key `demo-key` may belong to a different Mux environment than `ID`.",
            ]
        );
        assert!(
            restricted
                .note
                .starts_with("This token has no problem that can be detected")
        );
        assert!(
            restricted
                .left
                .iter()
                .all(|cause| cause.basis == Basis::Documented)
        );
    }

    #[test]
    fn restriction_refusal_explains_vague_player_errors() {
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
                restriction: Restriction::read(restriction).expect("a restriction").pop(),
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
    fn network_error_contradicts_expired_token_only_if_mux_player_showed_it() {
        let expired = r#"{"kid":"K","sub":"ID","aud":"v","exp":1}"#;
        let condition = "If mux-player showed this, `expired` does not explain it: mux-player reports that with code \
                         2403210, so the token had probably not expired yet when it failed. Inspect it as of that \
                         time.";
        for words in [
            "Network Error",
            "networkError",
            "{\"type\":\"networkError\"}",
        ] {
            let plain = diagnosis(expired, VIDEO, words);
            assert_eq!(plain.outcome, Outcome::Explained);
            assert_eq!(plain.explained_by, ["expired"]);
            let first = "`expired` (the token has expired) explains it.";
            assert_eq!(plain.note, format!("{first} {condition}"));
        }
        let code = diagnosis(expired, VIDEO, "2000000");
        assert_eq!(code.outcome, Outcome::Contradicted);
        let first = "This token has its own problem: `expired` (the token has expired).";
        assert_eq!(code.note, format!("{first} {condition}"));
        assert_eq!(left(&code).len(), 3);
        assert_eq!(diagnosis(SOUND, VIDEO, "2000000").outcome, Outcome::Open);
        let other = r#"{"kid":"K","sub":"OTHER","aud":"v","exp":1795333845}"#;
        assert_eq!(
            diagnosis(other, VIDEO, "2000000").note,
            "This token has its own problem: `subject-mismatch` (the token is for another ID). If mux-player showed \
             this, `subject-mismatch` does not explain it: mux-player reports that with code 2403232, so the player \
             probably used a different token."
        );
    }

    #[test]
    fn own_problem_is_named_before_a_contradiction() {
        let expired = r#"{"kid":"K","sub":"ID","aud":"v","exp":1}"#;
        let contradicted = diagnosis(expired, VIDEO, "works in Chrome, 403 in Safari");
        assert_eq!(contradicted.outcome, Outcome::Contradicted);
        assert_eq!(
            contradicted.note,
            "This token has its own problem: `expired` (the token has expired). The error does not match this token: \
             it names no playback restriction, and Mux restricts no request without one."
        );
    }

    #[test]
    fn errors_while_signing_are_not_about_a_token() {
        let signing = diagnosis(SOUND, VIDEO, "Private key required");
        assert_eq!(signing.outcome, Outcome::Elsewhere);
        assert_eq!(
            signing.note,
            "This error occurs while signing and leaves no token: this token is from another attempt."
        );
        let key = "secretOrPrivateKey must be an asymmetric key when using RS256";
        let shared = testing::token(r#"{"alg":"HS256"}"#, SOUND);
        let explained = diagnosis_of(&shared, None, key, &[]);
        assert_eq!(explained.explained_by, ["wrong-algorithm"]);
        let alone = inspect(key, &Evidence::default(), &[], NOW);
        let alone = alone.diagnosis.expect("the input is an error");
        assert_eq!(
            alone.note,
            "This error occurs while signing, so there is no token yet."
        );
    }

    #[test]
    fn errors_without_a_token_have_general_causes() {
        let says = |text: &str, saw: &str| {
            let mut evidence = Evidence::default();
            evidence.see(saw);
            let report = inspect(text, &evidence, &[], NOW);
            report.diagnosis.expect("there is no token")
        };
        let missing = says(VIDEO, "403");
        assert_eq!(missing.outcome, Outcome::Perhaps);
        assert_eq!(missing.explained_by, ["token-missing"]);
        assert_eq!(
            left(&missing),
            [
                "If the request had a token, it may have expired, be for another ID or audience, or not be signed with \
                 a key of the video's environment.",
                "The token may name a playback restriction that rejects the request because of its `Referer` or \
                 `User-Agent`.",
                "Mux may not know the key of the token: it was deleted, which invalidates every token signed with it at \
                 once, or it belongs to a different environment than the video.",
            ]
        );
        let license = says("https://license.mux.com/license/widevine/ID", "400");
        assert_eq!(license.explained_by, ["token-missing"]);
        assert!(
            license
                .meaning
                .starts_with("The request to the license server had no token")
        );
        // With URLs of several servers, the server is unknown.
        let mixed = says(
            &format!("{VIDEO} https://image.mux.com/ID/thumbnail.png"),
            "400",
        );
        assert!(mixed.meaning.starts_with("The request itself is invalid"));
        let token = testing::token(r#"{"alg":"RS256"}"#, SOUND);
        assert_eq!(
            inspect(&format!("{token} 403"), &Evidence::default(), &[], NOW).diagnosis,
            None
        );
    }

    #[test]
    fn mismatched_codes_are_contradicted() {
        for (saw, why) in [
            (
                "2403210",
                "it does not expire until 2026-11-22 07:50:45 UTC",
            ),
            ("2403232", "its `sub` is `ID`, the ID in the URL"),
            ("2403221", "its `aud` is `v`"),
            (
                "2403222",
                "its `aud` is `v`, which is correct for `playback-token`",
            ),
            ("2412202", "its payload can be decoded"),
            ("never expires", "it expires at 2026-11-22 07:50:45 UTC"),
            (
                "only in production",
                "it names no playback restriction, and Mux restricts no request without one",
            ),
            (
                "casting fails",
                "it names no playback restriction, and Mux restricts no request without one",
            ),
        ] {
            let diagnosis = diagnosis(SOUND, VIDEO, saw);
            assert_eq!(diagnosis.outcome, Outcome::Contradicted, "{saw}");
            let note = format!("The error does not match this token: {why}.");
            assert!(diagnosis.note.starts_with(&note), "{}", diagnosis.note);
            assert!(!diagnosis.left.is_empty(), "{saw}");
        }
    }

    #[test]
    fn missing_id_contradicts_nothing() {
        let diagnosis = diagnosis(SOUND, "", "2403232");
        assert_eq!(diagnosis.outcome, Outcome::Open);
        assert_eq!(
            left(&diagnosis)[0],
            "The token is for `ID`, but the player may have a different `playback-id`."
        );
    }

    #[test]
    fn statuses_have_causes_by_host() {
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
                "This token is for the stream, not for the license.",
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
            let words = &diagnosis.left.first().expect("at least one cause").words;
            assert!(words.starts_with(first), "{saw} {url}: {words}");
        }
        let license = diagnosis(drm, "", "403");
        assert!(license.meaning.starts_with("The license server"));
        assert!(left(&license).contains(&"The playback ID `ID` may not exist."));
    }

    #[test]
    fn unrelated_findings_are_reported_as_such() {
        let expired = r#"{"kid":"K","sub":"ID","aud":"v","exp":1}"#;
        let diagnosis = diagnosis(expired, VIDEO, "412");
        assert_eq!(diagnosis.outcome, Outcome::Open);
        assert_eq!(
            diagnosis.note,
            "The findings on this token do not explain it."
        );
        let poster = self::diagnosis(expired, VIDEO, "poster missing");
        assert_eq!(poster.outcome, Outcome::Open, "the token is for video");
    }

    #[test]
    fn tokens_of_other_requests_are_not_blamed() {
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
            "This error comes from a different request: the token is for thumbnails."
        );
    }

    #[test]
    fn wrong_audience_is_suspected_without_a_place() {
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
    fn mux_player_decodes_only_the_payload() {
        let token = testing::token(r#"{"alg":"RS256"}"#, SOUND);
        let cut = token.rsplit_once('.').expect("three parts").0;
        let says = |text: &str, saw| diagnosis_of(text, None, saw, &[]).outcome;
        assert_eq!(says(cut, "2000000"), Outcome::Explained);
        assert_eq!(says(cut, "2412202"), Outcome::Contradicted);
        let unreadable = "eyJhbGciOiJSUzI1NiJ9.W10.AAAA";
        assert_eq!(says(unreadable, "2412202"), Outcome::Explained);
        assert_eq!(says(unreadable, "2000000"), Outcome::Contradicted);
    }

    #[test]
    fn words_are_full_sentences() {
        let audiences = ["v", "t", "d", "playback_id"];
        for symptom in crate::core::mux::symptom::all() {
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
