//! A request for the signed URL, to see what Mux answers.

use std::fmt::Write as _;

use super::shell::word;
use crate::core::{
    export::snippet::{ExportItem, Snippet},
    mux::url::Resource,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "curl",
    title: "curl",
    language: "bash",
    place: "Terminal with network access; contains the token, which is valid until it expires",
    write,
};

/// Requests the first bytes only, because a rendition is a whole video.
fn write(items: &[ExportItem]) -> Result<String, String> {
    let mut out =
        "# Prints the status (200 or 206 if Mux accepts the token), the headers and the first bytes.\n"
            .to_owned();
    for item in items {
        let mut post = "";
        if let Resource::License(_) = item.url.resource {
            out += "# Only a player can request a license, so this fails, but 403 means the token was rejected.\n";
            post = " --data ''";
        }
        let url = word(&item.signed_url())?;
        writeln!(out, "curl -sSi --range 0-255 --max-time 20{post} {url}")
            .expect("writing to a String cannot fail");
    }
    Ok(out)
}
