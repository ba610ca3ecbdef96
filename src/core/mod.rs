//! What Mux tokens are. No clock, no files, no environment, no screen: time and keys are arguments.
//!
//! Nothing here fails because a token is bad. What is wrong with one is a [`diagnose::lint::Finding`].

pub mod batch;
pub mod compare;
pub mod diagnose;
pub mod export;
pub mod import;
pub mod json;
pub mod key;
pub mod level;
pub mod mux;
pub mod problem;
pub mod qr;
pub mod request;
pub mod text;
pub mod time;
pub mod token;
