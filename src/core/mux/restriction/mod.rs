//! Playback restrictions: whether one allows a request, and which of its entries decides.
//!
//! All rules are documented by Mux. Where Mux documents nothing, the verdict is [`Verdict::Unknown`] and names what it
//! depends on. That includes the list of high-risk user agents, which Mux does not publish.

mod advice;
mod domain;
mod members;
mod read;
mod verdict;

pub use advice::RestrictionNote;
pub use read::RestrictionError;
pub use verdict::{Line, Stranger, Verdict};

use self::domain::{ENTRY, Fit, Near, Pattern, RefererHost};
use super::header::Header;
use crate::core::mux::restriction::members::AIRPLAY;
use crate::core::mux::restriction::members::ALLOW_HIGH_RISK;
use crate::core::mux::restriction::members::ALLOW_NO_REFERRER;
use crate::core::mux::restriction::members::ALLOW_NO_USER_AGENT;
use crate::core::mux::restriction::members::ALLOWED_DOMAINS;
use crate::core::mux::restriction::members::CAST;

/// A playback restriction. A field that is `None` is missing from the input, so its value is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restriction {
    /// Its ID, which tokens have as `playback_restriction_id`.
    pub id: Option<String>,
    /// The domains whose pages may play: `example.com`, `*.example.com` for one more label, or `*` alone for all.
    pub allowed_domains: Option<Vec<String>>,
    /// Whether a request without a `Referer` header may play.
    pub allow_no_referrer: Option<bool>,
    /// Whether a request without a `User-Agent` header may play.
    pub allow_no_user_agent: Option<bool>,
    /// Whether user agents that Mux considers high-risk may play.
    pub allow_high_risk_user_agent: Option<bool>,
}

/// The headers of a request that a restriction depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// The `Referer` header: a full URL, an origin or a bare host.
    pub referrer: Header,
    /// The `User-Agent` header. If unknown, it is assumed to be a browser's.
    pub user_agent: Header,
}

/// A typical request, often one that is forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleRequest {
    /// Where it comes from: `Page on example.com`.
    pub name: String,
    /// Its headers.
    pub visit: Visit,
}

/// The start of a browser's user agent.
const BROWSER: &str = "Mozilla/5.0";

/// Parts of the user agents of download tools.
const DOWNLOADERS: &[&str] = &[
    "curl",
    "wget",
    "yt-dlp",
    "youtube-dl",
    "ffmpeg",
    "lavf",
    "python",
    "aiohttp",
    "aria2",
    "httpie",
    "streamlink",
    "go-http-client",
    "java/",
    "axios",
    "node-fetch",
    "postmanruntime",
    "scrapy",
];

/// Parts of the user agents of browsers and of players on phones and TVs, which Mux's own players run in.
const PLAYERS: &[&str] = &[
    "mozilla/",
    "applecoremedia/",
    "cfnetwork/",
    "exoplayer",
    "androidxmedia3",
    "dalvik/",
    "roku",
];

impl Restriction {
    /// Whether a token with this restriction ID may be under this restriction; one without an ID may be any.
    pub fn is_named(&self, id: &str) -> bool {
        self.id.as_deref().is_none_or(|own| own == id)
    }

