//! The ID that the place of a token asks for.

use super::rule::Subject;

/// The ID in the token, another one that it should be, and who says so.
pub(super) fn differs<'a>(subject: &Subject<'a>) -> Option<(&'a str, &'a str, &'static str)> {
    let claims = subject.token.claims()?;
    let sub = claims.str("sub").filter(|sub| !sub.is_empty())?;
    let beside = subject
        .request
        .playback_id
        .as_deref()
        .map(|id| (id, "`playback-id` beside it is"));
    let in_url = subject
        .url
        .and_then(|url| url.id.as_deref())
        .map(|id| (id, IN_URL));
    let expected = subject.evidence.id.as_deref().map(|id| (id, "you expect"));
    let (id, who) = [beside, in_url, expected]
        .into_iter()
        .flatten()
        .find(|(id, _)| *id != sub)?;
    Some((sub, id, who))
}

/// How the ID of a URL is introduced.
pub(super) const IN_URL: &str = "the URL asks for";
