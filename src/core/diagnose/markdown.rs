//! A report as Markdown for a ticket, without anything that grants access.
//!
//! Readers of a ticket must not be able to use the token, so the signature is left out, and with it the token; so are
//! the values of `custom`, which may identify a viewer. Text from the input is escaped so that no Markdown renderer
//! interprets it.

use std::{fmt::Write as _, slice};

use super::{
    as_of::{AsOf, TimeSource},
    evidence::Evidence,
    finding::Finding,
    redaction::{GONE, masked, page, secrets, without_tokens},
    report::{Diagnosis, Report, TokenReport},
    summary::{RequestRow, Summary},
    wording::{self, Wording},
};
use crate::core::{
    json::Value,
    key::Key,
    mux::{
        claims::explain_claim,
        header::Header,
        url::{MediaUrl, TOKEN},
    },
    text::{capitalized, counted, escape, is_hidden, shortened},
    time::{Timestamp, Zone},
    token::Section,
};

/// A value is cut after this many characters.
const LONGEST: usize = 300;

/// The most tokens that a report shows in full.
const MOST_TOKENS: usize = 50;

/// The most tokens that a report lists in a line each.
const MOST_ROWS: usize = 200;

/// Formats a report as Markdown: verdicts, diagnosis, findings, claims. `keys` are those the report was created with.
pub fn markdown(
    report: &Report,
    evidence: &Evidence,
    keys: &[Key],
    now: Timestamp,
    zone: Zone,
) -> String {
    let writer = Writer {
        secrets: secrets(&report.tokens, evidence),
        wording: Wording {
            keys,
            as_of: AsOf {
                time: evidence.at.unwrap_or(now),
                source: TimeSource::Now,
            },
            is_live: false,
            zone,
            is_for_others: true,
        },
    };
    writer.report(report, evidence)
}

struct Writer<'a> {
    /// Text that must not appear, the longest first.
    secrets: Vec<String>,
    wording: Wording<'a>,
}

