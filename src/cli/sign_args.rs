//! The arguments of `sign`, and the tokens that they describe.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};

use crate::{
    cli::{
        args::{SigningKeyArgs, is_standard_input, parsed, time},
        code::{self, CodeArg},
    },
    core::{
        batch::sign::keep_warnings,
        diagnose::finding::Finding,
        json::{Object, Value},
        mux::{
            audience::Audience,
            non_id::NonId,
            url::{self, Resource},
        },
        problem::Problem,
        time::{Span, SpanError},
        token::{
            draft::{Draft, Given},
            player,
            spec::{Expiry, KeyIdPlacement},
            target::{Target, TargetError},
        },
    },
    platform::Clock,
};

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Types:
  video (the default), thumbnail, gif, storyboard, drm
  player: video, thumbnail and storyboard together
  video-id, asset-id, playback-id, live-stream-id: viewer counts

Examples:
  mux-jwt sign PLAYBACK_ID
  mux-jwt sign PLAYBACK_ID -t thumbnail -p time=25 -p width=640 --format webp
  mux-jwt sign \"https://image.mux.com/PLAYBACK_ID/thumbnail.jpg?time=25\" -e 2h
  mux-jwt sign PLAYBACK_ID -t player --json
  mux-jwt sign PLAYBACK_ID --qr
  mux-jwt sign --ids videos.csv --column playback_id -e 12h --csv
  mux-jwt sign --ids assets.json --csv
  mux-jwt sign PLAYBACK_ID -t thumbnail -p time=25 --code python

The key is read from --key-file, else from MUX_PRIVATE_KEY;
its ID from --key-id, else from MUX_SIGNING_KEY.")]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
pub(super) struct SignArgs {
    /// Playback ID, another ID that the type requires, or a whole Mux URL; - for standard input
    #[arg(
        value_name = "ID",
        required_unless_present_any = ["code", "ids"],
        default_value = "",
        hide_default_value = true
    )]
    pub(super) target: String,
    /// File with many IDs or URLs, one per line or as CSV, or with an answer of the Mux API as JSON, whose signed
    /// playback IDs are used; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["target", "json"])]
    pub(super) ids: Option<PathBuf>,
    /// Column with the IDs, by name or number, if it cannot be detected
    #[arg(long, value_name = "COLUMN")]
    pub(super) column: Option<String>,
    /// Print the rows of --ids as CSV: their own columns, then token, URL, expiry, error and warning
    #[arg(long, conflicts_with_all = ["token_only", "jsonl", "json"])]
    pub(super) csv: bool,
    /// Print the rows of --ids as JSON, one per line
    #[arg(long, conflicts_with_all = ["token_only", "json"])]
    pub(super) jsonl: bool,
    /// Type of token; repeatable
    #[arg(short = 't', long = "type", value_name = "TYPE", value_parser = token_type)]
    types: Vec<TokenType>,
    /// Lifetime of the token: 90s, 30m, 10h, 7d, 1y
    #[arg(
        short,
        long,
        value_name = "SPAN",
        conflicts_with = "expires_at",
        allow_hyphen_values = true,
        help = "Lifetime of the token: 90s, 30m, 10h, 7d, 1y [default: 7d]",
        value_parser = Lifetime::read
    )]
    expiration: Option<Lifetime>,
    /// Expiry of the token: a date, RFC 3339, or seconds since 1970
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    expires_at: Option<String>,
    /// Duration of the video, such as 90m: the token is valid for this long and 12 hours more, unless its expiry is given
    #[arg(long, value_name = "SPAN", value_parser = parsed(duration))]
    pub(super) duration: Option<Span>,
    /// Parameter of the token; repeatable
    #[arg(short, long = "param", value_name = "NAME=VALUE", value_parser = param)]
    params: Vec<Given>,
    /// Parameters as a JSON object, placed before those of -p
    #[arg(long, value_name = "JSON", value_parser = |text: &str| object(text, r#"{"time":25}"#))]
    params_json: Option<Object>,
    /// ID of a playback restriction
    #[arg(long, value_name = "ID")]
    restriction: Option<String>,
    /// JSON object with your own values, for tracing the token
    #[arg(long, value_name = "JSON", value_parser = |text: &str| object(text, r#"{"user":"42"}"#))]
    custom: Option<Object>,
    #[command(flatten)]
    pub(super) key: SigningKeyArgs,
    /// Where the key ID goes in the token
    #[arg(
        long,
        value_name = "PLACE",
        default_value = KeyIdPlacement::Payload.word(),
        value_parser = PossibleValuesParser::new(KeyIdPlacement::ALL.map(KeyIdPlacement::word))
            .map(|word| KeyIdPlacement::from_word(&word).unwrap_or_default())
    )]
    kid: KeyIdPlacement,
    /// Format that the URL requests: m3u8, highest.mp4, png, webp, vtt, widevine, …
    #[arg(long, value_name = "FORMAT")]
    pub(super) format: Option<String>,
    /// Custom domain instead of mux.com
    #[arg(long, value_name = "DOMAIN", value_parser = parsed(url::read_domain))]
    pub(super) domain: Option<String>,
    /// Print token, URL and claims as JSON
    #[arg(long, conflicts_with = "token_only")]
    pub(super) json: bool,
    /// Print the token without the URL
    #[arg(long)]
    pub(super) token_only: bool,
    /// Sign even what is not an ID, what has already expired, and what Mux rejects
    #[arg(long)]
    pub(super) force: bool,
    /// Also print a QR code of the URL, to open it on a phone
    #[arg(long, conflicts_with_all = ["json", "token_only", "code", "ids"])]
    pub(super) qr: bool,
    /// Print code that signs this, or a player with the tokens; `list` prints their names
    #[arg(
        long,
        value_name = "LANG",
        conflicts_with_all = ["json", "token_only", "ids"],
        value_parser = code::read
    )]
    pub(super) code: Option<CodeArg>,
}

