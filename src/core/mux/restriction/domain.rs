//! The domain of a `Referer` header, the lines of `allowed_domains`, and whether one fits the other.
//!
//! Mux documents a line that is a domain, `*` for one label at its front, and `*` alone. What people write beyond that
//! is compared in the likely way, and the answer is then [`Fit::Perhaps`].

/// The host of a `Referer` header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Host {
    /// As it was written, without a dot at its end.
    pub(super) name: String,
    has_port: bool,
    has_dot_at_end: bool,
}

/// Whether a line of `allowed_domains` fits a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// By what Mux documents.
    Yes,
    /// Only if something is so that Mux does not document.
    Perhaps(&'static str),
    /// Not.
    No,
}

/// A line of `allowed_domains`, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern<'a> {
    /// The domain in it, without scheme, port and path.
    pub(super) domain: &'a str,
    /// A scheme, a path or a port stands with it.
    pub(super) is_bare: bool,
    has_port: bool,
}

/// What a refused host has in common with a line, and why that is not enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Near {
    /// The line `*.example.com` and the host `example.com`.
    Apex(String),
    /// The line `*.example.com` and a host two or more labels below.
    Deeper(String),
    /// The line `example.com` and a host below it.
    Below(String),
    /// The host is made to look like the domain of the line.
    LookAlike(String),
}

impl Host {
    /// Reads a whole URL, an origin or a bare host, as a browser would.
    ///
    /// `None` when there is no domain of a web page in it.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let rest = match text.split_once("://") {
            Some((scheme, rest)) if is_web(scheme) => rest,
            Some((scheme, _)) if is_scheme(scheme) => return None,
            _ => text.strip_prefix("//").unwrap_or(text),
        };
        let authority = rest.split(ENDS).next().unwrap_or_default();
        // What stands before an @ is a user name, however much it looks like a domain.
        let authority = authority
            .rsplit_once('@')
            .map_or(authority, |(_, host)| host);
        let (name, port) = split_port(authority)?;
        let has_dot_at_end = name.ends_with('.');
        let name = name.strip_suffix('.').unwrap_or(name);
        let is_label = |label: &str| !label.is_empty() && label.chars().all(is_letter);
        let is_host = is_ip_6(name) || name.split('.').all(is_label);
        // A dash is what logs write for nothing.
        (is_host && name != "-").then(|| Self {
            name: name.to_owned(),
            has_port: port.is_some(),
            has_dot_at_end,
        })
    }
}

impl<'a> Pattern<'a> {
    /// Reads a line. Whatever it is, there is a domain to compare, which may be empty.
    pub(super) fn read(line: &'a str) -> Self {
        let line = line.trim();
        let rest = match line.split_once("://") {
            Some((scheme, rest)) if is_scheme(scheme) => rest,
            _ => line.strip_prefix("//").unwrap_or(line),
        };
        let authority = rest.split(ENDS).next().unwrap_or_default();
        let (domain, port) = split_port(authority).unwrap_or((authority, None));
        Self {
            domain,
            is_bare: domain == line,
            has_port: port.is_some(),
        }
    }

