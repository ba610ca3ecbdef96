//! Requirements on the claims of a token, for tests of an integration: `aud=v`, `exp<=2h`, `!custom`.

use std::{borrow::Cow, cmp::Ordering};

use crate::core::{
    json::{Number, Object, Value},
    mux::claims::time_of,
    problem::Advice,
    text::shortened,
    time::{Span, Timestamp, Zone},
    token::Token,
};

/// What a claim must be.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// The expression, as written.
    pub expr: String,
    /// The claim; dots separate the members of objects.
    name: String,
    test: ClaimTest,
}

#[derive(Clone, Debug, PartialEq)]
enum ClaimTest {
    Present,
    Absent,
    Compare(Comparator, Bound),
}

/// How a claim is compared.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Comparator {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// What a claim is compared with.
#[derive(Clone, Debug, PartialEq)]
enum Bound {
    /// A time, for a claim that is a time.
    At(Timestamp),
    /// A time relative to the time of judgement.
    In(Span),
    /// Any other number, or a duration in seconds.
    Number(f64),
    /// Any other value.
    Text(String),
}

/// Whether a token meets a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementResult {
    /// The expression, as written.
    pub expr: String,
    /// Whether the claim is as required.
    pub met: bool,
    /// The claim as JSON; `None` if it is missing.
    pub found: Option<String>,
    /// What was found, as a clause: `` `exp` is 1795… (in 3 hours)``.
    pub words: String,
}

/// Why an expression is not a requirement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequirementError {
    /// There is no name of a claim in front of the operator.
    #[error("`{0}` does not begin with the name of a claim")]
    NoName(String),
    /// Something that no claim name contains.
    #[error("`{0}` is not the name of a claim")]
    NotAName(String),
    /// There is nothing after the operator.
    #[error("`{0}` has no value after `{1}`")]
    NoValue(String, &'static str),
    /// An operator that does not exist.
    #[error("`{0}` has an unknown operator")]
    Operator(String),
    /// Several requirements in one expression.
    #[error("`{0}` contains more than one requirement")]
    Several(String),
    /// A claim that is a time is compared with something else.
    #[error("`{name}` is a time, and `{value}` is neither a duration nor a date")]
    NotATime {
        /// The claim.
        name: String,
        /// The value.
        value: String,
    },
    /// `<` and the like with something that has no order.
    #[error("`{0}` is neither a number nor a duration")]
    NotANumber(String),
}

impl Advice for RequirementError {
    fn hint(&self) -> Cow<'_, str> {
        match self {
            Self::NoValue(..) => "For a claim that must be missing, write `!` and its name: `!custom`.",
            Self::Several(_) => "Repeat `--require` for each of them.",
            Self::NotATime { .. } => {
                "Write a duration from the time of the check such as `2h` or `7200s`, or a date: `exp<=2h`, `exp>=2026-12-31`."
            }
            Self::NotANumber(_) => "Write for example `width<=640` or `licenseExpiration<=1d`.",
            Self::NoName(_) | Self::NotAName(_) | Self::Operator(_) => {
                "Write for example `aud=v`, `exp<=2h`, `custom.tier=gold`, `playback_restriction_id` or `!custom`."
            }
        }
        .into()
    }
}

/// The operators; longer ones come first because some begin with others.
const OPERATORS: [(&str, Comparator); 7] = [
    ("==", Comparator::Equal),
    ("!=", Comparator::Unequal),
    ("<=", Comparator::AtMost),
    (">=", Comparator::AtLeast),
    ("<", Comparator::Less),
    (">", Comparator::Greater),
    ("=", Comparator::Equal),
];

/// Seconds from here on are a time; below they would be before 2001.
const TIMES_FROM: i64 = 1_000_000_000;

