//! What a token gives access to: Mux's audiences and their names in every tool.

/// The kind of a token: the value of its `aud` claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// `v`: HLS, static renditions, text tracks and transcripts.
    Video,
    /// `t`: still images.
    Thumbnail,
    /// `g`: animated GIF and WebP.
    Gif,
    /// `s`: the storyboard as image, `WebVTT` or JSON.
    Storyboard,
    /// `d`: DRM licences and the `FairPlay` certificate.
    Drm,
    /// `video_id`: view counts for a video ID of Mux Data.
    VideoViews,
    /// `asset_id`: view counts for an asset.
    AssetViews,
    /// `playback_id`: view counts for a playback ID.
    PlaybackViews,
    /// `live_stream_id`: view counts and health of a live stream.
    LiveStreamViews,
}

/// One row of the table.
struct Facts {
    audience: Audience,
    claim: &'static str,
    /// The name for `sign -t`.
    type_name: &'static str,
    /// Other names in SDKs.
    aliases: &'static [&'static str],
    title: &'static str,
    noun: &'static str,
    /// The article of `subject`.
    article: &'static str,
    subject: &'static str,
    opens: &'static str,
    token_name: Option<&'static str>,
}

/// Sources: mux-node `src/lib/jwt.ts`, the Mux guides on secure playback, DRM and viewer counts.
const FACTS: [Facts; 9] = [
    Facts {
        audience: Audience::Video,
        claim: "v",
        type_name: "video",
        aliases: &["playback"],
        title: "Video",
        noun: "video",
        article: "a",
        subject: "playback ID",
        opens: "the HLS stream, static renditions, text tracks and transcripts",
        token_name: Some("playback-token"),
    },
    Facts {
        audience: Audience::Thumbnail,
        claim: "t",
        type_name: "thumbnail",
        aliases: &["poster"],
        title: "Thumbnail",
        noun: "thumbnails",
        article: "a",
        subject: "playback ID",
        opens: "still images",
        token_name: Some("thumbnail-token"),
    },
    Facts {
        audience: Audience::Gif,
        claim: "g",
        type_name: "gif",
        aliases: &["animated"],
        title: "GIF",
        noun: "animated images",
        article: "a",
        subject: "playback ID",
        opens: "animated GIF and WebP images",
        token_name: Some("gif-token"),
    },
    Facts {
        audience: Audience::Storyboard,
        claim: "s",
        type_name: "storyboard",
        aliases: &[],
        title: "Storyboard",
        noun: "storyboards",
        article: "a",
        subject: "playback ID",
        opens: "the storyboard as image, WebVTT or JSON",
        token_name: Some("storyboard-token"),
    },
    Facts {
        audience: Audience::Drm,
        claim: "d",
        type_name: "drm",
        aliases: &["drm_license", "drm-license", "license"],
        title: "DRM license",
        noun: "DRM licenses",
        article: "a",
        subject: "playback ID",
        opens: "DRM licenses and the FairPlay certificate",
        token_name: Some("drm-token"),
    },
    Facts {
        audience: Audience::VideoViews,
        claim: "video_id",
        type_name: "video-id",
        aliases: &[],
        title: "Views of a video ID",
        noun: "the views of a video ID",
        article: "a",
        subject: "video ID",
        opens: "view counts for a video ID of Mux Data",
        token_name: None,
    },
    Facts {
        audience: Audience::AssetViews,
        claim: "asset_id",
        type_name: "asset-id",
        aliases: &["asset"],
        title: "Views of an asset",
        noun: "the views of an asset",
        article: "an",
        subject: "asset ID",
        opens: "view counts for an asset",
        token_name: None,
    },
    Facts {
        audience: Audience::PlaybackViews,
        claim: "playback_id",
        type_name: "playback-id",
        aliases: &["stats"],
        title: "Views of a playback ID",
        noun: "the views of a playback ID",
        article: "a",
        subject: "playback ID",
        opens: "view counts for a playback ID",
        token_name: Some("stats-token"),
    },
    Facts {
        audience: Audience::LiveStreamViews,
        claim: "live_stream_id",
        type_name: "live-stream-id",
        aliases: &["live_stream", "live-stream"],
        title: "Views of a live stream",
        noun: "the views of a live stream",
        article: "a",
        subject: "live stream ID",
        opens: "view counts and health of a live stream",
        token_name: None,
    },
];

