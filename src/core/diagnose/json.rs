//! A report as JSON. Its form is stable: members are added, and none is renamed or taken away.

use super::{
    finding::Finding,
    report::{Diagnosis, Report, TokenReport},
    summary::Summary,
};
use crate::core::{
    import::found::OtherSystem,
    json::{Object, Value},
    mux::{header::Header, policy::Policy},
    time::Timestamp,
    token::Section,
};

/// The version of the form.
const VERSION: i64 = 1;

/// Everything that is said of a text.
pub fn report(report: &Report) -> Value {
    let tokens = report.tokens.iter().map(|one| Value::Object(token(one)));
    let mut json = Object::default();
    json.push("version", VERSION);
    json.push("kind", report.kind.word());
    json.push("summary", Summary::of(report).json());
    json.push("tokens", Value::Array(tokens.collect()));
    if !report.not_mux.is_empty() {
        json.push("not_mux", not_mux(&report.not_mux));
    }
    if report.left_out > 0 {
        json.push("left_out", Value::from(report.left_out as i64));
    }
    json.push("findings", findings(&report.findings));
    if let Some(seen) = &report.diagnosis {
        json.push("diagnosis", diagnosis(seen));
    }
    if let Some(unknown) = &report.saw_unknown {
        json.push("saw_unknown", unknown.as_str());
    }
    Value::Object(json)
}

/// The tokens of other systems, which are not judged.
fn not_mux(systems: &[OtherSystem]) -> Value {
    let systems = systems.iter().map(|system| {
        let mut json = Object::default();
        json.push("issuer", optional(system.issuer.as_deref()));
        json.push("at", system.place.as_str());
        json.push("count", system.count as i64);
        Value::Object(json)
    });
    Value::Array(systems.collect())
}

/// Everything that is said of one token.
pub fn token(token: &TokenReport) -> Object {
    let section = |section: &Section| match section.object() {
        Some(object) => Value::Object(object.clone()),
        None => Value::Null,
    };
    let mut json = Object::default();
    json.push("at", token.request.place_in_words().as_str());
    json.push("slot", optional(token.request.slot.as_deref()));
    json.push("header", section(&token.token.header));
    json.push("payload", section(&token.token.payload));
    json.push("expires_at", time(token.token.expiry()));
    json.push("structure", token.structure.word());
    json.push("signature", token.signature.word());
    json.push("acceptance", token.acceptance.word());
    let depends_on = token
        .depends_on
        .iter()
        .map(|what| Value::from(what.as_str()));
    json.push("depends_on", Value::Array(depends_on.collect()));
    json.push("judged_at", time(Some(token.as_of.time)));
    json.push("request", request(token));
    json.push("producer", optional(token.producer));
    json.push("findings", findings(&token.findings));
    if let Some(seen) = &token.diagnosis {
        json.push("diagnosis", diagnosis(seen));
    }
    json
}

/// The request of a token. The URL has no token, and nothing else in it is secret to who pasted it.
fn request(token: &TokenReport) -> Value {
    let request = &token.request;
    let mut json = Object::default();
    json.push("url", optional(request.url_without_token().as_deref()));
    json.push("as_sent", Value::Bool(request.is_as_sent()));
    json.push("playback_id", optional(request.id()));
    json.push("slot", optional(request.slot.as_deref()));
    json.push("policy", optional(request.policy.map(Policy::word)));
    let duration = request.duration.map(|duration| Value::from(duration.0));
    json.push("duration", duration.unwrap_or(Value::Null));
    json.push("referrer", header(&request.headers.referrer));
    json.push("user_agent", header(&request.headers.user_agent));
    let status = request.status.map(|status| Value::from(i64::from(status)));
    json.push("status", status.unwrap_or(Value::Null));
    json.push("at", time(request.at));
    json.push("place", request.place_in_words().as_str());
    let line = request.line.map(|line| Value::from(line as i64));
    json.push("line", line.unwrap_or(Value::Null));
    Value::Object(json)
}

/// A header of a request: null if it is unknown, empty if the request had none.
fn header(header: &Header) -> Value {
    match header {
        Header::Unknown => Value::Null,
        Header::Absent => Value::from(""),
        Header::Value(text) => Value::from(text.as_str()),
    }
}

/// A time as RFC 3339, or null.
fn time(time: Option<Timestamp>) -> Value {
    optional(time.and_then(Timestamp::rfc3339).as_deref())
}

/// Findings in their order.
pub fn findings(findings: &[Finding]) -> Value {
    let findings = findings.iter().map(|finding| {
        let mut json = Object::default();
        json.push("id", finding.id);
        json.push("severity", finding.severity.word());
        json.push("basis", finding.basis.word());
        json.push("message", finding.message.as_str());
        json.push("hint", finding.hint.as_str());
        json.push("where", optional(finding.place));
        json.push("fixable", Value::Bool(finding.fix.is_some()));
        Value::Object(json)
    });
    Value::Array(findings.collect())
}

fn diagnosis(diagnosis: &Diagnosis) -> Value {
    let left = diagnosis.left.iter().map(|cause| {
        let mut json = Object::default();
        json.push("message", cause.words.as_str());
        json.push("basis", cause.basis.word());
        Value::Object(json)
    });
    let explained_by = diagnosis.explained_by.iter().copied().map(Value::from);
    let mut json = Object::default();
    json.push("saw", diagnosis.saw.entry.id);
    json.push("label", diagnosis.saw.label());
    let by = diagnosis.saw.by.map(|program| program.name);
    json.push("reported_by", optional(by));
    json.push("meaning", diagnosis.meaning);
    json.push("basis", diagnosis.basis.word());
    json.push("outcome", diagnosis.outcome.word());
    json.push("explained_by", Value::Array(explained_by.collect()));
    json.push("left", Value::Array(left.collect()));
    json.push("note", diagnosis.note.as_str());
    Value::Object(json)
}

/// A text or null.
fn optional(text: Option<&str>) -> Value {
    text.map_or(Value::Null, Value::from)
}
