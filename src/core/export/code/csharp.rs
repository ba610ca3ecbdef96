//! C# with nothing but .NET.

use super::{
    literal::{Style, fixed_width, float, is_integer, quoted},
    plan::{Plan, add, camel, fill},
};
use crate::core::export::snippet::{Item, Snippet};
use crate::core::json::Number;

pub(super) const SNIPPET: Snippet = Snippet {
    id: "csharp",
    title: "C# (.NET 9)",
    language: "csharp",
    place: "Program.cs or a class on the server, where MUX_SIGNING_KEY and MUX_PRIVATE_KEY are set",
    write,
};

const STYLE: Style = Style {
    name: "C#",
    string,
    number,
    words: ["null", "true", "false"],
    list: ["new object?[] { ", " }"],
    object: |_| ["new Claims {", "}"],
    member: |name| format!("[{}] = ", string(name)),
    padded: true,
    trailing_comma: true,
    aligned: false,
    indent: "    ",
};

fn string(text: &str) -> String {
    quoted(text, '"', &[], fixed_width)
}

/// Whole numbers of 64 bits as they are; a `decimal` keeps the digits of a fraction, zeros at the end included.
fn number(number: &Number) -> Option<String> {
    let text = number.as_str();
    if is_integer(number) && text != "-0" {
        let fits = text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok();
        if fits {
            return Some(text.to_owned());
        }
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if !text.contains(['e', 'E']) && text != "-0" && digits <= 28 {
        return Some(format!("{text}m"));
    }
    float(number).map(|text| text + "d")
}

const HEAD: &str = "
// Nothing to install: .NET 9 or later has it all.
§respelled§
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Claims = System.Collections.Generic.Dictionary<string, object?>;

";

const SIGN: &str = r#"
static string Sign(string §id§, string audience, Claims? claims = null)
{
    var keyId = Environment.GetEnvironmentVariable("MUX_SIGNING_KEY");
    using var key = RSA.Create();
    key.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(
        Environment.GetEnvironmentVariable("MUX_PRIVATE_KEY")!)));

    var header = new Claims { ["alg"] = "RS256", ["typ"] = "JWT"§header§ };
    claims ??= [];
    §kid§
    claims["sub"] = §id§;
    claims["aud"] = audience;
    claims["exp"] = §exp§;

    static string Encode(Claims part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
    var text = $"{Encode(header)}.{Encode(claims)}";
    var signature = key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    return $"{text}.{Base64Url.EncodeToString(signature)}";
}
"#;

fn write(items: &[Item]) -> Result<String, String> {
    let plan = Plan::of(items)?;
    let mut out = fill(
        HEAD,
        &[(
            "respelled",
            &plan.respelled_except("//", |number| {
                !number.contains(['e', 'E']) && number != "-0"
            }),
        )],
    );
    for call in &plan.calls {
        let name = camel(&call.name);
        let signed = call.sign(&STYLE, &format!("var {name} = Sign"))?;
        let url = call.url(string, "+", &name);
        add(
            &mut out,
            format_args!("{signed};\nConsole.WriteLine({url});\n"),
        );
    }
    out.push('\n');
    out.push_str(&fill(
        SIGN,
        &[
            ("id", &camel(&plan.subject())),
            (
                "kid",
                if plan.kid_in_payload() {
                    r#"claims["kid"] = keyId;"#
                } else {
                    ""
                },
            ),
            (
                "header",
                if plan.kid_in_header() {
                    r#", ["kid"] = keyId"#
                } else {
                    ""
                },
            ),
            (
                "exp",
                &plan.exp("DateTimeOffset.UtcNow.ToUnixTimeSeconds()"),
            ),
        ],
    ));
    Ok(out)
}
