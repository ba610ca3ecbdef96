//! What a `Video` node of Roku plays.

use super::tokens::PlayerTokens;
use crate::core::{
    export::{
        quote,
        snippet::{ExportItem, Snippet},
    },
    mux::url::Resource,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "roku",
    title: "Roku",
    language: "brightscript",
    place: "Component with the Video node `m.video`",
    write,
};

// Fields: Roku's reference on content metadata and content protection.
const TEMPLATE: &str = r#"
sub playVideo()
    §restricted:' The playback restriction must allow requests without a referrer: apps send none.§
    §storyboard:' Roku shows no storyboards: for previews, sign the video token with roku_trick_play.§
    content = CreateObject("roSGNode", "ContentNode")
    content.streamFormat = "hls"
    content.url = §stream§
    content.HDPosterUrl = §poster?§
    content.drmParams = { keySystem: "Widevine", licenseServerURL: §license?§ }
    m.video.content = content
    m.video.control = "play"
end sub
"#;

fn write(items: &[ExportItem]) -> Result<String, String> {
    let tokens = PlayerTokens::new(items, "Roku")?;
    let license = tokens.license(Resource::License("widevine".to_owned()));
    let license = license.map(|url| quote::brightscript(&url));
    let values = [("license", license.as_deref().unwrap_or_default())];
    Ok(tokens.fill(TEMPLATE, quote::brightscript, &values))
}
