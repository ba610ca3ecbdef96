//! What a program that signs has to do, and words for it that languages share.

use super::literal::check_kept;
use crate::core::{
    export::{snippet::ExportItem, template::fill},
    json::{Number, Value},
    mux::url::MediaUrl,
    time::Span,
    token::spec::{Expiry, KeyIdPlacement, TokenSpec},
};

/// The tokens of one program. They have the same expiry and the same place for the key ID.
pub(super) struct SigningPlan<'a> {
    pub(super) expiry: Expiry,
    pub(super) placement: KeyIdPlacement,
    /// At least one.
    pub(super) calls: Vec<SignCall<'a>>,
}

/// One token to sign and one URL to print.
pub(super) struct SignCall<'a> {
    pub(super) request: &'a TokenSpec,
    pub(super) url: &'a MediaUrl,
    /// The URL up to the token.
    pub(super) before: String,
    /// The URL after the token, nearly always empty.
    pub(super) after: String,
    /// A name for the token, in words: `video token`.
    pub(super) name: String,
}

/// Replaces the token while a URL is split; nothing in it is escaped.
const MARK: &str = "-the-token-goes-here-";

impl<'a> SigningPlan<'a> {
    /// The plan for these tokens in a language that keeps only some numbers.
    ///
    /// # Errors
    /// If the tokens do not fit in one program, or the language would lose a part of the claims.
    pub(super) fn new(
        items: &'a [ExportItem],
        language: &str,
        keeps: fn(&Number) -> bool,
    ) -> Result<Self, String> {
        let [ExportItem { request: first, .. }, ..] = items else {
            return Err("there is nothing to sign".to_owned());
        };
        let differs = |item: &ExportItem| {
            item.request.expiry != first.expiry || item.request.placement != first.placement
        };
        if items.iter().any(differs) {
            return Err("the tokens differ in expiry or in the place of the key ID".to_owned());
        }
        let mut calls: Vec<SignCall<'_>> = Vec::new();
        for ExportItem { request, url, .. } in items {
            check_kept(&Value::Object(request.claims.clone()), language, keeps)?;
            let same_audience = |call: &&SignCall<'_>| call.request.audience == request.audience;
            let name = match calls.iter().filter(same_audience).count() {
                _ if items.len() == 1 => "token".to_owned(),
                0 => format!("{} token", request.audience.type_name().replace('-', " ")),
                n => format!(
                    "{} token{}",
                    request.audience.type_name().replace('-', " "),
                    n + 1
                ),
            };
            let marked = url.clone().with_token(MARK).to_string();
            let (before, after) = marked.rsplit_once(MARK).unwrap_or((&marked, ""));
            calls.push(SignCall {
                request,
                url,
                before: before.to_owned(),
                after: after.to_owned(),
                name,
            });
        }
        Ok(Self {
            expiry: first.expiry,
            placement: first.placement,
            calls,
        })
    }

    /// What the ID identifies, in words: `playback id`.
    pub(super) fn subject(&self) -> String {
        let mut subjects = self
            .calls
            .iter()
            .map(|call| call.request.audience.subject().to_lowercase());
        let first = subjects.next().unwrap_or_default();
        if subjects.all(|subject| subject == first) {
            first
        } else {
            "id".to_owned()
        }
    }

    /// Fills a template, which may ask whether the key ID is in the `payload` or the `header`, and whether the program
    /// needs a `clock`.
    pub(super) fn fill(&self, template: &str, values: &[(&str, &str)]) -> String {
        let flag = |name, is_set| (name, if is_set { name } else { "" });
        let flags = [
            flag("payload", self.placement != KeyIdPlacement::Header),
            flag("header", self.placement != KeyIdPlacement::Payload),
            flag("clock", matches!(self.expiry, Expiry::In(_))),
        ];
        fill(template, &[&flags, values].concat())
    }
}

impl SignCall<'_> {
    /// The claims as a JSON value.
    pub(super) fn claims(&self) -> Value {
        Value::Object(self.request.claims.clone())
    }

    /// The expression for the signed URL, from a language's strings, its operator that joins them, and the token's name.
    pub(super) fn joined_url(&self, string: fn(&str) -> String, plus: &str, token: &str) -> String {
        let before = string(&self.before);
        match self.after.as_str() {
            "" => format!("{before} {plus} {token}"),
            after => format!("{before} {plus} {token} {plus} {}", string(after)),
        }
    }
}

