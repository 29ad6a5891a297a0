//! [`Transaction`]: watched keys, commands that read them, then all or nothing.

use std::fmt;

use crate::command::Command;
use crate::convert::ToArgs;
use crate::error::{Error, Result};
use crate::resp::Frame;

use super::pipeline::Watched;
use super::request::for_any_connection;
use super::{Lease, Pipeline, Reconnect, Redis, Start, maybe_async};

/// A transaction that depends on what it reads: `WATCH`, then commands that are answered at once, then
/// [`multi`](Self::multi) with the commands that are executed only if no watched key was changed meanwhile.
///
/// [`Redis::transaction`] makes one for every attempt; [`Redis::watch`] makes one by hand:
///
/// ```
/// use redial::prelude::*;
///
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?;
/// r.set("tx:stock", 3)?;
/// let mut tx = r.watch("tx:stock")?;
/// let stock: Option<i64> = tx.get("tx:stock")?; // answered at once
/// if stock > Some(0) {
///     let (left,): (i64,) = tx.multi().decr("tx:stock").execute()?; // an error if it was changed
///     assert_eq!(left, 2);
/// }
/// # r.delete("tx:stock")?;
/// # Ok(())
/// # }
/// ```
/// In [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) whatever does I/O is awaited.
///
/// Dropping it ends the watching.
pub struct Transaction {
    pipeline: Pipeline,
}

impl Transaction {
    pub(super) fn new(redis: Redis, lease: Lease) -> Self {
        let mut pipeline = Pipeline::new(redis);
        pipeline.watched = Some(Watched {
            lease,
            active: false,
        });
        Self { pipeline }
    }

    /// Watches more keys.
    ///
    /// # Errors
    /// `Watch` if the connection was lost and with it what was watched before; those of `WATCH`.
    #[maybe_async]
    pub async fn watch(&mut self, keys: impl ToArgs) -> Result<()> {
        let watch = Command::new("WATCH").keys(keys);
        self.call(&watch, Reconnect::Forbidden, Start::now())
            .await?;
        self.set_watching(true);
        Ok(())
    }

    /// Ends the watching of all keys: [`multi`](Self::multi) will succeed whatever happened to them.
    ///
    /// # Errors
    /// Those of `UNWATCH`.
    #[maybe_async]
    pub async fn unwatch(&mut self) -> Result<()> {
        let unwatch = Command::new("UNWATCH");
        self.call(&unwatch, Reconnect::Forbidden, Start::now())
            .await?;
        self.set_watching(false);
        Ok(())
    }

    /// The pipeline of the commands that are to be executed together. [`execute`](Pipeline::execute) sends them, which
    /// ends the watching; it is an error of kind `Watch` if a watched key was changed, and nothing was executed then.
    pub const fn multi(&mut self) -> &mut Pipeline {
        &mut self.pipeline
    }

    /// The first command on the connection; only here it may connect anew.
    #[maybe_async]
    pub(super) async fn begin(&mut self, watch: &Command, start: Start) -> Result<()> {
        self.call(watch, Reconnect::Allowed, start).await?;
        self.set_watching(true);
        Ok(())
    }

    /// Sends one command at once, on the watching connection.
    #[maybe_async]
    pub(in super::super) async fn run(&mut self, command: &Command, start: Start) -> Result<Frame> {
        for_any_connection(command, command.facts())?;
        self.call(command, Reconnect::Forbidden, start).await
    }

    #[maybe_async]
    async fn call(
        &mut self,
        command: &Command,
        reconnect: Reconnect,
        start: Start,
    ) -> Result<Frame> {
        match &mut self.pipeline.watched {
            Some(watched) => watched.call(command, reconnect, start).await,
            None => Err(Error::data("the transaction has no connection")),
        }
    }

    /// Remembers that keys are watched; on the connection too, so that it stops when it is used by somebody else.
    fn set_watching(&mut self, watching: bool) {
        if let Some(watched) = &mut self.pipeline.watched {
            watched.active = watching;
        }
    }
}

/// What was watched is no longer, when somebody else gets the connection.
impl Drop for Transaction {
    fn drop(&mut self) {
        if let Some(watched) = &mut self.pipeline.watched
            && watched.active
            && let Some(wire) = watched.lease.current()
        {
            wire.set_watching(true);
        }
    }
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction")
            .field("pipeline", &self.pipeline)
            .finish()
    }
}
