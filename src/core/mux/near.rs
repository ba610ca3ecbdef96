//! The URL that was probably meant by one that Mux does not serve.

use super::{
    id::is_mux_id,
    url::{MUX_DOMAIN, MediaHost, MediaUrl, Resource},
};
use crate::core::text::percent_decoded;

/// The URL that was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearestUrl {
    /// The URL, without a query.
    pub url: String,
    /// What Mux serves instead: a full sentence.
    pub why: Option<&'static str>,
}

/// Other words for a label of Mux's hosts.
const LABELS: [(MediaHost, &[&str]); 4] = [
    (
        MediaHost::Image,
        &[
            "images",
            "img",
            "imgs",
            "thumbnail",
            "thumbnails",
            "thumb",
            "thumbs",
        ],
    ),
    (
        MediaHost::Stream,
        &["streams", "streaming", "video", "videos", "vod", "hls"],
    ),
    (
        MediaHost::License,
        &["licenses", "licence", "licences", "drm"],
    ),
    (MediaHost::Player, &["players", "embed"]),
];

/// The keys around those of `mux` on a keyboard, without those that spell another word.
const SLIPS: [&str; 9] = [
    "nux", "kux", "jux", "myx", "mhx", "mjx", "muz", "muc", "mud",
];

/// Mux's host that a host name was probably meant to be: `image.mux.com` for `images.mux.com`.
///
/// A custom domain is never a misspelling, unless it is `mux.com` itself that is misspelled.
pub fn host(written: &str) -> Option<String> {
    let name = host_name(written);
    let of = |host: MediaHost| format!("{}.{MUX_DOMAIN}", host.label());
    let found = if let Some(label) = name.strip_suffix(".mux.com") {
        let label = label.rsplit_once('.').map_or(label, |(front, last)| {
            // `www.stream.mux.com`, `stream.stream.mux.com`.
            if ["www", last].contains(&front) {
                last
            } else {
                label
            }
        });
        near_label(label)
    } else {
        without_dots(&name).or_else(|| {
            let (label, domain) = name.split_once('.')?;
            near_label(label).filter(|_| is_near_domain(domain))
        })
    };
    found.map(of).filter(|host| *host != name)
}

/// The host name in lower case, without a port and a final dot.
fn host_name(written: &str) -> String {
    let name = written.split(':').next().unwrap_or_default();
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// The text of a host name after `stream.mux.com`, if the slash is missing there: `ID.m3u8`, or `.m3u8` without an ID.
pub fn glued_path(written: &str) -> Option<(String, &str)> {
    MediaHost::ALL.iter().find_map(|(_, label)| {
        let host = format!("{label}.{MUX_DOMAIN}");
        let head = written.get(..host.len())?;
        let rest = &written[host.len()..];
        let is_extension = [".m3u8", ".mp4", ".m4a"].contains(&rest);
        let is_id = is_mux_id(rest.split('.').next().unwrap_or_default());
        (head.eq_ignore_ascii_case(&host) && (is_extension || is_id)).then_some((host, rest))
    })
}

/// `stream-mux.com`, `streammux.com`, `stream.muxcom`.
fn without_dots(name: &str) -> Option<MediaHost> {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let label = letters.strip_suffix("muxcom")?;
    MediaHost::from_label(label)
}

fn near_label(label: &str) -> Option<MediaHost> {
    let named = |(host, words): &(MediaHost, &[&str])| words.contains(&label).then_some(*host);
    let misspelled = || {
        // A page of Mux's own.
        let is_other = label == "status" || label.len() > 10;
        let near = |known: &str| !is_other && strsim::osa_distance(known, label) == 1;
        let host = MediaHost::ALL.iter().find(|(_, known)| near(known));
        host.map(|(host, _)| *host)
    };
    MediaHost::from_label(label)
        .or_else(|| LABELS.iter().find_map(named))
        .or_else(misspelled)
}

/// Whether a domain is a misspelled `mux.com`. Other domains of three letters belong to other people.
fn is_near_domain(domain: &str) -> bool {
    let Some((name, top)) = domain.split_once('.').filter(|_| domain.len() <= 10) else {
        return false;
    };
    let doubled = ["mmux", "muux", "muxx"];
    let turned = ["umx", "mxu", "mu", "mx", "ux"];
    let is_near_name = doubled.contains(&name) || turned.contains(&name) || SLIPS.contains(&name);
    (name == "mux" && strsim::osa_distance(top, "com") == 1) || (top == "com" && is_near_name)
}

const FILES: &str = "A static rendition has a name of its own after the ID.";
const HLS: &str = "The HLS playlist is the ID with the extension `.m3u8`.";
const ONE_PLAYLIST: &str =
    "There is one playlist for all resolutions; the claim `max_resolution` limits it.";
const DASH: &str = "Mux serves HLS, and no DASH.";
const TRACKS: &str = "Text tracks have an ID of their own.";

/// The URL that a URL with an unknown path on one of Mux's hosts was probably meant to be.
pub fn path(host: &str, path: &str) -> Option<NearestUrl> {
    let name = host_name(host);
    let (label, domain) = name.split_once('.')?;
    let host = MediaHost::from_label(label)?;
    let path = percent_decoded(path);
    let segments: Vec<&str> = path
        .split('/')
        .map(str::trim)
        .filter(|segment| !segment.is_empty())
        .collect();
    let (id, resource, why) = nearest(host, &segments)?;
    let url = MediaUrl::new(id, resource, domain).to_string();
    // An ID with characters that need escapes was never one.
    let is_plain = url
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b":/.-_".contains(&b));
    let is_other = url != format!("https://{name}{path}");
    (is_plain && is_other).then_some(NearestUrl { url, why })
}

