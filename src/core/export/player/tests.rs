//! Every snippet is read back by the importer, which must find the same tokens in the right slots.

use std::{collections::BTreeSet, sync::LazyLock};

use proptest::prelude::*;

use super::PLAYERS;
use crate::core::{
    diagnose::{evidence::Evidence, inspect, report::Acceptance},
    export::{ExportItem, Snippet, quote},
    import,
    key::Key,
    level::Severity,
    mux::{
        audience::Audience,
        url::{MUX_DOMAIN, MediaUrl, Resource},
    },
    time::Timestamp,
    token::draft::{Draft, Given},
    token::player::{asked_url, tokens},
};

use Audience::{Drm, Gif, PlaybackViews, Storyboard, Thumbnail, Video};

static KEY: LazyLock<Key> = LazyLock::new(|| Key::demo().with_id("K"));

const ID: &str = "Ywebvv02ufeMCOaP5huJLFSlAleWrki1cLWPvpIP4DyE";

const NOW: Timestamp = Timestamp(1_795_330_245);

/// Text that is special in some language.
const HOSTILE: &[&str] = &[
    "\"",
    "'",
    "`",
    "\\",
    "</script>",
    "-->",
    "${x}",
    "\\(x)",
    "{{x}}",
    "\"/><script>alert(1)</script>",
    "a\nb",
    "a\r\nb",
    "\u{2028}",
    "&quot;",
    "&amp;",
    "%22",
    "?token=x",
    "a b",
    ")",
    "#",
    "é名😀",
    "\u{0}",
];

/// Tokens for these audiences.
fn items(id: &str, domain: &str, audiences: &[Audience]) -> Vec<ExportItem> {
    let set = Draft {
        audiences: audiences.to_vec(),
        given: vec![Given::typed("playback_restriction_id", "R")],
        ..Draft::player(id, false)
    };
    let requests = set.specs().expect("a valid set");
    let key = KEY.signing().expect("a private key");
    let item = |request: crate::core::token::spec::TokenSpec| {
        let url = asked_url(request.audience, id, domain).unwrap_or_else(|| {
            let format = Resource::formats(request.audience)[0];
            let resource = Resource::from_format(request.audience, format).expect("its own format");
            MediaUrl::new(id, resource, domain)
        });
        ExportItem {
            url,
            token: request
                .sign("K", key, NOW)
                .expect("a complete request")
                .token,
            request,
        }
    };
    requests.into_iter().map(item).collect()
}

fn snippet(id: &str) -> &'static Snippet {
    crate::core::export::find(id).expect("a listed snippet")
}

fn write(id: &str, items: &[ExportItem]) -> Result<String, String> {
    (snippet(id).write)(items)
}

/// Whether a player uses a token of this audience.
fn uses(player: &str, audience: Audience) -> bool {
    match player {
        "html-image" => audience == Thumbnail,
        "mux-audio" => !matches!(audience, Thumbnail | Storyboard),
        "swift" | "kotlin-player" | "chromecast" | "roku" => audience != Storyboard,
        _ => true,
    }
}

/// The audience of the slot a token was found in.
fn place(found: &crate::core::request::MediaRequest) -> Option<Audience> {
    let slot = found.slot.as_deref().and_then(Audience::from_token_name);
    slot.or_else(|| found.media_url()?.resource.audiences().first().copied())
}

/// Sets of tokens that are signed for players.
fn sets() -> Vec<Vec<Audience>> {
    vec![
        vec![Video],
        vec![Video, Drm],
        vec![Video, Thumbnail],
        vec![Video, Storyboard],
        vec![Video, Thumbnail, Storyboard],
        vec![Video, Thumbnail, Storyboard, Drm],
        // The order must not matter.
        vec![Drm, Storyboard, Video, Thumbnail],
    ]
}

