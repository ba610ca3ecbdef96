//! Removes secrets from the environment for good, by restarting the program without them.
//!
//! The environment is at the start of the first stack of a process for as long as it runs: it cannot be wiped, and
//! `/proc/PID/environ` shows it. The process that replaces this one gets the secrets through a pipe, which is empty after
//! one read. The shell that started the program still has them.

#![allow(
    clippy::disallowed_methods,
    reason = "this module is the only one that removes from the environment"
)]

use zeroize::Zeroizing;

/// A variable and its secret.
pub(super) type Taken = (String, Zeroizing<String>);

/// The secrets of these variables, removed from the environment. A variable that is not set, or could not be removed, is not
/// included.
///
/// The first variable is always removed, the others only if they contain a private key: the variables are easily swapped. A
/// process with secrets in its environment replaces itself at once, and its replacement reads them from the pipe. Call this
/// before there are windows, threads or open files.
pub(super) fn secrets_from_environment(names: &[&str]) -> Vec<Taken> {
    system::take(names)
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

    use super::Taken;
    use crate::core::key::{MAX_BYTES, holds_private_key};

    /// The variable that lists the secrets in the pipe for the new process: their names, separated by [`NEXT`].
    const MARK: &str = "MUX_JWT_STDIN_HAS";
    const NEXT: char = ',';

    /// Separates two secrets in the pipe; no variable can contain it.
    const END: char = '\0';

    pub(super) fn take(names: &[&str]) -> Vec<Taken> {
        let mut stdin = io::stdin().lock();
        // A variable that is still set was not handed over, whatever the list contains.
        if let Ok(mark) = env::var(MARK)
            && mark.split(NEXT).all(|name| env::var_os(name).is_none())
            && mark.split(NEXT).all(|name| names.contains(&name))
            && !stdin.is_terminal()
        {
            // Allocated in full, so that growing leaves no copy behind.
            let most = MAX_BYTES * names.len();
            let mut text = Zeroizing::new(String::with_capacity(most));
            if stdin
                .by_ref()
                .take(most as u64)
                .read_to_string(&mut text)
                .is_err()
            {
                return Vec::new();
            }
            let secrets = text.split(END).map(|secret| secret.to_owned().into());
            let taken = mark.split(NEXT).map(str::to_owned).zip(secrets);
            return taken
                .filter(|(_, secret): &Taken| !secret.is_empty())
                .collect();
        }
        let secrets: Vec<Taken> = names
            .iter()
            .enumerate()
            .filter_map(|(i, name)| {
                let secret = Zeroizing::new(env::var(name).ok()?);
                let is_one = !secret.is_empty() && (i == 0 || holds_private_key(&secret));
                is_one.then(|| ((*name).to_owned(), secret))
            })
            .collect();
        if !secrets.is_empty() {
            // Returns only on failure; the secrets stay in the environment then.
            let _ = restart(&secrets);
        }
        Vec::new()
    }

    fn restart(secrets: &[Taken]) -> io::Result<()> {
        // Non-blocking: if the pipe is too small, writing fails instead of waiting for a reader that does not exist yet.
        let (reader, writer) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK)?;
        let mut writer = File::from(writer);
        let mut args = env::args_os();
        let mut command = Command::new(env::current_exe()?);
        if let Some(own_name) = args.next() {
            command.arg0(own_name);
        }
        let mut mark = String::new();
        for (i, (name, secret)) in secrets.iter().enumerate() {
            if i > 0 {
                mark.push(NEXT);
                write!(writer, "{END}")?;
            }
            mark.push_str(name);
            writer.write_all(secret.as_bytes())?;
            command.env_remove(name);
        }
        drop(writer);
        let error = command
            .args(args)
            .env(MARK, mark)
            .stdin(Stdio::from(reader))
            .exec();
        Err(error)
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::Taken;

    pub(super) fn take(_names: &[&str]) -> Vec<Taken> {
        Vec::new()
    }
}
