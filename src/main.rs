//! Mux JWT: no arguments open the window.

use std::{process::ExitCode, time::Instant};

fn main() -> ExitCode {
    let first = std::env::args().any(|a| a == "--first-frame");
    match mux_jwt::ui::run(first, Instant::now()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}\nhint: {}", error.hint());
            ExitCode::from(2)
        }
    }
}
