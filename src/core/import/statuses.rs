//! HTTP statuses of failed requests in messages: `403 Forbidden`, `Response code: 403`, `a status of 403`.

/// The words before a status.
const BEFORE: [&str; 14] = [
    "a", "an", "answer", "answered", "code", "error", "get", "gets", "got", "http", "response",
    "returned", "returns", "status",
];

/// The words of reason phrases.
const REASONS: [&str; 10] = [
    "forbidden",
    "unauthorized",
    "not found",
    "bad request",
    "bad gateway",
    "client error",
    "server error",
    "internal server",
    "service unavailable",
    "too many requests",
];

/// How much of what is before a status is looked at, in bytes.
const NEARBY: usize = 64;

/// The status of a failed request that a line speaks of. Two different ones belong to two requests: neither counts.
pub(super) fn in_words(line: &str) -> Option<u16> {
    let mut statuses =
        memchr::memchr2_iter(b'4', b'5', line.as_bytes()).filter_map(|at| status_at(line, at));
    let first = statuses.next()?;
    statuses.all(|other| other == first).then_some(first)
}

/// The status at an offset, if the words around it say that it is one.
fn status_at(line: &str, at: usize) -> Option<u16> {
    let continues = |c: char| c.is_ascii_alphanumeric() || "-_/%.".contains(c);
    let (before, number) = (&line[..at], line.get(at..at + 3)?);
    let after = &line[at + 3..];
    let ends = !after.starts_with(|c: char| c.is_ascii_alphanumeric() || "-_/%".contains(c))
        && !after
            .strip_prefix('.')
            .is_some_and(|after| after.starts_with(|c: char| c.is_ascii_alphanumeric()));
    if before.ends_with(continues) || !ends || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // A line may be one long word full of numbers.
    let before = &before[before.ceil_char_boundary(before.len().saturating_sub(NEARBY))..];
    let words =
        before.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '/' && c != '-');
    let word = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    // `HTTP/1.1`, and `status of`.
    let is_version = word.len() <= 8
        && word
            .get(..5)
            .is_some_and(|it| it.eq_ignore_ascii_case("http/"));
    let is_of = ["status of", "code of"]
        .iter()
        .any(|it| ends_with_word(words, it));
    let is_named =
        BEFORE.iter().any(|it| word.eq_ignore_ascii_case(it)) || before.trim_end().ends_with("<--");
    let reason = after.trim_start_matches([' ', ':', '-', '(', ',']);
    let has_reason = REASONS.iter().any(|it| {
        reason
            .get(..it.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(it))
    });
    (is_named || is_version || is_of || has_reason)
        .then(|| number.parse().ok())
        .flatten()
}

fn ends_with_word(text: &str, words: &str) -> bool {
    let start = text.len().checked_sub(words.len());
    start
        .and_then(|start| text.get(start..))
        .is_some_and(|end| end.eq_ignore_ascii_case(words))
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn failed_status_is_read_in_words() {
        for line in [
            "the server responded with a status of 403 ()  https://x/",
            "Request failed with status code 403",
            "status code of 403",
            "Response code: 403",
            "HTTP 403: Forbidden",
            "http error: 403",
            "HTTP Error 403: Forbidden",
            "[HTTP/2 403 Forbidden 120ms]",
            "[HTTP/3 403  45ms]",
            "<-- 403 https://x/ (120ms)",
            "403 Forbidden https://x/",
            "https://x/ 403 (Forbidden)",
            "We get a 403 when we open https://x/",
            "https://x/ gives error 403.",
            "https://x/ returned 403, again 403 Forbidden",
            "statusCode: 403 Client Error: Forbidden for url",
        ] {
            assert_eq!(in_words(line), Some(403), "{line}");
        }
    }

    #[test]
    fn long_line_of_numbers_takes_linear_time() {
        assert_eq!(in_words(&"1,403,".repeat(200_000)), None);
    }

    #[test]
    fn other_numbers_are_not_a_status() {
        for line in [
            "Order 403 contains it",
            "In room 403: x",
            "https://x/status/403/a?code=403&x=403",
            "HTTP 200 OK",
            "error 4030, error 403.5, code-403, 403px",
            "a 403-page brochure",
            "status 403, then status 404",
            "4",
            "é403é",
            "",
        ] {
            assert_eq!(in_words(line), None, "{line}");
        }
    }
}
