//! Our own command line.

use super::{
    plan::{Call, Plan, add, span},
    shell::{json, print_url, word},
};
use crate::core::export::snippet::{Item, Snippet};
use crate::core::{
    json::{Object, Value},
    mux::{
        audience::Audience,
        url::{MUX_DOMAIN, MediaUrl, Resource},
    },
    token::spec::{Expiry, KeyIdPlacement},
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "mux-jwt",
    title: "Mux JWT (mux-jwt sign)",
    language: "bash",
    place: "A terminal where MUX_SIGNING_KEY and MUX_PRIVATE_KEY are set",
    write,
};

fn write(items: &[Item]) -> Result<String, String> {
    let plan = Plan::of(items)?;
    let mut out = String::new();
    for (call, item) in plan.calls.iter().zip(items) {
        if call.id != call.id.trim() || call.id.contains('/') || call.id.starts_with("eyJ") {
            return Err("on a command line the ID would be taken for a URL or a token".to_owned());
        }
        let mut command = "mux-jwt sign".to_owned();
        if !call.id.starts_with('-') {
            add(&mut command, format_args!(" {}", word(call.id)?));
        }
        if call.audience != Audience::Video {
            add(
                &mut command,
                format_args!(" -t {}", call.audience.type_name()),
            );
        }
        command.push_str(&claims(call)?);
        match plan.expiry {
            Expiry::In(length) => add(&mut command, format_args!(" -e {}", span(length))),
            Expiry::At(moment) => add(&mut command, format_args!(" --expires-at {}", moment.0)),
        }
        if plan.placement != KeyIdPlacement::Payload {
            add(
                &mut command,
                format_args!(" --kid {}", plan.placement.word()),
            );
        }
        let format = item.url.resource.format();
        let resource = Resource::from_format(call.audience, &format);
        let domain = &item.url.domain;
        let is_ours =
            resource.is_some_and(|resource| MediaUrl::new(call.id, resource, domain) == item.url);
        if is_ours && Resource::formats(call.audience).first() != Some(&format.as_str()) {
            add(&mut command, format_args!(" --format {}", word(&format)?));
        }
        if is_ours && domain != MUX_DOMAIN {
            add(&mut command, format_args!(" --domain {}", word(domain)?));
        }
        let last = if call.id.starts_with('-') {
            format!(" -- {}", word(call.id)?)
        } else {
            String::new()
        };
        if is_ours {
            add(&mut out, format_args!("{command}{last}\n"));
        } else {
            out.push_str(&print_url(call, &format!("{command} --token-only{last}"))?);
        }
    }
    Ok(out)
}

/// The options for the claims. Restriction and `custom` have their own where they stand last, as those put them.
fn claims(call: &Call<'_>) -> Result<String, String> {
    let mut members: Vec<_> = call.claims.iter().collect();
    let mut last = String::new();
    if let Some(("custom", value @ Value::Object(_))) = members.last() {
        last = format!(" --custom {}", word(&json(value))?);
        members.pop();
    }
    if let Some(("playback_restriction_id", Value::String(id))) = members.last()
        && !id.is_empty()
        && id.trim() == id
        && !id.starts_with('-')
    {
        last = format!(" --restriction {}{last}", word(id)?);
        members.pop();
    }
    if members.is_empty() {
        return Ok(last);
    }
    let members = members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.clone()));
    let params = json(&Value::Object(members.collect::<Object>()));
    Ok(format!(" --params-json {}{last}", word(&params)?))
}
