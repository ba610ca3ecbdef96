//! The rules that tokens are checked against, one per file.
//!
//! To add a rule:
//! - create `rules/its_name.rs` with the constant `RULE`, its check, and tests at the bottom;
//! - list it in `rules/mod.rs`, in the order in which findings are shown: causes first;
//! - write *Mux rejects* only where Mux documents it; an inferred rule is never an error;
//! - report nothing that another rule reports, and name that rule in a comment.

mod expected_id;
pub mod rule;
mod rules;
mod sources;
#[cfg(test)]
pub(crate) mod testing;

use crate::core::diagnose::finding::Finding;
use crate::core::diagnose::lint::rule::Rule;
use crate::core::diagnose::lint::rule::Subject;

pub use rules::RULES;

use crate::core::import::found::Import;
use crate::core::time::Timestamp;

/// The rule with this id.
pub fn rule_named(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// Checks a token against every rule. The worst and most causal finding comes first.
pub fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // Every other finding on what is not a token would follow from this one.
    let stand_ins = [
        &rules::not_a_jwt::RULE,
        &rules::placeholder_token::RULE,
        &rules::masked_token::RULE,
    ];
    let alone = stand_ins
        .iter()
        .map(|rule| rule.check(subject))
        .find(|found| !found.is_empty());
    if let Some(findings) = alone {
        return findings;
    }
    // Whatever else is wrong with a piece of a token follows from what is missing.
    let shortened = rules::shortened_token::RULE.check(subject);
    if !shortened.is_empty() {
        return shortened;
    }
    let mut findings: Vec<_> = RULES.iter().flat_map(|rule| rule.check(subject)).collect();
    // Stable, so the order of the registry stays within a severity.
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// Whether an expiry is too far away to be in seconds.
pub fn is_too_far(expiry: Timestamp) -> bool {
    rules::expiry_in_milliseconds::is_too_far(expiry)
}

/// Checks an input as a whole. The worst finding comes first.
pub fn check_input(import: &Import) -> Vec<Finding> {
    let said = [
        rules::not_a_token::in_input(import),
        rules::private_key_pasted::in_input(import),
        rules::access_token_as_key::in_input(import),
        rules::token_missing::in_input(import),
    ];
    let mut findings: Vec<_> = said.into_iter().flatten().collect();
    findings.sort_by_key(|finding| finding.severity);
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::diagnose::evidence::Evidence;
    use crate::core::diagnose::finding::Fix;
    use crate::core::diagnose::inspect;
    use crate::core::diagnose::report::Acceptance;
    use crate::core::json::Object;
    use crate::core::json::Value;
    use crate::core::key::Key;
    use crate::core::level::Basis;
    use crate::core::level::Severity;
    use crate::core::mux::audience::Audience;
    use crate::core::mux::url::MUX_DOMAIN;
    use crate::core::mux::url::MediaUrl;
    use crate::core::mux::url::Resource;
    use crate::core::time::Timestamp;
    use crate::core::token::spec::Expiry;
    use crate::core::token::spec::TokenSpec;

    #[test]
    fn rules_have_unique_ids_and_explanations() {
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
    fn valid_tokens_of_known_signers_have_no_findings() {
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

    /// Requests in every carrier, sent an hour before the tokens expire.
    const CARRIERS: [&str; 12] = [
        r#"{"log":{"entries":[{"startedDateTime":"2026-11-25T11:58:03.000Z","request":{"method":"GET","url":"URL","headers":[{"name":"Referer","value":"https://shop.example/"},{"name":"User-Agent","value":"Mozilla/5.0"}]},"response":{"status":200}}]}}"#,
        r#"[{"status":"COMPLETE","method":"GET","scheme":"https","host":"HOST","path":"PATH","query":"QUERY","times":{"start":"2026-11-25T11:58:03.000Z"},"request":{"header":{"headers":[]}},"response":{"status":200}}]"#,
        r#"{"type":"resource-snapshot","snapshot":{"startedDateTime":"2026-11-25T11:58:03.000Z","request":{"method":"GET","url":"URL","headers":[]},"response":{"status":200}}}
{"type":"event","time":1.5}"#,
        r#"198.51.100.2 - - [25/Nov/2026:12:58:03 +0100] "GET PATH?QUERY HTTP/1.1" 200 548 "https://shop.example/" "Mozilla/5.0""#,
        "#Fields: date time cs-method cs(Host) cs-uri-stem cs-uri-query sc-status cs(Referer) cs(User-Agent)\n2026-11-25\t11:58:03\tGET\tHOST\tPATH\tQUERY\t200\t-\tMozilla/5.0%20(X11)\n",
        r#"{"level":"info","ts":1795607883.5,"host":"HOST","path":"PATH","query":"QUERY","status":200}"#,
        "2026-11-25T11:58:03.123Z INFO GET URL 200",
        "curl 'URL' -H 'Referer: https://shop.example/' -A 'Mozilla/5.0'",
        "fetch(\"URL\", {\n  \"referrer\": \"https://shop.example/\",\n  \"method\": \"GET\"\n});",
        "GET PATH?QUERY HTTP/1.1\r\nHost: HOST\r\nUser-Agent: Mozilla/5.0\r\n\r\nHTTP/1.1 200 OK\r\nDate: Wed, 25 Nov 2026 11:58:03 GMT\r\n",
        "yt-dlp --referer https://shop.example/ 'URL'",
        r#"<transaction method="GET" scheme="https" host="HOST" path="PATH" query="QUERY" startTime="2026-11-25T11:58:03Z"><request><headers></headers></request><response status="200"></response></transaction>"#,
    ];

    #[test]
    fn valid_tokens_are_accepted_in_every_carrier() {
        let keys = [Key::read(testing::key_pem().as_bytes())
            .expect("a key")
            .with_id(KEY_ID)];
        let now = Timestamp(1_795_608_000);
        for audience in Audience::ALL {
            for (header, before, after) in SIGNERS {
                let claims = [before, after].into_iter().filter(|text| !text.is_empty());
                let claims = format!("{{{}}}", claims.collect::<Vec<_>>().join(","));
                let claims = claims
                    .replace("\"ID\"", &format!("\"{ID}\""))
                    .replace("AUD", audience.claim())
                    .replace("KEY", KEY_ID)
                    .replace("9000", "1795611600");
                let header = header.replace("KEY", KEY_ID);
                let token = testing::signed(&keys[0], &header, &claims).text;
                let format = Resource::formats(audience)[0];
                let resource = Resource::from_format(audience, format).expect("a format");
                let url = MediaUrl::new(ID, resource, MUX_DOMAIN).with_token(&token);
                let url = url.to_string();
                let (address, query) = url.split_once('?').expect("a query");
                let (host, path) = address["https://".len()..].split_once('/').expect("a path");
                for carrier in CARRIERS {
                    let text = carrier
                        .replace("URL", &url)
                        .replace("HOST", host)
                        .replace("PATH", &format!("/{path}"))
                        .replace("QUERY", query);
                    let report = inspect(&text, &Evidence::default(), &keys, now);
                    assert_eq!(report.findings, [], "{text}");
                    assert_eq!(report.tokens.len(), 1, "{text}");
                    let token = &report.tokens[0];
                    assert_eq!(token.findings, [], "{text}");
                    assert_eq!(token.acceptance, Acceptance::Accepted, "{text}");
                    assert!(token.url.is_some(), "{text}");
                }
            }
        }
    }

    fn fixed(claims: &str, fix: &Fix) -> String {
        let mut request = TokenSpec::new(Audience::Gif, "ID");
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
        let mut request = TokenSpec::new(Audience::Gif, "ID");
        Fix::ExpiresAt(Timestamp(5)).apply(&mut request);
        assert_eq!(request.expiry, Expiry::At(Timestamp(5)));
    }

    #[test]
    fn inferred_findings_are_never_errors() {
        for rule in RULES {
            assert!(
                rule.basis != Basis::Inferred || rule.severity != Severity::Error,
                "{}",
                rule.id
            );
        }
    }
}
