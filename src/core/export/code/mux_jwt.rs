//! Our own command line.

use super::{
    literal::json,
    plan::{SignCall, SigningPlan, short_span},
    shell::{print_url, word},
};
use crate::core::{
    export::snippet::{ExportItem, Snippet},
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
    place: "Terminal; needs MUX_SIGNING_KEY and MUX_PRIVATE_KEY",
    write,
};

fn write(items: &[ExportItem]) -> Result<String, String> {
    let plan = SigningPlan::new(items, "Mux JWT", |_| true)?;
    let mut out = String::new();
    for call in &plan.calls {
        let (id, audience) = (call.request.id.as_str(), call.request.audience);
        if id != id.trim() || id.contains('/') || id.starts_with("eyJ") {
            return Err("`mux-jwt sign` reads this ID as a URL or a token".to_owned());
        }
        let mut command = vec!["mux-jwt sign".to_owned()];
        let mut last = Vec::new();
        if id.starts_with('-') {
            last = vec!["--".to_owned(), word(id)?];
        } else {
            command.push(word(id)?);
        }
        if audience != Audience::Video {
            command.push(format!("-t {}", audience.type_name()));
        }
        command.extend(claims(call)?);
        command.push(match plan.expiry {
            Expiry::In(span) => format!("-e {}", short_span(span)),
            Expiry::At(time) => format!("--expires-at {}", time.0),
        });
        if plan.placement != KeyIdPlacement::Payload {
            command.push(format!("--kid {}", plan.placement.word()));
        }
        let (format, domain) = (call.url.resource.format(), &call.url.domain);
        let resource = Resource::from_format(audience, &format);
        let usual = resource.map(|resource| MediaUrl::new(id, resource, domain));
        if usual.as_ref() != Some(call.url) {
            command.push("--token-only".to_owned());
            command.extend(last);
            out += &print_url(call, &command.join(" "))?;
            continue;
        }
        if Resource::formats(audience).first() != Some(&format.as_str()) {
            command.push(format!("--format {}", word(&format)?));
        }
        if domain != MUX_DOMAIN {
            command.push(format!("--domain {}", word(domain)?));
        }
        command.extend(last);
        out = out + &command.join(" ") + "\n";
    }
    Ok(out)
}

/// The options for the claims. A restriction and `custom` have their own, which put them last.
fn claims(call: &SignCall<'_>) -> Result<Vec<String>, String> {
    let mut members: Vec<_> = call.request.claims.iter().collect();
    let mut options = Vec::new();
    if let Some(("custom", value @ Value::Object(_))) = members.last() {
        options.push(format!("--custom {}", word(&json(value))?));
        members.pop();
    }
    if let Some(("playback_restriction_id", Value::String(id))) = members.last()
        && !id.is_empty()
        && id.trim() == id
        && !id.starts_with('-')
    {
        options.insert(0, format!("--restriction {}", word(id)?));
        members.pop();
    }
    if !members.is_empty() {
        let members = members
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.clone()));
        let params = Value::Object(members.collect::<Object>());
        options.insert(0, format!("--params-json {}", word(&json(&params))?));
    }
    Ok(options)
}
