//! The place of the token contains more than the token.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::JWS,
        },
    },
    level::{Basis, Severity},
    request::Misplaced,
    text::{shortened, visible},
};

pub(super) const RULE: Rule = Rule {
    id: "wrapped-token",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the token's place contains more than the token",
    explanation: "Everything in `token=` or in a player's attribute is sent as the token. Programs that insert a value \
                  without unwrapping it send its notation as well: `Optional(\"…\")` from Swift, `b'…'` from Python, \
                  `{:ok, \"…\"}` from Elixir, or quotes, `Bearer` and a line break. Only characters of base64url and \
                  dots can be part of a token, so Mux rejects the rest.",
    docs: JWS,
    check,
};

/// What a wrapper starts with, where it comes from, and how to remove it.
type Wrapper = (&'static str, &'static str, &'static str);

/// What is before a token. The first entry that matches counts, so longer ones are first. `"` also matches `'`.
const BEFORE: &[Wrapper] = &[
    (
        "Optional(",
        "a Swift optional",
        "Unwrap the optional in Swift before building the URL: `guard let token else { … }`.",
    ),
    (
        "Optional[",
        "a Java `Optional`",
        "Take its value in Java before building the URL: `token.orElseThrow()`.",
    ),
    (
        "Some(",
        "an option of Rust or Scala",
        "Match on the option, or take its value with `?` or `get`, before building the URL.",
    ),
    (
        "Just",
        "a `Maybe` of Haskell or Elm",
        "Match on the `Maybe` before building the URL.",
    ),
    (
        "Ok(",
        "a Rust `Result`",
        "Take the value of the `Result` with `?` before building the URL.",
    ),
    (
        "Right(",
        "an `Either`",
        "Match on the `Either` before building the URL.",
    ),
    (
        "Result.success(",
        "a `Result` of Kotlin or Swift",
        "Take its value before building the URL: `getOrThrow()`, `get()`.",
    ),
    (
        "Success(",
        "a `Result` of Kotlin or Swift",
        "Take its value before building the URL: `getOrThrow()`, `get()`.",
    ),
    (
        "b\"",
        "Python bytes",
        "Convert the bytes to a string in Python: `token.decode()`.",
    ),
    (
        "{:ok",
        "an Elixir tuple",
        "Match on the result in Elixir: `{:ok, token, _claims} = …`, and insert `token`.",
    ),
    (
        "{ok,",
        "an Erlang tuple",
        "Match on the result: `{ok, Token} = …`, and insert `Token`.",
    ),
    (
        "%{",
        "an Elixir map",
        "Insert the value of the member, not the map.",
    ),
    (
        "%!",
        "a format error of Go",
        "Pass a string for `%s` to Go's `fmt`.",
    ),
    (
        "&{",
        "a Go struct",
        "Insert its field that contains the token, not the struct.",
    ),
    (
        "map[",
        "a Go map",
        "Insert the value of the member, not the map.",
    ),
    (
        "{{",
        "the braces of a template",
        "Remove the braces: they belong to the template language, not to the value.",
    ),
    (
        "${",
        "the braces of a template",
        "Remove `${` and `}`: they belong to the template, not to the value.",
    ),
    (
        "#{",
        "the braces of a Ruby or Elixir template",
        "Remove `#{` and `}`: interpolation works only in double quotes.",
    ),
    (
        "{\"",
        "an object with the token as a member",
        "Insert the member that contains the token, not the whole object (JSON, or a Python dict).",
    ),
    ("{", "braces", "Insert only the token, without the braces."),
    (
        "[\"",
        "a list",
        "Insert the first item of the list (Python, Ruby, JavaScript), not the list.",
    ),
    (
        "[",
        "a list",
        "Insert the first item of the list, not the list.",
    ),
    (
        "(\"",
        "a tuple",
        "Insert the item of the tuple, not the tuple: in Python, a trailing comma creates one.",
    ),
    (
        "array(",
        "a PHP array",
        "Insert the item that contains the token, not the array.",
    ),
    (
        "string(",
        "the output of PHP's `var_dump`",
        "Insert the string itself: `var_dump` is for debugging.",
    ),
    (
        "#<",
        "a Ruby object",
        "Insert the member that contains the token: the object's `inspect` is for debugging.",
    ),
    (
        "#",
        "an Elixir struct",
        "Insert the member that contains the token: `inspect` is for debugging.",
    ),
    (
        "<",
        "angle brackets",
        "Insert only the token: the brackets mark a placeholder in documentation.",
    ),
    (
        "(",
        "brackets",
        "Insert only the token, without the brackets.",
    ),
    (
        "bearer",
        "the scheme of an `Authorization` header",
        "Insert only the token: `Bearer` belongs to the header.",
    ),
    (
        "authorization",
        "the name of a header",
        "Insert only the token, without the name of the header.",
    ),
    (
        "jwt",
        "the scheme of an `Authorization` header",
        "Insert only the token, without `JWT`.",
    ),
    (
        "?token=",
        "the name of the parameter again",
        "Write `token=` once: the value is only the token.",
    ),
    (
        "token",
        "the name of the parameter again",
        "Write `token=` once: the value is only the token.",
    ),
    ("http", "a whole URL", "Insert only the token of that URL."),
    (
        "\"",
        "quotes",
        "Remove the quotes: the value was encoded as JSON, or quoted twice.",
    ),
    ("`", "quotes", "Remove the quotes."),
    (
        "“",
        "quotes",
        "Remove the quotes, which a word processor inserted.",
    ),
    (
        "\\",
        "escaped quotes",
        "Decode the JSON string before inserting it.",
    ),
    (
        "%",
        "percent-encoding",
        "Encode the value once: it was encoded twice.",
    ),
    (
        "undefined",
        "an unset variable",
        "Find the unset variable where the value is put together.",
    ),
    (
        "null",
        "an unset variable",
        "Find the unset variable where the value is put together.",
    ),
];

/// What is after a token, if nothing is before it.
const AFTER: &[Wrapper] = &[
    (
        "\n",
        "a line break",
        "Trim the value: the file or command that it comes from ends with a line break.",
    ),
    (
        "\r",
        "a line break",
        "Trim the value: the file or command that it comes from ends with a line break.",
    ),
    (
        "\\n",
        "the two characters `\\n`",
        "Remove them: an escaped line break was not decoded.",
    ),
    (
        "\\r",
        "the four characters `\\r\\n`",
        "Remove them: an escaped line break was not decoded.",
    ),
    (
        "?",
        "a second `?`",
        "Separate parameters with `&`: after a second `?`, everything belongs to the token. Parameters of Mux \
                           belong in the token.",
    ),
    (
        "&",
        "an `&`",
        "Remove it: `&` separates parameters, and `&amp;` is its notation in HTML.",
    ),
    (
        "undefined",
        "an unset variable",
        "Find the unset variable where the value is put together.",
    ),
    (
        "null",
        "an unset variable",
        "Find the unset variable where the value is put together.",
    ),
    ("\"", "a quote", "Remove the quote."),
    (
        "}",
        "a brace",
        "Remove the brace, which belongs to a template.",
    ),
    (",", "a comma", "Remove the comma."),
    (";", "a semicolon", "Remove the semicolon."),
    (
        "%",
        "percent-encoding",
        "Encode the value once: it was encoded twice.",
    ),
];

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let request = subject.request;
    let mut findings = Vec::new();
    if let Some((before, after)) = request.around_id() {
        let (what, hint) = named(before, after);
        findings.push(RULE.found(
            format!(
                "The playback ID is inside {what}: `{}`",
                shown(before, after)
            ),
            hint,
        ));
    }
    let Some((before, after)) = request.around_token() else {
        return findings;
    };
    // A header and a second `?` have their own finding.
    if matches!(
        request.misplaced,
        Some(Misplaced::Header(_) | Misplaced::SecondMark(_))
    ) {
        return findings;
    }
    let place = match &request.slot {
        Some(slot) => format!("`{slot}`"),
        None => "`token`".to_owned(),
    };
    let finding = if before.is_empty() && after.is_empty() {
        let sent = request.token_as_sent.as_deref().unwrap_or_default();
        let blanks = sent.trim().matches(' ').count();
        let signature = subject.token.signature().map_or(0, |part| part.text.len());
        let hint = if blanks > 0 && signature + blanks == 342 {
            "Each space was probably a `+` that was decoded: encode the token as base64url, without `+`."
        } else {
            "Put the token on one line: spaces and line breaks are sent with it. YAML's `>` replaces line breaks by spaces."
        };
        RULE.found(
            format!("{place} contains white space inside the token"),
            hint,
        )
    } else {
        let (what, hint) = named(&before, &after);
        RULE.found(
            format!(
                "{place} contains more than the token: {what}, `{}`",
                shown(&before, &after)
            ),
            hint,
        )
    };
    findings.push(finding.at("token"));
    findings
}

