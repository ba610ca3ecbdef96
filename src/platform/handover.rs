//! Takes a secret out of the environment for good, by starting the program anew without it.
//!
//! The environment lies where the first stack of a process begins, for as long as the process lives: it cannot be wiped,
//! and `/proc/PID/environ` shows it. What replaces the process gets the secret through a pipe, which is empty once it is
//! read. The shell that started the program still has it; that is not ours.

#![allow(
    clippy::disallowed_methods,
    reason = "this is the one place that takes from the environment"
)]

use zeroize::Zeroizing;

/// The secret of this variable once it is out of the environment; `None` when there is none, or when it could not be taken
/// out and is still there.
///
/// A process that finds it in its environment replaces itself at once; the one that it becomes finds it in the pipe. To
/// be called before there are windows, threads or open files.
pub(super) fn secret_from_environment(name: &str) -> Option<Zeroizing<String>> {
    system::take(name)
}

#[cfg(target_os = "linux")]
mod system {
    use std::{
        env,
        fs::File,
        io::{self, IsTerminal as _, Read as _, Write as _},
        os::unix::process::CommandExt as _,
        process::{Command, Stdio},
    };

    use rustix::pipe::{PipeFlags, pipe_with};
    use zeroize::Zeroizing;

    use crate::core::key::MAX_BYTES;

    /// Tells the process that replaces this one where the secret is, by its name.
    const MARK: &str = "MUX_JWT_STDIN_HAS";

    pub(super) fn take(name: &str) -> Option<Zeroizing<String>> {
        let mut stdin = io::stdin().lock();
        if env::var_os(MARK).is_some_and(|mark| mark == name) && !stdin.is_terminal() {
            // Room for all of it, so that no part is left behind where it grew.
            let mut text = Zeroizing::new(String::with_capacity(MAX_BYTES));
            let read = stdin
                .by_ref()
                .take(MAX_BYTES as u64)
                .read_to_string(&mut text);
            return read.ok().map(|_len| text).filter(|text| !text.is_empty());
        }
        if let Some(secret) = env::var(name).ok().filter(|secret| !secret.is_empty()) {
            // Comes back only if it fails; then the secret is where it was.
            let _ = start_anew(name, &Zeroizing::new(secret));
        }
        None
    }

    fn start_anew(name: &str, secret: &str) -> io::Result<()> {
        // A pipe that cannot hold all of it says so instead of waiting for a reader that does not exist yet.
        let (reader, writer) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK)?;
        File::from(writer).write_all(secret.as_bytes())?;
        let mut args = env::args_os();
        let mut command = Command::new(env::current_exe()?);
        if let Some(own_name) = args.next() {
            command.arg0(own_name);
        }
        let error = command
            .args(args)
            .env_remove(name)
            .env(MARK, name)
            .stdin(Stdio::from(reader))
            .exec();
        Err(error)
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use zeroize::Zeroizing;

    pub(super) fn take(_name: &str) -> Option<Zeroizing<String>> {
        None
    }
}
