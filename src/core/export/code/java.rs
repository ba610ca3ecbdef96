//! Java with Jackson, and Bouncy Castle for the format of Mux's keys.

use super::{
    literal::json,
    plan::{camel, expression},
    program::Program,
};
use crate::core::{
    export::{
        quote::{fixed_width, quoted},
        snippet::Snippet,
    },
    json::{Object, Value},
    text::{escape, is_hidden},
    token::spec::Expiry,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "java",
    title: "Java (Jackson)",
    language: "java",
    place: "MuxToken.java on the server; needs MUX_SIGNING_KEY and MUX_PRIVATE_KEY",
    write: |items| PROGRAM.write(items),
};

const PROGRAM: Program = Program {
    language: "Java",
    // Jackson rejects what a double cannot approximate.
    keeps: |number| number.as_f64().is_finite(),
    string,
    claims: text_block,
    name: camel,
    exp,
    url: |call, token| call.joined_url(string, "+", token),
    template: TEMPLATE,
    call: CALL,
};

const TEMPLATE: &str = r#"
// Needs com.fasterxml.jackson.core:jackson-databind 2.x, and org.bouncycastle:bcpkix-jdk18on to read Mux's keys.
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
    // Numbers keep their digits.
    private static final JsonMapper JSON = JsonMapper.builder()
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
        .build();

    static String sign(String §id§, String audience, String params) throws Exception {
        var pem = new String(Base64.getDecoder().decode(System.getenv("MUX_PRIVATE_KEY")), UTF_8);
        var pair = (PEMKeyPair) new PEMParser(new StringReader(pem)).readObject();
        var keyId = System.getenv("MUX_SIGNING_KEY");

        var header = JSON.createObjectNode().put("alg", "RS256").put("typ", "JWT")§header:.put("kid", keyId)§;
        var claims = (ObjectNode) JSON.readTree(params);
        claims§payload:.put("kid", keyId)§
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
§calls§
    }
}
"#;

const CALL: &str = "
        var §name§ = sign(§id§, §audience§, §claims§);
        System.out.println(§url§);
";

/// Integers of more than 32 bits need a suffix.
fn exp(expiry: Expiry) -> String {
    let suffix = match expiry {
        Expiry::At(_) => "L",
        Expiry::In(span) if i32::try_from(span.0).is_err() => "L",
        Expiry::In(_) => "",
    };
    expression(expiry, "System.currentTimeMillis() / 1000") + suffix
}

/// A string literal. Java has no escape for characters beyond 16 bits, but reads them as surrogates.
fn string(text: &str) -> String {
    quoted(text, '"', &[], |code| {
        let c = char::from_u32(code).expect("it was a character");
        let unit = |unit: &u16| match unit {
            // Java decodes `\u` before it reads the code, so this would end the line or the string.
            0..0x100 => format!("\\{unit:03o}"),
            unit => fixed_width(u32::from(*unit)),
        };
        c.encode_utf16(&mut [0; 2]).iter().map(unit).collect()
    })
}

/// Claims as JSON between `"""`, which JSON does not contain, so that only backslashes need escaping.
fn text_block(claims: &Object) -> String {
    if claims.is_empty() {
        return "\"{}\"".to_owned();
    }
    let claims = Value::Object(claims.clone());
    let line = json(&claims);
    let lines = if line.chars().count() <= 80 {
        line
    } else {
        let lines = claims.pretty();
        let lines: Vec<_> = lines.lines().map(|line| escape(line, is_hidden)).collect();
        lines.join("\n    ")
    };
    format!("\"\"\"\n    {}\"\"\"", lines.replace('\\', "\\\\"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn strings_avoid_early_unicode_escapes() {
        assert_eq!(string("a\u{1b}\"\u{202e}"), "\"a\\033\\\"\\u202e\"");
        assert_eq!(string("\u{e0041}"), "\"\\udb40\\udc41\"");
    }

    proptest! {
        #[test]
        fn json_never_ends_a_text_block(name in "[\"\\\\a]*", text in "[\"\\\\a\n]*") {
            let object: Object = [(name, Value::from(text.as_str()))].into_iter().collect();
            let block = text_block(&object);
            prop_assert!(!block[3..block.len() - 3].contains("\"\"\""));
            let json = block[4..block.len() - 3].replace("\\\\", "\\");
            prop_assert_eq!(Object::parse(&json), Ok(object));
        }
    }
}
