//! [`Pipeline`]: many commands, sent together.

use std::fmt;

use bytes::Bytes;

use crate::command::{Batch, Command, Execute};
use crate::commands::Script;
use crate::convert::{FromReply, ToArgs};
use crate::error::{Error, ErrorKind, Outcome, Result};
use crate::resp::{Frame, Value};
use crate::session::{BatchAnswer, NeededScripts};

use super::request::for_batch;
use super::script::not_run;
use super::{Lease, Reconnect, Redis, Request, Start, maybe_async};

/// Commands that are collected, and sent and answered together: made by [`Redis::pipeline`].
///
/// As in redis-py it is a transaction (`MULTI` … `EXEC`: all of them or none, nobody else's in between)
/// unless [`transaction(false)`](Self::transaction) makes it a plain batch. Nothing is sent before
/// [`execute`](Self::execute). Every command returns the pipeline, so calls chain, and loops work as well:
///
/// ```
/// use redial::prelude::*;
///
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?;
/// let mut pipe = r.pipeline();
/// let (ok, n): (bool, i64) = pipe.set("pipe:a", 1).incr("pipe:a").execute()?;
/// assert_eq!((ok, n), (true, 2));
///
/// let mut bulk = r.pipeline().transaction(false);
/// for i in 0..10_000 {
///     bulk.set(format!("pipe:{i}"), i);
/// }
/// let replies: Vec<bool> = bulk.execute()?;
/// assert_eq!(replies.len(), 10_000);
/// # for i in 0..10_000 { bulk.delete(format!("pipe:{i}")); }
/// # bulk.delete("pipe:a").execute::<()>()?;
/// # Ok(())
/// # }
/// ```
/// In [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) whatever does I/O is awaited.
///
/// It holds the encoded commands and nothing else; the replies are read while the commands are written, so
/// a batch of any size can't end with both sides waiting for each other. It can be used again after `execute`.
///
/// The type that `execute` is asked for decides how the replies are decoded. A method that is generic over the user's
/// data, such as `get`, has to be told a type all the same; a pipeline does not look at it, so any will do:
/// `pipe.get::<String>(key)`. To look at each command's error separately (redis-py: `raise_on_error=False`) there is
/// [`execute_each`](Self::execute_each).
///
/// A helper that gets a `&mut Pipeline` and calls more than one command on it reborrows: `(&mut *pipe).set(…)`.
pub struct Pipeline {
    redis: Redis,
    batch: Batch,
    scripts: NeededScripts,
    /// The connection that watches keys, in a [`Transaction`](super::Transaction).
    pub(super) watched: Option<Watched>,
}

/// A connection that watches keys, or did.
pub(super) struct Watched {
    pub(super) lease: Lease,
    pub(super) active: bool,
}

impl Pipeline {
    pub(super) fn new(redis: Redis) -> Self {
        Self {
            redis,
            batch: Batch::new(),
            scripts: NeededScripts::default(),
            watched: None,
        }
    }

    /// Whether the commands are one transaction, `MULTI` … `EXEC` (default: `true`).
    #[must_use]
    pub const fn transaction(mut self, transaction: bool) -> Self {
        self.batch.set_atomic(transaction);
        self
    }

    /// How many commands have been collected since the last [`execute`](Self::execute).
    #[must_use]
    pub const fn len(&self) -> usize {
        self.batch.len()
    }

