//! Mux Player for iOS.

use super::{
    quote::swift as quoted,
    slots::{Slots, comments},
    text::Text,
};
use crate::core::export::snippet::{Item, Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "swift",
    title: "iOS (Swift)",
    language: "swift",
    place: "Where the view controller is made, with the package mux-player-swift",
    write,
};

fn write(items: &[Item]) -> Result<String, String> {
    let slots = Slots::new(items, "Mux Player for iOS")?;
    let token = Some(("playbackToken", slots.video.token.as_str()));
    let domain = slots.custom_domain.map(|domain| ("customDomain", domain));
    // Swift knows functions by the order of their arguments as well, and the two that there are differ in it.
    let arguments = match slots.drm {
        Some(item) => [token, Some(("drmToken", &item.token)), domain],
        None => [domain, token, None],
    };
    let arguments: Vec<_> = arguments
        .into_iter()
        .flatten()
        .map(|(name, value)| format!("    {name}: {}", quoted(value)))
        .collect();
    let mut out = Text::from("import AVKit\nimport MuxPlayerSwift\n\n");
    let previews = slots
        .storyboard
        .map(|_| "AVPlayer shows no storyboards, so their token is not used here.");
    out.add(comments(
        "//",
        [slots.about_restriction(), previews, slots.about_licenses()],
    ));
    out.add(format_args!(
        "let playbackOptions = PlaybackOptions(\n{}\n)\n",
        arguments.join(",\n")
    ));
    out.add(format_args!(
        "let playerViewController = AVPlayerViewController(\n    playbackID: {},\n    playbackOptions: playbackOptions\n)\n",
        quoted(slots.id)
    ));
    if let Some(poster) = slots.poster() {
        out.add(format_args!(
            "\n// AVPlayer shows no poster: this is for an image view in front of it.\nlet posterURL = URL(string: {})\n",
            quoted(&poster)
        ));
    }
    Ok(out.0)
}
