//! Free ports of 127.0.0.1.

use std::hash::{BuildHasher, RandomState};
use std::net::TcpListener;

/// Listens on a free port.
///
/// The port lies below those that the kernel hands to outgoing connections. One from up there
/// (what binding port 0 gives) is not safe to leave and come back to: in between, an outgoing
/// connection may take it, and a client that tries to reach it may even connect to itself.
pub fn listen() -> TcpListener {
    for attempt in 0..1_000_u32 {
        let port = 12_000 + RandomState::new().hash_one(attempt) % 20_000;
        if let Ok(listener) = TcpListener::bind(("127.0.0.1", port as u16)) {
            return listener;
        }
    }
    panic!("no free port between 12000 and 32000");
}

/// A port that was free a moment ago.
pub fn free() -> u16 {
    listen().local_addr().expect("address of a listener").port()
}
