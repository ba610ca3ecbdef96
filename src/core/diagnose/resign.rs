//! Signing the claims of a token again, with everything fixed that can be fixed.

use super::{
    as_of::{AsOf, TimeSource},
    evidence::Evidence,
    finding::{Finding, Fix},
    lint::{self, rule::Subject},
    report::TokenReport,
};
use crate::core::{
    mux::url::{MediaUrl, TOKEN},
    request::MediaRequest,
    time::{Span, Timestamp},
    token::{
        Token,
        spec::{Expiry, TokenSpec},
        verify::Signature,
    },
};

/// The spec that signs a token again.
#[derive(Clone, Debug, PartialEq)]
pub struct Resigned {
    /// The spec.
    pub spec: TokenSpec,
    /// The number of findings on the token that are fixed in it.
    pub fixed: usize,
}

/// How many times the rules run: a fix may reveal another finding, such as a parameter of the former audience.
const ROUNDS: usize = 12;

/// The spec that signs the claims of an inspected token again as of `now`, with every fix that the rules have.
///
/// Its token is one that the rules do not refuse, if it has an ID: what they refuse has a fix, or is refused by the
/// form. A finding without a fix stays.
pub fn resign(report: &TokenReport, evidence: &Evidence, now: Timestamp) -> Resigned {
    let mut spec = report.spec();
    let duration = evidence.duration.or(report.request.duration);
    let query = report.url.as_ref().map_or(&[][..], |url| &url.query);
    let mut found = report.findings.clone();
    let mut moved: Vec<Fix> = Vec::new();
    for _ in 0..ROUNDS {
        let before = spec.clone();
        for fix in found.iter().filter_map(|finding| finding.fix.as_ref()) {
            if moved.contains(fix) {
                continue;
            }
            fix.apply(&mut spec);
            // The query stays, and would undo later fixes of the claims.
            if matches!(fix, Fix::MoveQueryIntoToken(_)) {
                moved.push(fix.clone());
            }
        }
        if spec.expiry.check(now).is_err() {
            Fix::NewExpiry.apply(&mut spec);
        }
        found = check(&spec, report, query, evidence, now);
        if spec == before {
            break;
        }
    }
    // Seven days are not enough for a longer stream.
    if let Some(duration) = duration.filter(|duration| outlives(&spec, *duration, now)) {
        spec.expiry = Expiry::outlasting(duration);
    }
    let found = check(&spec, report, &[], evidence, now);
    let is_left = |finding: &Finding| {
        let same = |other: &Finding| (other.id, &other.message) == (finding.id, &finding.message);
        found.iter().any(same)
    };
    // A query may be movable only once the audience is fixed.
    let has_fix = |finding: &Finding| {
        finding.fix.is_some() || (finding.place == Some("query") && !moved.is_empty())
    };
    let fixed = report.findings.iter();
    let fixed = fixed.filter(|finding| has_fix(finding) && !is_left(finding));
    Resigned {
        fixed: fixed.count(),
        spec,
    }
}

/// Whether the video outlives a token that a fix made as long as possible.
fn outlives(spec: &TokenSpec, duration: Span, now: Timestamp) -> bool {
    spec.expiry == Expiry::In(Span::DEFAULT) && spec.expiry.moment(now) <= now.after(duration)
}

