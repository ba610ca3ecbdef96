//! Where keys are in any text: the one place that knows what a key looks like.
//!
//! Import, paste guard, arguments, files and the rule `private-key-pasted` all ask [`scan`].

use std::ops::Range;

use memchr::memmem;
use zeroize::Zeroizing;

use super::{
    der, encoding,
    error::KeyError,
    form::Repair,
    pem::{Marker, blocks, markers},
    probe::{Probe, decoded, packed, packed_run},
    run::{Base64Run, NARROWEST, is_base64, run_at},
    view::View,
};
use crate::core::text::is_invisible;

/// How base64 of a PEM begins.
pub(super) const ENCODED_HEAD: &str = "LS0tLS1CRUdJTi";

/// How a PEM begins.
pub(super) const PEM_HEAD: &str = "-----BEGIN";

/// From this many base64 characters on, a block labeled as a private key is one, whatever its bytes are.
///
/// Before that come a `BEGIN` line and the public modulus, which documentation and error messages quote.
const PRIVATE_FROM: usize = 640;

/// The shortest piece of a private part that counts, in characters of base64.
const SHORTEST_PIECE: usize = 16;

/// The shortest run that is decoded, in characters of base64.
const SHORTEST_RUN: usize = 12;

/// A key in a text, or what is left of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySpan {
    /// Its place in bytes.
    pub range: Range<usize>,
    /// The form it is in.
    pub kind: SpanKind,
    /// Whether something of a private part is in it.
    pub is_private: bool,
}

/// The form of a key in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// PEM, escaped or not.
    Pem,
    /// Base64 of a key in another form.
    Encoded,
    /// Base64 of DER.
    Der,
    /// A private member of a JWK.
    Jwk,
    /// How a PEM begins, and nothing more of it.
    Head,
}

/// Finds every key in a text, in order and without overlaps: PEM, whole or cut; base64 of PEM, JWK and DER, up to four
/// times over and in UTF-16; private members of a JWK. All of them are found behind escapes, too.
///
/// A cut key covers its own characters and nothing after them.
pub fn scan(text: &str) -> Vec<KeySpan> {
    let finds = finds_of(text.as_bytes(), 0);
    finds.into_iter().map(|find| find.span).collect()
}

/// Whether something of a private key is in a text.
pub fn holds_private_key(text: &str) -> bool {
    scan(text).iter().any(|span| span.is_private)
}

/// Whether a line begins like a key.
pub(super) fn begins_key(line: &str) -> bool {
    // The last one is any long sequence of DER.
    let mut heads = [PEM_HEAD, ENCODED_HEAD, "MII"].into_iter();
    heads.any(|head| line.starts_with(head))
}

/// A key in a text, with the DER in it.
pub(super) struct Find {
    pub(super) span: KeySpan,
    /// The DER of its keys in order. Members of a JWK and a mere beginning of a PEM have none.
    pub(super) contents: Vec<Content>,
}

/// The DER of a key, decoded.
pub(super) struct Content {
    /// The label of its PEM, in upper case; `None` for bare DER.
    pub(super) label: Option<String>,
    /// Its bytes, or why they cannot be decoded.
    pub(super) der: Result<Zeroizing<Vec<u8>>, KeyError>,
    /// What was undone to decode it, from the outside in.
    pub(super) repairs: Vec<Repair>,
}

fn finds_of(bytes: &[u8], depth: usize) -> Vec<Find> {
    const DEEPEST: usize = 4;
    if depth > DEEPEST {
        return Vec::new();
    }
    let view = View::of(bytes);
    let mut finds = finds_in(&view, bytes, depth);
    for find in &mut finds {
        find.span.range = view.origin(&find.span.range);
    }
    finds
}

