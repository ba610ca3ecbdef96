//! `key`: what a key file contains, what was repaired to read it, and what is wrong with it.

use std::path::{Path, PathBuf};

use crate::{
    cli::{
        args::is_standard_input,
        keys::{self, Loaded},
        output::{Output, SOMETHING_WRONG, optional},
        text,
    },
    core::{
        json::{Object, Value},
        key::{
            Key, KeyError,
            source::{FoundKeys, KeyEntry},
        },
        mux::id::oddity_of_id,
        problem::Problem,
        text::capitalized,
    },
    platform::Terminal,
};

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  mux-jwt key signing.pem
  mux-jwt key .env
  mux-jwt key ~/.config/mux/config.json --environment production
  mux-jwt key

A key is PEM, base64 of PEM as Mux returns it, DER or JWK; alone or with its ID in a
.env file, a response of Mux's API, the Mux CLI's config.json or a JWK set.
Without FILE, describes the key in MUX_PRIVATE_KEY. No part of a private key is printed.

Exit status: 0 it can sign, 1 it cannot or something is wrong, 2 it cannot be read.")]
pub(super) struct Args {
    /// File with the key; - for standard input
    file: Option<PathBuf>,
    /// Environment to describe, if there are several
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
    /// Print the description as JSON
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Whether standard input is read.
    pub(super) fn reads_standard_input(&self) -> bool {
        self.file.as_deref().is_some_and(is_standard_input)
    }
}

/// The version of the JSON.
const VERSION: i64 = 1;

/// The width of the labels.
const NAMES: usize = 13;

/// Describes a key.
pub(super) fn run(args: &Args, system: &dyn Terminal) -> Result<Output, Problem> {
    let Loaded { origin, found, .. } = keys::load(args.file.as_deref(), None, system)?;
    let found = match found {
        Ok(mut found) => {
            if args.environment.is_some() {
                let index = keys::choose(&found, &origin, args.environment.as_deref(), None)?;
                found.entries = vec![found.entries.swap_remove(index)];
                found.missing_default = None;
            }
            Ok(found)
        }
        error => error,
    };
    let file = args.file.as_deref();
    let exposed = file
        .filter(|_| found.as_ref().is_ok_and(has_private))
        .and_then(exposed);
    let text = match (&found, args.json) {
        (found, true) => text::json(&as_json(&origin, found, exposed)),
        (Ok(found), false) => {
            let note = exposed.map(|note| row("Exposed", note));
            in_text(&origin, found) + &note.unwrap_or_default()
        }
        (Err(error), false) => format!(
            "{}\n\n{}{}",
            capitalized(&error.to_string()),
            row("Source", &origin),
            row("Fix", error.hint())
        ),
    };
    let mut output = Output::from(text);
    if !found.as_ref().is_ok_and(is_usable) {
        output.status = SOMETHING_WRONG;
    }
    Ok(output)
}

/// Why a private key does not belong in a file like this: a document, which is made to be read.
fn exposed(file: &Path) -> Option<&'static str> {
    const DOCUMENTS: [&str; 10] = [
        "md", "mdx", "markdown", "rst", "adoc", "html", "htm", "ipynb", "tex", "eml",
    ];
    let extension = file.extension()?.to_str()?.to_ascii_lowercase();
    DOCUMENTS.contains(&extension.as_str()).then_some(
        "Everyone who can read this document can sign with the key. Delete the key in the Mux dashboard and create another.",
    )
}

/// Whether there is a private key in it.
fn has_private(found: &FoundKeys) -> bool {
    let mut keys = found.entries.iter().flat_map(|entry| &entry.key);
    keys.any(|key| key.signing.is_some())
}

/// Whether a key in it can sign, every key in it can be read, and none is missing.
fn is_usable(found: &FoundKeys) -> bool {
    if found.missing_default.is_some() {
        return false;
    }
    let signs = |entry: &KeyEntry| entry.key.as_ref().is_ok_and(|key| key.signing.is_some());
    found.entries.iter().any(signs) && found.entries.iter().all(|entry| entry.key.is_ok())
}

fn in_text(origin: &str, found: &FoundKeys) -> String {
    if let [entry] = found.entries.as_slice() {
        let headline = headline(&entry.key);
        return format!(
            "{headline}\n\n{}{}{}",
            row("Source", &origin_of(origin, entry)),
            rows(&entry.key, false),
            without_default(found)
        );
    }
    let signing = found
        .entries
        .iter()
        .filter(|entry| entry.key.as_ref().is_ok_and(|key| key.signing.is_some()));
    let mut text = format!(
        "{} keys; {} can sign\n\n{}{}",
        found.entries.len(),
        match signing.count() {
            0 => "none".to_owned(),
            count if count == found.entries.len() => "all".to_owned(),
            count => count.to_string(),
        },
        row("Source", origin),
        [
            row("Format", &found.source.to_string()),
            without_default(found)
        ]
        .concat(),
    );
    for (index, entry) in found.entries.iter().enumerate() {
        let default = if entry.is_default {
            ", the default"
        } else {
            ""
        };
        text += &["\n", &text::visible(found.name(index)), default, "\n"].concat();
        for line in rows(&entry.key, true).lines() {
            text += &["  ", line, "\n"].concat();
        }
    }
    text
}

