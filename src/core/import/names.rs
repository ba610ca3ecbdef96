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
        out.push(if c == '_' {
            '-'
        } else {
            c.to_ascii_lowercase()
        });
    }
    out
}

/// The player's slot for a value of this name; `parent` is the name of the enclosing object.
pub(super) fn slot(name: &str, parent: Option<&str>) -> Option<&'static str> {
    let name = kebab(name);
    let own = Audience::from_token_name(&name);
    let audience = own.or_else(|| match (kebab(parent?).as_str(), name.as_str()) {
        // `tokens={{ playback: … }}` of React, and `tokens` of the element.
        ("tokens", "playback")
        // `source` of Video.js v10: `playback: { token: … }`.
        | ("playback", "token") => Some(Audience::Video),
        ("tokens", "thumbnail" | "poster") | ("poster" | "thumbnail", "token") => {
            Some(Audience::Thumbnail)
        }
        ("tokens", "storyboard") | ("storyboard", "token") => Some(Audience::Storyboard),
        ("tokens", "drm") | ("drm", "token") => Some(Audience::Drm),
        _ => None,
    })?;
    audience.token_name()
}

/// Whether a value of this name is a playback ID.
pub(super) fn is_playback_id(name: &str) -> bool {
    kebab(name) == "playback-id"
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
            assert!(is_playback_id(name), "{name}");
        }
        assert!(!is_playback_id("playback-ids"));
    }

    #[test]
    fn short_names_depend_on_parent() {
        assert_eq!(slot("drm", Some("tokens")), Some("drm-token"));
        assert_eq!(slot("token", Some("poster")), Some("thumbnail-token"));
        assert_eq!(slot("token", Some("data")), None);
        assert_eq!(slot("playback", None), None);
    }
}