impl Requirement {
    /// Parses an expression: `NAME` must be there, `!NAME` must be missing, or `NAME OPERATOR VALUE`.
    ///
    /// A duration compared with a claim that is a time counts from the time of judgement. Dates without a zone are in
    /// `zone`.
    ///
    /// ```
    /// use mux_jwt::core::{diagnose::require::Requirement, time::{Timestamp, Zone}, token::Token};
    ///
    /// let token = Token::read("eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ2IiwiZXhwIjoxMDAwfQ.");
    /// let met = |expr: &str| {
    ///     let requirement = Requirement::parse(expr, Zone::UTC).expect("an expression");
    ///     requirement.check(&token, Timestamp(400)).met
    /// };
    /// assert!(met("aud=v") && met("exp<=10m") && !met("exp>10m") && met("!custom"));
    /// ```
    ///
    /// # Errors
    /// If it is not an expression.
    pub fn parse(text: &str, zone: Zone) -> Result<Self, RequirementError> {
        let expr = text.trim();
        let found = |test, name: &str| Self {
            expr: expr.to_owned(),
            name: name.to_owned(),
            test,
        };
        if let Some(name) = expr.strip_prefix('!').filter(|rest| !rest.starts_with('=')) {
            let name = name.trim();
            return Ok(found(ClaimTest::Absent, self::name(name, expr)?));
        }
        let Some(at) = expr.find(['=', '<', '>', '!']) else {
            return Ok(found(ClaimTest::Present, name(expr, expr)?));
        };
        let name = name(expr[..at].trim(), expr)?;
        let rest = &expr[at..];
        let (operator, comparator) = OPERATORS
            .into_iter()
            .find(|(operator, _)| rest.starts_with(operator))
            .ok_or_else(|| RequirementError::Operator(expr.to_owned()))?;
        let value = rest[operator.len()..].trim();
        let value = unquoted(value);
        if value.is_empty() {
            return Err(RequirementError::NoValue(expr.to_owned(), operator));
        }
        if value.starts_with(['=', '<', '>', '~']) {
            return Err(RequirementError::Operator(expr.to_owned()));
        }
        if ["&&", "||", "<=", ">=", "!="]
            .iter()
            .any(|word| value.contains(word))
        {
            return Err(RequirementError::Several(expr.to_owned()));
        }
        let bound = bound(name, comparator, value, zone)?;
        Ok(found(ClaimTest::Compare(comparator, bound), name))
    }

    /// Checks a token that is judged as of `at`.
    pub fn check(&self, token: &Token, at: Timestamp) -> RequirementResult {
        let value = lookup(token, &self.name);
        let met = match (&self.test, &value) {
            (ClaimTest::Absent, value) => value.is_none(),
            (ClaimTest::Present, Some(value)) => !is_empty(value),
            (ClaimTest::Compare(comparator, bound), Some(value)) => {
                comparator.holds(value, bound, at)
            }
            (ClaimTest::Present, None) => false,
            // A claim that is missing differs from every value.
            (ClaimTest::Compare(comparator, _), None) => *comparator == Comparator::Unequal,
        };
        let name = &self.name;
        let words = match &value {
            _ if token.claims().is_none() => "the payload cannot be decoded".to_owned(),
            None => format!("there is no `{name}`"),
            Some(value) => {
                let time = time_of(name, value)
                    .map_or_else(String::new, |time| format!(" ({})", time.relative_to(at)));
                let text = value.to_string();
                format!("`{name}` is `{}`{time}", shortened(&text, LONGEST))
            }
        };
        RequirementResult {
            expr: self.expr.clone(),
            met: met && token.claims().is_some(),
            found: value.map(|value| value.to_string()),
            words,
        }
    }
}

/// A value is cut after this many characters.
const LONGEST: usize = 80;

/// The name of a claim, if the text can be one.
fn name<'t>(text: &'t str, expr: &str) -> Result<&'t str, RequirementError> {
    if text.is_empty() {
        return Err(RequirementError::NoName(expr.to_owned()));
    }
    let is_part = |c: char| c.is_alphanumeric() || "_-.:/@#".contains(c);
    if text.chars().all(is_part) {
        Ok(text)
    } else {
        Err(RequirementError::NotAName(text.to_owned()))
    }
}

/// A value without the pair of quotes around it.
fn unquoted(text: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(text)
}

