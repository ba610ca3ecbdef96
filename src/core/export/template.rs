//! Text templates with holes, for snippets that read like their output.

/// Fills the holes of a template.
///
/// - `§name§` is the value of that name. Further lines of a value are indented like the line it is in.
/// - `§name?§` is the same, but its whole line is dropped if the value is empty.
/// - `§name:text§` is that text, or nothing if the value is empty.
///
/// A line that has only empty holes is dropped. Values are not filled again, so text in them cannot open a hole.
///
/// # Panics
/// If a hole has no value, which the tests of every snippet would find.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let value = |name: &str| {
        let found = values.iter().find(|(known, _)| *known == name);
        found.map_or_else(|| panic!("no value for `{name}`"), |(_, value)| *value)
    };
    let mut out = String::new();
    for line in template.trim_start_matches('\n').lines() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let mut filled = String::new();
        let mut is_dropped = false;
        for (i, part) in line.split('§').enumerate() {
            if i % 2 == 0 {
                filled.push_str(part);
            } else if let Some((name, text)) = part.split_once(':') {
                filled.push_str(if value(name).is_empty() { "" } else { text });
            } else {
                let text = value(part.trim_end_matches('?'));
                is_dropped |= part.ends_with('?') && text.is_empty();
                filled.push_str(&text.replace('\n', &format!("\n{indent}")));
            }
        }
        if !is_dropped && (!filled.trim().is_empty() || !line.contains('§')) {
            out.push_str(&filled);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn holes_are_filled_once() {
        let values = [("x", "§y§"), ("y", "1\n2"), ("none", "")];
        for (template, filled) in [
            ("\na §x§ b\n\n§y§\n", "a §y§ b\n\n1\n2\n"),
            ("  - §y§", "  - 1\n  2\n"),
            ("a\n  §none§\nb §none§", "a\nb \n"),
            ("a=§none?§\nb=§x?§", "b=§y§\n"),
            ("a§x:, b§§none:, c§", "a, b\n"),
        ] {
            assert_eq!(fill(template, &values), filled);
        }
    }
}
