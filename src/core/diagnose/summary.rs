//! Many requests, counted by what Mux makes of them and by cause.

use std::cmp::Reverse;

use super::{
    finding::Finding,
    lint::rule_named,
    report::{Acceptance, Report, TokenReport},
    wording,
};
use crate::core::{
    json::{Object, Value},
    level::Severity,
    request::MediaRequest,
    text::{counted, grouped},
};

/// The most places that are kept of each cause.
const MOST_PLACES: usize = 3;

/// The most causes and findings that are kept apart, so that memory does not grow with the input.
const MOST_KINDS: usize = 200;

/// Up to this many requests are all reported in full.
pub const MOST_IN_FULL: usize = 10;

/// Requests counted by acceptance and cause, and their findings counted by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The number of requests with a token.
    pub requests: usize,
    /// The number of other results, such as requests without a token.
    pub others: usize,
    /// Whether nothing is known of any of them but the token.
    is_tokens_alone: bool,
    /// The number of requests with each acceptance, in the order of [`Acceptance::ALL`].
    accepted: [usize; Acceptance::ALL.len()],
    causes: Vec<CauseCount>,
    findings: Vec<FindingCount>,
}

/// Requests with one acceptance and one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CauseCount {
    /// Whether Mux accepts them.
    pub acceptance: Acceptance,
    /// The id of the finding that comes first, or what the acceptance depends on; empty if nothing is wrong.
    pub cause: String,
    /// The number of requests.
    pub requests: usize,
    /// The number of the first of them, from 0.
    first: usize,
}

/// Requests with a finding of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingCount {
    /// The id of the rule.
    pub id: &'static str,
    /// How bad it is in these requests.
    pub severity: Severity,
    /// The number of requests.
    pub requests: usize,
    /// Where the first of them are.
    pub places: Vec<FoundAt>,
}

/// Where a request is in an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundAt {
    /// On a line, from 1.
    Line(u64),
    /// In a place without a line, in words.
    Words(String),
}

/// What is counted of a request.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    /// Whether Mux accepts it.
    pub acceptance: Acceptance,
    /// What decides if that depends on something.
    pub depends_on: &'a [String],
    /// The rules of its findings, the most causal first, and how bad they are.
    pub findings: &'a [(&'static str, Severity)],
}

/// The cells of a request in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    /// Where it is.
    pub place: String,
    /// The HTTP status, if it is known.
    pub status: String,
    /// The type of the token that the URL takes.
    pub kind: String,
    /// Host and path, or the player.
    pub address: String,
    /// Whether Mux accepts it, in a word.
    pub verdict: &'static str,
    /// The ids of its findings, or what the acceptance depends on.
    pub cause: String,
}

impl Summary {
    /// Counts the requests of a report.
    pub fn of(report: &Report) -> Self {
        let mut summary = Self {
            is_tokens_alone: report.tokens.iter().all(|one| one.request.is_token_alone()),
            ..Self::default()
        };
        for token in &report.tokens {
            let findings: Vec<_> = ids_of(&token.findings).collect();
            let counted = Counted {
                acceptance: token.acceptance,
                depends_on: &token.depends_on,
                findings: &findings,
            };
            summary.add(counted, || FoundAt::of(&token.request));
        }
        let others: Vec<_> = ids_of(&report.findings).collect();
        summary.add_other(&others, || FoundAt::Words("the input".to_owned()));
        summary
    }

    /// Adds a request. `at` is asked only while places are kept.
    pub fn add(&mut self, counted: Counted<'_>, at: impl Fn() -> FoundAt) {
        let cause = counted.cause();
        let acceptance = counted.acceptance;
        let mut known = self.causes.iter();
        let is_same = |known: &CauseCount| known.acceptance == acceptance && known.cause == cause;
        match known.position(is_same) {
            Some(index) => self.causes[index].requests += 1,
            None if self.causes.len() < MOST_KINDS => self.causes.push(CauseCount {
                acceptance,
                cause: cause.to_owned(),
                requests: 1,
                first: self.requests,
            }),
            None => {}
        }
        self.requests += 1;
        self.accepted[acceptance as usize] += 1;
        for (i, (id, severity)) in counted.findings.iter().enumerate() {
            let is_again = counted.findings[..i].contains(&(*id, *severity));
            if !is_again {
                self.add_finding(id, *severity, &at);
            }
        }
    }

