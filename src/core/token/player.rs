//! Every token that a player needs for one ID: which they are, what goes into each, and what each is sent to.

use std::borrow::Cow;

use super::spec::{Expiry, KeyIdPlacement, TokenSpec};
use crate::core::{
    json::{Object, Value},
    mux::{
        audience::Audience,
        params::{self, Param, ParamError, RESERVED},
        url::{MediaUrl, Resource},
    },
    problem::Advice,
    time::Span,
};

/// What players ask for, in the order of mux-node: the video, its poster, the previews over the timeline, and the
/// license if the video has DRM, which is last so that it can be left out.
const TOKENS: [Audience; 4] = [
    Audience::Video,
    Audience::Thumbnail,
    Audience::Storyboard,
    Audience::Drm,
];

/// The tokens that a player asks for.
pub fn tokens(drm: bool) -> &'static [Audience] {
    &TOKENS[..TOKENS.len() - usize::from(!drm)]
}

/// Tokens for one ID that share what they have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// The ID that they are for.
    pub id: String,
    /// What they open, in the order in which they are signed.
    pub audiences: Vec<Audience>,
    /// Parameters, restriction, `custom` and other claims, in the order of the payload.
    pub given: Vec<Given>,
    /// When they end.
    pub expiry: Expiry,
    /// Where the key ID goes.
    pub placement: KeyIdPlacement,
}

/// A claim as a person gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: GivenValue,
}

/// The value of a claim as a person gave it.
#[derive(Clone, Debug, PartialEq)]
pub enum GivenValue {
    /// To be read in the type that Mux documents.
    Typed(String),
    /// Signed as it is.
    Json(Value),
}

/// A value that does not suit its parameter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct Misfit {
    error: ParamError,
    hint: String,
}

impl Misfit {
    fn new(param: &Param, error: ParamError) -> Self {
        Self {
            error,
            hint: format!("{}. When it is absent: {}.", param.summary, param.default),
        }
    }

    /// What the parameter is for.
    pub fn hint(&self) -> &str {
        &self.hint
    }
}

impl Advice for Misfit {
    fn hint(&self) -> Cow<'_, str> {
        self.hint().into()
    }
}

impl Given {
    /// A claim as it is typed.
    pub fn typed(name: &str, value: &str) -> Self {
        Self {
            name: name.to_owned(),
            value: GivenValue::Typed(value.to_owned()),
        }
    }

    /// A claim that is signed as it is.
    pub fn json(name: &str, value: Value) -> Self {
        Self {
            name: name.to_owned(),
            value: GivenValue::Json(value),
        }
    }
}

impl Set {
    /// What a player asks for, with the defaults of Mux's SDKs: seven days, no parameters, the key ID in the payload.
    pub fn player(id: &str, drm: bool) -> Self {
        Self {
            id: id.to_owned(),
            audiences: tokens(drm).to_vec(),
            given: Vec::new(),
            expiry: Expiry::In(Span::DEFAULT),
            placement: KeyIdPlacement::default(),
        }
    }

    /// The request for each token.
    ///
    /// A claim that some of the tokens know goes to those; one that none of them knows goes to all, because only its
    /// giver can tell what it is for.
    ///
    /// # Errors
    /// With the first value that does not suit its parameter.
    pub fn requests(&self) -> Result<Vec<TokenSpec>, Misfit> {
        let request = |audience: &Audience| {
            Ok(TokenSpec {
                audience: *audience,
                id: self.id.clone(),
                expiry: self.expiry,
                claims: self.claims(*audience)?,
                placement: self.placement,
            })
        };
        self.audiences.iter().map(request).collect()
    }

    fn claims(&self, audience: Audience) -> Result<Object, Misfit> {
        let mut claims = Object::default();
        for Given { name, value } in &self.given {
            let value = match (params::find(name, audience), value) {
                (None, _) if self.knows(name) => continue,
                (None, GivenValue::Typed(text)) => Value::from_typed(text),
                (None, GivenValue::Json(value)) => value.clone(),
                (Some(param), GivenValue::Typed(text)) => param
                    .parse(text)
                    .map_err(|error| Misfit::new(param, error))?,
                (Some(param), GivenValue::Json(value)) => {
                    param
                        .check(value)
                        .map_err(|error| Misfit::new(param, error))?;
                    value.clone()
                }
            };
            claims.set(name, value);
        }
        Ok(claims)
    }

    /// Whether one of the tokens at least knows a parameter.
    fn knows(&self, name: &str) -> bool {
        self.audiences
            .iter()
            .any(|audience| params::find(name, *audience).is_some())
    }

