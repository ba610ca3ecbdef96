//! Arguments go to the terminal; without any, the window opens.

use std::{io, process::ExitCode, time::Instant};

use mux_jwt::{
    cli::{self, Next},
    platform::{Desktop, sandbox},
    ui,
};
use zeroizing_alloc::ZeroAlloc;

/// Wipes whatever is freed. Screens and parsers copy what they are given, keys among it, and nobody can name every copy.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    let started = Instant::now();
    // Nothing hangs on it: where the system has no such switch, the rest is as good as it was.
    let _ = sandbox::forbid_core_dumps();
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
