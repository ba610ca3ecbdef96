//! Node with Mux's own SDK.

use super::{
    javascript::{SYNTAX, string},
    literal::fits_f64,
    plan::{SigningPlan, camel, short_span},
};
use crate::core::{
    export::{
        snippet::{ExportItem, Snippet},
        template::fill,
    },
    mux::audience::Audience,
    token::spec::{Expiry, KeyIdPlacement},
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "node",
    title: "Node (@mux/mux-node)",
    language: "js",
    place: "Server module (.mjs); needs MUX_SIGNING_KEY and MUX_PRIVATE_KEY",
    write,
};

const HEAD: &str = "
// npm install @mux/mux-node@15
import Mux from '@mux/mux-node';

// Reads MUX_SIGNING_KEY (the key ID) and MUX_PRIVATE_KEY (base64).
const mux = new Mux();
";

const CALL: &str = "

const §name§ = await mux.jwt.§method§(§id§, {
  type: '§type§',
  expiration: §expiration§,
  params: §params?§,
});
console.log(§url§);
";

fn write(items: &[ExportItem]) -> Result<String, String> {
    let plan = SigningPlan::new(items, "JavaScript", fits_f64)?;
    if plan.placement != KeyIdPlacement::Payload {
        return Err("mux-node only puts the key ID in the payload; use `node-jose`".to_owned());
    }
    let expiration = match plan.expiry {
        Expiry::In(span) => format!("'{}'", short_span(span)),
        // It accepts a duration but no date, and counts from its own clock.
        Expiry::At(time) => format!("`${{{} - Math.floor(Date.now() / 1000)}}s`", time.0),
    };
    let mut out = HEAD.trim_start().to_owned();
    for call in &plan.calls {
        let (method, kind) = names(call.request.audience);
        let name = camel(&call.name);
        let claims = &call.request.claims;
        let params = if claims.is_empty() {
            String::new()
        } else {
            SYNTAX.object(claims)
        };
        out.push('\n');
        let values = [
            ("name", &*name),
            ("method", method),
            ("id", &string(&call.request.id)),
            ("type", kind),
            ("expiration", &expiration),
            ("params", &params),
            ("url", &call.joined_url(string, "+", &name)),
        ];
        out.push_str(&fill(CALL, &values));
    }
    Ok(out)
}

/// The method and the type that mux-node has for an audience. Source: mux-node 15.3 `src/resources/jwt.ts`.
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
