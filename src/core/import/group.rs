//! A record, and the requests that wait for its end.

use super::{names::Role, values};
use crate::core::{
    mux::{audience::Audience, policy::Policy},
    request::MediaRequest,
    time::Span,
};

/// What encloses a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Enclosure {
    /// A bracket, by its opening character; `<` for the attributes of a tag.
    Bracket(u8),
    /// A bracket that is not closed in a later line, and opens no record.
    Inline(u8),
    /// The lines of a map with this indentation.
    Lines(usize),
    /// The same, as an item of a list.
    Item(usize),
    /// An element of XML.
    Element,
    /// A row of a table, or a form.
    Row,
    /// A text within a member, whose requests are not members.
    Text,
}

/// A request that waits for the end of its record.
pub(super) struct Waiting {
    pub(super) request: MediaRequest,
    pub(super) name: String,
    /// Whether nothing outside the innermost records applies to it.
    pub(super) is_sealed: bool,
    /// Whether a token belongs to this URL, so that it is no request of its own.
    pub(super) is_claimed: bool,
}

/// A playback ID in an answer of Mux's API.
pub(super) struct KnownId {
    pub(super) id: String,
    pub(super) policy: Policy,
}

/// The playback IDs of an asset.
pub(super) struct Asset {
    pub(super) ids: Vec<KnownId>,
    pub(super) duration: Option<Span>,
}

/// A record that is not finished, and what is known of it so far.
pub(super) struct RecordGroup {
    pub(super) shape: Enclosure,
    pub(super) name: Option<String>,
    /// The name of its first member.
    pub(super) first: Option<String>,
    /// The name of the last line, if its value is on the lines below it.
    pub(super) heading: Option<String>,
    /// The index of the first request in it.
    pub(super) start: usize,
    /// Whether it is a block of code, whose statements are not members.
    pub(super) is_block: bool,
    pub(super) id: Option<String>,
    pub(super) other_id: Option<String>,
    /// Whether it is an item of `playback_ids`: an ID with its policy.
    pub(super) is_listed_id: bool,
    pub(super) host: Option<String>,
    pub(super) path: Option<String>,
    pub(super) query: Option<String>,
    pub(super) policy: Option<Policy>,
    pub(super) kind: Option<Audience>,
    pub(super) duration: Option<Span>,
    /// A length that is in seconds, unless the record is about a file.
    pub(super) length: Option<Span>,
    pub(super) is_file: bool,
    pub(super) status: Option<u16>,
    /// Its tokens without a URL.
    pub(super) tokens: Vec<usize>,
    /// The tokens without a URL in inner records.
    pub(super) inner_tokens: Vec<usize>,
    /// Its URLs of Mux without a token.
    pub(super) urls: Vec<usize>,
    /// The URLs in inner records without a token.
    pub(super) inner_urls: Vec<usize>,
    /// The URLs with a token, here and in inner records.
    pub(super) complete: Vec<usize>,
    /// The playback IDs with a policy, here and in inner records.
    pub(super) ids: Vec<KnownId>,
}

impl RecordGroup {
    pub(super) fn new(shape: Enclosure, name: Option<String>, start: usize) -> Self {
        Self {
            shape,
            name,
            first: None,
            heading: None,
            start,
            is_block: false,
            id: None,
            other_id: None,
            is_listed_id: false,
            host: None,
            path: None,
            query: None,
            policy: None,
            kind: None,
            duration: None,
            length: None,
            is_file: false,
            status: None,
            tokens: Vec::new(),
            inner_tokens: Vec::new(),
            urls: Vec::new(),
            inner_urls: Vec::new(),
            complete: Vec::new(),
            ids: Vec::new(),
        }
    }

    /// Whether it is one of several things, or contains them.
    pub(super) fn is_list(&self) -> bool {
        matches!(
            self.shape,
            Enclosure::Bracket(b'[') | Enclosure::Inline(_) | Enclosure::Item(_)
        )
    }

    /// Whether it is a part of a list in GraphQL.
    pub(super) fn is_within_list(&self) -> bool {
        let name = self.name.as_deref().unwrap_or_default();
        ["edges", "node", "nodes", "playbackIds", "playback_ids"].contains(&name)
    }

    /// Adds a member.
    pub(super) fn member(&mut self, role: Role, name: &str, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let text = || Some(value.to_owned());
        match role {
            Role::Token => {}
            Role::Id => {
                if self.id.is_none() && value.bytes().all(|b| b.is_ascii_alphanumeric()) {
                    self.id = text();
                }
            }
            Role::OtherId => self.other_id = self.other_id.take().or_else(text),
            Role::Host => self.host = text(),
            Role::Path => self.path = text(),
            Role::Query => self.query = text(),
            Role::Policy => self.policy = Policy::parse(value),
            Role::Kind => {
                self.is_file |= value.contains('/');
                self.kind = self.kind.or_else(|| values::kind(value));
            }
            Role::Duration => self.duration = values::duration(name, value),
            // The `length` of an enclosure is a number of bytes.
            Role::Length if self.shape == Enclosure::Bracket(b'<') && !value.contains(':') => {}
            Role::Length => self.length = values::duration(name, value),
            Role::Status => self.status = value.parse().ok().filter(|n| (100..600).contains(n)),
        }
    }
}
