//! PHP with `firebase/php-jwt`.

use super::{
    literal::{Syntax, fits_f64, is_integer},
    plan::{camel, expression},
    program::Program,
};
use crate::core::{
    export::{
        quote::{braced, quoted},
        snippet::Snippet,
    },
    text::is_hidden,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "php",
    title: "PHP (firebase/php-jwt)",
    language: "php",
    place: "Server file; needs MUX_SIGNING_KEY and MUX_PRIVATE_KEY",
    write: |items| PROGRAM.write(items),
};

const PROGRAM: Program = Program {
    language: "PHP",
    keeps: |number| is_integer(number) && number.as_i64().is_some() || fits_f64(number),
    string,
    claims: |claims| SYNTAX.object(claims),
    name: |words| format!("${}", camel(words)),
    exp: |expiry| expression(expiry, "time()"),
    url: |call, token| call.joined_url(string, ".", token),
    template: TEMPLATE,
    call: CALL,
};

const TEMPLATE: &str = r"
<?php
// composer require firebase/php-jwt
require __DIR__ . '/vendor/autoload.php';

use Firebase\JWT\JWT;

function sign(string §id§, string $audience, array $params = []): string
{
    // Unlike `...`, `+` keeps names that are numbers.
    $claims = $params + [
        §payload:'kid' => getenv('MUX_SIGNING_KEY'),§
        'sub' => §id§,
        'aud' => $audience,
        'exp' => §exp§,
    ];

    return JWT::encode($claims, base64_decode(getenv('MUX_PRIVATE_KEY')), 'RS256'§header:, getenv('MUX_SIGNING_KEY')§);
}

§calls§
";

const CALL: &str = "
§name§ = sign(§id§, §audience§§optional_claims§);
echo §url§, PHP_EOL;
";

const SYNTAX: Syntax = Syntax {
    string,
    parsed_json: |json| format!("json_decode({})", string(json)),
    booleans: ["true", "false"],
    object: ["[", "]"],
    member: |name| format!("{} => ", string(name)),
    trailing_comma: true,
    aligned: false,
    indent: "    ",
};

fn string(text: &str) -> String {
    if text.chars().any(is_hidden) {
        return quoted(text, '"', &['$'], braced);
    }
    quoted(text, '\'', &[], braced)
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn double_quotes_only_for_hidden_characters() {
        assert_eq!(string(r"it's $a \n"), r"'it\'s $a \\n'");
        assert_eq!(string("$a\u{202e}\n"), r#""\$a\u{202e}\n""#);
    }
}
