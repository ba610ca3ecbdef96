//! Completes the requests of a record that has ended: its tokens get their URL, their ID and what else it says of them.

use super::{
    group::{Asset, Enclosure, KnownId, RecordGroup, Waiting},
    groups::{Groups, MAX_MEMBERS},
    link,
    names::{self, Role},
};
use crate::core::{
    mux::{audience::Audience, policy::Policy, url::MediaUrl},
    request::MediaRequest,
    token::Token,
};

impl Groups {
    /// Completes the requests of a record that has ended.
    pub(super) fn settle(&mut self, mut record: RecordGroup) {
        if record.shape == Enclosure::Text || record.is_block {
            self.seal(record.start);
            self.note_asset(&mut record);
            return;
        }
        if record.policy.is_some() && record.id.is_none() {
            // `{"id": …, "policy": …}` in an answer of Mux's API.
            record.id = record.other_id.take();
            record.is_listed_id = true;
        }
        self.join_url(&mut record);
        self.drop_unset(&record);
        self.attach(&record);
        self.complete(&record);
        self.pass_on(record);
    }

    fn seal(&mut self, start: usize) {
        for one in &mut self.waiting[start..] {
            one.is_sealed = true;
        }
    }

    /// Puts together a URL whose host, path and query are members of their own.
    fn join_url(&mut self, record: &mut RecordGroup) {
        let (Some(host), Some(path)) = (&record.host, &record.path) else {
            return;
        };
        let host = host
            .trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_end_matches('/');
        let mark = match &record.query {
            Some(query) if !path.contains('?') && *query != "-" => {
                format!("?{}", query.trim_start_matches('?'))
            }
            _ => String::new(),
        };
        let slash = if path.starts_with('/') { "" } else { "/" };
        let written = format!("https://{host}{slash}{path}{mark}");
        let link = link::read(&written);
        if link.url.is_err() {
            return;
        }
        let request = MediaRequest {
            url: Some(link.url.clone()),
            url_as_written: Some(written),
            ..MediaRequest::new("", "")
        };
        let mut rest = record.tokens.clone();
        for token in link.tokens {
            // The member with the query, or with the path, was read on its own as well.
            let same = |at: &usize| self.waiting[*at].request.text == token.text;
            let known = rest.iter().copied().find(same);
            let known = known.or_else(|| record.complete.iter().copied().find(same));
            if let Some(at) = known {
                rest.retain(|other| *other != at);
                let found = &mut self.waiting[at].request;
                found.url.clone_from(&request.url);
                found.url_as_written.clone_from(&request.url_as_written);
                found.token_as_sent = Some(token.as_sent);
                found.misplaced = token.misplaced;
                found.stripped.clone_from(&link.stripped);
                record.complete.push(at);
            }
        }
        record.tokens = rest;
        if record.complete.is_empty() {
            record.urls.push(self.waiting.len());
            self.waiting.push(Waiting {
                request: MediaRequest {
                    place: record.name.clone().unwrap_or_default(),
                    ..request
                },
                name: String::new(),
                is_sealed: false,
                is_claimed: false,
            });
        }
    }

    /// Drops `"drmToken": null` next to the tokens that are set, or next to a public ID.
    fn drop_unset(&mut self, record: &RecordGroup) {
        let is_set = |at: &usize| self.waiting[*at].request.text.starts_with("eyJ");
        let is_public = record.policy == Some(Policy::Public);
        let mut tokens = record.tokens.iter().chain(&record.complete);
        let has_token = tokens.any(is_set);
        for at in &record.tokens {
            let one = &mut self.waiting[*at];
            let is_null = one.request.text == "null" && one.request.token_as_sent.is_none();
            let is_main = one.request.slot.as_deref() == Some("playback-token");
            one.is_claimed |= is_null && (is_public || (has_token && !is_main));
        }
    }

