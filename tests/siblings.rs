//! A token and what it is for, in members of one record: the two are judged together, in every notation.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use mux_jwt::core::{
    diagnose::{
        evidence::Evidence,
        inspect,
        report::{Acceptance, Report},
    },
    key::Key,
    level::Severity,
    mux::audience::Audience,
    token::spec::TokenSpec,
};

use crate::support::{KEY_PEM, NOW};

const ID: &str = "ujePEGIToVoP3rRFOOc501gUV4sKT007wNWseLWYzru02c";
const OTHER_ID: &str = "5t8CiHJnGdVrLWV02zSEPCK9BFmn1NN2WhRW7STzq4Ek";
const KEY_ID: &str = "GnlEbcBLuWrwlIf2sM8jG7HCMX9kodE00vzgV59ircws";

/// Records with a URL, encoded or not, and a token.
const WITH_URL: &[&str] = &[
    r#"{"url":"URL","token":"TOKEN"}"#,
    r#"{"jwt":"TOKEN","src":"URL"}"#,
    r#"{"data":{"video":{"title":"A","url":"URL","token":"TOKEN"}}}"#,
    r#"{"data":{"videos":{"edges":[{"node":{"id":"1","stream_url":"URL","token":"TOKEN"}}]}}}"#,
    r#"{"token":"TOKEN","video":{"url":"URL"}}"#,
    r#"{"url":"URL","auth":{"token":"TOKEN"}}"#,
    r#"{"body":"{\"url\":\"URL\",\"token\":\"TOKEN\"}"}"#,
    "url=ENCODED&token=TOKEN",
    "token=TOKEN&url=ENCODED&x=1",
    "POST /api\n\nurl=ENCODED&token=TOKEN\n",
    "video:\n  url: URL\n  token: TOKEN\n",
    "videos:\n  - token: \"TOKEN\"\n    url: \"URL\"\n",
    "[video]\nurl = \"URL\"\ntoken = \"TOKEN\"\n",
    "URL: URL\nToken: TOKEN\n",
    "url,token\nURL,TOKEN\n",
    "token;title;url\r\nTOKEN;x;URL\r\n",
    "\u{feff}\"url\"\t\"jwt\"\n\"URL\"\t\"TOKEN\"\n",
    "1,URL,TOKEN\n",
    "const v = { url: \"URL\", token: \"TOKEN\" };",
    "const source = { uri: 'URL', token: 'TOKEN' };",
    "player.url = \"URL\"\nplayer.token = \"TOKEN\"\n",
    "mux.video.url: \"URL\"\nmux.token: \"TOKEN\"\n",
    "return {\n  src: `URL`,\n  jwt: `TOKEN`,\n};",
    "let v: [String: String] = [\"url\": \"URL\", \"token\": \"TOKEN\"]",
    "Video(url: URL(string: \"URL\")!, token: \"TOKEN\")",
    "mapOf(\"url\" to \"URL\", \"token\" to \"TOKEN\")",
    "Map.of(\"url\", \"URL\", \"token\", \"TOKEN\")",
    "{'url': 'URL', 'token': 'TOKEN'}",
    "dict(url=\"URL\", token=\"TOKEN\")",
    "{ :url => \"URL\", :token => \"TOKEN\" }",
    "$v = ['url' => 'URL', 'token' => 'TOKEN'];",
    "%{url: \"URL\", token: \"TOKEN\"}",
    "Video{\n\tURL:   \"URL\",\n\tToken: \"TOKEN\",\n}",
    "new { Url = \"URL\", Token = \"TOKEN\" }",
    "@{@\"url\": @\"URL\", @\"token\": @\"TOKEN\"}",
    "<video src=\"URL\" data-token=\"TOKEN\"></video>",
    "<item><url>URL</url><token>TOKEN</token></item>",
];

