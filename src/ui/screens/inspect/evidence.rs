//! What is known apart from the tokens: evidence of the input, which can be removed, and evidence of the user.

use crate::{
    core::{
        diagnose::evidence::Evidence,
        import::found::{Import, InputKind},
        mux::{
            header::Header,
            restriction::{Restriction, Verdict},
            symptom::entry::Symptom,
            url::{MediaUrl, UrlError},
        },
        request::MediaRequest,
        text::{capitalized, holds_token, shortened, visible},
        time::{Span, Timestamp, TimestampError},
    },
    ui::cx::Cx,
};

/// A kind of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EvidenceKind {
    /// The observed error: a status, a code, a message.
    Error,
    /// The time to judge at.
    Time,
    /// The `Referer` header.
    Referrer,
    /// The `User-Agent` header.
    UserAgent,
    /// The requested URL.
    Url,
    /// The ID that the token should be for.
    Id,
    /// The duration of the video.
    Duration,
    /// The playback restriction.
    Restriction,
}

impl EvidenceKind {
    /// All of them, in the order in which they are offered and shown.
    pub(super) const ALL: [Self; 8] = [
        Self::Error,
        Self::Time,
        Self::Referrer,
        Self::UserAgent,
        Self::Url,
        Self::Id,
        Self::Duration,
        Self::Restriction,
    ];

    /// Its name: a label.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Error => "Observed error",
            Self::Time => "Time of failure",
            Self::Referrer => "Referer",
            Self::UserAgent => "User-Agent",
            Self::Url => "Requested URL",
            Self::Id => "Expected ID",
            Self::Duration => "Video duration",
            Self::Restriction => "Playback restriction",
        }
    }

    /// What to type.
    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::Error => "HTTP status, player code or message",
            Self::Time => "2026-12-31 18:00",
            Self::Referrer => "https://…, or - if the request had none",
            Self::UserAgent => "Mozilla/5.0 …, or - if the request had none",
            Self::Url => "https://stream.mux.com/…",
            Self::Id => "A playback ID",
            Self::Duration => "95m, 2h",
            Self::Restriction => "The JSON of the Mux API: {\"data\": {\"id\": …}}",
        }
    }

    /// The kind of evidence that a text is.
    fn of(text: &str, cx: &Cx<'_>) -> Self {
        let is_id = text.len() >= 20 && text.chars().all(|c| c.is_ascii_alphanumeric());
        if Restriction::read(text).is_ok() {
            Self::Restriction
        } else if MediaUrl::read(text).is_ok() {
            Self::Url
        } else if text.starts_with("https://") || text.starts_with("http://") {
            Self::Referrer
        } else if text.starts_with("Mozilla/") {
            Self::UserAgent
        } else if Symptom::parse(text).is_some() {
            Self::Error
        } else if Timestamp::parse(text, cx.zone).is_ok() {
            Self::Time
        } else if Span::parse(text).is_ok() {
            Self::Duration
        } else if is_id {
            Self::Id
        } else {
            Self::Error
        }
    }
}

/// The evidence of a case, as it is typed.
#[derive(Clone, Default, PartialEq)]
pub(super) struct EvidenceForm {
    /// What the user added, by kind.
    added: [Option<String>; EvidenceKind::ALL.len()],
    /// The kinds of evidence in the input that the user removed.
    removed: [bool; EvidenceKind::ALL.len()],
    /// What is being typed. It counts as it is typed.
    pub(super) typed: String,
    /// Its kind, if the user chose one; otherwise it is recognized.
    pub(super) chosen: Option<EvidenceKind>,
}

/// A piece of evidence in effect.
pub(super) struct EvidenceItem {
    /// Its kind.
    pub(super) kind: EvidenceKind,
    /// What it is: `Referer https://shop.example.com`.
    pub(super) text: String,
    /// Whether it is from the input.
    pub(super) is_found: bool,
}

impl EvidenceForm {
    /// The kind of what is being typed, if anything is.
    pub(super) fn typed_kind(&self, cx: &Cx<'_>) -> Option<EvidenceKind> {
        let typed = self.typed.trim();
        let recognized = || EvidenceKind::of(typed, cx);
        (!typed.is_empty()).then(|| self.chosen.unwrap_or_else(recognized))
    }

    /// Adds what is being typed.
    pub(super) fn commit(&mut self, cx: &Cx<'_>) {
        if let Some(kind) = self.typed_kind(cx) {
            self.added[kind as usize] = Some(self.typed.trim().to_owned());
        }
        self.typed.clear();
        self.chosen = None;
    }