    /// A sentence for each claim that none of the tokens knows. Names of fixed claims are refused when signing.
    pub fn strangers(&self) -> Vec<String> {
        let mut sentences: Vec<String> = Vec::new();
        for Given { name, .. } in &self.given {
            if self.knows(name) || RESERVED.contains(&name.as_str()) {
                continue;
            }
            let owners: Vec<_> = Audience::ALL
                .into_iter()
                .filter(|audience| params::find(name, *audience).is_some())
                .map(Audience::noun)
                .collect();
            let sentence = if !owners.is_empty() {
                let nouns: Vec<_> = self
                    .audiences
                    .iter()
                    .map(|audience| audience.noun())
                    .collect();
                format!(
                    "Mux documents `{name}` in tokens for {}, not for {}",
                    owners.join(" and "),
                    nouns.join(" or ")
                )
            } else if let Some(similar) = params::similar(name, &self.audiences) {
                format!("Mux documents no parameter `{name}`; did you mean `{similar}`?")
            } else {
                format!("Mux documents no parameter `{name}`")
            };
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        }
        sentences
    }
}

/// The name by which mux-node and the players know a token, or one in the same manner: `asset-id-token`.
pub fn token_name(audience: Audience) -> String {
    audience
        .token_name()
        .map_or_else(|| format!("{}-token", audience.type_name()), str::to_owned)
}

/// What a player asks for with a token of this kind; `None` when players ask for nothing with it.
///
/// Source: elements `packages/mux-player/src/helpers.ts`.
pub fn asked_url(audience: Audience, id: &str, domain: &str) -> Option<MediaUrl> {
    let resource = match audience {
        Audience::Video => Resource::Hls { extension: true },
        Audience::Thumbnail => Resource::Thumbnail("webp".to_owned()),
        Audience::Storyboard => Resource::Storyboard("vtt".to_owned()),
        Audience::Drm => Resource::License("widevine".to_owned()),
        _ => return None,
    };
    Some(MediaUrl::new(id, resource, domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(given: &[(&str, &str)], drm: bool) -> Set {
        Set {
            given: given
                .iter()
                .map(|(name, value)| Given::typed(name, value))
                .collect(),
            ..Set::player("ID", drm)
        }
    }

    /// The claims of each token in a line.
    fn claims(set: &Set) -> Vec<String> {
        let requests = set.requests().expect("every value suits");
        requests
            .iter()
            .map(|request| format!("{} {}", request.audience.claim(), request.claims))
            .collect()
    }

    #[test]
    fn each_token_takes_the_parameters_that_it_knows() {
        let set = set(
            &[
                ("time", "12.5"),
                ("max_resolution", "720p"),
                ("asset_start_time", "3"),
                ("playback_restriction_id", "R"),
                ("mine", "x"),
            ],
            true,
        );
        assert_eq!(
            claims(&set),
            [
                r#"v {"max_resolution":"720p","asset_start_time":3,"playback_restriction_id":"R","mine":"x"}"#,
                r#"t {"time":12.5,"playback_restriction_id":"R","mine":"x"}"#,
                r#"s {"asset_start_time":3,"playback_restriction_id":"R","mine":"x"}"#,
                r#"d {"playback_restriction_id":"R","mine":"x"}"#,
            ]
        );
        assert_eq!(set.strangers(), ["Mux documents no parameter `mine`"]);
    }

    #[test]
    fn a_parameter_of_other_tokens_alone_goes_to_all_and_is_told() {
        let set = set(&[("fps", "10")], false);
        assert_eq!(
            claims(&set),
            [r#"v {"fps":10}"#, r#"t {"fps":10}"#, r#"s {"fps":10}"#]
        );
        assert_eq!(
            set.strangers(),
            [
                "Mux documents `fps` in tokens for animated images, not for video or thumbnails or storyboards"
            ]
        );
    }

    #[test]
    fn the_last_of_two_values_counts_and_stays_where_the_first_stood() {
        let set = set(&[("time", "1"), ("width", "640"), ("time", "2")], false);
        assert_eq!(claims(&set)[1], r#"t {"time":2,"width":640}"#);
    }

    #[test]
    fn a_value_that_does_not_suit_is_told_whichever_token_it_is_for() {
        for value in [
            GivenValue::Typed("soon".to_owned()),
            GivenValue::Json(Value::from("soon")),
        ] {
            let mut set = Set::player("ID", false);
            set.given.push(Given {
                name: "time".to_owned(),
                value,
            });
            let misfit = set.requests().expect_err("it is no number");
            assert!(
                misfit.to_string().starts_with("`time` must be "),
                "{misfit}"
            );
            assert!(misfit.hint().contains("When it is absent: "));
        }
    }

    #[test]
    fn the_license_is_asked_for_only_with_drm() {
        assert_eq!(tokens(false), &TOKENS[..3]);
        assert_eq!(tokens(true).last(), Some(&Audience::Drm));
        let names: Vec<_> = tokens(true)
            .iter()
            .map(|token| token_name(*token))
            .collect();
        assert_eq!(
            names,
            [
                "playback-token",
                "thumbnail-token",
                "storyboard-token",
                "drm-token"
            ]
        );
        assert_eq!(token_name(Audience::AssetViews), "asset-id-token");
    }

    #[test]
    fn every_token_of_a_player_opens_what_it_asks_for() {
        for audience in tokens(true) {
            let url = asked_url(*audience, "ID", "mux.com").expect("players ask for it");
            assert_eq!(url.resource.audiences(), [*audience]);
        }
        assert_eq!(asked_url(Audience::Gif, "ID", "mux.com"), None);
    }
}
