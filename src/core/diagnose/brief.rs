//! A report in three lines, for a customer: the cause, what it rests on, the fix.

use super::{
    evidence::Evidence,
    redaction::{GONE, page, secrets, without_tokens},
    report::{Report, TokenReport},
    wording::{self, Wording},
};
use crate::core::{
    level::Severity,
    mux::header::Header,
    text::{shortened, visible},
};
use std::slice;

/// A line is cut after this many characters.
const LONGEST: usize = 400;

/// The report on one token, or on an input without one, in three lines without anything that grants access.
///
/// The words of `wording` must be for others.
pub fn brief(
    report: &Report,
    token: Option<&TokenReport>,
    evidence: &Evidence,
    wording: &Wording<'_>,
) -> String {
    let tokens = token.map_or(&[][..], slice::from_ref);
    let secrets = secrets(tokens, evidence);
    let (cause, fix) = match token {
        Some(token) => (wording::headline(token), fix(token)),
        None => without_token(report),
    };
    let checked = match token {
        Some(token) => checked(token, evidence, wording),
        None => "the input, which contains no token".to_owned(),
    };
    let line = |label: &str, text: &str| {
        let mut text = text.to_owned();
        for secret in &secrets {
            text = text.replace(secret, GONE);
        }
        // Names between backticks are for Markdown and the terminal.
        let text = visible(&without_tokens(&text)).replace('`', "");
        let text = shortened(text.trim_end_matches('.'), LONGEST);
        format!("{label}: {text}.\n")
    };
    [("Cause", cause), ("Checked", checked), ("Fix", fix)]
        .iter()
        .map(|(label, text)| line(label, text))
        .collect()
}

/// What to do about a token.
fn fix(token: &TokenReport) -> String {
    let finding = token.findings.first();
    if let Some(finding) = finding.filter(|finding| finding.severity < Severity::Info) {
        return finding.hint.clone();
    }
    let cause = token.diagnosis.iter().flat_map(|seen| &seen.left).next();
    match cause {
        Some(cause) => cause.words.clone(),
        None => "None needed in the token".to_owned(),
    }
}

fn without_token(report: &Report) -> (String, String) {
    match (report.findings.first(), &report.diagnosis) {
        (Some(finding), _) => (finding.message.clone(), finding.hint.clone()),
        (None, Some(seen)) => (
            wording::observed(seen.saw),
            format!("{} {}", seen.meaning, seen.note),
        ),
        (None, None) => ("No token found".to_owned(), "None".to_owned()),
    }
}

/// The request, the time and the verdicts that the cause rests on.
fn checked(token: &TokenReport, evidence: &Evidence, wording: &Wording<'_>) -> String {
    let request = &token.request;
    let [_, signature, acceptance] = wording.of(token).verdicts(token);
    let place = token
        .url
        .as_ref()
        .map(crate::core::mux::url::MediaUrl::place);
    let place = place.or_else(|| request.address());
    let referrer = match (&evidence.referrer, &request.headers.referrer) {
        (Header::Value(value), _) | (Header::Unknown, Header::Value(value)) => {
            Some(format!("Referer {}", page(value)))
        }
        (Header::Absent, _) | (Header::Unknown, Header::Absent) => Some("no Referer".to_owned()),
        (Header::Unknown, Header::Unknown) => None,
    };
    let status = request.status.map(|status| format!("HTTP {status}"));
    let seen = wording::seen(evidence).map(|seen| format!("observed: {seen}"));
    let verdict = |verdict: &wording::TokenVerdict| {
        format!("{}: {}, {}", verdict.title, verdict.word, verdict.detail)
    };
    let parts = [
        place,
        status,
        seen,
        referrer,
        Some(verdict(&signature)),
        Some(verdict(&acceptance)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{
        diagnose::{
            as_of::{AsOf, TimeSource},
            inspect,
            lint::testing,
        },
        mux::symptom::entry::Symptom,
        time::{Timestamp, Zone},
    };

    const NOW: Timestamp = Timestamp(1_795_330_245);

    fn brief_of(text: &str, evidence: &Evidence) -> String {
        let report = inspect(text, evidence, &[], NOW);
        let wording = Wording {
            keys: &[],
            as_of: AsOf {
                time: NOW,
                source: TimeSource::Now,
            },
            is_live: false,
            zone: Zone::UTC,
            is_for_others: true,
        };
        brief(&report, report.tokens.first(), evidence, &wording)
    }

    #[test]
    fn token_is_summed_up_in_three_lines_without_secrets() {
        let claims =
            r#"{"custom":{"viewer":"a-person-7"},"kid":"K","sub":"ID","aud":"v","exp":1795326645}"#;
        let token = testing::token(r#"{"alg":"RS256"}"#, claims);
        let evidence = Evidence {
            referrer: Header::Value("https://shop.example/a?session=secret-7".to_owned()),
            saw: Symptom::parse("Network Error"),
            ..Evidence::default()
        };
        let url = format!("https://stream.mux.com/ID.m3u8?token={token}");
        assert_eq!(
            brief_of(&url, &evidence),
            "Cause: The token expired 1 hour ago, at 2026-11-22 05:50:45 UTC.\n\
             Checked: https://stream.mux.com/ID.m3u8; observed: Network Error; Referer https://shop.example/a?…; \
             Signature: not checked, no key is loaded; Accepted by Mux?: refused, as of 2026-11-22 06:50:45 UTC.\n\
             Fix: Sign a new token that outlasts playback.\n"
        );
        let placed = testing::token(
            r#"{"alg":"RS256"}"#,
            r#"{"sub":"ID","exp":1,"custom":"a-person-7"}"#,
        );
        let brief = brief_of(&placed, &Evidence::default());
        assert!(
            !brief.contains("eyJ") && !brief.contains("a-person-7"),
            "{brief}"
        );
        assert_eq!(brief.lines().count(), 3);
    }

    #[test]
    fn input_without_token_is_summed_up() {
        let brief = brief_of("2403210", &Evidence::default());
        assert!(brief.starts_with("Cause: 2403210: "), "{brief}");
        assert_eq!(brief.lines().count(), 3);
        let brief = brief_of("https://stream.mux.com/ID.m3u8", &Evidence::default());
        assert!(
            brief.starts_with("Cause: This Mux URL has no token"),
            "{brief}"
        );
    }
}
