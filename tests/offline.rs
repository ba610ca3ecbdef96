//! What the filter of `platform::sandbox` denies, tried by a process under the filter.
//!
//! The filter cannot be removed, so each attempt runs in a child process: this program with a variable that selects a test.

#![allow(clippy::print_stdout, reason = "a child process reports to its parent")]

use std::{
    env, fs, io,
    net::{TcpListener, TcpStream, ToSocketAddrs as _, UdpSocket},
    os::unix::net::{UnixListener, UnixStream},
    process::Command,
    thread,
};

use mux_jwt::platform::sandbox::{self, Network};

/// The task of the child and the addresses that the parent listens on: `blocked 127.0.0.1:4000 [::1]:4001`.
const TASK: &str = "MUX_JWT_OFFLINE_TEST";

/// System calls below 424 have different numbers on each architecture.
const X86: bool = cfg!(target_arch = "x86_64");

/// The result of each attempt, one per line: its name, then `works` or the error.
fn tries(ipv4: &str, ipv6: &str) -> Vec<String> {
    let port = ipv4.rsplit(':').next().expect("an address has a port");
    let attempt = |name: &str, result: io::Result<()>| match result {
        Ok(()) => format!("{name} works"),
        Err(error) => format!("{name} {:?}", error.kind()),
    };
    // Children of the child inherit the filter and cannot remove it.
    let program = |name: &str, program: &str, args: &[&str]| {
        let output = Command::new(program).args(args).output();
        let output = output.unwrap_or_else(|error| panic!("{program}: {error}"));
        let errors = String::from_utf8_lossy(&output.stderr);
        match output.status.success() {
            true => format!("{name} works"),
            false if errors.contains("Permission denied") => format!("{name} PermissionDenied"),
            false => format!("{name} {errors}"),
        }
    };
    let call = |name: &str, numbers: &str| {
        let script = format!("$room = \"\\0\" x 120; syscall({numbers}) >= 0 or die $!");
        program(name, "perl", &["-e", &script])
    };
    vec![
        attempt("tcp", TcpStream::connect(ipv4).map(drop)),
        attempt("tcp6", TcpStream::connect(ipv6).map(drop)),
        attempt("listen", TcpListener::bind("127.0.0.1:0").map(drop)),
        attempt("udp", UdpSocket::bind("127.0.0.1:0").map(drop)),
        attempt("udp6", UdpSocket::bind("[::1]:0").map(drop)),
        attempt(
            "thread",
            thread::scope(|scope| {
                let connected = scope.spawn(|| TcpStream::connect(ipv4).map(drop));
                connected.join().expect("the thread does not panic")
            }),
        ),
        program(
            "grandchild",
            "bash",
            &["-c", &format!("exec 3<>/dev/tcp/127.0.0.1/{port}")],
        ),
        // AF_PACKET, AF_NETLINK and AF_VSOCK.
        program("packet", "perl", &["-e", "socket(S, 17, 2, 0) or die $!"]),
        program("netlink", "perl", &["-e", "socket(S, 16, 2, 0) or die $!"]),
        program("vsock", "perl", &["-e", "socket(S, 40, 1, 0) or die $!"]),
        // A ring can open and connect sockets without any further call.
        call("io_uring", "425, 4, $room"),
        // Calls that take a socket from another process, or make it open one. Process 0 does not exist, so without the
        // filter they fail in another way.
        call(
            "ptrace",
            &format!("{}, 16, 0, 0, 0", if X86 { 101 } else { 117 }),
        ),
        call(
            "write to another",
            &format!("{}, 0, 0, 0, 0, 0, 0", if X86 { 311 } else { 271 }),
        ),
        call("socket of another", "438, -1, 0, 0"),
        attempt("unix", unix_pair()),
    ]
}

/// Opens a Unix socket and connects to it.
fn unix_pair() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("socket");
    let _listener = UnixListener::bind(&path)?;
    UnixStream::connect(&path).map(drop)
}

