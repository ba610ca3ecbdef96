//! Mux JWT.

fn main() {}
