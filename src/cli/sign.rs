//! `sign`: a token from arguments, and the URL that it opens.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;

use super::{
    Failure, NOTHING_WRONG, Output,
    code::{self, Wanted},
    keys, optional, text,
};
use crate::{
    core::{
        audience::Audience,
        export::Item,
        json::{Object, Value},
        player::{self, Given, Set, token_name},
        sign::{Expiry, KeyIdPlacement, Signed, strange_in_id},
        time::{Span, Timestamp},
        token::name_char,
        url::{self, MUX_DOMAIN, MediaUrl, Resource, TOKEN},
    },
    platform::Platform,
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
  mux-jwt sign PLAYBACK_ID -t thumbnail -p time=25 --code python

The key is read from --key-file, else from MUX_PRIVATE_KEY;
its ID from --key-id, else from MUX_SIGNING_KEY.")]
pub(super) struct Args {
    /// A playback ID, the ID that the type asks for, or a whole Mux URL
    #[arg(
        required_unless_present = "code",
        default_value = "",
        hide_default_value = true
    )]
    id: String,
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
    /// Prints code that signs this, or a player with the tokens; `list` names them
    #[arg(long, value_name = "LANG", conflicts_with_all = ["json", "token_only"])]
    code: Option<String>,
}

/// The type that stands for those of [`player::tokens`].
const PLAYER: &str = "player";

const RESTRICTION: &str = "playback_restriction_id";
const CUSTOM: &str = "custom";

/// Signs what the arguments ask for.
pub(super) fn run(args: &Args, platform: &dyn Platform) -> Result<Output, Failure> {
    let now = platform.now();
    let snippet = match args.code.as_deref().map(code::wanted).transpose()? {
        Some(Wanted::List) => return Ok(code::list()),
        Some(Wanted::Snippet(snippet)) => Some(snippet),
        None => None,
    };
    let target = Target::read(&args.id)?;
    let audiences = audiences(&args.types, target.resource.as_ref())?;
    let resources = resources(args.format.as_deref(), &target, &audiences)?;
    let domain = match &args.domain {
        Some(domain) => read_domain(domain)?,
        None => target.domain.clone(),
    };
    let expiry = match (&args.expires_at, &args.expiration) {
        (Some(text), _) => {
            let moment = Timestamp::parse(text, platform.zone());
            Expiry::At(moment.map_err(|error| Failure::new(&error, error.hint()))?)
        }
        (None, Some(text)) => {
            Expiry::In(Span::parse(text).map_err(|error| Failure::new(&error, error.hint()))?)
        }
        (None, None) => Expiry::In(Span::DEFAULT),
    };
    let set = Set {
        id: target.id.clone(),
        given: given(args, &target)?,
        audiences,
        expiry,
        placement: KeyIdPlacement::from_word(&args.kid).unwrap_or_default(),
    };
    let requests = set
        .requests()
        .map_err(|misfit| Failure::new(&misfit, misfit.hint()))?;
    let mut warnings = set.strangers();
    let strange = set
        .audiences
        .iter()
        .find_map(|audience| strange_in_id(*audience, &target.id));
    if let Some(c) = strange {
        warnings.push(format!(
            "the ID has a {}, which no ID of Mux has",
            name_char(c)
        ));
    }
    let ends = expiry.moment(now);
    if ends <= now {
        let ago = ends.relative_to(now);
        warnings.push(format!("the token has already expired: it ends {ago}"));
    }

    let item = |(request, resource): (Request, Resource)| Item {
        url: MediaUrl::new(&request.id, resource, &domain),
        request,
        token: String::new(),
    };
    let mut items: Vec<Item> = requests.into_iter().zip(resources).map(item).collect();
    if let Some(snippet) = snippet
        && !snippet.carries_token()
    {
        for item in &items {
            // No key is needed for the code, but the rest of the request has to be whole.
            let contents = item.request.contents("K", now);
            contents.map_err(|error| Failure::new(&error, error.hint()))?;
        }
        return code::write(snippet, &items, warnings);
    }
    let (key_id, key) =
        keys::for_signing(args.key_file.as_deref(), args.key_id.as_deref(), platform)?;
    let mut tokens = Vec::new();
    for item in &mut items {
        let signed = item
            .request
            .sign(&key_id, &key, now)
            .map_err(|error| Failure::new(&error, error.hint()))?;
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
            args, &target.id, &set.given, &tokens,
        )))
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

/// A token, what it is for, and the URL with it.
struct SignedFor {
    audience: Audience,
    signed: Signed,
    url: String,
}

/// What the ID stands for: itself, or what a URL asks for.
struct Target {
    id: String,
    resource: Option<Resource>,
    domain: String,
    query: Vec<(String, String)>,
}

impl Target {
    fn read(text: &str) -> Result<Self, Failure> {
        let text = text.trim();
        if text.starts_with("eyJ") && text.contains('.') {
            return Err(Failure::new(
                "a token stands where the ID belongs",
                "To read a token: `mux-jwt inspect TOKEN`.",
            ));
        }
        // No ID has a slash, so this is a URL, with `https://` or without.
        if !text.contains('/') {
            return Ok(Self {
                id: text.to_owned(),
                resource: None,
                domain: MUX_DOMAIN.to_owned(),
                query: Vec::new(),
            });
        }
        let url = MediaUrl::read_loosely(text).map_err(|error| {
            Failure::new(
                error,
                "Give a playback ID, or a Mux URL such as https://stream.mux.com/ID.m3u8",
            )
        })?;
        let Some(id) = url.id else {
            return Err(Failure::new(
                "the URL has no ID in it",
                "Give the ID itself, and what it is the ID of: `-t playback-id`, `-t asset-id`, `-t video-id` or \
                 `-t live-stream-id`.",
            ));
        };
        let mut query = url.query;
        // An old token is replaced, and the hosted player's options are its own.
        query.retain(|(name, _)| name != TOKEN && url.resource != Resource::Player);
        Ok(Self {
            id,
            resource: Some(url.resource),
            domain: url.domain,
            query,
        })
    }
}

/// What is asked for by `-t`, else by the URL.
fn audiences(types: &[String], resource: Option<&Resource>) -> Result<Vec<Audience>, Failure> {
    let mut audiences = Vec::new();
    for name in types {
        let named = match Audience::from_type(name) {
            Some(audience) => vec![audience],
            None if name.trim().eq_ignore_ascii_case(PLAYER) => player::tokens(false).to_vec(),
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
    let resource = |audience: &Audience| {
        let of_url = target.resource.as_ref();
        of_url
            .filter(|resource| resource.audiences().contains(audience))
            .cloned()
            .or_else(|| Resource::from_format(*audience, Resource::formats(*audience).first()?))
            .expect("the first format of an audience is one of its own")
    };
    Ok(audiences.iter().map(resource).collect())
}

fn read_domain(text: &str) -> Result<String, Failure> {
    url::read_domain(text).map_err(|error| Failure::new(&error, error.hint()))
}

/// Every parameter in the order of the payload: of the URL, `--params-json`, `-p`, restriction, `custom`.
fn given(args: &Args, target: &Target) -> Result<Vec<Given>, Failure> {
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
            return Err(Failure::new(
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
