//! [`Redis`]: the client.

use crate::command::{Blocking, Command};
use crate::config::Config;
use crate::convert::{FromReply, ToArg, ToArgs};
use crate::error::Result;
use crate::resp::Frame;

use super::lanes::First;
use super::request::for_any_connection;
use super::{
    Connection, ConnectionPool, GroupConsumer, Monitor, Pipeline, PubSub, Reconnect, Request,
    Start, Transaction, lanes, maybe_async, rt,
};

/// A client of one Redis or Valkey server (redis-py's `Redis`).
///
/// It is made without I/O, connects when the first command needs it, and connects again by itself when a
/// connection was lost. It is cheap to clone and can be shared by threads or tasks: all its methods take `&self`, and
/// commands that are called at the same time are sent together, on one connection. Its commands are the methods of the
/// traits of [`commands`](crate::commands), which `prelude::*` brings.
///
/// ```
/// use redial::prelude::*;
/// use std::thread;
///
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?; // no I/O yet
/// r.set("doc:redis", "hello")?; // now it is connected
/// let clone = r.clone(); // the same client, and the same connections
/// let reader = thread::spawn(move || clone.get("doc:redis"));
/// let greeting: Option<String> = reader.join().expect("no panic")?;
/// assert_eq!(greeting.as_deref(), Some("hello"));
/// # Ok(())
/// # }
/// ```
/// In [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) whatever does I/O is awaited.
///
/// Blocking commands ([`blpop`](crate::commands::ListCommands::blpop), …) have a connection to themselves while
/// they wait, and hold nobody up; they may wait for their own time plus the socket timeout.
#[derive(Clone, Debug)]
pub struct Redis {
    pool: ConnectionPool,
    owns_pool: bool,
}

impl Redis {
    /// A client for the server that the URL names: `redis://[user:password@]host[:port][/db]`, `rediss://…` for the
    /// same over TLS, or `unix://[user:password@]/path[?db=n]`; [`Config::from_url`] lists its options. No I/O.
    ///
    /// # Errors
    /// `Config` if the URL can't be used; the text says which part of it, and shows no password.
    pub fn from_url(url: impl AsRef<str>) -> Result<Self> {
        Self::new(Config::from_url(url)?)
    }

    /// A client for the server that `config` names. No I/O.
    ///
    /// # Errors
    /// `Config` if an option can't be used.
    pub fn new(config: Config) -> Result<Self> {
        config.validate()?;
        Ok(Self::from_valid(config))
    }

    /// A client that owns `pool`: [`close`](Self::close) disconnects it.
    #[must_use]
    pub const fn from_pool(pool: ConnectionPool) -> Self {
        Self {
            pool,
            owns_pool: true,
        }
    }

    /// A client on a pool of somebody else's (redis-py: `Redis(connection_pool=pool)`): [`close`](Self::close)
    /// leaves it alone.
    #[must_use]
    pub fn with_pool(pool: &ConnectionPool) -> Self {
        Self {
            pool: pool.clone(),
            owns_pool: false,
        }
    }

    /// A client with the configuration of another one, which was validated there.
    pub(crate) fn from_valid(config: Config) -> Self {
        Self::from_pool(ConnectionPool::from_valid(config))
    }

    /// The pool that its connections come from.
    #[must_use]
    pub const fn connection_pool(&self) -> &ConnectionPool {
        &self.pool
    }

    /// The configuration that its connections are made from.
    pub fn config(&self) -> &Config {
        self.pool.config()
    }

    /// Closes the connections, if the client owns its pool: idle ones now, the others when what is under way on them is
    /// done (redis-py: `close`, `aclose`). It waits for nothing, and is not awaited in `asyncio`. The client goes on
    /// working: the next command connects anew. Dropping the last clone closes them as well.
    #[doc(alias = "aclose")]
    pub fn close(&self) {
        if self.owns_pool {
            self.pool.disconnect();
        }
    }

    /// Takes one connection for the caller alone, connected, with all commands on it (redis-py's `client()`). Commands
    /// that change the connection (`SELECT`, `CLIENT NO-EVICT`, …) belong here: on the client itself they are an error
    /// of kind `Data`.
    ///
    /// # Errors
    /// `MaxConnections` if the pool has none to give; errors of connecting.
    #[maybe_async]
    pub async fn connection(&self) -> Result<Connection> {
        let start = Start::now();
        let mut lease = self
            .pool
            .acquire(start.sent_by(self.config().socket_timeout))
            .await?;
        lease.ready(start).await?;
        Ok(Connection::new(lease))
    }

