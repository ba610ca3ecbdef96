//! What code that signs has to do, and the pieces that every language writes it from.

use std::fmt::{self, Write as _};

use super::literal::{self, Style};
use crate::core::{
    export::snippet::Item,
    json::Object,
    mux::audience::Audience,
    time::Span,
    token::spec::{Expiry, KeyIdPlacement},
};

/// What code that signs has to do: the same for every token, then each.
pub(super) struct Plan<'a> {
    pub(super) expiry: Expiry,
    pub(super) placement: KeyIdPlacement,
    pub(super) calls: Vec<Call<'a>>,
}

/// Stands for the token while a URL is taken apart; nothing in it is escaped.
pub(super) const MARK: &str = "-the-token-goes-here-";

/// One token to sign and one URL to print.
pub(super) struct Call<'a> {
    pub(super) id: &'a str,
    pub(super) audience: Audience,
    pub(super) claims: &'a Object,
    /// The URL up to the token.
    pub(super) before: String,
    /// The URL after the token, nearly always empty.
    pub(super) after: String,
    /// A name for the token, in words.
    pub(super) name: String,
}

impl<'a> Plan<'a> {
    /// The plan for these tokens.
    pub(super) fn of(items: &'a [Item]) -> Result<Self, String> {
        let [first, ..] = items else {
            return Err("there is nothing to sign".to_owned());
        };
        let Item { request, .. } = first;
        let differs = |item: &Item| {
            item.request.expiry != request.expiry || item.request.placement != request.placement
        };
        if items.iter().any(differs) {
            return Err("the tokens end at different times or differ in where the key ID stands; take them one by one".to_owned());
        }
        let mut calls: Vec<Call<'_>> = Vec::new();
        for item in items {
            literal::unique(&item.request.claims)?;
            let mut name = "token".to_owned();
            if items.len() > 1 {
                let same = calls
                    .iter()
                    .filter(|call| call.audience == item.request.audience);
                let nth = match same.count() {
                    0 => String::new(),
                    n => (n + 1).to_string(),
                };
                let kind = item.request.audience.type_name().replace('-', " ");
                name = format!("{kind} token{nth}");
            }
            let url = item.url.clone().with_token(MARK).to_string();
            let (before, after) = url.rsplit_once(MARK).unwrap_or((&url, ""));
            calls.push(Call {
                id: &item.request.id,
                audience: item.request.audience,
                claims: &item.request.claims,
                before: before.to_owned(),
                after: after.to_owned(),
                name,
            });
        }
        Ok(Self {
            expiry: request.expiry,
            placement: request.placement,
            calls,
        })
    }

    pub(super) fn kid_in_payload(&self) -> bool {
        self.placement != KeyIdPlacement::Header
    }

    pub(super) fn kid_in_header(&self) -> bool {
        self.placement != KeyIdPlacement::Payload
    }

    /// What the ID is the ID of: `playback id`.
    pub(super) fn subject(&self) -> String {
        let subject = |call: &Call<'_>| call.audience.subject().to_lowercase();
        let first = self.calls.first().map_or_else(String::new, subject);
        if self.calls.iter().all(|call| subject(call) == first) {
            first
        } else {
            "id".to_owned()
        }
    }

    /// `exp` as an expression, made of the language's seconds since 1970.
    pub(super) fn exp(&self, now: &str) -> String {
        match self.expiry {
            Expiry::At(moment) => moment.0.to_string(),
            Expiry::In(span) => format!("{now} + {}", seconds(span)),
        }
    }

    /// A comment on numbers whose digits may change, after the sign of a comment.
    pub(super) fn respelled(&self, comment: &str) -> String {
        self.respelled_except(comment, |_| false)
    }

    /// As [`Plan::respelled`], in a language that keeps some of them.
    pub(super) fn respelled_except(&self, comment: &str, is_kept: fn(&str) -> bool) -> String {
        let mut numbers = literal::respelled(self.calls.iter().map(|call| call.claims));
        numbers.retain(|number| !is_kept(number));
        if numbers.is_empty() {
            return String::new();
        }
        format!(
            "{comment} Numbers keep their value but maybe not their digits: {}",
            numbers.join(", ")
        )
    }
}

