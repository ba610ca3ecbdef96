//! Signs a row: what all rows have in common, plus the ID or URL of this one.

use std::collections::BTreeMap;

use crate::core::{
    key::SigningKey,
    mux::{
        audience::Audience,
        id::strange_in_id,
        url::{MediaUrl, Resource, TOKEN},
    },
    problem::Problem,
    time::Timestamp,
    token::{draft::Draft, name_char, player::token_name, target::Target},
};

/// What is signed for every row.
#[derive(Clone, Debug)]
pub struct SignOrder {
    /// The tokens of a row, without the ID. If it has no audiences, the URL of the row decides, and `default` for an ID.
    pub draft: Draft,
    /// The audience of an ID if the draft has none.
    pub default: Audience,
    /// The file format per audience; overrides that of a row's URL.
    pub formats: BTreeMap<Audience, String>,
    /// The domain of each URL; overrides that of a row's URL.
    pub domain: Option<String>,
    /// The key ID.
    pub key_id: String,
}

/// The tokens signed for a row.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedRow {
    /// The ID.
    pub id: String,
    /// One token for each audience.
    pub tokens: Vec<SignedToken>,
    /// When they expire.
    pub expires_at: Timestamp,
    /// What looks wrong but does not prevent signing.
    pub warning: Option<String>,
}

/// A token in its URL.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedToken {
    /// Its audience.
    pub audience: Audience,
    /// The URL with the token at its end.
    pub url: String,
    /// The length of the token at the end of `url`, in bytes.
    length: usize,
}

impl SignedToken {
    /// The token without the URL.
    pub fn token(&self) -> &str {
        &self.url[self.url.len() - self.length..]
    }

    /// The name of the token in mux-node and in players, or one of the same pattern.
    pub fn name(&self) -> String {
        token_name(self.audience)
    }
}

impl SignOrder {
    /// Signs for an ID, or for a Mux URL whose query becomes claims before those of the draft.
    ///
    /// # Errors
    /// If the text is neither, or if a value cannot be signed.
    pub fn sign(&self, text: &str, key: &SigningKey, now: Timestamp) -> Result<SignedRow, Problem> {
        let target = Target::read(text)?;
        let mut draft = Draft {
            id: target.id.clone(),
            given: target.given().chain(self.draft.given.clone()).collect(),
            ..self.draft.clone()
        };
        if draft.audiences.is_empty() {
            draft.audiences.push(self.audience_of(&target)?);
        }
        let strange = draft
            .audiences
            .iter()
            .find_map(|audience| strange_in_id(*audience, &target.id));
        let mut signed = SignedRow {
            id: target.id.clone(),
            tokens: Vec::with_capacity(draft.audiences.len()),
            expires_at: now,
            warning: strange
                .map(|c| format!("the ID contains a {}, but Mux IDs do not", name_char(c))),
        };
        for spec in draft.specs()? {
            let made = spec.sign_with(&self.key_id, |text| key.sign(text), now)?;
            let resource = self.resource(&target, spec.audience)?;
            let domain = self.domain.as_ref().unwrap_or(&target.domain);
            let url = MediaUrl::new(&target.id, resource, domain).to_string();
            signed.expires_at = made.expires_at;
            signed.tokens.push(SignedToken {
                audience: spec.audience,
                length: made.token.len(),
                // A token needs no escaping, and the query has no other parameter.
                url: format!("{url}?{TOKEN}={}", made.token),
            });
        }
        Ok(signed)
    }

    /// The audience of a row on its own.
    fn audience_of(&self, target: &Target) -> Result<Audience, Problem> {
        match &target.resource {
            None => Ok(self.default),
            Some(Resource::Player) => Err(Problem::new(
                "a player URL needs several tokens",
                "Choose the type: `-t player` or `-t video`.",
            )),
            Some(resource) => Ok(resource
                .audiences()
                .first()
                .copied()
                .unwrap_or(self.default)),
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{
        key::Key,
        token::{Token, draft::Given},
    };

    const NOW: Timestamp = Timestamp(1_795_330_245);

    fn order(audiences: &[Audience]) -> SignOrder {
        SignOrder {
            draft: Draft::new("", audiences),
            default: Audience::Video,
            formats: BTreeMap::new(),
            domain: None,
            key_id: "K".to_owned(),
        }
    }

    fn sign(order: &SignOrder, text: &str) -> Result<SignedRow, Problem> {
        let key = Key::demo();
        order.sign(text, &key.signing().expect("private").share(), NOW)
    }

    fn claims(token: &SignedToken) -> String {
        let token = Token::read(token.token());
        token.claims().expect("it is well-formed").to_string()
    }

    #[test]
    fn url_decides_the_audience_of_a_row() {
        let signed = sign(&order(&[]), "ID").expect("it is an ID");
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
            &order(&[]),
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
    fn common_claims_override_the_query() {
        let mut order = order(&[Audience::Thumbnail]);
        order.draft.given.push(Given::typed("width", "640"));
        let signed = sign(
            &order,
            "https://image.mux.com/ID/thumbnail.png?width=10&time=2",
        );
        let token = &signed.expect("it is a URL").tokens[0];
        assert!(claims(token).starts_with(r#"{"width":640,"time":2,"kid":"#));
    }

    #[test]
    fn several_tokens_are_named() {
        let order = order(&[Audience::Video, Audience::AssetViews]);
        let names = sign(&order, "ID").expect("it is an ID").tokens;
        let names: Vec<_> = names.iter().map(SignedToken::name).collect();
        assert_eq!(names, ["playback-token", "asset-id-token"]);
    }

    #[test]
    fn unusable_row_is_rejected() {
        for (text, what) in [
            ("", "no playback ID"),
            ("eyJh.e30.x", "this is a token, not an ID"),
            (
                "https://image.mux.com/ID/thumbnail.png?width=wide",
                "`width` must be a whole number from 1, not `wide`",
            ),
            (
                "https://player.mux.com/ID",
                "a player URL needs several tokens",
            ),
            (
                "https://stream.mux.com/ID.m3u8?sub=x",
                "`sub` is reserved and cannot be a parameter",
            ),
        ] {
            let problem = sign(&order(&[]), text).expect_err(text);
            assert_eq!(problem.what, what);
            assert!(!problem.hint.is_empty());
        }
        let strange = sign(&order(&[]), "ID 1").expect("it is signed with a warning");
        assert!(
            strange
                .warning
                .is_some_and(|text| text.starts_with("the ID contains a "))
        );
    }
}
