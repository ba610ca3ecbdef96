//! What Mux tokens are. No clock, no files, no environment, no screen: time and keys are arguments.
//!
//! Nothing here fails because a token is bad. What is wrong with one is a [`lint::Finding`].

pub mod audience;
pub mod batch;
pub mod compare;
pub mod explain;
pub mod export;
pub mod forensics;
pub mod import;
pub mod inspect;
pub mod json;
pub mod key;
pub mod lint;
pub mod params;
pub mod player;
pub mod producer;
pub mod qr;
pub mod redact;
pub mod report;
pub mod report_json;
pub mod restriction;
pub mod settings;
pub mod sign;
pub mod symptom;
pub mod target;
pub mod text;
pub mod time;
pub mod timeline;
pub mod token;
pub mod url;
pub mod verify;