/// What a wrapper is, and how to remove it.
fn named(before: &str, after: &str) -> (&'static str, &'static str) {
    let find = |table: &'static [Wrapper], text: &str| {
        let text = text
            .trim_start_matches([' ', '+'])
            .replace('\'', "\"")
            .to_lowercase();
        let entry = table
            .iter()
            .find(|(start, ..)| text.starts_with(&start.to_lowercase()));
        entry.map(|(_, what, hint)| (*what, *hint))
    };
    let blank = |text: &str| text.chars().all(|c| c == '+' || c.is_whitespace());
    if blank(before) && blank(after) && !after.contains(['\n', '\r']) {
        return (
            "white space",
            "Trim the value: a space is sent with the token, as `%20` or `+`.",
        );
    }
    let known = if blank(before) {
        let after = after.trim_start_matches([' ', '+']);
        find(AFTER, after)
    } else {
        find(BEFORE, before)
    };
    known.unwrap_or(("text that does not belong to it", "Insert only the token."))
}

/// A wrapper with an ellipsis in place of its content.
fn shown(before: &str, after: &str) -> String {
    format!(
        "{}…{}",
        shortened(&visible(before), 40),
        shortened(&visible(after), 40)
    )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims};

    #[test]
    fn wrapper_and_language_are_named() {
        for (sent, says) in [
            ("Optional(\"§\")", "a Swift optional, `Optional(\"…\")`"),
            ("Some(\"§\")", "an option of Rust or Scala, `Some(\"…\")`"),
            ("b'§'", "Python bytes, `b'…'`"),
            ("{:ok, \"§\"}", "an Elixir tuple, `{:ok, \"…\"}`"),
            ("['§']", "a list, `['…']`"),
            ("('§',)", "a tuple, `('…',)`"),
            (
                "{'token': '§'}",
                "an object with the token as a member, `{'token': '…'}`",
            ),
            (
                "{\"token\":\"§\",\"exp\":1}",
                "an object with the token as a member, `{\"token\":\"…\",\"exp\":1}`",
            ),
            ("#<Jwt §>", "a Ruby object, `#<Jwt …>`"),
            (
                "Bearer §",
                "the scheme of an `Authorization` header, `Bearer …`",
            ),
            (
                "Bearer+§",
                "the scheme of an `Authorization` header, `Bearer+…`",
            ),
            ("JWT §", "the scheme of an `Authorization` header, `JWT …`"),
            ("token=§", "the name of the parameter again, `token=…`"),
            ("'§'", "quotes, `'…'`"),
            ("§\n", "a line break, `…\\n`"),
            ("§\r\n", "a line break, `…\\r\\n`"),
            ("§\\n", "the two characters `\\n`, `…\\n`"),
            (" §", "white space, ` …`"),
            ("§+", "white space, `…+`"),
            ("§?a=b", "a second `?`, `…?a=b`"),
            ("§undefined", "an unset variable, `…undefined`"),
            ("{{§}}", "the braces of a template, `{{…}}`"),
            ("what § is", "text that does not belong to it, `what … is`"),
        ] {
            let mut case = claims("{}");
            case.as_sent = Some(sent);
            assert_eq!(
                case.says(&RULE),
                [format!("`token` contains more than the token: {says}")]
            );
        }
    }

    #[test]
    fn interrupted_token_is_reported() {
        let mut case = claims("{}").in_slot("playback-token");
        case.as_sent = Some("eyJ a");
        assert_eq!(
            case.says(&RULE),
            ["`playback-token` contains white space inside the token"]
        );
    }

    #[test]
    fn wrapped_id_is_reported() {
        let mut case = claims("{}");
        case.id = Some("Optional(\"Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE\")");
        assert_eq!(
            case.says(&RULE),
            ["The playback ID is inside a Swift optional: `Optional(\"…\")`"]
        );
    }

    #[test]
    fn token_alone_in_its_place_is_fine() {
        let mut case = claims("{}");
        assert_eq!(case.says(&RULE), NOTHING);
        case.as_sent = Some("§");
        assert_eq!(case.says(&RULE), NOTHING);
    }
}
