//! Times in logs, records and headers, in the formats that servers, libraries and systems write.

use chrono::NaiveDateTime;

use super::fields::{RequestPart, field};
use crate::core::time::Timestamp;

/// The time of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) at: Timestamp,
    /// Whether it was written without a time zone and read as UTC.
    pub(super) is_zone_assumed: bool,
    /// Whether it was written without a year. `at` is then in a year of no meaning.
    pub(super) is_year_missing: bool,
}

/// The shape of a date with a time of day, and its format for `chrono`. In a shape, `0` is a digit, `9` a digit or
/// nothing, `_` a digit or a space, `A` a letter, and a space also a tab.
///
/// Fractions of a second and the time zone follow. Formats in which day and month could be swapped are missing on
/// purpose.
const FORMATS: &[(&str, &str)] = &[
    // ISO 8601 and RFC 3339; Python, Java, .NET, W3C.
    ("0000-00-00T00:00:00", "%Y-%m-%dT%H:%M:%S"),
    ("0000-00-00 00:00:00", "%Y-%m-%d %H:%M:%S"),
    // Go, nginx errors.
    ("0000/00/00 00:00:00", "%Y/%m/%d %H:%M:%S"),
    // The Common Log Format of nginx, Apache and S3.
    ("00/AAA/0000:00:00:00", "%d/%b/%Y:%H:%M:%S"),
    // HTTP headers.
    ("AAA, 00 AAA 0000 00:00:00", "%a, %d %b %Y %H:%M:%S"),
    // C, Apache errors.
    ("AAA AAA _0 00:00:00 0000", "%a %b %e %H:%M:%S %Y"),
    ("AAA AAA _0 00:00:00.000000 0000", "%a %b %e %H:%M:%S%.f %Y"),
    // java.util.logging, Tomcat, Redis.
    ("AAA 90, 0000 90:00:00 AM", "%b %d, %Y %I:%M:%S %p"),
    ("AAA _0 00:00:00 0000", "%b %e %H:%M:%S %Y"),
    ("AAA _0 0000 00:00:00", "%b %e %Y %H:%M:%S"),
    ("00-AAA-0000 00:00:00", "%d-%b-%Y %H:%M:%S"),
    ("00 AAA 0000 00:00:00", "%d %b %Y %H:%M:%S"),
    // German.
    ("00.00.0000 00:00:00", "%d.%m.%Y %H:%M:%S"),
    ("00.00.0000, 00:00:00", "%d.%m.%Y, %H:%M:%S"),
    // JavaScript's `toLocaleString` in the United States, NestJS.
    ("90/90/0000, 90:00:00 AM", "%m/%d/%Y, %I:%M:%S %p"),
];

/// The same without a year: logcat of Android, syslog.
const WITHOUT_YEAR: &[(&str, &str)] = &[
    ("00-00 00:00:00", "%Y %m-%d %H:%M:%S"),
    ("AAA _0 00:00:00", "%Y %b %e %H:%M:%S"),
];

/// The year of times without one while they are parsed, which has every day.
const ANY_YEAR: &str = "2000 ";

/// Time zones by their abbreviation, in hours ahead of UTC: RFC 2822, and two that are common in logs.
const ZONES: &[(&str, i64)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
    ("CET", 1),
    ("CEST", 2),
    ("JST", 9),
];

/// Words before the time at the start of a line: levels, and the protocols of load balancers.
const WORDS_BEFORE: &[&str] = &[
    "trace", "debug", "info", "notice", "warn", "warning", "error", "err", "fatal", "critical",
    "severe", "log", "http", "https", "h2", "ws", "wss",
];

/// The maximum length of what is before the time in a line.
const MAX_HEAD: usize = 400;

/// The years 2010 to 2100 in seconds since 1970: other numbers are durations, sizes and IDs.
const EPOCH: std::ops::Range<i64> = 1_262_304_000..4_102_444_800;

/// Parses a text that is a time and nothing else.
pub(super) fn value(text: &str) -> Option<Time> {
    let text = text.trim().trim_matches(['"', '\'', '[', ']']);
    match leading(text) {
        Some((time, "")) => Some(time),
        Some(_) => None,
        None => epoch(text),
    }
}

