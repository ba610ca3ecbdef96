//! A playback restriction, asked about one visit: allowed or refused, and by which line.
//!
//! Everything here is what Mux documents. Where it documents nothing the answer is [`Verdict::Unknown`], which says what
//! it hangs on; that is so of the list of high-risk user agents too, which Mux keeps to itself.

mod advice;
mod domain;
mod read;
mod verdict;

pub use advice::Note;
pub use read::RestrictionError;
pub use verdict::{Line, Stranger, Verdict};

use self::domain::{Fit, Host, Near, Pattern};
use super::header::Header;

/// A playback restriction. What is `None` was not said, and then nobody can tell what holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restriction {
    /// The ID that tokens name in `playback_restriction_id`.
    pub id: Option<String>,
    /// The domains whose pages may play: `example.com`, `*.example.com` for one label more, or `*` alone for any.
    pub allowed_domains: Option<Vec<String>>,
    /// Whether a request without a `Referer` header may play.
    pub allow_no_referrer: Option<bool>,
    /// Whether a request without a `User-Agent` header may play.
    pub allow_no_user_agent: Option<bool>,
    /// Whether the user agents may play that Mux holds for risky.
    pub allow_high_risk_user_agent: Option<bool>,
}

/// What a request says of where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// The `Referer` header: a whole URL, an origin or a bare host.
    pub referrer: Header,
    /// The `User-Agent` header; while nobody said, it is taken for a browser's.
    pub user_agent: Header,
}

/// A visit that people forget, or begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Who visits: `Page on example.com`.
    pub name: String,
    /// What the request says.
    pub visit: Visit,
}

/// The lists and switches by the names that Mux's API has for them.
const ALLOWED_DOMAINS: &str = "allowed_domains";
const ALLOW_NO_REFERRER: &str = "allow_no_referrer";
const ALLOW_NO_USER_AGENT: &str = "allow_no_user_agent";
const ALLOW_HIGH_RISK: &str = "allow_high_risk_user_agent";

/// The host that plays for Google Cast.
const CAST: &str = "www.gstatic.com";
/// The host that plays for `AirPlay` devices of other makers than Apple.
const AIRPLAY: &str = "mediaservices.cdn-apple.com";

/// How browsers begin.
const BROWSER: &str = "Mozilla/5.0";

/// Parts of the names of programs that fetch media without playing it.
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

/// Parts of the names of browsers and of the players of phones and TVs, which Mux's own players run in.
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
    /// Whether a token that names this ID is under this restriction, as far as anybody can tell.
    pub fn is_named(&self, id: &str) -> bool {
        self.id.as_deref().is_none_or(|own| own == id)
    }

    /// Whether a visit may play.
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
                    Verdict::unknown(
                        "Nobody said which `Referer` header the request has, or that it has none",
                    )
                };
            }
            Header::Absent => return by_switch(ALLOW_NO_REFERRER, self.allow_no_referrer),
            Header::Value(text) => text.trim(),
        };
        let Some(domains) = &self.allowed_domains else {
            return not_said(ALLOWED_DOMAINS);
        };
        if domains.is_empty() {
            return Verdict::refused(Line::NoDomains);
        }
        let Some(host) = Host::read(text) else {
            return Verdict::unknown(format!(
                "There is no domain of a web page in `{text}`, and Mux documents nothing about other referrers"
            ));
        };
        if self.is_any() {
            return Verdict::allowed(Line::Domain("*".to_owned()));
        }
        let mut perhaps = None;
        for line in domains {
            if line.trim() == "*" {
                perhaps = Some((line, "a `*` beside other lines counts as it does alone"));
                continue;
            }
            match Pattern::read(line).fit(&host) {
                Fit::Yes => return Verdict::allowed(Line::Domain(line.trim().to_owned())),
                Fit::Perhaps(what) => perhaps = perhaps.or(Some((line, what))),
                Fit::No => {}
            }
        }
        if let Some((line, what)) = perhaps {
            return Verdict::unknown(format!(
                "`{}` fits `{}` only if {what}, which Mux does not document",
                line.trim(),
                host.name
            ));
        }
        let near = || {
            domains
                .iter()
                .filter_map(|line| Pattern::read(line).near(&host))
        };
        // Who has `example.com` and `*.example.com` is not helped by hearing of the first.
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
            (None, _) => not_said(ALLOW_HIGH_RISK),
            (Some(false), Some(_)) => Verdict::unknown(
                "Mux keeps the list of high-risk user agents to itself, and download tools like this one may be on it",
            ),
            (Some(false), None) => Verdict::unknown(
                "Mux keeps the list of high-risk user agents to itself, so nobody can tell whether this one is on it",
            ),
        }
    }

    /// Whether any domain may play: the one line is `*`.
    fn is_any(&self) -> bool {
        matches!(self.allowed_domains.as_deref(), Some([line]) if line.trim() == "*")
    }

    /// The visits that people begin with and those that they forget, for the domains of this restriction.
    pub fn cases(&self) -> Vec<Case> {
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
        let case = |name: &str, referrer: Header, user_agent: &str| Case {
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
            case("Page that sends no referrer", Header::Absent, BROWSER),
            case("Google Cast", page(CAST), BROWSER),
            case("AirPlay to an Apple TV", Header::Absent, apple),
            case("AirPlay to another maker's device", page(AIRPLAY), apple),
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

/// The header as it counts: an empty one is none.
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
        None => not_said(name),
    }
}

