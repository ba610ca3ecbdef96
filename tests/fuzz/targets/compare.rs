//! Two texts, separated by a zero byte: their tokens are compared, in either order, and only differences are reported.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mux_jwt_fuzz::{
    core::{
        compare::{compare, report::Sides},
        diagnose::{evidence::Evidence, inspect},
        json::Object,
        token::Section,
    },
    tokens,
};

fuzz_target!(|data: &[u8]| {
    let text = tokens::text(data);
    let (a, b) = text.split_once('\0').unwrap_or((&text, &tokens::SOUND[0]));
    let inspect = |text| inspect(text, &Evidence::default(), &tokens::KEYS[..], tokens::NOW);
    let (a, b) = (inspect(a), inspect(b));
    let (Some(a), Some(b)) = (a.tokens.first(), b.tokens.first()) else {
        return;
    };
    for (one, other) in [(a, b), (b, a), (a, a), (b, b)] {
        let comparison = compare(one, other, &tokens::KEYS[..]);
        assert_eq!(comparison.same_token, one.token.text == other.token.text);
        assert!(comparison.words.is_sorted_by_key(|word| !word.matters));
        assert!(comparison.words.iter().all(|word| !word.text.is_empty()));
        assert!(!comparison.summary().is_empty() && !comparison.to_string().is_empty());
        if std::ptr::eq(one, other) {
            assert!(comparison.words.is_empty(), "{:?}", comparison.words);
            assert!(comparison.rows.iter().all(|row| row.sides == Sides::Same));
        } else if !comparison.same_token {
            assert!(!comparison.words.is_empty());
            // The order of members and white space between them is all that no row shows.
            let (a, b) = (&one.token, &other.token);
            let same = |a: &Section, b: &Section| match (a, b) {
                (Section::Read(a), Section::Read(b)) => sorted(a) == sorted(b),
                _ => false,
            };
            let is_spacing = a.parts.len() != b.parts.len()
                || a.parts.len() > 3
                || (same(&a.header, &b.header) && same(&a.payload, &b.payload));
            assert!(
                is_spacing || comparison.rows.iter().any(|row| row.sides != Sides::Same),
                "{} {}",
                a.text,
                b.text
            );
        }
        for row in &comparison.rows {
            let value = |cell: &Option<mux_jwt_fuzz::core::compare::report::Cell>| {
                cell.as_ref().map(|cell| cell.value.clone())
            };
            assert!(row.a.is_some() || row.b.is_some(), "{row:?}");
            let same = value(&row.a) == value(&row.b);
            assert!(row.sides != Sides::Same || same, "{row:?}");
        }
    }
    let count = |one, other| {
        let words = compare(one, other, &tokens::KEYS[..]).words;
        (
            words.len(),
            words.iter().filter(|word| word.matters).count(),
        )
    };
    assert_eq!(count(a, b), count(b, a), "the order of the sides matters");
});

fn sorted(object: &Object) -> Vec<String> {
    let mut members: Vec<_> = object
        .iter()
        .map(|(name, value)| format!("{name:?}: {value}"))
        .collect();
    members.sort();
    members
}
