//! `sign`: a token from arguments, and its URL.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::builder::{PossibleValuesParser, TypedValueParser as _};

use crate::{
    cli::{
        args::{SigningKeyArgs, is_standard_input, parsed, time},
        batch::{self, Batch, OutputFormat},
        code::{self, CodeArg},
        keys,
        output::Output,
        signed::{SignedFor, as_json},
        text,
    },
    core::{
        batch::{Task, columns::Wanted, sign::SignOrder},
        export::ExportItem,
        json::{Object, Value},
        mux::{
            audience::Audience,
            id::strange_in_id,
            params::RESERVED,
            url::{self, MediaUrl, Resource},
        },
        problem::Problem,
        qr::Qr,
        time::{Span, SpanError, Timestamp},
        token::{
            draft::{Draft, Given},
            name_char,
            player::{self},
            spec::{Expiry, KeyIdPlacement, SignError, TokenSpec},
            target::Target,
        },
    },
    platform::{Clock, Terminal, rows::Shape},
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
  mux-jwt sign PLAYBACK_ID -t thumbnail -p time=25 --code python

The key is read from --key-file, else from MUX_PRIVATE_KEY;
its ID from --key-id, else from MUX_SIGNING_KEY.")]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
pub(super) struct Args {
    /// Playback ID, another ID that the type requires, or a whole Mux URL
    #[arg(
        value_name = "ID",
        required_unless_present_any = ["code", "ids"],
        default_value = "",
        hide_default_value = true,
        value_parser = parsed(Target::read)
    )]
    target: Target,
    /// File with many IDs or URLs, one per line or as CSV; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["target", "json"])]
    pub(super) ids: Option<PathBuf>,
    /// Column with the IDs, by name or number, if it cannot be detected
    #[arg(long, value_name = "COLUMN", requires = "ids")]
    column: Option<String>,
    /// Print the rows of --ids as CSV: their own columns, then token, URL, expiry and error
    #[arg(long, requires = "ids", conflicts_with_all = ["token_only", "jsonl"])]
    csv: bool,
    /// Print the rows of --ids as JSON, one per line
    #[arg(long, requires = "ids", conflicts_with = "token_only")]
    jsonl: bool,
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
        value_parser = parsed(Lifetime::read)
    )]
    expiration: Option<Lifetime>,
    /// Expiry of the token: a date, RFC 3339, or seconds since 1970
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    expires_at: Option<String>,
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
    key: SigningKeyArgs,
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
    format: Option<String>,
    /// Custom domain instead of mux.com
    #[arg(long, value_name = "DOMAIN", value_parser = parsed(url::read_domain))]
    domain: Option<String>,
    /// Print token, URL and claims as JSON
    #[arg(long, conflicts_with = "token_only")]
    json: bool,
    /// Print the token without the URL
    #[arg(long)]
    token_only: bool,
    /// Also print a QR code of the URL, to open it on a phone
    #[arg(long, conflicts_with_all = ["json", "token_only", "code", "ids"])]
    qr: bool,
    /// Print code that signs this, or a player with the tokens; `list` prints their names
    #[arg(
        long,
        value_name = "LANG",
        conflicts_with_all = ["json", "token_only"],
        value_parser = code::read
    )]
    code: Option<CodeArg>,
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
    fn read(text: &str) -> Result<Self, SpanError> {
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

impl Args {
    /// Whether standard input is read.
    pub(super) fn reads_standard_input(&self) -> bool {
        self.ids.as_deref().is_some_and(is_standard_input) || self.key.reads_standard_input()
    }

    /// When the tokens expire.
    fn expiry(&self, clock: &dyn Clock) -> Result<Expiry, Problem> {
        Ok(match (&self.expires_at, &self.expiration) {
            (Some(text), _) => Expiry::At(time("--expires-at", text, clock)?),
            (None, Some(lifetime)) => Expiry::In(lifetime.span),
            (None, None) => Expiry::In(Span::DEFAULT),
        })
    }

    /// The audiences of `-t`, each once.
    fn audiences(&self) -> Vec<Audience> {
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
    fn given(&self) -> Vec<Given> {
        let of_json = self.params_json.iter().flat_map(Object::iter);
        let of_json = of_json.map(|(name, value)| Given::json(name, value.clone()));
        let restriction = self.restriction.as_deref();
        let restriction = restriction.map(|id| Given::typed(RESTRICTION, id.trim()));
        let custom = self.custom.clone();
        let custom = custom.map(|custom| Given::json(CUSTOM, Value::Object(custom)));
        let of_url = self.target.given();
        of_url
            .chain(of_json)
            .chain(self.params.iter().cloned())
            .chain(restriction)
            .chain(custom)
            .collect()
    }

    /// The tokens to sign.
    fn draft(&self, audiences: &[Audience], expiry: Expiry) -> Draft {
        Draft {
            given: self.given(),
            expiry,
            placement: self.kid,
            ..Draft::new(&self.target.id, audiences)
        }
    }

    /// What the URL of each token requests.
    fn resources(&self, audiences: &[Audience]) -> Result<Vec<Resource>, Problem> {
        let Some(format) = &self.format else {
            let resources = audiences.iter();
            return Ok(resources
                .map(|audience| self.target.resource_for(*audience))
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

/// Signs a token, or the tokens of a player.
pub(super) fn run(args: &Args, system: &dyn Terminal) -> Result<Output, Problem> {
    let snippet = match args.code {
        Some(CodeArg::List) => return Ok(code::list()),
        Some(CodeArg::Snippet(snippet)) => Some(snippet),
        None => None,
    };
    let now = system.now();
    let target = &args.target;
    let mut audiences = args.audiences();
    if audiences.is_empty() {
        match &target.resource {
            Some(Resource::Player) => audiences.extend(player::tokens(false)),
            Some(resource) => audiences.extend(resource.audiences().first()),
            None => audiences.push(Audience::Video),
        }
    }
    let resources = args.resources(&audiences)?;
    let domain = args.domain.as_ref().unwrap_or(&target.domain);
    let expiry = args.expiry(system)?;
    let draft = args.draft(&audiences, expiry);
    let item = |(request, resource): (TokenSpec, Resource)| ExportItem {
        url: MediaUrl::new(&request.id, resource, domain),
        request,
        token: String::new(),
    };
    let mut items: Vec<ExportItem> = draft
        .specs()?
        .into_iter()
        .zip(resources)
        .map(item)
        .collect();
    let mut warnings = draft.unknown_params();
    let strange = audiences
        .iter()
        .find_map(|audience| strange_in_id(*audience, &target.id));
    warnings
        .extend(strange.map(|c| format!("the ID contains a {}, but Mux IDs do not", name_char(c))));
    warnings.extend(already_expired(expiry, now));
    if let Some(snippet) = snippet
        && !snippet.carries_token()
    {
        for item in &items {
            // The code needs no key, but a complete request.
            item.request.contents("K", now)?;
        }
        return code::write(snippet, &items, warnings);
    }
    let (key_id, key) = keys::for_signing(&args.key, system, &mut warnings)?;
    let mut tokens = Vec::new();
    for item in &mut items {
        let signed = item.request.sign(&key_id, &key, now)?;
        item.token.clone_from(&signed.token);
        tokens.push(SignedFor {
            audience: item.request.audience,
            signed,
            url: item.signed_url(),
        });
    }
    if let Some(snippet) = snippet {
        return code::write(snippet, &items, warnings);
    }
    let text = if args.json {
        let lifetime = args.expiration.as_ref().map(|lifetime| &lifetime.text);
        let expiration = args.expires_at.as_ref().or(lifetime);
        let expiration = expiration.map_or("7d", String::as_str);
        let json = as_json(&draft.id, expiration, &draft.given, &tokens);
        text::json(&Value::Object(json))
    } else {
        in_text(args, &tokens, &mut warnings)
    };
    Ok(Output {
        warnings,
        ..Output::from(text)
    })
}

/// A line for each token, with its QR code below if one is requested.
fn in_text(args: &Args, tokens: &[SignedFor], warnings: &mut Vec<String>) -> String {
    let mut text = String::new();
    for token in tokens {
        let line = if args.token_only {
            &token.signed.token
        } else {
            &token.url
        };
        text += line;
        text.push('\n');
        if args.qr {
            match Qr::new(&token.url) {
                Some(qr) => text += &qr.to_terminal(),
                None => {
                    warnings
                        .push("the URL is too long for a QR code: more than 2,953 bytes".into());
                }
            }
        }
    }
    text
}

/// Signs every row of a file and writes the results as they come.
pub(super) fn run_batch(
    args: &Args,
    file: &Path,
    system: &dyn Terminal,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, Problem> {
    if is_standard_input(file) && args.key.reads_standard_input() {
        return Err(Problem::new(
            "the IDs and the key cannot both come from standard input",
            "Pass the key as a file, or set MUX_PRIVATE_KEY.",
        ));
    }
    let audiences = args.audiences();
    if !audiences.is_empty() {
        args.resources(&audiences)?;
    }
    let now = system.now();
    let expiry = args.expiry(system)?;
    let draft = args.draft(&audiences, expiry);
    // Reported once rather than for every row.
    draft.specs()?;
    let asked = if audiences.is_empty() {
        &Audience::ALL[..]
    } else {
        &audiences
    };
    let mut names = draft.given.iter().map(|given| &given.name);
    if let Some(name) = names.find(|name| RESERVED.contains(&name.as_str())) {
        return Err(SignError::Reserved(name.clone()).into());
    }
    let mut warnings = args.draft(asked, expiry).unknown_params();
    warnings.extend(already_expired(expiry, now));
    let (key_id, key) = keys::for_signing(&args.key, system, &mut warnings)?;
    let formats = asked
        .iter()
        .filter_map(|audience| Some((*audience, args.format.clone()?)));
    let order = SignOrder {
        draft,
        formats: formats.collect(),
        domain: args.domain.clone(),
        key_id,
        default: Audience::Video,
    };
    let batch = Batch {
        file,
        shape: Shape {
            is_table: batch::is_table(file, args.column.as_deref()),
            column: args.column.clone(),
            wanted: Wanted::Ids(audiences.first().copied().unwrap_or(Audience::Video)),
        },
        format: match () {
            () if args.csv => OutputFormat::Csv,
            () if args.jsonl => OutputFormat::Jsonl,
            () => OutputFormat::Lines {
                token_only: args.token_only,
            },
        },
        task: Task::Sign { order, key },
        warnings,
    };
    batch::run(batch, system, out, err)
}

/// A warning if the tokens expire before now.
fn already_expired(expiry: Expiry, now: Timestamp) -> Option<String> {
    let ends = expiry.moment(now);
    (ends <= now).then(|| {
        format!(
            "the token has already expired (expiry: {})",
            ends.relative_to(now)
        )
    })
}