/// The name of the type for those of [`player::tokens`].
const PLAYER: &str = "player";

const RESTRICTION: &str = "playback_restriction_id";
const CUSTOM: &str = "custom";

/// A lifetime, and how it was written.
#[derive(Clone, Debug)]
struct Lifetime {
    text: String,
    span: Span,
}

impl Lifetime {
    fn read(text: &str) -> Result<Self, Problem> {
        // From here on a number is a time, not a duration of decades.
        const TIME_FROM: i64 = 1_000_000_000;
        if text
            .trim()
            .parse()
            .is_ok_and(|number: i64| number >= TIME_FROM)
        {
            return Err(Problem::new(
                format!("`{text}` looks like a time in seconds since 1970, not a duration"),
                "For a time, use `--expires-at`. A duration has a unit, such as `7d` or `10h`.",
            ));
        }
        Ok(Self {
            text: text.to_owned(),
            span: Span::parse(text)?,
        })
    }
}

/// The value of `-t`.
#[derive(Clone, Copy, Debug)]
enum TokenType {
    One(Audience),
    Player,
}

fn token_type(name: &str) -> Result<TokenType, Problem> {
    if name.trim().eq_ignore_ascii_case(PLAYER) {
        return Ok(TokenType::Player);
    }
    Audience::from_type(name)
        .map(TokenType::One)
        .ok_or_else(|| {
            let names = Audience::ALL.map(Audience::type_name).join(", ");
            Problem::new(
                format!("`{name}` is not a token type"),
                format!("Valid types: {names}, {PLAYER}."),
            )
        })
}

/// A problem that `--force` overrides.
fn forcible(problem: Problem) -> Problem {
    Problem {
        hint: format!("{} To sign it anyway: `--force`.", problem.hint),
        ..problem
    }
}

fn duration(text: &str) -> Result<Span, SpanError> {
    Span::parse(text)
}

fn param(text: &str) -> Result<Given, Problem> {
    text.split_once('=')
        .map(|(name, value)| (name.trim(), value))
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, value)| Given::typed(name, value))
        .ok_or_else(|| {
            Problem::new(
                format!("`{text}` is not of the form NAME=VALUE"),
                "For example: `-p time=25`.",
            )
        })
}

fn object(text: &str, example: &str) -> Result<Object, Problem> {
    Object::parse(text).map_err(|error| {
        Problem::new(
            format!("not a JSON object: {error}"),
            format!("Quote it for the shell, for example: '{example}'"),
        )
    })
}

impl SignArgs {
    /// Whether standard input is read.
    pub(super) fn reads_standard_input(&self) -> bool {
        self.target == "-"
            || self.ids.as_deref().is_some_and(is_standard_input)
            || self.key.reads_standard_input()
    }

