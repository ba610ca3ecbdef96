//! Blocks the network for this process and its children, and keeps its memory out of core dumps.
//!
//! On Linux, a seccomp filter allows only sockets to programs on this computer (X11, Wayland, the file dialog). A filter can
//! be narrowed but never removed, and children inherit it. This module reports the state that the system shows afterwards,
//! not the state that it requested.

#![allow(
    clippy::disallowed_methods,
    reason = "this module is the only one that reads the state of the process"
)]

use std::sync::OnceLock;

/// The state of the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Network {
    /// The system blocks every internet socket of this process and its children.
    Blocked,
    /// The system blocks nothing, because the window is displayed over the network, on this X11 display.
    NeededByDisplay(String),
    /// The system blocks nothing, for this reason. The program still contains no network code.
    Open(String),
}

impl Network {
    /// A label of a few words.
    pub fn badge(&self) -> &'static str {
        match self {
            Self::Blocked => "Offline by design",
            Self::NeededByDisplay(_) => "Network not blocked",
            Self::Open(_) => "No network code",
        }
    }

    /// What it means and how to verify it, in full sentences.
    pub fn about(&self) -> String {
        const NO_CODE: &str = "No part of this program uses the network, and it contains no library for HTTP, TLS or host names: \
                               its connections go to the display and to the desktop bus.";
        match self {
            Self::Blocked => format!(
                "The system blocks every internet socket of this program and of its children, and nothing can undo that \
                 while it runs. Tested at start: TCP and UDP, IPv4 and IPv6. To verify: `grep Seccomp: \
                 /proc/{}/status` shows 2, a filter. Connections to programs on this computer, such as the desktop, \
                 still work.",
                std::process::id()
            ),
            Self::NeededByDisplay(display) => format!(
                "The window is displayed over the network, on the display {display}: its contents and the clipboard are \
                 sent there, so the system cannot block the network for it. {NO_CODE} For commands in the terminal, the \
                 network is blocked."
            ),
            Self::Open(reason) => format!(
                "{NO_CODE} Tokens and keys stay on this computer. The system does not enforce this: {reason}."
            ),
        }
    }
}

/// Blocks the network for good, for all threads and children, and returns the resulting state. Calling it again returns the
/// same state.
pub fn block_network() -> Network {
    static NETWORK: OnceLock<Network> = OnceLock::new();
    NETWORK
        .get_or_init(|| system::block().map_or_else(Network::Open, |()| Network::Blocked))
        .clone()
}

/// Disables core dumps of this process and its children; where the system does not allow that, keeps their memory out of the
/// dump.
///
/// # Errors
/// When the system allows neither, or has no such switch; with the reason.
pub fn forbid_core_dumps() -> Result<(), String> {
    system::forbid_core_dumps()
}

