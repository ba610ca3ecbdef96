//! The text in place of the token never was a JWT: an ID, a hash, a mock, an object, a missing value.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::JWS,
        },
    },
    import::{Placeholder, is_mock, placeholder},
    level::{Basis, Severity},
    mux::id::{is_mux_id, is_uuid},
    text::{shortened, visible},
};

pub(crate) const RULE: Rule = Rule {
    id: "not-a-jwt",
    severity: Severity::Error,
    basis: Basis::Documented,
    title: "the text in place of the token is not a JWT",
    explanation: "A token is a JWT: three base64url parts separated by dots, of which the first begins with `eyJ`. \
                  Other text in its place has another origin: the playback ID because signing was skipped, an HMAC of \
                  another CDN's scheme, a mock, an object that was not awaited (signing is asynchronous since mux-node \
                  8), or a missing value. Mux rejects all of them.",
    docs: JWS,
    check,
};

/// What a text is, and what to do about it.
type Kind = (&'static str, &'static str);

const NO_VALUE: Kind = (
    "a missing value: the code had no token at this point",
    "Find the variable that should contain the token, and wait until it is set.",
);
const PROMISE: Kind = (
    "an object instead of a string: the result of the signing call was not awaited",
    "Add `await` to the signing call: since mux-node 8 it returns a promise.",
);
const OBJECT: Kind = (
    "an object instead of a string",
    "Insert the member that contains the token. If the signing call returns a promise, add `await`: since mux-node 8 it \
     does.",
);
const FUNCTION: Kind = (
    "a function instead of its result",
    "Call the function, and insert what it returns.",
);
const KEY: Kind = (
    "a key, not a token",
    "Sign a token with the private key, and put only the token into the URL. If this is the private key, replace it: it \
     was sent with the request.",
);
const OTHER_SYSTEM: Kind = (
    "a token of another system",
    "Sign a token with a signing key of Mux: tokens of other systems, and Mux's API access tokens, play nothing.",
);
const HASH_HINT: &str = "Mux reads only JWTs: sign one with RS256 and a signing key of Mux. Its `exp` claim sets the expiry.";
const MOCK: Kind = (
    "a stand-in, made without a signing key",
    "It comes from a test or development setup. Configure a signing key, and sign a token with it.",
);

/// Texts that begin like this, in lower case.
const STARTS: &[(&str, Kind)] = &[
    ("[object promise", PROMISE),
    ("promise", PROMISE),
    ("[object ", OBJECT),
    ("<coroutine", PROMISE),
    ("<promise", PROMISE),
    ("#<promise", PROMISE),
    ("<future", PROMISE),
    ("<task ", PROMISE),
    ("future(", PROMISE),
    ("instance of 'future", PROMISE),
    ("instance of", OBJECT),
    ("0x", OBJECT),
    ("function", FUNCTION),
    ("async ", FUNCTION),
    ("()", FUNCTION),
    ("[function", FUNCTION),
    ("<function", FUNCTION),
    ("<bound method", FUNCTION),
    ("#<proc", FUNCTION),
    ("#<method", FUNCTION),
    ("#function<", FUNCTION),
    ("closure", FUNCTION),
    ("lambda", FUNCTION),
    ("class ", FUNCTION),
    ("-----begin", KEY),
    ("ls0tls1crudjti", KEY),
    ("mii", KEY),
    ("v1.", OTHER_SYSTEM),
    ("v2.", OTHER_SYSTEM),
    ("v3.", OTHER_SYSTEM),
    ("v4.", OTHER_SYSTEM),
    ("gaaaaa", OTHER_SYSTEM),
    ("sk_", OTHER_SYSTEM),
    ("pk_", OTHER_SYSTEM),
    ("ghp_", OTHER_SYSTEM),
    ("xox", OTHER_SYSTEM),
    ("akia", OTHER_SYSTEM),
    ("hvs.", OTHER_SYSTEM),
    ("whsec_", OTHER_SYSTEM),
    (
        "http",
        ("a URL", "Put only the token of that URL into `token=`."),
    ),
    (
        "<",
        (
            "HTML or XML",
            "The call that should return the token returned a page: check its status and address.",
        ),
    ),
    ("{", OBJECT),
    ("[", OBJECT),
];

