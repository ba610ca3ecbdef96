//! What is to be said of a restriction itself, whoever visits.

use std::collections::HashSet;

use super::{ALLOWED_DOMAINS, Restriction, domain::Pattern};
use crate::core::level::Severity;

/// Something worth saying of a restriction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// How bad it is.
    pub severity: Severity,
    /// What is so: a sentence without a period.
    pub message: String,
    /// What to do about it, or what it means: a sentence.
    pub hint: String,
}

/// As many domains as the API reference allows.
const FEW: usize = 10;
/// As many as the newer guide allows.
const MANY: usize = 100;

impl Restriction {
    /// What is to be said of it, the worst first.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        match self.allowed_domains.as_deref() {
            None => {}
            Some([]) => notes.push(warning(
                format!("`{ALLOWED_DOMAINS}` is empty"),
                "No page of any domain may play the video.",
            )),
            Some([line]) if line.trim() == "*" => notes.push(info(
                "`*` alone allows the pages of every domain",
                "Then only requests without a referrer are told apart.",
            )),
            Some(lines) => of_lines(lines, &mut notes),
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
                format!("Not said: {}", missing.join(", ")),
                "What Mux takes for it then is not known here, so what it decides stays open.",
            ));
        }
        notes.sort_by_key(|note| note.severity);
        notes
    }
}

fn of_lines(lines: &[String], notes: &mut Vec<Note>) {
    let count = lines.len();
    if count > MANY {
        notes.push(warning(
            format!("{count} lines, and Mux's guide allows {MANY}"),
            "Share lines with `*.`, or make several restrictions.",
        ));
    } else if count > FEW {
        notes.push(warning(
            format!("{count} lines: Mux's API reference allows {FEW}, its guide {MANY}"),
            "The guide is newer, so it probably works; if Mux refuses it, make several restrictions.",
        ));
    }
    let lower: HashSet<String> = lines.iter().map(|line| plain(line)).collect();
    let mut seen = HashSet::new();
    for line in lines {
        let shown = line.trim();
        if !seen.insert(plain(line)) {
            notes.push(info(
                format!("`{shown}` stands here twice"),
                "One is enough.",
            ));
            continue;
        }
        notes.extend(of_line(shown, &lower));
    }
}

/// As it is compared with its like.
fn plain(line: &str) -> String {
    line.trim().to_ascii_lowercase()
}

/// The one thing to say of a line, the worst first.
fn of_line(line: &str, all: &HashSet<String>) -> Option<Note> {
    let pattern = Pattern::read(line);
    if line == "*" {
        return Some(warning(
            "`*` stands beside other lines",
            "Mux documents it alone in the list. Leave the others out to allow every domain, or leave it out.",
        ));
    }
    if !pattern.is_domain() {
        return Some(warning(
            format!("`{line}` is not a domain"),
            "Write a domain such as `example.com`, or `*.example.com`.",
        ));
    }
    if !pattern.is_bare {
        return Some(warning(
            format!("`{line}` is more than a domain"),
            format!(
                "Mux compares the domain of the referrer. Write `{}` alone, without scheme, port and path.",
                pattern.domain
            ),
        ));
    }
    if pattern.has_odd_star() {
        return Some(warning(
            format!("`{line}` has a `*` where Mux documents none"),
            "A `*` stands for the first label, as in `*.example.com`, or alone in the list for every domain.",
        ));
    }
    if let Some(base) = pattern.wild().filter(|base| !all.contains(&plain(base))) {
        return Some(warning(
            format!("`{line}` does not stand for `{base}` itself"),
            format!("List `{base}` too if its own pages play the video."),
        ));
    }
    let open = |what: &str| {
        Some(info(
            format!("`{line}` {what}"),
            "Mux does not document how it compares these.",
        ))
    };
    if pattern.is_local() {
        open("is an IP address or a name without a dot")
    } else if pattern.is_international() {
        open("is an international domain")
    } else if line.contains(|c: char| c.is_ascii_uppercase()) {
        open("has capital letters")
    } else {
        None
    }
}

fn warning(message: impl Into<String>, hint: impl Into<String>) -> Note {
    Note {
        severity: Severity::Warning,
        message: message.into(),
        hint: hint.into(),
    }
}

fn info(message: impl Into<String>, hint: impl Into<String>) -> Note {
    Note {
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
    fn a_sound_restriction_has_nothing_to_be_said_of_it() {
        assert_eq!(notes(&["example.com", "*.example.com"]), [""; 0]);
        assert_eq!(notes(&["*.Example.com", "example.com"]).len(), 1);
    }

    #[test]
    fn each_line_that_will_not_do_what_it_says_is_named() {
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
                "`foo.*.com` has a `*` where Mux documents none",
            ),
            (
                "*example.com",
                "`*example.com` has a `*` where Mux documents none",
            ),
            (
                "*.*.example.com",
                "`*.*.example.com` has a `*` where Mux documents none",
            ),
            (
                "*.example.com",
                "`*.example.com` does not stand for `example.com` itself",
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
            ("Example.com", "`Example.com` has capital letters"),
            ("*", "`*` alone allows the pages of every domain"),
        ] {
            assert_eq!(notes(&[line]), [message]);
        }
        assert_eq!(notes(&[]), ["`allowed_domains` is empty"]);
        assert_eq!(notes(&["*", "a.com"]), ["`*` stands beside other lines"]);
        assert_eq!(notes(&["a.com", "A.com"]), ["`A.com` stands here twice"]);
    }

    #[test]
    fn the_two_limits_that_mux_gives_are_both_told() {
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
            ["11 lines: Mux's API reference allows 10, its guide 100"]
        );
        assert_eq!(of(101), ["101 lines, and Mux's guide allows 100"]);
    }

    #[test]
    fn what_is_not_said_is_told() {
        assert_eq!(
            Restriction::default().notes()[0].message,
            "Not said: `allowed_domains`, `allow_no_referrer`, `allow_no_user_agent`, `allow_high_risk_user_agent`"
        );
    }
}
