//! Times and durations in whole seconds, as in tokens, and their words.

use std::{borrow::Cow, fmt};

use chrono::{
    DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset as _,
    TimeDelta, Utc,
};

use super::problem::Advice;

/// A time: whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

/// A duration in whole seconds; can be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub i64);

/// The user's UTC offset at a given time.
///
/// A function and not a number, because daylight saving time changes it.
#[derive(Clone, Copy, Debug)]
pub struct Zone(pub fn(Timestamp) -> FixedOffset);

/// Why text is not a duration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// The text is empty.
    #[error("the duration is empty")]
    Empty,
    /// The text starts with a minus sign.
    #[error("`{0}` is negative")]
    Negative(String),
    /// `M` means minutes in some libraries and months elsewhere.
    #[error("`{0}` could mean minutes or months")]
    MinuteOrMonth(String),
    /// The text is not a number with an optional unit.
    #[error("`{0}` is not a duration")]
    Unreadable(String),
    /// The duration ends after the year 9999.
    #[error("`{0}` is too long: tokens cannot expire after the year 9999")]
    TooLong(String),
}

impl SpanError {
    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::MinuteOrMonth(_) => "Write `30m` for minutes or `30d` for a month.",
            Self::Negative(_) => {
                "Write how long the token is valid from now, such as `7d` or `10h`."
            }
            Self::TooLong(_) => {
                "Write a shorter one: most tokens are valid for hours or days, such as `10h` or `7d`."
            }
            _ => "Write a whole number and a unit, such as `7d`, `10h`, `30m` or `90s`.",
        }
    }
}

impl Advice for SpanError {
    fn hint(&self) -> Cow<'_, str> {
        self.hint().into()
    }
}

/// Why text is not a time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimestampError {
    /// The text is neither a date nor a number.
    #[error("`{0}` is not a date")]
    Unreadable(String),
    /// A number in milliseconds, as from JavaScript's `Date.now()`.
    #[error("`{0}` looks like milliseconds")]
    Milliseconds(i64),
    /// A local time that the beginning of daylight saving time skips.
    #[error("`{0}` does not exist: local clocks skip it")]
    Skipped(String),
    /// A local time in the hour that is repeated when daylight saving time ends, and the two that it may be, in RFC 3339.
    #[error("`{0}` happens twice: local clocks are set back at that time")]
    Repeated(String, [String; 2]),
}

impl TimestampError {
    /// What to write instead.
    pub fn hint(&self) -> String {
        match self {
            Self::Unreadable(_) => "Write `2026-12-31 18:00` in local time, `2026-12-31T18:00:00Z`, or seconds since 1970.".to_owned(),
            Self::Milliseconds(number) => format!("Tokens use seconds: write `{}`.", number / 1000),
            Self::Skipped(_) => "Write a later or an earlier time, or one in UTC: `2026-12-31T18:00:00Z`.".to_owned(),
            Self::Repeated(_, [first, second]) => format!("Write `{first}` or `{second}`."),
        }
    }
}

impl Advice for TimestampError {
    fn hint(&self) -> Cow<'_, str> {
        self.hint().into()
    }
}

/// Numbers from here on are milliseconds; as seconds they would be after the year 5138.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;
/// 365 days, as in mux-node.
const YEAR: i64 = 365 * DAY;

/// The last second of the year 9999.
const LAST: i64 = 253_402_300_799;

impl Span {
    /// The default expiry of Mux's SDKs: seven days.
    pub const DEFAULT: Self = Self(WEEK);

