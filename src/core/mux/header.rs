//! One header of a request.

/// One header of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Header {
    /// It is unknown whether the request has it.
    #[default]
    Unknown,
    /// The request does not have it.
    Absent,
    /// The value.
    Value(String),
}
