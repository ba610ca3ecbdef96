//! The contents of the Sign screen, and the tokens that they result in.

use std::{collections::BTreeMap, fmt::Display, slice};

use crate::core::{
    batch::sign::SignOrder,
    diagnose::finding::Finding,
    import,
    json::{Object, Value},
    mux::{
        audience::Audience,
        params::{self, PARAMS, RESERVED},
        url::{self, DomainError, MUX_DOMAIN, MediaUrl, Resource},
    },
    problem::{Advice, Problem},
    time::{Span, SpanError, Timestamp, Zone},
    token::{
        Token,
        draft::{Draft, Given, Recipients},
        player,
        spec::{Expiry, KeyIdPlacement, TokenSpec},
    },
};

/// The contents of the form; typed fields as text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SignForm {
    /// The audience of the token; of a player set that of its first token.
    pub audience: Audience,
    /// Whether all tokens of a player are signed, and whether one for DRM is among them.
    pub set: Option<WithDrm>,
    /// The ID.
    pub id: String,
    /// A duration or a date.
    pub expiry: String,
    /// The parameters by name; empty if not given. Those of other audiences stay until their audience is chosen.
    pub params: BTreeMap<&'static str, String>,
    /// The playback restriction.
    pub restriction: String,
    /// `custom`, as JSON.
    pub custom: String,
    /// Any other claims, as JSON.
    pub extra: String,
    /// Where the key ID goes.
    pub placement: KeyIdPlacement,
    /// The file formats that differ from the default of their audience.
    pub formats: BTreeMap<Audience, String>,
    /// The custom domain; empty for mux.com.
    pub domain: String,
    /// The order of the claims in the token from which the form was filled.
    order: Vec<String>,
}

/// Whether a player set has a token for DRM licenses.
pub(crate) type WithDrm = bool;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// The ID.
    Id,
    /// The expiry.
    Expiry,
    /// A parameter.
    Param(&'static str),
    /// The playback restriction.
    Restriction,
    /// The custom claims.
    Custom,
    /// The extra claims.
    Extra,
    /// The file format.
    Format,
    /// The custom domain.
    Domain,
}

/// Why a field cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldProblem {
    /// The field.
    pub field: Field,
    /// What is wrong with it.
    pub problem: Problem,
}

impl FieldProblem {
    fn new(field: Field, what: impl Display, hint: impl Into<String>) -> Self {
        let problem = Problem::new(what, hint);
        Self { field, problem }
    }

    /// An error in a field.
    pub(super) fn of(field: Field, error: &impl Advice) -> Self {
        Self::new(field, error, error.hint())
    }
}

impl Field {
    /// The field that a finding on a signed token is about.
    pub(super) fn of(finding: &Finding) -> Self {
        match finding.place {
            Some("sub") => Self::Id,
            Some("exp") => Self::Expiry,
            Some("custom") => Self::Custom,
            Some(params::RESTRICTION) => Self::Restriction,
            Some(name) => params::any(name).map_or(Self::Extra, |param| Self::Param(param.name)),
            None => Self::Extra,
        }
    }
}

impl Default for SignForm {
    fn default() -> Self {
        Self {
            audience: Audience::Video,
            set: None,
            id: String::new(),
            expiry: "7d".to_owned(),
            params: BTreeMap::new(),
            restriction: String::new(),
            custom: String::new(),
            extra: String::new(),
            placement: KeyIdPlacement::default(),
            formats: BTreeMap::new(),
            domain: String::new(),
            order: Vec::new(),
        }
    }
}

/// What the expiry field takes.
const NEITHER: &str =
    "Write a duration such as `7d` or `10h`, or a date such as `2026-12-31 18:00`.";

/// From here on a number is a date in seconds since 1970, not a duration of decades.
const DATE_FROM: i64 = 1_000_000_000;

impl SignForm {
    /// An empty form with this expiry.
    pub(super) fn new(expiry: &str) -> Self {
        Self {
            expiry: expiry.to_owned(),
            ..Self::default()
        }
    }

    /// A form that signs these claims again.
    pub(crate) fn from_spec(spec: &TokenSpec, url: Option<&MediaUrl>) -> Self {
        let mut form = Self {
            audience: spec.audience,
            id: spec.id.clone(),
            placement: spec.placement,
            order: spec
                .claims
                .iter()
                .map(|(name, _)| name.to_owned())
                .collect(),
            ..Self::default()
        };
        form.expiry = match spec.expiry {
            Expiry::In(span) if span == Span::DEFAULT => "7d".to_owned(),
            Expiry::In(span) => format!("{}s", span.0),
            Expiry::At(moment) => moment.rfc3339().unwrap_or_else(|| moment.0.to_string()),
        };
        let mut extra = Object::default();
        for (name, value) in spec.claims.iter() {
            form.take_claim(name, value, &mut extra);
        }
        if !extra.is_empty() {
            form.extra = Value::Object(extra).pretty();
        }
        if let Some(url) = url {
            form.take_place(url);
        }
        form
    }