    /// Parses a duration as Mux's SDKs do: `7d`, `10h`, `2 days`, `90s`, `1.5h`, or seconds.
    ///
    /// The grammar of mux-node 14.1 and later, plus decimals and capitals where they are unambiguous.
    ///
    /// # Errors
    /// When the text means different durations in different SDKs (`1M`), is negative, or is not a duration.
    pub fn parse(text: &str) -> Result<Self, SpanError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(SpanError::Empty);
        }
        if text.starts_with('-') {
            return Err(SpanError::Negative(text.to_owned()));
        }
        let end = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let (number, unit) = (&text[..end], text[end..].trim_start());
        let unreadable = || SpanError::Unreadable(text.to_owned());
        if unit == "M" {
            return Err(SpanError::MinuteOrMonth(text.to_owned()));
        }
        let unit = match unit.to_ascii_lowercase().as_str() {
            "" | "s" | "sec" | "secs" | "second" | "seconds" => 1,
            "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
            "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
            "d" | "day" | "days" => DAY,
            "w" | "week" | "weeks" => WEEK,
            "y" | "yr" | "yrs" | "year" | "years" => YEAR,
            _ => return Err(unreadable()),
        };
        let seconds = if number.contains('.') {
            let number: f64 = number.parse().map_err(|_ignored| unreadable())?;
            number * unit as f64
        } else if number.bytes().all(|b| b.is_ascii_digit()) && !number.is_empty() {
            // Saturation is fine: it is too long as well.
            number
                .parse::<i64>()
                .unwrap_or(i64::MAX)
                .saturating_mul(unit) as f64
        } else {
            return Err(unreadable());
        };
        if seconds > LAST as f64 {
            return Err(SpanError::TooLong(text.to_owned()));
        }
        Ok(Self(seconds as i64))
    }
}

/// In words, rounded to the two largest units: `3 hours 5 minutes`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(i64, &str); 5] = [
            (YEAR, "year"),
            (DAY, "day"),
            (HOUR, "hour"),
            (MINUTE, "minute"),
            (1, "second"),
        ];
        let seconds = self.0.saturating_abs();
        let largest = |seconds: i64| UNITS.iter().position(|(length, _)| seconds >= *length);
        let smaller = |first: usize| UNITS.get(first + 1).map_or(1, |(length, _)| *length);
        // One second less than seven days is shown as seven days; rounding up may reach a larger unit.
        let step = largest(seconds).map_or(1, smaller);
        let seconds = seconds.saturating_add(step / 2) / step * step;
        let Some(first) = largest(seconds) else {
            return f.write_str("0 seconds");
        };
        let mut write = |n: i64, unit: &str| {
            let plural = if n == 1 { "" } else { "s" };
            write!(f, "{} {unit}{plural}", grouped(n))
        };
        let (length, unit) = UNITS[first];
        write(seconds / length, unit)?;
        // Days are omitted after a century.
        let rest = seconds % length / smaller(first);
        if seconds >= 100 * YEAR || rest == 0 {
            return Ok(());
        }
        f.write_str(" ")?;
        let (_, unit) = UNITS[first + 1];
        let plural = if rest == 1 { "" } else { "s" };
        write!(f, "{rest} {unit}{plural}")
    }
}

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(|_| Utc.fix());

    /// The time at which local clocks in this zone show `local`, which is written as `text`.
    fn time_of(self, local: NaiveDateTime, text: &str) -> Result<Timestamp, TimestampError> {
        let naive = local.and_utc().timestamp();
        let ahead = |t: i64| i64::from((self.0)(Timestamp(t)).local_minus_utc());
        // The offsets before and after a change of the clocks.
        let [before, after] = [naive - DAY, naive + DAY].map(ahead);
        let is_shown = |offset: i64| ahead(naive - offset) == offset;
        match [before, after].map(is_shown) {
            [true, true] if before != after => {
                let shown = |offset: i64| {
                    let offset = FixedOffset::east_opt(offset as i32)?;
                    let time = DateTime::from_timestamp(naive, 0)?.naive_utc();
                    Some(time.and_local_timezone(offset).single()?.to_rfc3339())
                };
                let shown = [before, after].map(|offset| shown(offset).unwrap_or_default());
                Err(TimestampError::Repeated(text.to_owned(), shown))
            }
            [true, _] => Ok(Timestamp(naive - before)),
            [_, true] => Ok(Timestamp(naive - after)),
            [false, false] => Err(TimestampError::Skipped(text.to_owned())),
        }
    }
}

/// Whether text is a date in digits alone, possibly with a time of day: `20261231`, `202612311800`.
fn is_compact(text: &str) -> bool {
    let is_recent = |year: &str| (1990..2200).contains(&year.parse().unwrap_or(0));
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits && matches!(text.len(), 8 | 12 | 14) && is_recent(&text[..4])
}

