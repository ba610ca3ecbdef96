//! All members of two tokens next to each other, exactly as written.

use crate::core::compare::urls::requests;
use std::collections::BTreeMap;

use super::report::{Cell, ComparedRow, Part, Sides};
use crate::core::{
    diagnose::{report::TokenReport, wording},
    json::Value,
    mux::{audience::Audience, claims::time_of, url::MediaUrl},
    token::Section,
};

/// The name of a member and its value.
type Member = (String, Cell);

/// All rows, part by part.
pub(super) fn rows(a: &TokenReport, b: &TokenReport) -> Vec<ComparedRow> {
    let of = |part: Part| {
        let mut rows = pair(part, members(a, part), members(b, part));
        // Two texts can be unreadable for the same reason and still differ.
        if let (Some(of_a), Some(of_b)) = (unread(a, part), unread(b, part))
            && of_a != of_b
        {
            for row in &mut rows {
                row.sides = Sides::Different;
            }
        }
        rows
    };
    Part::ALL.into_iter().flat_map(of).collect()
}

/// The text of a header or payload that cannot be decoded.
fn unread(report: &TokenReport, part: Part) -> Option<&str> {
    let token = &report.token;
    let (section, place) = match part {
        Part::Header => (&token.header, 0),
        Part::Payload => (&token.payload, 1),
        Part::Url | Part::Signature => return None,
    };
    let part = token.parts.get(place)?;
    matches!(section, Section::NotJson(_)).then_some(part.text.as_str())
}

fn members(report: &TokenReport, part: Part) -> Vec<Member> {
    let token = &report.token;
    match part {
        Part::Header => section(&token.header, "header", header_cell),
        Part::Payload => section(&token.payload, "payload", claim_cell),
        Part::Signature => {
            let text = token.signature().map(|part| part.text.clone());
            text.map(|text| ("signature".to_owned(), plain(text)))
                .into_iter()
                .collect()
        }
        Part::Url => report.url.as_ref().map_or_else(Vec::new, |url| {
            let mut members = url_members(url);
            if let Some(name) = super::urls::token_name(report, url) {
                members.push(("token in".to_owned(), plain(format!("?{name}="))));
            }
            members
        }),
    }
}

fn section(section: &Section, name: &str, cell: fn(&str, &Value) -> Cell) -> Vec<Member> {
    let member = |(name, value): (&str, &Value)| (name.to_owned(), cell(name, value));
    if let Section::Read(object) = section {
        return object.iter().map(member).collect();
    }
    let why = wording::members(section).err().unwrap_or_default();
    vec![(name.to_owned(), plain(why.to_owned()))]
}

fn plain(value: String) -> Cell {
    Cell {
        value,
        moment: None,
        meaning: None,
    }
}

fn header_cell(_: &str, value: &Value) -> Cell {
    plain(value.to_string())
}

fn claim_cell(name: &str, value: &Value) -> Cell {
    let audience = value.as_str().filter(|_| name == "aud");
    Cell {
        value: value.to_string(),
        moment: time_of(name, value),
        meaning: audience.and_then(Audience::from_claim).map(Audience::noun),
    }
}

fn url_members(url: &MediaUrl) -> Vec<Member> {
    let mut members = vec![
        (
            "host".to_owned(),
            plain(format!("{}.{}", url.host.label(), url.domain)),
        ),
        ("asks for".to_owned(), plain(requests(url))),
    ];
    if let Some(id) = &url.id {
        members.insert(1, ("ID".to_owned(), plain(id.clone())));
    }
    let beside_token = url
        .query
        .iter()
        .filter(|(name, _)| !super::urls::is_token_name(name));
    members.extend(beside_token.map(|(name, value)| (format!("?{name}"), plain(value.clone()))));
    if let Some(fragment) = &url.fragment {
        members.push(("#".to_owned(), plain(fragment.clone())));
    }
    members
}

/// The members of both sides: those of A in their order, then those that only B has.
///
/// The second occurrence of a duplicate name is paired with the second one of the other side.
fn pair(part: Part, a: Vec<Member>, b: Vec<Member>) -> Vec<ComparedRow> {
    let mut places: BTreeMap<(String, usize), usize> = BTreeMap::new();
    let mut rows: Vec<ComparedRow> = Vec::with_capacity(a.len().max(b.len()));
    for (key, cell) in numbered(a) {
        rows.push(ComparedRow {
            part,
            name: key.0.clone(),
            a: Some(cell),
            b: None,
            sides: Sides::OnlyA,
        });
        places.insert(key, rows.len() - 1);
    }
    for (key, cell) in numbered(b) {
        if let Some(place) = places.get(&key) {
            let row = &mut rows[*place];
            let same = row.a.as_ref().is_some_and(|a| a.value == cell.value);
            row.sides = if same { Sides::Same } else { Sides::Different };
            row.b = Some(cell);
        } else {
            rows.push(ComparedRow {
                part,
                name: key.0,
                a: None,
                b: Some(cell),
                sides: Sides::OnlyB,
            });
        }
    }
    rows
}

