//! Inspects a row of a batch: one result for each token in it.

use crate::core::{
    diagnose::{
        self as inspect,
        evidence::Evidence,
        finding::Finding,
        json as report_json,
        report::{Acceptance, Structure, TokenReport},
        summary::{Counted, FoundAt, Summary, ids_of},
        wording,
    },
    import::found::Import,
    json::Object,
    key::Key,
    level::Severity,
    time::Timestamp,
    token::verify::Signature,
};

/// The result for a token in a row, or for a row without a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Inspected {
    /// Its place in the row.
    pub at: String,
    /// Whether the token can be decoded; `None` when there is no token.
    pub structure: Option<Structure>,
    /// The verdict on its signature.
    pub signature: Option<Signature>,
    /// Whether Mux would accept it.
    pub acceptance: Option<Acceptance>,
    /// The ID that the token is for: `sub`.
    pub subject: String,
    /// Its `aud`.
    pub audience: String,
    /// Its `exp`.
    pub expires_at: Option<Timestamp>,
    /// The severity of the first finding.
    pub severity: Option<Severity>,
    /// The first finding; empty without findings.
    pub message: String,
    /// What the acceptance depends on.
    pub depends_on: Vec<String>,
    /// The ids of all findings, worst and most causal first, and how bad they are.
    pub findings: Vec<(&'static str, Severity)>,
    /// The full report as JSON in one line.
    pub json: String,
}

impl Inspected {
    /// A summary in one line: the worst finding and the number of further ones.
    pub fn summary(&self) -> String {
        let more = match self.findings.len() {
            0 | 1 => String::new(),
            count => format!(" (and {} more)", count - 1),
        };
        match (self.message.as_str(), self.acceptance) {
            ("", None) => "Empty".to_owned(),
            ("", Some(Acceptance::Accepted)) => "Accepted by Mux".to_owned(),
            ("", Some(Acceptance::Depends)) => format!("Depends on {}", self.depends_on.join("; ")),
            ("", Some(_)) => wording::NO_FINDINGS.to_owned(),
            (message, _) => format!("{message}{more}"),
        }
    }

    /// Whether it has an error.
    pub fn is_wrong(&self) -> bool {
        self.severity == Some(Severity::Error)
    }

    /// The ids of all findings, worst and most causal first.
    pub fn ids(&self) -> Vec<&'static str> {
        self.findings.iter().map(|(id, _)| *id).collect()
    }

    /// Counts it, on a line of the input.
    pub fn count_in(&self, summary: &mut Summary, line: u64) {
        let at = || FoundAt::Line(line);
        match self.acceptance {
            Some(acceptance) => summary.add(
                Counted {
                    acceptance,
                    depends_on: &self.depends_on,
                    findings: &self.findings,
                },
                at,
            ),
            None => summary.add_other(&self.findings, at),
        }
    }

    fn of_token(token: &TokenReport) -> Self {
        let claim = |name| {
            let claims = token.token.claims();
            let value = claims.and_then(|claims| claims.get(name));
            value
                .map(crate::core::json::Value::plain)
                .unwrap_or_default()
        };
        Self {
            at: token.request.whereabouts(),
            structure: Some(token.structure),
            signature: Some(token.signature.clone()),
            acceptance: Some(token.acceptance),
            subject: claim("sub"),
            audience: claim("aud"),
            expires_at: token.token.expiry(),
            depends_on: token.depends_on.clone(),
            json: report_json::token(token).to_string(),
            ..Self::of_findings(&token.findings, Object::default())
        }
    }

    fn of_findings(findings: &[Finding], mut json: Object) -> Self {
        json.push("findings", report_json::findings(findings));
        let first = findings.first();
        Self {
            at: String::new(),
            structure: None,
            signature: None,
            acceptance: None,
            subject: String::new(),
            audience: String::new(),
            expires_at: None,
            severity: first.map(|finding| finding.severity),
            message: first
                .map(|finding| finding.message.clone())
                .unwrap_or_default(),
            depends_on: Vec::new(),
            findings: ids_of(findings).collect(),
            json: json.to_string(),
        }
    }
}

/// The finding on input without a token, such as most lines of a log.
const NO_TOKEN: &str = "not-a-token";

