//! The format of Mux's IDs.

use crate::core::mux::audience::Audience;

/// The first character that Mux's IDs cannot have. Video IDs of Mux Data are chosen by customers and can have any.
pub fn strange_in_id(audience: Audience, id: &str) -> Option<char> {
    let strange = |c: &char| !c.is_ascii_alphanumeric() && !"-_".contains(*c);
    id.trim()
        .chars()
        .find(strange)
        .filter(|_| audience != Audience::VideoViews)
}
