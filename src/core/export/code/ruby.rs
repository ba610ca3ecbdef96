//! Ruby with `ruby-jwt`.

use super::{
    literal::{Style, braced, float_or_integer, is_name, quoted},
    plan::{Plan, add, fill, snake},
};
use crate::core::export::snippet::{Item, Snippet};
use crate::core::text::is_hidden;

pub(super) const SNIPPET: Snippet = Snippet {
    id: "ruby",
    title: "Ruby (jwt)",
    language: "ruby",
    place: "A file on the server, where MUX_SIGNING_KEY and MUX_PRIVATE_KEY are set",
    write,
};

const STYLE: Style = Style {
    name: "Ruby",
    string,
    number: float_or_integer,
    words: ["nil", "true", "false"],
    list: ["[", "]"],
    object: |_| ["{", "}"],
    member: |name| {
        // A name in capitals is one too, but looks like a constant.
        if is_name(name) && !name.starts_with(|c: char| c.is_ascii_uppercase()) {
            format!("{name}: ")
        } else {
            format!("{} => ", string(name))
        }
    },
    padded: true,
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

const HEAD: &str = "
# gem install jwt
§respelled§
require 'base64'
require 'jwt'

KEY_ID = ENV.fetch('MUX_SIGNING_KEY')
PRIVATE_KEY = OpenSSL::PKey::RSA.new(Base64.decode64(ENV.fetch('MUX_PRIVATE_KEY')))

def sign(§id§, audience, params = {})
  claims = {
    **params,
    §kid§
    sub: §id§,
    aud: audience,
    exp: §exp§
  }
  JWT.encode(claims, PRIVATE_KEY, 'RS256', { alg: 'RS256', typ: 'JWT'§header§ })
end
";

fn write(items: &[Item]) -> Result<String, String> {
    let plan = Plan::of(items)?;
    let mut out = fill(
        HEAD,
        &[
            ("respelled", &plan.respelled("#")),
            ("id", &snake(&plan.subject())),
            (
                "kid",
                if plan.kid_in_payload() {
                    "kid: KEY_ID,"
                } else {
                    ""
                },
            ),
            (
                "header",
                if plan.kid_in_header() {
                    ", kid: KEY_ID"
                } else {
                    ""
                },
            ),
            ("exp", &plan.exp("Time.now.to_i")),
        ],
    );
    for call in &plan.calls {
        let name = snake(&call.name);
        let signed = call.sign(&STYLE, &format!("{name} = sign"))?;
        let url = call.url(string, "+", &name);
        add(&mut out, format_args!("\n{signed}\nputs {url}\n"));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn nothing_is_interpolated() {
        assert_eq!(string("#{exit} '\\"), "'#{exit} \\'\\\\'");
        assert_eq!(string("#{exit}\n"), r#""\#{exit}\n""#);
    }
}
