//! Mux Player for iOS.

use super::tokens::PlayerTokens;
use crate::core::export::{
    quote,
    snippet::{ExportItem, Snippet},
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "swift",
    title: "iOS (Swift)",
    language: "swift",
    place: "iOS app, where the view controller is created; needs mux-player-swift",
    write,
};

const TEMPLATE: &str = "
import AVKit
import MuxPlayerSwift

§restricted:// The playback restriction must allow requests without a referrer: apps send none.§
§storyboard:// AVPlayer shows no storyboards, so that token is not used here.§
§custom_licenses:// The player requests licenses from the custom domain too, which works only if Mux has set that up.§
let playbackOptions = PlaybackOptions(
    §options§
)
let playerViewController = AVPlayerViewController(
    playbackID: §id§,
    playbackOptions: playbackOptions
)
§poster:// AVPlayer shows no poster. Show this in an image view over it.§
let posterURL = URL(string: §poster?§)
";

fn write(items: &[ExportItem]) -> Result<String, String> {
    let tokens = PlayerTokens::new(items, "Mux Player for iOS")?;
    let playback = Some(("playbackToken", tokens.video.token.as_str()));
    let domain = tokens.custom_domain.map(|domain| ("customDomain", domain));
    // The two initializers have different orders, which are part of their names in Swift.
    let options = match tokens.drm {
        Some(item) => [playback, Some(("drmToken", &item.token)), domain],
        None => [domain, playback, None],
    };
    let options = options.into_iter().flatten();
    let options = options.map(|(name, value)| format!("{name}: {}", quote::swift(value)));
    let options = options.collect::<Vec<_>>().join(",\n");
    Ok(tokens.fill(TEMPLATE, quote::swift, &[("options", &options)]))
}
