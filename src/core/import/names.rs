//! What the name of a parameter, attribute, JSON member or variable means for its value.

use crate::core::mux::audience::Audience;

/// The maximum length of a name.
const MAX_LEN: usize = 64;

/// The name in kebab case, from any convention: `playbackToken`, `PLAYBACK_TOKEN`.
pub(super) fn kebab(name: &str) -> String {
    let mut out = String::new();
    if name.len() > MAX_LEN {
        return out;
    }
    let mut after_small = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && after_small {
            out.push('-');
        }
        after_small = c.is_ascii_lowercase() || c.is_ascii_digit();
        out.push(if c == '_' || c == ' ' {
            '-'
        } else {
            c.to_ascii_lowercase()
        });
    }
    out
}

/// What a member of a record is for: of an object, a form, a map, a row or a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A token.
    Token,
    /// The playback ID.
    Id,
    /// Another ID: the record is about one thing.
    OtherId,
    /// The URL's host.
    Host,
    /// The URL's path.
    Path,
    /// The URL's query.
    Query,
    /// The policy of the playback ID.
    Policy,
    /// What the token is for.
    Kind,
    /// The duration of the video.
    Duration,
    /// The duration of the video, or a number of bytes.
    Length,
    /// The HTTP status of the response.
    Status,
}

/// The names of members, in kebab case, without `data-` and `mux-` at their start.
const ROLES: &[(Role, &[&str])] = &[
    (Role::Id, &["playback-id", "playbackid"]),
    (
        Role::OtherId,
        &[
            "id",
            "uuid",
            "guid",
            "asset-id",
            "video-id",
            "live-stream-id",
        ],
    ),
    (
        Role::Host,
        &[
            "host",
            "hostname",
            "host-name",
            "request-host",
            "http-host",
            "cs-host",
        ],
    ),
    (
        Role::Path,
        &[
            "path",
            "pathname",
            "path-name",
            "request-path",
            "url-path",
            "uri",
            "cs-uri-stem",
        ],
    ),
    (
        Role::Query,
        &[
            "query",
            "query-string",
            "querystring",
            "request-query",
            "url-query",
            "search",
            "cs-uri-query",
        ],
    ),
    (
        Role::Policy,
        &["policy", "playback-policy", "playback-id-policy"],
    ),
    (
        Role::Kind,
        &[
            "type",
            "kind",
            "aud",
            "audience",
            "token-type",
            "slot",
            "purpose",
        ],
    ),
    (
        Role::Duration,
        &[
            "duration",
            "duration-s",
            "duration-sec",
            "duration-secs",
            "duration-seconds",
            "duration-in-seconds",
            "duration-ms",
            "duration-millis",
            "duration-milliseconds",
            "video-duration",
            "video-length",
            "length-s",
            "length-seconds",
            "length-in-seconds",
        ],
    ),
    (Role::Length, &["length"]),
    (
        Role::Status,
        &[
            "status",
            "status-code",
            "http-status",
            "http-status-code",
            "response-status",
            "response-code",
        ],
    ),
];

/// Tokens of other systems, by what comes before `-token`.
const OTHER_TOKENS: &[&str] = &[
    "access",
    "api",
    "auth",
    "bearer",
    "csrf",
    "id",
    "identity",
    "jwt-access",
    "push",
    "refresh",
    "session",
    "user",
    "xsrf",
];

/// The name in kebab case, without the prefixes that say nothing.
pub(super) fn plain(name: &str) -> String {
    let name = kebab(name);
    let short = without_prefixes(&name);
    short.to_owned()
}

fn without_prefixes(name: &str) -> &str {
    let short = name.strip_prefix("data-").unwrap_or(name);
    short.strip_prefix("mux-").unwrap_or(short)
}

/// What a member of this name is for.
pub(super) fn role(name: &str) -> Option<Role> {
    let name = kebab(name);
    let name = without_prefixes(&name);
    let listed = ROLES.iter().find(|(_, names)| names.contains(&name));
    listed
        .map(|(role, _)| *role)
        .or_else(|| token_stem(name).map(|_| Role::Token))
}

/// The part of a plain name before `token`, if it is a name for a token that may be Mux's: `playback` in
/// `playback-token`, nothing in `jwt`.
fn token_stem(name: &str) -> Option<&str> {
    let stem = name
        .strip_suffix("token")
        .or_else(|| name.strip_suffix("jwt"))?;
    let stem = match stem.strip_suffix('-') {
        Some(stem) => stem,
        None if stem.is_empty() => stem,
        None => return None,
    };
    (!OTHER_TOKENS.contains(&stem)).then_some(stem)
}

