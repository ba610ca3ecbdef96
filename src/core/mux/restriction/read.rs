//! Restrictions from JSON and back, in the form of Mux's API.

use std::borrow::Cow;

use super::{
    Restriction,
    members::{ALLOW_HIGH_RISK, ALLOW_NO_REFERRER, ALLOW_NO_USER_AGENT, ALLOWED_DOMAINS},
};
use crate::core::{
    json::{JsonError, Object, Value},
    problem::Advice,
};

const REFERRER: &str = "referrer";
const USER_AGENT: &str = "user_agent";

/// Why an input is not a restriction.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RestrictionError {
    /// It is not JSON.
    #[error("not JSON: {0}")]
    NotJson(JsonError),
    /// It is JSON, but not a restriction.
    #[error("this JSON is not a playback restriction")]
    NotOne,
    /// It is an API response with an empty list.
    #[error("the list contains no restriction")]
    Empty,
    /// A member has a value of the wrong type.
    #[error("`{name}` must be {wanted}, not {found}")]
    Kind {
        /// The member.
        name: &'static str,
        /// The expected type.
        wanted: &'static str,
        /// The actual type.
        found: &'static str,
    },
}

impl Restriction {
    /// Parses the restrictions in JSON: an answer of Mux's API, a list, one restriction, or a part of one.
    ///
    /// # Errors
    /// If it is not JSON or not a restriction, or a member has a value of the wrong type.
    pub fn read(text: &str) -> Result<Vec<Self>, RestrictionError> {
        let value =
            Value::parse(text.trim_start_matches('\u{feff}')).map_err(RestrictionError::NotJson)?;
        let value = match &value {
            Value::Object(object) => object.get("data").unwrap_or(&value),
            _ => &value,
        };
        match value {
            Value::Array(items) if items.is_empty() => Err(RestrictionError::Empty),
            Value::Array(items) => items.iter().map(Self::from_value).collect(),
            value => Ok(vec![Self::from_value(value)?]),
        }
    }

    fn from_value(value: &Value) -> Result<Self, RestrictionError> {
        let object = value.as_object().ok_or(RestrictionError::NotOne)?;
        let part = |name: &'static str| match object.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(part)) => Ok(Some(part)),
            Some(other) => Err(RestrictionError::kind(name, "an object", other)),
        };
        let (referrer, user_agent) = (part(REFERRER)?, part(USER_AGENT)?);
        // The bodies of `PUT …/referrer` and `PUT …/user_agent` are the parts alone.
        let referrer = referrer.unwrap_or(object);
        let user_agent = user_agent.unwrap_or(object);
        let res = Self {
            id: object.str("id").map(str::to_owned),
            allowed_domains: domains(referrer)?,
            allow_no_referrer: switch(referrer, ALLOW_NO_REFERRER)?,
            allow_no_user_agent: switch(user_agent, ALLOW_NO_USER_AGENT)?,
            allow_high_risk_user_agent: switch(user_agent, ALLOW_HIGH_RISK)?,
        };
        let is_one =
            object.contains(REFERRER) || object.contains(USER_AGENT) || res.says_anything();
        is_one.then_some(res).ok_or(RestrictionError::NotOne)
    }

    fn says_anything(&self) -> bool {
        let nothing = Self {
            id: self.id.clone(),
            ..Self::default()
        };
        *self != nothing
    }

    /// The body of a `POST` to `/video/v1/playback-restrictions` that creates this restriction.
    pub fn body(&self) -> Value {
        let mut referrer = Object::default();
        if let Some(domains) = &self.allowed_domains {
            let domains = domains.iter().map(|domain| Value::from(domain.as_str()));
            referrer.push(ALLOWED_DOMAINS, Value::Array(domains.collect()));
        }
        let mut user_agent = Object::default();
        let push = |part: &mut Object, name: &str, value: Option<bool>| {
            if let Some(value) = value {
                part.push(name, Value::Bool(value));
            }
        };
        push(&mut referrer, ALLOW_NO_REFERRER, self.allow_no_referrer);
        push(
            &mut user_agent,
            ALLOW_NO_USER_AGENT,
            self.allow_no_user_agent,
        );
        push(
            &mut user_agent,
            ALLOW_HIGH_RISK,
            self.allow_high_risk_user_agent,
        );
        let mut body = Object::default();
        for (name, part) in [(REFERRER, referrer), (USER_AGENT, user_agent)] {
            if !part.is_empty() {
                body.push(name, Value::Object(part));
            }
        }
        Value::Object(body)
    }
}

fn domains(part: &Object) -> Result<Option<Vec<String>>, RestrictionError> {
    let text = |item: &Value| match item {
        Value::String(text) => Ok(text.clone()),
        other => Err(RestrictionError::kind(
            ALLOWED_DOMAINS,
            "a list of strings",
            other,
        )),
    };
    match part.get(ALLOWED_DOMAINS) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(items)) => items.iter().map(text).collect::<Result<_, _>>().map(Some),
        Some(other) => Err(RestrictionError::kind(
            ALLOWED_DOMAINS,
            "a list of strings",
            other,
        )),
    }
}

