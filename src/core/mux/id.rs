//! What the IDs of Mux look like.

use crate::core::mux::audience::Audience;

/// The first character of an ID that no ID of Mux has; IDs of video in Mux Data are the customer's own.
pub fn strange_in_id(audience: Audience, id: &str) -> Option<char> {
    let strange = |c: &char| !c.is_ascii_alphanumeric() && !"-_".contains(*c);
    id.trim()
        .chars()
        .find(strange)
        .filter(|_| audience != Audience::VideoViews)
}
