//! Problems of a restriction itself, whatever the request.

use std::collections::{HashMap, HashSet};

use super::{Restriction, domain::Pattern, members::ALLOWED_DOMAINS};
use crate::core::level::Severity;

/// A problem of a restriction, or something worth knowing about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestrictionNote {
    /// Its severity.
    pub severity: Severity,
    /// The problem: a sentence without a full stop.
    pub message: String,
    /// What to do about it, or what it means: full sentences.
    pub hint: String,
}

/// The most entries that the API reference allows.
const FEW: usize = 10;
/// The most entries that the newer guide allows.
const MANY: usize = 100;

impl Restriction {
    /// Its problems, the most severe first.
    pub fn notes(&self) -> Vec<RestrictionNote> {
        let mut notes = Vec::new();
        match self.allowed_domains.as_deref() {
            None => {}
            Some([]) => notes.push(warning(
                format!("`{ALLOWED_DOMAINS}` is empty"),
                "No page can play the video.",
            )),
            Some([line]) if line.trim() == "*" => notes.push(info(
                "`*` allows the pages of all domains",
                "The restriction then only affects requests without a referrer.",
            )),
            Some(lines) => of_entries(lines, &mut notes),
        }
        let missing: Vec<_> = [
            ("allowed_domains", self.allowed_domains.is_none()),
            ("allow_no_referrer", self.allow_no_referrer.is_none()),
            ("allow_no_user_agent", self.allow_no_user_agent.is_none()),
            (
                "allow_high_risk_user_agent",
                self.allow_high_risk_user_agent.is_none(),
            ),
        ]
        .into_iter()
        .filter(|(_, is_missing)| *is_missing)
        .map(|(name, _)| format!("`{name}`"))
        .collect();
        if !missing.is_empty() {
            notes.push(info(
                format!("Missing: {}", missing.join(", ")),
                "What Mux assumes for a missing member is unknown, so every verdict that depends on it is unknown.",
            ));
        }
        notes.sort_by_key(|note| note.severity);
        notes
    }
}