    /// Puts a claim into its field if it has one that can hold the value, else into the extra claims.
    fn take_claim(&mut self, name: &str, value: &Value, extra: &mut Object) {
        let param = params::find(name, self.audience).filter(|param| param.check(value).is_ok());
        match param {
            Some(param) if param.name == "custom" => self.custom = value.pretty(),
            Some(param) if param.name == params::RESTRICTION => {
                self.restriction = value.plain();
            }
            Some(param) => {
                // The text must read back as the same value: `"10"` stays a string.
                let mut texts = [value.plain(), value.to_string()].into_iter();
                let text = texts.find(|text| param.parse(text).as_ref() == Ok(value));
                match text {
                    Some(text) => _ = self.params.insert(param.name, text),
                    None => extra.push(name, value.clone()),
                }
            }
            None => extra.push(name, value.clone()),
        }
    }

    fn take_place(&mut self, url: &MediaUrl) {
        if url.is_custom() {
            self.domain.clone_from(&url.domain);
        }
        if url.resource.audiences().contains(&self.audience) {
            let format = url.resource.format();
            if Resource::formats(self.audience).first() != Some(&format.as_str()) {
                self.formats.insert(self.audience, format);
            }
        }
    }

    /// Fills the form from a Mux URL or a token pasted as an ID, and says what was filled in.
    ///
    /// The query of the URL becomes claims. `None` if the text is neither.
    pub(crate) fn take_apart(&mut self, text: &str) -> Option<String> {
        let import = import::find(text);
        if let Some(found) = import.tokens.into_iter().next() {
            let token = Token::read(&found.text);
            token.claims()?;
            let expiry = self.expiry.clone();
            let spec = TokenSpec::from_token(&token, found.media_url());
            *self = Self::from_spec(&spec, found.media_url());
            // The expiry of an old token is not the one of the new token.
            self.expiry = expiry;
            let moved = found
                .media_url()
                .map(|url| self.take_query(url))
                .unwrap_or_default();
            return Some(format!(
                "Filled in from the token of this {}{}",
                if found.media_url().is_some() {
                    "URL"
                } else {
                    "text"
                },
                and(&moved)
            ));
        }
        let url = MediaUrl::read_loosely(text).ok()?;
        if url.resource == Resource::Player {
            self.set = self.set.or(Some(false));
        }
        let wanted = url.resource.audiences();
        if let Some(first) = wanted.first()
            && !wanted.contains(&self.audience)
        {
            self.audience = *first;
        }
        self.id = url.id.clone().unwrap_or_default();
        self.take_place(&url);
        let taken = self.take_query(&url);
        if self.set.is_some() {
            // The parameters are set; back to the set.
            self.audience = Audience::Video;
        }
        Some(format!(
            "Filled in from the URL of {}{}",
            url.resource.noun(),
            and(&taken)
        ))
    }

    /// Turns the query of a URL into claims and returns their names.
    fn take_query(&mut self, url: &MediaUrl) -> Vec<String> {
        let mut taken = Vec::new();
        let mut extra = Object::parse(&self.extra).unwrap_or_default();
        let is_token = |name: &str| {
            name.eq_ignore_ascii_case("token") || Audience::from_token_name(name).is_some()
        };
        for (name, value) in url.query.iter().filter(|(name, _)| !is_token(name)) {
            let typed = Given::typed(name, value).value_for(self.audience);
            let value = typed.unwrap_or_else(|_| Value::from_typed(value));
            self.take_claim(name, &value, &mut extra);
            taken.push(name.clone());
        }
        if !extra.is_empty() {
            self.extra = Value::Object(extra).pretty();
        }
        taken
    }

    /// The audiences to sign for: one, or all of a player set.
    pub(crate) fn audiences(&self) -> &[Audience] {
        match self.set {
            Some(drm) => player::tokens(drm),
            None => slice::from_ref(&self.audience),
        }
    }

    /// The file format in the URL of an audience.
    pub(crate) fn format_of(&self, audience: Audience) -> &str {
        let usual = Resource::formats(audience)
            .first()
            .copied()
            .unwrap_or_default();
        self.formats.get(&audience).map_or(usual, String::as_str)
    }