#[test]
fn importer_finds_tokens_of_snippets() {
    for (domain, audiences) in sets()
        .iter()
        .flat_map(|set| [(MUX_DOMAIN, set), ("media.example.com", set)])
    {
        let items = items(ID, domain, audiences);
        for player in PLAYERS {
            let text = match (player.write)(&items) {
                Ok(text) => text,
                Err(reason) => {
                    let cannot = match player.id {
                        "html-video" => audiences.contains(&Drm),
                        "html-image" => !audiences.contains(&Thumbnail),
                        _ => false,
                    };
                    assert!(cannot, "{}: {reason}", player.id);
                    continue;
                }
            };
            let shown = format!("{} {audiences:?} {domain}\n{text}", player.id);
            let wanted: BTreeSet<_> = items
                .iter()
                .map(|item| (item.request.audience, item.token.clone()))
                .filter(|(audience, _)| uses(player.id, *audience))
                .collect();
            let import = import::find(&text);
            let found: BTreeSet<_> = import
                .tokens
                .iter()
                .map(|found| {
                    let place =
                        place(found).unwrap_or_else(|| panic!("{} in {shown}", found.place));
                    (place, found.text.clone())
                })
                .collect();
            assert_eq!(found, wanted, "{shown}");
            assert_eq!(import.without_token, [], "{shown}");
            let report = inspect(
                &text,
                &Evidence::default(),
                std::slice::from_ref(&*KEY),
                NOW,
            );
            assert_eq!(report.findings, [], "{shown}");
            for token in &report.tokens {
                let mut blame = token.findings.iter();
                let blame = blame.find(|finding| finding.severity < Severity::Info);
                assert_eq!(blame, None, "{shown}");
                // A token may name a restriction, which decides about the request.
                assert!(
                    token.acceptance == Acceptance::Accepted
                        || token.depends_on == ["the playback restriction `R`"],
                    "{shown}"
                );
            }
            let asked_there = import.tokens.iter().filter_map(|found| found.media_url());
            for url in asked_there.filter(|url| url.resource != Resource::Player) {
                let is_license = url.resource.audiences() == [Drm];
                assert!(url.domain == domain || is_license, "{url} in {shown}");
            }
        }
    }
}

#[test]
fn swapped_tokens_are_errors() {
    let mut items = items(ID, MUX_DOMAIN, &[Video, Thumbnail]);
    let (video, thumbnail) = (items[0].token.clone(), items[1].token.clone());
    items[0].token = thumbnail;
    items[1].token = video;
    for player in PLAYERS {
        let text = (player.write)(&items).expect("a snippet");
        let report = inspect(&text, &Evidence::default(), &[], NOW);
        assert_eq!(report.worst(), Some(Severity::Error), "{}", player.id);
    }
}

#[test]
fn unused_audiences_are_rejected() {
    for player in PLAYERS
        .iter()
        .filter(|player| !["html-image", "urls", "markdown", "json", "env"].contains(&player.id))
    {
        for (audiences, end) in [
            (
                &[Video, Gif][..],
                " does not use tokens for animated images",
            ),
            (
                &[Video, PlaybackViews],
                " does not use tokens for the views of a playback ID",
            ),
            (&[Thumbnail], " needs a video token to play anything"),
            (&[Drm], " needs a video token to play anything"),
        ] {
            let reason = (player.write)(&items(ID, MUX_DOMAIN, audiences)).expect_err(player.id);
            assert!(reason.ends_with(end), "{}: {reason}", player.id);
        }
    }
    assert_eq!(
        write("html-video", &items(ID, MUX_DOMAIN, &[Video, Drm])),
        Err("a plain `<video>` plays no DRM; use `hls-js`".to_owned())
    );
}

#[test]
fn token_lists_contain_every_audience() {
    let items = items(ID, MUX_DOMAIN, &Audience::ALL);
    for list in ["urls", "markdown", "json", "env"] {
        let text = write(list, &items).expect("a list");
        let found = import::find(&text).tokens;
        assert_eq!(found.len(), items.len(), "{text}");
        for item in &items {
            assert!(text.contains(&item.token), "{list}");
        }
    }
}

#[test]
fn missing_tokens_are_explained() {
    let text = write("mux-player", &items(ID, MUX_DOMAIN, &[Video])).expect("a snippet");
    assert!(text.contains("<!-- Without a thumbnail token there is no poster. -->"));
    assert!(text.contains("<!-- Without a storyboard token there are no timeline previews. -->"));
    assert!(
        !text.contains("thumbnail-token")
            && !text.contains("storyboard-token")
            && !text.contains("drm-token")
    );
    let text = write(
        "mux-player",
        &items(ID, MUX_DOMAIN, &[Video, Thumbnail, Storyboard]),
    )
    .expect("a snippet");
    assert!(!text.contains("<!--"), "{text}");
}

#[test]
fn custom_domains_reach_players() {
    let items = items(ID, "media.example.com", &[Video, Thumbnail, Storyboard]);
    for (player, wanted) in [
        ("mux-player", "custom-domain=\"media.example.com\""),
        ("mux-player-react", "customDomain=\"media.example.com\""),
        ("mux-video", "custom-domain=\"media.example.com\""),
        ("mux-audio", "custom-domain=\"media.example.com\""),
        ("videojs", "customDomain: \"media.example.com\""),
        ("swift", "customDomain: \"media.example.com\""),
        ("kotlin-player", "domain = \"media.example.com\""),
        ("embed-url", "&custom-domain=media.example.com"),
        ("hls-js", "https://stream.media.example.com/"),
        ("html-video", "https://stream.media.example.com/"),
        ("chromecast", "https://stream.media.example.com/"),
        ("roku", "https://stream.media.example.com/"),
    ] {
        let text = write(player, &items).expect("a snippet");
        assert!(text.contains(wanted), "{text}");
    }
}

