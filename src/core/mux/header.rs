//! What is known of a header of a request.

/// What is known of a header of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Header {
    /// Nobody said.
    #[default]
    Unknown,
    /// The request has none.
    Absent,
    /// Its value.
    Value(String),
}