    /// Adds a result that is not a request with a token.
    pub fn add_other(&mut self, findings: &[(&'static str, Severity)], at: impl Fn() -> FoundAt) {
        self.others += 1;
        for (id, severity) in findings {
            self.add_finding(id, *severity, &at);
        }
    }

    fn add_finding(&mut self, id: &'static str, severity: Severity, at: impl Fn() -> FoundAt) {
        let known = self.findings.iter();
        let mut known = known.map(|known| (known.id, known.severity));
        let index = match known.position(|known| known == (id, severity)) {
            Some(index) => index,
            None if self.findings.len() == MOST_KINDS => return,
            None => {
                self.findings.push(FindingCount {
                    id,
                    severity,
                    requests: 0,
                    places: Vec::new(),
                });
                self.findings.len() - 1
            }
        };
        let known = &mut self.findings[index];
        known.requests += 1;
        if known.places.len() < MOST_PLACES {
            known.places.push(at());
        }
    }

    /// The number of requests with this acceptance.
    pub fn count(&self, acceptance: Acceptance) -> usize {
        self.accepted[acceptance as usize]
    }

    /// The causes, the worst acceptance first, then the most frequent.
    pub fn causes(&self) -> Vec<&CauseCount> {
        let mut causes: Vec<_> = self.causes.iter().collect();
        causes.sort_by_key(|cause| (cause.acceptance, Reverse(cause.requests), cause.first));
        causes
    }

    /// The findings, the worst first, then the most frequent.
    pub fn findings(&self) -> Vec<&FindingCount> {
        let mut findings: Vec<_> = self.findings.iter().collect();
        findings.sort_by_key(|finding| (finding.severity, Reverse(finding.requests)));
        findings
    }

    /// The counts in a sentence without a full stop:
    /// `3 of 5 requests are rejected: 2 expired, 1 audience-mismatch; 2 accepted`.
    pub fn headline(&self) -> String {
        if self.requests == 0 {
            return "No requests with a token".to_owned();
        }
        let what = if self.is_tokens_alone {
            "token"
        } else {
            "request"
        };
        let rejected = self.count(Acceptance::Refused);
        let all = counted(self.requests, what);
        let is = if rejected == 1 { "is" } else { "are" };
        let mut parts = vec![match rejected {
            0 if self.count(Acceptance::Accepted) == self.requests => {
                format!("{all}: all accepted")
            }
            0 => format!("{all}: none rejected"),
            rejected => {
                let causes = self.causes_in_words(Acceptance::Refused);
                format!("{} of {all} {is} rejected{causes}", grouped(rejected))
            }
        }];
        for (acceptance, verb) in [
            (Acceptance::Depends, "may be rejected"),
            (Acceptance::Unknown, "not verified"),
        ] {
            let count = self.count(acceptance);
            if count > 0 {
                let causes = self.causes_in_words(acceptance);
                parts.push(format!("{} {verb}{causes}", grouped(count)));
            }
        }
        let accepted = self.count(Acceptance::Accepted);
        if accepted > 0 && accepted < self.requests {
            parts.push(format!("{} accepted", grouped(accepted)));
        }
        let warned = self.causes_in_words(Acceptance::Accepted);
        if !warned.is_empty() {
            parts.push(format!("with warnings{warned}"));
        }
        parts.join("; ")
    }

    /// `: 2 expired, 1 audience-mismatch`, or nothing.
    fn causes_in_words(&self, acceptance: Acceptance) -> String {
        let causes = self.causes();
        let causes = causes.iter().filter(|cause| cause.acceptance == acceptance);
        let causes = causes.filter(|cause| !cause.cause.is_empty());
        let causes = causes.map(|cause| format!("{} {}", grouped(cause.requests), cause.cause));
        let causes: Vec<_> = causes.collect();
        if causes.is_empty() {
            String::new()
        } else {
            format!(": {}", causes.join(", "))
        }
    }

    /// The requests of the same report to show in full, the worst first: all, or one of each cause if there are many.
    pub fn in_full(&self, report: &Report) -> Vec<usize> {
        if report.tokens.len() <= MOST_IN_FULL {
            return report.worst_first();
        }
        let causes = self.causes();
        causes.iter().map(|cause| cause.first).collect()
    }

    /// The form for JSON.
    pub fn json(&self) -> Value {
        let mut acceptance = Object::default();
        for kind in Acceptance::ALL {
            acceptance.push(kind.word(), self.count(kind) as i64);
        }
        let causes = self.causes().into_iter().map(|cause| {
            let mut json = Object::default();
            json.push("acceptance", cause.acceptance.word());
            json.push("cause", cause.cause.as_str());
            json.push("requests", cause.requests as i64);
            Value::Object(json)
        });
        let findings = self.findings().into_iter().map(|finding| {
            let mut json = Object::default();
            json.push("id", finding.id);
            json.push("severity", finding.severity.word());
            json.push("count", finding.requests as i64);
            let places = finding
                .places
                .iter()
                .map(|at| Value::from(at.words().as_str()));
            json.push("first", Value::Array(places.collect()));
            Value::Object(json)
        });
        let mut json = Object::default();
        json.push("message", self.headline().as_str());
        json.push("requests", self.requests as i64);
        json.push("acceptance", Value::Object(acceptance));
        json.push("causes", Value::Array(causes.collect()));
        json.push("findings", Value::Array(findings.collect()));
        Value::Object(json)
    }
}

/// The ids and severities of findings.
pub fn ids_of(findings: &[Finding]) -> impl Iterator<Item = (&'static str, Severity)> {
    findings
        .iter()
        .map(|finding| (finding.id, finding.severity))
}

impl Counted<'_> {
    /// The first error or warning, else what the acceptance depends on.
    fn cause(&self) -> &str {
        let first = self.findings.first();
        let first = first.filter(|(_, severity)| *severity < Severity::Info);
        match (first, self.depends_on) {
            (Some((id, _)), _) => id,
            (None, [what, ..]) if self.acceptance == Acceptance::Depends => what,
            _ => "",
        }
    }
}

impl FindingCount {
    /// What the rule reports, in general.
    pub fn title(&self) -> &'static str {
        rule_named(self.id).map_or("", |rule| rule.title)
    }

