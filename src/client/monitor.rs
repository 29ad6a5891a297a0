//! [`Monitor`]: all commands that a server executes, as they come.

use std::fmt;
use std::time::{Duration, Instant};

use crate::commands::MonitoredCommand;
use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Frame, Reply};

use super::link::{Link, Received};
use super::{ConnectionPool, Lease, Redis, Start, maybe_async, rt};

/// A connection on which the server shows all commands that it executes, whoever gives them
/// ([`Redis::monitor`]). It is an iterator, in `asyncio` a stream, that ends after the first error.
///
/// It takes a connection of the pool, and closes it when it is dropped. What it does not read the server has to
/// keep, and closes the connection when that gets too much. Monitoring slows a busy server down by half.
///
/// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/monitor/)
///
/// ```
/// use redial::prelude::*;
///
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?;
/// let mut monitor = r.monitor()?;
/// r.set("doc:monitored", "a value")?;
/// loop {
///     let seen = monitor.next_command()?;
///     if seen.command() == "SET doc:monitored a value" {
///         break;
///     }
/// }
/// # r.delete("doc:monitored")?;
/// # Ok(())
/// # }
/// ```
/// In [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) whatever does I/O is awaited.
pub struct Monitor {
    pool: ConnectionPool,
    link: Link,
    is_over: bool,
    /// Without it the server would take the connection for closed.
    _writer: rt::WriteHalf,
    /// The right to a connection.
    _lease: Lease,
}

impl Monitor {
    #[maybe_async]
    pub(super) async fn begin(redis: &Redis) -> Result<Self> {
        let pool = redis.connection_pool().clone();
        let start = Start::now();
        let deadline = start.sent_by(redis.config().socket_timeout);
        let mut lease = pool.acquire(deadline).await?;
        let ready = lease.ready(start).await;
        ready.map_err(|error| blame(&pool, error))?;
        let mut wire = lease.take_wire(deadline).await?;
        let begun = wire.monitor(deadline).await;
        begun.map_err(|error| blame(&pool, error))?;
        let (stream, inbox, origin) = wire.into_parts();
        let (half, writer) = stream.into_split();
        Ok(Self {
            pool,
            link: Link::new(half, inbox, origin),
            is_over: false,
            _writer: writer,
            _lease: lease,
        })
    }

    /// The next command; waits until there is one.
    ///
    /// # Errors
    /// `Connection` if the connection was lost, and from then on: what was executed meanwhile can't be seen any
    /// more.
    #[maybe_async]
    pub async fn next_command(&mut self) -> Result<MonitoredCommand> {
        loop {
            if let Some(seen) = self.receive(None).await? {
                return Ok(seen);
            }
        }
    }

    /// The next command; `None` if there is none within the time. Zero only looks.
    ///
    /// # Errors
    /// As for [`next_command`](Self::next_command).
    #[maybe_async]
    pub async fn next_command_within(
        &mut self,
        timeout: Duration,
    ) -> Result<Option<MonitoredCommand>> {
        let deadline = Instant::now().checked_add(timeout);
        self.receive(deadline).await
    }

    /// The next item of the iterator, or the stream.
    #[maybe_async]
    pub(in super::super) async fn next_item(&mut self) -> Option<Result<MonitoredCommand>> {
        if self.is_over {
            return None;
        }
        let next = self.next_command().await;
        self.is_over = next.is_err();
        Some(next)
    }

    #[maybe_async]
    async fn receive(&mut self, deadline: Option<Instant>) -> Result<Option<MonitoredCommand>> {
        loop {
            while let Some(frame) = self.frame()? {
                if let Some(seen) = seen(frame.reply()) {
                    return seen.map(Some);
                }
            }
            let received = self.link.receive(deadline).await;
            match received.map_err(|error| self.lost(error))? {
                Received::TimeOver => return Ok(None),
                Received::Bytes => {}
            }
        }
    }

    fn frame(&mut self) -> Result<Option<Frame>> {
        let frame = self.link.frame();
        frame.map_err(|error| self.lost(error))
    }

    fn lost(&mut self, error: Error) -> Error {
        self.link.lost(&error);
        blame(&self.pool, error)
    }
}

/// What a reply shows; `None` if it is a push about something else.
fn seen(reply: Reply<'_>) -> Option<Result<MonitoredCommand>> {
    match reply {
        Reply::Push(_) => None,
        reply => Some(MonitoredCommand::from_reply(reply)),
    }
}

fn blame(pool: &ConnectionPool, error: Error) -> Error {
    error
        .with_command("MONITOR")
        .with_address(&pool.shared().address())
}

impl fmt::Debug for Monitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Monitor")
            .field("pool", &self.pool)
            .finish_non_exhaustive()
    }
}