impl Call<'_> {
    /// The call of the function that signs, from the start of its line to its last parenthesis: `token = sign('ID', 'v')`.
    pub(super) fn sign(&self, style: &Style, function: &str) -> Result<String, String> {
        let string = style.string;
        let mut call = format!(
            "{function}({}, {}",
            string(self.id),
            string(self.audience.claim())
        );
        if !self.claims.is_empty() {
            call.push_str(", ");
            let used = call.chars().count() + 2;
            call.push_str(&style.object(self.claims, 0, used)?);
        }
        call.push(')');
        Ok(call)
    }

    /// The expression that is the signed URL, from the name of the token and the language's sign for joining texts.
    pub(super) fn url(&self, string: fn(&str) -> String, plus: &str, token: &str) -> String {
        let mut url = format!("{} {plus} {token}", string(&self.before));
        if !self.after.is_empty() {
            add(&mut url, format_args!(" {plus} {}", string(&self.after)));
        }
        url
    }
}

/// A length of time as people write it in code: `7 * 24 * 60 * 60`.
pub(super) fn seconds(span: Span) -> String {
    let n = span.0;
    let times = |n: i64, rest: &str| match n {
        1 => rest.to_owned(),
        n => format!("{n} * {rest}"),
    };
    match n {
        // Longer than 32 bits; where a product of small numbers would overflow, one number does not.
        n if n <= 0 || n > i64::from(i32::MAX) => n.to_string(),
        n if n % 86_400 == 0 => times(n / 86_400, "24 * 60 * 60"),
        n if n % 3600 == 0 => times(n / 3600, "60 * 60"),
        n if n % 60 == 0 && n > 60 => format!("{} * 60", n / 60),
        n => n.to_string(),
    }
}

/// Words as a name: `playback id` to `playback_id`.
pub(super) fn snake(words: &str) -> String {
    words.replace(' ', "_")
}

/// Words as a name: `playback id` to `playbackId`.
pub(super) fn camel(words: &str) -> String {
    let mut out = String::new();
    for (i, word) in words.split(' ').enumerate() {
        let (first, rest) = word.split_at(word.len().min(1));
        if i == 0 {
            out.push_str(first);
        } else {
            out.push_str(&first.to_uppercase());
        }
        out.push_str(rest);
    }
    out
}

/// A template with its holes filled: `§name§`. A line that is one empty hole and nothing else goes away.
///
/// What is put in is not looked at again, so text in it cannot open a hole.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let value = |hole: &str| {
        let found = values.iter().find(|(name, _)| *name == hole);
        found.map_or_else(|| panic!("no value for {hole}"), |(_, value)| *value)
    };
    let mut out = String::new();
    for line in template.trim_start_matches('\n').lines() {
        let parts: Vec<&str> = line.split('§').collect();
        if let [before, hole, ""] = parts.as_slice()
            && before.trim().is_empty()
            && value(hole).is_empty()
        {
            continue;
        }
        for (i, part) in parts.into_iter().enumerate() {
            out.push_str(if i % 2 == 0 { part } else { value(part) });
        }
        out.push('\n');
    }
    out
}

/// A length of time in the letters that Mux's tools all take: `7d`, `90s`.
pub(super) fn span(span: Span) -> String {
    match span.0 {
        n if n > 0 && n % 86_400 == 0 => format!("{}d", n / 86_400),
        n if n > 0 && n % 3600 == 0 => format!("{}h", n / 3600),
        n if n > 0 && n % 60 == 0 => format!("{}m", n / 60),
        n => format!("{n}s"),
    }
}

/// Puts text at the end.
pub(super) fn add(out: &mut String, text: fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes all");
}

/// A line, unless it is empty.
pub(super) fn line(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("{text}\n")
}