/// Whether a value of this name is a URL.
pub(super) fn is_url(name: &str) -> bool {
    let name = plain(name);
    let last = name.rsplit('-').next().unwrap_or_default();
    ["url", "urls", "uri", "src", "link", "href"].contains(&last)
}

/// The slot for a token that is the value of a name such as `thumbnail`.
pub(super) fn slot_of_token(name: &str) -> Option<&'static str> {
    audience(name)?.token_name()
}

/// What the names of a token and its URL have in common: `poster` in `posterToken` and `poster_url`.
pub(super) fn stem(name: &str) -> String {
    let name = plain(name);
    let stem = ["token", "jwt", "url", "uri", "src", "link"]
        .into_iter()
        .find_map(|word| name.strip_suffix(word))
        .unwrap_or(&name);
    stem.trim_end_matches('-').to_owned()
}

/// The audience that a word means in the name of an object or a token, or as the value of `type`.
pub(super) fn audience(word: &str) -> Option<Audience> {
    let word = kebab(word);
    Some(match word.as_str() {
        "playback" | "stream" | "hls" => Audience::Video,
        "poster" | "thumb" => Audience::Thumbnail,
        "animated" => Audience::Gif,
        "license" => Audience::Drm,
        _ => return Audience::from_type(&word).filter(|audience| !audience.is_views()),
    })
}

/// The player's slot for a value of this name; `parent` is the name of the enclosing object.
pub(super) fn slot(name: &str, parent: Option<&str>) -> Option<&'static str> {
    let name = plain(name);
    // `urls: { "playback-token": "https://…" }` of `sign --jsonl`.
    if parent.is_some_and(is_url) {
        return None;
    }
    let own = || {
        let stem = token_stem(&name).filter(|stem| !stem.is_empty())?;
        audience(stem.strip_prefix("signed-").unwrap_or(stem))
    };
    let audience = Audience::from_token_name(&name).or_else(own).or_else(|| {
        let parent = plain(parent?);
        match (parent.as_str(), name.as_str()) {
            // `tokens={{ playback: … }}` of React, and `tokens` of the element.
            ("tokens" | "jwts" | "playback-tokens", name) => audience(name),
            // Objects that describe a video have these names as well.
            ("video" | "image", _) => None,
            // `source` of Video.js v10: `playback: { token: … }`.
            (parent, "token" | "jwt") => audience(parent),
            _ => None,
        }
    })?;
    audience.token_name()
}

/// Whether some Mux host reads a token from a parameter of this name: `token`, `playback-token` and so on.
pub(super) fn is_token(name: &str) -> bool {
    name.eq_ignore_ascii_case("token") || Audience::from_token_name(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_in_every_convention() {
        for name in [
            "playback-token",
            "playbackToken",
            "playback_token",
            "PLAYBACK_TOKEN",
        ] {
            assert_eq!(slot(name, None), Some("playback-token"), "{name}");
        }
        for name in ["playback-id", "playbackId", "playbackID", "PLAYBACK_ID"] {
            assert_eq!(role(name), Some(Role::Id), "{name}");
        }
        assert_eq!(role("muxPlaybackId"), Some(Role::Id));
        assert_eq!(role("data-mux-playback-id"), Some(Role::Id));
        assert_eq!(role("playback-ids"), None);
    }

    #[test]
    fn short_names_depend_on_parent() {
        assert_eq!(slot("drm", Some("tokens")), Some("drm-token"));
        assert_eq!(slot("token", Some("poster")), Some("thumbnail-token"));
        assert_eq!(slot("token", Some("data")), None);
        assert_eq!(slot("playback", None), None);
        assert_eq!(slot("token", Some("animated")), Some("gif-token"));
        assert_eq!(slot("token", Some("video")), None);
    }

    #[test]
    fn tokens_of_other_systems_have_no_role() {
        for name in ["token", "jwt", "playbackToken", "mux_jwt", "signedToken"] {
            assert_eq!(role(name), Some(Role::Token), "{name}");
        }
        for name in ["accessToken", "id_token", "csrf-token", "tokenId", "tokens"] {
            assert_eq!(role(name), None, "{name}");
        }
    }

    #[test]
    fn names_of_token_and_url_share_a_stem() {
        assert_eq!(stem("posterToken"), stem("poster_url"));
        assert_eq!(stem("token"), "");
        assert_eq!(stem("src"), "");
    }
}
