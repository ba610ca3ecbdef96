//! `<MuxPlayer>` of React, which has no props for single tokens but one for all.

use super::{quote, slots::Slots, text::Text};
use crate::core::{
    export::snippet::{Item, Snippet},
    mux::audience::Audience,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "mux-player-react",
    title: "Mux Player for React",
    language: "jsx",
    place: "A component of its own, with @mux/mux-player-react installed",
    write,
};

fn write(items: &[Item]) -> Result<String, String> {
    let slots = Slots::new(items, "`<MuxPlayer>`")?;
    let mut out = Text::from("import MuxPlayer from \"@mux/mux-player-react\";\n\n");
    if let Some(missing) = slots.missing() {
        out.add(format_args!("// {missing}.\n"));
    }
    out.add("export default function Player() {\n  return (\n    <MuxPlayer\n");
    out.add(format_args!("      playbackId={}\n", quote::jsx(slots.id)));
    out.add("      tokens={{\n");
    for item in slots.all() {
        let name = match item.request.audience {
            Audience::Thumbnail => "thumbnail",
            Audience::Storyboard => "storyboard",
            Audience::Drm => "drm",
            _ => "playback",
        };
        out.add(format_args!(
            "        {name}: {},\n",
            quote::script(&item.token)
        ));
    }
    out.add("      }}\n");
    if let Some(domain) = slots.custom_domain {
        out.add(format_args!("      customDomain={}\n", quote::jsx(domain)));
    }
    out.add("    />\n  );\n}\n");
    Ok(out.0)
}
