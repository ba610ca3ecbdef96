//! A `.env` file: names, values in quotes or without, comments. Tokens are found under their names, keys never.

#![no_main]

use libfuzzer_sys::{
    arbitrary::{self, Arbitrary},
    fuzz_target,
};
use mux_jwt_fuzz::{
    core::{diagnose::evidence::Evidence, mux::audience::Audience},
    judge, tokens,
};

#[derive(Arbitrary, Debug)]
enum Line<'a> {
    Any(&'a str),
    Comment(&'a str),
    Variable {
        export: bool,
        name: u8,
        quote: u8,
        value: &'a str,
    },
    Token {
        export: bool,
        name: u8,
        quote: u8,
        token: u8,
    },
    Key {
        quote: u8,
    },
}

const NAMES: [&str; 12] = [
    "MUX_SIGNING_KEY",
    "MUX_PRIVATE_KEY",
    "MUX_TOKEN",
    "PLAYBACK_TOKEN",
    "MUX_PLAYBACK_ID",
    "NEXT_PUBLIC_TOKEN",
    "THUMBNAIL_TOKEN",
    "STORYBOARD_TOKEN",
    "DRM_TOKEN",
    "JWT",
    "MUX_SIGNING_KEY_PRIVATE",
    "A",
];

fn quoted(value: &str, quote: u8) -> String {
    match quote % 4 {
        0 => value.to_owned(),
        1 => format!("\"{value}\""),
        2 => format!("'{value}'"),
        _ => format!("`{value}`"),
    }
}

const PEM: &str =
    "-----BEGIN RSA PRIVATE KEY-----\\nc0VDUkVUc0VDUkVU\\nc0VDUkVU\\n-----END RSA PRIVATE KEY-----";

fuzz_target!(|lines: Vec<Line<'_>>| {
    let mut text = String::new();
    let (mut wanted, mut has_any, mut has_key) = (Vec::new(), false, false);
    for line in &lines {
        let name = |name: u8| NAMES[usize::from(name) % NAMES.len()];
        let export = |export: bool| if export { "export " } else { "" };
        match line {
            Line::Any(line) => {
                has_any = true;
                text.push_str(line);
            }
            Line::Comment(line) => {
                text.push_str(&format!("# {line}"));
                has_any = true;
            }
            Line::Variable {
                export: e,
                name: n,
                quote,
                value,
            } => {
                has_any = true;
                text.push_str(&format!(
                    "{}{}={}",
                    export(*e),
                    name(*n),
                    quoted(value, *quote)
                ));
            }
            Line::Token {
                export: e,
                name: n,
                quote,
                token,
            } => {
                let token = &tokens::SOUND[usize::from(*token) % Audience::ALL.len()];
                wanted.push(token.clone());
                text.push_str(&format!(
                    "{}{}={}",
                    export(*e),
                    name(*n),
                    quoted(token, *quote)
                ));
            }
            Line::Key { quote } => {
                has_key = true;
                text.push_str(&format!("MUX_PRIVATE_KEY={}", quoted(PEM, *quote)));
            }
        }
        text.push('\n');
    }
    let import = judge::found(&text);
    judge::report(&text, &Evidence::default(), &tokens::KEYS[..], tokens::NOW);
    // Other text may stand so that a token is part of something else; between variables alone each is found.
    if !has_any {
        for token in &wanted {
            let is_found = import.tokens.iter().any(|found| found.text == *token);
            assert!(is_found, "{token} in {text}");
        }
    }
    if has_key {
        assert!(import.private_key.is_some(), "{text}");
        assert!(!format!("{import:?}").contains("c0VDUkVU"), "{text}");
    }
});