impl Audience {
    /// Every audience, the most common first.
    pub const ALL: [Self; 9] = {
        let mut all = [Self::Video; 9];
        let mut i = 0;
        while i < 9 {
            all[i] = FACTS[i].audience;
            i += 1;
        }
        all
    };

    fn facts(self) -> &'static Facts {
        &FACTS[self as usize]
    }

    /// The value of `aud`.
    pub fn claim(self) -> &'static str {
        self.facts().claim
    }

    /// The name in the terminal: `video`, `live-stream-id`.
    pub fn type_name(self) -> &'static str {
        self.facts().type_name
    }

    /// The name on a button.
    pub fn title(self) -> &'static str {
        self.facts().title
    }

    /// What the token is for, as a noun: `thumbnails`.
    pub fn noun(self) -> &'static str {
        self.facts().noun
    }

    /// Which ID goes into `sub`.
    pub fn subject(self) -> &'static str {
        self.facts().subject
    }

    /// Which ID goes into `sub`, with its article: `an asset ID`.
    pub fn a_subject(self) -> String {
        format!("{} {}", self.facts().article, self.facts().subject)
    }

    /// What Mux serves for the token, as a noun phrase.
    pub fn opens(self) -> &'static str {
        self.facts().opens
    }

    /// What mux-node and the players call the token: `thumbnail-token`.
    pub fn token_name(self) -> Option<&'static str> {
        self.facts().token_name
    }

    /// Whether the token is for `stats.mux.com`.
    pub fn is_views(self) -> bool {
        self >= Self::VideoViews
    }

    /// The audience with this `aud`, exactly as written.
    pub fn from_claim(claim: &str) -> Option<Self> {
        FACTS
            .iter()
            .find(|facts| facts.claim == claim)
            .map(|facts| facts.audience)
    }

    /// The audience with this name, as spelled by `sign -t` or an SDK.
    pub fn from_type(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        let named = |facts: &&Facts| {
            facts.type_name == name
                || facts.aliases.contains(&name.as_str())
                || (facts.audience.is_views() && facts.claim == name)
        };
        FACTS.iter().find(named).map(|facts| facts.audience)
    }

    /// The audience whose token has this name in players and mux-node.
    pub fn from_token_name(name: &str) -> Option<Self> {
        FACTS
            .iter()
            .find(|facts| facts.token_name == Some(name))
            .map(|facts| facts.audience)
    }
}

#[cfg(test)]
mod tests {
    use super::Audience;

    #[test]
    fn audience_is_found_by_its_names() {
        for (i, audience) in Audience::ALL.into_iter().enumerate() {
            assert_eq!(
                audience as usize, i,
                "the table is in the order of the enum"
            );
            assert_eq!(Audience::from_claim(audience.claim()), Some(audience));
            assert_eq!(Audience::from_type(audience.type_name()), Some(audience));
        }
    }

    #[test]
    fn sdk_names_are_accepted() {
        for (name, claim) in [
            ("drm_license", "d"),
            ("stats", "playback_id"),
            ("live_stream", "live_stream_id"),
        ] {
            assert_eq!(Audience::from_type(name).map(Audience::claim), Some(claim));
        }
        // mux-node's viewer counts call a video ID `video`; here `video` is the stream, as in `mux sign`.
        assert_eq!(Audience::from_type("video"), Some(Audience::Video));
    }

    #[test]
    fn claim_matches_exactly() {
        for claim in ["V", "video", "livestream_id", "rt", "", "v "] {
            assert_eq!(Audience::from_claim(claim), None, "{claim}");
        }
    }
}
