//! A check of the signed URL itself: what Mux answers to it.

use super::{plan::add, shell::word};
use crate::core::export::snippet::{Item, Snippet};
use crate::core::mux::url::Resource;

pub(super) const SNIPPET: Snippet = Snippet {
    id: "curl",
    title: "curl",
    language: "bash",
    place: "A terminal with a network; the token in it is good until it ends",
    write,
};

/// Asks for the first bytes alone, since a rendition is a whole film, and shows the status before them.
fn write(items: &[Item]) -> Result<String, String> {
    let mut out =
        "# The status of the answer, 200 or 206 when the token is right, its headers and its first bytes.\n".to_owned();
    for item in items {
        // Licenses are for those who send a challenge, which only a player can make.
        let post = match item.url.resource {
            Resource::License(_) => {
                out.push_str(
                    "# Without a player's challenge no license comes; 403 is about the token.\n",
                );
                " --data ''"
            }
            _ => "",
        };
        add(
            &mut out,
            format_args!(
                "curl -sSi --range 0-255 --max-time 20{post} {}\n",
                word(&item.signed_url())?
            ),
        );
    }
    Ok(out)
}