    /// Starts typing evidence of a kind: the text that was added, or nothing.
    pub(super) fn edit(&mut self, kind: EvidenceKind, cx: &Cx<'_>) {
        self.commit(cx);
        self.typed = self.added[kind as usize].take().unwrap_or_default();
        self.chosen = Some(kind);
    }

    /// Adds evidence.
    pub(super) fn add(&mut self, kind: EvidenceKind, text: &str) {
        self.added[kind as usize] = Some(text.to_owned());
    }

    /// Removes evidence: what the user added, else what the input shows.
    pub(super) fn remove(&mut self, kind: EvidenceKind) {
        if self.added[kind as usize].take().is_none() {
            self.removed[kind as usize] = true;
        }
    }

    /// Uses evidence of the input again.
    pub(super) fn restore(&mut self, kind: EvidenceKind) {
        self.removed[kind as usize] = false;
    }

    /// Whether evidence of the input was removed.
    pub(super) fn is_removed(&self, kind: EvidenceKind) -> bool {
        self.removed[kind as usize]
    }

    /// What the user added of a kind.
    fn text(&self, kind: EvidenceKind, cx: &Cx<'_>) -> Option<&str> {
        if self.typed_kind(cx) == Some(kind) {
            return Some(self.typed.trim());
        }
        self.added[kind as usize].as_deref()
    }

    /// The time to judge every request at, if the user added one.
    fn at(&self, cx: &Cx<'_>) -> Option<Result<Timestamp, TimestampError>> {
        let text = self.text(EvidenceKind::Time, cx)?;
        Some(Timestamp::parse(text, cx.zone))
    }

    /// What the user added, as far as it can be parsed.
    pub(super) fn evidence(&self, cx: &Cx<'_>) -> Evidence {
        use EvidenceKind as Kind;
        let text = |kind| self.text(kind, cx);
        let restrictions = text(Kind::Restriction).and_then(|text| Restriction::read(text).ok());
        let header = |kind| text(kind).map_or(Header::Unknown, header);
        let mut evidence = Evidence {
            url: text(Kind::Url).and_then(|text| MediaUrl::read_loosely(text).ok()),
            id: text(Kind::Id).map(str::to_owned),
            duration: text(Kind::Duration).and_then(|text| Span::parse(text).ok()),
            referrer: header(Kind::Referrer),
            user_agent: header(Kind::UserAgent),
            restriction: restrictions.and_then(|all| all.into_iter().next()),
            at: self.at(cx).and_then(Result::ok),
            ..Evidence::default()
        };
        evidence.see(text(Kind::Error).unwrap_or_default());
        evidence
    }

    /// Takes the evidence that the user removed out of an import.
    pub(super) fn remove_from(&self, import: &mut Import) {
        use EvidenceKind as Kind;
        for request in &mut import.tokens {
            if self.is_removed(Kind::Error) {
                request.status = None;
            }
            if self.is_removed(Kind::Time) {
                (request.at, request.worked_at) = (None, None);
            }
            if self.is_removed(Kind::Referrer) {
                request.headers.referrer = Header::Unknown;
            }
            if self.is_removed(Kind::UserAgent) {
                request.headers.user_agent = Header::Unknown;
            }
            if self.is_removed(Kind::Duration) {
                request.duration = None;
            }
        }
    }

    /// The evidence that the verdict on a request rests on, in order.
    pub(super) fn items(&self, request: Option<&MediaRequest>, cx: &Cx<'_>) -> Vec<EvidenceItem> {
        let item = |kind: EvidenceKind| {
            let item = |text: String, is_found| EvidenceItem {
                kind,
                text,
                is_found,
            };
            if let Some(text) = &self.added[kind as usize] {
                return Some(item(in_words(kind, text, cx), false));
            }
            let found = found(kind, request?, cx)?;
            Some(item(found, true))
        };
        EvidenceKind::ALL.into_iter().filter_map(item).collect()
    }

