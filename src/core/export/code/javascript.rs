//! What the snippets in JavaScript share: its literals.

use super::literal::{Style, braced, float, is_name, quoted};

pub(super) const STYLE: Style = Style {
    name: "JavaScript",
    string,
    number: float,
    words: ["null", "true", "false"],
    list: ["[", "]"],
    object: |_| ["{", "}"],
    member: |name| match name {
        // Without the brackets it would be the prototype of the object, and no member.
        "__proto__" => "['__proto__']: ".to_owned(),
        name if is_name(name) => format!("{name}: "),
        name => format!("{}: ", string(name)),
    },
    padded: true,
    trailing_comma: true,
    aligned: false,
    indent: "  ",
};

pub(super) fn string(text: &str) -> String {
    quoted(text, '\'', &[], braced)
}