fn bound(
    name: &str,
    comparator: Comparator,
    value: &str,
    zone: Zone,
) -> Result<Bound, RequirementError> {
    if time_of(name, &Value::from(0)).is_some() {
        let not_a_time = || RequirementError::NotATime {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        if value.parse::<i64>().is_ok() {
            // A small number could be a duration as well as a time of 1970.
            let time = Timestamp::parse(value, zone).ok();
            let time = time.filter(|time| time.0 >= TIMES_FROM);
            return time.map(Bound::At).ok_or_else(not_a_time);
        }
        let span = match value.strip_prefix('-') {
            Some(before) => Span::parse(before).map(|span| Span(-span.0)),
            None => Span::parse(value.strip_prefix('+').unwrap_or(value)),
        };
        return match span {
            Ok(span) => Ok(Bound::In(span)),
            Err(_) => Timestamp::parse(value, zone)
                .map(Bound::At)
                .map_err(|_ignored| not_a_time()),
        };
    }
    if matches!(comparator, Comparator::Equal | Comparator::Unequal) {
        return Ok(Bound::Text(value.to_owned()));
    }
    let number = Number::parse(value).map(|number| number.as_f64());
    number
        .or_else(|| Span::parse(value).ok().map(|span| span.0 as f64))
        .map(Bound::Number)
        .ok_or_else(|| RequirementError::NotANumber(value.to_owned()))
}

/// The claim with this name. The key ID counts from either place, and `alg` and `typ` are in the header.
fn lookup<'a>(token: &'a Token, name: &str) -> Option<Cow<'a, Value>> {
    if name == "kid" {
        return token.key_id().map(|id| Cow::Owned(Value::from(id)));
    }
    if ["alg", "typ"].contains(&name) {
        return token.header.object()?.get(name).map(Cow::Borrowed);
    }
    member(token.claims()?, name).map(Cow::Borrowed)
}

/// The member at a path. A name that itself has dots comes first.
fn member<'a>(object: &'a Object, path: &str) -> Option<&'a Value> {
    if let Some(value) = object.get(path) {
        return Some(value);
    }
    let (first, rest) = path.split_once('.')?;
    member(object.get(first)?.as_object()?, rest)
}

/// Whether a value is null or an empty text, as from a variable that is not set.
fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Null) || value.as_str().is_some_and(|text| text.trim().is_empty())
}

impl Comparator {
    fn holds(self, value: &Value, bound: &Bound, at: Timestamp) -> bool {
        let order = match bound {
            Bound::Text(text) => {
                let is_equal = is_equal(value, text);
                return (self == Self::Equal) == is_equal;
            }
            Bound::At(time) => order(value, time.0 as f64),
            Bound::In(span) => order(value, at.after(*span).0 as f64),
            Bound::Number(number) => order(value, *number),
        };
        match self {
            Self::Unequal => order != Some(Ordering::Equal),
            Self::Equal => order == Some(Ordering::Equal),
            Self::Less => order == Some(Ordering::Less),
            Self::Greater => order == Some(Ordering::Greater),
            Self::AtMost => order.is_some_and(Ordering::is_le),
            Self::AtLeast => order.is_some_and(Ordering::is_ge),
        }
    }
}

/// How a claim compares with a number, if it is one or a string with one: Mux accepts both.
fn order(value: &Value, other: f64) -> Option<Ordering> {
    number(value)?.as_f64().partial_cmp(&other)
}

fn number(value: &Value) -> Option<Cow<'_, Number>> {
    match value {
        Value::Number(number) => Some(Cow::Borrowed(number)),
        Value::String(text) => Number::parse(text).map(Cow::Owned),
        _ => None,
    }
}

