//! TLS without sockets: what turns the bytes of commands into those that go over the wire, and back.
//!
//! ```text
//! Encoded ──seal──▶ Sealer ─┐                       ┌─▶ the socket
//!                           ├─▶ Session (native-tls)┤
//! Inbox ◀──open── Opener ◀──┘                       └── the socket
//! ```
//!
//! The TLS library is given a piece of memory for a socket ([`Memory`]), so it never waits: whoever has a socket reads
//! and writes it as if there were no TLS, with the same deadlines and as many system calls, and has the bytes
//! changed in between. Both faces do, each in its `rt`. Reading and writing at once, by two threads or two tasks,
//! needs a lock only for as long as bytes are encrypted or decrypted, never while somebody waits.
//!
//! What the library wants to send by itself (the answer to a change of keys) goes out with the next request: that is
//! when the protocol wants it there at the latest.
//!
//! Without the feature `tls` the types are there, and there are no values of them.

#[cfg(feature = "tls")]
mod connector;
#[cfg(feature = "tls")]
mod greeting;
#[cfg(feature = "tls")]
mod session;

#[cfg(not(feature = "tls"))]
mod absent;

#[cfg(not(feature = "tls"))]
pub(crate) use absent::{Connector, Greeting, Opener, Sealer, Session};
#[cfg(feature = "tls")]
pub(crate) use {
    connector::Connector,
    greeting::Greeting,
    session::{Opener, Sealer, Session},
};
