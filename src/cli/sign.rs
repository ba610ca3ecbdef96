//! `sign`: a token from arguments, and the URL that it opens.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::builder::PossibleValuesParser;

use crate::{
    cli::{
        NOTHING_WRONG, Output,
        batch::{self, Batch, Form},
        code::{self, Wanted as WantedCode},
        keys, optional, text,
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
        time::{Span, Timestamp},
        token::{
            draft::{Draft, Given},
            name_char,
            player::{self, token_name},
            spec::{Expiry, KeyIdPlacement, SignError, Signed, TokenSpec},
            target::Target,
        },
    },
    platform::{Terminal, rows::Shape},
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
    reason = "each is a switch of its own on the command line"
)]
pub(super) struct Args {
    /// A playback ID, the ID that the type asks for, or a whole Mux URL
    #[arg(
        required_unless_present_any = ["code", "ids"],
        default_value = "",
        hide_default_value = true
    )]
    id: String,
    /// A file with many IDs or URLs, a line each or as CSV; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["id", "json"])]
    pub(super) ids: Option<PathBuf>,
    /// The column with the IDs, by its name or number, when it is not found by itself
    #[arg(long, value_name = "COLUMN", requires = "ids")]
    column: Option<String>,
    /// Prints the rows of --ids as CSV: their own columns, then ours with token, URL, expiry and error
    #[arg(long, requires = "ids", conflicts_with_all = ["token_only", "jsonl"])]
    csv: bool,
    /// Prints the rows of --ids as JSON, a line each
    #[arg(long, requires = "ids", conflicts_with = "token_only")]
    jsonl: bool,
    /// What the token opens; may be repeated
    #[arg(short = 't', long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// How long the token lasts: 90s, 30m, 10h, 7d, 1y
    #[arg(
        short,
        long,
        value_name = "SPAN",
        conflicts_with = "expires_at",
        allow_hyphen_values = true,
        help = "How long the token lasts: 90s, 30m, 10h, 7d, 1y [default: 7d]"
    )]
    expiration: Option<String>,
    /// When the token ends: a date, RFC 3339, or seconds since 1970
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    expires_at: Option<String>,
    /// A parameter of the token; may be repeated
    #[arg(short, long = "param", value_name = "NAME=VALUE")]
    params: Vec<String>,
    /// Parameters as a JSON object, before those of -p
    #[arg(long, value_name = "JSON")]
    params_json: Option<String>,
    /// The ID of a playback restriction
    #[arg(long, value_name = "ID")]
    restriction: Option<String>,
    /// An object of your own to trace the token by
    #[arg(long, value_name = "JSON")]
    custom: Option<String>,
    /// The ID of the key
    #[arg(long, value_name = "ID")]
    key_id: Option<String>,
    /// The file with the private key: PEM, base64, JWK, .env, an answer of the API or the Mux CLI's config.json; - for
    /// standard input
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// The environment whose key signs, when there are several
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
    /// Where the key ID stands in the token
    #[arg(
        long,
        value_name = "PLACE",
        default_value = KeyIdPlacement::Payload.word(),
        value_parser = PossibleValuesParser::new(KeyIdPlacement::ALL.map(KeyIdPlacement::word))
    )]
    kid: String,
    /// What the URL asks for: m3u8, highest.mp4, png, webp, vtt, widevine, …
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// A custom domain instead of mux.com
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
    /// Prints token, URL and claims as JSON
    #[arg(long, conflicts_with = "token_only")]
    json: bool,
    /// Prints the token without the URL
    #[arg(long)]
    token_only: bool,
    /// Prints a QR code of the URL as well, for a phone to open
    #[arg(long, conflicts_with_all = ["json", "token_only", "code", "ids"])]
    qr: bool,
    /// Prints code that signs this, or a player with the tokens; `list` names them
    #[arg(long, value_name = "LANG", conflicts_with_all = ["json", "token_only"])]
    code: Option<String>,
}

/// The type that stands for those of [`player::tokens`].
const PLAYER: &str = "player";