/// The keys in the view of `original`, which is in `depth` layers of base64. Places are those in the view.
pub(super) fn finds_in(view: &View, original: &[u8], depth: usize) -> Vec<Find> {
    let text = &view.text;
    let markers = markers(text);
    let mut finds = pem_finds(text, &markers);
    let mut stops: Vec<Range<usize>> = markers.iter().map(|m| m.start..m.end).collect();
    stops.extend(finds.iter().map(|block| block.span.range.clone()));
    stops.sort_by_key(|stop| stop.start);
    let mut ends = lone_ends(&markers).peekable();
    let (mut members, mut encoded, mut last) = (Vec::new(), Vec::new(), None);
    // The last line of a key may be short.
    let shortest = if ends.peek().is_some() { 1 } else { NARROWEST };
    each_run(text, stops, shortest, |run| {
        while let Some(end) = ends.next_if(|end| end.start < run.end) {
            finds.extend(tail(text, end, last.take().as_ref()));
        }
        if run.len() >= SHORTEST_RUN {
            encoded.extend(run_finds(text, &run, depth));
        }
        if let Some(name) = member_before(&text[..run.start()]) {
            members.push((name, run.first.clone()));
        }
        if ends.peek().is_some() {
            last = Some(run);
        }
    });
    finds.extend(ends.filter_map(|end| tail(text, end, last.take().as_ref())));
    finds.extend(jwk_spans(text, members).into_iter().map(Find::from));
    // Of finds that begin in one place, the first decides.
    finds.extend(encoded);
    for find in &mut finds {
        let range = view.origin(&find.span.range);
        // An escape right behind it belongs to it.
        let end = original.len().min(range.end + 2);
        let has_escapes = original[range.start..end]
            .windows(2)
            .any(|pair| matches!(pair, br"\n" | br"\r"));
        let is_odd =
            || std::str::from_utf8(&original[range]).is_ok_and(|text| text.contains(is_invisible));
        if find.span.kind == SpanKind::Pem && is_odd() {
            find.repaired(Repair::BrokenLines);
        }
        if has_escapes {
            find.repaired(Repair::EscapedNewlines);
        }
        if let Some(mark) = encoding::mark(original).filter(|_| depth > 0) {
            find.repaired(mark);
        }
    }
    merged(finds)
}

impl From<KeySpan> for Find {
    fn from(span: KeySpan) -> Self {
        let contents = Vec::new();
        Self { span, contents }
    }
}

impl Find {
    /// Adds a repair that comes before those of its contents.
    fn repaired(&mut self, repair: Repair) {
        for Content { repairs, .. } in &mut self.contents {
            repairs.retain(|known| *known != repair);
            repairs.insert(0, repair);
        }
    }
}

/// Sorts finds and joins those that overlap.
fn merged(mut finds: Vec<Find>) -> Vec<Find> {
    finds.sort_by_key(|find| find.span.range.start);
    let mut merged: Vec<Find> = Vec::with_capacity(finds.len());
    for Find { span, contents } in finds {
        match merged.last_mut() {
            Some(Find {
                span: last,
                contents: known,
            }) if span.range.start < last.range.end => {
                if span.is_private && !last.is_private {
                    (last.kind, last.is_private) = (span.kind, true);
                }
                last.range.end = last.range.end.max(span.range.end);
                // A PEM without its beginning is damaged, whatever its base64 is.
                if last.kind != SpanKind::Pem {
                    known.extend(contents);
                }
            }
            _ => merged.push(Find { span, contents }),
        }
    }
    merged
}

/// The PEM blocks, and what begins like one.
fn pem_finds(text: &str, markers: &[Marker]) -> Vec<Find> {
    let mut finds = Vec::new();
    for block in blocks(text, markers) {
        let body = packed(text[block.body.clone()].bytes());
        let is_private = block.label.contains("PRIVATE KEY")
            && if block.is_whole {
                let is_key = block.der.as_ref().is_ok_and(|der| !der.is_empty());
                is_key || body.len() >= SHORTEST_PIECE
            } else {
                let is_revealed = |der: Zeroizing<Vec<u8>>| {
                    der::key_at(&der, 0).is_some_and(|key| key.is_revealed())
                };
                body.len() >= PRIVATE_FROM || decoded(&body, 0).is_some_and(is_revealed)
            };
        let broken = block.is_broken.then_some(Repair::BrokenLines);
        let underscores = block.has_underscores.then_some(Repair::Underscores);
        finds.push(Find {
            span: KeySpan {
                range: block.range,
                kind: SpanKind::Pem,
                is_private,
            },
            contents: vec![Content {
                label: Some(block.label),
                der: block.der,
                repairs: broken.into_iter().chain(underscores).collect(),
            }],
        });
    }
    let heads = memmem::find_iter(text.as_bytes(), PEM_HEAD).map(|at| KeySpan {
        range: at..at + PEM_HEAD.len(),
        kind: SpanKind::Head,
        is_private: false,
    });
    finds.extend(heads.map(Find::from));
    merged(finds)
}

