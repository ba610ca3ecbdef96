//! Runs the command in the arguments; without any, opens the window.

use std::{io, process::ExitCode};

use mux_jwt::{
    cli::{self, Next},
    platform::{Machine, sandbox},
};
use zeroizing_alloc::ZeroAlloc;

/// Wipes freed memory: screens and parsers copy their input, which may contain keys, in places that cannot all be listed.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    #[cfg(feature = "gui")]
    let started = std::time::Instant::now();
    // Optional: a system without such a switch is no less safe than before.
    let _ = sandbox::forbid_core_dumps();
    let (mut out, mut err) = (io::stdout(), io::stderr());
    match cli::run(std::env::args_os(), &Machine::new(), &mut out, &mut err) {
        Next::Exit(status) => ExitCode::from(status),
        #[cfg(feature = "gui")]
        Next::Window { first_frame } => match mux_jwt::ui::run(first_frame, started) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                cli::complain(&mut err, &error, &error.hint());
                ExitCode::from(cli::COULD_NOT_RUN)
            }
        },
    }
}