type Nearest<'a> = (&'a str, Resource, Option<&'static str>);

fn nearest<'a>(host: MediaHost, segments: &[&'a str]) -> Option<Nearest<'a>> {
    let has = |words: &[&str]| {
        let is_one = |segment: &&str| words.contains(&segment.to_ascii_lowercase().as_str());
        segments.iter().any(is_one)
    };
    match host {
        MediaHost::Stats if segments.iter().any(|segment| segment.contains("health")) => {
            return Some(("", Resource::LiveStreamHealth, None));
        }
        MediaHost::Stats => {
            let is_counts = has(&["count", "counts", "views", "viewers", "viewer-counts"]);
            return is_counts.then_some(("", Resource::Counts, None));
        }
        _ if host == MediaHost::License || has(&["license", "licence", "appcert"]) => {
            return license(segments);
        }
        _ => {}
    }
    let stem = |segment: &'a str| segment.split('.').next().unwrap_or_default();
    // The ID is first, unless a later segment looks more like one.
    let at = segments
        .iter()
        .position(|segment| is_mux_id(stem(segment)))
        .unwrap_or(0);
    let first = segments.get(at)?;
    let id = Some(stem(first)).filter(|id| !id.is_empty())?;
    if host == MediaHost::Player {
        return Some((id, Resource::Player, None));
    }
    let (resource, why) = match &segments[at + 1..] {
        [] => match first.rsplit_once('.') {
            Some((_, extension)) => by_file(host, "", extension)?,
            None if host == MediaHost::Image => by_file(host, "", "jpg")?,
            None => (Resource::Hls { extension: true }, None),
        },
        [
            "text" | "texts" | "subtitles" | "captions" | "tracks",
            track,
        ] => {
            let (track, extension) = track.rsplit_once('.').unwrap_or((track, "vtt"));
            let resource = match extension {
                "txt" => Resource::Transcript(track.to_owned()),
                _ => Resource::TextTrack(track.to_owned()),
            };
            (resource, None)
        }
        [file] => match file.rsplit_once('.') {
            Some((stem, extension)) => by_file(host, stem, extension)?,
            None => by_word(host, file)?,
        },
        _ => return None,
    };
    Some((id, resource, why))
}

