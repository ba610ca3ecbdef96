//! What people see when a signed URL fails: HTTP statuses, mux-player's errors, and what they tell in their own words.
//!
//! To add a symptom, add a row to `table.rs`: the texts it is recognized by, what it means and how sure we are, the
//! rules that explain it, and what else can be behind it.

mod parse;
pub(in crate::core) mod suspect;
pub(in crate::core) mod table;

pub use table::SYMPTOMS;

use super::{audience::Audience, url::MediaHost};
use crate::core::level::Basis;

/// Something that a person saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symptom {
    /// What it is.
    pub entry: &'static Entry,
    /// The server that it came from, where the person said so.
    pub host: Option<MediaHost>,
}

/// One symptom; a row of [`SYMPTOMS`].
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The status, the code, or a name in kebab case.
    pub id: &'static str,
    /// What kind of symptom it is.
    pub kind: Kind,
    /// A few words for a list.
    pub label: &'static str,
    /// The words it comes with. `{T}` stands for `playback` or `drm`, `{C}` for `Video` or `Drm`.
    pub texts: &'static [&'static str],
    /// Where this is known from.
    pub source: &'static str,
    /// The kinds of tokens that it can come from; none when any can.
    pub audiences: &'static [Audience],
    /// What is known of it wherever it came from.
    pub facts: Facts,
    /// What is known of it where it came from one server.
    pub at: &'static [(MediaHost, Facts)],
}

/// What kind of symptom it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The status of an HTTP response.
    Status,
    /// A code of mux-player.
    Player,
    /// What a person says who sees neither.
    Seen,
}

/// What a symptom means.
#[derive(Debug, PartialEq, Eq)]
pub struct Facts {
    /// Whole sentences.
    pub meaning: &'static str,
    /// How we know.
    pub basis: Basis,
    /// The findings that explain it.
    pub(in crate::core) explained: Explained,
    /// The rules that may explain it.
    pub(in crate::core) perhaps: &'static [&'static str],
    /// What is left when no finding explains it, likeliest first.
    pub(in crate::core) suspects: &'static [suspect::Suspect],
}

/// The findings that explain a symptom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::core) enum Explained {
    /// Whatever makes Mux refuse the token.
    ByErrors,
    /// Those of these rules.
    By(&'static [&'static str]),
}

impl Symptom {
    /// Every symptom, in the order in which a list shows them.
    pub fn all() -> impl Iterator<Item = Self> {
        SYMPTOMS.iter().map(|entry| Self { entry, host: None })
    }

    /// The symptom of this id.
    pub fn named(id: &str) -> Option<Self> {
        Self::all().find(|symptom| symptom.entry.id == id)
    }

    /// A few words for it: `403 Forbidden`.
    pub fn label(self) -> &'static str {
        self.entry.label
    }

    /// What it means, wherever the person said that it came from.
    pub fn facts(self) -> &'static Facts {
        self.facts_at(self.host)
    }

    /// What it means when it came from this server.
    pub fn facts_at(self, host: Option<MediaHost>) -> &'static Facts {
        let there = self.entry.at.iter().find(|(at, _)| Some(*at) == host);
        there.map_or(&self.entry.facts, |(_, facts)| facts)
    }
}

impl Facts {
    /// The rules whose findings explain it; `None` where whatever makes Mux refuse a token does.
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
    /// The words it comes with, as a player of video shows them.
    pub fn shown_texts(&self) -> impl Iterator<Item = String> {
        let shown = |text: &&str| text.replace("{T}", "playback").replace("{C}", "Video");
        // What is written in lower case throughout is for recognizing alone.
        let is_quoted = |text: &&&str| text.starts_with(|c: char| c.is_uppercase() || c == '{');
        self.texts.iter().filter(is_quoted).map(shown)
    }
}

impl Kind {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Player => "player-code",
            Self::Seen => "symptom",
        }
    }
}
