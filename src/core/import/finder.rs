//! Collects requests: each token once for each different use, up to a limit.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher as _, Hash, RandomState},
};

use super::{
    foreign,
    found::{Import, InputKind, OtherSystem},
    group::{Enclosure, KnownId},
    groups::{GroupMark, Groups},
    names::{self, Role},
};
use crate::core::{
    key,
    mux::{policy::Policy, restriction::Visit, url::MediaUrl},
    request::MediaRequest,
    time::Span,
};

/// The maximum number of requests with a token. Every rule judges each of them.
pub(super) const MAX_TOKENS: usize = 1000;

/// The maximum number of requests without a token.
const MAX_TOKENLESS: usize = 100;

/// The maximum number of other systems.
const MAX_SYSTEMS: usize = 20;

/// The requests so far.
pub(super) struct Finder {
    pub(super) import: Import,
    groups: Groups,
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
            groups: Groups::default(),
            hasher: RandomState::new(),
            seen: HashMap::new(),
            texts: HashMap::new(),
            tokenless: HashMap::new(),
        }
    }

    /// Adds a request, with the name of the member that it is the value of.
    pub(super) fn push_named(&mut self, found: MediaRequest, name: &str) {
        // A token of another system is a member only under the name of a token.
        let is_token = names::role(name) == Some(Role::Token);
        let is_foreign =
            || !is_token && !found.text.is_empty() && foreign::system(&found).is_some();
        let is_alone = !self.groups.is_open() || is_foreign();
        if is_alone {
            self.store(found);
            return;
        }
        self.groups.push(found, name);
        for found in self.groups.overflow() {
            self.store(found);
        }
    }

    /// Adds a request.
    pub(super) fn push(&mut self, found: MediaRequest) {
        self.push_named(found, "");
    }

    /// Begins a record.
    pub(super) fn open(&mut self, shape: Enclosure, name: Option<&str>) {
        self.groups.open(shape, name.map(str::to_owned));
    }

    /// Adds a member to the current record.
    pub(super) fn member(&mut self, name: &str, value: &str) {
        if self.groups.is_open()
            && let Some(role) = names::role(name)
        {
            self.groups.member(role, name, value);
        }
    }

    /// Ends the current record.
    pub(super) fn close(&mut self) {
        self.groups.close();
        self.store_done();
    }

    /// Ends the record that this bracket opened.
    pub(super) fn close_bracket(&mut self, open: u8) {
        self.groups.close_bracket(open);
        self.store_done();
    }

    /// Ends the innermost element of this name.
    pub(super) fn close_element(&mut self, name: &str) {
        self.groups.close_element(name);
        self.store_done();
    }

    /// The current nesting, for [`Finder::close_to`].
    pub(super) fn mark(&self) -> GroupMark {
        self.groups.mark()
    }

    /// Ends all records that were opened since.
    pub(super) fn close_to(&mut self, mark: GroupMark) {
        self.groups.close_to(mark);
        self.store_done();
    }

    /// The records that enclose the current place.
    pub(super) fn groups(&mut self) -> &mut Groups {
        &mut self.groups
    }

    fn store_done(&mut self) {
        for found in self.groups.done() {
            self.store(found);
        }
    }

    /// The finished import.
    pub(super) fn finish(mut self) -> Import {
        self.use_assets();
        self.drop_answered();
        self.import
    }

    /// Adds what answers of Mux's API say of the playback IDs.
    fn use_assets(&mut self) {
        struct Known {
            policy: Policy,
            duration: Option<Span>,
            signed: Option<String>,
        }
        let mut known = HashMap::new();
        for asset in self.groups.assets() {
            let is_signed = |id: &&KnownId| id.policy == Policy::Signed;
            let signed = asset.ids.iter().find(is_signed).map(|id| id.id.clone());
            for KnownId { id, policy } in asset.ids {
                let facts = Known {
                    policy,
                    duration: asset.duration,
                    signed: signed.clone(),
                };
                known.insert(id, facts);
            }
        }
        let requests = self.import.tokens.iter_mut();
        for request in requests.chain(&mut self.import.without_token) {
            let facts = request.id().and_then(|id| known.get(id));
            if let Some(facts) = facts {
                let signed = facts.signed.clone();
                request.policy = Some(facts.policy);
                request.duration = request.duration.or(facts.duration);
                request.signed_id = signed.filter(|_| facts.policy == Policy::Public);
            }
        }
    }

    /// Drops requests without a token whose URL has one elsewhere, unless they were refused.
    fn drop_answered(&mut self) {
        let tokens = self.import.tokens.iter();
        let answered: HashSet<_> = tokens
            .filter(|request| request.misplaced.is_none())
            .filter_map(|request| request.media_url().map(bare))
            .collect();
        self.import.without_token.retain(|request| {
            let is_answered = |url: &MediaUrl| answered.contains(&bare(url));
            request.status.is_some() || !request.media_url().is_some_and(is_answered)
        });
    }

    /// Adds a request, or counts it if it is known.
    fn store(&mut self, found: MediaRequest) {
        if found.text.is_empty() {
            self.store_tokenless(found);
        } else {
            self.store_token(found);
        }
    }

    /// Adds a token, or counts it if it is known. Those of other systems are only listed.
    fn store_token(&mut self, found: MediaRequest) {
        let text = self.hasher.hash_one(&found.text);
        let is_known = self.texts.contains_key(&text);
        if !is_known {
            if self.holds_key(&found) {
                return;
            }
            if let Some(system) = foreign::system(&found) {
                self.list_system(system);
                return;
            }
        }
        self.keep(found, text);
    }

    /// Lists another system, or counts it if it is known.
    fn list_system(&mut self, system: OtherSystem) {
        let systems = &mut self.import.other_systems;
        if let Some(known) = systems.iter_mut().find(|it| it.issuer == system.issuer) {
            known.count += 1;
        } else if systems.len() < MAX_SYSTEMS {
            systems.push(system);
        }
    }

    /// Adds a token of any system.
    pub(super) fn push_alone(&mut self, found: MediaRequest) {
        let text = self.hasher.hash_one(&found.text);
        if self.texts.contains_key(&text) || !self.holds_key(&found) {
            self.keep(found, text);
        }
    }

    /// Whether a private key is in the place of a token; its place is noted.
    fn holds_key(&mut self, found: &MediaRequest) -> bool {
        let is_key = key::holds_private_key(&found.text);
        if is_key {
            self.import
                .private_key
                .get_or_insert_with(|| found.place_in_words());
        }
        is_key
    }

    /// Adds a token with the hash of its text, or counts it if it is known.
    fn keep(&mut self, found: MediaRequest, text: u64) {
        let known = self.texts.get(&text).copied();
        if let Some(at) = known.filter(|_| found.is_token_alone()) {
            // A repetition that adds nothing.
            self.again(at, &found);
            return;
        }
        let place = self.hasher.hash_one(Place(&found));
        if let Some(known) = self.seen.get(&place) {
            let known = *known;
            if let Some(at) = known {
                self.again(at, &found);
            }
            return;
        }
        if let Some(at) = known.filter(|at| self.import.tokens[*at].is_token_alone()) {
            // The first mention had no context; this one does.
            let count = self.import.tokens[at].count;
            self.import.tokens[at] = found;
            self.import.tokens[at].count += count;
            self.seen.insert(place, Some(at));
            return;
        }
        if self.import.tokens.len() == self.most {
            self.import.left_out += 1;
            self.seen.insert(place, None);
            return;
        }
        let at = self.import.tokens.len();
        self.seen.insert(place, Some(at));
        self.texts.entry(text).or_insert(at);
        self.import.tokens.push(found);
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
            kept.is_year_missing = found.is_year_missing;
            if found.headers != Visit::default() {
                kept.headers.clone_from(&found.headers);
            }
        }
    }

    /// Adds a request without a token.
    fn store_tokenless(&mut self, request: MediaRequest) {
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

/// A URL without its query.
fn bare(url: &MediaUrl) -> MediaUrl {
    MediaUrl {
        query: Vec::new(),
        fragment: None,
        ..url.clone()
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
            meant,
            ..
        } = self.0;
        (text, slot, playback_id, misplaced, url_fault, meant).hash(state);
        self.0.around_token().hash(state);
        // The fragment is not sent: `#t=10`, `#xywh=…`.
        let url = self.0.media_url();
        url.map(|url| (url.host, &url.domain, &url.id, &url.resource))
            .hash(state);
        // The token itself may be in the query, or next to the URL.
        for (name, value) in url.iter().flat_map(|url| &url.query) {
            if value != text {
                (name, value).hash(state);
            }
        }
        self.0.url_error().map(ToString::to_string).hash(state);
    }
}