    /// When the tokens expire.
    ///
    /// # Errors
    /// If that is in the past, unless it is forced.
    pub(super) fn expiry(&self, clock: &dyn Clock) -> Result<Expiry, Problem> {
        let expiry = match (&self.expires_at, &self.expiration, self.duration) {
            (Some(text), ..) => Expiry::At(time("--expires-at", text, clock)?),
            (None, Some(lifetime), _) => Expiry::In(lifetime.span),
            (None, None, Some(duration)) => Expiry::outlasting(duration),
            (None, None, None) => Expiry::In(Span::DEFAULT),
        };
        if !self.force {
            expiry
                .check(clock.now())
                .map_err(|error| forcible(error.into()))?;
        }
        Ok(expiry)
    }

    /// What the tokens are for.
    ///
    /// # Errors
    /// If it is not an ID and not a Mux URL, unless it is forced.
    pub(super) fn target(&self, text: &str, audiences: &[Audience]) -> Result<Target, Problem> {
        match Target::read(text, audiences) {
            Ok(target) => Ok(target),
            Err(_) if self.force => Ok(Target::bare(text)),
            // Code that signs is written before there is an ID.
            Err(TargetError::NotAnId {
                kind: NonId::Placeholder,
                ..
            }) if matches!(self.code, Some(CodeArg::Snippet(code)) if !code.carries_token()) => {
                Ok(Target::bare(text))
            }
            Err(error) => Err(forcible(error.into())),
        }
    }

    /// The audiences of `-t`, each once.
    pub(super) fn audiences(&self) -> Vec<Audience> {
        let mut audiences = Vec::new();
        for kind in &self.types {
            let meant = match kind {
                TokenType::One(audience) => std::slice::from_ref(audience),
                TokenType::Player => player::tokens(false),
            };
            for audience in meant {
                if !audiences.contains(audience) {
                    audiences.push(*audience);
                }
            }
        }
        audiences
    }

    /// Every parameter in the order of the payload: of the URL, `--params-json`, `-p`, restriction, `custom`.
    pub(super) fn given(&self, target: &Target) -> Vec<Given> {
        let of_json = self.params_json.iter().flat_map(Object::iter);
        let of_json = of_json.map(|(name, value)| Given::json(name, value.clone()));
        let restriction = self.restriction.as_deref();
        let restriction = restriction.map(|id| Given::typed(RESTRICTION, id.trim()));
        let custom = self.custom.clone();
        let custom = custom.map(|custom| Given::json(CUSTOM, Value::Object(custom)));
        let of_url = target.given();
        of_url
            .chain(of_json)
            .chain(self.params.iter().cloned())
            .chain(restriction)
            .chain(custom)
            .collect()
    }

    /// The findings that are at least warnings, each once.
    ///
    /// # Errors
    /// The first error, unless it is forced.
    pub(super) fn warnings(&self, found: Vec<Finding>) -> Result<Vec<Finding>, Problem> {
        let mut findings = Vec::new();
        keep_warnings(found, self.force, &mut findings).map_err(forcible)?;
        Ok(findings)
    }

    /// Whether an expiry was given.
    pub(super) fn has_expiry(&self) -> bool {
        self.expiration.is_some() || self.expires_at.is_some()
    }

    /// The expiry as it was given.
    pub(super) fn expiration_text(&self, expiry: Expiry) -> String {
        let lifetime = self.expiration.as_ref().map(|lifetime| &lifetime.text);
        match (self.expires_at.as_ref().or(lifetime), expiry) {
            (Some(text), _) => text.clone(),
            (None, Expiry::In(span)) if span != Span::DEFAULT => format!("{}s", span.0),
            (None, _) => "7d".to_owned(),
        }
    }

    /// The tokens to sign.
    pub(super) fn draft(&self, target: &Target, audiences: &[Audience], expiry: Expiry) -> Draft {
        Draft {
            given: self.given(target),
            expiry,
            placement: self.kid,
            ..Draft::new(&target.id, audiences)
        }
    }

    /// What the URL of each token requests.
    pub(super) fn resources(
        &self,
        target: &Target,
        audiences: &[Audience],
    ) -> Result<Vec<Resource>, Problem> {
        let Some(format) = &self.format else {
            let resources = audiences.iter();
            return Ok(resources
                .map(|audience| target.resource_for(*audience))
                .collect());
        };
        let [audience] = audiences else {
            return Err(Problem::new(
                "`--format` requires a single type",
                "Remove `--format`, or sign one type at a time.",
            ));
        };
        let resource = Resource::from_format(*audience, format.trim());
        resource.map(|resource| vec![resource]).ok_or_else(|| {
            Problem::new(
                format!("`{format}` is not a format for {}", audience.noun()),
                format!(
                    "Valid formats: {}.",
                    Resource::formats(*audience).join(", ")
                ),
            )
        })
    }
}