    /// When the tokens expire.
    ///
    /// # Errors
    /// If the text is neither a duration nor a date.
    pub(crate) fn expiry(&self, zone: Zone) -> Result<Expiry, FieldProblem> {
        let text = self.expiry.trim();
        let date = Timestamp::parse(text, zone);
        if text.parse::<i64>().is_ok_and(|number| number >= DATE_FROM) {
            return date
                .map(Expiry::At)
                .map_err(|error| FieldProblem::of(Field::Expiry, &error));
        }
        match (Span::parse(text), date) {
            (Ok(span), _) => Ok(Expiry::In(span)),
            (Err(_), Ok(moment)) => Ok(Expiry::At(moment)),
            (Err(SpanError::Unreadable(text)), _) => Err(FieldProblem::new(
                Field::Expiry,
                format!("`{text}` is neither a duration nor a date"),
                NEITHER,
            )),
            (Err(SpanError::Empty), _) => {
                Err(FieldProblem::new(Field::Expiry, "Enter an expiry", NEITHER))
            }
            (Err(error), _) => Err(FieldProblem::of(Field::Expiry, &error)),
        }
    }

    /// The specs of the tokens, one for each audience. A parameter goes to the tokens that know it.
    ///
    /// # Errors
    /// Every field that cannot be used, with what is wrong with it.
    pub(crate) fn specs(&self, zone: Zone) -> Result<Vec<TokenSpec>, Vec<FieldProblem>> {
        let (draft, mut problems) = self.draft(zone);
        for audience in self.audiences() {
            let format = self.format_of(*audience);
            if Resource::from_format(*audience, format).is_none() {
                problems.push(FieldProblem::new(
                    Field::Format,
                    format!("Mux does not serve `{format}` for this token"),
                    format!("One of {}.", Resource::formats(*audience).join(", ")),
                ));
            }
        }
        if let Err(error) = self.domain() {
            problems.push(FieldProblem::of(Field::Domain, &error));
        }
        match draft.specs() {
            Ok(specs) if problems.is_empty() => Ok(specs),
            Ok(_) => Err(problems),
            Err(misfits) => {
                let of_params = misfits
                    .all()
                    .into_iter()
                    .map(|misfit| FieldProblem::of(Field::Param(misfit.param), &misfit));
                // Below the expiry, which is the first field.
                let at = problems
                    .iter()
                    .take_while(|one| one.field == Field::Expiry)
                    .count();
                problems.splice(at..at, of_params);
                Err(problems)
            }
        }
    }

    /// What the form says, with the fields that cannot be read.
    fn draft(&self, zone: Zone) -> (Draft, Vec<FieldProblem>) {
        let mut problems = Vec::new();
        let expiry = self.expiry(zone).unwrap_or_else(|problem| {
            problems.push(problem);
            Expiry::In(Span::DEFAULT)
        });
        let mut given: Vec<Given> = Vec::new();
        for param in PARAMS.iter().filter(|param| !param.is_general()) {
            let text = self.params.get(param.name).map_or("", |text| text.trim());
            if !text.is_empty() && given.iter().all(|other| other.name != param.name) {
                given.push(Given::typed(param.name, text).to(Recipients::Documented));
            }
        }
        if !self.restriction.trim().is_empty() {
            given.push(Given::json(
                params::RESTRICTION,
                self.restriction.trim().into(),
            ));
        }
        let mut object = |text: &str, field: Field, what: &str| {
            if text.trim().is_empty() {
                return Object::default();
            }
            Object::parse(text).unwrap_or_else(|error| {
                problems.push(FieldProblem::new(
                    field,
                    format!("{what} are not a JSON object: {error}"),
                    "Write them like `{\"session\": \"1234\"}`.",
                ));
                Object::default()
            })
        };
        let custom = object(&self.custom, Field::Custom, "Custom claims");
        let extra = object(&self.extra, Field::Extra, "Extra claims");
        if !self.custom.trim().is_empty() {
            given.push(Given::json("custom", Value::Object(custom)));
        }
        let fields = given.len();
        for (name, value) in extra.iter() {
            let mut audiences = self.audiences().iter();
            let has_field = given[..fields].iter().any(|other| other.name == name)
                && audiences.any(|audience| params::find(name, *audience).is_some());
            if given[fields..].iter().any(|other| other.name == name) {
                problems.push(FieldProblem::new(
                    Field::Extra,
                    format!("`{name}` appears twice in the extra claims"),
                    "Keep one of them: JSON parsers differ in which one they read.",
                ));
                continue;
            }
            if RESERVED.contains(&name) || has_field {
                problems.push(FieldProblem::new(
                    Field::Extra,
                    format!("`{name}` has a field of its own"),
                    "Remove it from the extra claims.",
                ));
            }
            given.push(Given::json(name, value.clone()).to(Recipients::All));
        }
        // Claims of a token that the form was filled from keep their order; new ones follow.
        given.sort_by_key(|claim| {
            let place = self.order.iter().position(|known| *known == claim.name);
            place.unwrap_or(usize::MAX)
        });
        let draft = Draft {
            id: self.id.trim().to_owned(),
            audiences: self.audiences().to_vec(),
            given,
            expiry,
            placement: self.placement,
        };
        (draft, problems)
    }

