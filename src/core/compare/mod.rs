//! Compares two tokens: the differences in words, and all members side by side.
//!
//! Typically one works and the other does not, but which is unknown, so both are treated alike.

mod near;
pub mod report;
mod rows;
mod urls;
mod values;
mod words;

use self::report::Comparison;

use crate::core::{
    diagnose::{finding::Finding, report::TokenReport},
    key::Key,
};

/// Compares two tokens, inspected with `keys`, each as of its time of judgement.
pub fn compare(a: &TokenReport, b: &TokenReport, keys: &[Key]) -> Comparison {
    let same_token = a.token.text == b.token.text;
    Comparison {
        same_token,
        both_in_urls: a.url.is_some() && b.url.is_some(),
        words: words::differences(a, b, keys),
        only_a: findings_without(a, b),
        only_b: findings_without(b, a),
        rows: rows::rows(a, b),
    }
}

/// The findings of one token that the other does not have.
fn findings_without(own: &TokenReport, other: &TokenReport) -> Vec<Finding> {
    let has = |finding: &Finding| other.findings.iter().any(|its| is_alike(finding, its));
    let own = own.findings.iter().filter(|finding| !has(finding));
    own.cloned().collect()
}

/// Whether two findings report the same. Where one rule has a single place, times and values in the words may differ.
fn is_alike(a: &Finding, b: &Finding) -> bool {
    a.id == b.id && a.place == b.place && (a.place.is_some() || a.message == b.message)
}

#[cfg(test)]
mod testing {
    use super::{compare, report::Comparison};
    use crate::core::{
        diagnose::{evidence::Evidence, inspect, lint::testing, report::TokenReport},
        key::Key,
        time::Timestamp,
    };

    pub(super) const NOW: Timestamp = Timestamp(1_795_330_245);

    /// The report on the first token in a text.
    pub(super) fn report(text: &str, keys: &[Key]) -> TokenReport {
        let report = inspect(text, &Evidence::default(), keys, NOW);
        let token = report.tokens.into_iter().next();
        token.unwrap_or_else(|| panic!("no token in {text}"))
    }

    /// The comparison of two inputs.
    pub(super) fn of(a: &str, b: &str, keys: &[Key]) -> Comparison {
        compare(&report(a, keys), &report(b, keys), keys)
    }

    /// The differences of two inputs; those that do not matter begin with `~`.
    pub(super) fn of_texts(a: &str, b: &str, keys: &[Key]) -> Vec<String> {
        let words = of(a, b, keys).words.into_iter();
        words
            .map(|word| format!("{}{}", if word.matters { "" } else { "~ " }, word.text))
            .collect()
    }

    /// The differences of two tokens with these claims.
    pub(super) fn says(a: &str, b: &str) -> Vec<String> {
        of_texts(&token(a), &token(b), &[])
    }

    /// A token with these claims and a valid header.
    pub(super) fn token(claims: &str) -> String {
        token_of(r#"{"alg":"RS256","typ":"JWT"}"#, claims)
    }

    /// A token with a made-up signature that depends on its text.
    pub(super) fn token_of(header: &str, claims: &str) -> String {
        let text = testing::token(header, claims);
        let (signed, signature) = text.rsplit_once('.').expect("three parts");
        let sum = signed.bytes().fold(0_u64, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u64::from(byte))
        });
        let sum = format!("{sum:016x}");
        format!("{signed}.{sum}{}", &signature[sum.len()..])
    }
}

#[cfg(test)]
mod tests {
    use super::{
        report::Sides,
        testing::{of, token},
    };

    const CLAIMS: &str = r#"{"kid":"K","sub":"ID","aud":"v","exp":1795330246}"#;

    #[test]
    fn identical_tokens_have_no_differences() {
        let text = token(CLAIMS);
        let same = of(&text, &text, &[]);
        assert_eq!(same.words, []);
        assert!(same.rows.iter().all(|row| row.sides == Sides::Same));
        assert_eq!(same.summary(), "The tokens are identical");
        let url = format!("https://stream.mux.com/ID.m3u8?token={text}");
        assert_eq!(
            of(&url, &url, &[]).summary(),
            "The tokens and their URLs are identical"
        );
    }

    #[test]
    fn places_of_identical_tokens_may_differ() {
        let text = token(CLAIMS);
        let url = |host: &str| format!("https://stream.{host}/ID.m3u8?token={text}");
        let moved = of(&url("mux.com"), &url("video.example.com"), &[]);
        assert_eq!(
            moved.summary(),
            "The tokens are identical, but their places differ"
        );
        assert!(moved.matters());
        assert!(!of(&text, &url("mux.com"), &[]).matters());
    }

    #[test]
    fn summary_counts_differences() {
        let summary = |a: &str, b: &str| of(&token(a), &token(b), &[]).summary();
        assert_eq!(
            summary(
                CLAIMS,
                r#"{"sub":"ID","kid":"K","exp":1795330246,"aud":"v"}"#
            ),
            "No difference that should matter to Mux"
        );
        assert_eq!(
            summary(r#"{"kid":"K","sub":"ID"}"#, r#"{"kid":"K","sub":"ID2"}"#),
            "One difference that matters"
        );
        assert_eq!(
            summary(
                r#"{"x":0,"kid":"K","sub":"A","width":1}"#,
                r#"{"x":0,"width":"1","kid":"K","sub":"B"}"#
            ),
            "1 difference that matters, 2 that do not"
        );
    }

    #[test]
    fn differences_are_safe_to_paste() {
        let text = of(
            &token(r#"{"kid":"K","sub":"ID"}"#),
            &token("{\"kid\":\"K\",\"sub\":\"ID\",\"x\u{200b}\":1}"),
            &[],
        );
        assert_eq!(
            text.to_string(),
            "Only B has a problem\n- A: no `x\\u200b`; B: `x\\u200b` is `1`\n\nOnly B has:\n- warning: `x\\u200b` is \
             not a claim that Mux documents, so it is probably ignored\n"
        );
    }
}