impl Writer<'_> {
    fn report(&self, report: &Report, evidence: &Evidence) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let mut out = String::from("# Inspection of a Mux token\n\n");
        let _ = writeln!(
            out,
            "Created offline by Mux JWT {version}. This report grants no access: signatures and the values of `custom` are \
             left out.\n"
        );
        let mut rows = vec![("Judged as of", self.wording.time(self.wording.as_of.time))];
        rows.extend(self.evidence(evidence));
        table(&mut out, &rows);
        if !report.findings.is_empty() {
            out.push_str("\n## The input\n\n");
            self.findings(&mut out, &report.findings);
        }
        if let Some(others) = wording::not_mux(report) {
            let _ = writeln!(out, "\n{}", self.prose(&others));
        }
        (report.diagnosis.iter()).for_each(|seen| self.diagnosis(&mut out, seen));
        let count = report.tokens.len();
        let summary = Summary::of(report);
        if count > 1 {
            self.summary(&mut out, &summary);
        }
        let mut shown = summary.in_full(report);
        shown.truncate(MOST_TOKENS);
        for &i in &shown {
            let token = &report.tokens[i];
            let number = if count > 1 {
                format!(" {} of {count}", i + 1)
            } else {
                String::new()
            };
            // The secrets of this token can only be in its own part of the report.
            let writer = Writer {
                secrets: secrets(slice::from_ref(token), evidence),
                wording: self.wording.of(token),
            };
            let headline = writer.prose(&wording::headline(token));
            let _ = writeln!(out, "\n## Token{number}: {headline}\n");
            writer.token(&mut out, token);
        }
        let rest: Vec<_> = (0..count).filter(|i| !shown.contains(i)).collect();
        if !rest.is_empty() {
            self.rest(&mut out, rest.iter().map(|i| &report.tokens[*i]));
        }
        if let Some(left_out) = wording::left_out(report.left_out) {
            let _ = writeln!(out, "\n{left_out}.");
        }
        out
    }

    /// The number of requests by cause, and of findings with their first places.
    fn summary(&self, out: &mut String, summary: &Summary) {
        let headline = self.prose(&summary.headline());
        let _ = writeln!(out, "\n## Summary\n\n{headline}.");
        let findings = summary.findings();
        if findings.is_empty() {
            return;
        }
        out.push_str("\n| requests | | finding | | first |\n|---|---|---|---|---|\n");
        for finding in findings {
            let (count, severity) = (finding.requests, finding.severity.word());
            let (id, title) = (finding.id, self.prose(finding.title()));
            let places = self.prose(&finding.places_in_words());
            let _ = writeln!(
                out,
                "| {count} | {severity} | `{id}` | {title} | {places} |"
            );
        }
    }

    /// The requests that are not shown in full, in a line each.
    fn rest<'a>(&self, out: &mut String, tokens: impl Iterator<Item = &'a TokenReport>) {
        let titles = RequestRow::TITLES.join(" | ");
        let _ = writeln!(
            out,
            "\n## The other requests\n\n| {titles} |\n|---|---|---|---|---|---|"
        );
        let mut left_out = 0;
        for (i, token) in tokens.enumerate() {
            if i < MOST_ROWS {
                let cells = RequestRow::of(token).cells().map(|cell| self.prose(&cell));
                let _ = writeln!(out, "| {} |", cells.join(" | "));
            } else {
                left_out += 1;
            }
        }
        if left_out > 0 {
            let _ = writeln!(out, "\n{} not listed.", counted(left_out, "more request"));
        }
    }

    /// What the user entered, one row each.
    fn evidence(&self, evidence: &Evidence) -> Vec<(&'static str, String)> {
        let header = |header: &Header, show: &dyn Fn(&str) -> String| match header {
            Header::Unknown => None,
            Header::Absent => Some("none".to_owned()),
            Header::Value(value) => Some(show(value)),
        };
        let saw = wording::seen(evidence).map(|saw| self.prose(&saw));
        let url = evidence.url.as_ref().map(|url| self.url(url));
        let id = evidence.id.as_deref().map(|id| self.code(id));
        let duration = evidence.duration.map(|duration| duration.to_string());
        let referrer = header(&evidence.referrer, &|value| self.code(&page(value)));
        let restriction = evidence.restriction.as_ref().map(|restriction| {
            let verdict = restriction.ask(&evidence.visit());
            let id = restriction
                .id
                .as_deref()
                .map(|id| format!("{}: ", self.code(id)));
            let because = self.prose(&verdict.because());
            format!("{}{}, {because}", id.unwrap_or_default(), verdict.word())
        });
        let agent = header(&evidence.user_agent, &|value| self.code(value));
        [
            ("Observed error", saw),
            ("Requested URL", url),
            ("Expected ID", id),
            ("Duration", duration),
            ("`Referer`", referrer),
            ("`User-Agent`", agent),
            ("Restriction, for this request", restriction),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }

    fn token(&self, out: &mut String, token: &TokenReport) {
        let verdicts = self.wording.verdicts(token).into_iter();
        let mut rows: Vec<_> = verdicts
            .map(|verdict| (verdict.title, self.prose(&verdict.to_string())))
            .collect();
        if let Some(id) = token.token.key_id() {
            rows.push(("Key ID", self.code(id)));
        }
        let provenance = wording::provenance(token).into_iter();
        rows.extend(provenance.map(|(label, value)| (label, self.prose(&value))));
        if let Some(slot) = &token.request.slot {
            rows.push(("Slot", self.code(slot)));
        }
        if let Some(url) = token.request.media_url() {
            rows.push(("URL", self.url(url)));
        }
        table(out, &rows);
        if let Some(diagnosis) = &token.diagnosis {
            self.diagnosis(out, diagnosis);
        }
        out.push_str("\n### Findings\n\n");
        if token.findings.is_empty() {
            out.push_str("None.\n");
        }
        self.findings(out, &token.findings);
        let audience = token.token.audience();
        self.section(out, "Claims", &token.token.payload, |name, value| {
            let meaning = self.wording.claim(name, value);
            meaning.unwrap_or_else(|| wording::about_claim(name, audience).to_owned())
        });
        self.section(out, "Header", &token.token.header, |name, _| {
            wording::about_header(name).to_owned()
        });
    }

    fn diagnosis(&self, out: &mut String, diagnosis: &Diagnosis) {
        let label = self.prose(&wording::observed(diagnosis.saw));
        let _ = writeln!(
            out,
            "\n### Observed error: {label}\n\n{}\n",
            self.prose(&diagnosis.note)
        );
        for cause in &diagnosis.left {
            let words = self.prose(&cause.words);
            let _ = writeln!(out, "- {words} ({})", cause.basis.word());
        }
        if !diagnosis.left.is_empty() {
            out.push('\n');
        }
        let meaning = self.prose(diagnosis.meaning);
        let _ = writeln!(out, "{meaning} ({})", diagnosis.basis.word());
    }

    fn findings(&self, out: &mut String, findings: &[Finding]) {
        for finding in findings {
            let severity = finding.severity.word();
            let (id, basis) = (finding.id, finding.basis.word());
            let message = self.prose(&finding.message);
            let hint = self.prose(&finding.hint);
            let _ = writeln!(out, "- **{severity}** `{id}` ({basis}): {message}. {hint}");
        }
    }

    /// The members of a header or payload as a table with notes.
    fn section(
        &self,
        out: &mut String,
        title: &str,
        section: &Section,
        note: impl Fn(&str, &Value) -> String,
    ) {
        let _ = writeln!(out, "\n### {title}\n");
        let object = match wording::members(section) {
            _ if !section.is_readable() => return,
            Ok(object) => object,
            Err(why) => {
                let _ = writeln!(out, "{}.", capitalized(&self.prose(why)));
                return;
            }
        };
        out.push_str("| name | value | |\n|---|---|---|\n");
        for (name, value) in object.iter() {
            let shown = masked(name, value).to_string();
            let note = self.prose(&note(name, value));
            let (name, shown) = (self.code(name), self.claim(name, &shown));
            let _ = writeln!(out, "| {name} | {shown} | {note} |");
        }
    }

    /// A URL with every token in it replaced.
    fn url(&self, url: &MediaUrl) -> String {
        let bare = MediaUrl {
            query: Vec::new(),
            fragment: None,
            ..url.clone()
        };
        let mut text = bare.to_string();
        for (i, (name, value)) in url.query.iter().enumerate() {
            let lower = name.to_ascii_lowercase();
            let is_token = lower == TOKEN || lower.ends_with("token") || lower == "jwt";
            let value = if is_token { GONE } else { value };
            let _ = write!(text, "{}{name}={value}", if i == 0 { '?' } else { '&' });
        }
        if url.fragment.is_some() {
            text.push('#');
            text.push_str(GONE);
        }
        self.code(&text)
    }

    /// Text without the secrets.
    fn clean(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.secrets {
            if text.contains(secret) {
                text = text.replace(secret, GONE);
            }
        }
        without_tokens(&text)
    }

    /// A value from the input, as code.
    fn code(&self, text: &str) -> String {
        code(&self.clean(text))
    }

    /// The value of a claim as code.
    fn claim(&self, name: &str, value: &str) -> String {
        // A documented claim may have a value that is also in `custom`, such as `720p`.
        let is_documented = explain_claim(name, None).is_some();
        if is_documented {
            code(&without_tokens(value))
        } else {
            self.code(value)
        }
    }

    /// A sentence with values in backticks.
    fn prose(&self, text: &str) -> String {
        prose(&self.clean(text))
    }
}

