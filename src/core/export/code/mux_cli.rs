//! Mux's own command line.

use super::{
    literal::{fits_f64, json},
    plan::{SigningPlan, short_span},
    shell::{print_url, word},
};
use crate::core::{
    export::snippet::{ExportItem, Snippet},
    mux::{
        audience::Audience,
        url::{MUX_DOMAIN, MediaUrl, Resource},
    },
    token::spec::{Expiry, KeyIdPlacement},
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "mux-cli",
    title: "Mux CLI (mux sign)",
    language: "bash",
    place: "Terminal; needs `mux login`, or MUX_SIGNING_KEY and MUX_PRIVATE_KEY",
    write,
};

/// Options of `mux sign` 2.0.1. Source: its `--help`.
fn write(items: &[ExportItem]) -> Result<String, String> {
    // It parses claims as JavaScript does.
    let plan = SigningPlan::new(items, "JavaScript", fits_f64)?;
    if plan.placement != KeyIdPlacement::Payload {
        return Err("`mux sign` only puts the key ID in the payload".to_owned());
    }
    let mut out = "# npm install --global @mux/cli\n".to_owned();
    let expiration = match plan.expiry {
        Expiry::In(span) => short_span(span),
        Expiry::At(time) => {
            out +=
                "# `mux sign` counts from when it runs, so the expiry may be a few seconds late.\n";
            format!("\"$(({} - $(date +%s)))s\"", time.0)
        }
    };
    for call in &plan.calls {
        let (id, audience) = (call.request.id.as_str(), call.request.audience);
        let option = match audience {
            Audience::Video => "",
            Audience::Thumbnail => " -t thumbnail",
            Audience::Gif => " -t gif",
            Audience::Storyboard => " -t storyboard",
            other => {
                return Err(format!(
                    "`mux sign` does not support tokens for {}",
                    other.noun()
                ));
            }
        };
        if id.starts_with('-') {
            return Err("`mux sign` reads an ID that starts with a hyphen as an option".to_owned());
        }
        let params = if call.request.claims.is_empty() {
            String::new()
        } else {
            format!(" --params-json {}", word(&json(&call.claims()))?)
        };
        let command = format!("mux sign {}{option}{params} -e {expiration}", word(id)?);
        // It always prints this URL.
        let usual = Resource::from_format(audience, Resource::formats(audience)[0]);
        let usual = usual.map(|resource| MediaUrl::new(id, resource, MUX_DOMAIN));
        if usual.as_ref() == Some(call.url) {
            out = out + &command + "\n";
        } else {
            out += &print_url(call, &format!("{command} --token-only"))?;
        }
    }
    Ok(out)
}
