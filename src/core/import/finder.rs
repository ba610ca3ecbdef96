//! Collects what is found: each token once for each place that means something else, and no more than anybody reads.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, Hash, RandomState},
};

use super::found::{Import, InputKind};
use crate::core::{
    key,
    mux::url::MediaUrl,
    request::{MediaRequest, Tokenless},
};

/// How many tokens are kept. Each is judged by every rule, and nobody reads more.
pub(super) const MOST_TOKENS: usize = 1000;

/// How many addresses without a token are kept.
const MOST_TOKENLESS: usize = 100;

/// What has been found so far.
pub(super) struct Finder {
    pub(super) import: Import,
    hasher: RandomState,
    /// Each token in its place, and where it is kept; `None` when it was left out.
    seen: HashMap<u64, Option<usize>>,
    /// Each token wherever it stands.
    texts: HashMap<u64, usize>,
    tokenless: HashMap<u64, usize>,
}

impl Finder {
    pub(super) fn new() -> Self {
        Self {
            import: Import {
                kind: InputKind::Text,
                tokens: Vec::new(),
                without_token: Vec::new(),
                left_out: 0,
                private_key: None,
            },
            hasher: RandomState::new(),
            seen: HashMap::new(),
            texts: HashMap::new(),
            tokenless: HashMap::new(),
        }
    }

    /// Keeps a token, or counts it if it is known; says where it is kept.
    pub(super) fn push(&mut self, found: MediaRequest) -> Option<usize> {
        if key::holds_private_key(&found.text) {
            self.import.private_key.get_or_insert(found.place);
            return None;
        }
        let text = self.hasher.hash_one(&found.text);
        let known = self.texts.get(&text).copied();
        if let Some(at) = known.filter(|_| found.is_token_alone()) {
            // Mentioned again, with nothing new about it.
            self.again(at, &found);
            return Some(at);
        }
        let place = self.hasher.hash_one(Place(&found));
        if let Some(known) = self.seen.get(&place) {
            let known = *known;
            if let Some(at) = known {
                self.again(at, &found);
            }
            return known;
        }
        if let Some(at) = known.filter(|at| self.import.tokens[*at].is_token_alone()) {
            // The first mention said nothing about the token; this one does.
            let count = self.import.tokens[at].count;
            self.import.tokens[at] = found;
            self.import.tokens[at].count += count;
            self.seen.insert(place, Some(at));
            return Some(at);
        }
        if self.import.tokens.len() == MOST_TOKENS {
            self.import.left_out += 1;
            self.seen.insert(place, None);
            return None;
        }
        let at = self.import.tokens.len();
        self.seen.insert(place, Some(at));
        self.texts.entry(text).or_insert(at);
        self.import.tokens.push(found);
        Some(at)
    }

    fn again(&mut self, at: usize, found: &MediaRequest) {
        let kept = &mut self.import.tokens[at];
        kept.count += 1;
        let refused = |status: Option<u16>| status.is_some_and(|status| status >= 400);
        if kept.status.is_none() || (refused(found.status) && !refused(kept.status)) {
            kept.status = found.status;
        }
    }

    /// Says which ID a token is for, when that stood behind it.
    pub(super) fn give_id(&mut self, at: usize, id: &str) {
        let found = &mut self.import.tokens[at];
        if found.playback_id.is_none() && found.media_url().is_none() {
            found.playback_id = Some(id.to_owned());
        }
    }

    /// Keeps the address of something that Mux serves, given without a token.
    pub(super) fn push_tokenless(&mut self, tokenless: Tokenless) {
        let place = self.hasher.hash_one((&tokenless.what, &tokenless.id));
        if let Some(at) = self.tokenless.get(&place) {
            let kept = &mut self.import.without_token[*at];
            kept.status = kept.status.or(tokenless.status);
            return;
        }
        if self.import.without_token.len() < MOST_TOKENLESS {
            self.tokenless
                .insert(place, self.import.without_token.len());
            self.import.without_token.push(tokenless);
        }
    }

    /// Keeps the URL of something that Mux serves, which has no token.
    pub(super) fn push_bare_url(&mut self, url: &MediaUrl, at: String, status: Option<u16>) {
        // The query may hold what nobody meant to show.
        let what = MediaUrl {
            query: Vec::new(),
            fragment: None,
            ..url.clone()
        };
        self.push_tokenless(Tokenless {
            what: what.to_string(),
            id: url.id.clone(),
            at,
            status,
        });
    }
}

/// What makes a token in one place another matter than the same token in another.
struct Place<'a>(&'a MediaRequest);

impl Hash for Place<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let MediaRequest {
            text,
            slot,
            playback_id,
            misplaced,
            ..
        } = self.0;
        (text, slot, self.0.media_url(), playback_id, misplaced).hash(state);
        self.0.url_error().map(ToString::to_string).hash(state);
    }
}
