//! The domain of a `Referer` header, the entries of `allowed_domains`, and how they match.
//!
//! Mux documents three kinds of entry: a domain, a domain with `*` as its first label, and `*` alone. Anything else is
//! compared in the likely way and results in [`Fit::Undocumented`].

/// The host in a `Referer` header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RefererHost {
    /// As written, without a trailing dot.
    pub(super) name: String,
    has_port: bool,
    has_dot_at_end: bool,
}

/// Whether an entry of `allowed_domains` matches a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It matches.
    Yes,
    /// It matches only if Mux behaves in an undocumented way: one of [`SPELLING`], [`ENTRY`] and [`PORT`].
    Undocumented(&'static str),
    /// It does not match.
    No,
}

/// The host is written differently: upper case, Punycode, a trailing dot.
const SPELLING: &str = "Mux ignores case, a trailing dot and the encoding of international domains";
/// The entry is not one of the documented kinds.
pub(super) const ENTRY: &str = "Mux accepts this form of entry";
/// One of the two has a port.
const PORT: &str = "Mux ignores ports";

/// A parsed entry of `allowed_domains`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern<'a> {
    /// Its domain, without scheme, port and path.
    pub(super) domain: &'a str,
    /// Whether it has no scheme, port or path.
    pub(super) is_bare: bool,
    pub(super) has_port: bool,
}

/// Why a rejected host looks as if it matched an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Near {
    /// The entry `*.example.com` and the host `example.com`.
    Apex(String),
    /// The entry `*.example.com` and a host two or more labels below.
    Deeper(String),
    /// The entry `example.com` and a subdomain of it.
    Below(String),
    /// The host resembles the domain of the entry.
    LookAlike(String),
}

impl RefererHost {
    /// Parses a full URL, an origin or a bare host, as a browser would.
    ///
    /// `None` if it contains no domain of a web page.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let rest = match text.split_once("://") {
            Some((scheme, rest)) if is_web(scheme) => rest,
            Some((scheme, _)) if is_scheme(scheme) => return None,
            _ => text.strip_prefix("//").unwrap_or(text),
        };
        let authority = rest.split(ENDS).next().unwrap_or_default();
        // Everything before an @ is a user name, even if it looks like a domain.
        let authority = authority
            .rsplit_once('@')
            .map_or(authority, |(_, host)| host);
        let (name, port) = split_port(authority)?;
        let has_dot_at_end = name.ends_with('.');
        let name = name.strip_suffix('.').unwrap_or(name);
        let is_label = |label: &str| !label.is_empty() && label.chars().all(is_letter);
        // An opaque origin, and the scheme of something that is not a page.
        let bare = name.to_ascii_lowercase();
        if bare == "null" || (port.is_some() && OPAQUE.contains(&bare.as_str())) {
            return None;
        }
        let is_host = is_ip_6(name) || name.split('.').all(is_label);
        // Logs write a dash for a missing value.
        (is_host && name != "-").then(|| Self {
            name: name.to_owned(),
            has_port: port.is_some(),
            has_dot_at_end,
        })
    }
}

impl<'a> Pattern<'a> {
    /// Parses an entry. The domain may be empty.
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

    /// Whether it has a `*` in an undocumented place: `foo.*.com`, `*example.com`.
    pub(super) fn has_odd_star(&self) -> bool {
        self.domain.contains('*') && self.domain != "*" && self.wild().is_none()
    }

    /// Whether all its characters are allowed in a domain.
    pub(super) fn is_domain(&self) -> bool {
        let is_label =
            |label: &str| !label.is_empty() && label.chars().all(|c| is_letter(c) || c == '*');
        is_ip_6(self.domain) || self.domain.split('.').all(is_label)
    }

    /// Whether it is an IP address or a name without a dot, which Mux does not document.
    pub(super) fn is_local(&self) -> bool {
        self.domain != "*" && is_local(self.domain)
    }

    /// Whether it has non-ASCII letters, plain or as Punycode.
    pub(super) fn is_international(&self) -> bool {
        self.domain.split('.').any(is_international)
    }

    /// Whether the entry matches the host.
    pub(super) fn fit(&self, host: &RefererHost) -> Fit {
        let (own, theirs) = (labels(self.domain), labels(&host.name));
        if own.len() != theirs.len() {
            return Fit::No;
        }
        let mut doubt = None;
        for (own, theirs) in own.into_iter().zip(theirs) {
            let is_same = own == theirs || own == "*" || (own.contains('*') && glob(own, theirs));
            if own.eq_ignore_ascii_case(theirs)
                || (is_international(own) && is_international(theirs))
            {
                doubt = (!is_same).then_some(SPELLING).or(doubt);
            } else if !is_same {
                return Fit::No;
            }
        }
        if self.has_odd_star() || (!self.is_bare && !self.has_port) {
            doubt = Some(ENTRY);
        } else if self.has_port || host.has_port {
            doubt = Some(PORT);
        } else if is_local(&host.name) {
            doubt = Some(ENTRY);
        } else if host.has_dot_at_end {
            doubt = Some(SPELLING);
        }
        doubt.map_or(Fit::Yes, Fit::Undocumented)
    }

    /// Why a host that does not match looks as if it did.
    pub(super) fn near(&self, host: &RefererHost) -> Option<Near> {
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

/// The characters that end the host in a URL. Browsers treat a backslash as a slash.
const ENDS: [char; 4] = ['/', '\\', '?', '#'];

/// Schemes without a host, whose URLs read like a host with a port: `javascript:1`.
const OPAQUE: [&str; 8] = [
    "javascript",
    "data",
    "about",
    "blob",
    "mailto",
    "tel",
    "urn",
    "file",
];

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

/// The host and the port. `None` if the text after the colon is not a port.
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

/// Whether a label with a `*` in it matches another.
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
        RefererHost::read(text).map(|host| host.name)
    }

    fn fit(line: &str, referrer: &str) -> Fit {
        let host = RefererHost::read(referrer).expect("a host");
        Pattern::read(line).fit(&host)
    }

    fn is_undocumented(line: &str, referrer: &str) -> bool {
        matches!(fit(line, referrer), Fit::Undocumented(_))
    }

    #[test]
    fn referrer_is_url_origin_or_host() {
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
    fn referrers_without_domain_are_rejected() {
        for text in [
            "",
            "-",
            "about:blank",
            "data:text/html,x",
            "android-app://com.example/",
            "file:///home/page.html",
            "https://",
            "https:///x",
            "null",
            "javascript:1",
            "tel:5551234",
            "a..b",
            "two words",
            "https://exa mple.com/",
        ] {
            assert_eq!(host(text), None, "{text}");
        }
    }

    #[test]
    fn entry_matches_only_its_host() {
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
    fn star_matches_exactly_one_label() {
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
    fn undocumented_matches_are_marked() {
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
            assert!(is_undocumented(line, referrer), "{line} {referrer}");
        }
        assert_eq!(
            fit("xn--bcher-kva.example", "https://xn--bcher-kva.example/"),
            Fit::Yes
        );
        assert_eq!(fit("foo.*.com", "foo.a.b.com"), Fit::No);
        assert_eq!(fit("bücher.example", "example.com"), Fit::No);
    }

    #[test]
    fn near_misses_are_recognized() {
        let near = |line: &str, referrer: &str| {
            Pattern::read(line).near(&RefererHost::read(referrer).expect("a host"))
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