/// What a file name was meant to request, its stem empty if it is only an extension of the ID.
fn by_file(
    host: MediaHost,
    stem: &str,
    extension: &str,
) -> Option<(Resource, Option<&'static str>)> {
    let extension = extension.to_ascii_lowercase();
    let stem: String = stem
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let still = match extension.as_str() {
        "png" | "webp" => extension.clone(),
        _ => "jpg".to_owned(),
    };
    let is_board = ["storyboard", "storyboards", "sprite", "sprites", "timeline"];
    let is_board = is_board.contains(&stem.as_str())
        || (host == MediaHost::Image && ["vtt", "json"].contains(&extension.as_str()));
    let is_animated = ["animated", "animation", "anim", "animatedgif"].contains(&stem.as_str());
    Some(match extension.as_str() {
        "vtt" | "json" | "jpg" | "jpeg" | "png" | "webp" if is_board => {
            let is_text = ["vtt", "json"].contains(&extension.as_str());
            (
                Resource::Storyboard(if is_text { extension } else { still }),
                None,
            )
        }
        _ if is_board => (Resource::Storyboard("vtt".to_owned()), None),
        "webp" if is_animated => (Resource::Animated(extension), None),
        "gif" => (Resource::Animated(extension), None),
        _ if is_animated => (Resource::Animated("gif".to_owned()), None),
        "jpg" | "jpeg" | "jpe" | "png" | "webp" | "avif" | "bmp" | "tif" | "tiff" | "heic" => {
            (Resource::Thumbnail(still), None)
        }
        "mpd" | "ism" => (Resource::Hls { extension: true }, Some(DASH)),
        "m3u8" | "m3u" => {
            let is_size = stem.bytes().any(|b| b.is_ascii_digit()) || stem.starts_with("high");
            let why = if is_size { ONE_PLAYLIST } else { HLS };
            (Resource::Hls { extension: true }, Some(why))
        }
        "m4a" | "mp3" | "aac" | "wav" | "ogg" | "opus" | "flac" => {
            (Resource::Rendition("audio.m4a".to_owned()), Some(FILES))
        }
        "mp4" | "m4v" | "mov" | "webm" | "mkv" | "avi" => {
            let file = format!("{stem}.mp4");
            (Resource::Rendition(rendition(&file)), Some(FILES))
        }
        "vtt" | "srt" | "txt" if stem.is_empty() || host == MediaHost::Stream => {
            let track = "TRACK_ID".to_owned();
            let resource = match extension.as_str() {
                "txt" => Resource::Transcript(track),
                _ => Resource::TextTrack(track),
            };
            (resource, Some(TRACKS))
        }
        _ => return None,
    })
}

/// What a name without an extension was meant to request.
fn by_word(host: MediaHost, word: &str) -> Option<(Resource, Option<&'static str>)> {
    match word.to_ascii_lowercase().as_str() {
        "thumbnail" | "thumb" | "thumbnails" | "poster" | "image" | "preview" => {
            by_file(host, "thumbnail", "jpg")
        }
        "animated" | "gif" | "animation" => by_file(host, "animated", "gif"),
        "storyboard" | "storyboards" | "timeline" => by_file(host, "storyboard", "vtt"),
        "hls" | "master" | "playlist" | "manifest" | "index" | "stream" | "m3u8" => {
            by_file(host, "", "m3u8")
        }
        "dash" | "mpd" => by_file(host, "", "mpd"),
        "audio" => by_file(host, "", "m4a"),
        "download" | "mp4" => by_file(host, "", "mp4"),
        word if MediaHost::Stream == host => {
            let file = format!("{word}.mp4");
            let is_known = Resource::renditions().contains(&file.as_str());
            is_known.then_some((Resource::Rendition(file), Some(FILES)))
        }
        _ => None,
    }
}

/// The static rendition with the nearest name.
fn rendition(file: &str) -> String {
    let nearest = Resource::renditions()
        .iter()
        .map(|known| (strsim::osa_distance(known, file), *known))
        .min()
        .filter(|(distance, _)| *distance <= 1);
    nearest.map_or("highest.mp4", |(_, known)| known).to_owned()
}