    /// Decides whether a request may play.
    ///
    /// ```
    /// use mux_jwt::core::mux::{header::Header, restriction::{Restriction, Verdict, Visit}};
    ///
    /// let json = r#"{"referrer": {"allowed_domains": ["*.example.com"], "allow_no_referrer": false}}"#;
    /// let restriction = Restriction::read(json)?.remove(0);
    /// let request = Visit {
    ///     referrer: Header::Value("https://example.com/watch".to_owned()),
    ///     ..Visit::default()
    /// };
    /// let verdict = restriction.ask(&request);
    /// assert!(matches!(verdict, Verdict::Refused { .. }));
    /// assert_eq!(verdict.because(), "no entry of `allowed_domains` matches `example.com`");
    /// # Ok::<(), mux_jwt::core::mux::restriction::RestrictionError>(())
    /// ```
    pub fn ask(&self, visit: &Visit) -> Verdict {
        let parts = [
            self.ask_referrer(&visit.referrer),
            self.ask_user_agent(&visit.user_agent),
        ];
        let (mut allowed, mut refused, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            match part {
                Verdict::Allowed { by } => allowed.extend(by),
                Verdict::Refused { by } => refused.extend(by),
                Verdict::Unknown { why } => unknown.push(why),
            }
        }
        if !refused.is_empty() {
            Verdict::Refused { by: refused }
        } else if !unknown.is_empty() {
            Verdict::Unknown {
                why: unknown.join("; "),
            }
        } else {
            Verdict::Allowed { by: allowed }
        }
    }

    fn ask_referrer(&self, referrer: &Header) -> Verdict {
        let text = match known(referrer) {
            Header::Unknown => {
                let any = self.is_any() && self.allow_no_referrer == Some(true);
                return if any {
                    Verdict::allowed(Line::Domain("*".to_owned()))
                } else {
                    Verdict::unknown("The request's `Referer` is unknown")
                };
            }
            Header::Absent => return by_switch(ALLOW_NO_REFERRER, self.allow_no_referrer),
            Header::Value(text) => text.trim(),
        };
        let Some(domains) = &self.allowed_domains else {
            return missing(ALLOWED_DOMAINS);
        };
        if domains.is_empty() {
            return Verdict::refused(Line::NoDomains);
        }
        let Some(host) = RefererHost::read(text) else {
            return Verdict::unknown(format!(
                "`{text}` contains no domain of a web page, and Mux documents no other referrers"
            ));
        };
        if self.is_any() {
            return Verdict::allowed(Line::Domain("*".to_owned()));
        }
        let mut doubt = None;
        for entry in domains.iter().map(|entry| entry.trim()) {
            match Pattern::read(entry).fit(&host) {
                // Mux documents `*` only as the single entry.
                _ if entry == "*" => doubt = Some((entry, ENTRY)),
                Fit::Yes => return Verdict::allowed(Line::Domain(entry.to_owned())),
                Fit::Undocumented(what) => doubt = doubt.or(Some((entry, what))),
                Fit::No => {}
            }
        }
        if let Some((entry, what)) = doubt {
            return Verdict::unknown(format!(
                "`{entry}` matches `{}` only if {what}, which is not documented",
                host.name
            ));
        }
        let near = || {
            domains
                .iter()
                .filter_map(|line| Pattern::read(line).near(&host))
        };
        // With `example.com` and `*.example.com`, the second is the more useful hint.
        let near = near()
            .find(|near| matches!(near, Near::Deeper(_)))
            .or_else(|| near().next());
        Verdict::refused(Line::NoDomain(Stranger {
            host: host.name,
            near,
        }))
    }

    fn ask_user_agent(&self, user_agent: &Header) -> Verdict {
        let text = match known(user_agent) {
            Header::Absent => return by_switch(ALLOW_NO_USER_AGENT, self.allow_no_user_agent),
            Header::Value(text) => text.to_ascii_lowercase(),
            Header::Unknown => BROWSER.to_ascii_lowercase(),
        };
        let downloader = DOWNLOADERS.iter().find(|name| text.contains(*name));
        let is_player = PLAYERS.iter().any(|name| text.contains(name));
        if downloader.is_none() && is_player {
            return Verdict::Allowed { by: Vec::new() };
        }
        match (self.allow_high_risk_user_agent, downloader) {
            (Some(true), _) => Verdict::allowed(Line::Switch(ALLOW_HIGH_RISK, true)),
            (None, _) => missing(ALLOW_HIGH_RISK),
            (Some(false), Some(_)) => Verdict::unknown(
                "Mux does not publish its list of high-risk user agents, and download tools like this one may be on it",
            ),
            (Some(false), None) => Verdict::unknown(
                "Mux does not publish its list of high-risk user agents, which may include this one",
            ),
        }
    }