const RESTRICTION: &str = "playback_restriction_id";
const CUSTOM: &str = "custom";

/// Signs what the arguments ask for.
pub(super) fn run(args: &Args, platform: &dyn Terminal) -> Result<Output, Problem> {
    let now = platform.now();
    let snippet = match args.code.as_deref().map(code::wanted).transpose()? {
        Some(WantedCode::List) => return Ok(code::list()),
        Some(WantedCode::Snippet(snippet)) => Some(snippet),
        None => None,
    };
    let target = Target::read(&args.id)?;
    let audiences = audiences(&args.types, target.resource.as_ref())?;
    let resources = resources(args.format.as_deref(), &target, &audiences)?;
    let domain = match &args.domain {
        Some(domain) => read_domain(domain)?,
        None => target.domain.clone(),
    };
    let expiry = expiry(args, platform)?;
    let draft = Draft {
        id: target.id.clone(),
        given: given(args, &target)?,
        audiences,
        expiry,
        placement: KeyIdPlacement::from_word(&args.kid).unwrap_or_default(),
    };
    let requests = draft.specs()?;
    let mut warnings = draft.unknown_params();
    let strange = draft
        .audiences
        .iter()
        .find_map(|audience| strange_in_id(*audience, &target.id));
    if let Some(c) = strange {
        warnings.push(format!(
            "the ID contains a {}, Mux IDs do not",
            name_char(c)
        ));
    }
    warnings.extend(already_over(expiry, now));

    let item = |(request, resource): (TokenSpec, Resource)| ExportItem {
        url: MediaUrl::new(&request.id, resource, &domain),
        request,
        token: String::new(),
    };
    let mut items: Vec<ExportItem> = requests.into_iter().zip(resources).map(item).collect();
    if let Some(snippet) = snippet
        && !snippet.carries_token()
    {
        for item in &items {
            // No key is needed for the code, but the rest of the request has to be whole.
            let contents = item.request.contents("K", now);
            contents?;
        }
        return code::write(snippet, &items, warnings);
    }
    let (key_id, key) = keys::for_signing(
        args.key_file.as_deref(),
        args.key_id.as_deref(),
        args.environment.as_deref(),
        platform,
        &mut warnings,
    )?;
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
        text::json(&Value::Object(as_json(
            args,
            &target.id,
            &draft.given,
            &tokens,
        )))
    } else {
        let line = |token: &SignedFor| {
            if args.token_only {
                format!("{}\n", token.signed.token)
            } else if let Some(qr) = Qr::new(&token.url).filter(|_| args.qr) {
                format!("{}\n{}", token.url, qr.to_terminal())
            } else {
                format!("{}\n", token.url)
            }
        };
        if args.qr && tokens.iter().any(|token| Qr::new(&token.url).is_none()) {
            warnings.push("a URL of more than 2,953 bytes is too long for a QR code".to_owned());
        }
        tokens.iter().map(line).collect()
    };
    Ok(Output {
        text,
        warnings,
        status: NOTHING_WRONG,
    })
}