/// Parses seconds, milliseconds, microseconds or nanoseconds since 1970.
pub(super) fn epoch(text: &str) -> Option<Time> {
    let whole = text.split('.').next().unwrap_or_default();
    let is_number = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let divisor = match whole.len() {
        10 => 1,
        13 => 1_000,
        16 => 1_000_000,
        19 => 1_000_000_000,
        _ => return None,
    };
    let seconds = whole.parse::<i64>().ok()? / divisor;
    (is_number && EPOCH.contains(&seconds)).then_some(Time {
        at: Timestamp(seconds),
        is_zone_assumed: false,
        is_year_missing: false,
    })
}

/// The time of a line in a log, from what is before its URL or token.
pub(super) fn of_line(head: &str) -> Option<Time> {
    let head = &head[..head.floor_char_boundary(MAX_HEAD)];
    let start = at_start(head);
    // A program behind syslog writes the whole date.
    start
        .filter(|time| !time.is_year_missing)
        .or_else(|| in_brackets(head))
        .or_else(|| named(head))
        .or(start)
}

/// The time at the start of a line, after brackets, levels and the name of a container.
fn at_start(line: &str) -> Option<Time> {
    let mut rest = line;
    // Enough for a process, a level and a name.
    for _ in 0..6 {
        rest = rest.trim_start_matches([' ', '\t', '|', '-', '"', '\'', '(', '>']);
        rest = without_color(rest);
        let time = leading(rest).map(|(time, _)| time);
        if time.is_some() {
            return time;
        }
        let len = rest.find([' ', '\t', '|']).unwrap_or(rest.len());
        let word = &rest[..len];
        if rest.len() == line.len() && word.len() >= 13 && word.trim_end_matches(':').len() <= 17 {
            // Squid, Pino: milliseconds, or seconds with a fraction. Ten digits alone may be an ID.
            let time = epoch(word.trim_end_matches(':'));
            if time.is_some() {
                return time;
            }
        }
        rest = if let Some(inner) = rest.strip_prefix('[') {
            if let Some((time, _)) = leading(inner) {
                return Some(time);
            }
            &inner[inner.find(']')? + 1..]
        } else if let Some(inner) = rest.strip_prefix('<') {
            // The priority and the version of syslog: `<165>1 `.
            let (priority, after) = inner.split_once('>')?;
            if !priority.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            after.strip_prefix("1 ").unwrap_or(after)
        } else {
            let plain = word.trim_matches([':', '[', ']', ',']).to_ascii_lowercase();
            let after = &rest[len..];
            let is_container = after.trim_start_matches([' ', '\t']).starts_with('|');
            let is_number = plain.bytes().all(|b| b.is_ascii_digit());
            if !is_container && !is_number && !WORDS_BEFORE.contains(&plain.as_str()) {
                return None;
            }
            after
        };
        if rest.is_empty() {
            return None;
        }
    }
    None
}

/// Strips the escape sequences that color a terminal.
fn without_color(text: &str) -> &str {
    let mut rest = text;
    while let Some(after) = rest.strip_prefix("\u{1b}[") {
        let end = after.find(|c: char| c.is_ascii_alphabetic());
        rest = end.map_or("", |end| &after[end + 1..]);
    }
    rest
}

/// The first time in square brackets, as in an access log.
fn in_brackets(head: &str) -> Option<Time> {
    head.match_indices('[')
        .find_map(|(at, _)| leading(&head[at + 1..]))
        .map(|(time, _)| time)
}

/// The time in a pair of name and value: `ts=2026-11-25T11:58:03Z`.
fn named(head: &str) -> Option<Time> {
    head.match_indices('=').find_map(|(at, _)| {
        let name = head[..at].rsplit([' ', '\t', ',', '{', '?', '&']).next()?;
        if field(name) != Some(RequestPart::At) {
            return None;
        }
        let value = head[at + 1..].trim_start_matches(['"', '\'']);
        let word = value.split([' ', '\t', '"', '\'', ',']).next()?;
        leading(value).map(|(time, _)| time).or_else(|| epoch(word))
    })
}