    /// Where it is first: `lines 2, 5, 9 and 4 more`.
    pub fn places_in_words(&self) -> String {
        let line = |at: &FoundAt| match at {
            FoundAt::Line(line) => Some(line.to_string()),
            FoundAt::Words(_) => None,
        };
        let lines: Option<Vec<_>> = self.places.iter().map(line).collect();
        let mut text = match lines {
            Some(lines) if lines.len() > 1 => format!("lines {}", lines.join(", ")),
            _ => {
                let words: Vec<_> = self.places.iter().map(FoundAt::words).collect();
                words.join(", ")
            }
        };
        let more = self.requests - self.places.len();
        if more > 0 {
            text = format!("{text} and {} more", grouped(more));
        }
        text
    }
}

impl FoundAt {
    fn of(request: &MediaRequest) -> Self {
        match request.line {
            Some(line) => Self::Line(line as u64),
            None => Self::Words(request.place_in_words()),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Line(line) => format!("line {line}"),
            Self::Words(words) => words.clone(),
        }
    }
}

impl RequestRow {
    /// The titles of its cells.
    pub const TITLES: [&str; 6] = ["Place", "Status", "Type", "URL", "Accepted", "Cause"];

    /// The cells of a token.
    pub fn of(token: &TokenReport) -> Self {
        let request = &token.request;
        let of_url = request
            .media_url()
            .and_then(|url| url.resource.audiences().first());
        let audience = of_url.copied().or_else(|| token.token.audience());
        let address = request.address().unwrap_or_default();
        let address = address.strip_prefix("https://").unwrap_or(&address);
        let findings: Vec<_> = ids_of(&token.findings).collect();
        let counted = Counted {
            acceptance: token.acceptance,
            depends_on: &token.depends_on,
            findings: &findings,
        };
        Self {
            place: FoundAt::of(request).words(),
            status: request
                .status
                .map(|status| status.to_string())
                .unwrap_or_default(),
            kind: match (&request.slot, audience) {
                (Some(slot), _) => slot.clone(),
                (None, Some(audience)) => audience.type_name().to_owned(),
                (None, None) => String::new(),
            },
            address: address.to_owned(),
            verdict: wording::acceptance(token.acceptance).0,
            cause: counted.cause().to_owned(),
        }
    }

