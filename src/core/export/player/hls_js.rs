//! A plain `<video>` with hls.js, and the browser's own HLS where hls.js cannot run.

use super::{html_video, quote, slots::Slots, text::Text};
use crate::core::{
    export::snippet::{Item, Snippet},
    mux::url::Resource,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "hls-js",
    title: "hls.js",
    language: "html",
    place: "Into the HTML of the page",
    write,
};

fn write(items: &[Item]) -> Result<String, String> {
    let slots = Slots::new(items, "hls.js")?;
    let mut out = Text::from(format!(
        "<video\n  id=\"mux-video\"\n{}>",
        html_video::attributes(&slots)
    ));
    out.add(html_video::track(&slots));
    out.add(
        "</video>\n\n<script src=\"https://cdn.jsdelivr.net/npm/hls.js@1\"></script>\n<script>\n",
    );
    out.add("  const video = document.getElementById(\"mux-video\");\n");
    out.add(format_args!(
        "  const source = {};\n",
        quote::script(&slots.stream())
    ));
    out.add("  if (Hls.isSupported()) {\n");
    out.add(format_args!(
        "    const hls = new Hls({});\n",
        config(&slots)
    ));
    out.add("    hls.loadSource(source);\n    hls.attachMedia(video);\n");
    out.add("  } else if (video.canPlayType(\"application/vnd.apple.mpegurl\")) {\n");
    out.add(if slots.drm.is_some() {
        "    // This browser plays HLS by itself, but nothing here fetches it a license.\n"
    } else {
        "    // This browser plays HLS by itself.\n"
    });
    out.add("    video.src = source;\n  }\n</script>\n");
    Ok(out.0)
}

/// The license servers, if there is a token for them.
fn config(slots: &Slots<'_>) -> String {
    let license = |system: &str| {
        let url = slots.license(Resource::License(system.to_owned()))?;
        Some(format!("licenseUrl: {}", quote::script(&url)))
    };
    let certificate = slots.license(Resource::AppCertificate);
    let (Some(fairplay), Some(widevine), Some(playready), Some(certificate)) = (
        license("fairplay"),
        license("widevine"),
        license("playready"),
        certificate,
    ) else {
        return String::new();
    };
    let certificate = format!("serverCertificateUrl: {}", quote::script(&certificate));
    format!(
        "{{\n      emeEnabled: true,\n      drmSystems: {{\n        \
         \"com.apple.fps\": {{\n          {fairplay},\n          {certificate},\n        }},\n        \
         \"com.widevine.alpha\": {{ {widevine} }},\n        \
         \"com.microsoft.playready\": {{ {playready} }},\n      }},\n    }}"
    )
}