/// Whether a claim is this text, the same number or the same JSON.
fn is_equal(value: &Value, text: &str) -> bool {
    let same_number = || {
        let (Some(a), Some(b)) = (number(value), Number::parse(text)) else {
            return false;
        };
        a.as_f64().total_cmp(&b.as_f64()).is_eq() && a.as_f64().abs() < 9e15
    };
    let same_json = || {
        !matches!(value, Value::String(_)) && Value::parse(text).is_ok_and(|json| json == *value)
    };
    value.plain() == text || same_number() || same_json()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::diagnose::lint::testing;

    const AT: Timestamp = Timestamp(1_795_330_245);

    fn parse(expr: &str) -> Result<Requirement, RequirementError> {
        Requirement::parse(expr, Zone::UTC)
    }

    fn check(claims: &str, expr: &str) -> RequirementResult {
        let token = testing::token(r#"{"alg":"RS256","typ":"JWT","kid":"K"}"#, claims);
        parse(expr).expect(expr).check(&Token::read(&token), AT)
    }

    const CLAIMS: &str = r#"{"sub":"ID","aud":"v","exp":1795333845,"iat":1795330240,"width":"640","flip_h":true,"a.b":1,
        "time":25.0,"empty":"","nothing":null,"custom":{"tier":"gold","n":{"x":[1]}},"playDuration":3600}"#;

    #[test]
    fn met_requirements_are_recognized() {
        for expr in [
            "aud=v",
            "aud==v",
            "aud = v",
            "aud='v'",
            "aud!=t",
            "missing!=x",
            "sub=ID",
            "kid=K",
            "alg=RS256",
            "exp<=1h",
            "exp>=1h",
            "exp=1h",
            "exp>30m",
            "exp<2h",
            "exp<=2026-12-31",
            "exp<=20261231",
            "exp>2026-11-22T06:50:45Z",
            "exp=1795333845",
            "iat>=-5m",
            "iat<=0s",
            "width<=640",
            "width=640",
            "width>639.5",
            "flip_h=true",
            "time=25",
            "time<30",
            "a.b=1",
            "custom",
            "custom.tier=gold",
            "custom.n.x=[1]",
            r#"custom={"tier":"gold","n":{"x":[1]}}"#,
            "!customs",
            "! customs",
            "!custom.session",
            "playDuration<=1h",
        ] {
            assert!(check(CLAIMS, expr).met, "{expr}");
        }
    }

    #[test]
    fn unmet_requirements_say_what_was_found() {
        for (expr, words) in [
            ("aud=t", r#"`aud` is `"v"`"#),
            ("aud=V", r#"`aud` is `"v"`"#),
            ("exp<=30m", "`exp` is `1795333845` (in 1 hour)"),
            ("exp>2h", "`exp` is `1795333845` (in 1 hour)"),
            ("!custom.tier", r#"`custom.tier` is `"gold"`"#),
            (
                "playback_restriction_id",
                "there is no `playback_restriction_id`",
            ),
            ("custom.tier.x=1", "there is no `custom.tier.x`"),
            ("empty", r#"`empty` is `""`"#),
            ("!empty", r#"`empty` is `""`"#),
            ("nothing", "`nothing` is `null`"),
            ("sub<=5", r#"`sub` is `"ID"`"#),
            ("sub>=5", r#"`sub` is `"ID"`"#),
            ("missing=1", "there is no `missing`"),
            ("missing<=1", "there is no `missing`"),
            ("flip_h=false", "`flip_h` is `true`"),
        ] {
            let result = check(CLAIMS, expr);
            assert_eq!(
                (result.met, result.words.as_str()),
                (false, words),
                "{expr}"
            );
        }
        assert_eq!(check(CLAIMS, "width=1").found.as_deref(), Some(r#""640""#));
        assert_eq!(check(CLAIMS, "x=1").found, None);
    }

    #[test]
    fn undecodable_payload_meets_nothing() {
        for expr in ["aud=v", "!custom", "aud!=t"] {
            let result = check("no JSON", expr);
            assert_eq!(
                (result.met, result.words.as_str()),
                (false, "the payload cannot be decoded")
            );
        }
    }

    #[test]
    fn malformed_expressions_are_rejected() {
        for (expr, message) in [
            ("", "`` does not begin with the name of a claim"),
            ("=v", "`=v` does not begin with the name of a claim"),
            ("!", "`!` does not begin with the name of a claim"),
            ("aud=", "`aud=` has no value after `=`"),
            ("exp<=", "`exp<=` has no value after `<=`"),
            ("aud=~v", "`aud=~v` has an unknown operator"),
            ("aud=>v", "`aud=>v` has an unknown operator"),
            ("aud===v", "`aud===v` has an unknown operator"),
            ("aud!v", "`aud!v` has an unknown operator"),
            ("!aud=v", "`aud=v` is not the name of a claim"),
            ("aud v", "`aud v` is not the name of a claim"),
            ("exp~2h", "`exp~2h` is not the name of a claim"),
            (
                "aud=v && exp<=2h",
                "`aud=v && exp<=2h` contains more than one requirement",
            ),
            (
                "aud=v,exp<=2h",
                "`aud=v,exp<=2h` contains more than one requirement",
            ),
            (
                "exp<=soon",
                "`exp` is a time, and `soon` is neither a duration nor a date",
            ),
            (
                "exp<=7200",
                "`exp` is a time, and `7200` is neither a duration nor a date",
            ),
            (
                "exp=1M",
                "`exp` is a time, and `1M` is neither a duration nor a date",
            ),
            ("width<=wide", "`wide` is neither a number nor a duration"),
        ] {
            let error = parse(expr).expect_err(expr);
            assert_eq!(error.to_string(), message);
            assert!(error.hint().ends_with('.'), "{}", error.hint());
        }
    }
}