    /// Whether any domain may play: the only entry is `*`.
    fn is_any(&self) -> bool {
        matches!(self.allowed_domains.as_deref(), Some([line]) if line.trim() == "*")
    }

    /// Typical requests for the domains of this restriction, common ones and often forgotten ones.
    pub fn cases(&self) -> Vec<SampleRequest> {
        let lines = self.allowed_domains.as_deref().unwrap_or_default();
        let patterns: Vec<_> = lines.iter().map(|line| Pattern::read(line)).collect();
        let plain = |pattern: &&Pattern<'_>| pattern.is_domain() && !pattern.domain.contains('*');
        let wild = || patterns.iter().find_map(Pattern::wild);
        let own = patterns
            .iter()
            .find(plain)
            .map(|pattern| pattern.domain)
            .or_else(wild)
            .unwrap_or("example.com");
        let (sub, deeper) = match own.strip_prefix("www.") {
            Some(base) => (format!("app.{base}"), format!("a.b.{base}")),
            None => (format!("www.{own}"), format!("a.b.{own}")),
        };
        let page = |host: &str| Header::Value(format!("https://{host}/"));
        let case = |name: &str, referrer: Header, user_agent: &str| SampleRequest {
            name: name.to_owned(),
            visit: Visit {
                referrer,
                user_agent: Header::Value(user_agent.to_owned()),
            },
        };
        let apple = "AppleCoreMedia/1.0";
        let mut cases = vec![
            case(&format!("Page on {own}"), page(own), BROWSER),
            case(&format!("Page on {sub}"), page(&sub), BROWSER),
        ];
        if patterns.iter().any(|pattern| pattern.wild().is_some()) {
            cases.push(case(&format!("Page on {deeper}"), page(&deeper), BROWSER));
        }
        cases.extend([
            case("Page without a referrer", Header::Absent, BROWSER),
            case("Google Cast", page(CAST), BROWSER),
            case("AirPlay to an Apple TV", Header::Absent, apple),
            case("AirPlay to a third-party device", page(AIRPLAY), apple),
            case("App on iPhone or Apple TV", Header::Absent, apple),
            case("App on Android or a TV", Header::Absent, "ExoPlayerLib"),
            case("curl", Header::Absent, "curl/8.5.0"),
            case(
                &format!("curl with {own} as referrer"),
                page(own),
                "curl/8.5.0",
            ),
        ]);
        cases
    }
}

/// The header, with an empty value as none.
fn known(header: &Header) -> &Header {
    match header {
        Header::Value(text) if text.trim().is_empty() => &Header::Absent,
        header => header,
    }
}

fn by_switch(name: &'static str, value: Option<bool>) -> Verdict {
    match value {
        Some(true) => Verdict::allowed(Line::Switch(name, true)),
        Some(false) => Verdict::refused(Line::Switch(name, false)),
        None => missing(name),
    }
}