    /// Gives each token its URL or its ID.
    fn attach(&mut self, record: &RecordGroup) {
        // The items of a list have no names: which of them belong together is unknown.
        let is_list = record.is_list() && !self.has_names(record);
        if !is_list {
            let urls = if record.urls.is_empty() {
                &record.inner_urls
            } else {
                &record.urls
            };
            for at in &record.tokens {
                self.attach_token(*at, urls, &record.complete, record.tokens.len() == 1);
            }
            let is_only = record.tokens.is_empty() && record.inner_tokens.len() == 1;
            for at in &record.inner_tokens {
                self.attach_token(*at, &record.urls, &record.complete, is_only);
            }
        }
        for at in record.tokens.iter().chain(&record.inner_tokens) {
            let is_own = record.tokens.contains(at);
            let one = &mut self.waiting[*at];
            let request = &mut one.request;
            if request.url.is_some() || one.is_sealed {
                continue;
            }
            // A token under another name, `accessToken`, is for something else.
            let is_named = one.name.is_empty() || names::role(&one.name) == Some(Role::Token);
            if request.playback_id.is_none() && (is_named || request.slot.is_some()) {
                request.playback_id.clone_from(&record.id);
            }
            if is_own && request.slot.is_none() {
                request.meant = record.kind.filter(|_| !is_views(&request.text));
            }
        }
    }

    fn has_names(&self, record: &RecordGroup) -> bool {
        let named = |at: &usize| !self.waiting[*at].name.is_empty();
        record.tokens.iter().any(named)
    }

    /// Gives a token the URL that it is for, if one of these certainly is.
    fn attach_token(&mut self, at: usize, urls: &[usize], complete: &[usize], is_only: bool) {
        let one = &self.waiting[at];
        if one.request.url.is_some() || one.is_sealed {
            return;
        }
        let same = |at: &usize| self.waiting[*at].request.text == one.request.text;
        if let Some(twin) = complete.iter().copied().find(same) {
            // The same token as in a URL of the record is the same request.
            let twin = self.waiting[twin].request.clone();
            self.waiting[at].request = MediaRequest {
                place: self.waiting[at].request.place.clone(),
                ..twin
            };
            return;
        }
        if names::role(&one.name) != Some(Role::Token) && !one.name.is_empty() {
            return;
        }
        let Some(chosen) = self.choose(one, urls, is_only) else {
            self.give_common_id(at, urls);
            return;
        };
        let chosen = &self.waiting[chosen].request;
        let (url, written) = (chosen.url.clone(), chosen.url_as_written.clone());
        let fault = chosen.url_fault.clone();
        let served = url.as_ref().and_then(|url| url.as_ref().ok()).cloned();
        for other in urls {
            let other = &mut self.waiting[*other];
            let is_same = |url: &MediaUrl| {
                served.as_ref().is_some_and(|served| {
                    served.id == url.id && served.resource.audiences() == url.resource.audiences()
                })
            };
            other.is_claimed |= other.request.media_url().is_some_and(is_same);
        }
        // The name of the object says less than the URL.
        let slot = names::slot(&self.waiting[at].name, None);
        let request = &mut self.waiting[at].request;
        request.slot = slot.map(str::to_owned);
        request.url = url;
        request.url_as_written = written;
        request.url_fault = fault;
    }

    /// The URL for a token.
    fn choose(&self, one: &Waiting, urls: &[usize], is_only: bool) -> Option<usize> {
        let wants = |audience: Audience| {
            move |at: &usize| {
                let url = self.waiting[*at].request.media_url();
                url.is_some_and(|url| url.resource.audiences().contains(&audience))
            }
        };
        let first = |audience: Option<Audience>| urls.iter().copied().find(wants(audience?));
        let own_slot = names::slot(&one.name, None).and_then(Audience::from_token_name);
        if own_slot.is_some() {
            return first(own_slot);
        }
        let stem = names::stem(&one.name);
        let same_stem = |at: &usize| names::stem(&self.waiting[*at].name) == stem;
        if let Some(at) = urls
            .iter()
            .copied()
            .find(|at| !stem.is_empty() && same_stem(at))
        {
            return Some(at);
        }
        match urls {
            [] => None,
            [only] if is_only => Some(*only),
            _ => {
                let ids: Vec<_> = urls.iter().map(|at| self.id_of(*at)).collect();
                let is_one = ids.windows(2).all(|pair| pair[0] == pair[1]);
                let audience = Token::read(&one.request.text).audience();
                first(audience).filter(|_| is_one)
            }
        }
    }