/// Signs for every row of a file. What comes of them is written as they come.
pub(super) fn run_batch(
    args: &Args,
    file: &Path,
    platform: &dyn Terminal,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, Problem> {
    if keys::is_standard_input(file)
        && args
            .key_file
            .as_deref()
            .is_some_and(keys::is_standard_input)
    {
        return Err(Problem::new(
            "the IDs and the key cannot both come from standard input",
            "Give the key as a file, or in MUX_PRIVATE_KEY.",
        ));
    }
    let audiences = if args.types.is_empty() {
        Vec::new()
    } else {
        audiences(&args.types, None)?
    };
    let nothing = Target::read("")?;
    if !audiences.is_empty() {
        // Whether the format is one of the type's.
        resources(args.format.as_deref(), &nothing, &audiences)?;
    }
    let now = platform.now();
    let expiry = expiry(args, platform)?;
    let given = given(args, &nothing)?;
    let draft = |audiences: &[Audience]| Draft {
        id: String::new(),
        given: given.clone(),
        audiences: audiences.to_vec(),
        expiry,
        placement: KeyIdPlacement::from_word(&args.kid).unwrap_or_default(),
    };
    let draft = draft(&audiences);
    // Reported once rather than for every row.
    draft.specs()?;
    let asked = if audiences.is_empty() {
        &Audience::ALL[..]
    } else {
        &audiences
    };
    if let Some(Given { name, .. }) = draft
        .given
        .iter()
        .find(|given| RESERVED.contains(&given.name.as_str()))
    {
        let error = SignError::Reserved(name.clone());
        return Err(Problem::new(&error, error.hint()));
    }
    let mut warnings = Draft {
        audiences: asked.to_vec(),
        ..draft.clone()
    }
    .unknown_params();
    warnings.extend(already_over(expiry, now));
    let (key_id, key) = keys::for_signing(
        args.key_file.as_deref(),
        args.key_id.as_deref(),
        args.environment.as_deref(),
        platform,
        &mut warnings,
    )?;
    let formats = asked
        .iter()
        .filter_map(|audience| Some((*audience, args.format.clone()?)));
    let order = SignOrder {
        draft,
        formats: formats.collect(),
        domain: args.domain.as_deref().map(read_domain).transpose()?,
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
        form: match () {
            () if args.csv => Form::Csv,
            () if args.jsonl => Form::Jsonl,
            () => Form::Lines {
                token_only: args.token_only,
            },
        },
        task: Task::Sign { order, key },
        warnings,
    };
    batch::run(batch, platform, out, err)
}

/// When the tokens end.
fn expiry(args: &Args, platform: &dyn Terminal) -> Result<Expiry, Problem> {
    Ok(match (&args.expires_at, &args.expiration) {
        (Some(text), _) => {
            let moment = Timestamp::parse(text, platform.zone());
            Expiry::At(moment?)
        }
        (None, Some(text)) => Expiry::In(Span::parse(text)?),
        (None, None) => Expiry::In(Span::DEFAULT),
    })
}

/// A warning when the tokens end before they begin.
fn already_over(expiry: Expiry, now: Timestamp) -> Option<String> {
    let ends = expiry.moment(now);
    (ends <= now).then(|| {
        let ago = ends.relative_to(now);
        format!("the token has already expired: it ends {ago}")
    })
}

/// A token, what it is for, and the URL with it.
struct SignedFor {
    audience: Audience,
    signed: Signed,
    url: String,
}

/// What is asked for by `-t`, else by the URL.
fn audiences(types: &[String], resource: Option<&Resource>) -> Result<Vec<Audience>, Problem> {
    let mut audiences = Vec::new();
    for name in types {
        let named = match Audience::from_type(name) {
            Some(audience) => vec![audience],
            None if name.trim().eq_ignore_ascii_case(PLAYER) => player::tokens(false).to_vec(),
            None => {
                let names = Audience::ALL.map(Audience::type_name).join(", ");
                return Err(Problem::new(
                    format!("`{name}` is not a type of token"),
                    format!("The types are {names} and {PLAYER}."),
                ));
            }
        };
        for audience in named {
            if !audiences.contains(&audience) {
                audiences.push(audience);
            }
        }
    }
    if audiences.is_empty() {
        match resource {
            Some(Resource::Player) => audiences.extend(player::tokens(false)),
            Some(resource) => audiences.extend(resource.audiences().first()),
            None => audiences.push(Audience::Video),
        }
    }
    Ok(audiences)
}

/// What each token's URL asks for.
fn resources(
    format: Option<&str>,
    target: &Target,
    audiences: &[Audience],
) -> Result<Vec<Resource>, Problem> {
    if let Some(format) = format {
        let [audience] = audiences else {
            return Err(Problem::new(
                "`--format` goes with one type, and several are asked for",
                "Leave `--format` out, or sign the types one by one.",
            ));
        };
        let resource = Resource::from_format(*audience, format.trim()).ok_or_else(|| {
            let formats = Resource::formats(*audience).join(", ");
            Problem::new(
                format!("`{format}` is not a format for {}", audience.noun()),
                format!("The formats are {formats}."),
            )
        })?;
        return Ok(vec![resource]);
    }
    Ok(audiences
        .iter()
        .map(|audience| target.resource_for(*audience))
        .collect())
}

fn read_domain(text: &str) -> Result<String, Problem> {
    Ok(url::read_domain(text)?)
}

/// Every parameter in the order of the payload: of the URL, `--params-json`, `-p`, restriction, `custom`.
fn given(args: &Args, target: &Target) -> Result<Vec<Given>, Problem> {
    let object = |flag: &str, text: &str, example: &str| {
        Object::parse(text).map_err(|error| {
            Problem::new(
                format!("`{flag}` is not a JSON object: {error}"),
                format!("Quote it for the shell, such as: {flag} '{example}'"),
            )
        })
    };
    let mut given: Vec<Given> = target
        .query
        .iter()
        .map(|(name, value)| Given::typed(name, value))
        .collect();
    if let Some(text) = &args.params_json {
        let members = object("--params-json", text, r#"{"time":25}"#)?;
        given.extend(
            members
                .iter()
                .map(|(name, value)| Given::json(name, value.clone())),
        );
    }
    for param in &args.params {
        let parts = param
            .split_once('=')
            .map(|(name, value)| (name.trim(), value));
        let Some((name, value)) = parts.filter(|(name, _)| !name.is_empty()) else {
            return Err(Problem::new(
                format!("`{param}` is not a name and a value"),
                "Write `-p name=value`, such as `-p time=25`.",
            ));
        };
        given.push(Given::typed(name, value));
    }
    if let Some(id) = &args.restriction {
        given.push(Given::typed(RESTRICTION, id.trim()));
    }
    if let Some(text) = &args.custom {
        let custom = object("--custom", text, r#"{"user":"42"}"#)?;
        given.push(Given::json(CUSTOM, Value::Object(custom)));
    }
    Ok(given)
}

/// The fields of `mux sign --json`, and more beside them.
///
/// With several tokens, what differs from one to the other is an object by their names, under the plural of the field.
fn as_json(args: &Args, id: &str, given: &[Given], tokens: &[SignedFor]) -> Object {
    let mut json = Object::default();
    let put = |json: &mut Object, one: &str, several: &str, value: fn(&SignedFor) -> Value| {
        if let [token] = tokens {
            json.push(one, value(token));
        } else {
            let by_name = tokens
                .iter()
                .map(|token| (token_name(token.audience), value(token)));
            json.push(several, Value::Object(by_name.collect()));
        }
    };
    let expiration = args.expires_at.as_deref().or(args.expiration.as_deref());
    let params = params_of(given, tokens);
    let expires_at = tokens
        .first()
        .and_then(|token| token.signed.expires_at.rfc3339());
    json.push("playback_id", id);
    put(&mut json, "token", "tokens", |token| {
        token.signed.token.as_str().into()
    });
    put(&mut json, "url", "urls", |token| token.url.as_str().into());
    put(&mut json, "type", "types", |token| {
        token.audience.type_name().into()
    });
    json.push("expiration", expiration.unwrap_or("7d"));
    if !params.is_empty() {
        json.push("params", Value::Object(params));
    }
    put(&mut json, "audience", "audiences", |token| {
        token.audience.claim().into()
    });
    json.push("expires_at", optional(expires_at.as_deref()));
    put(&mut json, "claims", "claims", |token| {
        Value::Object(token.signed.payload.clone())
    });
    json
}

/// The parameters as they were signed, of all tokens together.
fn params_of(given: &[Given], tokens: &[SignedFor]) -> Object {
    let mut params = Object::default();
    for Given { name, .. } in given {
        let signed = tokens
            .iter()
            .find_map(|token| token.signed.payload.get(name));
        if let Some(value) = signed {
            params.set(name, value.clone());
        }
    }
    params
}