/// Each member with its name and the number of the occurrence of that name.
fn numbered(members: Vec<Member>) -> impl Iterator<Item = ((String, usize), Cell)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    members.into_iter().map(move |(name, cell)| {
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        ((name, *count), cell)
    })
}

#[cfg(test)]
mod tests {
    use super::{
        super::testing::{of, token},
        *,
    };
    use crate::core::time::Timestamp;

    /// The rows of a part as `name: A | B (sides)`.
    fn table(a: &str, b: &str, part: Part) -> Vec<String> {
        let rows = of(a, b, &[]).rows.into_iter();
        let shown = |cell: &Option<Cell>| {
            cell.as_ref()
                .map_or("-".to_owned(), |cell| cell.value.clone())
        };
        rows.filter(|row| row.part == part)
            .map(|row| {
                let (a, b, sides) = (shown(&row.a), shown(&row.b), row.sides.words());
                format!("{}: {a} | {b} ({sides})", row.name)
            })
            .collect()
    }

    #[test]
    fn claims_are_paired_in_order_of_a() {
        assert_eq!(
            table(
                &token(r#"{"time":3.0,"sub":"ID","aud":"t"}"#),
                &token(r#"{"aud":"t","sub":"Id","width":"640"}"#),
                Part::Payload
            ),
            [
                "time: 3.0 | - (only A)",
                r#"sub: "ID" | "Id" (different)"#,
                r#"aud: "t" | "t" (same)"#,
                r#"width: - | "640" (only B)"#,
            ]
        );
    }

    #[test]
    fn duplicate_names_have_two_rows() {
        assert_eq!(
            table(
                &token(r#"{"a":1,"a":2}"#),
                &token(r#"{"a":1}"#),
                Part::Payload
            ),
            ["a: 1 | 1 (same)", "a: 2 | - (only A)"]
        );
    }

    #[test]
    fn times_and_audiences_are_explained() {
        let rows = of(
            &token(r#"{"aud":"t","exp":5}"#),
            &token(r#"{"aud":"t","exp":"5"}"#),
            &[],
        )
        .rows;
        let cell = |name: &str| {
            let row = rows.iter().find(|row| row.name == name);
            row.expect("both have it").clone()
        };
        let meaning = cell("aud").a.expect("A has it").meaning;
        assert_eq!(meaning, Some("thumbnails"));
        assert_eq!(cell("exp").a.expect("A has it").moment, Some(Timestamp(5)));
        assert_eq!(cell("exp").b.expect("B has it").moment, None);
        assert_eq!(cell("exp").sides, Sides::Different);
    }

    #[test]
    fn url_parts_have_rows() {
        let token = token("{}");
        assert_eq!(
            table(
                &format!("https://image.mux.com/ID/thumbnail.png?time=3&token={token}"),
                &format!("https://image.mux.com/ID/thumbnail.jpg?TOKEN={token}#x"),
                Part::Url
            ),
            [
                "host: image.mux.com | image.mux.com (same)",
                "ID: ID | ID (same)",
                "asks for: a thumbnail (png) | a thumbnail (jpg) (different)",
                "?time: 3 | - (only A)",
                "token in: ?token= | ?TOKEN= (different)",
                "#: - | x (only B)",
            ]
        );
    }

    #[test]
    fn unreadable_parts_have_reasons() {
        assert_eq!(
            table(&token("{}"), "eyJhbGciOiJSUzI1NiJ9.e3", Part::Signature).len(),
            1
        );
        assert_eq!(
            table("eyJhbGciOiJSUzI1NiJ9.", &token(r#"{"a":1}"#), Part::Payload),
            ["payload: missing | - (only A)", "a: - | 1 (only B)"]
        );
        // The same error, but different texts.
        let rows = table(&token("{a}"), &token("{b}"), Part::Payload);
        assert!(
            rows.len() == 1 && rows[0].ends_with("(different)"),
            "{rows:?}"
        );
        let rows = table(&token("{a}"), &token("{a}"), Part::Payload);
        assert!(rows.len() == 1 && rows[0].ends_with("(same)"), "{rows:?}");
    }
}
