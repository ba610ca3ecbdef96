//! Writes the snippet of every player for `.ci/players`, which hands them to the players themselves.

use std::{env, fs, path::PathBuf};

use mux_jwt::core::{
    export::{Item, player::PLAYERS},
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

/// An ID of the shape that Mux gives.
const ID: &str = "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE";

/// Everything that ends a string in some language.
const HOSTILE_ID: &str = "a\"b'c`d\\e</script>f${g}h\\(i)j--&quot;k{{l}}<m>\nn\u{2028}o #%22?é";

/// Tokens for these audiences, signed with a key that nobody keeps, for an hour from now.
fn items(id: &str, domain: &str, audiences: &[Audience]) -> Vec<Item> {
    let key = Key::read(support::base64_of(&KEY_PEM).as_bytes()).expect("it is a key");
    let set = Draft {
        audiences: audiences.to_vec(),
        given: vec![Given::typed("playback_restriction_id", "R")],
        ..Draft::player(id, false)
    };
    let requests = set.specs().expect("nothing in it can be wrong");
    let item = |request: mux_jwt::core::token::spec::TokenSpec| Item {
        url: asked_url(request.audience, id, domain).expect("players ask for it"),
        token: request
            .sign("K", key.signing().expect("it is private"), support::now())
            .expect("it is whole")
            .token,
        request,
    };
    requests.into_iter().map(item).collect()
}

/// The cases, each in a folder of its name: the snippets, and in `case.json` what must become of them.
///
/// `MUX_JWT_SNIPPETS_OUT` says where; without it they go where they are deleted.
#[test]
fn every_player_writes_its_snippet_to_a_file() {
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
                Err(_) => assert!(player.id == "html-video" && items.len() == drm.len()),
            }
        }
    }
}
