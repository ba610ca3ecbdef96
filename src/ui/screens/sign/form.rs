//! What a person has typed into the Sign screen, and the request that it means.

use std::{collections::BTreeMap, slice};

use crate::core::{
    batch::sign::Order,
    diagnose::{self as inspect, evidence::Evidence, report::TokenReport},
    import,
    json::{Object, Value},
    mux::{
        audience::Audience,
        params::{self, Param},
        url::{self, DomainError, MUX_DOMAIN, MediaUrl, Resource},
    },
    problem::Problem,
    time::{Span, SpanError, Timestamp, Zone},
    token::{
        player,
        spec::{Expiry, KeyIdPlacement, TokenSpec},
    },
};

/// Everything in the form, as text where it is typed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Form {
    /// What the token opens; of a player set the first of its tokens.
    pub audience: Audience,
    /// Whether every token that a player needs is signed, and whether that for DRM is one of them.
    pub set: Option<WithDrm>,
    /// The ID.
    pub id: String,
    /// A duration or a date.
    pub expiry: String,
    /// The parameters, by name; an empty text is one that is not given. Those of other audiences wait for their turn.
    pub params: BTreeMap<&'static str, String>,
    /// The playback restriction.
    pub restriction: String,
    /// `custom`, as JSON.
    pub custom: String,
    /// Any other claims, as JSON.
    pub extra: String,
    /// Where the key ID goes.
    pub placement: KeyIdPlacement,
    /// The file format of each audience that has another than the usual one.
    pub formats: BTreeMap<Audience, String>,
    /// The custom domain; empty for Mux's own.
    pub domain: String,
    /// The order of the claims in the token that the form was filled from.
    order: Vec<String>,
}

/// Whether a player set has a token for DRM licenses.
pub(crate) type WithDrm = bool;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// The expiry.
    Expiry,
    /// A parameter.
    Param(&'static str),
    /// The custom claims.
    Custom,
    /// The extra claims.
    Extra,
    /// The file format.
    Format,
    /// The custom domain.
    Domain,
}

