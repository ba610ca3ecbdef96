//! Claims as they are given in a form, on the command line or in a URL, and the token specs that they result in.

use std::borrow::Cow;

use super::{
    player,
    spec::{Expiry, KeyIdPlacement, TokenSpec},
};
use crate::core::{
    json::{Object, Value},
    mux::{
        audience::Audience,
        params::{self, Param, ParamError},
    },
    problem::Advice,
    time::Span,
};

/// Tokens for one ID that share their claims, expiry and key ID placement.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The ID that goes into `sub`.
    pub id: String,
    /// The audience of each token, in the order in which they are signed.
    pub audiences: Vec<Audience>,
    /// Parameters, restriction, `custom` and other claims, in the order of the payload.
    pub given: Vec<Given>,
    /// When the tokens expire.
    pub expiry: Expiry,
    /// Where the key ID goes.
    pub placement: KeyIdPlacement,
}

/// A claim as it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: GivenValue,
    /// The tokens that carry it.
    pub recipients: Recipients,
}

/// The value of a claim as it was given.
#[derive(Clone, Debug, PartialEq)]
pub enum GivenValue {
    /// Text, to be read as the type that Mux documents for the parameter.
    Typed(String),
    /// JSON, to be signed as it is.
    Json(Value),
}

/// The tokens of a draft that carry a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipients {
    /// Those for which Mux documents the parameter.
    Documented,
    /// Those for which Mux documents the parameter, or all of them if it does so for none.
    Fitting,
    /// All of them, and the value is not checked.
    All,
}

/// A value that is out of range for its parameter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct Misfit {
    /// The name of the parameter.
    pub param: &'static str,
    error: ParamError,
    hint: String,
}

impl Misfit {
    fn new(param: &Param, error: ParamError) -> Self {
        Self {
            param: param.name,
            error,
            hint: format!("{}. Default: {}.", param.summary, param.default),
        }
    }
}

impl Advice for Misfit {
    fn hint(&self) -> Cow<'_, str> {
        self.hint.as_str().into()
    }
}

/// The values of a draft that are out of range, each once; at least one. Reported as the first.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0[0])]
pub struct Misfits(Vec<Misfit>);

impl Misfits {
    /// Every misfit, in the order of the claims.
    pub fn all(self) -> Vec<Misfit> {
        self.0
    }
}

impl Advice for Misfits {
    fn hint(&self) -> Cow<'_, str> {
        self.0[0].hint()
    }
}

impl Given {
    /// A claim given as text.
    pub fn typed(name: &str, value: &str) -> Self {
        Self::new(name, GivenValue::Typed(value.to_owned()))
    }

    /// A claim given as JSON.
    pub fn json(name: &str, value: Value) -> Self {
        Self::new(name, GivenValue::Json(value))
    }

    fn new(name: &str, value: GivenValue) -> Self {
        Self {
            name: name.to_owned(),
            value,
            recipients: Recipients::Fitting,
        }
    }

    /// The same claim for other tokens.
    #[must_use]
    pub fn to(mut self, recipients: Recipients) -> Self {
        self.recipients = recipients;
        self
    }

    /// The value in a token for `audience`.
    ///
    /// # Errors
    /// If Mux documents the parameter and the value is not one that it takes.
    pub fn value_for(&self, audience: Audience) -> Result<Value, Misfit> {
        let documented = (self.recipients != Recipients::All)
            .then(|| params::find(&self.name, audience))
            .flatten();
        match (documented, &self.value) {
            (None, GivenValue::Typed(text)) => Ok(Value::from_typed(text)),
            (None, GivenValue::Json(value)) => Ok(value.clone()),
            (Some(param), GivenValue::Typed(text)) => {
                let value = param.parse(text);
                value.map_err(|error| Misfit::new(param, error))
            }
            (Some(param), GivenValue::Json(value)) => {
                let checked = param.check(value).map(|()| value.clone());
                checked.map_err(|error| Misfit::new(param, error))
            }
        }
    }
}

impl Draft {
    /// A draft with the defaults of Mux's SDKs: seven days, no parameters, the key ID in the payload.
    pub fn new(id: &str, audiences: &[Audience]) -> Self {
        Self {
            id: id.to_owned(),
            audiences: audiences.to_vec(),
            given: Vec::new(),
            expiry: Expiry::In(Span::DEFAULT),
            placement: KeyIdPlacement::default(),
        }
    }

    /// The tokens that a player asks for, with the same defaults.
    pub fn player(id: &str, drm: bool) -> Self {
        Self::new(id, player::tokens(drm))
    }

