//! Collects requests: each token once for each different use, up to a limit.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, Hash, RandomState},
};

use super::{
    foreign,
    found::{Import, InputKind},
};
use crate::core::{key, mux::restriction::Visit, request::MediaRequest};

/// The maximum number of requests with a token. Every rule judges each of them.
pub(super) const MAX_TOKENS: usize = 1000;

/// The maximum number of requests without a token.
const MAX_TOKENLESS: usize = 100;

/// The maximum number of other systems.
const MAX_SYSTEMS: usize = 20;

/// The requests so far.
pub(super) struct Finder {
    pub(super) import: Import,
    /// The maximum number of requests with a token.
    most: usize,
    hasher: RandomState,
    /// The hash of each token and its use, with its index in the import; `None` beyond the limit.
    seen: HashMap<u64, Option<usize>>,
    /// The hash of each token, with the index of its first use.
    texts: HashMap<u64, usize>,
    tokenless: HashMap<u64, usize>,
}

impl Finder {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            import: Import {
                kind: InputKind::Text,
                tokens: Vec::new(),
                without_token: Vec::new(),
                other_systems: Vec::new(),
                left_out: 0,
                symptom: None,
                private_key: None,
                access_token_call: None,
            },
            hasher: RandomState::new(),
            seen: HashMap::new(),
            texts: HashMap::new(),
            tokenless: HashMap::new(),
        }
    }

    /// Adds a token, or counts it if it is known; returns its index. Those of other systems are only listed.
    pub(super) fn push(&mut self, found: MediaRequest) -> Option<usize> {
        if key::holds_private_key(&found.text) {
            return self.push_alone(found);
        }
        let Some(system) = foreign::system(&found) else {
            return self.push_alone(found);
        };
        let systems = &mut self.import.other_systems;
        if let Some(known) = systems.iter_mut().find(|it| it.issuer == system.issuer) {
            known.count += 1;
        } else if systems.len() < MAX_SYSTEMS {
            systems.push(system);
        }
        None
    }

    /// Adds a token of any system.
    pub(super) fn push_alone(&mut self, found: MediaRequest) -> Option<usize> {
        if key::holds_private_key(&found.text) {
            self.import
                .private_key
                .get_or_insert(found.place_in_words());
            return None;
        }
        let text = self.hasher.hash_one(&found.text);
        let known = self.texts.get(&text).copied();
        if let Some(at) = known.filter(|_| found.is_token_alone()) {
            // A repetition that adds nothing.
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
            // The first mention had no context; this one does.
            let count = self.import.tokens[at].count;
            self.import.tokens[at] = found;
            self.import.tokens[at].count += count;
            self.seen.insert(place, Some(at));
            return Some(at);
        }
        if self.import.tokens.len() == self.most {
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

    /// Counts a further use. The first that failed decides, else the latest: a token that worked earlier may have
    /// expired since.
    fn again(&mut self, at: usize, found: &MediaRequest) {
        let kept = &mut self.import.tokens[at];
        kept.count += found.count;
        // A token that is only quoted was not sent at that time.
        if found.is_token_alone() && !kept.is_token_alone() {
            return;
        }
        let failed = |status: Option<u16>| status.is_some_and(|status| status >= 400);
        let succeeded =
            |one: &MediaRequest| one.at.filter(|_| one.status.is_some_and(|it| it < 400));
        kept.worked_at = kept.worked_at.max(succeeded(kept)).max(succeeded(found));
        let is_later = found.at.is_none() || found.at >= kept.at;
        let decides = match (failed(kept.status), failed(found.status)) {
            (true, true) => !is_later,
            (false, true) => true,
            (true, false) => false,
            (false, false) if found.at.is_some() => is_later,
            (false, false) => kept.at.is_none() && kept.status.is_none(),
        };
        if decides {
            kept.status = found.status;
            kept.at = found.at;
            kept.is_zone_assumed = found.is_zone_assumed;
            if found.headers != Visit::default() {
                kept.headers.clone_from(&found.headers);
            }
        }
    }

    /// Sets the playback ID of a token that precedes the ID.
    pub(super) fn give_id(&mut self, at: usize, id: &str) {
        let found = &mut self.import.tokens[at];
        if found.playback_id.is_none() && found.media_url().is_none() {
            found.playback_id = Some(id.to_owned());
        }
    }

    /// Adds a request without a token.
    pub(super) fn push_tokenless(&mut self, request: MediaRequest) {
        let place = self.hasher.hash_one((request.address(), request.id()));
        if let Some(at) = self.tokenless.get(&place) {
            let kept = &mut self.import.without_token[*at];
            kept.status = kept.status.or(request.status);
            return;
        }
        if self.import.without_token.len() < MAX_TOKENLESS {
            self.tokenless
                .insert(place, self.import.without_token.len());
            self.import.without_token.push(request);
        }
    }
}

/// The use of a token: what distinguishes two occurrences of the same token.
struct Place<'a>(&'a MediaRequest);

impl Hash for Place<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let MediaRequest {
            text,
            slot,
            playback_id,
            misplaced,
            url_fault,
            ..
        } = self.0;
        (text, slot, playback_id, misplaced, url_fault).hash(state);
        self.0.around_token().hash(state);
        // The fragment is not sent: `#t=10`, `#xywh=…`.
        let url = self.0.media_url();
        url.map(|url| (url.host, &url.domain, &url.id, &url.resource, &url.query))
            .hash(state);
        self.0.url_error().map(ToString::to_string).hash(state);
    }
}