/// What keeps a field from being used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// Where.
    pub field: Field,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Default for Form {
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

/// A number of this size is a date in seconds and not a duration of decades.
const DATE_FROM: i64 = 1_000_000_000;

impl Form {
    /// The form that signs these claims again.
    pub(crate) fn from_request(request: &TokenSpec, url: Option<&MediaUrl>) -> Self {
        let mut form = Self {
            audience: request.audience,
            id: request.id.clone(),
            placement: request.placement,
            order: request
                .claims
                .iter()
                .map(|(name, _)| name.to_owned())
                .collect(),
            ..Self::default()
        };
        form.expiry = match request.expiry {
            Expiry::In(span) if span == Span::DEFAULT => "7d".to_owned(),
            Expiry::In(span) => format!("{}s", span.0),
            Expiry::At(moment) => moment.rfc3339().unwrap_or_else(|| moment.0.to_string()),
        };
        let mut extra = Object::default();
        for (name, value) in request.claims.iter() {
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

    /// Puts a claim into its own field if it has one and suits it, else to the extra ones.
    fn take_claim(&mut self, name: &str, value: &Value, extra: &mut Object) {
        let param = params::find(name, self.audience).filter(|param| param.check(value).is_ok());
        match param {
            Some(param) if param.name == "custom" => self.custom = value.pretty(),
            Some(param) if param.name == "playback_restriction_id" => {
                self.restriction = value.plain();
            }
            Some(param) => {
                // The text must read back as the same value: `"10"` in quotes stays a string.
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

    /// Takes apart what was pasted as an ID, if it is more than one: a URL of Mux, or a token.
    ///
    /// Says what was done with it. The query of the URL becomes claims.
    pub(crate) fn take_apart(&mut self, text: &str) -> Option<String> {
        let import = import::find(text);
        if let Some(found) = import.tokens.into_iter().next() {
            let report = inspect::inspect(text, &Evidence::default(), &[], Timestamp(0));
            let report: &TokenReport = report.tokens.first()?;
            report.token.claims()?;
            let expiry = self.expiry.clone();
            *self = Self::from_request(&report.request(), found.url.as_ref());
            // An old expiry is not what somebody wants who pastes a URL to sign it.
            self.expiry = expiry;
            let taken = found
                .url
                .as_ref()
                .map(|url| self.take_query(url))
                .unwrap_or_default();
            return Some(format!(
                "Filled in from the token of this {}{}",
                if found.url.is_some() { "URL" } else { "text" },
                and(&taken)
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
            // The claims have found their tokens, and the set is what is wanted.
            self.audience = Audience::Video;
        }
        Some(format!(
            "Took the URL of {} apart{}",
            url.resource.noun(),
            and(&taken)
        ))
    }

    /// Turns the query of a URL into claims, and says which.
    fn take_query(&mut self, url: &MediaUrl) -> Vec<String> {
        let mut taken = Vec::new();
        let mut extra = Object::parse(&self.extra).unwrap_or_default();
        let is_token = |name: &str| {
            name.eq_ignore_ascii_case("token") || Audience::from_token_name(name).is_some()
        };
        for (name, value) in url.query.iter().filter(|(name, _)| !is_token(name)) {
            let param = params::find(name, self.audience);
            let value = match param.map(|param| param.parse(value)) {
                Some(Ok(value)) => value,
                _ => Value::from_typed(value),
            };
            self.take_claim(name, &value, &mut extra);
            taken.push(name.clone());
        }
        if !extra.is_empty() {
            self.extra = Value::Object(extra).pretty();
        }
        taken
    }

    /// What is signed: one audience, or all of a player set.
    pub(crate) fn audiences(&self) -> &[Audience] {
        match self.set {
            Some(drm) => player::tokens(drm),
            None => slice::from_ref(&self.audience),
        }
    }

    /// The form for one of its tokens.
    fn for_one(&self, audience: Audience) -> Self {
        Self {
            audience,
            set: None,
            ..self.clone()
        }
    }

    /// The text of a parameter, for its field.
    pub(crate) fn param(&mut self, param: &Param) -> &mut String {
        self.params.entry(param.name).or_default()
    }

    /// The file format that the URL of an audience asks for.
    pub(crate) fn format_of(&self, audience: Audience) -> &str {
        let usual = Resource::formats(audience)
            .first()
            .copied()
            .unwrap_or_default();
        self.formats.get(&audience).map_or(usual, String::as_str)
    }

    fn format(&self) -> &str {
        self.format_of(self.audience)
    }

    /// When the token is to end.
    ///
    /// # Errors
    /// When the text is neither a duration nor a date.
    pub(crate) fn expiry(&self, zone: Zone) -> Result<Expiry, Trouble> {
        let text = self.expiry.trim();
        if text.parse::<i64>().is_ok_and(|number| number >= DATE_FROM) {
            let moment = Timestamp::parse(text, zone);
            return moment.map(Expiry::At).map_err(|error| Trouble {
                field: Field::Expiry,
                message: error.to_string(),
                hint: error.hint(),
            });
        }
        let error = match Span::parse(text) {
            Ok(span) => return Ok(Expiry::In(span)),
            Err(error) => error,
        };
        if let Ok(moment) = Timestamp::parse(text, zone) {
            return Ok(Expiry::At(moment));
        }
        let hint = match error {
            SpanError::Empty | SpanError::Unreadable(_) => {
                "Write a duration such as `7d` or `10h`, or a date such as `2026-12-31 18:00`."
                    .to_owned()
            }
            _ => error.hint().to_owned(),
        };
        let message = match error {
            SpanError::Unreadable(text) => format!("`{text}` is neither a duration nor a date"),
            error => error.to_string(),
        };
        Err(Trouble {
            field: Field::Expiry,
            message,
            hint,
        })
    }

    /// The requests that the form means, one for each audience. A parameter goes to the tokens that know it.
    ///
    /// # Errors
    /// Every field that cannot be used, with what is wrong with it.
    pub(crate) fn requests(&self, zone: Zone) -> Result<Vec<TokenSpec>, Vec<Trouble>> {
        let mut requests = Vec::new();
        let mut troubles: Vec<Trouble> = Vec::new();
        for audience in self.audiences() {
            match self.for_one(*audience).request(zone) {
                Ok(request) => requests.push(request),
                Err(more) => {
                    for trouble in more {
                        if !troubles.contains(&trouble) {
                            troubles.push(trouble);
                        }
                    }
                }
            }
        }
        if troubles.is_empty() {
            Ok(requests)
        } else {
            Err(troubles)
        }
    }

    /// The request for its audience.
    ///
    /// # Errors
    /// As [`Form::requests`].
    fn request(&self, zone: Zone) -> Result<TokenSpec, Vec<Trouble>> {
        let mut troubles = Vec::new();
        let mut claims = Vec::new();
        for param in params::of(self.audience).filter(|param| !param.is_general()) {
            let text = self.params.get(param.name).map_or("", |text| text.trim());
            if text.is_empty() {
                continue;
            }
            match param.parse(text) {
                Ok(value) => claims.push((param.name.to_owned(), value)),
                Err(error) => troubles.push(Trouble {
                    field: Field::Param(param.name),
                    message: error.to_string(),
                    hint: format!("{}.", param.summary),
                }),
            }
        }
        if !self.restriction.trim().is_empty() {
            claims.push((
                "playback_restriction_id".to_owned(),
                Value::from(self.restriction.trim()),
            ));
        }
        let mut object = |text: &str, field: Field, what: &str| {
            if text.trim().is_empty() {
                return None;
            }
            match Object::parse(text) {
                Ok(object) => Some(object),
                Err(error) => {
                    troubles.push(Trouble {
                        field,
                        message: format!("{what} are not a JSON object: {error}"),
                        hint: "Write them like `{\"session\": \"1234\"}`.".to_owned(),
                    });
                    None
                }
            }
        };
        if let Some(custom) = object(&self.custom, Field::Custom, "Custom claims") {
            claims.push(("custom".to_owned(), Value::Object(custom)));
        }
        let extra = object(&self.extra, Field::Extra, "Extra claims").unwrap_or_default();
        for (place, (name, value)) in extra.iter().enumerate() {
            if extra.iter().take(place).any(|(earlier, _)| earlier == name) {
                troubles.push(Trouble {
                    field: Field::Extra,
                    message: format!("`{name}` stands twice in the extra claims"),
                    hint: "Keep one of them; readers of JSON take either.".to_owned(),
                });
                continue;
            }
            if params::RESERVED.contains(&name) || claims.iter().any(|(claim, _)| claim == name) {
                troubles.push(Trouble {
                    field: Field::Extra,
                    message: format!("`{name}` has a field of its own"),
                    hint: "Take it out of the extra claims.".to_owned(),
                });
            }
            claims.push((name.to_owned(), value.clone()));
        }
        // Claims of a token that was filled in keep its order; new ones follow.
        claims.sort_by_key(|(name, _)| {
            self.order
                .iter()
                .position(|known| known == name)
                .unwrap_or(usize::MAX)
        });
        let expiry = self
            .expiry(zone)
            .map_err(|trouble| troubles.insert(0, trouble))
            .ok();
        if Resource::from_format(self.audience, self.format()).is_none() {
            troubles.push(Trouble {
                field: Field::Format,
                message: format!(
                    "`{}` is not a format that Mux serves for this token",
                    self.format()
                ),
                hint: format!("One of {}.", Resource::formats(self.audience).join(", ")),
            });
        }
        if let Err(error) = self.domain() {
            troubles.push(Trouble {
                field: Field::Domain,
                message: error.to_string(),
                hint: error.hint().to_owned(),
            });
        }
        match expiry {
            Some(expiry) if troubles.is_empty() => Ok(TokenSpec {
                audience: self.audience,
                id: self.id.trim().to_owned(),
                expiry,
                claims: claims.into_iter().collect(),
                placement: self.placement,
            }),
            _ => Err(troubles),
        }
    }

    /// What the form means for many IDs: everything but the ID. A URL among them says itself what it asks for.
    ///
    /// # Errors
    /// As [`Form::requests`].
    pub(crate) fn order(&self, zone: Zone, key_id: &str) -> Result<Order, Vec<Trouble>> {
        self.requests(zone)?;
        let of = |audience: Audience| {
            let request = self.for_one(audience).request(zone).map_err(|troubles| {
                let first = troubles.into_iter().next();
                first.map_or_else(
                    || Problem::new("the form cannot be used", "Look at it on the Sign screen."),
                    |trouble| Problem::new(trouble.message, trouble.hint),
                )
            });
            (audience, request)
        };
        let domain = self.domain.trim();
        Ok(Order {
            audiences: match self.set {
                Some(_) => self.audiences().to_vec(),
                None => Vec::new(),
            },
            usual: self.audience,
            requests: Audience::ALL.into_iter().map(of).collect(),
            formats: self.formats.clone(),
            domain: (!domain.is_empty())
                .then(|| self.domain())
                .and_then(Result::ok),
            key_id: key_id.to_owned(),
        })
    }

    fn domain(&self) -> Result<String, DomainError> {
        if self.domain.trim().is_empty() {
            return Ok(MUX_DOMAIN.to_owned());
        }
        url::read_domain(&self.domain)
    }

    /// The URL that a token of this form opens, for one of its audiences.
    pub(crate) fn url_of(&self, audience: Audience) -> Option<MediaUrl> {
        let resource = Resource::from_format(audience, self.format_of(audience))?;
        Some(MediaUrl::new(
            self.id.trim(),
            resource,
            &self.domain().ok()?,
        ))
    }
}

/// `: time and width are now claims`.
fn and(taken: &[String]) -> String {
    match taken {
        [] => String::new(),
        [one] => format!(": `{one}` is now a claim"),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(|name| format!("`{name}`")).collect();
            format!(": {} and `{last}` are now claims", first.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(form: &Form) -> TokenSpec {
        form.request(Zone::UTC).expect("the form is sound")
    }

    fn troubles(form: &Form) -> Vec<String> {
        let troubles = form.request(Zone::UTC).err().unwrap_or_default();
        troubles
            .into_iter()
            .map(|trouble| trouble.message)
            .collect()
    }

    #[test]
    fn a_public_url_fills_the_form_and_its_query_becomes_claims() {
        let mut form = Form::default();
        let said = form.take_apart("https://image.mux.com/ID/thumbnail.jpg?time=25&width=640&x=1");
        assert_eq!(
            said.as_deref(),
            Some("Took the URL of a thumbnail apart: `time`, `width` and `x` are now claims")
        );
        assert_eq!(
            (form.audience, form.id.as_str(), form.format()),
            (Audience::Thumbnail, "ID", "jpg")
        );
        assert_eq!(
            request(&form).claims.to_string(),
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
    fn a_player_set_signs_each_token_with_its_own_parameters() {
        let mut form = Form {
            set: Some(true),
            restriction: "R".to_owned(),
            ..Form::default()
        };
        form.take_apart("https://image.mux.com/ID/thumbnail.jpg?time=25");
        form.params.insert("asset_start_time", "3".to_owned());
        form.params.insert("fps", "of no token in a set".to_owned());
        let requests = form.requests(Zone::UTC).expect("the form is sound");
        let told: Vec<_> = requests
            .iter()
            .map(|request| format!("{} {}", request.audience.claim(), request.claims))
            .collect();
        assert_eq!(
            told,
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
        let troubles = form.requests(Zone::UTC).expect_err("two fields are wrong");
        assert_eq!(troubles.len(), 2, "each is told once: {troubles:?}");
    }

    #[test]
    fn the_hosted_player_asks_for_a_set() {
        let mut form = Form::default();
        form.take_apart("https://player.mux.com/ID");
        assert_eq!((form.set, form.id.as_str()), (Some(false), "ID"));
    }

    #[test]
    fn a_custom_domain_stays() {
        let mut form = Form::default();
        form.take_apart("https://stream.video.example.com/ID/high.mp4");
        assert_eq!(
            form.url_of(form.audience)
                .map(|url| url.to_string())
                .as_deref(),
            Some("https://stream.video.example.com/ID/high.mp4")
        );
    }

    #[test]
    fn a_url_without_a_scheme_is_a_url_all_the_same() {
        let mut form = Form::default();
        form.take_apart("stream.mux.com/abc.m3u8");
        assert_eq!(form.id, "abc");
    }

    #[test]
    fn a_claim_that_stands_twice_is_told_so() {
        let form = Form {
            extra: r#"{"a":1,"a":2}"#.to_owned(),
            ..Form::default()
        };
        assert_eq!(troubles(&form), ["`a` stands twice in the extra claims"]);
    }

    #[test]
    fn an_id_is_left_as_it_is() {
        let mut form = Form::default();
        assert_eq!(form.take_apart("qIJBLZZgYRBqD"), None);
        assert_eq!(form, Form::default());
    }

    #[test]
    fn an_expiry_is_a_duration_or_a_date() {
        let expiry = |text: &str| {
            Form {
                expiry: text.to_owned(),
                ..Form::default()
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
        let says = |text: &str| expiry(text).map_err(|trouble| trouble.message).err();
        assert_eq!(
            says("1795330245000").as_deref(),
            Some("`1795330245000` looks like milliseconds")
        );
        assert_eq!(
            says("soon").as_deref(),
            Some("`soon` is neither a duration nor a date")
        );
        assert_eq!(says("").as_deref(), Some("no duration"));
    }

    #[test]
    fn any_request_survives_the_form() {
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
                request(&Form::from_request(&wanted, None)),
                wanted,
                "{claims}"
            );
        }
    }

    #[test]
    fn every_field_that_cannot_be_used_is_told() {
        let mut form = Form {
            audience: Audience::Gif,
            custom: "[1]".to_owned(),
            extra: "{\"exp\":1}".to_owned(),
            expiry: "1M".to_owned(),
            domain: "x/y".to_owned(),
            ..Form::default()
        };
        form.params.insert("width", "9999".to_owned());
        form.params
            .insert("max_resolution", "not of this audience".to_owned());
        form.formats.insert(Audience::Gif, "bmp".to_owned());
        assert_eq!(
            troubles(&form),
            [
                "`1M` could mean minutes or months",
                "`width` must be a whole number from 1 to 640, not `9999`",
                "Custom claims are not a JSON object: expected an object, found a list at line 1, column 1",
                "`exp` has a field of its own",
                "`bmp` is not a format that Mux serves for this token",
                "`x/y` is not a domain",
            ]
        );
    }
}
