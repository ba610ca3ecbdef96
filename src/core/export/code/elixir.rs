//! Elixir with `jose`, which Mux's own package signs with.
//!
//! `Mux.Token` itself always writes the key ID into the header (mux-elixir 3.2 `lib/mux/token.ex`).

use super::{
    literal::{Syntax, fits_f64, is_integer},
    plan::{expression, snake},
    program::Program,
};
use crate::core::export::{
    quote::{braced, quoted},
    snippet::Snippet,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "elixir",
    title: "Elixir (jose)",
    language: "elixir",
    place: "Server script or module; needs MUX_SIGNING_KEY and MUX_PRIVATE_KEY",
    write: |items| PROGRAM.write(items),
};

const PROGRAM: Program = Program {
    language: "Elixir",
    keeps: |number| is_integer(number) || fits_f64(number),
    string,
    claims: |claims| SYNTAX.object(claims),
    name: snake,
    exp: |expiry| expression(expiry, "System.os_time(:second)"),
    url: |call, token| call.joined_url(string, "<>", token),
    template: TEMPLATE,
    call: CALL,
};

const TEMPLATE: &str = r#"
# For a script. A project with {:mux, "~> 3.2"} has both packages already.
Mix.install([{:jose, "~> 1.11"}, {:jason, "~> 1.4"}])

defmodule MuxToken do
  def sign(§id§, audience, params \\ %{}) do
    key_id = System.fetch_env!("MUX_SIGNING_KEY")
    key = System.fetch_env!("MUX_PRIVATE_KEY") |> Base.decode64!() |> JOSE.JWK.from_pem()
    header = %{"alg" => "RS256", "typ" => "JWT"§header:, "kid" => key_id§}

    claims =
      Map.merge(params, %{
        §payload:"kid" => key_id,§
        "sub" => §id§,
        "aud" => audience,
        "exp" => §exp§
      })

    {_, token} = JOSE.JWS.sign(key, Jason.encode!(claims), header) |> JOSE.JWS.compact()
    token
  end
end

§calls§
"#;

const CALL: &str = "
§name§ = MuxToken.sign(§id§, §audience§§optional_claims§)
IO.puts(§url§)
";

const SYNTAX: Syntax = Syntax {
    string,
    // The sigil has no escapes and cannot contain its quote; JSON can escape it.
    parsed_json: |json| format!("Jason.decode!(~S'{}')", json.replace('\'', "\\u0027")),
    booleans: ["true", "false"],
    object: ["%{", "}"],
    member: |name| format!("{} => ", string(name)),
    trailing_comma: false,
    aligned: false,
    indent: "  ",
};

fn string(text: &str) -> String {
    quoted(text, '"', &['#'], braced)
}