    /// The cells in the order of [`Self::TITLES`].
    pub fn cells(self) -> [String; 6] {
        [
            self.place,
            self.status,
            self.kind,
            self.address,
            self.verdict.to_owned(),
            self.cause,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{
        diagnose::{evidence::Evidence, inspect, lint::testing},
        time::Timestamp,
    };

    const EXPIRED: (&str, Severity) = ("expired", Severity::Error);
    const UNKNOWN_KEY: (&str, Severity) = ("unknown-key-id", Severity::Warning);
    const LONG: (&str, Severity) = ("long-lived", Severity::Info);

    fn of(requests: &[(Acceptance, &[(&'static str, Severity)])]) -> Summary {
        let mut summary = Summary::default();
        for (i, (acceptance, findings)) in requests.iter().enumerate() {
            let depends_on = ["the playback restriction `R`".to_owned()];
            let counted = Counted {
                acceptance: *acceptance,
                depends_on: &depends_on[usize::from(*acceptance != Acceptance::Depends)..],
                findings,
            };
            summary.add(counted, || FoundAt::Line(i as u64 + 1));
        }
        summary
    }

    #[test]
    fn headline_counts_requests_by_cause() {
        use Acceptance::{Accepted, Depends, Refused, Unknown};
        let wrong = [("audience-mismatch", Severity::Error), UNKNOWN_KEY];
        for (requests, expected) in [
            (
                &[
                    (Refused, &wrong[..]),
                    (Refused, &[EXPIRED, UNKNOWN_KEY]),
                    (Accepted, &[]),
                    (Refused, &[EXPIRED, EXPIRED]),
                    (Accepted, &[LONG]),
                ][..],
                "3 of 5 requests are rejected: 2 expired, 1 audience-mismatch; 2 accepted",
            ),
            (&[], "No requests with a token"),
            (
                &[(Refused, &[EXPIRED])],
                "1 of 1 request is rejected: 1 expired",
            ),
            (
                &[(Accepted, &[]), (Accepted, &[LONG])],
                "2 requests: all accepted",
            ),
            (
                &[(Unknown, &[UNKNOWN_KEY]), (Unknown, &[]), (Depends, &[])],
                "3 requests: none rejected; 1 may be rejected: 1 the playback restriction `R`; 2 not verified: \
                 1 unknown-key-id",
            ),
            (
                &[
                    (Accepted, &[("unknown-param", Severity::Warning)]),
                    (Accepted, &[]),
                ],
                "2 requests: all accepted; with warnings: 1 unknown-param",
            ),
        ] {
            assert_eq!(of(requests).headline(), expected);
        }
    }

    #[test]
    fn findings_count_requests_and_keep_first_lines() {
        let twice = [UNKNOWN_KEY, EXPIRED, EXPIRED];
        let summary = of(&[(Acceptance::Refused, &twice[..]); 5]);
        let findings: Vec<_> = summary
            .findings()
            .iter()
            .map(|finding| (finding.id, finding.requests, finding.places_in_words()))
            .collect();
        let places = "lines 1, 2, 3 and 2 more".to_owned();
        assert_eq!(
            findings,
            [
                ("expired", 5, places.clone()),
                ("unknown-key-id", 5, places)
            ]
        );
    }

    /// A log with a request per line: every third token is for thumbnails, the others expire after the line in seconds.
    fn log(lines: usize) -> Report {
        let line = |i: usize| {
            let aud = if i % 3 == 2 { "t" } else { "v" };
            let claims = format!(
                r#"{{"kid":"K","sub":"ID","aud":"{aud}","exp":{}}}"#,
                1000 + i
            );
            let token = testing::token(r#"{"alg":"RS256"}"#, &claims);
            format!("GET https://stream.mux.com/ID.m3u8?token={token} 403\n")
        };
        let text: String = (1..=lines).map(line).collect();
        inspect(&text, &Evidence::default(), &[], Timestamp(900))
    }

    #[test]
    fn many_requests_are_shown_by_one_of_each_cause() {
        let few = log(MOST_IN_FULL);
        assert_eq!(Summary::of(&few).in_full(&few), few.worst_first());
        let many = log(MOST_IN_FULL + 5);
        let summary = Summary::of(&many);
        assert_eq!(
            summary.headline(),
            "5 of 15 requests are rejected: 5 audience-mismatch; 10 not verified"
        );
        assert_eq!(summary.in_full(&many), [1, 0], "the worst first");
        assert_eq!(
            RequestRow::of(&many.tokens[4]).cells(),
            [
                "line 5",
                "403",
                "video",
                "stream.mux.com/ID.m3u8",
                "refused",
                "audience-mismatch"
            ]
        );
    }

    #[test]
    fn kinds_are_bounded() {
        let mut summary = Summary::default();
        for i in 0..10 * MOST_KINDS {
            let depends_on = [format!("`{i}`")];
            let counted = Counted {
                acceptance: Acceptance::Depends,
                depends_on: &depends_on,
                findings: &[],
            };
            summary.add(counted, || FoundAt::Line(1));
        }
        assert_eq!(summary.causes().len(), MOST_KINDS);
        assert_eq!(summary.requests, 10 * MOST_KINDS);
        assert_eq!(summary.count(Acceptance::Depends), 10 * MOST_KINDS);
    }
}
