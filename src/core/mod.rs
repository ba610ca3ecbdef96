//! What Mux tokens are. No clock, no files, no environment, no screen: time and keys are arguments.
//!
//! - [`mux`]: what Mux documents, as tables
//! - [`key`]: a key from any text, and the one scanner that finds them
//! - [`token`]: tokens drafted, signed, read and verified
//! - [`request`]: a request for media as an input shows it
//! - [`import`]: the requests in any text
//! - [`diagnose`]: what is wrong with a request, and why
//! - [`compare`], [`batch`], [`export`]: two tokens, many rows, code and players
//!
//! A bad token is not an error. What is wrong with it is a [`diagnose::finding::Finding`].

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