    /// The order for a batch of IDs: everything in the form except the ID. A URL in the batch decides its own audience.
    ///
    /// # Errors
    /// As [`SignForm::specs`].
    pub(crate) fn order(&self, zone: Zone, key_id: &str) -> Result<SignOrder, Vec<FieldProblem>> {
        self.specs(zone)?;
        let (mut draft, _) = self.draft(zone);
        if self.set.is_none() {
            draft.audiences.clear();
        }
        let has_domain = !self.domain.trim().is_empty();
        Ok(SignOrder {
            draft,
            default: self.audience,
            formats: self.formats.clone(),
            domain: self.domain().ok().filter(|_| has_domain),
            key_id: key_id.to_owned(),
            duration: None,
            outlasts_duration: false,
            force: false,
        })
    }

    fn domain(&self) -> Result<String, DomainError> {
        if self.domain.trim().is_empty() {
            return Ok(MUX_DOMAIN.to_owned());
        }
        url::read_domain(&self.domain)
    }

    /// The URL of the token for one of the audiences.
    pub(crate) fn url_of(&self, audience: Audience) -> Option<MediaUrl> {
        let resource = Resource::from_format(audience, self.format_of(audience))?;
        Some(MediaUrl::new(
            self.id.trim(),
            resource,
            &self.domain().ok()?,
        ))
    }
}