    /// A batch of commands that are sent together: as a transaction (`MULTI`/`EXEC`), unless
    /// [`transaction(false)`](Pipeline::transaction) is asked for.
    pub fn pipeline(&self) -> Pipeline {
        Pipeline::new(self.clone())
    }

    /// A subscriber, which connects when it first subscribes.
    pub fn pubsub(&self) -> PubSub {
        PubSub::new(self)
    }

    /// The consumer `name` in a consumer group of the stream at `key`; the fields of its entries are decoded to `T`. No
    /// I/O.
    pub fn consumer<T: FromReply>(
        &self,
        key: impl ToArg,
        group: impl Into<String>,
        name: impl Into<String>,
    ) -> GroupConsumer<T> {
        GroupConsumer::new(self, key, group.into(), name.into())
    }

    /// Shows all commands that the server executes from now on (`MONITOR`).
    ///
    /// # Errors
    /// `MaxConnections` if the pool has no connection to give; errors of connecting; those of `MONITOR`.
    #[maybe_async]
    pub async fn monitor(&self) -> Result<Monitor> {
        Monitor::begin(self).await
    }

    /// Watches keys (`WATCH`), and begins a transaction that is not executed if somebody else changes one of them.
    /// [`transaction`](Self::transaction) does the same and tries again then.
    ///
    /// # Errors
    /// `MaxConnections` if the pool has no connection to give; errors of connecting; those of `WATCH`.
    #[maybe_async]
    pub async fn watch(&self, keys: impl ToArgs) -> Result<Transaction> {
        let watch = Command::new("WATCH").keys(keys);
        self.begin(&watch).await
    }

    /// Watches what the command says.
    #[maybe_async]
    pub(in super::super) async fn begin(&self, watch: &Command) -> Result<Transaction> {
        let start = Start::now();
        let lease = self
            .pool
            .acquire(start.sent_by(self.config().socket_timeout))
            .await?;
        let mut transaction = Transaction::new(self.clone(), lease);
        transaction.begin(watch, start).await?;
        Ok(transaction)
    }

    /// Sends one command and waits for its reply.
    #[maybe_async]
    pub(in super::super) async fn run(&self, command: &Command, start: Start) -> Result<Frame> {
        let facts = command.facts();
        for_any_connection(command, facts)?;
        let request = Request::command(command, facts)?;
        self.call(&request, start).await
    }

    /// Sends a request and waits for its replies, in a span of its own.
    #[maybe_async]
    pub(super) async fn call(&self, request: &Request<'_>, start: Start) -> Result<Frame> {
        let span = self.pool.shared().span(request);
        let answered = {
            let _inside = rt::enter(&span);
            rt::around(&span, self.send(request, start, None)).await
        };
        span.end(request.sent(), &answered);
        answered
    }

    /// Sends a request, on a shared connection if it may, and waits for its replies.
    /// `first`: how an attempt that was made already ended, whose deadline goes on.
    #[maybe_async]
    pub(in super::super) async fn send(
        &self,
        request: &Request<'_>,
        start: Start,
        first: Option<First>,
    ) -> Result<Frame> {
        rt::ready()?;
        let shared = self.pool.shared();
        let may_share = shared.config.shared_connections > 0;
        if may_share && request.is_ordinary() {
            return lanes::call(shared, request, start, first).await;
        }
        // Who may wait for ever for the answer may do so for a connection, too.
        let is_endless = request.blocking == Blocking::Forever;
        let timeout = shared.config.socket_timeout.filter(|_| !is_endless);
        let acquired = match self.pool.try_acquire() {
            Some(lease) => Ok(lease),
            // Better among the others than not at all.
            None if may_share && request.is_shareable() => {
                return lanes::call(shared, request, start, first).await;
            }
            None => self.pool.acquire(start.sent_by(timeout)).await,
        };
        let mut lease = acquired.map_err(|error| request.blame(error, &shared.address()))?;
        let start = if is_endless { Start::now() } else { start };
        lease.send(request, Reconnect::Allowed, start).await
    }
}
