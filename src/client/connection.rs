//! [`Connection`]: one connection of one's own.

use std::fmt;

use crate::command::Command;
use crate::error::Result;
use crate::resp::Frame;
use crate::resp::Protocol;

use super::request::for_one_reply;
use super::{Lease, Reconnect, Request, Start, maybe_async};

/// One connection that is its owner's alone, with all commands on it, in order: made by
/// [`Redis::connection`](super::Redis::connection).
///
/// Dropping it gives the connection back to its pool; one whose state was changed (`SELECT`, `MULTI`,
/// `CLIENT NO-EVICT`, …) is closed instead, so that nobody else finds it changed. If the connection is
/// lost, the next command connects anew, unless its state had been changed: then every command is an error of kind
/// `Connection`, since a new connection would not have that state.
///
/// ```
/// use redial::prelude::*;
///
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?;
/// let mut conn = r.connection()?;
/// conn.select(1)?;
/// conn.set("my-key", "in database 1")?;
/// # conn.delete("my-key")?;
/// # Ok(())
/// # }
/// ```
/// In [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) whatever does I/O is awaited.
pub struct Connection {
    lease: Lease,
    changed: bool,
}

impl Connection {
    pub(super) const fn new(lease: Lease) -> Self {
        Self {
            lease,
            changed: false,
        }
    }

    /// The protocol that is spoken, as agreed on when it was connected; `None` while the connection is lost.
    pub fn protocol(&mut self) -> Option<Protocol> {
        self.lease.current().map(|wire| wire.protocol())
    }

    /// Closes the connection instead of giving it back to the pool.
    pub fn close(mut self) {
        self.lease.close();
    }

    /// Sends one command and waits for its reply.
    #[maybe_async]
    pub(in super::super) async fn run(&mut self, command: &Command, start: Start) -> Result<Frame> {
        let facts = command.facts();
        for_one_reply(command, facts)?;
        let request = Request::command(command, facts)?;
        let reconnect = if self.changed {
            Reconnect::Forbidden
        } else {
            Reconnect::Allowed
        };
        self.changed |= facts.changes_connection;
        self.lease.call(&request, reconnect, start).await
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.changed {
            self.lease.close();
        }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("lease", &self.lease)
            .field("changed", &self.changed)
            .finish()
    }
}