fn license<'a>(segments: &[&'a str]) -> Option<Nearest<'a>> {
    let mut system = None;
    let mut is_certificate = false;
    let mut id = None;
    for segment in segments {
        match segment.to_ascii_lowercase().as_str() {
            "widevine" | "wv" => system = Some("widevine"),
            "playready" | "pr" => system = Some("playready"),
            "fairplay" | "fps" | "fp" => system = Some("fairplay"),
            "appcert" | "cert" | "certificate" => is_certificate = true,
            "license" | "licence" | "licenses" | "licences" | "drm" | "proxy" => {}
            _ if id.is_none() => id = Some(*segment),
            _ => return None,
        }
    }
    let id = id?;
    if is_certificate {
        return Some((id, Resource::AppCertificate, None));
    }
    let why = system
        .is_none()
        .then_some("The DRM system is `widevine`, `playready` or `fairplay`.");
    let system = system.unwrap_or("widevine").to_owned();
    Some((id, Resource::License(system), why))
}

#[cfg(test)]
mod tests {
    use super::{glued_path, host, path};

    #[test]
    fn misspelled_host_is_recognized() {
        for (written, meant) in [
            ("images.mux.com", "image.mux.com"),
            ("image.mux.con", "image.mux.com"),
            ("stream.mux.con", "stream.mux.com"),
            ("stream.mux.co", "stream.mux.com"),
            ("steam.mux.com", "stream.mux.com"),
            ("STREAMS.mux.com:443", "stream.mux.com"),
            ("straem.mux.com", "stream.mux.com"),
            ("video.mux.com", "stream.mux.com"),
            ("licence.mux.com", "license.mux.com"),
            ("stat.mux.com", "stats.mux.com"),
            ("stream-mux.com", "stream.mux.com"),
            ("streammux.com", "stream.mux.com"),
            ("stream..mux.com", "stream.mux.com"),
            ("stream.muxcom", "stream.mux.com"),
            ("stream.muxx.com", "stream.mux.com"),
            ("image.mxu.com", "image.mux.com"),
            ("stream.nux.com", "stream.mux.com"),
            ("www.stream.mux.com", "stream.mux.com"),
            ("stream.stream.mux.com", "stream.mux.com"),
        ] {
            assert_eq!(host(written).as_deref(), Some(meant), "{written}");
        }
    }

    #[test]
    fn other_hosts_are_not_misspelled() {
        for written in [
            "stream.mux.com",
            "Image.Mux.com",
            "stream.mux.com.",
            "stream.video.skool.com",
            "image.example.com",
            "stream.max.com",
            "stream.mix.com",
            "stream.lux.com",
            "api.mux.com",
            "www.mux.com",
            "status.mux.com",
            "dashboard.mux.com",
            "mux.com",
            "stream.muxed.com",
            "video.example.com",
            "cdn.mux.example.com",
            "stream.mux.com.evil.example",
            "manifest-gcp-us-east4-vop1.cfcdn.mux.com",
            "",
        ] {
            assert_eq!(host(written), None, "{written}");
        }
    }

    #[test]
    fn missing_slash_after_host_is_recognized() {
        let id = "EcHgOK9coz5K4rjSwOkoE7Y7O01201YMIC200RI6lNxnhs";
        let written = format!("stream.mux.com{id}.m3u8");
        let (host, rest) = glued_path(&written).expect("a path");
        assert_eq!((host.as_str(), rest), ("stream.mux.com", &written[14..]));
        assert_eq!(
            glued_path("stream.mux.com.m3u8").map(|(_, rest)| rest),
            Some(".m3u8")
        );
        for other in [
            "stream.mux.com",
            "stream.mux.community",
            "stream.mux.com.example.com",
        ] {
            assert_eq!(glued_path(other), None, "{other}");
        }
    }