    /// The spec of each token.
    ///
    /// # Errors
    /// Every value that is out of range for its parameter.
    pub fn specs(&self) -> Result<Vec<TokenSpec>, Misfits> {
        let mut misfits = Vec::new();
        let mut specs = Vec::new();
        for audience in &self.audiences {
            let mut claims = Object::default();
            for given in &self.given {
                if !self.is_carried_by(given, *audience) {
                    continue;
                }
                match given.value_for(*audience) {
                    Ok(value) => claims.set(&given.name, value),
                    Err(misfit) if misfits.contains(&misfit) => {}
                    Err(misfit) => misfits.push(misfit),
                }
            }
            specs.push(TokenSpec {
                audience: *audience,
                id: self.id.clone(),
                expiry: self.expiry,
                claims,
                placement: self.placement,
            });
        }
        if misfits.is_empty() {
            Ok(specs)
        } else {
            Err(Misfits(misfits))
        }
    }

    fn is_carried_by(&self, given: &Given, audience: Audience) -> bool {
        let is_documented = params::find(&given.name, audience).is_some();
        match given.recipients {
            Recipients::Documented => is_documented,
            Recipients::Fitting => is_documented || !self.knows(&given.name),
            Recipients::All => true,
        }
    }

    /// Whether Mux documents a parameter for at least one of the tokens.
    fn knows(&self, name: &str) -> bool {
        let mut audiences = self.audiences.iter();
        audiences.any(|audience| params::find(name, *audience).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(given: &[(&str, &str)], drm: bool) -> Draft {
        let given = given.iter().map(|(name, value)| Given::typed(name, value));
        Draft {
            given: given.collect(),
            ..Draft::player("ID", drm)
        }
    }

    /// The audience and claims of each token, a line each.
    fn claims(draft: &Draft) -> Vec<String> {
        let specs = draft.specs().expect("every value is in range");
        specs
            .iter()
            .map(|spec| format!("{} {}", spec.audience.claim(), spec.claims))
            .collect()
    }

    #[test]
    fn each_token_gets_the_parameters_it_knows() {
        let draft = draft(
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
            claims(&draft),
            [
                r#"v {"max_resolution":"720p","asset_start_time":3,"playback_restriction_id":"R","mine":"x"}"#,
                r#"t {"time":12.5,"playback_restriction_id":"R","mine":"x"}"#,
                r#"s {"asset_start_time":3,"playback_restriction_id":"R","mine":"x"}"#,
                r#"d {"playback_restriction_id":"R","mine":"x"}"#,
            ]
        );
    }

    #[test]
    fn foreign_parameter_goes_to_all() {
        let draft = draft(&[("fps", "10")], false);
        assert_eq!(
            claims(&draft),
            [r#"v {"fps":10}"#, r#"t {"fps":10}"#, r#"s {"fps":10}"#]
        );
    }

    #[test]
    fn recipients_decide_who_carries_a_claim() {
        let mut draft = Draft::new("ID", &[Audience::Video, Audience::Thumbnail]);
        draft.given = vec![
            Given::typed("fps", "10").to(Recipients::Documented),
            Given::typed("time", "3").to(Recipients::Documented),
            Given::json("width", Value::from("unchecked")).to(Recipients::All),
        ];
        assert_eq!(
            claims(&draft),
            [
                r#"v {"width":"unchecked"}"#,
                r#"t {"time":3,"width":"unchecked"}"#
            ]
        );
    }

    #[test]
    fn last_value_counts_in_the_first_place() {
        let draft = draft(&[("time", "1"), ("width", "640"), ("time", "2")], false);
        assert_eq!(claims(&draft)[1], r#"t {"time":2,"width":640}"#);
    }

    #[test]
    fn each_misfit_is_reported_once() {
        for value in [
            GivenValue::Typed("soon".to_owned()),
            GivenValue::Json(Value::from("soon")),
        ] {
            let mut draft = Draft::player("ID", false);
            draft.given.push(Given::new("time", value));
            draft.given.push(Given::typed("asset_start_time", "never"));
            let misfits = draft.specs().expect_err("neither is a number").all();
            let names: Vec<_> = misfits.iter().map(|misfit| misfit.param).collect();
            assert_eq!(names, ["asset_start_time", "time"]);
            assert!(misfits[1].to_string().starts_with("`time` must be "));
            assert!(misfits[1].hint().contains("Default: "));
        }
    }
}
