//! Source code that signs with the credentials of Mux's API.

use memchr::memmem;

/// The names of these credentials, in the spellings of variables and settings.
const NAMES: [&str; 6] = [
    "MUX_TOKEN_SECRET",
    "MUX_TOKEN_ID",
    "mux_token_secret",
    "mux_token_id",
    "muxTokenSecret",
    "muxTokenId",
];

/// The functions that sign, in lower case.
const SIGNERS: [&str; 8] = [
    "sign",
    "signasync",
    "sign_jwt",
    "signjwt",
    "signedstring",
    "signwith",
    "signplaybackid",
    "sign_playback_id",
];

/// The furthest that an argument is from the parenthesis of its call.
const FURTHEST: usize = 600;

/// The first call that passes an API access token as the key, in words: `` `jwt.sign` on line 3``.
pub(super) fn call(text: &str) -> Option<String> {
    let places = NAMES.into_iter().filter_map(|name| {
        memmem::find_iter(text.as_bytes(), name).find_map(|at| signer(text, at))
    });
    let (start, function) = places.min_by_key(|(start, _)| *start)?;
    let line = text[..start].bytes().filter(|byte| *byte == b'\n').count() + 1;
    Some(format!("`{function}` on line {line}"))
}

/// The function that signs and has the place in its parentheses, with its place.
fn signer(text: &str, at: usize) -> Option<(usize, &str)> {
    let mut depth = 0_usize;
    for (i, byte) in text.as_bytes()[..at]
        .iter()
        .enumerate()
        .rev()
        .take(FURTHEST)
    {
        match byte {
            b')' => depth += 1,
            b'(' if depth > 0 => depth -= 1,
            b'(' => {
                let before = &text[..i];
                let is_part = |c: char| c.is_ascii_alphanumeric() || "_.:".contains(c);
                let function = &before[before.trim_end_matches(is_part).len()..];
                if is_signer(function) {
                    return Some((i - function.len(), function));
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a function signs tokens. `encode` does in some languages, and in others it only encodes.
fn is_signer(function: &str) -> bool {
    let function = function.to_ascii_lowercase();
    let (of, name) = function
        .rsplit_once(['.', ':'])
        .unwrap_or(("", function.as_str()));
    SIGNERS.contains(&name) || (name == "encode" && of.contains("jwt"))
}

#[cfg(test)]
mod tests {
    use super::call;

    #[test]
    fn signing_with_an_access_token_is_found() {
        for (code, words) in [
            (
                "const t = jwt.sign({ sub: id }, process.env.MUX_TOKEN_SECRET, { keyid: process.env.MUX_TOKEN_ID });",
                "`jwt.sign` on line 1",
            ),
            (
                "import jwt\n\ntoken = jwt.encode(payload, os.environ[\"MUX_TOKEN_SECRET\"], algorithm=\"HS256\")",
                "`jwt.encode` on line 3",
            ),
            (
                "$t = JWT::encode($payload, $_ENV['MUX_TOKEN_SECRET'], 'HS256');",
                "`JWT::encode` on line 1",
            ),
            (
                "token.SignedString([]byte(os.Getenv(\"MUX_TOKEN_SECRET\")))",
                "`token.SignedString` on line 1",
            ),
            (
                "await new SignJWT(p)\n  .sign(new TextEncoder().encode(env.MUX_TOKEN_SECRET))",
                "`.sign` on line 2",
            ),
            (
                "mux.jwt.signPlaybackId(id, {\n  keyId: MUX_TOKEN_ID,\n  keySecret: MUX_TOKEN_SECRET,\n})",
                "`mux.jwt.signPlaybackId` on line 1",
            ),
        ] {
            assert_eq!(call(code).as_deref(), Some(words), "{code}");
        }
    }

    #[test]
    fn other_uses_of_an_access_token_are_ignored() {
        for code in [
            "const mux = new Mux({ tokenId: process.env.MUX_TOKEN_ID, tokenSecret: process.env.MUX_TOKEN_SECRET });\n\
             await mux.jwt.signPlaybackId(id, { keyId: env.MUX_SIGNING_KEY, keySecret: env.MUX_PRIVATE_KEY });",
            "Buffer.from(`${MUX_TOKEN_ID}:${MUX_TOKEN_SECRET}`).toString('base64')",
            "new TextEncoder().encode(process.env.MUX_TOKEN_SECRET)",
            "MUX_TOKEN_ID=a\nMUX_TOKEN_SECRET=b",
            "jwt.sign(payload, process.env.MUX_PRIVATE_KEY); // not MUX_TOKEN_SECRET",
            "é(MUX_TOKEN_SECRET",
            "",
        ] {
            assert_eq!(call(code), None, "{code}");
        }
    }
}
