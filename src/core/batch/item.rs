//! An ID in an answer of Mux's API, and whether a token is signed for it.

use crate::core::{
    mux::{audience::Audience, policy::Policy},
    time::Span,
};

/// An ID in an answer of Mux's API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerItem {
    /// The ID.
    pub id: String,
    /// What it is the ID of.
    pub kind: ItemKind,
    /// The duration of the video.
    pub duration: Option<Span>,
}

/// What an ID in an answer is the ID of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A playback ID, with its policy if the answer has it.
    Playback(Option<Policy>),
    /// An asset.
    Asset,
    /// A live stream.
    LiveStream,
}

impl AnswerItem {
    /// Why no token for this audience is signed for it; `None` if one is.
    pub fn skipped(&self, audience: Audience) -> Option<String> {
        let wanted = match self.kind {
            ItemKind::Playback(_) => Audience::PlaybackViews,
            ItemKind::Asset => Audience::AssetViews,
            ItemKind::LiveStream => Audience::LiveStreamViews,
        };
        let id = &self.id;
        if audience.subject() != wanted.subject() {
            let (is, not) = (wanted.a_subject(), audience.a_subject());
            return Some(format!("`{id}` is {is}, not {not}"));
        }
        // Viewers of public videos are counted with a token, too.
        let is_public = self.kind == ItemKind::Playback(Some(Policy::Public));
        (is_public && !audience.is_views())
            .then(|| format!("the playback ID `{id}` is public and plays without a token"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn audience_decides_what_is_skipped() {
        let item = |kind| AnswerItem {
            id: "X".to_owned(),
            kind,
            duration: None,
        };
        let is_skipped = |kind, audience| item(kind).skipped(audience).is_some();
        for policy in [Some(Policy::Signed), Some(Policy::Drm), None] {
            assert!(!is_skipped(ItemKind::Playback(policy), Audience::Video));
        }
        let public = ItemKind::Playback(Some(Policy::Public));
        assert_eq!(
            item(public).skipped(Audience::Thumbnail).as_deref(),
            Some("the playback ID `X` is public and plays without a token")
        );
        assert!(!is_skipped(public, Audience::PlaybackViews));
        assert_eq!(
            item(ItemKind::Asset).skipped(Audience::Video).as_deref(),
            Some("`X` is an asset ID, not a playback ID")
        );
        assert!(!is_skipped(ItemKind::Asset, Audience::AssetViews));
        assert!(!is_skipped(ItemKind::LiveStream, Audience::LiveStreamViews));
        assert!(is_skipped(public, Audience::AssetViews));
    }
}