/// Records with a playback ID and a token.
const WITH_ID: &[&str] = &[
    r#"{"playbackId":"ID","token":"TOKEN"}"#,
    r#"{"muxPlaybackId":"ID","video":{"jwt":"TOKEN"}}"#,
    r#"{"playback_id":"ID","tokens":[{"token":"TOKEN"}]}"#,
    "token=TOKEN&playback_id=ID",
    "videos:\n  - playback_id: ID\n    token: TOKEN\n",
    "MUX_PLAYBACK_ID=ID\nMUX_PLAYBACK_TOKEN=TOKEN\n",
    "Playback ID: ID\nToken: TOKEN\n",
    "playback_id;token\nID;TOKEN\n",
    "token,playbackId\nTOKEN,ID\n",
    "{ playbackId: 'ID', token: 'TOKEN' }",
    "[\"playbackId\": \"ID\", \"token\": \"TOKEN\"]",
    "mapOf(\"playback_id\" to \"ID\", \"token\" to \"TOKEN\")",
    "Map.of(\"playbackId\", \"ID\", \"token\", \"TOKEN\")",
    "{ :playback_id => \"ID\", :token => \"TOKEN\" }",
    "['playback_id' => 'ID', 'token' => 'TOKEN']",
    "%{playback_id: \"ID\", token: \"TOKEN\"}",
    "<div data-playback-id=\"ID\" data-token=\"TOKEN\"></div>",
];

/// Records with a type and a token.
const WITH_KIND: &[&str] = &[
    r#"{"type":"KIND","token":"TOKEN"}"#,
    r#"{"tokens":[{"token":"TOKEN","kind":"KIND"}]}"#,
    r#"{"tokens":{"KIND":"TOKEN"}}"#,
    r#"{"KIND":{"token":"TOKEN"},"title":"x"}"#,
    "type=KIND&token=TOKEN",
    "- type: KIND\n  token: TOKEN\n",
    "tokens:\n  KIND: TOKEN\n",
    "type,token\nKIND,TOKEN\n",
    "{ aud: \"KIND\", token: \"TOKEN\" }",
    "<a data-type=\"KIND\" data-token=\"TOKEN\">",
];

fn key() -> Key {
    Key::read(KEY_PEM.as_bytes())
        .expect("a key")
        .with_id(KEY_ID)
}