    /// Whether no command has been collected.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.batch.len() == 0
    }

    /// Forgets the commands collected so far.
    pub fn reset(&mut self) {
        self.batch.clear();
        self.scripts.clear();
    }

    /// Adds a call of a script, which finds `keys` in `KEYS` and `args` in `ARGV` (`()` for none).
    ///
    /// It is called by its digest (`EVALSHA`). Before the commands are sent the server is asked once which of their
    /// scripts it has (`SCRIPT EXISTS`), and is given those that it has not (`SCRIPT LOAD`), so that none is
    /// missing in the middle of a transaction. A script that can't be loaded, as it does not compile, is the
    /// error of [`execute`](Self::execute), and then no command has been sent. If somebody empties the server's
    /// cache in just that moment, the script's reply is an error of kind `NoScript`.
    ///
    /// ```
    /// use redial::prelude::*;
    ///
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// let r = Redis::from_url(url)?;
    /// let double = Script::new("return redis.call('GET', KEYS[1]) * 2");
    /// let mut pipe = r.pipeline();
    /// pipe.set("doc:double", 21).call_script(&double, "doc:double", ());
    /// let (_, n): (bool, i64) = pipe.execute()?;
    /// assert_eq!(n, 42);
    /// # r.delete("doc:double")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn call_script(
        &mut self,
        script: impl AsRef<Script>,
        keys: impl ToArgs,
        args: impl ToArgs,
    ) -> &mut Self {
        let script = script.as_ref();
        self.scripts.add(script);
        self.execute_command::<()>(script.run(keys, args))
    }

    /// Sends the commands and decodes their replies: to a tuple with a type for each (up to 12), to a `Vec`, or to
    /// `()` if they don't matter. Without any command nothing is sent. The pipeline is empty afterwards,
    /// however it ends.
    ///
    /// # Errors
    /// `Data` if one of the commands can't be part of a pipeline (`SELECT`, `SHUTDOWN`, …), and then nothing was sent.
    /// The first error among the replies, with the number and the name of its command; the other commands
    /// have been executed all the same. `ExecAbort`, or the error that caused it, if the server refused the
    /// transaction, and then none was executed. `Watch` if a watched key was changed. `Decode` if the replies
    /// don't fit. Errors of the connection: [`outcome`](Error::outcome) says whether the batch may have been executed.
    #[maybe_async]
    pub async fn execute<T: FromReply>(&mut self) -> Result<T> {
        let mut batch = self.batch.take();
        let frame = self.send(&mut batch).await?;
        BatchAnswer::new(&batch, frame).decode()
    }

    /// Sends the commands, and leaves each one's error in its place (redis-py: `execute(raise_on_error=False)`).
    ///
    /// # Errors
    /// Those that concern the batch as a whole: see [`execute`](Self::execute).
    #[maybe_async]
    pub async fn execute_each(&mut self) -> Result<Vec<Result<Value>>> {
        let mut batch = self.batch.take();
        let frame = self.send(&mut batch).await?;
        BatchAnswer::new(&batch, frame).decode_each()
    }

    #[maybe_async]
    async fn send(&mut self, batch: &mut Batch) -> Result<Frame> {
        let scripts = std::mem::take(&mut self.scripts);
        let watching = self.watched.as_ref().is_some_and(|watched| watched.active);
        if batch.len() == 0 && !watching {
            let refused = batch.seal();
            batch.set_atomic(false);
            return refused.map(|()| Frame::sequence(Bytes::new(), 0));
        }
        batch.seal()?;
        let start = Start::now();
        self.load(&scripts, start).await.map_err(not_run)?;
        let request = Request::batch(batch);
        match &mut self.watched {
            Some(watched) => watched.execute(&request, start).await,
            None => self.redis.call(&request, start).await,
        }
    }

    /// Gives the server those of the scripts that it has not.
    #[maybe_async]
    async fn load(&mut self, scripts: &NeededScripts, start: Start) -> Result<()> {
        let Some(question) = scripts.question() else {
            return Ok(());
        };
        let has: Vec<bool> = question.decode(self.ask(&question, start).await?)?;
        for load in scripts.loads(&has) {
            self.ask(&load, start).await?;
        }
        Ok(())
    }

    /// Sends one command before the others, where they will be sent.
    #[maybe_async]
    async fn ask(&mut self, command: &Command, start: Start) -> Result<Frame> {
        match &mut self.watched {
            Some(watched) => watched.call(command, Reconnect::Forbidden, start).await,
            None => self.redis.run(command, start).await,
        }
    }
}

impl Watched {
    /// Sends one command at once, and goes on watching.
    #[maybe_async]
    pub(super) async fn call(
        &mut self,
        command: &Command,
        reconnect: Reconnect,
        start: Start,
    ) -> Result<Frame> {
        let request = Request::command(command, command.facts())?;
        let answered = self.lease.call(&request, reconnect, start).await;
        answered.map_err(|error| {
            // To begin again must not execute anything twice.
            let nothing_done = request.safe_twice || error.outcome() == Outcome::NotSent;
            match self.active && nothing_done {
                true => lost_watch(error),
                false => error,
            }
        })
    }

    /// Sends the transaction, which ends the watching whatever comes of it.
    #[maybe_async]
    async fn execute(&mut self, request: &Request<'_>, start: Start) -> Result<Frame> {
        let was_active = std::mem::take(&mut self.active);
        if let Some(wire) = self.lease.current() {
            wire.set_watching(false);
        }
        let answered = self.lease.call(request, Reconnect::Forbidden, start).await;
        let frame = answered.map_err(|error| match was_active {
            true if error.outcome() == Outcome::NotSent => lost_watch(error),
            _ => error,
        })?;
        if was_active && BatchAnswer::is_no_transaction(&frame) {
            // Without MULTI there was no EXEC either, and the keys are still watched.
            self.lease.close();
        }
        Ok(frame)
    }
}

/// The connection that watched was lost before the transaction was sent: nothing was executed, and
/// it is the same as if a key had been changed.
fn lost_watch(error: Error) -> Error {
    if !error.is_connection() {
        return error;
    }
    Error::new(
        ErrorKind::Watch,
        "the connection was lost while it watched keys",
    )
    .with_source(error)
}

/// Collects the command.
impl<'p> Execute for &'p mut Pipeline {
    type Out<R: FromReply> = &'p mut Pipeline;

    fn execute_command<R: FromReply>(self, command: Command) -> &'p mut Pipeline {
        let facts = command.facts();
        match Request::command(&command, facts).and_then(|_request| for_batch(&command, facts)) {
            Ok(()) => self.batch.push(&command, facts),
            Err(error) => self.batch.refuse(error),
        }
        self
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline")
            .field("commands", &self.batch.len())
            .field("transaction", &self.batch.is_atomic())
            .finish_non_exhaustive()
    }
}
