//! `sign`: a token from arguments, and its URL.

use std::{io::Write, path::PathBuf};

use zeroize::Zeroizing;

use crate::{
    cli::{
        args::is_standard_input,
        batch::{self, Batch, OutputFormat},
        code::{self, CodeArg},
        keys,
        output::Output,
        sign_args::SignArgs,
        signed::{SignedFor, as_json},
        text,
    },
    core::{
        batch::{Task, answer, columns::Wanted, sign::SignOrder},
        diagnose::{check_signed, check_spec, finding::Finding},
        export::ExportItem,
        json::Value,
        mux::{
            audience::Audience,
            params::{RESERVED, RESTRICTION},
            url::{MediaUrl, Resource},
        },
        problem::Problem,
        qr::Qr,
        token::{
            player,
            spec::{SignError, TokenSpec},
            target::Target,
        },
    },
    platform::{Terminal, in_words, rows::Shape},
};

/// What `sign` signs for.
pub(super) enum SignInput {
    /// An ID or a URL.
    One(String),
    /// The rows of a file or of standard input.
    Many(SignRows),
}

/// Where rows come from.
pub(super) enum SignRows {
    /// A file, or standard input if it is `-`.
    File(PathBuf),
    /// What was read from standard input.
    Read(Zeroizing<Vec<u8>>),
}

/// The longest standard input that is read at once, in bytes.
const MAX_INPUT: usize = 64 * 1024 * 1024;

/// Determines what to sign for. `-` in place of an ID is standard input: one line is an ID, more are rows.
pub(super) fn input(args: &SignArgs, system: &dyn Terminal) -> Result<SignInput, Problem> {
    if let Some(file) = &args.ids {
        return Ok(SignInput::Many(SignRows::File(file.clone())));
    }
    let row_option = match () {
        () if args.csv => Some("--csv"),
        () if args.jsonl => Some("--jsonl"),
        () if args.column.is_some() => Some("--column"),
        () => None,
    };
    if args.target != "-" {
        return match row_option {
            Some(option) => Err(Problem::new(
                format!("`{option}` requires `--ids`"),
                "It is for the rows of a file. To sign for a single ID, remove it.",
            )),
            None => Ok(SignInput::One(args.target.clone())),
        };
    }
    if args.key.reads_standard_input() {
        return Err(both_from_standard_input());
    }
    let bytes = system.read_input(MAX_INPUT).map_err(|error| {
        Problem::new(
            format!("cannot read standard input: {}", in_words(&error)),
            "Pass many IDs as a file: `--ids FILE`.",
        )
    })?;
    let text = String::from_utf8_lossy(&bytes);
    let is_answer = answer::is_answer(&text, Wanted::Ids(Audience::Video));
    if row_option.is_some() || is_answer || text.trim().contains(['\n', '\r']) {
        let single = match () {
            () if args.json => Some("--json"),
            () if args.qr => Some("--qr"),
            () if args.code.is_some() => Some("--code"),
            () => None,
        };
        if let Some(option) = single {
            return Err(Problem::new(
                format!("`{option}` is for a single ID, but standard input has several rows"),
                "Remove it, or use `--csv` or `--jsonl`.",
            ));
        }
        return Ok(SignInput::Many(SignRows::Read(bytes)));
    }
    Ok(SignInput::One(text.trim().to_owned()))
}

fn both_from_standard_input() -> Problem {
    Problem::new(
        "the IDs and the key cannot both come from standard input",
        "Pass the key as a file, or set MUX_PRIVATE_KEY.",
    )
}

/// Signs a token, or the tokens of a player.
pub(super) fn run(args: &SignArgs, text: &str, system: &dyn Terminal) -> Result<Output, Problem> {
    let snippet = match args.code {
        Some(CodeArg::List) => return Ok(code::list()),
        Some(CodeArg::Snippet(snippet)) => Some(snippet),
        None => None,
    };
    let now = system.now();
    let mut audiences = args.audiences();
    let target = args.target(text, &audiences)?;
    if audiences.is_empty() {
        match &target.resource {
            Some(Resource::Player) => audiences.extend(player::tokens(false)),
            Some(resource) => audiences.extend(resource.audiences().first()),
            None => audiences.push(Audience::Video),
        }
    }
    let resources = args.resources(&target, &audiences)?;
    let domain = args.domain.as_ref().unwrap_or(&target.domain);
    let expiry = args.expiry(system)?;
    let draft = args.draft(&target, &audiences, expiry);
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
    if let Some(snippet) = snippet
        && !snippet.carries_token()
    {
        // The code needs no key, but a complete request.
        let found = items
            .iter()
            .map(|item| check_spec(&item.request, "K", &item.url, args.duration, now));
        let found = found.collect::<Result<Vec<_>, _>>()?;
        // Code is written before there are IDs.
        let is_reported = |finding: &Finding| !matches!(finding.place, Some("sub" | RESTRICTION));
        let found = found.into_iter().flatten().filter(is_reported).collect();
        let findings = args.warnings(found)?;
        return Ok(Output {
            findings,
            ..code::write(snippet, &items, Vec::new())?
        });
    }
    let mut warnings = Vec::new();
    let (key_id, key) = keys::for_signing(&args.key, system, &mut warnings)?;
    let mut tokens = Vec::new();
    let mut found = Vec::new();
    for item in &mut items {
        let signed = item.request.sign(&key_id, &key, now)?;
        item.token.clone_from(&signed.token);
        found.extend(check_signed(&item.token, &item.url, args.duration, now));
        tokens.push(SignedFor {
            audience: item.request.audience,
            signed,
            url: item.signed_url(),
        });
    }
    let findings = args.warnings(found)?;
    if let Some(snippet) = snippet {
        return Ok(Output {
            findings,
            ..code::write(snippet, &items, warnings)?
        });
    }
    let text = if args.json {
        let json = as_json(
            &draft.id,
            &args.expiration_text(expiry),
            &draft.given,
            &tokens,
        );
        text::json(&Value::Object(json))
    } else {
        in_text(args, &tokens, &mut warnings)
    };
    Ok(Output {
        warnings,
        findings,
        ..Output::from(text)
    })
}

/// A line for each token, with its QR code below if one is requested.
fn in_text(args: &SignArgs, tokens: &[SignedFor], warnings: &mut Vec<String>) -> String {
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

/// Signs every row and writes the results as they come.
pub(super) fn run_batch(
    args: &SignArgs,
    rows: SignRows,
    system: &dyn Terminal,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, Problem> {
    let (file, read) = match rows {
        SignRows::File(file) => (file, None),
        SignRows::Read(bytes) => (PathBuf::from("-"), Some(bytes)),
    };
    if is_standard_input(&file) && args.key.reads_standard_input() {
        return Err(both_from_standard_input());
    }
    let nothing = Target::bare("");
    let audiences = args.audiences();
    if !audiences.is_empty() {
        args.resources(&nothing, &audiences)?;
    }
    let expiry = args.expiry(system)?;
    let draft = args.draft(&nothing, &audiences, expiry);
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
    let mut warnings = Vec::new();
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
        duration: args.duration,
        outlasts_duration: !args.has_expiry(),
        force: args.force,
    };
    let batch = Batch {
        file: &file,
        read,
        shape: Shape {
            is_table: batch::is_table(&file, args.column.as_deref()),
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