/// Visits the runs of base64 between the stops, the PEM blocks and markers. Runs that begin with a word shorter than
/// `shortest`, which is most of the words of a text, are skipped unless they are values of members.
fn each_run(
    text: &str,
    stops: Vec<Range<usize>>,
    shortest: usize,
    mut visit: impl FnMut(Base64Run),
) {
    let bytes = text.as_bytes();
    if stops.is_empty()
        && let Some(run) = whole_run(text)
    {
        visit(run);
        return;
    }
    let mut stops = stops.into_iter().peekable();
    let mut at = 0;
    while at < bytes.len() {
        while stops.peek().is_some_and(|stop| stop.end <= at) {
            stops.next();
        }
        let limit = match stops.peek() {
            Some(stop) if stop.start <= at => {
                at = stop.end;
                continue;
            }
            Some(stop) => stop.start,
            None => bytes.len(),
        };
        match bytes[at..limit].iter().position(|byte| is_base64(*byte)) {
            None => at = limit,
            Some(before) => {
                let start = at + before;
                let word = &bytes[start..limit];
                let len = word.iter().position(|byte| !is_base64(*byte));
                let len = len.unwrap_or(word.len());
                if len < shortest && !is_value(&bytes[..start]) {
                    at = start + len;
                    continue;
                }
                let run = run_at(text, start, limit);
                at = run.end;
                visit(run);
            }
        }
    }
}

/// Whether a value begins at the end of a text: after a colon, perhaps in quotes.
fn is_value(before: &[u8]) -> bool {
    let is_around = |byte: &&u8| b" \t\r\n\"'`".contains(byte);
    before.iter().rev().find(|byte| !is_around(byte)) == Some(&b':')
}

/// A text that is base64 and nothing else is one run, however its lines are broken.
pub(super) fn whole_run(text: &str) -> Option<Base64Run> {
    let is_around = |c: char| c.is_whitespace() || "\"'`=".contains(c);
    let inner = text.trim_matches(is_around);
    let mut start = inner.as_ptr() as usize - text.as_ptr() as usize;
    let end = start + inner.len();
    let mut words = Vec::new();
    while let Some(c) = text[start..end].chars().next() {
        let len = text.as_bytes()[start..end]
            .iter()
            .take_while(|byte| is_base64(**byte));
        let len = len.count();
        if len > 0 {
            words.push(start..start + len);
            start += len;
        } else if c.is_whitespace() {
            start += c.len_utf8();
        } else {
            return None;
        }
    }
    let mut words = words.into_iter();
    Some(Base64Run {
        first: words.next()?,
        others: words.collect(),
        end,
    })
}

/// The `END` markers of private keys whose `BEGIN` markers are missing.
fn lone_ends(markers: &[Marker]) -> impl Iterator<Item = &Marker> {
    let has_begin = |i: usize| i > 0 && markers[i - 1].is_begin;
    let lone = move |(i, end): (usize, _)| (!has_begin(i)).then_some(end);
    let ends = markers.iter().enumerate().filter_map(lone);
    ends.filter(|end: &&Marker| !end.is_begin && end.label.contains("PRIVATE KEY"))
}

/// The end of a private key, given its `END` marker and the run of base64 before that.
fn tail(text: &str, end: &Marker, run: Option<&Base64Run>) -> Option<Find> {
    let run = run?;
    let between = &text[run.end..end.start];
    if between.len() > 20 || between.contains(|c: char| c.is_alphanumeric()) {
        return None;
    }
    // The last part of a token may come right before it.
    let is_token = text[..run.start()].ends_with('.');
    let first = run.others.first().filter(|_| is_token);
    Some(Find {
        span: KeySpan {
            range: first.unwrap_or(&run.first).start..end.end,
            kind: SpanKind::Pem,
            is_private: run.len() >= SHORTEST_PIECE,
        },
        contents: vec![Content {
            label: Some(end.label.clone()),
            der: Err(KeyError::Damaged),
            repairs: Vec::new(),
        }],
    })
}

