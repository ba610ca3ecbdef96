//! `sign --code`: code that signs the request, or a player with its tokens.

use crate::{
    cli::output::Output,
    core::{
        export::{self, ExportItem, Snippet},
        problem::Problem,
    },
};

/// The value of `--code`.
#[derive(Clone, Copy)]
pub(super) enum CodeArg {
    /// The names of all snippets.
    List,
    /// One of them.
    Snippet(&'static Snippet),
}

impl std::fmt::Debug for CodeArg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::List => "list",
            Self::Snippet(snippet) => snippet.id,
        })
    }
}

/// Reads the value of `--code`.
pub(super) fn read(name: &str) -> Result<CodeArg, Problem> {
    if name.trim().eq_ignore_ascii_case("list") {
        return Ok(CodeArg::List);
    }
    export::find(name).map(CodeArg::Snippet).ok_or_else(|| {
        let names: Vec<_> = export::all().map(|snippet| snippet.id).collect();
        let meant = super::args::did_you_mean(export::similar(name));
        Problem::new(
            format!("unknown snippet `{name}`"),
            format!("{meant}Available: {}.", names.join(", ")),
        )
    })
}

/// Every snippet with its title, one per line.
pub(super) fn list() -> Output {
    let width = export::all().map(|snippet| snippet.id.len()).max();
    let width = width.unwrap_or_default();
    let line = |snippet: &Snippet| format!("{:width$}  {}\n", snippet.id, snippet.title);
    export::all().map(line).collect::<String>().into()
}

/// The text to paste.
pub(super) fn write(
    snippet: &Snippet,
    items: &[ExportItem],
    warnings: Vec<String>,
) -> Result<Output, Problem> {
    let text = (snippet.write)(items).map_err(|why| {
        Problem::new(
            format!("cannot generate `{}`: {why}", snippet.id),
            "For other snippets: `mux-jwt sign --code list`.",
        )
    })?;
    Ok(Output {
        warnings,
        ..Output::from(text)
    })
}