/// A token by each kind of signer: the key ID in the payload, in the header, in both.
fn tokens(audience: Audience, id: &str) -> Vec<String> {
    let exp = NOW.0 + 7200;
    let aud = audience.claim();
    let own = TokenSpec::new(audience, id);
    let key = key();
    let signing = key.signing().expect("private");
    let signed = own.sign(KEY_ID, signing, NOW).expect("a valid spec");
    let others = [
        (
            format!(r#"{{"alg":"RS256","typ":"JWT","kid":"{KEY_ID}"}}"#),
            format!(r#"{{"exp":{exp},"aud":"{aud}","sub":"{id}"}}"#),
        ),
        (
            format!(r#"{{"typ":"JWT","alg":"RS256","kid":"{KEY_ID}"}}"#),
            format!(
                r#"{{"sub":"{id}","aud":"{aud}","exp":{exp},"kid":"{KEY_ID}","iat":{}}}"#,
                NOW.0
            ),
        ),
        (
            r#"{"alg":"RS256"}"#.to_owned(),
            format!(r#"{{"kid":"{KEY_ID}","sub":"{id}","aud":"{aud}","exp":{exp}}}"#),
        ),
    ];
    let others = others.map(|(header, claims)| {
        let text = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header),
            URL_SAFE_NO_PAD.encode(claims)
        );
        format!("{text}.{}", signing.sign(&text))
    });
    [signed.token].into_iter().chain(others).collect()
}

fn report(text: &str) -> Report {
    inspect(text, &Evidence::default(), &[key()], NOW)
}

/// Whether all tokens are accepted without a warning.
fn is_accepted(report: &Report, count: usize) -> bool {
    let is_fine = report.tokens.iter().all(|token| {
        let is_warning = |severity| severity <= Severity::Warning;
        token.acceptance == Acceptance::Accepted
            && !token
                .findings
                .iter()
                .any(|found| is_warning(found.severity))
    });
    is_fine && report.tokens.len() == count && report.findings.is_empty()
}

/// The errors in a report with one token.
fn errors(report: &Report) -> Vec<&str> {
    assert_eq!(report.tokens.len(), 1);
    let findings = report.tokens[0].findings.iter();
    let errors = findings.filter(|found| found.severity == Severity::Error);
    errors.map(|found| found.id).collect()
}

fn url(audience: Audience, id: &str) -> String {
    match audience {
        Audience::Video => format!("https://stream.mux.com/{id}.m3u8"),
        Audience::Thumbnail => format!("https://image.mux.com/{id}/thumbnail.webp"),
        Audience::Gif => format!("https://image.mux.com/{id}/animated.gif"),
        Audience::Storyboard => format!("https://image.mux.com/{id}/storyboard.vtt"),
        _ => format!("https://license.mux.com/license/widevine/{id}"),
    }
}

const AUDIENCES: [(Audience, &str); 5] = [
    (Audience::Video, "playback"),
    (Audience::Thumbnail, "thumbnail"),
    (Audience::Gif, "gif"),
    (Audience::Storyboard, "storyboard"),
    (Audience::Drm, "drm"),
];

/// Fills a record in.
fn record(form: &str, audience: Audience, id: &str, token: &str) -> String {
    let url = url(audience, id);
    let encoded = url.replace(':', "%3A").replace('/', "%2F");
    let (_, kind) = AUDIENCES
        .into_iter()
        .find(|(other, _)| *other == audience)
        .expect("one of these");
    form.replace("\"URL\"", &format!("\"{url}\""))
        .replace("'URL'", &format!("'{url}'"))
        .replace("`URL`", &format!("`{url}`"))
        .replace("\\\"URL\\\"", &format!("\\\"{url}\\\""))
        .replace(": URL\n", &format!(": {url}\n"))
        .replace(">URL<", &format!(">{url}<"))
        .replace("URL,TOKEN", &format!("{url},TOKEN"))
        .replace(";x;URL", &format!(";x;{url}"))
        .replace("ENCODED", &encoded)
        .replace("\"ID\"", &format!("\"{id}\""))
        .replace("'ID'", &format!("'{id}'"))
        .replace("=ID", &format!("={id}"))
        .replace(": ID\n", &format!(": {id}\n"))
        .replace("\nID;", &format!("\n{id};"))
        .replace(",ID\n", &format!(",{id}\n"))
        .replace("KIND", kind)
        .replace("TOKEN", token)
        .replace(&format!("MUX_PLAYBACK_{token}"), "MUX_PLAYBACK_TOKEN")
}

#[test]
fn sound_record_is_accepted_in_every_notation() {
    for (audience, _) in AUDIENCES {
        // Each signer once is enough: the notation does not depend on the audience.
        let signers = if audience == Audience::Video { 4 } else { 1 };
        for token in tokens(audience, ID).into_iter().take(signers) {
            let forms = WITH_URL.iter().chain(WITH_KIND);
            let forms = forms.chain(WITH_ID.iter().filter(|form| {
                // Its name is that of the token for video.
                audience == Audience::Video || !form.contains("MUX_PLAYBACK_TOKEN")
            }));
            for form in forms {
                let text = record(form, audience, ID, &token);
                let report = report(&text);
                assert!(is_accepted(&report, 1), "{text}\n{:#?}", report.findings);
            }
        }
    }
}

#[test]
fn token_for_another_id_is_reported_in_every_notation() {
    let token = &tokens(Audience::Video, OTHER_ID)[0];
    for form in WITH_URL.iter().chain(WITH_ID) {
        let text = record(form, Audience::Video, ID, token);
        assert_eq!(errors(&report(&text)), ["subject-mismatch"], "{text}");
    }
}

#[test]
fn token_of_another_audience_is_reported_in_every_notation() {
    let token = &tokens(Audience::Thumbnail, ID)[0];
    for form in WITH_URL.iter().chain(WITH_KIND) {
        for audience in [Audience::Video, Audience::Storyboard] {
            let text = record(form, audience, ID, token);
            assert_eq!(errors(&report(&text)), ["audience-mismatch"], "{text}");
        }
    }
}

#[test]
fn records_next_to_each_other_are_not_mixed() {
    let (token, other) = (
        &tokens(Audience::Video, ID)[0],
        &tokens(Audience::Video, OTHER_ID)[0],
    );
    for form in WITH_URL.iter().chain(WITH_ID) {
        if form.contains("URL,TOKEN\n") && !form.starts_with('1')
            || form.contains(';') && form.contains('\n')
        {
            // Two tables with a header each.
            continue;
        }
        let first = record(form, Audience::Video, ID, token);
        let second = record(form, Audience::Video, OTHER_ID, other);
        for between in ["\n", "\n\n"] {
            let text = format!("{first}{between}{second}");
            let report = report(&text);
            assert!(is_accepted(&report, 2), "{text}");
        }
        if form.starts_with('{') && form.contains("\":") {
            let report = report(&format!("[{first},{second}]"));
            assert!(is_accepted(&report, 2), "[{first},{second}]");
        }
    }
}

#[test]
fn properties_of_different_owners_are_not_mixed() {
    let token = &tokens(Audience::Video, OTHER_ID)[0];
    let url = url(Audience::Video, ID);
    for text in [
        format!("staging.url={url}\nproduction.token={token}\n"),
        format!("first.src = \"{url}\";\nsecond.token = \"{token}\";\n"),
        format!("mux.a.playback_id: {ID}\nmux.b.token: {token}\n"),
    ] {
        let found = inspect(&text, &Evidence::default(), &[key()], NOW);
        assert_eq!(errors(&found), [""; 0], "{text}");
    }
}

#[test]
fn id_in_the_query_of_a_page_counts() {
    let [own, other] = [ID, OTHER_ID].map(|id| tokens(Audience::Video, id).swap_remove(0));
    for page in [
        "https://www.example.com/watch?playbackId=ID&token=TOKEN",
        "https://api.example.com/play?jwt=TOKEN&mux_playback_id=ID&autoplay=1",
        "https%3A%2F%2Fexample.com%2F%3Fplayback_id%3DID%26token%3DTOKEN",
    ] {
        for (token, expected) in [(&own, &[][..]), (&other, &["subject-mismatch"])] {
            let text = page.replace("ID", ID).replace("TOKEN", token);
            assert_eq!(errors(&report(&text)), expected, "{text}");
        }
    }
}

#[test]
fn rows_of_a_table_are_not_mixed() {
    let (token, other) = (
        &tokens(Audience::Video, ID)[0],
        &tokens(Audience::Video, OTHER_ID)[0],
    );
    let (own, others) = (url(Audience::Video, ID), url(Audience::Video, OTHER_ID));
    for delimiter in [',', ';', '\t'] {
        for end in ["\n", "\r\n"] {
            let table = |rows: [[&str; 3]; 4]| {
                let cell = |text: &str| {
                    let quote = if text.contains(' ') { "\"" } else { "" };
                    format!("{quote}{text}{quote}")
                };
                let line = |row: [&str; 3]| row.map(cell).join(&delimiter.to_string());
                rows.map(line).join(end)
            };
            let text = table([
                ["url", "title", "token"],
                [&own, "a; b, c", token],
                [&others, "", other],
                ["", "", ""],
            ]);
            assert!(is_accepted(&report(&text), 2), "{text}");
            let text = table([
                ["token", "title", "url"],
                [token, "a; b, c", &own],
                [token, "", &others],
                ["", "none", ""],
            ]);
            let report = report(&text);
            let refused = report.tokens.iter().map(|token| token.acceptance);
            let refused: Vec<_> = refused.collect();
            assert_eq!(
                refused,
                [Acceptance::Accepted, Acceptance::Refused],
                "{text}"
            );
        }
    }
}

#[test]
fn token_in_a_sentence_ends_where_it_must() {
    let token = &tokens(Audience::Video, ID)[0];
    let url = format!("{}?token={token}", url(Audience::Video, ID));
    for text in [
        "(also URL)?",
        "URL, then",
        "URL; and",
        "see URL.",
        "[x](URL)",
        "[URL]",
        "<URL>",
        "**URL**",
        "URL!",
        "«URL»",
        "a,URL,b",
        "x;URL;y",
        "URL|smart-link]",
        "Use URL, or not (URL).",
    ] {
        let text = text.replace("URL", &url);
        assert!(is_accepted(&report(&text), 1), "{text}");
    }
}
