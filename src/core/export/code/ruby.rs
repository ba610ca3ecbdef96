//! Ruby with `ruby-jwt`.

use super::{
    literal::{Syntax, fits_f64, is_integer, is_name},
    plan::{expression, snake},
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
    id: "ruby",
    title: "Ruby (jwt)",
    language: "ruby",
    place: "Server file; needs MUX_SIGNING_KEY and MUX_PRIVATE_KEY",
    write: |items| PROGRAM.write(items),
};

const PROGRAM: Program = Program {
    language: "Ruby",
    keeps: |number| is_integer(number) || fits_f64(number),
    string,
    claims: |claims| SYNTAX.object(claims),
    name: snake,
    exp: |expiry| expression(expiry, "Time.now.to_i"),
    url: |call, token| call.joined_url(string, "+", token),
    template: TEMPLATE,
    call: CALL,
};

const TEMPLATE: &str = "
# gem install jwt
require 'base64'
§json:require 'json'§
require 'jwt'

KEY_ID = ENV.fetch('MUX_SIGNING_KEY')
PRIVATE_KEY = OpenSSL::PKey::RSA.new(Base64.decode64(ENV.fetch('MUX_PRIVATE_KEY')))

def sign(§id§, audience, params = {})
  claims = {
    **params,
    §payload:kid: KEY_ID,§
    sub: §id§,
    aud: audience,
    exp: §exp§
  }
  JWT.encode(claims, PRIVATE_KEY, 'RS256', { alg: 'RS256', typ: 'JWT'§header:, kid: KEY_ID§ })
end

§calls§
";

const CALL: &str = "
§name§ = sign(§id§, §audience§§optional_claims§)
puts §url§
";

const SYNTAX: Syntax = Syntax {
    string,
    parsed_json: |json| format!("JSON.parse({})", string(json)),
    booleans: ["true", "false"],
    object: ["{ ", " }"],
    member: |name| {
        if is_name(name) {
            format!("{name}: ")
        } else {
            format!("{} => ", string(name))
        }
    },
    trailing_comma: false,
    aligned: false,
    indent: "  ",
};

fn string(text: &str) -> String {
    if text.chars().any(is_hidden) {
        return quoted(text, '"', &['#'], braced);
    }
    quoted(text, '\'', &[], braced)
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn strings_are_not_interpolated() {
        assert_eq!(string("#{exit} '\\"), "'#{exit} \\'\\\\'");
        assert_eq!(string("#{exit}\n"), r#""\#{exit}\n""#);
    }
}