/// Parameters with which other systems set an expiry or a signature.
const OTHER_PARAMS: [&str; 9] = [
    "expires",
    "expiry",
    "exp",
    "Expires",
    "e",
    "Signature",
    "Policy",
    "Key-Pair-Id",
    "hdnts",
];

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let text = subject.token.text.as_str();
    let other = matches!(
        placeholder(text),
        Some(Placeholder::Template | Placeholder::Masked | Placeholder::Shortened)
    );
    if other || is_like_jwt(text) {
        return Vec::new();
    }
    let (what, hint) = kind(subject, text);
    // Keys and tokens of other systems may be secret.
    let most = match text.len() {
        _ if [OTHER_SYSTEM.0, KEY.0].contains(&what.as_ref()) => 6,
        ..=32 => 32,
        _ => 16,
    };
    let text = visible(text);
    let shown = shortened(&text, most);
    let mut hint = hint.into_owned();
    let query = subject
        .request
        .media_url()
        .map(|url| url.query.as_slice())
        .unwrap_or_default();
    if let Some((name, _)) = query
        .iter()
        .find(|(name, _)| OTHER_PARAMS.contains(&name.as_str()))
    {
        hint += " `";
        hint += name;
        hint += "` in the URL does nothing.";
    }
    vec![
        RULE.found(format!("The token is `{shown}`, {what}"), hint)
            .at("token"),
    ]
}

/// Whether a text has the form of a JWT, whole or not. The rules about its parts report what is wrong with it.
fn is_like_jwt(text: &str) -> bool {
    let parts = text.split('.').count();
    let is_other = || {
        object_of_class(text).is_some()
            || is_mock(text)
            || STARTS
                .iter()
                .any(|(start, kind)| *kind == OTHER_SYSTEM && text.starts_with(start))
    };
    ["eyJ", "ewo", "e30"]
        .iter()
        .any(|start| text.starts_with(start))
        || (parts >= 3 && !is_other())
}

/// What a text is, and what to do about it.
fn kind(
    subject: &Subject<'_>,
    text: &str,
) -> (
    std::borrow::Cow<'static, str>,
    std::borrow::Cow<'static, str>,
) {
    let of = |(what, hint): Kind| (what.into(), hint.into());
    let lower = text.to_ascii_lowercase();
    let id = text.split(['.', '?']).next().unwrap_or_default();
    if subject.request.id() == Some(id) {
        return of((
            "the playback ID itself: signing was skipped",
            "Check that the key ID and the private key are configured where the token is signed, and that its result is \
             used.",
        ));
    }
    match placeholder(text) {
        Some(Placeholder::Nothing) => return of(NO_VALUE),
        Some(Placeholder::Object) if text == "{}" => {
            return of((
                "an empty object, which is what a promise becomes in JSON",
                PROMISE.1,
            ));
        }
        _ => {}
    }
    let start = STARTS.iter().find(|(start, _)| lower.starts_with(start));
    if let Some(kind) = start
        .map(|(_, kind)| *kind)
        .or_else(|| object_of_class(text))
    {
        return of(kind);
    }
    if is_uuid(text) {
        return of((
            "a UUID",
            "UUIDs are the IDs of API access tokens or of records of your own system. Sign a token with a signing key.",
        ));
    }
    if is_mock(text) {
        return of(MOCK);
    }
    if let Some(what) = hash(text) {
        return (what.into(), HASH_HINT.into());
    }
    if is_mux_id(text) {
        return of((
            "an ID, not a token",
            "Sign a token for the playback ID, and put the token here.",
        ));
    }
    if text.contains(char::is_whitespace) {
        return of((
            "text",
            "It may be an error message of the program that signs. Put the signed token here.",
        ));
    }
    of((
        "which has no three parts separated by dots",
        "Mux reads only JWTs: sign one with RS256 and a signing key of Mux.",
    ))
}