/// The date of [`is_compact`], if it exists.
fn compact(text: &str) -> Option<NaiveDateTime> {
    let part = |at: usize| {
        text.get(at..at + 2)
            .map_or(Some(0), |part| part.parse().ok())
    };
    let day = NaiveDate::parse_from_str(&text[..8], "%Y%m%d").ok()?;
    day.and_hms_opt(part(8)?, part(10)?, part(12)?)
}

impl Timestamp {
    /// The last second of the year 9999.
    pub const LAST: Self = Self(LAST);

    /// This date and time of day in the last year in which it is not after `latest`.
    #[must_use]
    pub fn in_year_before(self, latest: Self) -> Self {
        let date = |time: Self| DateTime::from_timestamp(time.0, 0);
        let (Some(this), Some(last)) = (date(self), date(latest)) else {
            return self;
        };
        // 29 February is in one of eight years at least.
        (0..=8)
            .filter_map(|back| this.with_year(last.year() - back))
            .map(|found| Self(found.timestamp()))
            .find(|found| *found <= latest)
            .unwrap_or(self)
    }

    /// Adds a duration, saturating.
    #[must_use]
    pub fn after(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// The duration since `earlier`, saturating.
    pub fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// Parses seconds since 1970, RFC 3339, or a date with an optional time of day in `zone`.
    ///
    /// Digits that are a date, such as `20261231`, are not seconds: those would be of 1970.
    ///
    /// # Errors
    /// When the text is none of these, or the date does not exist in `zone` or exists twice.
    pub fn parse(text: &str, zone: Zone) -> Result<Self, TimestampError> {
        let text = text.trim();
        let unreadable = || TimestampError::Unreadable(text.to_owned());
        let (text, zone) = match text.strip_suffix("UTC") {
            Some(utc) => (utc.trim_end(), Zone::UTC),
            None => (text, zone),
        };
        if is_compact(text) {
            let local = compact(text).ok_or_else(unreadable)?;
            return zone.time_of(local, text);
        }
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            return match text.parse() {
                Ok(number) if number >= MILLISECONDS_FROM => {
                    Err(TimestampError::Milliseconds(number))
                }
                Ok(number) => Ok(Self(number)),
                Err(_) => Err(unreadable()),
            };
        }
        if let Ok(time) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self(time.timestamp()));
        }
        for format in [
            "%Y-%m-%d %H:%M:%S",
            "%Y-%m-%d %H:%M",
            "%Y-%m-%dT%H:%M:%S",
            "%Y-%m-%dT%H:%M",
        ] {
            if let Ok(local) = NaiveDateTime::parse_from_str(text, format) {
                return zone.time_of(local, text);
            }
        }
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_ignored| unreadable())?;
        zone.time_of(day.and_time(NaiveTime::MIN), text)
    }

    /// The date and time of day in `zone`: `2026-11-29 14:05:00 UTC` or `… +01:00`.
    ///
    /// Only the year, where the date library cannot represent the time.
    pub fn show(self, zone: Zone) -> String {
        let offset = (zone.0)(self);
        let in_utc = DateTime::from_timestamp(self.0, 0);
        // chrono adds the offset when it prints and panics at the very edge of its range.
        let Some(time) = in_utc
            .filter(|t| t.checked_add_signed(TimeDelta::days(1)).is_some())
            .filter(|t| t.checked_sub_signed(TimeDelta::days(1)).is_some())
        else {
            return format!("about the year {}", grouped(1970 + self.0 / 31_556_952));
        };
        let time = time.with_timezone(&offset);
        if offset.local_minus_utc() == 0 {
            time.format("%Y-%m-%d %H:%M:%S UTC").to_string()
        } else {
            time.format("%Y-%m-%d %H:%M:%S %:z").to_string()
        }
    }

    /// RFC 3339 in UTC, for machines; `None` outside the years 1970 to 9999.
    pub fn rfc3339(self) -> Option<String> {
        let time = DateTime::from_timestamp(self.0, 0)?;
        (0..=LAST)
            .contains(&self.0)
            .then(|| time.format("%Y-%m-%dT%H:%M:%SZ").to_string())
    }

    /// The time relative to `now`: `in 3 hours`, `2 days ago`, `now`.
    pub fn relative_to(self, now: Self) -> String {
        let span = self.since(now);
        match span.0 {
            0 => "now".to_owned(),
            1.. => format!("in {span}"),
            _ => format!("{span} ago"),
        }
    }
}

