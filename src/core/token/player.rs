//! The tokens that a player needs for one ID: which they are, their names, and the URLs that they are sent to.

use crate::core::mux::{
    audience::Audience,
    url::{MediaUrl, Resource},
};

/// In the order of mux-node: video, poster, timeline previews, and last, so that it can be left out, the DRM license.
const TOKENS: [Audience; 4] = [
    Audience::Video,
    Audience::Thumbnail,
    Audience::Storyboard,
    Audience::Drm,
];

/// The tokens that a player asks for.
pub fn tokens(drm: bool) -> &'static [Audience] {
    &TOKENS[..TOKENS.len() - usize::from(!drm)]
}

/// The name of a token in mux-node and in players, or one of the same pattern: `asset-id-token`.
pub fn token_name(audience: Audience) -> String {
    audience
        .token_name()
        .map_or_else(|| format!("{}-token", audience.type_name()), str::to_owned)
}

/// The URL that a player requests with a token of this kind; `None` if players request nothing with it.
///
/// Source: elements `packages/mux-player/src/helpers.ts`.
pub fn asked_url(audience: Audience, id: &str, domain: &str) -> Option<MediaUrl> {
    let resource = match audience {
        Audience::Video => Resource::Hls { extension: true },
        Audience::Thumbnail => Resource::Thumbnail("webp".to_owned()),
        Audience::Storyboard => Resource::Storyboard("vtt".to_owned()),
        Audience::Drm => Resource::License("widevine".to_owned()),
        _ => return None,
    };
    Some(MediaUrl::new(id, resource, domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn license_token_needs_drm() {
        assert_eq!(tokens(false), &TOKENS[..3]);
        assert_eq!(tokens(true).last(), Some(&Audience::Drm));
        let names: Vec<_> = tokens(true)
            .iter()
            .map(|token| token_name(*token))
            .collect();
        assert_eq!(
            names,
            [
                "playback-token",
                "thumbnail-token",
                "storyboard-token",
                "drm-token"
            ]
        );
        assert_eq!(token_name(Audience::AssetViews), "asset-id-token");
    }

    #[test]
    fn player_tokens_match_their_urls() {
        for audience in tokens(true) {
            let url = asked_url(*audience, "ID", "mux.com").expect("players request it");
            assert_eq!(url.resource.audiences(), [*audience]);
        }
        assert_eq!(asked_url(Audience::Gif, "ID", "mux.com"), None);
    }
}
