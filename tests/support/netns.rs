//! A network of its own, with a server in it that can be made to vanish without a word.
//!
//! Where that may be done: on Linux, as root, with `ip`. One end of a pair of virtual interfaces is in the new
//! namespace, the other stays with the test. A watchdog, as of the [servers](super::server), takes all of it away.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::os::unix::process::CommandExt;

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::server::Server;

/// Makes the namespace and starts the server in it. Both ends know each other for good, so that the hole is one in the
/// network, and nobody is told that there is no way. What follows `read` happens when the pipe closes.
const WATCHDOG: &str = r#"
name=$1 network=$2 port=$3 binary=$4
undo() {
    if [ -n "$server" ]; then kill -9 "$server"; wait "$server"; fi
    ip netns del "$name"
} 2>/dev/null
trap undo EXIT
ip netns add "$name" &&
ip link add "$name" type veth peer name inside netns "$name" &&
ip addr add "$network.1/24" dev "$name" &&
ip link set "$name" up &&
ip -n "$name" addr add "$network.2/24" dev inside &&
ip -n "$name" link set inside up &&
ip -n "$name" link set lo up || exit 1
here=$(cat "/sys/class/net/$name/address")
there=$(ip netns exec "$name" cat /sys/class/net/inside/address)
ip neigh replace "$network.2" lladdr "$there" nud permanent dev "$name" &&
ip -n "$name" neigh replace "$network.1" lladdr "$here" nud permanent dev inside || exit 1
ip netns exec "$name" "$binary" --bind "$network.2" --port "$port" --protected-mode no --save "" \
    --appendonly no --dir "${TMPDIR:-/tmp}" </dev/null >/dev/null 2>&1 &
server=$!
echo started
exec >/dev/null
read -r _
"#;

const START_TIMEOUT: Duration = Duration::from_secs(10);
const PORT: u16 = 6379;

/// A server in a network of its own. Dropping it takes both away.
pub struct FarServer {
    watchdog: Child,
    name: String,
    network: String,
}

impl FarServer {
    /// Starts one; what is in the way if that can't be done here.
    pub fn start() -> Result<Self, String> {
        let mut reason = String::new();
        // The name or the network may be somebody's.
        for attempt in 0..3_u32 {
            let random = RandomState::new().hash_one(attempt);
            let name = format!("redial{:08x}", random as u32);
            let network = format!("10.{}.{}", 64 + random % 128, (random >> 32) % 256);
            match Self::start_in(name, network) {
                Ok(server) => return Ok(server),
                Err(error) => reason = error,
            }
        }
        Err(reason)
    }

    fn start_in(name: String, network: String) -> Result<Self, String> {
        let started = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog", &name, &network])
            .arg(PORT.to_string())
            .arg(Server::binary())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn();
        let mut watchdog = started.map_err(|error| error.to_string())?;
        let mut line = String::new();
        let output = watchdog.stdout.take().expect("a piped stdout");
        let read = BufReader::new(output).read_line(&mut line);
        read.map_err(|error| error.to_string())?;
        if line.trim() != "started" {
            let output = watchdog.wait_with_output();
            let output = output.map_err(|error| error.to_string())?;
            return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
        }
        let server = Self {
            watchdog,
            name,
            network,
        };
        let deadline = Instant::now() + START_TIMEOUT;
        while TcpStream::connect_timeout(&server.address(), Duration::from_secs(1)).is_err() {
            assert!(Instant::now() < deadline, "the far server does not start");
            thread::sleep(Duration::from_millis(10));
        }
        Ok(server)
    }

    pub fn address(&self) -> SocketAddr {
        (self.ip(), PORT).into()
    }

    fn ip(&self) -> Ipv4Addr {
        let ip = format!("{}.2", self.network).parse();
        ip.expect("an address")
    }

    /// How many connections to it this machine takes for established.
    pub fn established(&self) -> usize {
        // As the kernel has it: the address as a number in its own order of bytes, in hexadecimal digits.
        let number = u32::from_ne_bytes(self.ip().octets());
        let peer = format!("{number:08X}:{PORT:04X}");
        let table = fs::read_to_string("/proc/net/tcp").expect("a /proc");
        let is_there = |line: &&str| {
            let mut fields = line.split_whitespace().skip(2);
            fields.next() == Some(&peer) && fields.next() == Some("01")
        };
        table.lines().filter(is_there).count()
    }

    pub fn url(&self) -> String {
        format!("redis://{}", self.address())
    }

    /// From here on the server gets what is sent, and nothing that it or its kernel says comes back; or all is
    /// well again.
    pub fn lose(&self, lost: bool) {
        let action = if lost { "add" } else { "del" };
        let to = format!("{}.1/32", self.network);
        let status = Command::new("ip")
            .args(["-n", &self.name, "route", action, "blackhole", &to])
            .status()
            .expect("ip");
        assert!(status.success(), "ip route {action}: {status}");
    }
}

impl Drop for FarServer {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        let _ = self.watchdog.wait();
    }
}
