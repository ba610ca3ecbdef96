//! What is true of every report, whatever the text. The property tests of the product check the same.

use crate::core::{
    diagnose::{
        evidence::Evidence,
        finding::Finding,
        json,
        markdown::markdown,
        report::{Acceptance, Report, Structure, TokenReport},
    },
    json::Object,
    key::Key,
    level::Severity,
    text::is_hidden,
    time::{Timestamp, Zone},
    token::verify::Signature,
};

/// Asserts what every report promises and returns what is shown of it, as JSON and Markdown.
pub fn assert_report(
    report: &Report,
    evidence: &Evidence,
    keys: &[Key],
    now: Timestamp,
) -> [String; 2] {
    for token in &report.tokens {
        assert_verdicts(token);
        assert_findings(token, now);
    }
    let json = json::report(report).to_string();
    assert!(Object::parse(&json).is_ok(), "{json}");
    let markdown = markdown(report, evidence, keys, now, Zone::UTC);
    let hidden = markdown.chars().find(|c| *c != '\n' && is_hidden(*c));
    assert_eq!(hidden, None, "{markdown}");
    [json, markdown]
}

/// Asserts that the acceptance follows from the findings and the signature.
fn assert_verdicts(token: &TokenReport) {
    let severities: Vec<_> = token
        .findings
        .iter()
        .map(|finding| finding.severity)
        .collect();
    assert!(severities.is_sorted(), "worst first: {severities:?}");
    let refused = severities.contains(&Severity::Error);
    let verified = matches!(token.signature, Signature::Verified { .. });
    let acceptance = match (refused, verified) {
        (true, _) => Acceptance::Refused,
        (false, true) if token.depends_on.is_empty() => Acceptance::Accepted,
        (false, true) => Acceptance::Depends,
        (false, false) => Acceptance::Unknown,
    };
    assert_eq!(token.acceptance, acceptance);
    let may_refuse = token
        .findings
        .iter()
        .any(|finding| finding.depends_on.is_some());
    assert!(
        acceptance != Acceptance::Accepted || (token.request.is_as_sent() && !may_refuse),
        "{token:?}"
    );
    // A malformed token is refused, unless the whole one is elsewhere: masked, decoded, or more of it in the input.
    let is_elsewhere = ["masked-token", "decoded-token", "shortened-token"];
    let is_elsewhere = |finding: &Finding| {
        finding.severity == Severity::Info && is_elsewhere.contains(&finding.id)
    };
    if token.structure == Structure::Broken && !token.findings.iter().any(is_elsewhere) {
        assert_eq!(acceptance, Acceptance::Refused, "{:?}", token.request.text);
        assert!(!verified);
    }
}

/// Asserts that each finding has its texts and a fix that gives valid JSON.
fn assert_findings(token: &TokenReport, now: Timestamp) {
    for finding in &token.findings {
        let id = finding.id;
        assert!(
            !finding.message.is_empty() && !finding.hint.is_empty(),
            "{id}"
        );
        if let Some(fix) = &finding.fix {
            let mut spec = token.spec();
            fix.apply(&mut spec);
            if let Ok((_, payload)) = spec.contents("K", now) {
                assert!(Object::parse(&payload.to_string()).is_ok(), "{id}");
            }
        }
    }
}