fn missing(name: &str) -> Verdict {
    Verdict::unknown(format!(
        "The restriction has no `{name}`, which decides this"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restriction(domains: &[&str]) -> Restriction {
        Restriction {
            id: None,
            allowed_domains: Some(domains.iter().map(|&domain| domain.to_owned()).collect()),
            allow_no_referrer: Some(false),
            allow_no_user_agent: Some(false),
            allow_high_risk_user_agent: Some(false),
        }
    }

    fn page(referrer: &str) -> Visit {
        Visit {
            referrer: Header::Value(referrer.to_owned()),
            ..Visit::default()
        }
    }

    fn by(referrer: &str, user_agent: Header) -> Visit {
        Visit {
            user_agent,
            ..page(referrer)
        }
    }

    fn says(restriction: &Restriction, visit: &Visit) -> String {
        let verdict = restriction.ask(visit);
        format!("{}: {}", verdict.word(), verdict.because())
    }

    fn agent(text: &str) -> Header {
        Header::Value(text.to_owned())
    }

    #[test]
    fn deciding_entry_is_named() {
        let own = restriction(&["example.com", "*.example.com"]);
        assert_eq!(
            says(&own, &page("https://example.com/watch")),
            "allowed: `example.com` in `allowed_domains`"
        );
        assert_eq!(
            says(&own, &page("www.example.com")),
            "allowed: `*.example.com` in `allowed_domains`"
        );
        assert_eq!(
            says(&own, &page("https://evil-example.com/")),
            "refused: no entry of `allowed_domains` matches `evil-example.com`"
        );
        assert_eq!(
            says(&restriction(&[]), &page("example.com")),
            "refused: `allowed_domains` is empty"
        );
        assert_eq!(
            says(&restriction(&["*"]), &page("https://any.example.net:81/")),
            "allowed: `*` in `allowed_domains`"
        );
    }

    #[test]
    fn refusals_have_hints() {
        let hint = |lines: &[&str], host: &str| restriction(lines).ask(&page(host)).hint();
        for (lines, host, part) in [
            (
                &["*.example.com"][..],
                "example.com",
                "Add `example.com` too",
            ),
            (
                &["example.com", "*.example.com"],
                "a.b.example.com",
                "Add `*.b.example.com` too",
            ),
            (
                &["example.com"],
                "www.example.com",
                "or `*.example.com` for all",
            ),
            (
                &["example.com"],
                "example.com.evil.net",
                "only resembles `example.com`",
            ),
            (&["example.com"], CAST, "Google Cast requests come from it"),
            (&["example.com"], AIRPLAY, "third-party AirPlay devices"),
            (&["example.com"], "other.org", "Add `other.org`"),
            (&[], "other.org", "Add the domains"),
        ] {
            let hint = hint(lines, host).expect("a refusal");
            assert!(hint.contains(part), "{hint}");
        }
        assert_eq!(hint(&["*"], "other.org"), None);
    }

    #[test]
    fn missing_referrer_is_decided_by_switch() {
        let visit = Visit {
            referrer: Header::Absent,
            ..Visit::default()
        };
        let mut any = restriction(&["*"]);
        assert_eq!(says(&any, &visit), "refused: `allow_no_referrer` is off");
        any.allow_no_referrer = Some(true);
        assert_eq!(says(&any, &visit), "allowed: `allow_no_referrer` is on");
        assert_eq!(
            says(&any, &page("  ")),
            "allowed: `allow_no_referrer` is on",
            "an empty header counts as none"
        );
        any.allow_no_referrer = None;
        assert!(says(&any, &visit).starts_with("unknown: The restriction has no"));
    }

    #[test]
    fn missing_user_agent_is_decided_by_switch() {
        let mut own = restriction(&["example.com"]);
        let visit = by("example.com", Header::Absent);
        assert_eq!(says(&own, &visit), "refused: `allow_no_user_agent` is off");
        own.allow_no_user_agent = Some(true);
        assert_eq!(
            says(&own, &visit),
            "allowed: `example.com` in `allowed_domains`; `allow_no_user_agent` is on"
        );
        let elsewhere = by("example.org", Header::Absent);
        own.allow_no_user_agent = Some(false);
        assert_eq!(
            says(&own, &elsewhere),
            "refused: no entry of `allowed_domains` matches `example.org`; `allow_no_user_agent` is off"
        );
    }

    #[test]
    fn high_risk_agents_are_never_guessed() {
        let mut own = restriction(&["example.com"]);
        for tool in [
            "curl/8.5.0",
            "Wget/1.21",
            "yt-dlp/2025.01.01",
            "Lavf/60.16.100",
            "python-requests/2.31",
            "SomethingElse/1.0",
        ] {
            let verdict = own.ask(&by("example.com", agent(tool)));
            assert!(
                verdict
                    .because()
                    .starts_with("Mux does not publish its list of high-risk user agents"),
                "{tool}"
            );
        }
        for player in [
            "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0",
            "AppleCoreMedia/1.0.0.21A (iPhone)",
            "App/1.0 (Linux;Android 14) ExoPlayerLib/2.18",
        ] {
            let verdict = own.ask(&by("example.com", agent(player)));
            assert_eq!(verdict.word(), "allowed", "{player}");
        }
        own.allow_high_risk_user_agent = Some(true);
        assert_eq!(
            says(&own, &by("example.com", agent("curl/8.5.0"))),
            "allowed: `example.com` in `allowed_domains`; `allow_high_risk_user_agent` is on"
        );
        // A refused referrer stays refused, whatever the user agent.
        own.allow_high_risk_user_agent = Some(false);
        assert_eq!(
            own.ask(&by("example.org", agent("curl/8.5.0"))).word(),
            "refused"
        );
    }

    #[test]
    fn undocumented_behavior_is_unknown() {
        for (lines, referrer, why) in [
            (
                &["example.com"][..],
                "example.com:8443",
                "Mux ignores ports",
            ),
            (&["localhost"], "http://localhost:3000", "Mux ignores ports"),
            (&["localhost"], "http://localhost/", "this form of entry"),
            (&["EXAMPLE.com"], "example.com", "Mux ignores case"),
            (
                &["bücher.example"],
                "xn--bcher-kva.example",
                "encoding of international domains",
            ),
            (
                &["https://example.com/"],
                "example.com",
                "this form of entry",
            ),
            (&["foo.*.com"], "foo.bar.com", "this form of entry"),
            (&["example.com", "*"], "other.org", "this form of entry"),
            (
                &["example.com"],
                "android-app://com.example/",
                "no other referrers",
            ),
        ] {
            let text = says(&restriction(lines), &page(referrer));
            assert!(
                text.starts_with("unknown: ") && text.contains(why),
                "{text}"
            );
        }
        // A documented match wins over an undocumented one.
        let both = restriction(&["EXAMPLE.com", "example.com", "*"]);
        assert_eq!(both.ask(&page("example.com")).word(), "allowed");
    }

    #[test]
    fn unknown_headers_matter_only_if_decisive() {
        let nothing = Visit::default();
        assert!(says(&restriction(&["example.com"]), &nothing).contains("is unknown"));
        let mut open = restriction(&["*"]);
        open.allow_no_referrer = Some(true);
        assert_eq!(open.ask(&nothing).word(), "allowed");
        let no_agent = Visit {
            user_agent: Header::Absent,
            ..nothing
        };
        assert_eq!(open.ask(&no_agent).word(), "refused");
    }

    #[test]
    fn typical_requests_are_listed() {
        let verdicts = |lines: &[&str]| {
            let own = restriction(lines);
            let cases = own.cases();
            cases
                .iter()
                .map(|case| format!("{}: {}", case.name, own.ask(&case.visit).word()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            verdicts(&["example.com", "*.example.com"]),
            [
                "Page on example.com: allowed",
                "Page on www.example.com: allowed",
                "Page on a.b.example.com: refused",
                "Page without a referrer: refused",
                "Google Cast: refused",
                "AirPlay to an Apple TV: refused",
                "AirPlay to a third-party device: refused",
                "App on iPhone or Apple TV: refused",
                "App on Android or a TV: refused",
                "curl: refused",
                "curl with example.com as referrer: unknown",
            ]
        );
        assert_eq!(
            verdicts(&["*.example.com"])[0],
            "Page on example.com: refused"
        );
        assert_eq!(
            verdicts(&["www.example.com"])[1],
            "Page on app.example.com: refused"
        );
        assert_eq!(verdicts(&[])[0], "Page on example.com: refused");
        assert_eq!(verdicts(&["*", CAST])[3], "Google Cast: allowed");
    }

    #[test]
    fn restriction_applies_by_id() {
        let mut own = restriction(&[]);
        assert!(own.is_named("R"), "one without an ID may be any");
        own.id = Some("R".to_owned());
        assert!(own.is_named("R") && !own.is_named("S"));
    }
}
