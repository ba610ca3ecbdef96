//! The URL cannot reach Mux as it is written.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    mux::{
        near,
        url::{MediaUrl, UrlError},
    },
    request::UrlFault,
    text::shortened,
};

pub(super) const RULE: Rule = Rule {
    id: "malformed-url",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the URL cannot reach Mux as written",
    explanation: "The token may be valid, but the request goes elsewhere or nowhere. Without `https://` a browser \
                  requests a URL from the site of the page (RFC 3986, section 4.2); a space, a line break or a \
                  backslash ends the URL or becomes part of an ID; and a host such as `images.mux.com` does not \
                  accept tokens: Mux's hosts are `stream.`, `image.`, `license.`, `stats.` and `player.mux.com`. \
                  mux-player 3.11.7 was observed to fail with `custom-domain=\"mux.com\"` (muxinc/elements#1304).",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let fault = subject.request.url_fault.as_ref();
    let found = fault.map(|fault| of_fault(subject, fault));
    found
        .or_else(|| of_host(subject))
        .or_else(|| of_path(subject))
        .into_iter()
        .collect()
}

/// Whether the host is the problem, or the ID in the URL differs only in spaces.
pub(super) fn reports_host(subject: &Subject<'_>) -> bool {
    of_host(subject).is_some()
}

/// The URL that was meant, in words.
fn meant(subject: &Subject<'_>) -> String {
    match subject.request.media_url().map(MediaUrl::place) {
        Some(url) => format!(
            "Use `{}`, with the token in its query.",
            shortened(&url, 160)
        ),
        None => "Start it with `https://`, without spaces, followed by the host and the path."
            .to_owned(),
    }
}

fn of_fault(subject: &Subject<'_>, fault: &UrlFault) -> Finding {
    let error = |message: String| RULE.found(message, meant(subject)).at("url");
    let warning = |message: &str, hint: String, open: &str| {
        RULE.found(message, hint)
            .at("url")
            .of(Severity::Warning)
            .known(Basis::Inferred)
            .depends_on(open)
    };
    match fault {
        UrlFault::Scheme(scheme) => {
            let lower = scheme.to_ascii_lowercase();
            let is_relative = ["https:", "http:", "https:/", "http:/"].contains(&lower.as_str());
            let effect = if is_relative {
                "so a browser requests it from the site of the page"
            } else {
                "so the request reaches no server"
            };
            error(format!(
                "The URL starts with `{}` in place of `https://`, {effect}",
                shortened(scheme, 30)
            ))
        }
        UrlFault::TwoSchemes => error("The URL has a second `https://` after the first".to_owned()),
        UrlFault::Backslashes => {
            error("The URL has backslashes, but its separators are slashes".to_owned())
        }
        UrlFault::Space => error("The URL contains a space, which ends it".to_owned()),
        UrlFault::LineBreak => warning(
            "The URL contains a line break",
            format!(
                "If it is not from copying the URL, remove it. {}",
                meant(subject)
            ),
            "whether the line break is in the URL itself",
        ),
        UrlFault::Relative { certain: true } => error(
            "The URL has no `https://`, so a browser requests it from the site of the page"
                .to_owned(),
        ),
        UrlFault::Relative { certain: false } => warning(
            "The URL has no `https://`, and a browser requests such a URL from the site of the page",
            meant(subject),
            "whether the program adds `https://` to the URL",
        ),
        UrlFault::MuxAsCustomDomain => warning(
            "`custom-domain` is `mux.com`, with which mux-player 3.11.7 did not play signed videos",
            "Remove the attribute: it is for a domain of your own.".to_owned(),
            "the version of mux-player",
        )
        .known(Basis::Observed),
    }
}

/// A host that is nearly one of Mux's.
fn of_host(subject: &Subject<'_>) -> Option<Finding> {
    let host = match subject.request.url.as_ref()? {
        Ok(url) if url.is_custom() => format!("{}.{}", url.host.label(), url.domain),
        Err(UrlError::OtherHost(host) | UrlError::OtherPath { host, .. }) => host.clone(),
        _ => return None,
    };
    let shown = shortened(&host, 80);
    if let Some((known, rest)) = near::glued_path(&host) {
        let (message, hint) = if rest.starts_with('.') {
            (
                format!("The URL has no playback ID: `{shown}` is read as a host"),
                format!("Write the ID between them: `https://{known}/PLAYBACK_ID{rest}`."),
            )
        } else {
            (
                format!("The URL has no slash after `{known}`, so `{shown}` is read as a host"),
                format!("Use `https://{known}/{}`.", shortened(rest, 80)),
            )
        };
        return Some(RULE.found(message, hint).at("host"));
    }
    let known = near::host(&host)?;
    Some(
        RULE.found(
            format!("`{shown}` is not a host of Mux"),
            format!("Did you mean `{known}`?"),
        )
        .at("host"),
    )
}

