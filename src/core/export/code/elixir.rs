//! Elixir with `jose`, which Mux's own package signs with.
//!
//! `Mux.Token` itself cannot leave the key ID out of the header (mux-elixir 3.2 `lib/mux/token.ex`).

use super::{
    literal::{Style, braced, float_or_integer, quoted},
    plan::{Plan, add, fill, snake},
};
use crate::core::export::snippet::{Item, Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "elixir",
    title: "Elixir (jose)",
    language: "elixir",
    place: "A script or module on the server, where MUX_SIGNING_KEY and MUX_PRIVATE_KEY are set",
    write,
};

const STYLE: Style = Style {
    name: "Elixir",
    string,
    number: |number| {
        let literal = float_or_integer(number)?.to_ascii_lowercase();
        // A float has a point, with an exponent too.
        match literal.split_once('e') {
            Some((mantissa, exponent)) if !mantissa.contains('.') => {
                Some(format!("{mantissa}.0e{exponent}"))
            }
            _ => Some(literal),
        }
    },
    words: ["nil", "true", "false"],
    list: ["[", "]"],
    object: |_| ["%{", "}"],
    member: |name| format!("{} => ", string(name)),
    padded: false,
    trailing_comma: false,
    aligned: false,
    indent: "  ",
};

fn string(text: &str) -> String {
    quoted(text, '"', &['#'], braced)
}

const HEAD: &str = r#"
# For a script; both packages come with Mux's own, {:mux, "~> 3.2"}, so a project that has it needs no more.
§respelled§
Mix.install([{:jose, "~> 1.11"}, {:jason, "~> 1.4"}])

defmodule MuxToken do
  def sign(§id§, audience, params \\ %{}) do
    key_id = System.fetch_env!("MUX_SIGNING_KEY")
    key = System.fetch_env!("MUX_PRIVATE_KEY") |> Base.decode64!() |> JOSE.JWK.from_pem()
    header = %{"alg" => "RS256", "typ" => "JWT"§header§}

    claims =
      Map.merge(params, %{
        §kid§
        "sub" => §id§,
        "aud" => audience,
        "exp" => §exp§
      })

    {_, token} = JOSE.JWS.sign(key, Jason.encode!(claims), header) |> JOSE.JWS.compact()
    token
  end
end
"#;

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
                    r#""kid" => key_id,"#
                } else {
                    ""
                },
            ),
            (
                "header",
                if plan.kid_in_header() {
                    r#", "kid" => key_id"#
                } else {
                    ""
                },
            ),
            ("exp", &plan.exp("System.os_time(:second)")),
        ],
    );
    for call in &plan.calls {
        let name = snake(&call.name);
        let signed = call.sign(&STYLE, &format!("{name} = MuxToken.sign"))?;
        let url = call.url(string, "<>", &name);
        add(&mut out, format_args!("\n{signed}\nIO.puts({url})\n"));
    }
    Ok(out)
}
