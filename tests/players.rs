//! Writes the snippet of every player to files, for `.ci/players` to run in the players.

use std::{env, fs, path::PathBuf};

use mux_jwt::core::{
    export::{ExportItem, player::PLAYERS},
    key::Key,
    mux::{
        audience::Audience::{self, Drm, Storyboard, Thumbnail, Video},
        url::MUX_DOMAIN,
    },
    token::draft::{Draft, Given},
    token::player::asked_url,
};
use serde_json::json;

use crate::support::{self, KEY_PEM};

/// An ID like those of Mux.
const ID: &str = "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE";

/// Text that ends a string in some language.
const HOSTILE_ID: &str = "a\"b'c`d\\e</script>f${g}h\\(i)j--&quot;k{{l}}<m>\nn\u{2028}o #%22?é";

/// Tokens for these audiences, signed with a throwaway key and the default expiry.
fn items(id: &str, domain: &str, audiences: &[Audience]) -> Vec<ExportItem> {
    let key = Key::read(support::base64_of(&KEY_PEM).as_bytes()).expect("a key");
    let set = Draft {
        audiences: audiences.to_vec(),
        given: vec![Given::typed("playback_restriction_id", "R")],
        ..Draft::player(id, false)
    };
    let requests = set.specs().expect("a valid set");
    let item = |request: mux_jwt::core::token::spec::TokenSpec| ExportItem {
        url: asked_url(request.audience, id, domain).expect("an audience of players"),
        token: request
            .sign("K", key.signing().expect("a private key"), support::now())
            .expect("a complete request")
            .token,
        request,
    };
    requests.into_iter().map(item).collect()
}

/// Each case has a folder with the snippets, and a `case.json` with their ID, domain and tokens.
///
/// The folders go into `MUX_JWT_SNIPPETS_OUT`, by default a temporary folder.
#[test]
fn snippets_are_written_to_files() {
    let temporary = tempfile::tempdir().expect("a folder");
    let out = env::var_os("MUX_JWT_SNIPPETS_OUT")
        .map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let all = [Video, Thumbnail, Storyboard];
    let drm = [Video, Thumbnail, Storyboard, Drm];
    let mut swapped = items(ID, MUX_DOMAIN, &all);
    let video = swapped[0].token.clone();
    swapped[0].token = std::mem::replace(&mut swapped[1].token, video);
    for (case, items) in [
        ("whole", items(ID, MUX_DOMAIN, &all)),
        ("drm", items(ID, MUX_DOMAIN, &drm)),
        ("bare", items(ID, MUX_DOMAIN, &[Video])),
        ("custom", items(ID, "media.example.com", &drm)),
        ("hostile", items(HOSTILE_ID, MUX_DOMAIN, &drm)),
        ("swapped", swapped),
    ] {
        let folder = out.join(case);
        fs::create_dir_all(&folder).expect("a folder");
        let tokens = items
            .iter()
            .map(|item| (item.request.audience.claim(), item.token.as_str()));
        let tokens: serde_json::Map<_, _> = tokens
            .map(|(claim, token)| (claim.to_owned(), json!(token)))
            .collect();
        let about =
            json!({ "id": items[0].request.id, "domain": items[0].url.domain, "tokens": tokens });
        fs::write(folder.join("case.json"), about.to_string()).expect("a file");
        for player in PLAYERS {
            match (player.write)(&items) {
                Ok(text) => {
                    let file = folder.join(format!("{}.{}", player.id, player.language));
                    fs::write(file, text).expect("a file");
                }
                Err(error) => {
                    let plays_no_drm = player.id == "html-video" && items.len() == drm.len();
                    let shows_no_video = player.id == "html-image" && items.len() == 1;
                    assert!(plays_no_drm || shows_no_video, "{}: {error}", player.id);
                }
            }
        }
    }
}
