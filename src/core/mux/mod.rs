//! What Mux documents, as tables, without an opinion on a given token.

pub mod audience;
pub mod claims;
pub mod frame;
pub mod header;
pub mod id;
pub mod near;
pub mod non_id;
pub mod params;
pub mod policy;
pub mod range;
pub mod restriction;
pub mod symptom;
pub mod url;
