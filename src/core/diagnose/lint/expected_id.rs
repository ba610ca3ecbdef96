//! The ID that a token should be for.

use super::rule::Subject;

/// An ID that differs from the `sub` of a token.
pub(super) struct ExpectedId<'a> {
    pub(super) id: &'a str,
    pub(super) source: IdSource,
}

/// How the expected ID is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IdSource {
    /// A `playback-id` next to the token.
    Attribute,
    /// The URL of the token.
    Url,
    /// The user.
    User,
}

/// The `sub` of the token and a different ID that is expected, if there is one.
pub(super) fn differs<'a>(subject: &Subject<'a>) -> Option<(&'a str, ExpectedId<'a>)> {
    let claims = subject.token.claims()?;
    let sub = claims.str("sub").filter(|sub| !sub.is_empty())?;
    let in_url = subject.url.and_then(|url| url.id.as_deref());
    let known = [
        (subject.request.playback_id.as_deref(), IdSource::Attribute),
        (in_url, IdSource::Url),
        (subject.evidence.id.as_deref(), IdSource::User),
    ];
    known.into_iter().find_map(|(id, source)| {
        // `malformed-url` reports an ID in a URL with spaces, `wrapped-token` one with something around it.
        let is_wrapped = || subject.request.around_id().is_some();
        let is_same = |id: &str| {
            let in_url = source == IdSource::Url;
            (in_url && id.split_whitespace().collect::<String>() == sub)
                || (id.contains(sub) && is_wrapped())
        };
        let id = id.filter(|id| *id != sub && !is_same(id))?;
        Some((sub, ExpectedId { id, source }))
    })
}