/// `: time and width became claims`.
fn and(taken: &[String]) -> String {
    match taken {
        [] => String::new(),
        [one] => format!(": `{one}` became a claim"),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(|name| format!("`{name}`")).collect();
            format!(": {} and `{last}` became claims", first.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(form: &SignForm) -> TokenSpec {
        form.specs(Zone::UTC).expect("the form is valid").remove(0)
    }

    fn problems(form: &SignForm) -> Vec<String> {
        let problems = form.specs(Zone::UTC).err().unwrap_or_default();
        problems.into_iter().map(|one| one.problem.what).collect()
    }

    #[test]
    fn url_fills_the_form_and_its_query_becomes_claims() {
        let mut form = SignForm::default();
        let said = form.take_apart("https://image.mux.com/ID/thumbnail.jpg?time=25&width=640&x=1");
        assert_eq!(
            said.as_deref(),
            Some("Filled in from the URL of a thumbnail: `time`, `width` and `x` became claims")
        );
        assert_eq!(
            (
                form.audience,
                form.id.as_str(),
                form.format_of(form.audience)
            ),
            (Audience::Thumbnail, "ID", "jpg")
        );
        assert_eq!(
            spec(&form).claims.to_string(),
            r#"{"time":25,"width":640,"x":1}"#
        );
        assert_eq!(
            form.url_of(form.audience)
                .map(|url| url.to_string())
                .as_deref(),
            Some("https://image.mux.com/ID/thumbnail.jpg")
        );
    }

    #[test]
    fn player_set_gives_each_token_its_parameters() {
        let mut form = SignForm {
            set: Some(true),
            restriction: "R".to_owned(),
            ..SignForm::default()
        };
        form.take_apart("https://image.mux.com/ID/thumbnail.jpg?time=25");
        form.params.insert("asset_start_time", "3".to_owned());
        form.params
            .insert("fps", "not in any token of a set".to_owned());
        let specs = form.specs(Zone::UTC).expect("the form is valid");
        let lines: Vec<_> = specs
            .iter()
            .map(|spec| format!("{} {}", spec.audience.claim(), spec.claims))
            .collect();
        assert_eq!(
            lines,
            [
                r#"v {"asset_start_time":3,"playback_restriction_id":"R"}"#,
                r#"t {"time":25,"playback_restriction_id":"R"}"#,
                r#"s {"asset_start_time":3,"playback_restriction_id":"R"}"#,
                r#"d {"playback_restriction_id":"R"}"#,
            ]
        );
        let urls = form.audiences().iter().filter_map(|one| form.url_of(*one));
        assert_eq!(
            urls.map(|url| url.to_string()).collect::<Vec<_>>(),
            [
                "https://stream.mux.com/ID.m3u8",
                "https://image.mux.com/ID/thumbnail.jpg",
                "https://image.mux.com/ID/storyboard.vtt",
                "https://license.mux.com/license/widevine/ID",
            ]
        );
        form.params.insert("time", "soon".to_owned());
        form.custom = "[]".to_owned();
        let problems = form.specs(Zone::UTC).expect_err("two fields are wrong");
        assert_eq!(problems.len(), 2, "each is reported once: {problems:?}");
    }

    #[test]
    fn player_url_selects_a_set() {
        let mut form = SignForm::default();
        form.take_apart("https://player.mux.com/ID");
        assert_eq!((form.set, form.id.as_str()), (Some(false), "ID"));
    }

    #[test]
    fn custom_domain_is_kept() {
        let mut form = SignForm::default();
        form.take_apart("https://stream.video.example.com/ID/high.mp4");
        assert_eq!(
            form.url_of(form.audience)
                .map(|url| url.to_string())
                .as_deref(),
            Some("https://stream.video.example.com/ID/high.mp4")
        );
    }

    #[test]
    fn url_needs_no_scheme() {
        let mut form = SignForm::default();
        form.take_apart("stream.mux.com/abc.m3u8");
        assert_eq!(form.id, "abc");
    }

    #[test]
    fn duplicate_extra_claim_is_rejected() {
        let form = SignForm {
            extra: r#"{"a":1,"a":2}"#.to_owned(),
            ..SignForm::default()
        };
        assert_eq!(problems(&form), ["`a` appears twice in the extra claims"]);
    }

    #[test]
    fn bare_id_is_kept() {
        let mut form = SignForm::default();
        assert_eq!(form.take_apart("qIJBLZZgYRBqD"), None);
        assert_eq!(form, SignForm::default());
    }

    #[test]
    fn expiry_is_a_duration_or_a_date() {
        let expiry = |text: &str| {
            SignForm {
                expiry: text.to_owned(),
                ..SignForm::default()
            }
            .expiry(Zone::UTC)
        };
        assert_eq!(expiry("10h"), Ok(Expiry::In(Span(36_000))));
        assert_eq!(expiry("3600"), Ok(Expiry::In(Span(3600))));
        assert_eq!(
            expiry("1795330245"),
            Ok(Expiry::At(Timestamp(1_795_330_245)))
        );
        assert_eq!(
            expiry("2026-11-22 06:50:45"),
            Ok(Expiry::At(Timestamp(1_795_330_245)))
        );
        let says = |text: &str| expiry(text).map_err(|one| one.problem.what).err();
        assert_eq!(
            says("1795330245000").as_deref(),
            Some("`1795330245000` looks like milliseconds")
        );
        assert_eq!(
            says("soon").as_deref(),
            Some("`soon` is neither a duration nor a date")
        );
        assert_eq!(says("").as_deref(), Some("Enter an expiry"));
    }

    #[test]
    fn any_spec_survives_the_form() {
        for claims in [
            r#"{"width":640,"time":3.0}"#,
            r#"{"time":"10","n":123456789012345678901234567890,"custom":{"b":1,"a":[2]}}"#,
            r#"{"iat":5,"width":-1,"playback_restriction_id":"R","params":{"time":1}}"#,
            r#"{"flip_h":"true","flip_v":false,"rotate":90}"#,
        ] {
            let wanted = TokenSpec {
                claims: Object::parse(claims).expect("an object"),
                expiry: Expiry::At(Timestamp(1_795_330_245)),
                placement: KeyIdPlacement::Both,
                ..TokenSpec::new(Audience::Thumbnail, "ID")
            };
            assert_eq!(
                spec(&SignForm::from_spec(&wanted, None)),
                wanted,
                "{claims}"
            );
        }
    }

    #[test]
    fn every_unusable_field_is_reported() {
        let mut form = SignForm {
            audience: Audience::Gif,
            custom: "[1]".to_owned(),
            extra: "{\"exp\":1}".to_owned(),
            expiry: "1M".to_owned(),
            domain: "x/y".to_owned(),
            ..SignForm::default()
        };
        form.params.insert("width", "9999".to_owned());
        form.params
            .insert("max_resolution", "not of this audience".to_owned());
        form.formats.insert(Audience::Gif, "bmp".to_owned());
        assert_eq!(
            problems(&form),
            [
                "`1M` could mean minutes or months",
                "`width` must be a whole number from 1 to 640, not `9999`",
                "Custom claims are not a JSON object: expected an object, found a list at line 1, column 1",
                "`exp` has a field of its own",
                "Mux does not serve `bmp` for this token",
                "`x/y` is not a domain",
            ]
        );
    }
}
