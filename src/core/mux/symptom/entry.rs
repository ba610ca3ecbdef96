//! What a symptom is, and what is known of it.

use super::{
    kind::Kind,
    suspect,
    vocabulary::{Reporter, VOCABULARY},
};
use crate::core::{
    level::Basis,
    mux::{audience::Audience, url::MediaHost},
};

/// An observed symptom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symptom {
    /// Its entry.
    pub entry: &'static Entry,
    /// The server that it came from, if known.
    pub host: Option<MediaHost>,
    /// The program that reports it this way, if it is known by its message.
    pub by: Option<&'static Reporter>,
}

/// One symptom; a row of [`SYMPTOMS`](super::SYMPTOMS).
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The status, the code, or a name in kebab-case.
    pub id: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// A label for lists.
    pub label: &'static str,
    /// Messages it is recognized by, in the form of `vocabulary.rs`. `{T}` is `playback` or `drm`, `{C}` is `Video` or
    /// `Drm`.
    pub texts: &'static [&'static str],
    /// The source.
    pub source: &'static str,
    /// The audiences of tokens it can come from; empty for all.
    pub audiences: &'static [Audience],
    /// What it means in general.
    pub facts: Facts,
    /// What it means if it came from a certain server.
    pub at: &'static [(MediaHost, Facts)],
}

/// What a symptom means.
#[derive(Debug, PartialEq, Eq)]
pub struct Facts {
    /// Full sentences.
    pub meaning: &'static str,
    /// How it is known.
    pub basis: Basis,
    /// The findings that explain it.
    pub(in crate::core) explained: Explained,
    /// The rules that may explain it.
    pub(in crate::core) perhaps: &'static [&'static str],
    /// Other possible causes, the likeliest first.
    pub(in crate::core) suspects: &'static [suspect::Suspect],
}

/// The findings that explain a symptom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::core) enum Explained {
    /// All errors.
    ByErrors,
    /// Those of these rules.
    By(&'static [&'static str]),
}

impl Symptom {
    /// Its label: `403 Forbidden`.
    pub fn label(self) -> &'static str {
        self.entry.label
    }

    /// What it means, for its server if known.
    pub fn facts(self) -> &'static Facts {
        self.facts_at(self.host)
    }

    /// What it means if it came from this server.
    pub fn facts_at(self, host: Option<MediaHost>) -> &'static Facts {
        let there = self.entry.at.iter().find(|(at, _)| Some(*at) == host);
        there.map_or(&self.entry.facts, |(_, facts)| facts)
    }
}

impl Facts {
    /// The rules whose findings explain it; `None` if all errors do.
    pub fn explained_by(&self) -> Option<&'static [&'static str]> {
        match self.explained {
            Explained::ByErrors => None,
            Explained::By(rules) => Some(rules),
        }
    }

    /// The rules whose findings may explain it.
    pub fn perhaps_by(&self) -> &'static [&'static str] {
        self.perhaps
    }
}

impl Entry {
    /// The server that all its requests go to.
    pub(in crate::core) fn common_host(&self) -> Option<MediaHost> {
        let mut hosts = self
            .audiences
            .iter()
            .map(|audience| MediaHost::of(*audience));
        let first = hosts.next()?;
        hosts.all(|host| host == first).then_some(first)
    }

    /// What other programs call it: the first message of each.
    pub fn reported_as(&self) -> impl Iterator<Item = (&'static Reporter, String)> {
        VOCABULARY.iter().filter_map(|program| {
            let (_, texts) = program.messages.iter().find(|(id, _)| *id == self.id)?;
            let first = texts.first()?.trim_start_matches('=');
            Some((program, first.replace(" … ", " ")))
        })
    }

    /// Its messages as a video player shows them.
    pub fn shown_texts(&self) -> impl Iterator<Item = String> {
        let shown = |text: &&str| text.replace("{T}", "playback").replace("{C}", "Video");
        // All-lower-case texts are only for recognition.
        let is_quoted = |text: &&&str| text.starts_with(|c: char| c.is_uppercase() || c == '{');
        self.texts.iter().filter(is_quoted).map(shown)
    }
}