/// A space or a line break in the path, percent-encoded.
fn of_path(subject: &Subject<'_>) -> Option<Finding> {
    let url = subject.request.media_url()?;
    let id = url.id.as_deref()?;
    let plain: String = id.chars().filter(|c| !c.is_whitespace()).collect();
    if plain == id || plain.is_empty() {
        return None;
    }
    let fixed = url.with_id(&plain).place();
    Some(
        RULE.found(
            "The ID in the URL contains white space, such as `%20`",
            format!(
                "Use `{}`, with the token in its query.",
                shortened(&fixed, 160)
            ),
        )
        .at("url"),
    )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::lint::{
            rules::{subject_mismatch, unknown_url},
            testing::{NOTHING, claims, findings_in_text, in_text, token},
        },
        level::Severity,
    };

    const CLAIMS: &str = r#"{"sub":"ID","aud":"v"}"#;
    const PLACE: &str = "https://stream.mux.com/ID.m3u8";

    #[test]
    fn fault_and_meant_url_are_named() {
        let token = token(r#"{"alg":"RS256"}"#, CLAIMS);
        for (text, says) in [
            (
                "https:stream.mux.com/ID.m3u8?token={}",
                "The URL starts with `https:` in place of `https://`, so a browser requests it from the site of the \
                 page",
            ),
            (
                "htps://stream.mux.com/ID.m3u8?token={}",
                "The URL starts with `htps://` in place of `https://`, so the request reaches no server",
            ),
            (
                "https://https://stream.mux.com/ID.m3u8?token={}",
                "The URL has a second `https://` after the first",
            ),
            (
                "https:\\\\stream.mux.com\\ID.m3u8?token={}",
                "The URL has backslashes, but its separators are slashes",
            ),
            (
                "https://stream.mux.com/ ID.m3u8?token={}",
                "The URL contains a space, which ends it",
            ),
            (
                "<source src=\"stream.mux.com/ID.m3u8?token={}\">",
                "The URL has no `https://`, so a browser requests it from the site of the page",
            ),
            (
                "https://stream.mux.com/ID%20.m3u8?token={}",
                "The ID in the URL contains white space, such as `%20`",
            ),
        ] {
            let text = text.replace("{}", &token);
            let findings = findings_in_text(&text, &RULE);
            assert_eq!(findings.len(), 1, "{text}");
            assert_eq!(findings[0].message, says, "{text}");
            assert!(findings[0].hint.contains(PLACE), "{}", findings[0].hint);
            assert_eq!(findings[0].severity, Severity::Error);
            assert_eq!(in_text(&text, &subject_mismatch::RULE), NOTHING, "{text}");
            assert_eq!(in_text(&text, &unknown_url::RULE), NOTHING, "{text}");
        }
    }

    #[test]
    fn misspelled_host_is_reported_once() {
        let token = token(r#"{"alg":"RS256"}"#, CLAIMS);
        for (text, says, hint) in [
            (
                "https://images.mux.com/ID/thumbnail.jpg?token={}",
                "`images.mux.com` is not a host of Mux",
                "Did you mean `image.mux.com`?",
            ),
            (
                "https://stream.mux.con/ID.m3u8?token={}",
                "`stream.mux.con` is not a host of Mux",
                "Did you mean `stream.mux.com`?",
            ),
            (
                "https://stream-mux.com/ID.m3u8?token={}",
                "`stream-mux.com` is not a host of Mux",
                "Did you mean `stream.mux.com`?",
            ),
            (
                "https://stream.mux.com.m3u8?token={}",
                "The URL has no playback ID: `stream.mux.com.m3u8` is read as a host",
                "Write the ID between them: `https://stream.mux.com/PLAYBACK_ID.m3u8`.",
            ),
        ] {
            let text = text.replace("{}", &token);
            let findings = findings_in_text(&text, &RULE);
            assert_eq!(findings.len(), 1, "{text}");
            assert_eq!(
                (findings[0].message.as_str(), findings[0].hint.as_str()),
                (says, hint)
            );
            assert_eq!(in_text(&text, &unknown_url::RULE), NOTHING, "{text}");
        }
    }

    #[test]
    fn uncertain_faults_are_warnings() {
        let token = token(r#"{"alg":"RS256"}"#, CLAIMS);
        for text in [
            "{\"playbackUrl\":\"stream.mux.com/ID.m3u8?token={}\"}",
            "https://stream.mux.com/ID.m3u8\n?token={}",
            "<mux-player playback-id=\"ID\" custom-domain=\"mux.com\" playback-token=\"{}\">",
        ] {
            let findings = findings_in_text(&text.replace("{}", &token), &RULE);
            assert_eq!(findings.len(), 1, "{text}");
            assert_eq!(findings[0].severity, Severity::Warning, "{text}");
            assert!(findings[0].depends_on.is_some(), "{text}");
        }
    }

    #[test]
    fn sound_urls_are_fine() {
        let token = token(r#"{"alg":"RS256"}"#, CLAIMS);
        for text in [
            "https://stream.mux.com/ID.m3u8?token={}",
            "//stream.mux.com/ID.m3u8?token={}",
            "stream.mux.com/ID.m3u8?token={}",
            "http://stream.mux.com:80/ID.m3u8?token={}",
            "https://stream.video.skool.com/ID.m3u8?token={}",
            "https://stream.max.com/ID.m3u8?token={}",
            "https://video.example.com/ID.m3u8?token={}",
            "https://api.mux.com/ID.m3u8?token={}",
            "<mux-player playback-id=\"ID\" custom-domain=\"media.example.com\" playback-token=\"{}\">",
        ] {
            assert_eq!(
                in_text(&text.replace("{}", &token), &RULE),
                NOTHING,
                "{text}"
            );
        }
        assert_eq!(claims("{}").says(&RULE), NOTHING);
    }
}
