//! C# with nothing but .NET.

use super::{
    literal::Syntax,
    plan::{camel, expression},
    program::Program,
};
use crate::core::export::{
    quote::{fixed_width, quoted},
    snippet::Snippet,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "csharp",
    title: "C# (.NET 9)",
    language: "csharp",
    place: "Program.cs or a class on the server; needs MUX_SIGNING_KEY and MUX_PRIVATE_KEY",
    write: |items| PROGRAM.write(items),
};

const PROGRAM: Program = Program {
    language: "C#",
    keeps: |_| true,
    string,
    claims: |claims| SYNTAX.object(claims),
    name: camel,
    exp: |expiry| expression(expiry, "DateTimeOffset.UtcNow.ToUnixTimeSeconds()"),
    url: |call, token| call.joined_url(string, "+", token),
    template: TEMPLATE,
    call: CALL,
};

const TEMPLATE: &str = r#"
// Nothing to install: .NET 9 or later includes everything.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
§json:using System.Text.Json.Nodes;§
using Claims = System.Collections.Generic.Dictionary<string, object?>;

§calls§

static string Sign(string §id§, string audience, Claims? claims = null)
{
    var keyId = Environment.GetEnvironmentVariable("MUX_SIGNING_KEY");
    using var key = RSA.Create();
    key.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(
        Environment.GetEnvironmentVariable("MUX_PRIVATE_KEY")!)));

    var header = new Claims { ["alg"] = "RS256", ["typ"] = "JWT"§header:, ["kid"] = keyId§ };
    claims ??= [];
    §payload:claims["kid"] = keyId;§
    claims["sub"] = §id§;
    claims["aud"] = audience;
    claims["exp"] = §exp§;

    static string Encode(Claims part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
    var text = $"{Encode(header)}.{Encode(claims)}";
    var signature = key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    return $"{text}.{Base64Url.EncodeToString(signature)}";
}
"#;

const CALL: &str = "
var §name§ = Sign(§id§, §audience§§optional_claims§);
Console.WriteLine(§url§);
";

const SYNTAX: Syntax = Syntax {
    string,
    // JSON never has three double quotes in a row, nor one at its end where it is not a string.
    parsed_json: |json| format!(r#"JsonNode.Parse("""{json}""")"#),
    booleans: ["true", "false"],
    object: ["new Claims { ", " }"],
    member: |name| format!("[{}] = ", string(name)),
    trailing_comma: true,
    aligned: false,
    indent: "    ",
};

fn string(text: &str) -> String {
    quoted(text, '"', &[], fixed_width)
}