/// What an object is whose class a program wrote in place of its value: `java.util.concurrent.CompletableFuture@1f`,
/// `System.Threading.Tasks.Task`. What follows the name may be cut off, because it ends a URL.
fn object_of_class(text: &str) -> Option<Kind> {
    const LONGEST: usize = 120;
    const ASYNC: [&str; 8] = [
        "completable",
        "coroutine",
        "deferred",
        "future",
        "mono",
        "promise",
        "single",
        "task",
    ];
    let end = |c: char| !(c.is_ascii_alphanumeric() || "._$".contains(c));
    let name = &text[..text.find(end).unwrap_or(text.len())];
    let (packages, class) = name.rsplit_once('.')?;
    let is_package = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    let is_java =
        packages.split('.').all(is_package) && (packages.contains('.') || text.contains('@'));
    let is_net = ["System.", "Microsoft."]
        .iter()
        .any(|start| text.starts_with(start));
    let is_class = class.starts_with(|c: char| c.is_ascii_uppercase());
    if !is_class || !(is_java || is_net) || text.len() > LONGEST {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let is_async = ASYNC.iter().any(|word| lower.contains(word));
    Some(if is_async { PROMISE } else { OBJECT })
}

/// The kind of hash or HMAC that a text has the length of.
fn hash(text: &str) -> Option<String> {
    let is_hex = text.bytes().all(|b| b.is_ascii_hexdigit());
    let (bytes, encoding) = if is_hex && text.len().is_multiple_of(2) {
        (text.len() / 2, "hexadecimal")
    } else {
        let decoded = URL_SAFE_NO_PAD
            .decode(text)
            .or_else(|_| STANDARD.decode(text));
        (decoded.ok()?.len(), "base64")
    };
    let name = match bytes {
        16 => "MD5",
        20 => "SHA-1",
        28 => "SHA-224",
        32 => "SHA-256",
        48 => "SHA-384",
        64 => "SHA-512",
        _ => return None,
    };
    Some(format!(
        "an HMAC or hash of another scheme: {bytes} bytes in {encoding}, as of {name}"
    ))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims, text};

    #[test]
    fn kind_of_text_is_named() {
        for (input, says) in [
            ("[object Promise]", "was not awaited"),
            ("Promise { <pending> }", "was not awaited"),
            ("<coroutine object sign at 0x7f>", "was not awaited"),
            (
                "System.Threading.Tasks.Task`1[System.String]",
                "was not awaited",
            ),
            ("System.Threading.Tasks.Task", "was not awaited"),
            (
                "java.util.concurrent.CompletableFuture@12ab34",
                "was not awaited",
            ),
            ("kotlinx.coroutines.DeferredCoroutine", "was not awaited"),
            (
                "scala.concurrent.impl.Promise$DefaultPromise@4",
                "was not awaited",
            ),
            ("io.reactivex.Single@1", "was not awaited"),
            ("<Task pending name='Task-1'>", "was not awaited"),
            ("Instance of 'Future<String>'", "was not awaited"),
            ("Instance of", "an object instead of a string"),
            ("Future(<not completed>", "was not awaited"),
            ("com.example.auth.Token@1f", "an object instead of a string"),
            ("0xc0000b4000", "an object instead of a string"),
            ("{}", "an empty object"),
            ("[object Object]", "an object instead of a string"),
            ("{\"error\":\"no key\"}", "an object instead of a string"),
            ("undefined", "a missing value"),
            ("None", "a missing value"),
            ("<nil>", "a missing value"),
            ("() => getToken()", "a function"),
            ("<function sign at 0x7f>", "a function"),
            ("-----BEGIN PUBLIC KEY-----", "a key"),
            ("LS0tLS1CRUdJTiBQVUJMSUMgS0VZ", "a key"),
            ("12345678-1234-1234-1234-123456789abc", "a UUID"),
            ("test-token", "a stand-in"),
            ("mock.jwt.token", "a stand-in"),
            ("mux_dev_token_eyJzdWIiOiJ4In0", "a stand-in"),
            ("v4.public.eyJzdWIiOiJ4In0", "another system"),
            ("sk_live_51Habc", "another system"),
            (
                "p4uhcG2MEJW6AJpPTFgs2SDshT9AnQsv7QgoC1WNq2c",
                "32 bytes in base64, as of SHA-256",
            ),
            (
                "p4uhcG2MEJW6AJpPTFgs2SDshT9AnQsv7QgoC1WNq2c=",
                "32 bytes in base64, as of SHA-256",
            ),
            (
                "9e107d9d372bb6826bd81d3542a419d6",
                "16 bytes in hexadecimal, as of MD5",
            ),
            ("Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE", "an ID"),
            ("abc", "no three parts"),
        ] {
            let case = text(input);
            assert_eq!(case.ids(), [RULE.id], "{input}");
            let message = case.says(&RULE).remove(0);
            assert!(message.contains(says), "{message}");
        }
    }

    #[test]
    fn own_playback_id_is_recognized() {
        let mut case = text("Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE");
        case.id = Some("Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE");
        assert!(case.says(&RULE)[0].ends_with("the playback ID itself: signing was skipped"));
    }

    #[test]
    fn parameter_of_other_scheme_is_named() {
        let case = text("9e107d9d372bb6826bd81d3542a419d6").at_url(
            "https://stream.mux.com/ID.m3u8?token=9e107d9d372bb6826bd81d3542a419d6&expires=1",
        );
        assert!(
            case.findings(&RULE)[0]
                .hint
                .ends_with("`expires` in the URL does nothing.")
        );
    }

    #[test]
    fn jwt_is_left_to_other_rules() {
        assert_eq!(claims("{}").says(&RULE), NOTHING);
        for jwt in ["eyJhbGciOiJSUzI1NiJ9", "a.b.c", "e30.e30"] {
            assert_eq!(text(jwt).says(&RULE), NOTHING, "{jwt}");
        }
    }
}