    /// What is wrong with what is being typed and what to do, if anything is.
    pub(super) fn problem(&self, cx: &Cx<'_>) -> Option<(String, String)> {
        let text = self.typed.trim();
        let plain = |what: &str| Some((capitalized(what), String::new()));
        match self.typed_kind(cx)? {
            EvidenceKind::Error => Symptom::parse(text).is_none().then(|| {
                let what = "Unknown status, code or message";
                (what.to_owned(), String::new())
            }),
            EvidenceKind::Time => {
                let error = self.at(cx)?.err()?;
                Some((
                    format!(
                        "{}; the current time is used",
                        capitalized(&error.to_string())
                    ),
                    error.hint().clone(),
                ))
            }
            EvidenceKind::Url => match MediaUrl::read_loosely(text).err()? {
                UrlError::NotAUrl => plain("this is not a URL; it must begin with https://"),
                error => plain(&error.to_string()),
            },
            EvidenceKind::Duration => {
                let error = Span::parse(text).err()?;
                Some((capitalized(&error.to_string()), error.hint().to_owned()))
            }
            EvidenceKind::Restriction => match Restriction::read(text) {
                Err(error) => plain(&error.to_string()),
                Ok(_) => None,
            },
            EvidenceKind::Referrer | EvidenceKind::UserAgent | EvidenceKind::Id => None,
        }
    }

    /// Why it is unknown whether the restriction allows the request, if so. A rejected request is a finding.
    pub(super) fn undecided(&self, cx: &Cx<'_>) -> Option<String> {
        let evidence = self.evidence(cx);
        let restriction = evidence.restriction.as_ref()?;
        match restriction.ask(&evidence.visit()) {
            Verdict::Unknown { why } => Some(format!(
                "Whether the restriction allows this request is unknown: {why}"
            )),
            _ => None,
        }
    }
}

/// Whether a pasted text is an input of its own and not evidence: it has a token, is a URL of Mux or has lines.
pub(super) fn is_input(text: &str) -> bool {
    let text = text.trim();
    holds_token(text)
        || MediaUrl::read(text).is_ok()
        || (text.contains('\n') && Restriction::read(text).is_err())
}

/// The format of an input, in a word or two.
pub(super) fn kind_word(kind: InputKind) -> &'static str {
    match kind {
        InputKind::Empty => "Empty",
        InputKind::Token => "Token",
        InputKind::Url => "URL",
        InputKind::Html => "HTML",
        InputKind::Json => "JSON",
        InputKind::Har => "HAR",
        InputKind::Curl => "curl",
        InputKind::Env => "Variables",
        InputKind::Playlist => "Playlist",
        InputKind::Text => "Text",
    }
}

/// Evidence of the user for a chip.
fn in_words(kind: EvidenceKind, text: &str, cx: &Cx<'_>) -> String {
    let short = |text: &str| shortened(text, 44).into_owned();
    match kind {
        EvidenceKind::Error => match Symptom::parse(text) {
            Some(symptom) => short(symptom.label()),
            None => format!("unknown error {}", short(text)),
        },
        EvidenceKind::Time => match Timestamp::parse(text, cx.zone) {
            Ok(time) => format!("at {}", time.show(cx.zone)),
            Err(_) => format!("no time: {}", short(text)),
        },
        EvidenceKind::Referrer => named("Referer", &header(text)),
        EvidenceKind::UserAgent => named("User-Agent", &header(text)),
        EvidenceKind::Url => short(text.trim_start_matches("https://")),
        EvidenceKind::Id => format!("expected ID {}", short(text)),
        EvidenceKind::Duration => format!("video of {}", short(text)),
        EvidenceKind::Restriction => {
            let restrictions = Restriction::read(text).ok();
            let first = restrictions.and_then(|all| all.into_iter().next());
            match first.and_then(|restriction| restriction.id) {
                Some(id) => format!("restriction {}", short(&id)),
                None => "a playback restriction".to_owned(),
            }
        }
    }
}

/// Evidence of the input for a chip.
fn found(kind: EvidenceKind, request: &MediaRequest, cx: &Cx<'_>) -> Option<String> {
    match kind {
        EvidenceKind::Error => request.status.map(|status| format!("HTTP {status}")),
        EvidenceKind::Time => request.at.map(|at| format!("at {}", at.show(cx.zone))),
        EvidenceKind::Referrer => known("Referer", &request.headers.referrer),
        EvidenceKind::UserAgent => known("User-Agent", &request.headers.user_agent),
        EvidenceKind::Duration => request.duration.map(|span| format!("video of {span}")),
        EvidenceKind::Url | EvidenceKind::Id | EvidenceKind::Restriction => None,
    }
}

fn known(name: &str, header: &Header) -> Option<String> {
    (*header != Header::Unknown).then(|| named(name, header))
}

fn named(name: &str, header: &Header) -> String {
    match header {
        Header::Value(value) => format!("{name} {}", visible(&shortened(value, 36))),
        _ => format!("no {name}"),
    }
}

/// A header as it is typed: a dash is a request without the header.
fn header(text: &str) -> Header {
    match text {
        "-" => Header::Absent,
        value => Header::Value(value.to_owned()),
    }
}
