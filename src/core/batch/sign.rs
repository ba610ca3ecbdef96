//! A row becomes a token and a URL: what all rows have in common, and the ID that each has for itself.

use std::collections::BTreeMap;

use crate::core::{
    json::Object,
    key::ReadyKey,
    mux::{
        audience::Audience,
        id::strange_in_id,
        url::{MediaUrl, Resource, TOKEN},
    },
    problem::Problem,
    time::Timestamp,
    token::{name_char, player::token_name, spec::TokenSpec, target::Target},
};

/// What is signed for every row.
#[derive(Clone, Debug)]
pub struct Order {
    /// What the tokens open; when it is empty, what the URL of the row asks for, and `usual` for an ID.
    pub audiences: Vec<Audience>,
    /// What the token of an ID opens when nothing is said of it.
    pub usual: Audience,
    /// The request of each audience that may come up, without an ID; or why there is none.
    pub requests: BTreeMap<Audience, Result<TokenSpec, Problem>>,
    /// What the URLs of an audience ask for, whatever that of the row does.
    pub formats: BTreeMap<Audience, String>,
    /// The domain of each URL, whatever that of the row is.
    pub domain: Option<String>,
    /// The ID of the key.
    pub key_id: String,
}

/// What was signed for a row.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedRow {
    /// The ID.
    pub id: String,
    /// Its tokens, one for each audience.
    pub tokens: Vec<SignedToken>,
    /// When they end.
    pub expires_at: Timestamp,
    /// What looks wrong and was signed all the same.
    pub warning: Option<String>,
}

/// A token in the URL that it opens.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedToken {
    /// What it opens.
    pub audience: Audience,
    /// The URL with the token at its end.
    pub url: String,
    /// How long the token is, so that it need not be kept twice.
    length: usize,
}

impl SignedToken {
    /// The token alone.
    pub fn token(&self) -> &str {
        &self.url[self.url.len() - self.length..]
    }

    /// What mux-node calls the token, or a name in the same manner.
    pub fn name(&self) -> String {
        token_name(self.audience)
    }
}

impl Order {
    /// Signs for an ID, or for a URL of Mux whose options become claims before those of the request.
    ///
    /// # Errors
    /// When the text is neither, or something in it cannot be signed.
    pub fn sign(&self, text: &str, key: &ReadyKey, now: Timestamp) -> Result<SignedRow, Problem> {
        let target = Target::read(text)?;
        let mut by_url = Vec::new();
        let audiences = if self.audiences.is_empty() {
            by_url.push(self.of_target(&target)?);
            &by_url
        } else {
            &self.audiences
        };
        let mut signed = SignedRow {
            id: target.id.clone(),
            tokens: Vec::with_capacity(audiences.len()),
            expires_at: now,
            warning: audiences
                .iter()
                .find_map(|audience| strange_in_id(*audience, &target.id))
                .map(|c| format!("the ID has a {}, which no ID of Mux has", name_char(c))),
        };
        for audience in audiences {
            let request = self.request(&target, *audience, audiences)?;
            let made = request.sign_with(&self.key_id, |text| key.sign(text), now)?;
            let resource = self.resource(&target, *audience)?;
            let domain = self.domain.as_ref().unwrap_or(&target.domain);
            let url = MediaUrl::new(&target.id, resource, domain).to_string();
            signed.expires_at = made.expires_at;
            signed.tokens.push(SignedToken {
                audience: *audience,
                length: made.token.len(),
                // Nothing in a token needs escaping, and it stands alone in the query.
                url: format!("{url}?{TOKEN}={}", made.token),
            });
        }
        Ok(signed)
    }

    /// The audience that a row asks for by itself.
    fn of_target(&self, target: &Target) -> Result<Audience, Problem> {
        match &target.resource {
            None => Ok(self.usual),
            Some(Resource::Player) => Err(Problem::new(
                "the URL of a player asks for several tokens",
                "Say which: `-t player`, or `-t video`.",
            )),
            Some(resource) => Ok(resource.audiences().first().copied().unwrap_or(self.usual)),
        }
    }

    fn request(
        &self,
        target: &Target,
        audience: Audience,
        all: &[Audience],
    ) -> Result<TokenSpec, Problem> {
        let request = match self.requests.get(&audience) {
            Some(request) => request.as_ref().map_err(Clone::clone)?,
            None => &TokenSpec::new(audience, ""),
        };
        let mut request = request.clone();
        request.id.clone_from(&target.id);
        if !target.query.is_empty() {
            let own = target.claims(audience, all).map_err(|(param, error)| {
                Problem::new(
                    error,
                    format!("{}. When it is absent: {}.", param.summary, param.default),
                )
            })?;
            let common = std::mem::replace(&mut request.claims, own);
            set_all(&mut request.claims, &common);
        }
        Ok(request)
    }

