//! Where the members of header and payload are in the text of a token.

use std::ops::Range;

use super::Token;

impl Token {
    /// The byte range of each member of the header (0) or payload (1) in the text of the token, in order. Empty if the
    /// part is not base64url of an object.
    ///
    /// Three bytes are four characters, so a range may share a character with its neighbors.
    pub fn member_ranges(&self, part: usize) -> Vec<Range<usize>> {
        let (Some(at), Some(part)) = (self.ranges().into_iter().nth(part), self.parts.get(part))
        else {
            return Vec::new();
        };
        if part.fault.is_some() {
            return Vec::new();
        }
        let to_text = |bytes: Range<usize>| {
            let start = at.start + bytes.start * 4 / 3;
            let end = at.start + (bytes.end * 4).div_ceil(3);
            start..end.min(at.end)
        };
        members(&part.bytes).into_iter().map(to_text).collect()
    }
}

/// The byte range of each member of a JSON object, without commas and white space around it.
fn members(json: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    let mut start = None;
    let mut end = 0;
    for (at, byte) in json.iter().enumerate() {
        if in_string {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            end = at + 1;
            continue;
        }
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => in_string = true,
            _ => {}
        }
        let is_end = (depth == 1 && *byte == b',') || (depth == 0 && *byte == b'}');
        if is_end {
            found.extend(start.take().map(|start| start..end));
        } else if !byte.is_ascii_whitespace() && (depth > 1 || at > 0) {
            if *byte != b'{' || depth > 1 {
                start.get_or_insert(at);
            }
            end = at + 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::diagnose::lint::testing;

    fn texts(json: &str) -> Vec<&str> {
        let ranges = members(json.as_bytes()).into_iter();
        ranges.map(|range| &json[range]).collect()
    }

    #[test]
    fn members_are_found_in_any_json() {
        for (json, expected) in [
            (r"{}", &[][..]),
            (r#"{"a":1}"#, &[r#""a":1"#]),
            (
                r#" { "a" : 1 , "b":"x,}" } "#,
                &[r#""a" : 1"#, r#""b":"x,}""#],
            ),
            (
                r#"{"a":{"b":[1,{"c":2}]},"d":"\"é\\"}"#,
                &[r#""a":{"b":[1,{"c":2}]}"#, r#""d":"\"é\\""#],
            ),
        ] {
            assert_eq!(texts(json), expected, "{json}");
        }
    }

    #[test]
    fn ranges_cover_the_members_in_the_token() {
        let claims = r#"{"kid":"K","sub":"ID","aud":"v"}"#;
        let token = Token::read(&testing::token(r#"{"alg":"RS256"}"#, claims));
        let ranges = token.member_ranges(1);
        assert_eq!(ranges.len(), 3);
        let payload = token.ranges()[1].clone();
        for (range, member) in ranges.iter().zip(members(claims.as_bytes())) {
            let start = range.start - payload.start;
            let end = range.end - payload.start;
            assert!(start * 3 / 4 <= member.start && end * 3 / 4 >= member.end);
            assert!(range.end <= payload.end);
        }
        assert_eq!(
            token.member_ranges(2).len() + token.member_ranges(9).len(),
            0
        );
    }
}