fn of_entries(lines: &[String], notes: &mut Vec<RestrictionNote>) {
    let count = lines.len();
    if count > MANY {
        notes.push(warning(
            format!("{count} entries, but Mux's guide allows only {MANY}"),
            "Combine entries with `*.`, or create several restrictions.",
        ));
    } else if count > FEW {
        notes.push(warning(
            format!("{count} entries: Mux's API reference allows {FEW}, its guide {MANY}"),
            "The guide is newer, so it probably works. If Mux rejects it, create several restrictions.",
        ));
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    for line in lines {
        *counts.entry(plain(line)).or_default() += 1;
    }
    let mut seen = HashSet::new();
    for line in lines {
        let shown = line.trim();
        if !seen.insert(plain(line)) {
            continue;
        }
        notes.extend(of_line(shown, &counts));
        let times = match counts.get(&plain(line)) {
            None | Some(1) => continue,
            Some(2) => "twice".to_owned(),
            Some(count) => format!("{count} times"),
        };
        notes.push(info(
            format!("`{shown}` is listed {times}"),
            "Keep one of them.",
        ));
    }
}

/// An entry in the form in which entries are compared.
fn plain(line: &str) -> String {
    line.trim().to_ascii_lowercase()
}

/// The most severe problem of an entry.
fn of_line(line: &str, all: &HashMap<String, usize>) -> Option<RestrictionNote> {
    let pattern = Pattern::read(line);
    if line == "*" {
        return Some(warning(
            "`*` is listed with other entries",
            "Mux documents `*` only as the single entry. Remove the others to allow all domains, or remove `*`.",
        ));
    }
    if !pattern.is_domain() {
        return Some(warning(
            format!("`{line}` is not a domain"),
            "Use a domain such as `example.com`, or `*.example.com`.",
        ));
    }
    if !pattern.is_bare {
        return Some(warning(
            format!("`{line}` is more than a domain"),
            instead_of(&pattern, all),
        ));
    }
    if pattern.has_odd_star() {
        return Some(warning(
            format!("`{line}` has a `*` in an undocumented place"),
            "Use `*` as the first label, as in `*.example.com`, or as the only entry to allow all domains.",
        ));
    }
    if let Some(base) = pattern
        .wild()
        .filter(|base| !all.contains_key(&plain(base)))
    {
        return Some(warning(
            format!("`{line}` does not match `{base}` itself"),
            format!("Add `{base}` too if its own pages play the video."),
        ));
    }
    let open = |what: &str| {
        Some(info(
            format!("`{line}` {what}"),
            "Mux does not document how it compares such entries.",
        ))
    };
    if pattern.is_local() {
        open("is an IP address or a name without a dot")
    } else if pattern.is_international() {
        open("is an international domain")
    } else if line.contains(|c: char| c.is_ascii_uppercase()) {
        open("has uppercase letters")
    } else {
        None
    }
}

/// What to use instead of an entry with a scheme, a port or a path.
fn instead_of(pattern: &Pattern<'_>, all: &HashMap<String, usize>) -> String {
    let domain = pattern.domain;
    let instead = if all.contains_key(&plain(domain)) {
        format!("Remove it: `{domain}` is listed as well.")
    } else {
        format!("Use `{domain}` instead.")
    };
    let open = match (pattern.has_port, pattern.is_local()) {
        (true, true) => " How it compares ports and names without a dot is unknown.",
        (true, false) => " How it compares ports is unknown.",
        (false, true) => " How it compares names without a dot is unknown.",
        (false, false) => "",
    };
    format!("Mux documents only domains as entries.{open} {instead}")
}

fn warning(message: impl Into<String>, hint: impl Into<String>) -> RestrictionNote {
    RestrictionNote {
        severity: Severity::Warning,
        message: message.into(),
        hint: hint.into(),
    }
}

fn info(message: impl Into<String>, hint: impl Into<String>) -> RestrictionNote {
    RestrictionNote {
        severity: Severity::Info,
        ..warning(message, hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(lines: &[&str]) -> Vec<String> {
        let own = Restriction {
            id: None,
            allowed_domains: Some(lines.iter().map(|&line| line.to_owned()).collect()),
            allow_no_referrer: Some(false),
            allow_no_user_agent: Some(false),
            allow_high_risk_user_agent: Some(false),
        };
        own.notes().into_iter().map(|note| note.message).collect()
    }

    #[test]
    fn valid_restriction_has_no_notes() {
        assert_eq!(notes(&["example.com", "*.example.com"]), [""; 0]);
        assert_eq!(notes(&["*.Example.com", "example.com"]).len(), 1);
    }

    #[test]
    fn entries_that_do_not_work_are_named() {
        for (line, message) in [
            (
                "https://example.com",
                "`https://example.com` is more than a domain",
            ),
            (
                "example.com/watch",
                "`example.com/watch` is more than a domain",
            ),
            (
                "example.com:3000",
                "`example.com:3000` is more than a domain",
            ),
            ("exa mple", "`exa mple` is not a domain"),
            ("", "`` is not a domain"),
            (
                "foo.*.com",
                "`foo.*.com` has a `*` in an undocumented place",
            ),
            (
                "*example.com",
                "`*example.com` has a `*` in an undocumented place",
            ),
            (
                "*.*.example.com",
                "`*.*.example.com` has a `*` in an undocumented place",
            ),
            (
                "*.example.com",
                "`*.example.com` does not match `example.com` itself",
            ),
            (
                "localhost",
                "`localhost` is an IP address or a name without a dot",
            ),
            (
                "10.0.0.1",
                "`10.0.0.1` is an IP address or a name without a dot",
            ),
            (
                "bücher.example",
                "`bücher.example` is an international domain",
            ),
            ("Example.com", "`Example.com` has uppercase letters"),
            ("*", "`*` allows the pages of all domains"),
        ] {
            assert_eq!(notes(&[line]), [message]);
        }
        assert_eq!(notes(&[]), ["`allowed_domains` is empty"]);
        assert_eq!(notes(&["*", "a.com"]), ["`*` is listed with other entries"]);
        assert_eq!(notes(&["a.com", "A.com"]), ["`a.com` is listed twice"]);
        assert_eq!(
            notes(&["a.com", "a.com", "b.com", "a.com"]),
            ["`a.com` is listed 3 times"]
        );
    }

    #[test]
    fn advice_for_ports_and_schemes_is_consistent() {
        let hint = |lines: &[&str]| {
            let own = Restriction {
                allowed_domains: Some(lines.iter().map(|&line| line.to_owned()).collect()),
                ..Restriction::default()
            };
            own.notes()[0].hint.clone()
        };
        for (lines, advice) in [
            (
                &["https://example.com/"][..],
                "Mux documents only domains as entries. Use `example.com` instead.",
            ),
            (
                &["example.com:8443"],
                "Mux documents only domains as entries. How it compares ports is unknown. Use `example.com` instead.",
            ),
            (
                &["example.com:8443", "example.com"],
                "Mux documents only domains as entries. How it compares ports is unknown. Remove it: `example.com` is listed \
                 as well.",
            ),
            (
                &["http://localhost:3000"],
                "Mux documents only domains as entries. How it compares ports and names without a dot is unknown. Use \
                 `localhost` instead.",
            ),
        ] {
            assert_eq!(hint(lines), advice);
        }
    }

    #[test]
    fn both_documented_limits_are_reported() {
        let lines: Vec<String> = (0..101).map(|i| format!("a{i}.com")).collect();
        let of = |count: usize| {
            notes(
                &lines
                    .iter()
                    .take(count)
                    .map(String::as_str)
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(of(10), [""; 0]);
        assert_eq!(
            of(11),
            ["11 entries: Mux's API reference allows 10, its guide 100"]
        );
        assert_eq!(of(101), ["101 entries, but Mux's guide allows only 100"]);
    }

    #[test]
    fn missing_members_are_listed() {
        assert_eq!(
            Restriction::default().notes()[0].message,
            "Missing: `allowed_domains`, `allow_no_referrer`, `allow_no_user_agent`, `allow_high_risk_user_agent`"
        );
    }
}