/// A number with thousands separators, for distant years: `58,861`.
fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    if n < 0 {
        out.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        // Four digits are not separated, because years are not.
        if i > 0 && digits.len() > 4 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str) -> Option<i64> {
        Span::parse(text).ok().map(|span| span.0)
    }

    #[test]
    fn local_time_of_a_clock_change_is_refused() {
        // New York: on 14 March 2027 clocks skip from 2:00 to 3:00, on 7 November they go from 2:00 back to 1:00.
        let zone = Zone(|at| {
            let is_summer = (1_805_007_600..1_825_567_200).contains(&at.0);
            FixedOffset::west_opt(if is_summer { 4 } else { 5 } * 3600).expect("in range")
        });
        let parse = |text: &str| Timestamp::parse(text, zone);
        assert_eq!(parse("2027-03-14 01:59"), Ok(Timestamp(1_805_007_540)));
        assert_eq!(parse("2027-03-14 03:00"), Ok(Timestamp(1_805_007_600)));
        assert_eq!(
            parse("2027-03-14 02:30"),
            Err(TimestampError::Skipped("2027-03-14 02:30".to_owned()))
        );
        let repeated = parse("2027-11-07 01:30").expect_err("it happens twice");
        assert_eq!(
            repeated.hint(),
            "Write `2027-11-07T01:30:00-04:00` or `2027-11-07T01:30:00-05:00`."
        );
        assert_eq!(parse("2027-11-07 00:59"), Ok(Timestamp(1_825_563_540)));
        assert_eq!(parse("2027-11-07 02:00"), Ok(Timestamp(1_825_570_800)));
        assert_eq!(parse("2027-03-14T02:30:00Z"), Ok(Timestamp(1_804_991_400)));
    }

    #[test]
    fn missing_year_is_the_last_possible_one() {
        let at = |text: &str| Timestamp::parse(text, Zone::UTC).expect(text);
        for (date, latest, expected) in [
            (
                "2000-11-25T11:58:03Z",
                "2026-11-25T12:00:00Z",
                "2026-11-25T11:58:03Z",
            ),
            (
                "2000-11-25T12:00:01Z",
                "2026-11-25T12:00:00Z",
                "2025-11-25T12:00:01Z",
            ),
            (
                "2000-12-31T23:59:59Z",
                "2027-01-01T00:10:00Z",
                "2026-12-31T23:59:59Z",
            ),
            (
                "2000-02-29T10:00:00Z",
                "2027-01-01T00:00:00Z",
                "2024-02-29T10:00:00Z",
            ),
        ] {
            assert_eq!(at(date).in_year_before(at(latest)), at(expected), "{date}");
        }
    }

    #[test]
    fn duration_grammar_matches_mux_node_15() {
        for (text, seconds) in [
            ("60", 60),
            ("7d", 604_800),
            ("10h", 36_000),
            ("2 days", 172_800),
            ("30m", 1800),
            ("1w", 604_800),
            ("90s", 90),
            ("1y", 31_536_000),
            ("1 year", 31_536_000),
            (" 1h ", 3600),
            ("0", 0),
        ] {
            assert_eq!(span(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn decimals_and_capitals_are_accepted() {
        assert_eq!(span("1.5h"), Some(5400));
        assert_eq!(span("1H"), Some(3600));
    }

    #[test]
    fn ambiguous_durations_are_rejected() {
        assert_eq!(
            Span::parse("1M"),
            Err(SpanError::MinuteOrMonth("1M".to_owned()))
        );
        assert_eq!(
            Span::parse("-1h"),
            Err(SpanError::Negative("-1h".to_owned()))
        );
        assert_eq!(Span::parse(""), Err(SpanError::Empty));
        for text in [
            "2h 30m", "1mo", "P1D", "1500ms", "d", ".", "1.2.3h", "h1", "٣d", "1e3", "∞",
        ] {
            assert_eq!(
                Span::parse(text),
                Err(SpanError::Unreadable(text.to_owned())),
                "{text}"
            );
        }
        for text in ["99999999999999999999d", "300000000000", "9000y"] {
            assert_eq!(
                Span::parse(text),
                Err(SpanError::TooLong(text.to_owned())),
                "{text}"
            );
        }
    }

    #[test]
    fn durations_have_two_units() {
        for (seconds, words) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (61, "1 minute 1 second"),
            (3600, "1 hour"),
            (11_100, "3 hours 5 minutes"),
            (604_800, "7 days"),
            (604_799, "7 days"),
            (86_399, "1 day"),
            (3_599, "59 minutes 59 seconds"),
            (31_536_000 + 86_400, "1 year 1 day"),
            (-90, "1 minute 30 seconds"),
            (56_835 * 31_536_000 + 5, "56,835 years"),
        ] {
            assert_eq!(Span(seconds).to_string(), words);
        }
    }

    #[test]
    fn times_are_parsed_in_every_format() {
        let berlin = Zone(|_| FixedOffset::east_opt(3600).expect("an hour is in range"));
        for (text, seconds) in [
            ("1795330245", 1_795_330_245),
            ("2026-11-22T06:50:45Z", 1_795_330_245),
            ("2026-11-22T08:50:45+02:00", 1_795_330_245),
            ("2026-11-22 07:50:45", 1_795_330_245),
            ("2026-11-22 06:50:45 UTC", 1_795_330_245),
            ("2026-11-22", 1_795_302_000),
            ("20261122", 1_795_302_000),
            ("202611220750", 1_795_330_200),
            ("20261122075045", 1_795_330_245),
            ("20261122 UTC", 1_795_305_600),
            ("17953302", 17_953_302),
        ] {
            assert_eq!(
                Timestamp::parse(text, berlin),
                Ok(Timestamp(seconds)),
                "{text}"
            );
        }
        for text in [
            "",
            "tomorrow",
            "2026-02-30",
            "2026-13-01",
            "99999999999999999999",
            "UTC",
            "2026-11-22 UTC UTC",
            &"UTC".repeat(100_000),
            "-5",
            "20261301",
            "202612312500",
        ] {
            assert!(Timestamp::parse(text, berlin).is_err(), "{text}");
        }
    }

    #[test]
    fn shown_time_round_trips() {
        let zone = Zone(|_| FixedOffset::west_opt(5 * 3600).expect("in range"));
        let time = Timestamp(1_795_330_245);
        assert_eq!(time.show(zone), "2026-11-22 01:50:45 -05:00");
        assert_eq!(time.show(Zone::UTC), "2026-11-22 06:50:45 UTC");
        assert_eq!(Timestamp::parse(&time.show(Zone::UTC), zone), Ok(time));
    }

    #[test]
    fn distant_times_are_shown_by_year() {
        assert_eq!(
            Timestamp(i64::MAX).show(Zone::UTC),
            "about the year 292,277,026,596"
        );
        assert!(
            Timestamp(i64::MIN)
                .show(Zone::UTC)
                .starts_with("about the year -292,")
        );
        assert_eq!(
            Timestamp(1_795_330_245_000).show(Zone::UTC),
            "+58861-10-01 05:50:00 UTC"
        );
        assert_eq!(Timestamp(1_795_330_245_000).rfc3339(), None);
    }

    #[test]
    fn times_are_relative_to_now() {
        let now = Timestamp(1000);
        assert_eq!(Timestamp(1000).relative_to(now), "now");
        assert_eq!(Timestamp(4600).relative_to(now), "in 1 hour");
        assert_eq!(Timestamp(940).relative_to(now), "1 minute ago");
        assert_eq!(
            Timestamp(i64::MIN)
                .relative_to(Timestamp(i64::MAX))
                .split(' ')
                .nth(1),
            Some("years")
        );
    }
}
