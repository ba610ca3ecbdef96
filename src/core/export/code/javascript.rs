//! What the snippets in JavaScript share: how claims and strings are written.

use super::literal::{Syntax, is_name};

use crate::core::export::quote::{braced, quoted};

pub(super) const SYNTAX: Syntax = Syntax {
    string,
    parsed_json: |json| format!("JSON.parse({})", string(json)),
    booleans: ["true", "false"],
    object: ["{ ", " }"],
    member: |name| match name {
        // Without the brackets it would set the prototype.
        "__proto__" => "['__proto__']: ".to_owned(),
        name if is_name(name) => format!("{name}: "),
        name => format!("{}: ", string(name)),
    },
    trailing_comma: true,
    aligned: false,
    indent: "  ",
};

pub(super) fn string(text: &str) -> String {
    quoted(text, '\'', &[], braced)
}
