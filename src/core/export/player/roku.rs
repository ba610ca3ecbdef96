//! What a `Video` node of Roku plays.

use super::{
    quote::brightscript as quoted,
    slots::{Slots, comments},
    text::Text,
};
use crate::core::{
    export::snippet::{Item, Snippet},
    mux::url::Resource,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "roku",
    title: "Roku",
    language: "brightscript",
    place: "Into the component that has the Video node `m.video`",
    write,
};

/// Fields of the node: Roku's reference on content metadata and content protection.
fn write(items: &[Item]) -> Result<String, String> {
    let slots = Slots::new(items, "Roku")?;
    let mut out = Text::from("sub playVideo()\n");
    let previews = slots.storyboard.map(
        |_| "Roku reads no storyboard: for previews, sign the video token with roku_trick_play.",
    );
    out.add(comments("    '", [slots.about_restriction(), previews]));
    out.add("    content = CreateObject(\"roSGNode\", \"ContentNode\")\n");
    let mut field = |name: &str, value: &str| {
        out.add(format_args!("    content.{name} = {}\n", quoted(value)));
    };
    field("streamFormat", "hls");
    field("url", &slots.stream());
    if let Some(poster) = slots.poster() {
        field("HDPosterUrl", &poster);
    }
    if let Some(license) = slots.license(Resource::License("widevine".to_owned())) {
        out.add(format_args!(
            "    content.drmParams = {{\n        keySystem: \"Widevine\",\n        licenseServerURL: {}\n    }}\n",
            quoted(&license)
        ));
    }
    out.add("    m.video.content = content\n    m.video.control = \"play\"\nend sub\n");
    Ok(out.0)
}
