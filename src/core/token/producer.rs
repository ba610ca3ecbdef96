//! Which SDK probably wrote a token, from the bytes of its header and the order of its claims.
//!
//! Sources: tokens made with the published packages, and the source code of the libraries. Libraries can write the same
//! bytes, so the answer is only probable.

use super::Token;
use crate::core::json::Object;

/// The library that probably wrote a token.
pub fn guess(token: &Token) -> Option<&'static str> {
    let header = String::from_utf8(token.parts.first()?.bytes.clone()).ok()?;
    let claims = token.claims()?;
    let kid = token.header_str("kid").map(crate::core::json::quoted);
    let shape = kid.map_or_else(|| header.clone(), |kid| header.replacen(&kid, "K", 1));
    let names: Vec<&str> = claims.iter().map(|(name, _)| name).collect();
    Some(match shape.as_str() {
        r#"{"alg":"RS256","typ":"JWT"}"#
            if names.last() == Some(&"iat") && claims.contains("kid") =>
        {
            "jsonwebtoken for Node, used directly"
        }
        r#"{"alg":"RS256","typ":"JWT"}"# if ends_with(&names, &["kid", "sub", "aud", "exp"]) => {
            "mux-node 14 or later"
        }
        r#"{"alg":"RS256","typ":"JWT"}"# if is_sorted(claims) => "golang-jwt",
        r#"{"alg":"RS256"}"# if ends_with(&names, &["kid", "sub", "aud", "exp"]) => {
            "mux-node 8 to 13"
        }
        r#"{"alg":"RS256"}"# if names.first() == Some(&"sub") => "ruby-jwt",
        r#"{"alg":"RS256","typ":"JWT","kid":K}"# if ends_with(&names, &["exp", "aud", "sub"]) => {
            "mux-node 7 or earlier"
        }
        r#"{"alg":"RS256","kid":K,"typ":"JWT"}"# if is_sorted(claims) => "mux-elixir",
        r#"{"alg":"RS256","kid":K,"typ":"JWT"}"# => "PyJWT",
        r#"{"typ":"JWT","alg":"RS256"}"# | r#"{"typ":"JWT","alg":"RS256","kid":K}"# => "php-jwt",
        _ => return None,
    })
}

fn ends_with(names: &[&str], end: &[&str]) -> bool {
    names.ends_with(end)
}

fn is_sorted(claims: &Object) -> bool {
    let names: Vec<&str> = claims.iter().map(|(name, _)| name).collect();
    names.len() > 1 && names.is_sorted()
}

#[cfg(test)]
mod tests {
    use super::guess;
    use crate::core::{diagnose::lint::testing, token::Token};

    #[test]
    fn producer_is_guessed_from_header_and_claims() {
        for (header, claims, producer) in [
            (
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"time":1,"kid":"K","sub":"I","aud":"t","exp":1}"#,
                Some("mux-node 14 or later"),
            ),
            (
                r#"{"alg":"RS256"}"#,
                r#"{"kid":"K","sub":"I","aud":"v","exp":1}"#,
                Some("mux-node 8 to 13"),
            ),
            (
                r#"{"alg":"RS256","typ":"JWT","kid":"K"}"#,
                r#"{"width":1,"exp":1,"aud":"t","sub":"I"}"#,
                Some("mux-node 7 or earlier"),
            ),
            (
                r#"{"alg":"RS256","kid":"K","typ":"JWT"}"#,
                r#"{"sub":"I","exp":1,"aud":"v"}"#,
                Some("PyJWT"),
            ),
            (
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"aud":"v","exp":1,"kid":"K","sub":"I"}"#,
                Some("golang-jwt"),
            ),
            (
                r#"{"typ":"JWT","alg":"RS256"}"#,
                r#"{"sub":"I","aud":"t","exp":1,"kid":"K"}"#,
                Some("php-jwt"),
            ),
            (
                r#"{"alg":"RS256"}"#,
                r#"{"sub":"I","exp":1,"kid":"K","aud":"v"}"#,
                Some("ruby-jwt"),
            ),
            (
                r#"{"alg":"RS256","kid":"K","typ":"JWT"}"#,
                r#"{"aud":"v","exp":1,"sub":"I"}"#,
                Some("mux-elixir"),
            ),
            (
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"sub":"I","kid":"K","iat":1}"#,
                Some("jsonwebtoken for Node, used directly"),
            ),
            (r#"{"alg": "RS256"}"#, r#"{"sub":"I"}"#, None),
        ] {
            assert_eq!(
                guess(&Token::read(&testing::token(header, claims))),
                producer,
                "{header} {claims}"
            );
        }
    }
}
