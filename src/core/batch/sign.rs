//! Signs a row: what all rows have in common, plus the ID or URL of this one.

use std::collections::BTreeMap;

use super::row::Row;
use crate::core::{
    diagnose::{check_signed, finding::Finding},
    key::SigningKey,
    level::Severity,
    mux::{
        audience::Audience,
        url::{MediaUrl, Resource, TOKEN},
    },
    problem::Problem,
    time::{Span, Timestamp},
    token::{draft::Draft, player::token_name, spec::Expiry, target::Target},
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
    /// The duration of each video, if the row does not have its own.
    pub duration: Option<Span>,
    /// Whether a row with a duration expires after it, instead of as in the draft.
    pub outlasts_duration: bool,
    /// Whether to sign what is not an ID, what has expired, and what Mux rejects.
    pub force: bool,
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
    /// What the rules report on the tokens, each once: nothing below a warning.
    pub findings: Vec<Finding>,
}

impl SignedRow {
    /// The findings in one line; empty without any.
    pub fn warning(&self) -> String {
        let findings = self.findings.iter();
        let lines: Vec<_> = findings.map(Finding::with_id).collect();
        lines.join("; ")
    }
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
    /// Signs for an ID, or for a Mux URL whose query becomes claims before those of the draft. `duration` is that of
    /// the video, if the row has it.
    ///
    /// # Errors
    /// If the text is neither, if a value cannot be signed, or if Mux rejects the token.
    pub fn sign(
        &self,
        text: &str,
        duration: Option<Span>,
        key: &SigningKey,
        now: Timestamp,
    ) -> Result<SignedRow, Problem> {
        let target = match Target::read(text, &self.draft.audiences) {
            Err(_) if self.force => Target::bare(text),
            target => target?,
        };
        let duration = duration.or(self.duration);
        let expiry = match duration {
            Some(duration) if self.outlasts_duration => Expiry::outlasting(duration),
            _ => self.draft.expiry,
        };
        if !self.force {
            expiry.check(now)?;
        }
        let mut draft = Draft {
            id: target.id.clone(),
            given: target.given().chain(self.draft.given.clone()).collect(),
            expiry,
            ..self.draft.clone()
        };
        if draft.audiences.is_empty() {
            draft.audiences.push(self.audience_of(&target)?);
        }
        let mut signed = SignedRow {
            id: target.id.clone(),
            tokens: Vec::with_capacity(draft.audiences.len()),
            expires_at: now,
            findings: Vec::new(),
        };
        for spec in draft.specs()? {
            let made = spec.sign_with(&self.key_id, |text| key.sign(text), now)?;
            let resource = self.resource(&target, spec.audience)?;
            let domain = self.domain.as_ref().unwrap_or(&target.domain);
            let url = MediaUrl::new(&target.id, resource, domain);
            let found = check_signed(&made.token, &url, duration, now);
            keep_warnings(found, self.force, &mut signed.findings)?;
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

    /// Why a row of an answer of Mux's API is not to be signed; `None` if it is.
    pub fn skipped(&self, row: &Row) -> Option<String> {
        let item = row.item.as_ref()?;
        let audience = self.draft.audiences.first().copied();
        item.skipped(audience.unwrap_or(self.default))
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

/// Adds the findings on a signed token that are at least warnings, each once.
///
/// # Errors
/// The first error, unless `force` is set.
pub fn keep_warnings(
    found: Vec<Finding>,
    force: bool,
    all: &mut Vec<Finding>,
) -> Result<(), Problem> {
    for finding in found {
        match finding.severity {
            Severity::Info => continue,
            Severity::Error if !force => {
                return Err(Problem::new(finding.with_id(), finding.hint));
            }
            Severity::Error | Severity::Warning => {}
        }
        if all.iter().all(|other| other.message != finding.message) {
            all.push(finding);
        }
    }
    Ok(())
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
            duration: None,
            outlasts_duration: true,
            force: false,
        }
    }

    fn sign(order: &SignOrder, text: &str) -> Result<SignedRow, Problem> {
        let key = Key::demo();
        order.sign(text, None, &key.signing().expect("private").share(), NOW)
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
    }

    #[test]
    fn row_without_an_id_is_signed_only_by_force() {
        let mut order = order(&[]);
        for (text, what) in [
            (
                "hello world",
                "`hello world` is not an ID: it contains a space",
            ),
            (r#"{"playback_id":"AbC"}"#, "this is JSON, not an ID"),
            ("<html>", "this is HTML or XML, not an ID"),
            ("null", "`null` is not an ID, but an unset variable"),
        ] {
            order.force = false;
            assert_eq!(sign(&order, text).expect_err(text).what, what);
            order.force = true;
            let signed = sign(&order, text).expect(text);
            assert!(!signed.findings.is_empty(), "{text}");
        }
    }

    #[test]
    fn past_expiry_is_rejected() {
        let mut order = order(&[]);
        order.draft.expiry = Expiry::At(Timestamp(NOW.0 - 60));
        let problem = sign(&order, "ID").expect_err("it is over");
        assert!(
            problem.what.starts_with("the expiry is in the past: "),
            "{problem}"
        );
        order.force = true;
        let signed = sign(&order, "ID").expect("it is forced");
        assert_eq!(signed.findings[0].id, "expired");
    }

    #[test]
    fn rules_are_reported_on_a_row() {
        let mut order = order(&[Audience::Video, Audience::Storyboard]);
        assert_eq!(sign(&order, "ID").expect("an ID").warning(), "");
        for (name, value) in [
            ("asset_start_time", "50"),
            ("asset_end_time", "10"),
            ("mine", "1"),
        ] {
            order.draft.given.push(Given::typed(name, value));
        }
        let signed = sign(&order, "ID").expect("an ID");
        let ids: Vec<_> = signed.findings.iter().map(|finding| finding.id).collect();
        assert_eq!(ids, ["unknown-param", "conflicting-params"], "each once");
        assert!(
            signed.warning().ends_with("[conflicting-params]"),
            "{}",
            signed.warning()
        );
    }

    #[test]
    fn duration_of_a_row_decides_the_expiry() {
        let key = Key::demo();
        let key = key.signing().expect("private");
        let mut order = order(&[]);
        let expires = |order: &SignOrder, duration| {
            let signed = order.sign("ID", duration, key, NOW).expect("an ID");
            (signed.expires_at.since(NOW).0, signed.warning())
        };
        let hour = Some(Span(3600));
        assert_eq!(expires(&order, None), (604_800, String::new()));
        assert_eq!(expires(&order, hour), (13 * 3600, String::new()));
        order.duration = Some(Span(7200));
        assert_eq!(expires(&order, None).0, 14 * 3600);
        order.outlasts_duration = false;
        order.draft.expiry = Expiry::In(Span(60));
        let (left, warning) = expires(&order, hour);
        assert_eq!(left, 60);
        assert!(warning.ends_with("[expires-before-end]"), "{warning}");
    }
}
