//! Java with Jackson, and Bouncy Castle for the form of Mux's keys.

use super::{
    literal::{self, fixed_width, quoted},
    plan::{Plan, add, camel, fill},
};
use crate::core::export::snippet::{Item, Snippet};
use crate::core::{
    json::{Object, Value},
    text::{escape, is_hidden},
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "java",
    title: "Java (Jackson)",
    language: "java",
    place: "MuxToken.java on the server, where MUX_SIGNING_KEY and MUX_PRIVATE_KEY are set",
    write,
};

const HEAD: &str = r#"
// Needs com.fasterxml.jackson.core:jackson-databind 2.x, and org.bouncycastle:bcpkix-jdk18on, which reads Mux's keys.
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.*;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.*;
import java.io.StringReader;
import java.security.Signature;
import java.util.Base64;
import org.bouncycastle.openssl.*;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

public class MuxToken {
    // Numbers keep the digits that they are written with.
    private static final JsonMapper JSON = JsonMapper.builder()
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
        .build();

    static String sign(String §id§, String audience, String params) throws Exception {
        var pem = new String(Base64.getDecoder().decode(System.getenv("MUX_PRIVATE_KEY")), UTF_8);
        var pair = (PEMKeyPair) new PEMParser(new StringReader(pem)).readObject();
        var keyId = System.getenv("MUX_SIGNING_KEY");

        var header = JSON.createObjectNode().put("alg", "RS256").put("typ", "JWT")§header§;
        var claims = (ObjectNode) JSON.readTree(params);
        claims§kid§
            .put("sub", §id§)
            .put("aud", audience)
            .put("exp", §exp§);

        var text = base64url(JSON.writeValueAsBytes(header)) + "." + base64url(JSON.writeValueAsBytes(claims));
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(new JcaPEMKeyConverter().getKeyPair(pair).getPrivate());
        signature.update(text.getBytes(UTF_8));
        return text + "." + base64url(signature.sign());
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static void main(String[] args) throws Exception {
"#;

/// Java has no escape of eight digits, but takes what it cannot show in halves.
fn string(text: &str) -> String {
    quoted(text, '"', &[], |code| {
        let c = char::from_u32(code).expect("it was one");
        let halves = c.encode_utf16(&mut [0; 2]).to_vec();
        halves
            .into_iter()
            .map(|half| match half {
                // These are read before the code is, and would end the line or the string.
                0..0x100 => format!("\\{half:03o}"),
                half => fixed_width(u32::from(half)),
            })
            .collect()
    })
}

fn write(items: &[Item]) -> Result<String, String> {
    let plan = Plan::of(items)?;
    let exp = plan.exp("System.currentTimeMillis() / 1000");
    let long = if plan.calls.is_empty() || exp.contains("current") {
        ""
    } else {
        "L"
    };
    // Longer than 32 bits, as a length of time can be.
    let exp = match exp.rsplit_once(" + ") {
        Some((now, span)) if span.parse::<i64>().is_ok() => format!("{now} + {span}L"),
        _ => exp + long,
    };
    let mut out = fill(
        HEAD,
        &[
            ("id", &camel(&plan.subject())),
            (
                "kid",
                if plan.kid_in_payload() {
                    r#".put("kid", keyId)"#
                } else {
                    ""
                },
            ),
            (
                "header",
                if plan.kid_in_header() {
                    r#".put("kid", keyId)"#
                } else {
                    ""
                },
            ),
            ("exp", &exp),
        ],
    );
    for (i, call) in plan.calls.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let name = camel(&call.name);
        let params = text_block(call.claims, "            ")?;
        add(
            &mut out,
            format_args!(
                "        var {name} = sign({}, {}, {params});\n",
                string(call.id),
                string(call.audience.claim())
            ),
        );
        let url = call.url(string, "+", &name);
        add(
            &mut out,
            format_args!("        System.out.println({url});\n"),
        );
    }
    out.push_str("    }\n}\n");
    Ok(out)
}

/// An object as JSON between `"""`, which JSON cannot hold, so that only backslashes need another one.
fn text_block(object: &Object, indent: &str) -> Result<String, String> {
    if object.is_empty() {
        return Ok("\"{}\"".to_owned());
    }
    let value = Value::Object(object.clone());
    literal::unique_throughout(&value)?;
    literal::numbers(&value, &mut |number| {
        // Jackson asks whether a double could hold it.
        if number.as_f64().is_finite() {
            Ok(())
        } else {
            Err(format!("Java would round {}", number.as_str()))
        }
    })?;
    let mut json = value.to_string();
    if json.chars().count() > 80 {
        json = value.pretty();
    }
    let json = json.lines().map(|line| {
        format!(
            "\n{indent}{}",
            escape(line, is_hidden).replace('\\', "\\\\")
        )
    });
    Ok(format!("\"\"\"{}\"\"\"", json.collect::<String>()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_keeps_clear_of_escapes_that_java_reads_first() {
        assert_eq!(string("a\u{1b}\"\u{202e}"), "\"a\\033\\\"\\u202e\"");
        assert_eq!(string("\u{e0041}"), "\"\\udb40\\udc41\"");
    }

    proptest! {
        #[test]
        fn no_json_ends_a_text_block(name in "[\"\\\\a]*", text in "[\"\\\\a\n]*") {
            let object: Object = [(name, Value::from(text.as_str()))].into_iter().collect();
            let block = text_block(&object, "").expect("it can be written");
            prop_assert!(!block[3..block.len() - 3].contains("\"\"\""));
            let json = block[4..block.len() - 3].replace("\\\\", "\\");
            prop_assert_eq!(Object::parse(&json), Ok(object));
        }
    }
}
