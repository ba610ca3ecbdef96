//! Tokens for the *Try with an example* buttons.

use crate::{
    core::{
        key::Key,
        mux::{
            audience::Audience,
            url::{MUX_DOMAIN, MediaUrl, Resource},
        },
        time::Timestamp,
        token::spec::{Expiry, TokenSpec},
    },
    ui::cx::EXAMPLE_ID,
};

/// How long ago the expired tokens expired, in seconds.
const EXPIRED: i64 = 3 * 3600;

/// A typical support case: a thumbnail URL with an expired video token.
pub(crate) fn failing_url(key: &Key, now: Timestamp) -> Option<String> {
    let mut request = TokenSpec::new(Audience::Video, EXAMPLE_ID);
    request.expiry = Expiry::At(Timestamp(now.0 - EXPIRED));
    Some(
        thumbnail()
            .with_token(&token(&request, key, now)?)
            .to_string(),
    )
}

/// The same thumbnail twice: correctly signed, and expired with `time` outside the token.
pub(crate) fn two_urls(key: &Key, now: Timestamp) -> Option<[String; 2]> {
    let mut right = TokenSpec::new(Audience::Thumbnail, EXAMPLE_ID);
    let mut wrong = right.clone();
    right.claims.push("time", 25);
    wrong.expiry = Expiry::At(Timestamp(now.0 - EXPIRED));
    let a = thumbnail().with_token(&token(&right, key, now)?);
    let mut b = thumbnail();
    b.query.push(("time".to_owned(), "25".to_owned()));
    let b = b.with_token(&token(&wrong, key, now)?);
    Some([a.to_string(), b.to_string()])
}

fn token(request: &TokenSpec, key: &Key, now: Timestamp) -> Option<String> {
    let signed = request.sign(key.id.as_deref()?, key.signing().ok()?, now);
    signed.ok().map(|signed| signed.token)
}

fn thumbnail() -> MediaUrl {
    let resource = Resource::Thumbnail("png".to_owned());
    MediaUrl::new(EXAMPLE_ID, resource, MUX_DOMAIN)
}