    fn resource(&self, target: &Target, audience: Audience) -> Result<Resource, Problem> {
        let Some(format) = self.formats.get(&audience) else {
            return Ok(target.resource_for(audience));
        };
        Resource::from_format(audience, format.trim()).ok_or_else(|| {
            Problem::new(
                format!("`{format}` is not a format for {}", audience.noun()),
                format!(
                    "The formats are {}.",
                    Resource::formats(audience).join(", ")
                ),
            )
        })
    }
}

fn set_all(claims: &mut Object, others: &Object) {
    for (name, value) in others.iter() {
        claims.set(name, value.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{key::Key, token::Token};

    const NOW: Timestamp = Timestamp(1_795_330_245);

    fn order() -> Order {
        Order {
            audiences: Vec::new(),
            usual: Audience::Video,
            requests: BTreeMap::new(),
            formats: BTreeMap::new(),
            domain: None,
            key_id: "K".to_owned(),
        }
    }

    fn sign(order: &Order, text: &str) -> Result<SignedRow, Problem> {
        let key = Key::demo();
        order.sign(text, &key.signing().expect("private").ready(), NOW)
    }

    fn claims(token: &SignedToken) -> String {
        let token = Token::read(token.token());
        token.claims().expect("it is sound").to_string()
    }

    #[test]
    fn an_id_is_signed_for_video_and_a_url_for_what_it_asks() {
        let signed = sign(&order(), "ID").expect("it is an ID");
        assert!(
            signed.tokens[0]
                .url
                .starts_with("https://stream.mux.com/ID.m3u8?token=eyJ")
        );
        assert_eq!(
            claims(&signed.tokens[0]),
            r#"{"kid":"K","sub":"ID","aud":"v","exp":1795935045}"#
        );
        assert_eq!(signed.expires_at, Timestamp(1_795_935_045));
        let signed = sign(
            &order(),
            "https://image.mux.com/ID/animated.webp?fps=5&token=old",
        )
        .expect("it is a URL");
        assert!(
            signed.tokens[0]
                .url
                .starts_with("https://image.mux.com/ID/animated.webp?token=eyJ")
        );
        assert_eq!(
            claims(&signed.tokens[0]),
            r#"{"fps":5,"kid":"K","sub":"ID","aud":"g","exp":1795935045}"#
        );
    }

    #[test]
    fn the_claims_of_all_win_over_those_of_a_url() {
        let mut request = TokenSpec::new(Audience::Thumbnail, "");
        request.claims.push("width", 640);
        let order = Order {
            audiences: vec![Audience::Thumbnail],
            requests: [(Audience::Thumbnail, Ok(request))].into(),
            ..order()
        };
        let signed = sign(
            &order,
            "https://image.mux.com/ID/thumbnail.png?width=10&time=2",
        );
        let token = &signed.expect("it is a URL").tokens[0];
        assert!(claims(token).starts_with(r#"{"width":640,"time":2,"kid":"#));
    }

    #[test]
    fn several_tokens_have_their_names() {
        let order = Order {
            audiences: vec![Audience::Video, Audience::AssetViews],
            ..order()
        };
        let names = sign(&order, "ID").expect("it is an ID").tokens;
        let names: Vec<_> = names.iter().map(SignedToken::name).collect();
        assert_eq!(names, ["playback-token", "asset-id-token"]);
    }

    #[test]
    fn a_row_that_cannot_be_signed_says_why() {
        for (text, what) in [
            ("", "no playback ID is given"),
            ("eyJh.e30.x", "a token stands where the ID belongs"),
            (
                "https://image.mux.com/ID/thumbnail.png?width=wide",
                "`width` must be a whole number from 1, not `wide`",
            ),
            (
                "https://player.mux.com/ID",
                "the URL of a player asks for several tokens",
            ),
            (
                "https://stream.mux.com/ID.m3u8?sub=x",
                "`sub` is set by its own field and cannot be a parameter",
            ),
        ] {
            let trouble = sign(&order(), text).expect_err(text);
            assert_eq!(trouble.what, what);
            assert!(!trouble.hint.is_empty());
        }
        let strange = sign(&order(), "ID 1").expect("it is signed all the same");
        assert!(
            strange
                .warning
                .is_some_and(|text| text.starts_with("the ID has a "))
        );
    }
}
