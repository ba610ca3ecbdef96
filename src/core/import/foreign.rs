//! Tokens of other systems: they are listed, and not judged as Mux's.

use crate::core::{
    import::found::OtherSystem,
    mux::url::UrlError,
    request::{MediaRequest, Misplaced},
    token::Token,
};

/// Claims that other systems write, and neither Mux's SDKs nor code for Mux.
const THEIRS: [&str; 11] = [
    "iss",
    "azp",
    "scope",
    "scp",
    "client_id",
    "token_use",
    "auth_time",
    "session_state",
    "preferred_username",
    "firebase",
    "nonce",
];

/// Words in the names of headers, cookies and members that hold the tokens of other systems.
const ELSEWHERE: [&str; 8] = [
    "authorization",
    "cookie",
    "session",
    "refresh",
    "accesstoken",
    "access_token",
    "idtoken",
    "id_token",
];

/// The system that a token belongs to; `None` if it is Mux's, or may be.
///
/// A token for Mux has one of Mux's audiences or IDs, or is where Mux reads one.
pub(super) fn system(found: &MediaRequest) -> Option<OtherSystem> {
    let is_at_mux =
        found.media_url().is_some() && !matches!(found.misplaced, Some(Misplaced::Header(_)));
    if is_at_mux || found.slot.is_some() {
        return None;
    }
    let place = found.place_in_words().to_ascii_lowercase();
    let is_elsewhere = ELSEWHERE.iter().any(|word| place.contains(word));
    let is_for_mux = (found.playback_id.is_some() && !is_elsewhere)
        || ["mux", "playback"].iter().any(|word| place.contains(word));
    if is_for_mux {
        return None;
    }
    let token = Token::read(&found.text);
    let is_cookie = place.contains("cookie");
    let Some(claims) = token.claims() else {
        // Encrypted sessions, and the cookies of frameworks that look like tokens.
        return is_cookie.then(|| of(found, None));
    };
    let is_id = |text: &str| {
        (32..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let is_ours = token.audience().is_some()
        || claims.contains("kid")
        || claims.contains("playback_restriction_id")
        || claims.str("sub").is_some_and(is_id);
    if is_ours || token.parts.len() != 3 {
        return None;
    }
    let is_other_host =
        matches!(found.url_error(), Some(UrlError::OtherHost(host)) if !host.contains("mux"));
    let has_other_form = token.header_str("alg") != Some("RS256") || claims.contains("aud");
    let is_theirs = THEIRS.iter().any(|name| claims.contains(name))
        || (has_other_form && (is_elsewhere || is_other_host));
    is_theirs.then(|| of(found, claims.str("iss")))
}

fn of(found: &MediaRequest, issuer: Option<&str>) -> OtherSystem {
    OtherSystem {
        place: found.place_in_words(),
        issuer: issuer
            .filter(|issuer| !issuer.is_empty())
            .map(str::to_owned),
        count: 1,
    }
}
