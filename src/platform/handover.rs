//! Takes secrets out of the environment for good, by starting the program anew without them.
//!
//! The environment lies where the first stack of a process begins, for as long as the process lives: it cannot be wiped,
//! and `/proc/PID/environ` shows it. What replaces the process gets the secrets through a pipe, which is empty once it is
//! read. The shell that started the program still has them; that is not ours.

#![allow(
    clippy::disallowed_methods,
    reason = "this is the one place that takes from the environment"
)]

use zeroize::Zeroizing;

/// A variable and the secret that was in it.
pub(super) type Taken = (String, Zeroizing<String>);

/// The secrets of these variables once they are out of the environment. What was not there, or could not be taken out and
/// is still there, is not among them.
///
/// The first variable is taken whatever is in it, the others only with a private key in them: keys get into the wrong one.
/// A process that finds any in its environment replaces itself at once; the one that it becomes finds them in the pipe. To
/// be called before there are windows, threads or open files.
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

    /// Tells the process that replaces this one which secrets are in the pipe, by their names with [`NEXT`] between them.
    const MARK: &str = "MUX_JWT_STDIN_HAS";
    const NEXT: char = ',';

    /// What stands between two secrets in the pipe, and in no variable.
    const END: char = '\0';

    pub(super) fn take(names: &[&str]) -> Vec<Taken> {
        let mut stdin = io::stdin().lock();
        // What is still in the environment was not handed over, whatever somebody has set.
        if let Ok(mark) = env::var(MARK)
            && mark.split(NEXT).all(|name| env::var_os(name).is_none())
            && mark.split(NEXT).all(|name| names.contains(&name))
            && !stdin.is_terminal()
        {
            // Room for all of it, so that no part is left behind where it grew.
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
            // Comes back only if it fails; then the secrets are where they were.
            let _ = start_anew(&secrets);
        }
        Vec::new()
    }

    fn start_anew(secrets: &[Taken]) -> io::Result<()> {
        // A pipe that cannot hold all of it says so instead of waiting for a reader that does not exist yet.
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