/// What the rules report on the token of a spec in the place of an inspected one, with this query.
fn check(
    spec: &TokenSpec,
    report: &TokenReport,
    query: &[(String, String)],
    evidence: &Evidence,
    now: Timestamp,
) -> Vec<Finding> {
    let Ok(text) = spec.unsigned("K", now) else {
        return Vec::new();
    };
    let token = Token::read(&text);
    let url = report.url.as_ref().map(|url| {
        let mut query = query.to_vec();
        query.retain(|(name, _)| name != TOKEN);
        let url = MediaUrl {
            query,
            fragment: None,
            ..url.clone()
        };
        url.with_token(&text)
    });
    let request = MediaRequest {
        slot: report.request.slot.clone(),
        playback_id: report.request.playback_id.clone(),
        url: url.clone().map(Ok),
        ..MediaRequest::new(text.as_str(), "")
    };
    lint::check(&Subject {
        token: &token,
        request: &request,
        signature: &Signature::Verified { key: 0 },
        made: None,
        keys: &[],
        url: url.as_ref(),
        evidence: &Evidence {
            id: evidence.id.clone(),
            duration: evidence.duration.or(report.request.duration),
            ..Evidence::default()
        },
        as_of: AsOf {
            time: now,
            source: TimeSource::Now,
        },
    })
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::core::{
        diagnose::{inspect, lint::testing},
        key::Key,
        level::Severity,
        mux::non_id::NonId,
    };

    const NOW: Timestamp = Timestamp(1_795_330_245);
    const ID: &str = "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE";

    fn report(text: &str, evidence: &Evidence) -> TokenReport {
        inspect(text, evidence, &[], NOW).tokens.remove(0)
    }

    /// A token of these claims at a URL, to which its query is added.
    fn at(url: &str, header: &str, claims: &str) -> String {
        let mark = if url.contains('?') { '&' } else { '?' };
        format!("{url}{mark}token={}", testing::token(header, claims))
    }

    /// The errors on a spec, signed and at the URL of the inspected one.
    fn errors(spec: &TokenSpec, report: &TokenReport) -> Vec<&'static str> {
        static KEY: LazyLock<Key> = LazyLock::new(Key::demo);
        let signed = spec.sign("demo-key", KEY.signing().expect("private"), NOW);
        let Ok(signed) = signed else {
            return Vec::new();
        };
        let text = match &report.url {
            Some(url) => MediaUrl {
                query: Vec::new(),
                ..url.clone()
            }
            .with_token(&signed.token)
            .to_string(),
            None => signed.token,
        };
        let inspected = inspect(
            &text,
            &Evidence::default(),
            std::slice::from_ref(&*KEY),
            NOW,
        );
        let findings = inspected
            .tokens
            .into_iter()
            .flat_map(|token| token.findings);
        findings
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| finding.id)
            .collect()
    }

    #[test]
    fn everything_is_fixed_at_once() {
        let thumbnail = format!("https://image.mux.com/{ID}/thumbnail.png");
        for (url, claims, fixed, payload) in [
            // Another audience, past expiry, in the wrong place.
            (
                format!("{thumbnail}?width=640"),
                r#"{"kid":"X","sub":"Other1","aud":"v","exp":1795320000,"max_resolution":"720p"}"#,
                4,
                r#"{"width":640,"kid":"K","sub":"ID","aud":"t","exp":1795935045}"#,
            ),
            // A parameter of the former audience becomes that of the new one.
            (
                format!("https://image.mux.com/{ID}/animated.gif"),
                r#"{"kid":"X","sub":"ID","aud":"t","exp":1795320000,"time":2}"#,
                2,
                r#"{"start":2,"kid":"K","sub":"ID","aud":"g","exp":1795935045}"#,
            ),
            (
                thumbnail.clone(),
                r#"{"kid":"X","params":{"time":5,"Width":7},"sub":"ID","aud":"t","exp":1795330245000}"#,
                2,
                r#"{"time":5,"width":7,"kid":"K","sub":"ID","aud":"t","exp":1795935045}"#,
            ),
            // Nothing to fix keeps everything.
            (
                thumbnail,
                r#"{"kid":"X","time":5,"own":3.0,"sub":"ID","aud":"t","exp":1795399999}"#,
                0,
                r#"{"time":5,"own":3.0,"kid":"K","sub":"ID","aud":"t","exp":1795399999}"#,
            ),
        ] {
            let claims = claims.replace("\"ID\"", &format!("\"{ID}\""));
            let text = at(&url, r#"{"alg":"RS256","typ":"JWT"}"#, &claims);
            let report = report(&text, &Evidence::default());
            let resigned = resign(&report, &Evidence::default(), NOW);
            let (_, signed) = resigned.spec.contents("K", NOW).expect("an ID");
            assert_eq!(signed.to_string().replace(ID, "ID"), payload, "{claims}");
            assert_eq!(errors(&resigned.spec, &report), [""; 0], "{claims}");
            assert_eq!(resigned.fixed, fixed, "{claims} {:?}", report.findings);
        }
    }

    #[test]
    fn long_video_gets_a_longer_token() {
        let evidence = Evidence {
            duration: Some(Span(30 * 86_400)),
            ..Evidence::default()
        };
        let url = format!("https://stream.mux.com/{ID}.m3u8");
        let claims = format!(r#"{{"kid":"X","sub":"{ID}","aud":"v","exp":1795330300}}"#);
        let text = at(&url, r#"{"alg":"RS256"}"#, &claims);
        let resigned = resign(&report(&text, &evidence), &evidence, NOW);
        assert_eq!(resigned.spec.expiry, Expiry::In(Span(30 * 86_400 + 43_200)));
    }

    proptest! {
        #[test]
        fn re_signed_token_is_never_refused(
            header in select(vec![
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"alg":"HS256"}"#,
                r#"{"alg":"none"}"#,
                r#"{"alg":"RS256","kid":"H","crit":["x"]}"#,
            ]),
            url in select(vec![
                "",
                "https://stream.mux.com/ID.m3u8",
                "https://stream.mux.com/ID.m3u8?max_resolution=720p&x=1",
                "https://image.mux.com/ID/thumbnail.png?width=wide&time=3",
                "https://image.mux.com/ID/animated.gif?start=5",
                "https://image.mux.com/ID/storyboard.vtt",
                "https://license.mux.com/license/widevine/ID",
            ]),
            sub in select(vec![
                r#""sub":"ID","#, r#""sub":"Other","#, r#""sub":"ID.m3u8","#, r#""sub":"ID ","#, r#""sub":"undefined","#,
                r#""sub":7,"#, "",
            ]),
            aud in select(vec![
                r#""aud":"v","#, r#""aud":"t","#, r#""aud":"g","#, r#""aud":"d","#, r#""aud":"video","#, r#""aud":["v"],"#,
                r#""aud":"asset_id","#, "",
            ]),
            exp in select(vec![
                r#""exp":1795399999,"#, r#""exp":5,"#, r#""exp":1795320000000,"#, r#""exp":"1795399999","#,
                r#""exp":1795399999.5,"#, r#""exp":-1,"#, r#""exp":1e300,"#, r#""exp":999999999999999999,"#, "",
            ]),
            own in prop::collection::vec(select(vec![
                r#""time":"5","#, r#""width":-1,"#, r#""params":{"time":1},"#, r#""nbf":1895399999,"#, r#""iat":1895399999,"#,
                r#""max_resolution":"700p","#, r#""maxResolution":"720p","#, r#""start":9,"end":5,"#, r#""fps":"99","#,
                r#""fit_mode":"crop","#, r#""playback_restriction_id":"","#, r#""custom":"text","#, r#""kid":"A","#,
                r#""asset_start_time":"soon","#, r#""width":5,"width":6,"#,
            ]), 0..4),
        ) {
            let claims = format!("{{{sub}{aud}{exp}{}", own.concat());
            let claims = claims.trim_end_matches(',').to_owned() + "}";
            let claims = claims.replace("\"ID", &format!("\"{ID}"));
            let url = url.replace("/ID", &format!("/{ID}"));
            let text = if url.is_empty() {
                testing::token(header, &claims)
            } else {
                at(&url, header, &claims)
            };
            let report = report(&text, &Evidence::default());
            let resigned = resign(&report, &Evidence::default(), NOW);
            // The form does not sign for what is not an ID.
            if NonId::of(&resigned.spec.id, Some(resigned.spec.audience)).is_none() {
                prop_assert_eq!(errors(&resigned.spec, &report), [""; 0], "{} at {}: {:?}", claims, url, resigned.spec);
            }
            prop_assert!(resigned.spec.expiry.check(NOW).is_ok());
        }
    }
}