/// Rows of a name and a value.
fn table(out: &mut String, rows: &[(&str, String)]) {
    out.push_str("| | |\n|---|---|\n");
    for (name, value) in rows {
        let _ = writeln!(out, "| {name} | {value} |");
    }
}

/// Text as code, also in a table: characters that could end it are escaped as in JSON.
fn code(text: &str) -> String {
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let text = shortened(text, LONGEST);
    format!("`{}`", escape(&text, |c| is_hidden(c) || "`|".contains(c)))
}

/// Text in which only the code between backticks is Markdown.
fn prose(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    // An unpaired last backtick is an ordinary character.
    let is_paired = pieces.len() % 2 == 1;
    let mut out = String::with_capacity(text.len() + 16);
    for (i, piece) in pieces.iter().enumerate() {
        if i % 2 == 1 {
            if is_paired || i + 1 < pieces.len() {
                out.push_str(&code(piece));
                continue;
            }
            out.push_str("\\`");
        }
        // Mentions and issue numbers would notify uninvolved people.
        let piece = escape(piece, |c| is_hidden(c) || "|@#".contains(c));
        let mut before = ' ';
        for c in piece.chars() {
            // `://` and `www.` alone create links.
            let begins_link = (c == '/' && before == ':') || (c == '.' && out.ends_with("www"));
            if begins_link || "\\`*_[]<>~&!$".contains(c) {
                out.push('\\');
            }
            out.push(c);
            before = c;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::core::{
        diagnose::{inspect, lint::testing},
        json::Object,
        mux::{audience::Audience, symptom::entry::Symptom},
        time::Span,
        token::spec::{Expiry, TokenSpec},
    };

    const NOW: Timestamp = Timestamp(1_795_330_245);

    fn report_on(text: &str, evidence: &Evidence, keys: &[Key]) -> String {
        let report = inspect(text, evidence, keys, NOW);
        let zone = Zone(|_| "+01:00".parse().expect("an offset"));
        markdown(&report, evidence, keys, NOW, zone)
    }

    fn report_on_claims(claims: &str) -> String {
        let token = testing::token(r#"{"alg":"RS256","typ":"JWT"}"#, claims);
        report_on(&token, &Evidence::default(), &[])
    }

    fn signed(key: &Key, claims: &str) -> String {
        let mut request = TokenSpec::new(Audience::Video, "Pb1");
        request.expiry = Expiry::At(Timestamp(NOW.0 - 3600));
        request.claims = Object::parse(claims).expect("an object");
        let signed = request.sign("demo-key", key.signing().expect("private"), NOW);
        signed.expect("a valid spec").token
    }

    #[test]
    fn report_has_all_sections() {
        let key = Key::demo();
        let fingerprint = prose(key.public.short_fingerprint());
        let token = signed(
            &key,
            r#"{"max_resolution":"720p","custom":{"viewer":"u-4711"}}"#,
        );
        let text = format!("https://stream.mux.com/Pb1.m3u8?token={token}&x=1#t=5");
        let evidence = Evidence {
            saw: Symptom::parse("403"),
            id: Some("Pb1".to_owned()),
            duration: Some(Span(5400)),
            referrer: Header::Value("https://me:pw@example.com/a?session=1".to_owned()),
            user_agent: Header::Absent,
            ..Evidence::default()
        };
        let expected = format!(
            "\
# Inspection of a Mux token

Created offline by Mux JWT {version}. This report grants no access: signatures and the values of `custom` are left \
out.

| | |
|---|---|
| Judged as of | 2026-11-22 06:50:45 UTC (2026-11-22 07:50:45 +01:00) |
| Observed error | 403 Forbidden |
| Expected ID | `Pb1` |
| Duration | 1 hour 30 minutes |
| `Referer` | `https://example.com/a?…` |
| `User-Agent` | none |

## Token: The token expired 1 hour ago, at 2026-11-22 05:50:45 UTC

| | |
|---|---|
| Structure | well-formed, all three parts can be decoded |
| Signature | verified, signed with the key `demo-key` ({fingerprint}) |
| Accepted by Mux? | refused, as of 2026-11-22 06:50:45 UTC (2026-11-22 07:50:45 +01:00) |
| Key ID | `demo-key` |
| Source | `token` in the URL |
| Created by | probably mux-node 14 or later |
| URL | `https://stream.mux.com/Pb1.m3u8?token=…&x=1#…` |

### Observed error: 403 Forbidden

`expired` (the token has expired) explains it.

Mux rejected the request, and the response gives no reason. For a signed playback ID, the token is missing, expired, for \
another ID or audience, or not signed with a key that Mux knows; or a playback restriction rejects the request. \
(observed)

### Findings

- **error** `expired` (documented): The token expired 1 hour ago, at 2026-11-22 05:50:45 UTC. Sign a new token that outlasts playback.

### Claims

| name | value | |
|---|---|---|
| `max_resolution` | `\"720p\"` | The highest resolution offered |
| `custom` | `{{\"viewer\":\"…\"}}` | Values of your own for tracing a leaked token; no personal data |
| `kid` | `\"demo-key\"` | The ID of the signing key; Mux reads it here or in the header |
| `sub` | `\"Pb1\"` | The ID that the token is for |
| `aud` | `\"v\"` | for video |
| `exp` | `1795326645` | 2026-11-22 05:50:45 UTC (2026-11-22 06:50:45 +01:00), 1 hour ago |

### Header

| name | value | |
|---|---|---|
| `alg` | `\"RS256\"` | The signing algorithm; Mux accepts only RS256 |
| `typ` | `\"JWT\"` | The type; always JWT, optional |
",
            version = env!("CARGO_PKG_VERSION")
        );
        assert_eq!(report_on(&text, &evidence, &[key]), expected);
    }

    /// Whether a run of this many characters of a secret is in a text.
    fn leaks(secret: &str, text: &str, run: usize) -> bool {
        let runs: HashSet<&[u8]> = text.as_bytes().windows(run).collect();
        secret
            .as_bytes()
            .windows(run)
            .any(|part| runs.contains(part))
    }

    #[test]
    fn report_grants_no_access() {
        let key = Key::demo();
        let custom = r#"{"custom":{"viewer":"anna@example.com","n":47114711,"list":["secret-one",{"x":"secret-two"}]},
            "params":{"Custom":"secret-three","custom":{"custom":["secret-four"]}},
            "note":"anna@example.com and secret-one"}"#;
        let token = signed(&key, custom);
        let other = signed(&Key::demo(), r#"{"custom":"secret-five"}"#);
        let long = format!("{}.{}", &token, "eyJhbGciOiJSUzI1NiJ9");
        let nested = signed(
            &key,
            &format!(r#"{{"url":"https://x.example/?token={other}"}}"#),
        );
        let in_sub = testing::token(
            r#"{"alg":"RS256"}"#,
            &format!(
                r#"{{"sub":"{other}","kid":"{other}","aud":"{other}","exp":"{other}","{other}":1}}"#
            ),
        );
        let (head, signature) = token.rsplit_once('.').expect("three parts");
        let padded = format!("{head}.{signature}==");
        let url = MediaUrl::read(&format!(
            "https://player.mux.com/{other}?playback-token={token}&TOKEN={token}&q={other}#{token}"
        ));
        let evidence = Evidence {
            url: Some(url.expect("a Mux URL")),
            id: Some(other.clone()),
            referrer: Header::Value(format!("https://u:{other}@x.example/?token={token}")),
            user_agent: Header::Value(token.clone()),
            saw: Symptom::parse("2403232"),
            ..Evidence::default()
        };
        let player =
            format!("<mux-player playback-token=\"{token}\" thumbnail-token='{other}'>\n{token}");
        for text in [
            token.as_str(),
            &format!("https://stream.mux.com/ID.m3u8?token={token}&token={other}"),
            &format!("Bearer {token}"),
            &player,
            &long,
            &nested,
            &in_sub,
            &padded,
            &token[..token.len() - 9],
            &format!("https://stream.mux.com/{token}.m3u8?token={token}"),
        ] {
            for keys in [&[][..], slice::from_ref(&key)] {
                for evidence in [&Evidence::default(), &evidence] {
                    let report = report_on(text, evidence, keys);
                    for token in [&token, &other, &nested] {
                        let mut parts = token.split('.');
                        let payload = parts.nth(1).expect("three parts");
                        let signature = parts.next().expect("three parts");
                        assert!(!leaks(signature, &report, 12), "{report}");
                        assert!(!leaks(payload, &report, 24), "{report}");
                    }
                    for secret in ["anna", "47114711", "secret-"] {
                        assert!(!report.contains(secret), "{secret}: {report}");
                    }
                    assert!(!report.contains("u:") && !report.contains("session"));
                }
            }
        }
    }

    #[test]
    fn private_key_in_a_claim_is_left_out() {
        let report = report_on_claims(
            r#"{"sub":"-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----"}"#,
        );
        assert!(
            !report.contains("MIIE") && report.contains("contains a private key"),
            "{report}"
        );
    }

    #[test]
    fn id_repeated_in_custom_is_kept() {
        let report =
            report_on_claims(r#"{"sub":"PLAYBACK","custom":{"id":"PLAYBACK"},"aud":"v","exp":1}"#);
        assert!(report.contains("| `sub` | `\"PLAYBACK\"` |"), "{report}");
        assert!(
            report.contains("| `custom` | `{\"id\":\"…\"}` |"),
            "{report}"
        );
    }

    #[test]
    fn hostile_text_is_escaped() {
        let nasty = "a`b|c\\n<img src=x onerror=alert(1)> **x** [l](javascript:1) ![i](http://x) @all #1 \\u202e \
                     \\u0007";
        let claims = format!(
            r#"{{"{nasty}":"{nasty}","sub":"{nasty}","kid":"{nasty}","aud":"{nasty}","exp":"{nasty}"}}"#
        );
        let report = report_on_claims(&claims);
        for line in report.lines() {
            // What is left outside code has nothing that Markdown or a ticket system acts on.
            let plain = line.replace("\\`", "");
            let pieces: Vec<&str> = plain.split('`').collect();
            assert_eq!(pieces.len() % 2, 1, "code ends in its line: {line}");
            let outside: String = pieces.into_iter().step_by(2).collect();
            let heading = outside.trim_start_matches('#');
            for c in ['<', '>', '[', ']', '!', '@', '#', '~', '&'] {
                let bare = heading
                    .match_indices(c)
                    .any(|(at, _)| !heading[..at].ends_with('\\'));
                assert!(!bare, "{c}: {line}");
            }
            assert!(!outside.contains("://"), "{line}");
        }
        assert!(
            !report.contains(|c: char| c != '\n' && is_hidden(c)),
            "{report}"
        );
        let cells = report.lines().filter(|line| line.starts_with("| `"));
        for row in cells {
            let bars = row.matches('|').count();
            assert!(bars == 4 || bars == 3, "{row}");
        }
    }

    #[test]
    fn prose_keeps_only_code() {
        for (text, expected) in [
            ("The token is for `ID`", "The token is for `ID`"),
            ("`a_b` is_c", "`a_b` is\\_c"),
            ("a `b", "a \\`b"),
            ("`a` `b", "`a` \\`b"),
            (
                "see https://x and www.x now.",
                "see https:\\//x and www\\.x now.",
            ),
            ("a | b @c #1", "a \\\\u007c b \\\\u0040c \\\\u00231"),
            ("``", "(empty)"),
        ] {
            assert_eq!(prose(text), expected);
        }
    }

    #[test]
    fn worst_of_many_tokens_are_reported() {
        let token = |exp: i64| {
            let claims = format!(r#"{{"kid":"K","sub":"ID","aud":"v","exp":{exp}}}"#);
            testing::token(r#"{"alg":"RS256"}"#, &claims)
        };
        // All different: duplicates are reported once.
        let mut tokens: Vec<_> = (60..960).map(|later| token(NOW.0 + later)).collect();
        tokens.push(token(1));
        let report = report_on(&tokens.join("\n"), &Evidence::default(), &[]);
        assert!(report.contains("1 of 901 tokens is rejected: 1 expired; 900 not verified"));
        assert!(report.contains("| 1 | error | `expired` | the token has expired | line 901 |"));
        assert_eq!(report.matches("## Token ").count(), 2, "one of each cause");
        assert!(
            report.contains("## Token 901 of 901: The token expired"),
            "{report}"
        );
        assert_eq!(report.matches("\n| line ").count(), MOST_ROWS);
        assert!(report.contains("\n699 more requests not listed."));
    }

    #[test]
    fn input_without_token_has_a_report() {
        let report = report_on("hello", &Evidence::default(), &[]);
        assert!(
            report.ends_with(
                "## The input\n\n- **error** `not-a-token` (documented): No token found. Paste a token, which begins \
                 with `eyJ`, or a URL with `token=`.\n"
            ),
            "{report}"
        );
    }
}