fn not_said(name: &str) -> Verdict {
    Verdict::unknown(format!(
        "The restriction as given does not say `{name}`, which decides this"
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
    fn the_line_that_decided_is_named() {
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
            "refused: no line of `allowed_domains` fits `evil-example.com`"
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
    fn a_refusal_says_what_would_help() {
        let hint = |lines: &[&str], host: &str| restriction(lines).ask(&page(host)).hint();
        for (lines, host, part) in [
            (
                &["*.example.com"][..],
                "example.com",
                "list `example.com` too",
            ),
            (
                &["example.com", "*.example.com"],
                "a.b.example.com",
                "list `*.b.example.com` too",
            ),
            (
                &["example.com"],
                "www.example.com",
                "or `*.example.com` for every",
            ),
            (
                &["example.com"],
                "example.com.evil.net",
                "only looks like `example.com`",
            ),
            (&["example.com"], CAST, "Google Cast plays from there"),
            (&["example.com"], AIRPLAY, "of other makers"),
            (&["example.com"], "other.org", "Add `other.org`"),
            (&[], "other.org", "List the domains"),
        ] {
            let hint = hint(lines, host).expect("it is refused");
            assert!(hint.contains(part), "{hint}");
        }
        assert_eq!(hint(&["*"], "other.org"), None);
    }

    #[test]
    fn a_request_without_a_referrer_is_decided_by_its_switch() {
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
            "an empty header is none"
        );
        any.allow_no_referrer = None;
        assert!(says(&any, &visit).starts_with("unknown: The restriction as given does not say"));
    }

    #[test]
    fn a_request_without_a_user_agent_is_decided_by_its_switch() {
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
            "refused: no line of `allowed_domains` fits `example.org`; `allow_no_user_agent` is off"
        );
    }

    #[test]
    fn which_user_agents_are_risky_is_never_claimed() {
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
                    .starts_with("Mux keeps the list of high-risk user agents to itself"),
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
        // What the referrer refuses stays refused, whatever the list holds.
        own.allow_high_risk_user_agent = Some(false);
        assert_eq!(
            own.ask(&by("example.org", agent("curl/8.5.0"))).word(),
            "refused"
        );
    }

    #[test]
    fn what_mux_does_not_document_is_unknown() {
        for (lines, referrer, why) in [
            (&["example.com"][..], "example.com:8443", "leaves ports out"),
            (&["localhost"], "http://localhost:3000", "leaves ports out"),
            (&["localhost"], "http://localhost/", "names without a dot"),
            (&["EXAMPLE.com"], "example.com", "capital and small letters"),
            (&["bücher.example"], "xn--bcher-kva.example", "two forms"),
            (
                &["https://example.com/"],
                "example.com",
                "around the domain",
            ),
            (&["foo.*.com"], "foo.bar.com", "anywhere but at the front"),
            (&["example.com", "*"], "other.org", "beside other lines"),
            (
                &["example.com"],
                "android-app://com.example/",
                "other referrers",
            ),
        ] {
            let text = says(&restriction(lines), &page(referrer));
            assert!(
                text.starts_with("unknown: ") && text.contains(why),
                "{text}"
            );
        }
        // A line that fits beyond doubt wins over one that only may.
        let both = restriction(&["EXAMPLE.com", "example.com", "*"]);
        assert_eq!(both.ask(&page("example.com")).word(), "allowed");
    }

    #[test]
    fn what_nobody_said_of_the_visit_is_asked_for_only_where_it_decides() {
        let nothing = Visit::default();
        assert!(says(&restriction(&["example.com"]), &nothing).contains("Nobody said"));
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
    fn the_visits_that_people_forget_are_ready() {
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
                "Page that sends no referrer: refused",
                "Google Cast: refused",
                "AirPlay to an Apple TV: refused",
                "AirPlay to another maker's device: refused",
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
    fn a_token_is_under_the_restriction_that_it_names() {
        let mut own = restriction(&[]);
        assert!(own.is_named("R"), "one without an ID may be any");
        own.id = Some("R".to_owned());
        assert!(own.is_named("R") && !own.is_named("S"));
    }
}
