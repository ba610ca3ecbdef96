//! `sign`: a token from arguments, and the URL that it opens.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::builder::PossibleValuesParser;

use super::{
    Failure, NOTHING_WRONG, Output,
    batch::{self, Batch, Form},
    keys, optional, text,
};
use crate::{
    core::{
        audience::Audience,
        batch::{
            Task, Trouble,
            columns::Wanted,
            sign::{Order, token_name},
        },
        json::{Object, Value},
        params::{self, Param, ParamError, RESERVED},
        sign::{Expiry, KeyIdPlacement, Request, SignError, Signed, strange_in_id},
        target::Target,
        time::{Span, Timestamp},
        token::name_char,
        url::{self, MediaUrl, Resource},
    },
    platform::{Platform, rows::Shape},
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
  mux-jwt sign --ids videos.csv --column playback_id -e 12h --csv

The key is read from --key-file, else from MUX_PRIVATE_KEY;
its ID from --key-id, else from MUX_SIGNING_KEY.")]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub(super) struct Args {
    /// A playback ID, the ID that the type asks for, or a whole Mux URL
    #[arg(
        required_unless_present = "ids",
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
    /// The file with the private key; - for standard input
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
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
}

/// The type that stands for those in [`PLAYER_TYPES`].
const PLAYER: &str = "player";

/// What a player asks for unless the video has DRM.
const PLAYER_TYPES: [Audience; 3] = [Audience::Video, Audience::Thumbnail, Audience::Storyboard];

const RESTRICTION: &str = "playback_restriction_id";
const CUSTOM: &str = "custom";