/// Inspects what was found in a row.
///
/// A table row without a token has a finding; a log line without one has no result.
pub fn inspect(
    import: Import,
    is_table: bool,
    evidence: &Evidence,
    keys: &[Key],
    now: Timestamp,
) -> Vec<Inspected> {
    let mut report = inspect::inspect_found(import, evidence, keys, now);
    if !is_table {
        report.findings.retain(|finding| finding.id != NO_TOKEN);
    }
    for finding in &mut report.findings {
        if finding.id == NO_TOKEN {
            // Other rows may have one.
            finding.severity = Severity::Warning;
            "The row has no token".clone_into(&mut finding.message);
            "A signed playback ID needs a token, a public one needs none."
                .clone_into(&mut finding.hint);
        }
    }
    for token in &mut report.tokens {
        // The caller knows the first line from the row.
        token.request.line = token.request.line.filter(|line| *line > 1);
        if token.request.place_in_words().is_empty() {
            "the row".clone_into(&mut token.request.place);
        }
    }
    let mut said: Vec<Inspected> = report.tokens.iter().map(Inspected::of_token).collect();
    if !report.findings.is_empty() {
        said.push(Inspected::of_findings(&report.findings, Object::default()));
    }
    if said.is_empty()
        && let Some(message) = wording::not_mux(&report)
    {
        said.push(Inspected {
            message,
            ..Inspected::of_findings(&[], Object::default())
        });
    }
    if let Some(message) = wording::left_out(report.left_out) {
        let mut json = Object::default();
        json.push("left_out", report.left_out as i64);
        said.push(Inspected {
            message,
            ..Inspected::of_findings(&[], json)
        });
    }
    if said.is_empty() && is_table {
        // An empty row keeps its place.
        said.push(Inspected::of_findings(&[], Object::default()));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{import::find, mux::audience::Audience, token::spec::TokenSpec};

    const NOW: Timestamp = Timestamp(1_795_330_245);

    fn inspected(text: &str, is_table: bool, keys: &[Key]) -> Vec<Inspected> {
        inspect(find(text), is_table, &Evidence::default(), keys, NOW)
    }

    #[test]
    fn each_token_has_verdicts() {
        let keys = [Key::demo()];
        let signing = keys[0].signing().expect("private");
        let token = |id: &str, now| {
            let signed = TokenSpec::new(Audience::Video, id).sign("demo-key", signing, now);
            signed.expect("it is whole").token
        };
        let line = format!(
            "GET https://stream.mux.com/A.m3u8?token={} 200, https://stream.mux.com/B.m3u8?token={} 403",
            token("A", NOW),
            token("B", Timestamp(0)),
        );
        let said = inspected(&line, false, &keys);
        let short: Vec<_> = said
            .iter()
            .map(|one| {
                (
                    one.subject.as_str(),
                    one.acceptance,
                    one.ids().first().copied(),
                )
            })
            .collect();
        assert_eq!(
            short,
            [
                ("A", Some(Acceptance::Accepted), None),
                ("B", Some(Acceptance::Refused), Some("expired"))
            ]
        );
        assert_eq!(said[0].at, "`token` in the URL");
        assert_eq!(said[1].expires_at, Some(Timestamp(604_800)));
        assert!(said[1].is_wrong() && said[1].json.starts_with("{\"at\":"));
    }

    #[test]
    fn rows_without_token_are_reported_only_in_tables() {
        assert_eq!(inspected("10:04:01 INFO started", false, &[]), []);
        let said = inspected("10:04:01 INFO started", true, &[]);
        assert_eq!(said[0].ids(), ["not-a-token"]);
        assert_eq!(inspected("", true, &[]).len(), 1);
        let said = inspected("GET https://stream.mux.com/ID.m3u8 403", false, &[]);
        assert_eq!(said[0].ids(), ["token-missing"]);
    }

    #[test]
    fn summary_says_what_acceptance_depends_on() {
        let keys = [Key::demo()];
        let signing = keys[0].signing().expect("private");
        let signed = TokenSpec::new(Audience::Video, "A").sign("demo-key", signing, NOW);
        let token = signed.expect("it is whole").token;
        for (status, summary) in [
            (200, "Accepted by Mux"),
            (403, "Depends on the cause of HTTP 403"),
        ] {
            let line = format!("GET https://stream.mux.com/A.m3u8?token={token} {status}");
            assert_eq!(inspected(&line, false, &keys)[0].summary(), summary);
        }
    }
}
