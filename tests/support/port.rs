//! Free ports of 127.0.0.1.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::net::{Shutdown, TcpListener};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use socket2::SockRef;

/// For servers that know each other, in groups of sentinels and clusters. They go on calling one that was killed, and
/// whoever got its port would hear them.
const OF_GROUPS: Range<u16> = 12_000..16_000;

/// For all others. What is left out is where nodes of a cluster talk to each other, 10,000 above their ports.
const OF_OTHERS: [Range<u16>; 2] = [16_000..22_000, 26_000..32_000];

/// What this process has had. None is given twice: clients of a server that was stopped may go on looking for it.
static HAD: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());

/// Listens on a free port.
///
/// The port lies below those that the kernel hands to outgoing connections. One from up there
/// (what binding port 0 gives) is not safe to leave and come back to: in between, an outgoing
/// connection may take it, and a client that tries to reach it may even connect to itself.
pub fn listen() -> TcpListener {
    listen_in(OF_OTHERS.into_iter().flatten())
}

/// A port that was free a moment ago.
pub fn free() -> u16 {
    port_of(listen())
}

/// The same, for a server of a group.
pub fn free_for_groups() -> u16 {
    port_of(listen_in(OF_GROUPS))
}

/// Stops listening. Dropping the listener is not enough: a process that another thread is starting has a copy of it for
/// a moment, and whoever connects then is accepted by nobody and reset when the copy is closed.
pub fn close(listener: TcpListener) {
    let _ = SockRef::from(&listener).shutdown(Shutdown::Both);
}

fn port_of(listener: TcpListener) -> u16 {
    let address = listener.local_addr().expect("address of a listener");
    close(listener);
    address.port()
}

fn listen_in(ports: impl Iterator<Item = u16>) -> TcpListener {
    let mut had = HAD.lock().unwrap_or_else(PoisonError::into_inner);
    let ports: Vec<u16> = ports.filter(|port| !had.contains(port)).collect();
    for attempt in 0..1_000_u32 {
        let place = RandomState::new().hash_one(attempt) % ports.len() as u64;
        let port = ports[place as usize];
        if let Ok(listener) = TcpListener::bind(("127.0.0.1", port)) {
            had.insert(port);
            return listener;
        }
    }
    panic!("none of {} ports is free", ports.len());
}