    /// The domain below which it allows one label: `example.com` of `*.example.com`.
    pub(super) fn wild(&self) -> Option<&'a str> {
        let base = self.domain.strip_prefix("*.")?;
        (!base.is_empty() && !base.contains('*')).then_some(base)
    }

    /// Whether `*` stands where Mux documents none: `foo.*.com`, `*example.com`.
    pub(super) fn has_odd_star(&self) -> bool {
        self.domain.contains('*') && self.domain != "*" && self.wild().is_none()
    }

    /// Whether every character of it may stand in a domain.
    pub(super) fn is_domain(&self) -> bool {
        let is_label =
            |label: &str| !label.is_empty() && label.chars().all(|c| is_letter(c) || c == '*');
        is_ip_6(self.domain) || self.domain.split('.').all(is_label)
    }

    /// Whether it is an IP address or a name without a dot, of which Mux says nothing.
    pub(super) fn is_local(&self) -> bool {
        self.domain != "*" && is_local(self.domain)
    }

    /// Whether it has letters beyond ASCII, or has them in their ASCII form.
    pub(super) fn is_international(&self) -> bool {
        self.domain.split('.').any(is_international)
    }

    /// Whether the host is one of those that the line stands for.
    pub(super) fn fit(&self, host: &Host) -> Fit {
        let (own, theirs) = (labels(self.domain), labels(&host.name));
        if own.len() != theirs.len() {
            return Fit::No;
        }
        let mut doubt = None;
        for (own, theirs) in own.into_iter().zip(theirs) {
            if own == theirs || own == "*" {
            } else if own.eq_ignore_ascii_case(theirs) {
                doubt = doubt.or(Some("capital and small letters are the same to Mux"));
            } else if own.contains('*') && glob(own, theirs) {
                // The doubt about the star is told below.
            } else if is_international(own) && is_international(theirs) {
                doubt = Some("Mux takes the two forms of an international domain for the same");
            } else {
                return Fit::No;
            }
        }
        if self.has_odd_star() {
            doubt = Some("Mux takes a `*` anywhere but at the front");
        } else if !self.is_bare && !self.has_port {
            doubt = Some("Mux looks past what stands around the domain in the line");
        } else if self.has_port || host.has_port {
            doubt = Some("Mux leaves ports out of the comparison");
        } else if is_local(&host.name) {
            doubt = Some("Mux takes IP addresses and names without a dot");
        } else if host.has_dot_at_end {
            doubt = Some("Mux leaves the dot at the end out of the comparison");
        }
        doubt.map_or(Fit::Yes, Fit::Perhaps)
    }

    /// Why a host that does not fit might be thought to.
    pub(super) fn near(&self, host: &Host) -> Option<Near> {
        let host = host.name.to_ascii_lowercase();
        let base = self.wild().unwrap_or(self.domain).to_ascii_lowercase();
        if !base.contains('.') || base.contains('*') {
            return None;
        }
        let line = || self.domain.to_owned();
        if host == base {
            return Some(Near::Apex(line()));
        }
        let below = host
            .strip_suffix(&base)
            .is_some_and(|front| front.ends_with('.'));
        match (below, self.wild()) {
            (true, Some(_)) => Some(Near::Deeper(line())),
            (true, None) => Some(Near::Below(line())),
            (false, _) => (host.ends_with(&base) || host.starts_with(&format!("{base}.")))
                .then_some(Near::LookAlike(base)),
        }
    }
}

/// What ends the host in a URL. Browsers read a backslash as a slash.
const ENDS: [char; 4] = ['/', '\\', '?', '#'];

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

fn is_ip_6(host: &str) -> bool {
    host.strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .is_some_and(|inner| {
            inner.contains(':')
                && inner
                    .chars()
                    .all(|c| c.is_ascii_hexdigit() || ":.".contains(c))
        })
}

fn is_local(host: &str) -> bool {
    let is_ip_4 =
        || host.split('.').count() == 4 && host.chars().all(|c| c.is_ascii_digit() || c == '.');
    is_ip_6(host) || !host.contains('.') || is_ip_4()
}

fn is_international(label: &str) -> bool {
    !label.is_ascii()
        || label
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("xn--"))
}

/// The labels of a domain; an IPv6 address is one.
fn labels(domain: &str) -> Vec<&str> {
    if is_ip_6(domain) {
        vec![domain]
    } else {
        domain.split('.').collect()
    }
}

/// The host and the port; `None` when what stands after the colon is no port.
fn split_port(authority: &str) -> Option<(&str, Option<&str>)> {
    let colon = match authority.rfind(']') {
        Some(end) => authority[end..].find(':').map(|at| end + at),
        None => authority.find(':'),
    };
    let Some(colon) = colon else {
        return Some((authority, None));
    };
    let port = &authority[colon + 1..];
    port.bytes()
        .all(|b| b.is_ascii_digit())
        .then_some((&authority[..colon], Some(port)))
}

