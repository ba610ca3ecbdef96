//! Mux's own command line.

use super::{
    javascript,
    plan::{Plan, add, line, span},
    shell::{json, print_url, word},
};
use crate::core::export::snippet::{Item, Snippet};
use crate::core::{
    json::Value,
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
    place: "A terminal where `mux login` was done, or MUX_SIGNING_KEY and MUX_PRIVATE_KEY are set",
    write,
};

/// What `mux sign` of 2.0.1 can do: `mux.md`, section 7.
fn write(items: &[Item]) -> Result<String, String> {
    let plan = Plan::of(items)?;
    if plan.placement != KeyIdPlacement::Payload {
        return Err("`mux sign` puts the key ID into the payload and nowhere else".to_owned());
    }
    let expiration = match plan.expiry {
        Expiry::In(length) => span(length),
        Expiry::At(moment) => format!("\"$(({} - $(date +%s)))s\"", moment.0),
    };
    let mut out = "# npm install --global @mux/cli\n".to_owned();
    out.push_str(&line(&plan.respelled("#")));
    if let Expiry::At(_) = plan.expiry {
        out.push_str(
            "# It counts from the moment that it runs, so the end may be a few seconds late.\n",
        );
    }
    for (call, item) in plan.calls.iter().zip(items) {
        let kinds = [
            Audience::Video,
            Audience::Thumbnail,
            Audience::Gif,
            Audience::Storyboard,
        ];
        if !kinds.contains(&call.audience) {
            return Err(format!(
                "`mux sign` signs no tokens for {}",
                call.audience.noun()
            ));
        }
        if call.id.starts_with('-') {
            return Err(
                "`mux sign` takes an ID that begins with a hyphen for an option".to_owned(),
            );
        }
        let mut command = format!("mux sign {}", word(call.id)?);
        if call.audience != Audience::Video {
            add(
                &mut command,
                format_args!(" -t {}", call.audience.type_name()),
            );
        }
        if !call.claims.is_empty() {
            // It reads them as JavaScript does, which rounds some numbers.
            javascript::STYLE.object(call.claims, 0, 0)?;
            let claims = json(&Value::Object(call.claims.clone()));
            add(
                &mut command,
                format_args!(" --params-json {}", word(&claims)?),
            );
        }
        add(&mut command, format_args!(" -e {expiration}"));
        // The URL that it prints is always this one.
        let usual = Resource::formats(call.audience).first();
        let usual = usual.and_then(|format| Resource::from_format(call.audience, format));
        if usual
            .map(|usual| MediaUrl::new(call.id, usual, MUX_DOMAIN))
            .as_ref()
            == Some(&item.url)
        {
            add(&mut out, format_args!("{command}\n"));
        } else {
            out.push_str(&print_url(call, &format!("{command} --token-only"))?);
        }
    }
    Ok(out)
}