    /// Gives a token the ID that all URLs next to it have.
    fn give_common_id(&mut self, at: usize, urls: &[usize]) {
        let Some(id) = urls.first().and_then(|at| self.id_of(*at)) else {
            return;
        };
        let id = id.to_owned();
        let is_common = urls.iter().all(|at| self.id_of(*at) == Some(&id));
        let request = &mut self.waiting[at].request;
        if is_common && request.playback_id.is_none() {
            request.playback_id = Some(id);
        }
    }

    fn id_of(&self, at: usize) -> Option<&str> {
        self.waiting[at].request.id()
    }

    /// Gives the requests of a record what it says of all of them.
    fn complete(&mut self, record: &RecordGroup) {
        let duration = record
            .duration
            .or_else(|| record.length.filter(|_| !record.is_file));
        let ids = [&record.id, &record.other_id];
        for one in &mut self.waiting[record.start..] {
            let is_same = |id: &&Option<String>| id.is_some() && one.request.id() == id.as_deref();
            if one.is_sealed && !ids.iter().any(is_same) {
                continue;
            }
            one.request.duration = one.request.duration.or(duration);
        }
        let own = [&record.tokens, &record.urls, &record.complete];
        for at in own.into_iter().flatten() {
            let request = &mut self.waiting[*at].request;
            request.status = request.status.or(record.status);
        }
    }

    /// Gives the enclosing record what it has to know of this one.
    fn pass_on(&mut self, mut record: RecordGroup) {
        let has_identity = record.other_id.is_some() || record.id.is_some();
        if has_identity || record.is_list() {
            for one in &mut self.waiting[record.start..] {
                one.is_sealed |= has_identity || one.request.id().is_some();
            }
        }
        let is_own = record.id.is_some() && !record.is_listed_id;
        if let Some(policy) = record.policy {
            let mut urls = record.urls.iter().chain(&record.complete);
            let in_url = urls.next().and_then(|at| self.id_of(*at));
            if let Some(id) = record.id.take().or_else(|| in_url.map(str::to_owned)) {
                record.ids.push(KnownId { id, policy });
            }
        }
        // The IDs of a list belong to the asset that encloses it.
        let is_within =
            record.is_list() || record.is_listed_id || (record.is_within_list() && !is_own);
        if !is_within || self.open.is_empty() {
            self.note_asset(&mut record);
        }
        let Some(outer) = self.open.last_mut() else {
            return;
        };
        let extend = |list: &mut Vec<usize>, more: &[usize]| {
            let room = MAX_MEMBERS.saturating_sub(list.len());
            list.extend(more.iter().take(room));
        };
        let has_token = !(record.tokens.is_empty()
            && record.inner_tokens.is_empty()
            && record.complete.is_empty());
        let waiting = &self.waiting;
        let bare = |at: &usize| {
            let one = &waiting[*at];
            !one.is_sealed && one.request.url.is_none() && one.request.player.is_none()
        };
        record.tokens.extend(&record.inner_tokens);
        record.tokens.retain(bare);
        extend(&mut outer.inner_tokens, &record.tokens);
        extend(&mut outer.complete, &record.complete);
        if !has_token {
            extend(&mut outer.inner_urls, &record.urls);
            extend(&mut outer.inner_urls, &record.inner_urls);
        }
        outer.ids.append(&mut record.ids);
    }

    fn note_asset(&mut self, record: &mut RecordGroup) {
        if !record.ids.is_empty() {
            self.assets.push(Asset {
                ids: std::mem::take(&mut record.ids),
                duration: record.duration,
            });
        }
    }
}

/// Whether a token is for viewer counts, whose types are named like others.
fn is_views(text: &str) -> bool {
    let audience = Token::read(text).audience();
    audience.is_some_and(Audience::is_views)
}
