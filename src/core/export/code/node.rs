//! Node with Mux's own SDK.

use super::{
    javascript::STYLE,
    plan::{self, Plan, camel, fill},
};
use crate::core::export::snippet::{Item, Snippet};
use crate::core::{
    mux::audience::Audience,
    token::spec::{Expiry, KeyIdPlacement},
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "node",
    title: "Node (@mux/mux-node)",
    language: "js",
    place: "A module on the server (.mjs), where MUX_SIGNING_KEY and MUX_PRIVATE_KEY are set",
    write,
};

const HEAD: &str = "
// npm install @mux/mux-node@15
§respelled§
import Mux from '@mux/mux-node';

// The key is read from MUX_SIGNING_KEY (its ID) and MUX_PRIVATE_KEY (base64).
const mux = new Mux();
";

const CALL: &str = "

const §name§ = await mux.jwt.§method§(§id§, {
  type: '§type§',
  expiration: §expiration§,
  §params§
});
console.log(§url§);
";

fn write(items: &[Item]) -> Result<String, String> {
    let plan = Plan::of(items)?;
    if plan.placement != KeyIdPlacement::Payload {
        return Err(
            "mux-node puts the key ID into the payload and nowhere else; `node-jose` can"
                .to_owned(),
        );
    }
    let expiration = match plan.expiry {
        Expiry::In(span) => format!("'{}'", plan::span(span)),
        // It takes a length of time and no date, and counts from its own reading of the clock.
        Expiry::At(moment) => format!("`${{{} - Math.floor(Date.now() / 1000)}}s`", moment.0),
    };
    let mut out = fill(HEAD, &[("respelled", &plan.respelled("//"))]);
    for call in &plan.calls {
        let (method, kind) = names(call.audience);
        let name = camel(&call.name);
        let params = if call.claims.is_empty() {
            String::new()
        } else {
            format!(
                "params: {},",
                STYLE.object(call.claims, 1, "  params: ,".len())?
            )
        };
        out.push('\n');
        out.push_str(&fill(
            CALL,
            &[
                ("name", &name),
                ("method", method),
                ("id", &(STYLE.string)(call.id)),
                ("type", kind),
                ("expiration", &expiration),
                ("params", &params),
                ("url", &call.url(STYLE.string, "+", &name)),
            ],
        ));
    }
    Ok(out)
}

/// How mux-node asks for an audience: its method and its type. Source: mux-node 15.3 `src/resources/jwt.ts`.
fn names(audience: Audience) -> (&'static str, &'static str) {
    match audience {
        Audience::Video => ("signPlaybackId", "video"),
        Audience::Thumbnail => ("signPlaybackId", "thumbnail"),
        Audience::Gif => ("signPlaybackId", "gif"),
        Audience::Storyboard => ("signPlaybackId", "storyboard"),
        Audience::Drm => ("signDrmLicense", "drm_license"),
        Audience::VideoViews => ("signViewerCounts", "video"),
        Audience::AssetViews => ("signViewerCounts", "asset"),
        Audience::PlaybackViews => ("signViewerCounts", "playback"),
        Audience::LiveStreamViews => ("signViewerCounts", "live_stream"),
    }
}