/// Signs what the arguments ask for.
pub(super) fn run(args: &Args, platform: &dyn Platform) -> Result<Output, Failure> {
    let now = platform.now();
    let target = Target::read(&args.id).map_err(|error| Failure::new(&error, error.hint()))?;
    let audiences = audiences(&args.types, target.resource.as_ref())?;
    let resources = resources(args.format.as_deref(), &target, &audiences)?;
    let domain = match &args.domain {
        Some(domain) => read_domain(domain)?,
        None => target.domain.clone(),
    };
    let expiry = expiry(args, platform)?;
    let given = given(args, &target)?;
    let mut requests = Vec::new();
    for audience in &audiences {
        requests.push(Request {
            audience: *audience,
            id: target.id.clone(),
            expiry,
            claims: claims(&given, *audience, &audiences)?,
            placement: KeyIdPlacement::from_word(&args.kid).unwrap_or_default(),
        });
    }
    let mut warnings = strangers(&given, &audiences);
    let strange = audiences
        .iter()
        .find_map(|audience| strange_in_id(*audience, &target.id));
    if let Some(c) = strange {
        warnings.push(format!(
            "the ID has a {}, which no ID of Mux has",
            name_char(c)
        ));
    }
    warnings.extend(already_over(expiry, now));

    let (key_id, key) =
        keys::for_signing(args.key_file.as_deref(), args.key_id.as_deref(), platform)?;
    let mut tokens = Vec::new();
    for (request, resource) in requests.iter().zip(resources) {
        let signed = request
            .sign(&key_id, &key, now)
            .map_err(|error| Failure::new(&error, error.hint()))?;
        let url = MediaUrl::new(&request.id, resource, &domain).with_token(&signed.token);
        tokens.push(SignedFor {
            audience: request.audience,
            signed,
            url: url.to_string(),
        });
    }
    let text = if args.json {
        text::json(&Value::Object(as_json(args, &target.id, &given, &tokens)))
    } else {
        let line = |token: &SignedFor| {
            if args.token_only {
                format!("{}\n", token.signed.token)
            } else {
                format!("{}\n", token.url)
            }
        };
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
    platform: &dyn Platform,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, Failure> {
    if keys::is_standard_input(file)
        && args
            .key_file
            .as_deref()
            .is_some_and(keys::is_standard_input)
    {
        return Err(Failure::new(
            "the IDs and the key cannot both come from standard input",
            "Give the key as a file, or in MUX_PRIVATE_KEY.",
        ));
    }
    let audiences = if args.types.is_empty() {
        Vec::new()
    } else {
        audiences(&args.types, None)?
    };
    let nothing = Target::read("").map_err(|error| Failure::new(&error, error.hint()))?;
    if !audiences.is_empty() {
        // Whether the format is one of the type's.
        resources(args.format.as_deref(), &nothing, &audiences)?;
    }
    let now = platform.now();
    let expiry = expiry(args, platform)?;
    let given = given(args, &nothing)?;
    let request = |audience: Audience| {
        let all = if audiences.is_empty() {
            &[audience][..]
        } else {
            &audiences
        };
        Ok::<_, Failure>(Request {
            audience,
            id: String::new(),
            expiry,
            claims: claims(&given, audience, all)?,
            placement: KeyIdPlacement::from_word(&args.kid).unwrap_or_default(),
        })
    };
    // What is wrong with all rows is told once, before the first.
    for audience in &audiences {
        request(*audience)?;
    }
    let asked = if audiences.is_empty() {
        &Audience::ALL[..]
    } else {
        &audiences
    };
    if let Some(Given { name, .. }) = given
        .iter()
        .find(|given| RESERVED.contains(&given.name.as_str()))
    {
        let error = SignError::Reserved(name.clone());
        return Err(Failure::new(&error, error.hint()));
    }
    let mut warnings = strangers(&given, asked);
    warnings.extend(already_over(expiry, now));
    let (key_id, key) =
        keys::for_signing(args.key_file.as_deref(), args.key_id.as_deref(), platform)?;
    let requests = asked.iter().map(|audience| {
        let request = request(*audience);
        (
            *audience,
            request.map_err(|failure| Trouble::new(&failure.what, failure.hint)),
        )
    });
    let formats = asked
        .iter()
        .filter_map(|audience| Some((*audience, args.format.clone()?)));
    let order = Order {
        requests: requests.collect(),
        formats: formats.collect(),
        domain: args.domain.as_deref().map(read_domain).transpose()?,
        key_id,
        audiences,
        usual: Audience::Video,
    };
    let batch = Batch {
        file,
        shape: Shape {
            is_table: batch::is_table(file, args.column.as_deref()),
            column: args.column.clone(),
            wanted: Wanted::Ids(order.audiences.first().copied().unwrap_or(Audience::Video)),
        },
        form: match () {
            () if args.csv => Form::Csv,
            () if args.jsonl => Form::Jsonl,
            () => Form::Lines {
                token_only: args.token_only,
            },
        },
        task: Task::Sign {
            order,
            key: key.ready(),
        },
        warnings,
    };
    drop(key);
    batch::run(batch, platform, out, err)
}

/// When the tokens end.
fn expiry(args: &Args, platform: &dyn Platform) -> Result<Expiry, Failure> {
    Ok(match (&args.expires_at, &args.expiration) {
        (Some(text), _) => {
            let moment = Timestamp::parse(text, platform.zone());
            Expiry::At(moment.map_err(|error| Failure::new(&error, error.hint()))?)
        }
        (None, Some(text)) => {
            Expiry::In(Span::parse(text).map_err(|error| Failure::new(&error, error.hint()))?)
        }
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
fn audiences(types: &[String], resource: Option<&Resource>) -> Result<Vec<Audience>, Failure> {
    let mut audiences = Vec::new();
    for name in types {
        let named = match Audience::from_type(name) {
            Some(audience) => vec![audience],
            None if name.trim().eq_ignore_ascii_case(PLAYER) => PLAYER_TYPES.to_vec(),
            None => {
                let names = Audience::ALL.map(Audience::type_name).join(", ");
                return Err(Failure::new(
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
            Some(Resource::Player) => audiences.extend(PLAYER_TYPES),
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
) -> Result<Vec<Resource>, Failure> {
    if let Some(format) = format {
        let [audience] = audiences else {
            return Err(Failure::new(
                "`--format` goes with one type, and several are asked for",
                "Leave `--format` out, or sign the types one by one.",
            ));
        };
        let resource = Resource::from_format(*audience, format.trim()).ok_or_else(|| {
            let formats = Resource::formats(*audience).join(", ");
            Failure::new(
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

fn read_domain(text: &str) -> Result<String, Failure> {
    url::read_domain(text).map_err(|error| Failure::new(&error, error.hint()))
}

/// A parameter as it was given.
struct Given {
    name: String,
    value: GivenValue,
}

enum GivenValue {
    /// To be read in the type that Mux documents.
    Typed(String),
    /// Signed as it is.
    Json(Value),
}

/// Every parameter in the order of the payload: of the URL, `--params-json`, `-p`, restriction, `custom`.
fn given(args: &Args, target: &Target) -> Result<Vec<Given>, Failure> {
    let typed = |name: &str, value: &str| Given {
        name: name.to_owned(),
        value: GivenValue::Typed(value.to_owned()),
    };
    let object = |flag: &str, text: &str, example: &str| {
        Object::parse(text).map_err(|error| {
            Failure::new(
                format!("`{flag}` is not a JSON object: {error}"),
                format!("Quote it for the shell, such as: {flag} '{example}'"),
            )
        })
    };
    let mut given: Vec<Given> = target
        .query
        .iter()
        .map(|(name, value)| typed(name, value))
        .collect();
    if let Some(text) = &args.params_json {
        let members = object("--params-json", text, r#"{"time":25}"#)?;
        given.extend(members.iter().map(|(name, value)| Given {
            name: name.to_owned(),
            value: GivenValue::Json(value.clone()),
        }));
    }
    for param in &args.params {
        let parts = param
            .split_once('=')
            .map(|(name, value)| (name.trim(), value));
        let Some((name, value)) = parts.filter(|(name, _)| !name.is_empty()) else {
            return Err(Failure::new(
                format!("`{param}` is not a name and a value"),
                "Write `-p name=value`, such as `-p time=25`.",
            ));
        };
        given.push(typed(name, value));
    }
    if let Some(id) = &args.restriction {
        given.push(typed(RESTRICTION, id.trim()));
    }
    if let Some(text) = &args.custom {
        given.push(Given {
            name: CUSTOM.to_owned(),
            value: GivenValue::Json(Value::Object(object("--custom", text, r#"{"user":"42"}"#)?)),
        });
    }
    Ok(given)
}

/// The claims of one token. Among several tokens, a parameter goes to those that know it.
fn claims(given: &[Given], audience: Audience, all: &[Audience]) -> Result<Object, Failure> {
    let mut claims = Object::default();
    for Given { name, value } in given {
        let value = match (params::find(name, audience), value) {
            (None, _) if is_known(name, all) => continue,
            (None, GivenValue::Typed(text)) => Value::from_typed(text),
            (None, GivenValue::Json(value)) => value.clone(),
            (Some(param), GivenValue::Typed(text)) => {
                param.parse(text).map_err(|error| of_param(param, &error))?
            }
            (Some(param), GivenValue::Json(value)) => {
                param
                    .check(value)
                    .map_err(|error| of_param(param, &error))?;
                value.clone()
            }
        };
        claims.set(name, value);
    }
    Ok(claims)
}

fn is_known(name: &str, audiences: &[Audience]) -> bool {
    audiences
        .iter()
        .any(|audience| params::find(name, *audience).is_some())
}

fn of_param(param: &Param, error: &ParamError) -> Failure {
    Failure::new(
        error,
        format!("{}. When it is absent: {}.", param.summary, param.default),
    )
}

/// A warning for each parameter that none of the tokens knows.
fn strangers(given: &[Given], audiences: &[Audience]) -> Vec<String> {
    let mut warnings: Vec<String> = Vec::new();
    for Given { name, .. } in given {
        // Reserved names are refused when the token is signed.
        if is_known(name, audiences) || RESERVED.contains(&name.as_str()) {
            continue;
        }
        let owners: Vec<_> = Audience::ALL
            .into_iter()
            .filter(|audience| params::find(name, *audience).is_some())
            .map(Audience::noun)
            .collect();
        let warning = if !owners.is_empty() {
            let nouns: Vec<_> = audiences.iter().map(|audience| audience.noun()).collect();
            format!(
                "Mux documents `{name}` in tokens for {}, not for {}",
                owners.join(" and "),
                nouns.join(" or ")
            )
        } else if let Some(similar) = params::similar(name, audiences) {
            format!("Mux documents no parameter `{name}`; did you mean `{similar}`?")
        } else {
            format!("Mux documents no parameter `{name}`")
        };
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
    warnings
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