/// `exp` as an expression, from the language's seconds since 1970.
pub(super) fn expression(expiry: Expiry, now: &str) -> String {
    match expiry {
        Expiry::At(time) => time.0.to_string(),
        Expiry::In(span) => format!("{now} + {}", seconds(span)),
    }
}

/// A duration in seconds, as developers write it: `7 * 24 * 60 * 60`.
fn seconds(Span(n): Span) -> String {
    let times = |n: i64, rest: &str| match n {
        1 => rest.to_owned(),
        n => format!("{n} * {rest}"),
    };
    match n {
        // A product of small numbers overflows where integers have 32 bits; one large number does not.
        n if n <= 0 || n > i64::from(i32::MAX) => n.to_string(),
        n if n % 86_400 == 0 => times(n / 86_400, "24 * 60 * 60"),
        n if n % 3600 == 0 => times(n / 3600, "60 * 60"),
        n if n % 60 == 0 && n > 60 => format!("{} * 60", n / 60),
        n => n.to_string(),
    }
}

/// A duration as all of Mux's tools read it: `7d`, `90s`.
pub(super) fn short_span(Span(n): Span) -> String {
    match n {
        n if n > 0 && n % 86_400 == 0 => format!("{}d", n / 86_400),
        n if n > 0 && n % 3600 == 0 => format!("{}h", n / 3600),
        n if n > 0 && n % 60 == 0 => format!("{}m", n / 60),
        n => format!("{n}s"),
    }
}

/// Words as an identifier: `playback id` to `playback_id`.
pub(super) fn snake(words: &str) -> String {
    words.replace(' ', "_")
}

/// Words as an identifier: `playback id` to `playbackId`.
pub(super) fn camel(words: &str) -> String {
    let mut words = words.split(' ');
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(word.len().min(1));
        out.push_str(&first.to_uppercase());
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::mux::{
        audience::Audience,
        url::{MUX_DOMAIN, Resource},
    };

    fn items(audiences: &[Audience]) -> Vec<ExportItem> {
        let item = |audience: &Audience| {
            let resource = Resource::from_format(*audience, Resource::formats(*audience)[0]);
            ExportItem {
                request: TokenSpec::new(*audience, "ID"),
                url: MediaUrl::new("ID", resource.expect("its own format"), MUX_DOMAIN),
                token: String::new(),
            }
        };
        audiences.iter().map(item).collect()
    }

    fn plan(items: &[ExportItem]) -> Result<SigningPlan<'_>, String> {
        SigningPlan::new(items, "", |_| true)
    }

    #[test]
    fn different_expiries_are_rejected() {
        let mut items = items(&[Audience::Video, Audience::Thumbnail]);
        items[1].request.expiry = Expiry::In(Span(60));
        assert!(plan(&items).is_err());
        assert!(plan(&[]).is_err());
    }

    #[test]
    fn names_follow_token_types() {
        let items = items(&[Audience::Video, Audience::LiveStreamViews, Audience::Video]);
        let several = plan(&items).expect("a plan");
        let names: Vec<_> = several.calls.iter().map(|call| camel(&call.name)).collect();
        assert_eq!(names, ["videoToken", "liveStreamIdToken", "videoToken2"]);
        assert_eq!(several.subject(), "id");
        let one = plan(&items[..1]).expect("a plan");
        assert_eq!(one.calls[0].name, "token");
        assert_eq!(snake(&one.subject()), "playback_id");
    }

    #[test]
    fn durations_read_like_code() {
        for (n, code, tool) in [
            (604_800, "7 * 24 * 60 * 60", "7d"),
            (86_400, "24 * 60 * 60", "1d"),
            (7200, "2 * 60 * 60", "2h"),
            (5400, "90 * 60", "90m"),
            (60, "60", "1m"),
            (90, "90", "90s"),
            (0, "0", "0s"),
            (5_000_000_000, "5000000000", "5000000000s"),
        ] {
            assert_eq!(seconds(Span(n)), code);
            assert_eq!(short_span(Span(n)), tool);
        }
    }
}