/// What is wrong with settings whose default has no key, and the fix.
fn without_default(found: &FoundKeys) -> String {
    let Some(name) = &found.missing_default else {
        return String::new();
    };
    let there = format!(
        "Choose one with `--environment`. Available: {}.",
        found.names()
    );
    row(
        "Wrong",
        &format!("the default, `{name}`, has no signing key"),
    ) + &row("Fix", &there)
}

/// The place of a single key, with its variable or environment.
fn origin_of(origin: &str, entry: &KeyEntry) -> String {
    if entry.place.is_empty() {
        origin.to_owned()
    } else {
        format!("{origin}, `{}`", entry.place)
    }
}

fn headline(key: &Result<Key, KeyError>) -> String {
    match key {
        Ok(key) if key.signing.is_none() => "This key can check signatures but not sign".to_owned(),
        Ok(key) if key.id.is_none() => "This key can sign, but its ID is missing".to_owned(),
        Ok(_) => "This key can sign".to_owned(),
        Err(error) => capitalized(&error.to_string()),
    }
}

/// The description of a key, line by line. An error is included if there is no headline that shows it.
fn rows(key: &Result<Key, KeyError>, without_headline: bool) -> String {
    let wrong = |error: KeyError| {
        let wrong = row("Wrong", &error.to_string());
        let hint = row("Fix", error.hint());
        if without_headline {
            wrong + &hint
        } else {
            hint
        }
    };
    let key = match key {
        Ok(key) => key,
        Err(error) => return wrong(*error),
    };
    let bits = format!("{}, {} bits", key.form, key.public.bits);
    let id = key
        .id
        .as_deref()
        .unwrap_or("unknown; Mux shows it next to the key in the dashboard");
    let mut rows = row("Form", &bits) + &row("Key ID", id);
    if let Some(odd) = key.id.as_deref().and_then(oddity_of_id) {
        rows += &row("", &format!("It {odd}."));
    }
    if let Some(label) = &key.label {
        rows += &row("Environment", label);
    }
    rows += &row(
        "Fingerprint",
        &format!("{} (SHA-256)", key.public.fingerprint),
    );
    for (i, repair) in key.repairs.iter().enumerate() {
        rows += &row(if i == 0 { "Repaired" } else { "" }, &repair.to_string());
        if let Some(advice) = repair.advice() {
            rows += &row("", advice);
        }
    }
    if key.signing.is_none() {
        rows += &wrong(KeyError::Public);
    }
    rows
}

fn row(name: &str, value: &str) -> String {
    format!("{name:NAMES$}{}\n", text::visible(value))
}

fn as_json(origin: &str, found: &Result<FoundKeys, KeyError>, exposed: Option<&str>) -> Value {
    let mut object = Object::default();
    object.push("version", VERSION);
    object.push("from", origin.trim_matches('`'));
    match found {
        Ok(found) => {
            object.push("source", found.source.word());
            object.push("usable", Value::Bool(is_usable(found)));
            let keys = found.entries.iter().map(entry_as_json).collect();
            object.push("keys", Value::Array(keys));
            if let Some(name) = &found.missing_default {
                object.push("missing_default", name.as_str());
            }
        }
        Err(error) => {
            object.push("source", Value::Null);
            object.push("usable", Value::Bool(false));
            object.push("keys", Value::Array(Vec::new()));
            push_error(&mut object, Some(*error));
        }
    }
    if let Some(note) = exposed {
        object.push("exposed", note);
    }
    Value::Object(object)
}

fn entry_as_json(entry: &KeyEntry) -> Value {
    let mut object = Object::default();
    let place = Some(entry.place.as_str()).filter(|place| !place.is_empty());
    object.push("place", optional(place));
    object.push("default", Value::Bool(entry.is_default));
    let Ok(key) = &entry.key else {
        push_error(&mut object, entry.key.as_ref().err().copied());
        return Value::Object(object);
    };
    object.push("id", optional(key.id.as_deref()));
    object.push("label", optional(key.label.as_deref()));
    object.push("stage", key.stage.word());
    object.push("form", key.form.to_string().as_str());
    object.push("bits", key.public.bits as i64);
    object.push("fingerprint", key.public.fingerprint.as_str());
    object.push("private", Value::Bool(key.signing.is_some()));
    let repairs = key.repairs.iter().map(|repair| {
        let mut object = Object::default();
        object.push("mended", repair.to_string().as_str());
        object.push("advice", optional(repair.advice()));
        Value::Object(object)
    });
    object.push("repairs", Value::Array(repairs.collect()));
    push_error(&mut object, key.signing().err());
    Value::Object(object)
}

fn push_error(object: &mut Object, error: Option<KeyError>) {
    let message = error.map(|error| error.to_string());
    object.push("error", optional(message.as_deref()));
    object.push("hint", optional(error.map(KeyError::hint)));
}