/// The X11 display of a window, if it is reached over TCP: `localhost:10`, as `ssh -X` sets it.
///
/// The three are the values of `WAYLAND_DISPLAY`, `WAYLAND_SOCKET` and `DISPLAY`.
pub fn display_over_tcp<'a>(
    wayland_display: Option<&str>,
    wayland_socket: Option<&str>,
    display: Option<&'a str>,
) -> Option<&'a str> {
    let is_set = |value: Option<&str>| value.is_some_and(|value| !value.is_empty());
    if is_set(wayland_display) || is_set(wayland_socket) {
        return None;
    }
    let display = display?;
    // `:0`, `unix:0`, `unix/:0` and a path are sockets on this computer.
    let (host, _) = display.rsplit_once(':')?;
    let is_local =
        host.is_empty() || host == "unix" || host.contains('/') && !host.starts_with("tcp/");
    (!is_local).then_some(display)
}

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod system {
    use std::{collections::BTreeMap, fs};

    use rustix::{
        io::Errno,
        net::{AddressFamily, SocketType, socket},
        process::{Resource, Rlimit, setrlimit},
    };
    use seccompiler::{
        BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
        SeccompFilter, SeccompRule, TargetArch, apply_filter_all_threads,
    };

    #[cfg(target_arch = "x86_64")]
    const ARCH: TargetArch = TargetArch::x86_64;
    #[cfg(target_arch = "aarch64")]
    const ARCH: TargetArch = TargetArch::aarch64;

    /// Other ways to a socket, blocked whatever their arguments: `io_uring` opens and connects sockets without passing the
    /// filter, and the others take a socket from a program without a filter, or make such a program open one.
    const REFUSED: [i64; 6] = [
        libc::SYS_io_uring_setup,
        libc::SYS_io_uring_enter,
        libc::SYS_io_uring_register,
        libc::SYS_pidfd_getfd,
        libc::SYS_process_vm_writev,
        libc::SYS_ptrace,
    ];

    /// The flag of system calls in x32, x86's third calling convention, which has its own numbers.
    #[cfg(target_arch = "x86_64")]
    const X32: i64 = 0x4000_0000;

    /// Blocks the network and verifies that.
    pub(super) fn block() -> Result<(), String> {
        let filter = filter().map_err(|error| format!("the filter cannot be built ({error})"))?;
        apply_filter_all_threads(&filter).map_err(|error| match error {
            seccompiler::Error::Prctl(error) | seccompiler::Error::Seccomp(error) => {
                format!("it does not accept the filter ({error})")
            }
            error => format!("it does not accept the filter ({error})"),
        })?;
        for family in [AddressFamily::INET, AddressFamily::INET6] {
            for kind in [SocketType::STREAM, SocketType::DGRAM] {
                match socket(family, kind, None) {
                    Err(Errno::ACCESS) => {}
                    _ => return Err("a socket that should be blocked could be opened".to_owned()),
                }
            }
        }
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        match status
            .lines()
            .find_map(|line| line.strip_prefix("Seccomp:"))
        {
            Some(mode) if mode.trim() != "2" => Err("it reports no filter".to_owned()),
            // Without `/proc`, the blocked sockets are proof enough.
            _ => Ok(()),
        }
    }

    /// Allows everything except sockets of families other than Unix, and ways around that. A call with the numbers of
    /// another architecture, such as 32-bit x86, kills the process.
    fn filter() -> Result<BpfProgram, BackendError> {
        let not_unix = || {
            SeccompRule::new(vec![SeccompCondition::new(
                0,
                SeccompCmpArgLen::Dword,
                SeccompCmpOp::Ne,
                libc::AF_UNIX as u64,
            )?])
        };
        let mut rules = BTreeMap::from(REFUSED.map(|call| (call, Vec::new())));
        rules.insert(libc::SYS_socket, vec![not_unix()?]);
        rules.insert(libc::SYS_socketpair, vec![not_unix()?]);
        #[cfg(target_arch = "x86_64")]
        {
            // In x32, `ptrace` and `process_vm_writev` have other numbers.
            let moved = [521, 540];
            let calls = [libc::SYS_socket, libc::SYS_socketpair];
            for call in calls.into_iter().chain(REFUSED).chain(moved) {
                rules.insert(X32 | call, Vec::new());
            }
        }
        SeccompFilter::new(
            rules,
            SeccompAction::Allow,
            SeccompAction::Errno(libc::EACCES as u32),
            ARCH,
        )?
        .try_into()
    }

    /// The limit is 1 byte, not 0: if dumps are piped to a program, as systemd and apport do, the kernel ignores every limit
    /// except 1, which means "no dump at all" (`fs/coredump.c`). A dump file has more than one byte.
    ///
    /// If the limit is 0 already and cannot be raised, as on hardened systems, a piped dump would still be written. So
    /// `coredump_filter` (`core(5)`, inherited by children) excludes all memory from it.
    pub(super) fn forbid_core_dumps() -> Result<(), String> {
        let limit = Rlimit {
            current: Some(1),
            maximum: Some(1),
        };
        let emptied = fs::write("/proc/self/coredump_filter", "0");
        let limited = setrlimit(Resource::Core, limit);
        if emptied.is_ok() {
            return Ok(());
        }
        limited.map_err(|error| error.to_string())
    }
}

#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
mod system {
    pub(super) fn block() -> Result<(), String> {
        Err("only Linux on x86-64 and ARM64 lets a program block its own network".to_owned())
    }

    pub(super) fn forbid_core_dumps() -> Result<(), String> {
        Err("this system has no switch for core dumps".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_displays_are_not_over_tcp() {
        for display in [
            "localhost:10",
            "localhost:10.0",
            "host:0",
            "192.0.2.1:0",
            "::1:0",
            "tcp/host:0",
        ] {
            assert_eq!(display_over_tcp(None, None, Some(display)), Some(display));
            assert_eq!(
                display_over_tcp(Some("wayland-0"), None, Some(display)),
                None
            );
            assert_eq!(display_over_tcp(None, Some("7"), Some(display)), None);
            assert_eq!(
                display_over_tcp(Some(""), None, Some(display)),
                Some(display)
            );
        }
        for display in [
            ":0",
            ":77.0",
            "unix:0",
            "unix/host:0",
            "/tmp/launch/x:0",
            "",
            "nonsense",
        ] {
            assert_eq!(
                display_over_tcp(None, None, Some(display)),
                None,
                "{display}"
            );
        }
        assert_eq!(display_over_tcp(None, None, None), None);
    }

    #[test]
    fn every_state_describes_itself() {
        let blocked = Network::Blocked;
        assert!(
            blocked
                .about()
                .contains(&format!("/proc/{}/status", std::process::id()))
        );
        let display = Network::NeededByDisplay("localhost:10".to_owned());
        assert!(display.about().contains("the display localhost:10"));
        let open = Network::Open("it is too old".to_owned());
        assert_eq!(open.badge(), "No network code");
        assert!(
            open.about()
                .ends_with("does not enforce this: it is too old.")
        );
    }
}
