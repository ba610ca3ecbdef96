//! Mux Player for Android.

use super::tokens::PlayerTokens;
use crate::core::export::{quote, snippet::Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "kotlin-player",
    title: "Android (Kotlin)",
    language: "kotlin",
    place: "Android app, where the player gets its media item; needs com.mux.player",
    write: |items| {
        Ok(PlayerTokens::new(items, "Mux Player for Android")?.fill(TEMPLATE, quote::kotlin, &[]))
    },
};

const TEMPLATE: &str = "
§poster:import androidx.core.net.toUri§
§poster:import androidx.media3.common.MediaMetadata§
import com.mux.player.media.MediaItems

§restricted:// The playback restriction must allow requests without a referrer: apps send none.§
§storyboard:// The player shows no storyboards, so that token is not used here.§
§custom_licenses:// The player requests licenses from the custom domain too, which works only if Mux has set that up.§
val mediaItem = MediaItems.builderFromMuxPlaybackId(
    playbackId = §id§,
    domain = §domain?§,
    playbackToken = §playback§,
    drmToken = §drm?§,
)
    .setMediaMetadata(MediaMetadata.Builder().setArtworkUri(§poster?§.toUri()).build())
    .build()
";
