//! Arguments go to the terminal; without any, the window opens.

use std::{io, process::ExitCode, time::Instant};

use mux_jwt::{
    cli::{self, Next},
    platform::Desktop,
    ui,
};

fn main() -> ExitCode {
    let started = Instant::now();
    let (mut out, mut err) = (io::stdout(), io::stderr());
    match cli::run(std::env::args_os(), &Desktop::new(), &mut out, &mut err) {
        Next::Exit(status) => ExitCode::from(status),
        Next::Window { first_frame } => match ui::run(first_frame, started) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                cli::complain(&mut err, &error, &error.hint());
                ExitCode::from(cli::COULD_NOT_RUN)
            }
        },
    }
}