#[test]
fn swift_initializers_differ_in_order() {
    let order = |audiences: &[Audience]| {
        let text = write("swift", &items(ID, "media.example.com", audiences)).expect("a snippet");
        let at = |name: &str| text.find(name);
        (at("customDomain"), at("playbackToken"), at("drmToken"))
    };
    let (domain, playback, _) = order(&[Video]);
    assert!(domain < playback);
    let (domain, playback, drm) = order(&[Video, Drm]);
    assert!(playback < drm && drm < domain);
}

#[test]
fn image_shows_what_is_an_image() {
    let gif = items(ID, MUX_DOMAIN, &[Gif]);
    let text = write("html-image", &gif).expect("a snippet");
    assert!(text.contains(&quote::html(&gif[0].signed_url())), "{text}");
    for audience in [Video, Storyboard, Drm, PlaybackViews] {
        let items = items(ID, MUX_DOMAIN, &[audience]);
        assert!(write("html-image", &items).is_err(), "{audience:?}");
    }
}

#[test]
fn static_renditions_play_as_files() {
    let mut items = items(ID, MUX_DOMAIN, &[Video]);
    for (name, wanted) in [
        ("highest.mp4", "type=\"video/mp4\""),
        ("audio.m4a", "type=\"audio/mp4\""),
    ] {
        items[0].url = MediaUrl::new(ID, Resource::Rendition(name.to_owned()), MUX_DOMAIN);
        let text = write("html-video", &items).expect("a snippet");
        assert!(
            text.contains(wanted) && text.contains(&format!("/{name}?token=")),
            "{text}"
        );
        // Players of streams still get the stream.
        let text = write("hls-js", &items).expect("a snippet");
        assert!(text.contains(".m3u8?token="), "{text}");
    }
}

#[test]
fn player_ids_are_unique_kebab_case() {
    let ids: BTreeSet<_> = PLAYERS.iter().map(|player| player.id).collect();
    assert_eq!(ids.len(), PLAYERS.len());
    for player in PLAYERS {
        assert!(
            player
                .id
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'-'),
            "{}",
            player.id
        );
        assert!(
            !player.title.is_empty()
                && !player.place.ends_with('.')
                && !player.place.contains('\n')
        );
    }
}

fn hostile_id() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(ID.to_owned()),
        proptest::sample::select(HOSTILE).prop_map(str::to_owned),
        any::<String>(),
    ];
    proptest::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// An ID never ends its literal: there is as much code around a hostile ID as around a plain one.
    #[test]
    fn hostile_ids_stay_in_literals(
        id in hostile_id(),
        domain in proptest::sample::select(&[MUX_DOMAIN, "media.example.com"]),
        drm in any::<bool>(),
    ) {
        // Both have the tokens of the plain ID, so only the ID differs.
        let plain = items(ID, domain, tokens(drm));
        let hostile: Vec<ExportItem> = plain.iter().cloned().map(|mut item| {
            item.request.id.clone_from(&id);
            item.url.id = Some(id.clone());
            item
        }).collect();
        for player in PLAYERS {
            let (Ok(plain), Ok(text)) = ((player.write)(&plain), (player.write)(&hostile)) else {
                prop_assert!(drm && player.id == "html-video");
                continue;
            };
            prop_assert_eq!(text.lines().count(), plain.lines().count(), "{}", text);
            // No tag starts in HTML and no template in Kotlin; the other languages are read back in `quote.rs`.
            let begins = |text: &str| match player.language {
                "html" => text.matches('<').count(),
                "kotlin" => text.replace("\\\\", "").replace("\\$", "").matches('$').count(),
                _ => 0,
            };
            prop_assert_eq!(begins(&text), begins(&plain), "{}", text);
            // Tokens after a hostile ID are still found.
            let found: BTreeSet<_> = import::find(&text).tokens.into_iter().map(|found| found.text).collect();
            for item in hostile.iter().filter(|item| uses(player.id, item.request.audience)) {
                prop_assert!(found.contains(&item.token), "{:?} in {}", item.request.audience, text);
            }
        }
    }
}