/// The members that only a private JWK has, given everything with such a name. Its public members are no secret and
/// stay.
fn jwk_spans(text: &str, members: Vec<(&str, Range<usize>)>) -> Vec<KeySpan> {
    // A JWK of 8192 bits is not longer.
    const LONGEST: usize = 8 * 1024;
    if members.is_empty() {
        return Vec::new();
    }
    let kinds: Vec<usize> = memmem::find_iter(text.as_bytes(), "kty").collect();
    let is_near = |at: usize| {
        let next = kinds.partition_point(|kind| *kind < at);
        let before = next.checked_sub(1).map(|last| at - kinds[last]);
        let after = kinds.get(next).map(|kind| kind - at);
        [before, after]
            .into_iter()
            .flatten()
            .any(|far| far < LONGEST)
    };
    let is_long = |word: &Range<usize>| word.len() >= SHORTEST_PIECE;
    // Without `kty`, three of its numbers tell.
    let long = members.iter().filter(|(_, word)| is_long(word));
    let mut names: Vec<&str> = long.map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    let is_named = names.len() >= 3;
    members
        .into_iter()
        .filter(|(_, word)| is_near(word.start) || is_named)
        .map(|(_, word)| KeySpan {
            is_private: is_long(&word),
            range: word,
            kind: SpanKind::Jwk,
        })
        .collect()
}

/// The private member of a JWK whose value begins at the end of a text.
fn member_before(text: &str) -> Option<&'static str> {
    const PRIVATE: [&str; 6] = ["d", "p", "q", "dp", "dq", "qi"];
    // The same as below for most words, without decoding characters.
    let is_ascii_around = |byte: &u8| b" \t\r\n\"'`".contains(byte);
    let end = text.bytes().rev().find(|byte| !is_ascii_around(byte));
    if end.is_some_and(|byte| byte != b':' && byte.is_ascii_graphic()) {
        return None;
    }
    let is_around = |c: char| c.is_whitespace() || "\"'`".contains(c);
    let text = text.trim_end_matches(is_around).strip_suffix(':')?;
    let text = text.trim_end_matches(is_around);
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let name = &text[text.trim_end_matches(is_name).len()..];
    PRIVATE.into_iter().find(|private| *private == name)
}

/// The keys in the bytes that a run encodes.
fn run_finds(text: &str, run: &Base64Run, depth: usize) -> Vec<Find> {
    let packed = (!run.others.is_empty()).then(|| packed_run(text, run));
    let probe = match &packed {
        Some(packed) => Probe(packed),
        None => Probe(&text.as_bytes()[run.first.clone()]),
    };
    let has_der = probe.may_hold_der();
    let has_text = [0, 1, 2, 3].map(|skip| probe.holds_text(skip));
    if !has_der && has_text == [false; 4] {
        return Vec::new();
    }
    let packed = packed.unwrap_or_else(|| packed_run(text, run));
    let place = run.places();
    let mut finds = Vec::new();
    // What is glued to its front shifts it by up to three characters.
    for (skip, has_text) in has_text.into_iter().enumerate() {
        if !has_der && !has_text {
            continue;
        }
        let Some(bytes) = decoded(&packed, skip) else {
            continue;
        };
        // Whole groups of four characters, so that each place can be decoded by itself.
        let of_bytes = |range: &Range<usize>| {
            place(skip + range.start / 3 * 4..skip + range.end.div_ceil(3) * 4)
        };
        let mut at = 0;
        while has_der && let Some(key) = der::next_key(&bytes, at) {
            finds.push(Find {
                span: KeySpan {
                    range: of_bytes(&key.range),
                    kind: SpanKind::Der,
                    is_private: key.is_revealed(),
                },
                contents: vec![Content::bare(&bytes[key.range.clone()])],
            });
            at = key.range.end;
        }
        if at == 0 && has_text {
            let inner = finds_of(&bytes, depth + 1).into_iter();
            finds.extend(inner.map(|mut find| {
                let mut range = find.span.range;
                // A byte-order mark belongs to what follows it.
                if bytes[..range.start] == *b"\xef\xbb\xbf" {
                    range.start = 0;
                }
                find.span.range = of_bytes(&range);
                if find.span.kind != SpanKind::Head {
                    find.span.kind = SpanKind::Encoded;
                }
                find
            }));
        }
    }
    if depth == 1 {
        for find in &mut finds {
            find.repaired(Repair::EncodedTwice);
        }
    }
    finds
}

