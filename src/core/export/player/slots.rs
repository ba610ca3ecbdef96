//! The tokens of one playback ID, each in the slot that players have for it.

use super::text::Text;
use crate::core::{
    export::snippet::{Item, of},
    mux::{
        audience::Audience,
        url::{MUX_DOMAIN, MediaUrl, Resource},
    },
    token::player,
};

/// What a player plays. Without a video token it would play nothing, so there is one.
pub(super) struct Slots<'a> {
    /// The playback ID.
    pub(super) id: &'a str,
    /// The domain that stands in for `mux.com`, if one does.
    pub(super) custom_domain: Option<&'a str>,
    pub(super) video: &'a Item,
    pub(super) thumbnail: Option<&'a Item>,
    pub(super) storyboard: Option<&'a Item>,
    pub(super) drm: Option<&'a Item>,
    /// Whether a playback restriction is in one of the tokens.
    pub(super) is_restricted: bool,
}

impl<'a> Slots<'a> {
    /// Puts each token into its slot; `player` is what its users call the player.
    ///
    /// # Errors
    /// When a token is not one of those that players take, or there is none for the video.
    pub(super) fn new(items: &'a [Item], player: &str) -> Result<Self, String> {
        let stranger = items
            .iter()
            .map(|item| item.request.audience)
            .find(|audience| !player::tokens(true).contains(audience));
        if let Some(audience) = stranger {
            return Err(format!(
                "{player} has no place for a token for {}",
                audience.noun()
            ));
        }
        let Some(video) = of(items, Audience::Video) else {
            return Err(format!("{player} plays nothing without a video token"));
        };
        let custom = items.iter().find(|item| item.url.is_custom());
        Ok(Self {
            id: &video.request.id,
            custom_domain: custom.map(|item| item.url.domain.as_str()),
            video,
            thumbnail: of(items, Audience::Thumbnail),
            storyboard: of(items, Audience::Storyboard),
            drm: of(items, Audience::Drm),
            is_restricted: items
                .iter()
                .any(|item| item.request.claims.contains("playback_restriction_id")),
        })
    }

    /// As [`Slots::new`], for a player that cannot show protected video.
    pub(super) fn without_drm(
        items: &'a [Item],
        player: &str,
        instead: &str,
    ) -> Result<Self, String> {
        let slots = Self::new(items, player)?;
        match slots.drm {
            Some(_) => Err(format!("{player} plays no video with DRM; {instead} does")),
            None => Ok(slots),
        }
    }

    /// The tokens that are there, in the order of mux-node.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a Item> {
        [Some(self.video), self.thumbnail, self.storyboard, self.drm]
            .into_iter()
            .flatten()
    }

    fn domain(&self) -> &str {
        self.custom_domain.unwrap_or(MUX_DOMAIN)
    }

    /// The HLS stream with its token, whatever else the token was made to be shown with.
    pub(super) fn stream(&self) -> String {
        MediaUrl::new(self.id, Resource::Hls { extension: true }, self.domain())
            .with_token(&self.video.token)
            .to_string()
    }

    /// The poster with its token.
    pub(super) fn poster(&self) -> Option<String> {
        self.thumbnail.map(Item::signed_url)
    }

    /// The storyboard as `WebVTT` with its token, which is the form that tracks of a `<video>` take.
    pub(super) fn previews(&self) -> Option<String> {
        let token = &self.storyboard?.token;
        let resource = Resource::Storyboard("vtt".to_owned());
        let url = MediaUrl::new(self.id, resource, self.domain()).with_token(token);
        Some(url.to_string())
    }

    /// A URL of the license server with the token.
    ///
    /// Always on `mux.com`: that Mux serves licenses from a custom domain is not certain, see elements
    /// `packages/playback-core`, which never asks one for them.
    pub(super) fn license(&self, resource: Resource) -> Option<String> {
        let token = &self.drm?.token;
        let url = MediaUrl::new(self.id, resource, MUX_DOMAIN).with_token(token);
        Some(url.to_string())
    }

    /// What a viewer misses for want of a token, as a sentence without its period.
    pub(super) fn missing(&self) -> Option<&'static str> {
        match (self.thumbnail, self.storyboard) {
            (Some(_), Some(_)) => None,
            (None, Some(_)) => Some("Without a thumbnail token there is no poster"),
            (Some(_), None) => {
                Some("Without a storyboard token there are no previews over the timeline")
            }
            (None, None) => Some(
                "Without a thumbnail and a storyboard token there are no poster and no previews over the timeline",
            ),
        }
    }

    /// What is known of licenses from a custom domain, for the players that ask it for them: Video.js, iOS, Android.
    pub(super) fn about_licenses(&self) -> Option<&'static str> {
        self.drm.and(self.custom_domain).map(|_| {
            "The player asks the custom domain for licenses too, which works only if Mux has set that up."
        })
    }

    /// What a restriction has to allow for an app, which sends no `Referer`, as a comment.
    pub(super) fn about_restriction(&self) -> Option<&'static str> {
        self.is_restricted.then_some(
            "The playback restriction has to allow visits without a referrer: apps send none.",
        )
    }
}

/// Lines that are there or not, as the text of a comment each.
pub(super) fn comments<const N: usize>(mark: &str, lines: [Option<&str>; N]) -> String {
    let mut out = Text::default();
    for line in lines.into_iter().flatten() {
        out.add(format_args!("{mark} {line}\n"));
    }
    out.0
}