/// Whether a label with a `*` in it fits another.
fn glob(own: &str, theirs: &str) -> bool {
    own.split_once('*').is_some_and(|(front, back)| {
        theirs.len() >= front.len() + back.len()
            && theirs.starts_with(front)
            && theirs.ends_with(back)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Option<String> {
        Host::read(text).map(|host| host.name)
    }

    fn fit(line: &str, referrer: &str) -> Fit {
        let host = Host::read(referrer).expect("it has a host");
        Pattern::read(line).fit(&host)
    }

    fn is_perhaps(line: &str, referrer: &str) -> bool {
        matches!(fit(line, referrer), Fit::Perhaps(_))
    }

    #[test]
    fn a_referrer_is_a_url_an_origin_or_a_bare_host() {
        for text in [
            "https://example.com/watch?v=1#t",
            "http://example.com",
            "HTTPS://example.com:8443/",
            "//example.com/x",
            "example.com",
            "example.com/watch",
            "example.com:3000",
            " example.com. ",
            "https://user:secret@example.com/",
            "https://evil.net@example.com/",
            "https://example.com\\.evil.net/",
        ] {
            assert_eq!(host(text).as_deref(), Some("example.com"), "{text}");
        }
        assert_eq!(
            host("https://example.com@evil.net/").as_deref(),
            Some("evil.net")
        );
        assert_eq!(host("http://[::1]:3000/").as_deref(), Some("[::1]"));
    }

    #[test]
    fn what_has_no_domain_has_none() {
        for text in [
            "",
            "-",
            "about:blank",
            "data:text/html,x",
            "android-app://com.example/",
            "file:///home/page.html",
            "https://",
            "https:///x",
            "a..b",
            "two words",
            "https://exa mple.com/",
        ] {
            assert_eq!(host(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_stands_for_its_own_host_alone() {
        assert_eq!(fit("example.com", "https://example.com/"), Fit::Yes);
        for other in [
            "www.example.com",
            "example.org",
            "example.com.evil.net",
            "evil-example.com",
            "notexample.com",
            "com",
        ] {
            assert_eq!(fit("example.com", other), Fit::No, "{other}");
        }
    }

    #[test]
    fn a_star_stands_for_exactly_one_label() {
        assert_eq!(fit("*.example.com", "www.example.com"), Fit::Yes);
        for other in [
            "example.com",
            "a.b.example.com",
            "www.example.com.evil.net",
            "wwwexample.com",
        ] {
            assert_eq!(fit("*.example.com", other), Fit::No, "{other}");
        }
    }

    #[test]
    fn what_mux_does_not_document_is_only_perhaps() {
        for (line, referrer) in [
            ("example.com", "https://example.com:8443/"),
            ("example.com:8443", "https://example.com:8443/"),
            ("https://example.com/", "example.com"),
            ("Example.com", "example.com"),
            ("foo.*.com", "foo.bar.com"),
            ("ex*.com", "example.com"),
            ("localhost", "http://localhost:3000/"),
            ("127.0.0.1", "http://127.0.0.1/"),
            ("[::1]", "http://[::1]/"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("xn--bcher-kva.example", "bücher.example"),
            ("example.com", "example.com."),
        ] {
            assert!(is_perhaps(line, referrer), "{line} {referrer}");
        }
        assert_eq!(
            fit("xn--bcher-kva.example", "https://xn--bcher-kva.example/"),
            Fit::Yes
        );
        assert_eq!(fit("foo.*.com", "foo.a.b.com"), Fit::No);
        assert_eq!(fit("bücher.example", "example.com"), Fit::No);
    }

    #[test]
    fn a_near_miss_is_named() {
        let near = |line: &str, referrer: &str| {
            Pattern::read(line).near(&Host::read(referrer).expect("a host"))
        };
        let (wild, plain) = ("*.example.com".to_owned(), "example.com".to_owned());
        assert_eq!(near(&wild, "example.com"), Some(Near::Apex(wild.clone())));
        assert_eq!(
            near(&wild, "a.b.example.com"),
            Some(Near::Deeper(wild.clone()))
        );
        assert_eq!(
            near(&plain, "www.example.com"),
            Some(Near::Below(plain.clone()))
        );
        for evil in ["example.com.evil.net", "evil-example.com"] {
            assert_eq!(near(&plain, evil), Some(Near::LookAlike(plain.clone())));
        }
        assert_eq!(near(&plain, "example.org"), None);
        assert_eq!(near("com", "example.com"), None);
    }
}
