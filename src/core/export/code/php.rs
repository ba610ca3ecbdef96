//! PHP with `firebase/php-jwt`.

use super::{
    literal::{Style, braced, float_or_long, quoted},
    plan::{Plan, add, camel, fill},
};
use crate::core::export::snippet::{Item, Snippet};
use crate::core::{json::Object, text::is_hidden};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "php",
    title: "PHP (firebase/php-jwt)",
    language: "php",
    place: "A file on the server, where MUX_SIGNING_KEY and MUX_PRIVATE_KEY are set",
    write,
};

const STYLE: Style = Style {
    name: "PHP",
    string,
    number: float_or_long,
    words: ["null", "true", "false"],
    list: ["[", "]"],
    object,
    member: |name| format!("{} => ", string(name)),
    padded: false,
    trailing_comma: true,
    aligned: false,
    indent: "    ",
};

/// An array whose names count up from 0 would become a list in JSON, and an empty one as well.
fn object(object: &Object) -> [&'static str; 2] {
    let counts = |(i, (name, _)): (usize, (&str, _))| name == i.to_string();
    if object.iter().enumerate().all(counts) {
        ["(object) [", "]"]
    } else {
        ["[", "]"]
    }
}

fn string(text: &str) -> String {
    if text.chars().any(is_hidden) {
        return quoted(text, '"', &['$'], braced);
    }
    quoted(text, '\'', &[], braced)
}

const HEAD: &str = r"
<?php
// composer require firebase/php-jwt
§respelled§
require __DIR__ . '/vendor/autoload.php';

use Firebase\JWT\JWT;

function sign(string $§id§, string $audience, array $params = []): string
{
    $claims = [
        ...$params,
        §kid§
        'sub' => $§id§,
        'aud' => $audience,
        'exp' => §exp§,
    ];

    return JWT::encode($claims, base64_decode(getenv('MUX_PRIVATE_KEY')), 'RS256'§header§);
}
";

fn write(items: &[Item]) -> Result<String, String> {
    let plan = Plan::of(items)?;
    // A name that is a number is one in an array of PHP, and spreading counts those anew.
    let mut names = plan.calls.iter().flat_map(|call| call.claims.iter());
    if let Some((name, _)) = names.find(|(name, _)| name.parse::<i64>().is_ok()) {
        return Err(format!("PHP loses a claim whose name is a number: {name}"));
    }
    let mut out = fill(
        HEAD,
        &[
            ("respelled", &plan.respelled("//")),
            ("id", &camel(&plan.subject())),
            (
                "kid",
                if plan.kid_in_payload() {
                    "'kid' => getenv('MUX_SIGNING_KEY'),"
                } else {
                    ""
                },
            ),
            (
                "header",
                if plan.kid_in_header() {
                    ", getenv('MUX_SIGNING_KEY')"
                } else {
                    ""
                },
            ),
            ("exp", &plan.exp("time()")),
        ],
    );
    for call in &plan.calls {
        let name = format!("${}", camel(&call.name));
        let signed = call.sign(&STYLE, &format!("{name} = sign"))?;
        let url = call.url(string, ".", &name);
        add(
            &mut out,
            format_args!("\n{signed};\necho {url}, PHP_EOL;\n"),
        );
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_stays_one_in_json() {
        for (json, php) in [
            ("{}", "(object) []"),
            (r#"{"0":1,"1":2}"#, "(object) ['0' => 1, '1' => 2]"),
            (r#"{"1":1}"#, "['1' => 1]"),
            (r#"{"a":[]}"#, "['a' => []]"),
        ] {
            let object = Object::parse(json).expect("an object");
            assert_eq!(STYLE.object(&object, 0, 0).as_deref(), Ok(php));
        }
    }

    #[test]
    fn only_what_needs_them_has_double_quotes() {
        assert_eq!(string(r"it's $a \n"), r"'it\'s $a \\n'");
        assert_eq!(string("$a\u{202e}\n"), r#""\$a\u{202e}\n""#);
    }
}