/// Runs a test again in a child process with this task and returns what it printed.
fn child(test: &str, task: &str) -> Vec<String> {
    let output = Command::new(env::current_exe().expect("a running program has a path"))
        .args([test, "--exact", "--nocapture"])
        .env(TASK, task)
        .output()
        .expect("the test binary starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let printed = String::from_utf8_lossy(&output.stdout);
    let lines = printed
        .lines()
        .filter_map(|line| line.strip_prefix("try: "));
    lines.map(str::to_owned).collect()
}

#[test]
fn filter_denies_internet_sockets_to_all_children() {
    if let Ok(task) = env::var(TASK) {
        let [mode, ipv4, ipv6] = task.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{task}");
        };
        // Started before the filter, which must apply to running threads as well.
        let (start, wait) = std::sync::mpsc::channel::<String>();
        let early = thread::spawn(move || {
            let address = wait.recv().expect("the parent sends an address");
            TcpStream::connect(address)
                .map(drop)
                .map_err(|error| error.kind())
        });
        if mode == "blocked" {
            assert_eq!(sandbox::block_network(), Network::Blocked);
            // A second call reports the same and adds no second filter.
            assert_eq!(sandbox::block_network(), Network::Blocked);
            let status = fs::read_to_string("/proc/self/status").expect("Linux has it");
            assert!(
                status.contains("Seccomp:\t2\nSeccomp_filters:\t1\n"),
                "{status}"
            );
        }
        start.send(ipv4.to_owned()).expect("the thread waits");
        println!(
            "try: early {:?}",
            early.join().expect("the thread does not panic")
        );
        for line in tries(ipv4, ipv6) {
            println!("try: {line}");
        }
        // A name service behind a Unix socket uses the network of another program.
        let asks_another = fs::read_to_string("/etc/nsswitch.conf")
            .is_ok_and(|text| text.contains("resolve") || text.contains("sss"));
        if mode == "blocked" && !asks_another {
            assert!("mux.com:443".to_socket_addrs().is_err());
        }
        return;
    }
    let test = "offline::filter_denies_internet_sockets_to_all_children";
    let ipv4 = TcpListener::bind("127.0.0.1:0").expect("the loopback interface is up");
    // A machine without IPv6 has no such address and nothing to connect to.
    let ipv6 = TcpListener::bind("[::1]:0");
    let address = |listener: &TcpListener| listener.local_addr().expect("it listens").to_string();
    let ipv4_address = address(&ipv4);
    let ipv6_address = ipv6.as_ref().map_or("[::1]:9".to_owned(), address);

    let open = child(test, &format!("open {ipv4_address} {ipv6_address}"));
    for name in [
        "early Ok(())",
        "tcp works",
        "listen works",
        "udp works",
        "thread works",
        "grandchild works",
    ] {
        assert!(
            open.contains(&name.to_owned()),
            "without a filter: {name}: {open:?}"
        );
    }
    let blocked = child(test, &format!("blocked {ipv4_address} {ipv6_address}"));
    assert_eq!(
        blocked,
        [
            "early Err(PermissionDenied)",
            "tcp PermissionDenied",
            "tcp6 PermissionDenied",
            "listen PermissionDenied",
            "udp PermissionDenied",
            "udp6 PermissionDenied",
            "thread PermissionDenied",
            "grandchild PermissionDenied",
            "packet PermissionDenied",
            "netlink PermissionDenied",
            "vsock PermissionDenied",
            "io_uring PermissionDenied",
            "ptrace PermissionDenied",
            "write to another PermissionDenied",
            "socket of another PermissionDenied",
            "unix works",
        ]
    );
    // Nothing has arrived since the child without a filter left.
    ipv4.set_nonblocking(true)
        .expect("a listener can be non-blocking");
    let arrived = std::iter::from_fn(|| ipv4.accept().ok()).count();
    assert_eq!(arrived, 4, "all of them from the child without a filter");
}

#[test]
fn core_dumps_are_disabled() {
    if env::var(TASK).is_ok() {
        sandbox::forbid_core_dumps().expect("Linux has a limit");
        let limits = fs::read_to_string("/proc/self/limits").expect("Linux has it");
        let core = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"));
        let words: Vec<_> = core
            .expect("a limit")
            .split_whitespace()
            .skip(4)
            .take(2)
            .collect();
        // One byte is less than any dump, and means "none" where dumps are piped.
        println!("try: {}", words.join(" "));
        // A child has the same limit and cannot lift it.
        let lifted = Command::new("bash")
            .args(["-c", "ulimit -Hc; ulimit -c unlimited"])
            .output();
        let lifted = lifted.expect("bash is there");
        println!(
            "try: {}",
            if lifted.status.success() {
                "lifted"
            } else {
                "held"
            }
        );
        // No kind of memory goes into a dump, not even of a child that has lifted the limit.
        let filter = Command::new("cat")
            .arg("/proc/self/coredump_filter")
            .output()
            .expect("cat is there");
        println!("try: {}", String::from_utf8_lossy(&filter.stdout).trim());
        return;
    }
    let lines = child("offline::core_dumps_are_disabled", "cores");
    // A hard limit of 0 is lower, and only the superuser raises it.
    assert!(["1 1", "0 0"].contains(&lines[0].as_str()), "{lines:?}");
    // Only the superuser lifts a limit.
    assert!(lines[1] == "held" || is_superuser(), "{lines:?}");
    assert_eq!(lines[2], "00000000", "{lines:?}");
}

fn is_superuser() -> bool {
    let status = fs::read_to_string("/proc/self/status").expect("Linux has it");
    status.lines().any(|line| line.starts_with("Uid:\t0\t"))
}
