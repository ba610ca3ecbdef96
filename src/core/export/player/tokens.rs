//! The tokens of one playback ID as players use them.

use crate::core::{
    export::{snippet::ExportItem, template::fill},
    mux::{
        audience::Audience,
        url::{MUX_DOMAIN, MediaUrl, Resource},
    },
    token::player,
};

/// What a player needs to play: a video token, and whatever else there is.
pub(super) struct PlayerTokens<'a> {
    pub(super) playback_id: &'a str,
    pub(super) custom_domain: Option<&'a str>,
    pub(super) video: &'a ExportItem,
    pub(super) thumbnail: Option<&'a ExportItem>,
    pub(super) storyboard: Option<&'a ExportItem>,
    pub(super) drm: Option<&'a ExportItem>,
    /// Whether a token has a playback restriction.
    is_restricted: bool,
}

impl<'a> PlayerTokens<'a> {
    /// Sorts tokens by audience; `player` names the player in errors.
    ///
    /// # Errors
    /// If there is no video token, or a token that no player uses.
    pub(super) fn new(items: &'a [ExportItem], player: &str) -> Result<Self, String> {
        let mut audiences = items.iter().map(|item| item.request.audience);
        if let Some(audience) = audiences.find(|one| !player::tokens(true).contains(one)) {
            let noun = audience.noun();
            return Err(format!("{player} does not use tokens for {noun}"));
        }
        let of = |audience| items.iter().find(|item| item.request.audience == audience);
        let video = of(Audience::Video)
            .ok_or_else(|| format!("{player} needs a video token to play anything"))?;
        let custom = items.iter().find(|item| item.url.is_custom());
        let is_restricted =
            |item: &ExportItem| item.request.claims.contains("playback_restriction_id");
        Ok(Self {
            playback_id: &video.request.id,
            custom_domain: custom.map(|item| item.url.domain.as_str()),
            video,
            thumbnail: of(Audience::Thumbnail),
            storyboard: of(Audience::Storyboard),
            drm: of(Audience::Drm),
            is_restricted: items.iter().any(is_restricted),
        })
    }

    /// Every token, in mux-node's order.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a ExportItem> {
        [Some(self.video), self.thumbnail, self.storyboard, self.drm]
            .into_iter()
            .flatten()
    }

    /// The URL of a resource with a token in it.
    fn url(&self, resource: Resource, item: &ExportItem) -> String {
        let domain = self.custom_domain.unwrap_or(MUX_DOMAIN);
        MediaUrl::new(self.playback_id, resource, domain)
            .with_token(&item.token)
            .to_string()
    }

    /// The HLS stream, even if the video token was signed for a static rendition.
    pub(super) fn stream(&self) -> String {
        self.url(Resource::Hls { extension: true }, self.video)
    }

    /// A URL of the license server.
    ///
    /// Always on `mux.com`: whether Mux serves licenses from a custom domain is unknown, and elements
    /// `packages/playback-core` never requests them there.
    pub(super) fn license(&self, resource: Resource) -> Option<String> {
        let url = MediaUrl::new(self.playback_id, resource, MUX_DOMAIN);
        Some(url.with_token(&self.drm?.token).to_string())
    }

    /// Fills a template with literals of its language.
    ///
    /// - `id`, `domain` if it is custom, the tokens `playback`, `thumbnail`, `storyboard` and `drm`;
    /// - the URLs `stream`, `poster` and `previews`, the storyboard as `WebVTT`;
    /// - set or not: `restricted`, `no_thumbnail`, `no_storyboard`, and `custom_licenses`, for players that request
    ///   licenses from the custom domain: Video.js, iOS, Android.
    ///
    /// `more` has values that are quoted already, and precedes these.
    pub(super) fn fill(
        &self,
        template: &str,
        quote: fn(&str) -> String,
        more: &[(&str, &str)],
    ) -> String {
        let token = |item: Option<&ExportItem>| item.map(|item| quote(&item.token));
        let vtt = Resource::Storyboard("vtt".to_owned());
        let flag = |is_set: bool| is_set.then(|| "yes".to_owned());
        let values = [
            ("id", Some(quote(self.playback_id))),
            ("domain", self.custom_domain.map(quote)),
            ("playback", token(Some(self.video))),
            ("thumbnail", token(self.thumbnail)),
            ("storyboard", token(self.storyboard)),
            ("drm", token(self.drm)),
            ("stream", Some(quote(&self.stream()))),
            (
                "poster",
                self.thumbnail.map(|item| quote(&item.signed_url())),
            ),
            (
                "previews",
                self.storyboard.map(|item| quote(&self.url(vtt, item))),
            ),
            ("restricted", flag(self.is_restricted)),
            ("no_thumbnail", flag(self.thumbnail.is_none())),
            ("no_storyboard", flag(self.storyboard.is_none())),
            (
                "custom_licenses",
                flag(self.drm.is_some() && self.custom_domain.is_some()),
            ),
        ];
        let values = values
            .iter()
            .map(|(name, value)| (*name, value.as_deref().unwrap_or_default()));
        fill(
            template,
            &more.iter().copied().chain(values).collect::<Vec<_>>(),
        )
    }
}