impl Content {
    /// DER without a PEM around it.
    pub(super) fn bare(der: &[u8]) -> Self {
        Self {
            label: None,
            der: Ok(der.to_vec().into()),
            repairs: vec![Repair::NoPemLines],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use base64::{
        Engine as _,
        engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    };
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;
    use crate::core::key::Key;

    /// A key made for this run, in the forms in which keys get into texts.
    struct Sample {
        pkcs1: Vec<u8>,
        forms: Vec<String>,
        /// Every text of its private part that must not be shown: each of the forms without its public beginning
        /// and its `END` line.
        private: Vec<String>,
    }

    static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
        let key = Key::demo();
        let pkcs1 = key.signing().expect("private").for_keychain();
        Sample::of(pkcs1.as_ref())
    });

    fn utf16(text: &str, is_little: bool) -> Vec<u8> {
        let unit = |unit: u16| {
            if is_little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        };
        text.encode_utf16().flat_map(unit).collect()
    }

    fn lf_pem(label: &str, der: &[u8]) -> String {
        ::pem::encode(&::pem::Pem::new(label, der)).replace("\r\n", "\n")
    }

    fn jwk(pkcs1: &[u8], is_private: bool) -> String {
        let names = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];
        let numbers = der::integers(pkcs1).into_iter().skip(1);
        let members = names
            .iter()
            .zip(numbers)
            .take(if is_private { 8 } else { 2 });
        let members = members
            .map(|(name, number)| format!("\"{name}\":\"{}\"", URL_SAFE_NO_PAD.encode(number)));
        format!(
            "{{\"kty\":\"RSA\",{}}}",
            members.collect::<Vec<_>>().join(",")
        )
    }

    impl Sample {
        fn of(pkcs1: &[u8]) -> Self {
            let pkcs8 = der::tagged(
                0x30,
                &[&[2, 1, 0], der::RSA_ALGORITHM, &der::tagged(4, &[pkcs1])],
            );
            let pems = [
                lf_pem("RSA PRIVATE KEY", pkcs1),
                lf_pem("PRIVATE KEY", &pkcs8),
            ];
            let jwk = jwk(pkcs1, true);
            let wide = utf16(&format!("\u{feff}{}", pems[1]), true);
            let mut forms = Vec::new();
            for pem in &pems {
                let base64 = STANDARD.encode(pem);
                forms.extend([
                    pem.clone(),
                    pem.replace('\n', "\r\n"),
                    pem.replace('\n', "\\n"),
                    pem.replace('\n', "\\\\n").replace('/', "\\/"),
                    pem.replace('\n', " "),
                    pem.replace('\n', "\n> "),
                    pem.replace('+', "%2B")
                        .replace('/', "%2F")
                        .replace('\n', "%0A"),
                    pem.replace('+', "\\u002b").replace('\n', "\\r\\n"),
                    pem.replace('\n', "\" +\n  \""),
                    STANDARD.encode(&base64),
                    STANDARD.encode(format!("A=b\nKEY=\"{}\"\nB=c\n", pem.replace('\n', "\\n"))),
                    STANDARD.encode(utf16(pem, true)),
                    STANDARD.encode(utf16(pem, false)),
                    base64
                        .as_bytes()
                        .chunks(76)
                        .map(String::from_utf8_lossy)
                        .collect::<Vec<_>>()
                        .join("\n"),
                    base64,
                ]);
            }
            forms.extend([
                STANDARD.encode(&wide),
                STANDARD.encode(pkcs1),
                STANDARD.encode(&*pkcs8),
                STANDARD.encode(STANDARD.encode(pkcs1)),
                URL_SAFE_NO_PAD.encode(pkcs1),
                jwk.clone(),
                jwk.replace('"', "\\\""),
                jwk.replace('"', "\\\\\\\""),
                jwk.replace('"', "'"),
                STANDARD.encode(&jwk),
            ]);
            let private = forms
                .iter()
                .map(|form| form[form.len() * 45 / 100..form.len() * 97 / 100].to_owned())
                .collect();
            Self {
                pkcs1: pkcs1.to_vec(),
                forms,
                private,
            }
        }

        /// Whether 16 characters of a private part in any of its forms are in a text.
        fn leaks_into(&self, text: &str) -> Option<&str> {
            let pieces = self.private.iter().flat_map(|form| {
                let starts = (0..form.len().saturating_sub(16)).step_by(5);
                starts.filter_map(|start| form.get(start..start + 16))
            });
            let mut pieces =
                pieces.filter(|piece| piece.bytes().filter(|byte| is_base64(*byte)).count() >= 14);
            pieces.find(|piece| text.contains(piece))
        }
    }

    /// The text without its private keys.
    fn hidden(text: &str) -> String {
        let mut hidden = text.to_owned();
        for span in scan(text).iter().rev().filter(|span| span.is_private) {
            hidden.replace_range(span.range.clone(), "");
        }
        hidden
    }

    #[test]
    fn private_keys_are_found_in_every_form() {
        for form in &SAMPLE.forms {
            for (before, after) in [
                ("", ""),
                ("log: {\"key\":\"", "\"} and more"),
                ("KEY='", "'\nA=b"),
                ("ab", ""),
                ("see\n", "\nthe end. It is over."),
            ] {
                let text = format!("{before}{form}{after}");
                let left = hidden(&text);
                assert_eq!(SAMPLE.leaks_into(&left), None, "{before}{}…", &form[..60]);
                assert!(left.ends_with(after), "{left:?}");
                assert!(holds_private_key(&text));
            }
        }
    }

    #[test]
    fn deeply_nested_pkcs8_is_scanned() {
        let layer = [0x30, 0x20, 2, 1, 0, 0x30, 1, 6, 4, 0x20];
        assert!(holds_private_key(&STANDARD.encode(layer.repeat(50_000))));
    }

    #[test]
    fn public_keys_and_mere_beginnings_are_not_private() {
        let private = lf_pem("RSA PRIVATE KEY", &SAMPLE.pkcs1);
        let numbers = der::integers(&SAMPLE.pkcs1);
        let public = der::tagged(0x30, &[&der::number(numbers[1]), &der::number(numbers[2])]);
        let spki = der::tagged(
            0x30,
            &[der::RSA_ALGORITHM, &der::tagged(3, &[&[0], &public])],
        );
        for text in [
            "-----BEGIN RSA PRIVATE KEY-----".to_owned(),
            format!(
                "error: no start line in -----BEGIN PRIVATE KEY----- at {}",
                "x".repeat(900)
            ),
            private.lines().take(6).collect::<Vec<_>>().join("\n"),
            STANDARD.encode(&private[..300]),
            STANDARD.encode(&SAMPLE.pkcs1)[..360].to_owned(),
            lf_pem("RSA PUBLIC KEY", &public),
            lf_pem("PUBLIC KEY", &spki),
            STANDARD.encode(&*spki),
            STANDARD.encode(lf_pem("PUBLIC KEY", &spki)),
            jwk(&SAMPLE.pkcs1, false),
            "-----BEGIN PRIVATE KEY-----\n[redacted]\n-----END PRIVATE KEY-----".to_owned(),
            "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----".to_owned(),
            r#"{"kty":"RSA","d":"…"}"#.to_owned(),
            "eyJhbGciOiJSUzI1NiJ9.e30.AA".to_owned(),
        ] {
            assert!(!holds_private_key(&text), "{text}");
        }
        // Arguments may hold neither of them.
        for text in [
            "-----BEGIN PUB",
            "A=LS0tLS1CRUdJTiBQ",
            "TFMwdExTMUNSVWRKVGlCU1UwRWc",
        ] {
            assert!(!scan(text).is_empty(), "{text}");
        }
        assert!(!scan(&STANDARD.encode(&*spki)).is_empty());
    }

    #[test]
    fn cut_key_hides_only_its_own_characters() {
        let pem = lf_pem("PRIVATE KEY", &{
            let inner = der::tagged(4, &[&SAMPLE.pkcs1]);
            der::tagged(0x30, &[&[2, 1, 0], der::RSA_ALGORITHM, &inner]).to_vec()
        });
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
        for len in [460, 640, 700, 1000, 1600] {
            for after in [
                format!("\n{token}"),
                format!("\nTOKEN={token}\n"),
                format!("\"}}\n{{\"token\":\"{token}\"}}"),
                format!("… https://stream.mux.com/a.m3u8?token={token}"),
            ] {
                let text = format!("{}{after}", &pem[..len]);
                let left = hidden(&text);
                assert_eq!(left, after, "{len}");
                // The same in one string of JSON.
                let text = text.replace('\n', "\\n");
                assert_eq!(hidden(&text), after.replace('\n', "\\n"), "{len}");
            }
            let tail = hidden(&format!("{token}\n{}{token}", &pem[len..]));
            assert_eq!(tail.matches(token).count(), 2, "{len}: {tail}");
            assert_eq!(SAMPLE.leaks_into(&tail), None, "{tail}");
        }
        let base64 = STANDARD.encode(&pem);
        assert_eq!(
            hidden(&format!("{}\n{token}", &base64[..1500])),
            format!("\n{token}")
        );
    }

    #[test]
    fn odd_lines_of_a_bare_key_are_one_key() {
        let base64 = STANDARD.encode(&SAMPLE.pkcs1);
        for width in [7, 16, 33, 500] {
            let lines = base64.as_bytes().chunks(width).map(String::from_utf8_lossy);
            let text = lines.collect::<Vec<_>>().join("\n");
            assert_eq!(SAMPLE.leaks_into(&hidden(&text)), None, "{width}");
        }
    }

    #[test]
    fn other_private_keys_are_found_too() {
        let ed25519 = [
            &[
                0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20,
            ][..],
            &[7; 32],
        ]
        .concat();
        let sec1 = [&[0x30, 0x25, 2, 1, 1, 4, 0x20][..], &[7; 32]].concat();
        for der in [ed25519, sec1] {
            assert!(holds_private_key(&STANDARD.encode(&der)));
            assert!(holds_private_key(&lf_pem("PRIVATE KEY", &der)));
        }
        let d = "M".repeat(43);
        assert!(holds_private_key(&format!(r#"{{"kty":"OKP","d":"{d}"}}"#)));
    }

    #[test]
    fn scan_time_grows_with_length() {
        for piece in [
            "MII",
            "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt",
            "-----BEGIN ",
            "\\\\n",
            "a\n",
            "\"d\":\"",
            "AAAAAAAA\n",
            "kty",
        ] {
            let text = piece.repeat(300_000 / piece.len());
            let start = std::time::Instant::now();
            scan(&text);
            assert!(start.elapsed().as_secs() < 5, "{piece}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

        /// Nothing of a key is left, wherever it is.
        #[test]
        fn no_piece_of_a_key_survives_in_noise(
            form in 0..SAMPLE.forms.len(),
            before in noise(),
            after in noise(),
        ) {
            let text = format!("{before}{}{after}", SAMPLE.forms[form]);
            let left = hidden(&text);
            prop_assert_eq!(SAMPLE.leaks_into(&left), None, "{}", left);
        }
    }

    fn noise() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            3 => "[A-Za-z0-9+/=_-]{0,30}",
            2 => select(vec!["\n", " ", "\"", "'", "=", ":", "\\n", "\\\"", "{\"a\":\"", "KEY=", "> ", "%0A", "-----", "kty"])
                .prop_map(str::to_owned),
            1 => any::<String>(),
        ];
        vec(piece, 0..6).prop_map(|pieces| pieces.concat())
    }
}