    #[test]
    fn nearest_path_is_found() {
        const ID: &str = "EcHgOK9coz5K4rjSwOkoE7Y7O01201YMIC200RI6lNxnhs";
        for (written, meant) in [
            ("stream /ID.mp4", "stream /ID/highest.mp4"),
            ("stream /ID.mov", "stream /ID/highest.mp4"),
            ("stream /ID.mp3", "stream /ID/audio.m4a"),
            ("stream /ID.mpd", "stream /ID.m3u8"),
            ("stream /ID/manifest.mpd", "stream /ID.m3u8"),
            ("stream /ID.m3u", "stream /ID.m3u8"),
            ("stream /ID.m3u8.m3u8", "stream /ID.m3u8"),
            ("stream /ID/master.m3u8", "stream /ID.m3u8"),
            ("stream /ID/playlist.m3u8", "stream /ID.m3u8"),
            ("stream /ID/highest.m3u8", "stream /ID.m3u8"),
            ("stream /ID/hls", "stream /ID.m3u8"),
            ("stream //ID.m3u8", "stream /ID.m3u8"),
            ("stream /ID.m3u8/", "stream /ID.m3u8"),
            ("stream /ID.M3U8", "stream /ID.m3u8"),
            ("stream /v1/ID.m3u8", "stream /ID.m3u8"),
            ("stream /ID/1080.mp4", "stream /ID/1080p.mp4"),
            ("stream /ID/hd.mp4", "stream /ID/highest.mp4"),
            ("stream /ID/720p", "stream /ID/720p.mp4"),
            ("stream /ID/audio.mp3", "stream /ID/audio.m4a"),
            ("stream /ID/thumbnail.jpg", "image /ID/thumbnail.jpg"),
            ("stream /ID/storyboard.vtt", "image /ID/storyboard.vtt"),
            ("stream /ID/animated.gif", "image /ID/animated.gif"),
            ("stream /ID/captions.srt", "stream /ID/text/TRACK_ID.vtt"),
            ("stream /ID/subtitles/abc.vtt", "stream /ID/text/abc.vtt"),
            (
                "stream /license/widevine/ID",
                "license /license/widevine/ID",
            ),
            ("image /ID/thumbnail.gif", "image /ID/animated.gif"),
            ("image /ID/preview.gif", "image /ID/animated.gif"),
            ("image /ID/thumb.jpg", "image /ID/thumbnail.jpg"),
            ("image /ID/poster.webp", "image /ID/thumbnail.webp"),
            ("image /ID/thumbnail.jpeg", "image /ID/thumbnail.jpg"),
            ("image /ID/thumbnail", "image /ID/thumbnail.jpg"),
            ("image /ID.png", "image /ID/thumbnail.png"),
            ("image /ID", "image /ID/thumbnail.jpg"),
            ("image /ID/storyboard.jpeg", "image /ID/storyboard.jpg"),
            ("image /ID/storyboard", "image /ID/storyboard.vtt"),
            ("image /ID.m3u8", "stream /ID.m3u8"),
            ("image /ID/high.mp4", "stream /ID/high.mp4"),
            ("license /widevine/ID", "license /license/widevine/ID"),
            ("license /license/ID", "license /license/widevine/ID"),
            (
                "license /license/ID/fairplay",
                "license /license/fairplay/ID",
            ),
            ("license /cert/fairplay/ID", "license /appcert/fairplay/ID"),
            ("stats /count", "stats /counts"),
            ("stats /live_stream_health", "stats /live-stream-health"),
            ("player /embed/ID", "player /ID"),
        ] {
            let (label, written_path) = written.split_once(' ').expect("a path");
            let (meant_label, meant_path) = meant.split_once(' ').expect("a path");
            let found = path(&format!("{label}.mux.com"), &written_path.replace("ID", ID));
            let meant = format!("https://{meant_label}.mux.com{meant_path}");
            let track = meant.replace("TRACK_ID", "TRACK").replace("ID", ID);
            let meant = track.replace("TRACK.", "TRACK_ID.");
            assert_eq!(found.map(|near| near.url), Some(meant), "{written}");
        }
        // A custom domain stays.
        let near = path("stream.video.example.com", "/ID.mp4").expect("a URL");
        assert_eq!(near.url, "https://stream.video.example.com/ID/highest.mp4");
    }

    #[test]
    fn other_paths_have_no_nearest() {
        for (host, written) in [
            ("stream.mux.com", "/"),
            ("stream.mux.com", ""),
            ("stream.mux.com", "/.m3u8"),
            ("stream.mux.com", "/a/b/c/d"),
            ("stream.mux.com", "/ID/file.exe"),
            ("stats.mux.com", "/other"),
            ("license.mux.com", "/license/widevine"),
            ("api.mux.com", "/ID.mp4"),
            ("localhost", "/ID.mp4"),
        ] {
            assert_eq!(path(host, written), None, "{host} {written}");
        }
    }
}