/// Parses the time that a text starts with, and returns the rest.
pub(super) fn leading(text: &str) -> Option<(Time, &str)> {
    let parse = |year: &str, formats: &[(&str, &str)]| {
        formats.iter().find_map(|(shape, format)| {
            let len = matched(text, shape)?;
            let written = year.to_owned() + &text[..len].replace('\t', " ");
            let date = NaiveDateTime::parse_from_str(&written, format).ok()?;
            Some((date, &text[len..]))
        })
    };
    let dated = parse("", FORMATS);
    let is_year_missing = dated.is_none();
    let (date, rest) = dated.or_else(|| parse(ANY_YEAR, WITHOUT_YEAR))?;
    let rest = match rest.strip_prefix(['.', ',']) {
        Some(after) if after.starts_with(|c: char| c.is_ascii_digit()) => {
            after.trim_start_matches(|c: char| c.is_ascii_digit())
        }
        _ => rest,
    };
    let (offset, rest) = zone(rest).map_or((None, rest), |(offset, rest)| (Some(offset), rest));
    let at = Timestamp(date.and_utc().timestamp() - offset.unwrap_or(0));
    (is_year_missing || EPOCH.contains(&at.0)).then_some((
        Time {
            at,
            is_zone_assumed: offset.is_none(),
            is_year_missing,
        },
        rest,
    ))
}

/// The length of the start of a text that has a shape.
fn matched(text: &str, shape: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    for wanted in shape.bytes() {
        let b = bytes.get(at).copied().unwrap_or(b'\n');
        let fits = match wanted {
            b'0' => b.is_ascii_digit(),
            b'9' if !b.is_ascii_digit() || !is_two_digits(&bytes[at..]) => continue,
            b'9' => true,
            b'_' => b.is_ascii_digit() || b == b' ',
            b'A' if shape.ends_with("AM") && at > 12 => b == b'A' || b == b'P',
            b'A' => b.is_ascii_alphabetic(),
            b' ' => b == b' ' || b == b'\t',
            _ => b == wanted,
        };
        if !fits {
            return None;
        }
        at += 1;
    }
    // Not the start of a longer number or word.
    let ends = bytes.get(at).is_none_or(|b| !b.is_ascii_digit());
    ends.then_some(at)
}

fn is_two_digits(bytes: &[u8]) -> bool {
    bytes.len() > 1 && bytes[..2].iter().all(u8::is_ascii_digit)
}

