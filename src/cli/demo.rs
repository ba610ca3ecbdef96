//! `demo`: a tour that signs and inspects with a throwaway key.

use crate::{
    cli::{
        inspect::{ReportView, findings, verdict},
        output::Output,
    },
    core::{
        diagnose::{self as inspect, evidence::Evidence},
        key::Key,
        mux::{
            audience::Audience,
            url::{MUX_DOMAIN, MediaUrl, Resource},
        },
        time::{Span, Timestamp, Zone},
        token::spec::{Signed, TokenSpec},
    },
    platform::{Clock, Network},
};

/// No video has this ID.
const PLAYBACK_ID: &str = "DemoPlaybackId";

/// A day longer than the tokens of the tour are valid.
const LATER: Span = Span(8 * 24 * 60 * 60);

/// Prints the tour.
pub(super) fn run(clock: &dyn Clock, network: &Network) -> Output {
    let tour = Tour {
        keys: [Key::demo()],
        now: clock.now(),
        zone: clock.zone(),
    };
    let mut lines = tour.lines();
    let about = match network {
        Network::Blocked => {
            "The system blocks every internet socket of this program: `grep Seccomp: /proc/PID/status` shows 2."
                .to_owned()
        }
        other => other.about(),
    };
    lines.extend([String::new(), about]);
    Output::from(lines.join("\n") + "\n")
}

struct Tour {
    keys: [Key; 1],
    now: Timestamp,
    zone: Zone,
}

impl Tour {
    fn lines(&self) -> Vec<String> {
        let [key] = &self.keys;
        let fingerprint = key.public.short_fingerprint();
        let video = self.sign(&TokenSpec::new(Audience::Video, PLAYBACK_ID));
        let mut request = TokenSpec::new(Audience::Thumbnail, PLAYBACK_ID);
        request.claims.push("time", 25);
        request.claims.push("width", 640);
        let thumbnail = self.sign(&request);

        let video_url = url(Resource::Hls { extension: true }, &video);
        let thumbnail_url = url(Resource::Thumbnail("png".to_owned()), &thumbnail);
        let mixed_up = url(Resource::Thumbnail("png".to_owned()), &video);
        let later = self.now.after(LATER);

        let mut lines = vec![
            format!(
                "A tour with a throwaway key ({fingerprint}), created just now and discarded at the end."
            ),
"Mux does not know it, so these URLs play nothing. With your own key, the verdicts are the same.".to_owned(),
        ];
        let mut step = |title: &str, command: String, output: Vec<String>| {
            lines.extend([
                String::new(),
                title.to_owned(),
                format!("  $ mux-jwt {command}"),
            ]);
            lines.extend(output.into_iter().map(|line| format!("  {line}")));
        };
        step(
            "1. Sign a token for a video",
            format!("sign {PLAYBACK_ID}"),
            vec![short(&video_url), video.payload.to_string()],
        );
        step(
            "2. Sign a token for a thumbnail, with its time and size",
            format!("sign {PLAYBACK_ID} -t thumbnail -p time=25 -p width=640"),
            vec![short(&thumbnail_url), thumbnail.payload.to_string()],
        );
        step(
            "3. Inspect it",
            format!("inspect \"{}\"", short(&thumbnail_url)),
            self.inspect(&thumbnail_url, self.now),
        );
        step(
            "4. Inspect the video token on the thumbnail URL",
            format!("inspect \"{}\"", short(&mixed_up)),
            self.inspect(&mixed_up, self.now),
        );
        step(
            "5. Inspect the video token as of eight days from now",
            format!(
                "inspect \"{}\" --at {}",
                short(&video_url),
                later.rfc3339().unwrap_or_else(|| later.0.to_string())
            ),
            self.inspect(&video_url, later),
        );
        lines.extend(
            [
                "",
                "Now with your own key:",
                "  mux-jwt sign PLAYBACK_ID --key-file signing.pem --key-id KEY_ID",
                "  mux-jwt inspect \"URL THAT FAILS\" --key-file signing.pem",
                "  mux-jwt --help",
            ]
            .map(str::to_owned),
        );
        if cfg!(feature = "gui") {
            lines.push("  mux-jwt            (opens the window)".to_owned());
        }
        lines
    }

    fn sign(&self, request: &TokenSpec) -> Signed {
        let [key] = &self.keys;
        let signing = key.signing().expect("the demo key is private");
        let id = key.id.as_deref().unwrap_or_default();
        request
            .sign(id, signing, self.now)
            .expect("the requests of the tour are complete")
    }

    /// The verdicts and findings on the one token in a URL.
    fn inspect(&self, url: &str, at: Timestamp) -> Vec<String> {
        let view = ReportView {
            keys: &self.keys,
            now: at,
            zone: self.zone,
        };
        let report = inspect::inspect(url, &Evidence::default(), &self.keys, at);
        let mut lines = Vec::new();
        for token in &report.tokens {
            lines.push(verdict(token));
            lines.extend(view.verdicts(token));
            lines.extend(findings(&token.findings));
        }
        lines
    }
}

fn url(resource: Resource, signed: &Signed) -> String {
    MediaUrl::new(PLAYBACK_ID, resource, MUX_DOMAIN)
        .with_token(&signed.token)
        .to_string()
}

/// A URL with its token shortened, to fit on a line.
fn short(url: &str) -> String {
    match url.split_once("token=") {
        Some((before, token)) => format!("{before}token={}…", &token[..token.len().min(12)]),
        None => url.to_owned(),
    }
}
