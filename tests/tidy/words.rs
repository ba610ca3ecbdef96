//! Words that the product, its documentation and its tests do not use.
//!
//! The list is a tripwire for a voice that reads like a translation. Its absence does not make a text good.

/// The words, in lower case. Each has a plainer one.
const WORDS: &[&str] = &[
    // appears in, contains, is in
    "stands",
    "lies",
    // fix, repair
    "mend",
    "mended",
    // name the thing, or "you"
    "nobody",
    "somebody",
    "anybody",
    "whoever",
    // stripped, removed
    "taken off",
    // reported, shown, listed
    "told",
    // again
    "anew",
    // N, at most N
    "so many",
    // a request
    "a visit",
];

/// What parsers and readers of JSON have to recognize, by file.
const VOCABULARIES: &[(&str, &str)] = &[("src/cli/key.rs", "mended")];

/// The lines of a file with one of the words, each with its number and the word.
pub(super) fn found_in(path: &str, text: &str) -> Vec<String> {
    let is_allowed = |word: &str| VOCABULARIES.contains(&(path, word));
    let lines = text.lines().zip(1..);
    let found = lines.flat_map(|(line, number)| {
        let lower = line.to_lowercase();
        let words = WORDS
            .iter()
            .filter(move |word| super::mentions(&lower, word));
        let words = words.filter(|word| !is_allowed(word));
        words.map(move |word| format!("{path}:{number}: `{word}` in: {}", line.trim()))
    });
    found.collect()
}