/// The time zone that a text starts with, in seconds ahead of UTC, and the rest.
fn zone(text: &str) -> Option<(i64, &str)> {
    let spaced = text.strip_prefix(' ').unwrap_or(text);
    let named = ZONES.iter().find_map(|(name, hours)| {
        let after = spaced.strip_prefix(name)?;
        let ends = !after.starts_with(|c: char| c.is_ascii_alphanumeric());
        ends.then_some((hours * 3600, after))
    });
    if named.is_some() {
        return named;
    }
    let sign = match spaced.bytes().next()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits = |from: usize| -> Option<i64> {
        let pair = spaced.get(from..from + 2)?;
        let is_pair = pair.bytes().all(|b| b.is_ascii_digit());
        pair.parse().ok().filter(|_| is_pair)
    };
    let hours = digits(1)?;
    let colon = usize::from(spaced.as_bytes().get(3) == Some(&b':'));
    let (minutes, len) = match digits(3 + colon) {
        Some(minutes) => (minutes, 5 + colon),
        // `+01` only right after the time.
        None if spaced.len() == text.len() => (0, 3),
        None => return None,
    };
    let rest = &spaced[len..];
    let is_zone = hours < 15 && minutes < 60 && !rest.starts_with(|c: char| c.is_ascii_digit());
    // Go writes `+0000 UTC`.
    let rest = rest.strip_prefix(" UTC").unwrap_or(rest);
    is_zone.then_some((sign * (hours * 3600 + minutes * 60), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-25T11:58:03Z
    const AT: i64 = 1_795_607_883;

    #[test]
    fn times_of_lines_are_read_in_every_format() {
        for line in [
            "2026-11-25T11:58:03Z GET ",
            "2026-11-25T11:58:03.1234567Z ##[group] ",
            "2026-11-25T12:58:03+01:00 GET ",
            "2026-11-25 13:28:03,123 +0130 [main] INFO ",
            "  [2026-11-25T11:58:03.123Z] info: ",
            "[2026-11-25 11:58:03 UTC] ",
            "2026-11-25 12:58:03.123456+0100 App[123:456] ",
            "\u{1b}[36mweb_1  | \u{1b}[0m2026-11-25T11:58:03Z ",
            "[pod/player-7f/app] 2026-11-25T11:58:03Z ",
            "<165>1 2026-11-25T11:58:03.003Z host app - - ",
            "<14>2026-11-25T11:58:03Z host ",
            "ERROR 2026-11-25T11:58:03Z ",
            "[INFO] [2026-11-25T11:58:03Z] ",
            "https 2026-11-25T11:58:03.186641Z app/lb/1 198.51.100.2:2817 ",
            "198.51.100.2 - - [25/Nov/2026:11:58:03 +0000] \"GET ",
            "stream.example.com:443 198.51.100.2 - bob [25/Nov/2026:06:58:03 -0500] \"GET ",
            "Wed, 25 Nov 2026 11:58:03 GMT ",
            "1795607883.123    120 198.51.100.1 TCP_MISS/403 ",
            "1795607883123 GET ",
            "level=error ts=2026-11-25T11:58:03.5Z msg=x url=",
            "level=info time=\"2026-11-25T11:58:03Z\" ",
            "level=info ts=1795607883.5 url=",
            "2026-11-25 11:58:03.123 +0000 UTC m=+0.1 ",
        ] {
            let read = of_line(line).map(|time| (time.at.0, time.is_zone_assumed));
            assert_eq!(read, Some((AT, false)), "{line}");
        }
        for line in [
            "2026-11-25 11:58:03,123 ERROR app: ",
            "2026/11/25 11:58:03 GET ",
            "2026/11/25 11:58:03 [error] 7#7: *1 ",
            "25-Nov-2026 11:58:03.123 SEVERE ",
            "Nov 25, 2026 11:58:03 AM com.example.Player ",
            "[Wed Nov 25 11:58:03.123456 2026] [proxy:error] ",
            "[Wed Nov 25 11:58:03 2026] ",
            "25.11.2026 11:58:03 ",
            "[Nest] 4122  - 11/25/2026, 11:58:03 AM   ERROR ",
            "2026-11-25\t11:58:03\tFRA56-C1\t",
            "2026-11-25 11:58:03.123  4122  4199 E ExoPlayer: ",
        ] {
            let read = of_line(line).map(|time| (time.at.0, time.is_zone_assumed));
            assert_eq!(read, Some((AT, true)), "{line}");
        }
    }

    #[test]
    fn times_without_year_are_read() {
        for line in [
            "11-25 11:58:03.123  4122  4199 E ExoPlayer: ",
            "Nov 25 11:58:03 host app[1]: ",
            "<165>Nov 25 11:58:03 host app[1]: ",
            "[Nov 25 11:58:03] ",
        ] {
            let time = of_line(line).expect(line);
            assert!(time.is_year_missing && time.is_zone_assumed, "{line}");
            let now = Timestamp(AT + 3600);
            assert_eq!(time.at.in_year_before(now), Timestamp(AT), "{line}");
        }
        for line in [
            "Nov 25 11:58:03 2026 host ",
            "Nov 25 2026 11:58:03 router ",
            "Nov 25 11:58:03 lb haproxy[12]: 203.0.113.4:5 [25/Nov/2026:11:58:03.120] ",
        ] {
            let time = of_line(line).expect(line);
            assert!(!time.is_year_missing && time.at == Timestamp(AT), "{line}");
        }
    }

    #[test]
    fn text_without_time_of_request_has_none() {
        for line in [
            "",
            "11:58:03 GET ",
            "13-25 11:58:03.123  4122  4199 E ExoPlayer: ",
            "2026-11-25 GET ",
            "2026-13-25T11:58:03Z GET ",
            "the link expires 2026-11-25T11:58:03Z: ",
            "exp=2026-11-25T11:58:03Z url=",
            "time=12.5 url=",
            "1795607883 GET ",
            "4795607883123 GET ",
            "see [1] and ",
            "a [b",
            "<p>2026-11-25T11:58:03Z ",
            "2026-11-25T11:58:031 ",
            "é2026-11-25T11:58:03Z",
            "\u{1b}[",
        ] {
            assert_eq!(of_line(line), None, "{line}");
        }
    }

    #[test]
    fn values_are_whole() {
        for text in [
            "2026-11-25T11:58:03.000Z",
            "\"2026-11-25T11:58:03Z\"",
            "25/Nov/2026:11:58:03 +0000",
            "Wed, 25 Nov 2026 11:58:03 GMT",
            "1795607883",
            "1795607883.25",
            "1795607883123",
            "1795607883123.5",
            "1795607883123456",
            "1795607883123456789",
        ] {
            assert_eq!(value(text).map(|time| time.at.0), Some(AT), "{text}");
        }
        for text in [
            "",
            "0.25",
            "17",
            "2026-11-25T11:58:03Z GET",
            "1795607883abc",
            "179560788",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
