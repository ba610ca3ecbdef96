//! Takes the network from this process and its children, and keeps its memory out of core dumps.
//!
//! On Linux a seccomp filter lets the process open sockets to programs on this computer (X11, Wayland, the file dialog)
//! and none besides. A filter can only be narrowed, never taken off, and children inherit it. What this module answers
//! is what the system says afterwards, not what it was asked for.

#![allow(
    clippy::disallowed_methods,
    reason = "this is the one place that asks what the system says of the process"
)]

use std::sync::OnceLock;

/// What holds of the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Network {
    /// The system refuses every internet socket to this process and its children.
    Blocked,
    /// The system refuses nothing, because the window is shown over the network, on this display of X11.
    NeededByDisplay(String),
    /// The system refuses nothing, for this reason. There is still no code that would ask for anything.
    Open(String),
}

impl Network {
    /// What to call it where there is room for three words.
    pub fn badge(&self) -> &'static str {
        match self {
            Self::Blocked => "Network blocked by the system",
            Self::NeededByDisplay(_) => "Network not blocked",
            Self::Open(_) => "No network code",
        }
    }

    /// What it means and how to see it with other eyes, in whole sentences.
    pub fn about(&self) -> String {
        const NO_CODE: &str = "No part of this program asks for the network, and no library for HTTP, TLS or host names is \
                               in it: those that open connections speak to the display and to the bus of the desktop.";
        match self {
            Self::Blocked => format!(
                "The system refuses every internet socket to this program and to what it starts, and nothing takes that \
                 back while it runs. It was tried: TCP and UDP, IPv4 and IPv6. See for yourself: `grep Seccomp: \
                 /proc/{}/status` shows 2, a filter. Programs on this computer, such as the desktop, can still be \
                 talked to.",
                std::process::id()
            ),
            Self::NeededByDisplay(display) => format!(
                "The window is shown over the network, on the display {display}: what is on the screen travels there, \
                 and so does what is copied and pasted. So the system cannot refuse the network to it. {NO_CODE} The \
                 commands in the terminal have the network refused."
            ),
            Self::Open(reason) => format!(
                "{NO_CODE} Tokens and keys stay on this computer. The system does not enforce it: {reason}."
            ),
        }
    }
}

/// Takes the network away, once and for good, from all threads and from every child. Says what holds now; asked again, it
/// says the same.
pub fn block_network() -> Network {
    static NETWORK: OnceLock<Network> = OnceLock::new();
    NETWORK
        .get_or_init(|| system::block().map_or_else(Network::Open, |()| Network::Blocked))
        .clone()
}

/// No core dump of this process or its children is written or piped anywhere from now on; where the system does not take
/// that, nothing of their memory is in it.
///
/// # Errors
/// When the system refuses both, or has no such switch; says why.
pub fn forbid_core_dumps() -> Result<(), String> {
    system::forbid_core_dumps()
}

/// The X11 display that a window would be shown on, if it is reached over TCP: `localhost:10`, as `ssh -X` sets it.
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

    /// Other ways to a socket, refused whatever their arguments: a ring of the kernel opens and connects sockets without
    /// asking the filter, and the others take sockets from programs that have no filter or make such a program open one.
    const REFUSED: [i64; 6] = [
        libc::SYS_io_uring_setup,
        libc::SYS_io_uring_enter,
        libc::SYS_io_uring_register,
        libc::SYS_pidfd_getfd,
        libc::SYS_process_vm_writev,
        libc::SYS_ptrace,
    ];

    /// What marks a call of x86's third calling convention, x32, which has numbers of its own.
    #[cfg(target_arch = "x86_64")]
    const X32: i64 = 0x4000_0000;

    /// Blocks and looks whether it holds.
    pub(super) fn block() -> Result<(), String> {
        let filter = filter().map_err(|error| format!("the filter cannot be built ({error})"))?;
        apply_filter_all_threads(&filter).map_err(|error| match error {
            seccompiler::Error::Prctl(error) | seccompiler::Error::Seccomp(error) => {
                format!("it does not take the filter ({error})")
            }
            error => format!("it does not take the filter ({error})"),
        })?;
        for family in [AddressFamily::INET, AddressFamily::INET6] {
            for kind in [SocketType::STREAM, SocketType::DGRAM] {
                match socket(family, kind, None) {
                    Err(Errno::ACCESS) => {}
                    _ => return Err("a socket that it should refuse could be opened".to_owned()),
                }
            }
        }
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        match status
            .lines()
            .find_map(|line| line.strip_prefix("Seccomp:"))
        {
            Some(mode) if mode.trim() != "2" => Err("it says that there is no filter".to_owned()),
            // Without `/proc` the sockets that were refused are proof enough.
            _ => Ok(()),
        }
    }

    /// Everything is allowed but sockets of any family other than Unix, and ways around that. A call in the numbers of
    /// another architecture, such as 32-bit x86, ends the process.
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
            // In x32 `ptrace` and `process_vm_writev` have moved.
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

    /// The limit is 1 byte, not 0: the kernel ignores the limit when dumps are piped to a program, as systemd and apport
    /// have it, but for this one value, its mark for "no dump at all" (`fs/coredump.c`). A file has more than one byte.
    ///
    /// Where the limit is 0 already and cannot be raised, as on hardened systems, a piped dump would go on. So the kernel
    /// is told as well which memory goes into one (`coredump_filter` of `core(5)`, kept by children): none.
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
        Err(
            "only Linux on x86-64 and ARM64 lets a program give the network up by itself"
                .to_owned(),
        )
    }

    pub(super) fn forbid_core_dumps() -> Result<(), String> {
        Err("there is no switch for it on this system".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn displays_over_tcp_are_told_from_those_on_this_computer() {
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
    fn each_state_says_what_holds_and_what_does_not() {
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
                .ends_with("does not enforce it: it is too old.")
        );
    }
}
