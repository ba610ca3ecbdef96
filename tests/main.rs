//! Every test that looks at the product from outside, in one program so that it links once.

mod cli;
mod interop;
mod robustness;
mod screens;
mod support;
mod tidy;
mod vectors;