fn switch(part: &Object, name: &'static str) -> Result<Option<bool>, RestrictionError> {
    match part.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(value)) => Ok(Some(*value)),
        Some(other) => Err(RestrictionError::kind(name, "true or false", other)),
    }
}

impl RestrictionError {
    fn kind(name: &'static str, wanted: &'static str, found: &Value) -> Self {
        Self::Kind {
            name,
            wanted,
            found: found.kind(),
        }
    }

    /// What to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotJson(_) => {
                "Use the response of `GET /video/v1/playback-restrictions`, or the body of the request that created it."
            }
            Self::NotOne => {
                "A restriction has `referrer` with `allowed_domains`, and `user_agent`, as in Mux's API."
            }
            Self::Empty => {
                "Check that the access token belongs to the environment of the restriction."
            }
            Self::Kind { .. } => "Use the form of Mux's API.",
        }
    }
}

impl Advice for RestrictionError {
    fn hint(&self) -> Cow<'_, str> {
        self.hint().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restriction(domains: &[&str]) -> Restriction {
        Restriction {
            id: None,
            allowed_domains: Some(domains.iter().map(|&domain| domain.to_owned()).collect()),
            allow_no_referrer: Some(false),
            allow_no_user_agent: Some(false),
            allow_high_risk_user_agent: Some(false),
        }
    }

    #[test]
    fn api_answers_and_parts_are_read() {
        let part = r#""referrer":{"allowed_domains":["a.com"],"allow_no_referrer":true}"#;
        let one = format!(r#"{{"id":"R","created_at":"1","{}}}"#, &part[1..]);
        let mut wanted = restriction(&["a.com"]);
        wanted.id = Some("R".to_owned());
        wanted.allow_no_referrer = Some(true);
        wanted.allow_no_user_agent = None;
        wanted.allow_high_risk_user_agent = None;
        for text in [
            one.clone(),
            format!(r#"{{"data":{one}}}"#),
            format!(r#"{{"data":[{one}],"total_row_count":1}}"#),
            format!("[{one}]"),
        ] {
            assert_eq!(
                Restriction::read(&text).as_deref(),
                Ok(&[wanted.clone()][..]),
                "{text}"
            );
        }
        wanted.id = None;
        for text in [
            format!("{{{part}}}"),
            r#"{"allowed_domains":["a.com"],"allow_no_referrer":true}"#.to_owned(),
        ] {
            assert_eq!(
                Restriction::read(&text).as_deref(),
                Ok(&[wanted.clone()][..]),
                "{text}"
            );
        }
        let agent =
            r#"{"user_agent":{"allow_no_user_agent":true,"allow_high_risk_user_agent":false}}"#;
        let agent = &Restriction::read(agent).expect("a part")[0];
        assert_eq!(agent.allow_no_user_agent, Some(true));
        assert_eq!(agent.allowed_domains, None);
        assert_eq!(
            Restriction::read(r#"{"data":[{"referrer":{}},{"user_agent":{}}]}"#)
                .map(|all| all.len()),
            Ok(2)
        );
    }

    #[test]
    fn other_inputs_are_rejected_with_reasons() {
        for (text, what) in [
            (
                "",
                "not JSON: the text ends while parsing a value at line 1, column 0",
            ),
            ("{}", "this JSON is not a playback restriction"),
            ("[1]", "this JSON is not a playback restriction"),
            (
                r#"{"error":{"type":"not_found"}}"#,
                "this JSON is not a playback restriction",
            ),
            (r#"{"data":[]}"#, "the list contains no restriction"),
            (
                r#"{"referrer":{"allowed_domains":"a.com"}}"#,
                "`allowed_domains` must be a list of strings, not a string",
            ),
            (
                r#"{"referrer":{"allow_no_referrer":"true"}}"#,
                "`allow_no_referrer` must be true or false, not a string",
            ),
            (
                r#"{"referrer":[]}"#,
                "`referrer` must be an object, not a list",
            ),
        ] {
            let error = Restriction::read(text).expect_err(text);
            assert_eq!(error.to_string(), what);
            assert!(error.hint().ends_with('.'));
        }
    }

    #[test]
    fn request_body_reads_back() {
        let mut own = restriction(&["example.com", "*.example.com"]);
        assert_eq!(
            own.body().to_string(),
            r#"{"referrer":{"allowed_domains":["example.com","*.example.com"],"allow_no_referrer":false},"user_agent":{"allow_no_user_agent":false,"allow_high_risk_user_agent":false}}"#
        );
        assert_eq!(
            Restriction::read(&own.body().to_string()),
            Ok(vec![own.clone()])
        );
        own.allow_no_user_agent = None;
        own.allow_high_risk_user_agent = None;
        assert!(!own.body().to_string().contains("user_agent"));
    }
}
