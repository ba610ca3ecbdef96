//! Groups: objects, forms, maps, rows and tags, whose members belong together.
//!
//! A token is often apart from the URL, the ID or the type that it is for. Requests wait here until their record ends,
//! because what belongs to them may follow. Members of different records are never combined.

use super::{
    group::{Asset, Enclosure, RecordGroup, Waiting},
    names::Role,
};
use crate::core::request::MediaRequest;

/// The maximum number of nested records that count.
const MAX_DEPTH: usize = 64;

/// The maximum number of waiting requests after a record, and within one.
const MAX_WAITING: (usize, usize) = (1000, 4000);

/// The maximum number of members of a kind that are compared with each other.
pub(super) const MAX_MEMBERS: usize = 64;

/// The records that enclose the current place, and the requests in them.
#[derive(Default)]
pub(super) struct Groups {
    pub(super) open: Vec<RecordGroup>,
    /// The number of enclosing records beyond the limit.
    pub(super) deeper: usize,
    pub(super) waiting: Vec<Waiting>,
    pub(super) assets: Vec<Asset>,
}

/// A place in the nesting of records.
#[derive(Clone, Copy)]
pub(super) struct GroupMark(usize, usize);

impl Groups {
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    pub(super) fn open(&mut self, shape: Enclosure, name: Option<String>) {
        if self.open.len() < MAX_DEPTH {
            self.open
                .push(RecordGroup::new(shape, name, self.waiting.len()));
        } else {
            self.deeper += 1;
        }
    }

    /// Ends the innermost record.
    pub(super) fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(record) = self.open.pop() {
            self.settle(record);
        }
    }

    /// Ends the record that this bracket opened, and those in it that are not closed.
    pub(super) fn close_bracket(&mut self, open: u8) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let is_outside =
            |record: &&RecordGroup| !matches!(record.shape, Enclosure::Text | Enclosure::Row);
        let inner = self.open.iter().rev().take_while(is_outside);
        let mut shapes = inner.map(|record| record.shape);
        let is_it = |shape| shape == Enclosure::Bracket(open) || shape == Enclosure::Inline(open);
        if let Some(above) = shapes.position(is_it) {
            for _ in 0..=above {
                self.close();
            }
        }
    }

    /// Ends the innermost element of this name.
    pub(super) fn close_element(&mut self, name: &str) {
        let inner = self.open.iter().rev();
        let mut inner = inner.take_while(|record| record.shape != Enclosure::Text);
        let is_it = |record: &RecordGroup| {
            record.shape == Enclosure::Element && record.name.as_deref() == Some(name)
        };
        if let Some(above) = inner.position(is_it) {
            for _ in 0..=above {
                self.close();
            }
        }
    }

    /// Notes the first member of the innermost record.
    pub(super) fn begin(&mut self, name: &str) {
        if let Some(record) = self.open.last_mut() {
            record.first = Some(name.to_owned());
        }
    }

    /// Whether a member of this name begins the innermost record, so that another one begins with it again.
    pub(super) fn begins_with(&self, name: &str) -> bool {
        let first = self.open.last().and_then(|record| record.first.as_deref());
        first == Some(name)
    }

    /// Whether a member of this name may belong to the innermost record by what is before its dots: `staging.url` and
    /// `production.token` do not belong together.
    pub(super) fn is_of_one_owner(&self, name: &str) -> bool {
        let owner = |name: &str| {
            name.rsplit_once('.')
                .map_or("", |(owner, _)| owner)
                .to_owned()
        };
        let first = self.open.last().and_then(|record| record.first.as_deref());
        let [first, this] = [first.unwrap_or_default(), name].map(owner);
        first.starts_with(&this) || this.starts_with(&first)
    }

    /// The name whose value is on the lines below it.
    pub(super) fn heading(&mut self) -> Option<String> {
        self.open.last_mut()?.heading.take()
    }

    /// Sets the name whose value is on the lines below it.
    pub(super) fn set_heading(&mut self, name: Option<String>) {
        if let Some(record) = self.open.last_mut() {
            record.heading = name;
        }
    }

    /// The place to return to with [`Groups::close_to`].
    pub(super) fn mark(&self) -> GroupMark {
        GroupMark(self.open.len(), self.deeper)
    }

    /// Ends all records that were opened since.
    pub(super) fn close_to(&mut self, mark: GroupMark) {
        let GroupMark(len, deeper) = mark;
        self.deeper = 0;
        while self.open.len() > len {
            self.close();
        }
        self.deeper = deeper;
    }

    /// The shape of the innermost record.
    pub(super) fn shape(&self) -> Option<Enclosure> {
        self.open.last().map(|record| record.shape)
    }

    /// The name of the innermost record: `tokens` in `tokens={{ playback: … }}`.
    pub(super) fn name(&self) -> Option<&str> {
        self.open.last()?.name.as_deref()
    }

    /// Notes that the innermost record is a block of code.
    pub(super) fn mark_block(&mut self) {
        if let Some(record) = self.open.last_mut() {
            record.is_block = true;
        }
    }

    /// Adds a member to the innermost record.
    pub(super) fn member(&mut self, role: Role, name: &str, value: &str) {
        if self.deeper == 0
            && let Some(record) = self.open.last_mut()
        {
            record.member(role, name, value);
        }
    }

    /// Adds a request of the innermost record.
    pub(super) fn push(&mut self, request: MediaRequest, name: &str) {
        let at = self.waiting.len();
        let is_url = request.media_url().is_some();
        if let Some(record) = self.open.last_mut() {
            let list = match (request.text.is_empty(), is_url) {
                (false, false) if request.url.is_none() && request.player.is_none() => {
                    &mut record.tokens
                }
                (false, _) => &mut record.complete,
                (true, _) => &mut record.urls,
            };
            // Text between elements is no member.
            let is_member = request.player.is_none()
                && (record.shape != Enclosure::Element || !name.is_empty());
            if list.len() < MAX_MEMBERS && is_member {
                list.push(at);
            }
        }
        self.waiting.push(Waiting {
            request,
            name: name.to_owned(),
            is_sealed: false,
            is_claimed: false,
        });
    }

    /// The requests that are complete, in order.
    pub(super) fn done(&mut self) -> Vec<MediaRequest> {
        let len = self.waiting.len();
        if self.is_open() && len < MAX_WAITING.0 {
            return Vec::new();
        }
        self.all_done()
    }

    /// The requests so far, if there are too many to wait.
    pub(super) fn overflow(&mut self) -> Vec<MediaRequest> {
        if self.waiting.len() < MAX_WAITING.1 {
            return Vec::new();
        }
        self.all_done()
    }

    fn all_done(&mut self) -> Vec<MediaRequest> {
        for record in &mut self.open {
            record.start = 0;
            for list in [
                &mut record.tokens,
                &mut record.inner_tokens,
                &mut record.urls,
                &mut record.inner_urls,
                &mut record.complete,
            ] {
                list.clear();
            }
        }
        let waiting = self.waiting.drain(..);
        let done = waiting.filter(|one| !one.is_claimed);
        done.map(|one| one.request).collect()
    }

    /// The assets whose playback IDs have a policy.
    pub(super) fn assets(&mut self) -> Vec<Asset> {
        std::mem::take(&mut self.assets)
    }
}
