//! `sign --code`: code that signs the request, or a player that carries its tokens.

use super::{NOTHING_WRONG, Output};
use crate::core::{
    export::{self, ExportItem, Snippet},
    problem::Problem,
};

/// The name that asks for all names.
const LIST: &str = "list";

/// What `--code` asks for.
pub(super) enum Wanted {
    /// The names of all snippets.
    List,
    /// One of them.
    Snippet(&'static Snippet),
}

/// Reads the name behind `--code`.
pub(super) fn wanted(name: &str) -> Result<Wanted, Problem> {
    if name.trim().eq_ignore_ascii_case(LIST) {
        return Ok(Wanted::List);
    }
    export::find(name).map(Wanted::Snippet).ok_or_else(|| {
        let names: Vec<_> = export::all().map(|snippet| snippet.id).collect();
        let names = names.join(", ");
        let hint = match export::similar(name) {
            Some(similar) => format!("Did you mean `{similar}`? There are {names}."),
            None => format!("There are {names}."),
        };
        Problem::new(format!("there is no code called `{name}`"), hint)
    })
}

/// Every name and what it stands for, a line each.
pub(super) fn list() -> Output {
    let width = export::all().map(|snippet| snippet.id.len()).max();
    let width = width.unwrap_or_default();
    let line = |snippet: &Snippet| format!("{:width$}  {}\n", snippet.id, snippet.title);
    Output {
        text: export::all().map(line).collect(),
        warnings: Vec::new(),
        status: NOTHING_WRONG,
    }
}

/// The text to paste.
pub(super) fn write(
    snippet: &Snippet,
    items: &[ExportItem],
    warnings: Vec<String>,
) -> Result<Output, Problem> {
    let text = (snippet.write)(items).map_err(|why| {
        Problem::new(
            format!("`{}` cannot do this: {why}", snippet.id),
            "For what else there is: `mux-jwt sign --code list`.",
        )
    })?;
    Ok(Output {
        text,
        warnings,
        status: NOTHING_WRONG,
    })
}
