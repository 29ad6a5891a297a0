//! [`ConnectionPool`]: connections that are made when they are needed and used again.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, MutexGuard, Weak};
use std::time::{Duration, Instant};

use crate::config::{Address, Config, PoolWait};
use crate::error::{Error, ErrorKind, Result};
use crate::process::Process;
use crate::resp::Frame;
use crate::session::{PoolStats, Taken};
use crate::tls;
use crate::trace::{Server, Span};

use super::holdings::{Holdings, PoolSlots};
use super::lanes::Lanes;
use super::sentinel::Source;
use super::tally::Tally;
use super::wire::earlier;
use super::{Lease, Request, Wire, failure, maybe_async, rt};

/// A pool of connections to one server (redis-py's `ConnectionPool` and `BlockingConnectionPool` in one).
///
/// Ordinary commands of all callers go over connections that they [share](Config::shared_connections), pipelined
/// as they come. What needs a connection to itself (a blocking command, watched keys, a
/// [`Connection`](super::Connection), a large request) gets one: the pool connects when none is idle, up to
/// [`max_connections`](Config::max_connections); then a call fails, or waits its turn, as
/// [`pool_wait`](Config::pool_wait) says, but a large request goes over a shared connection, if there are any. The
/// connection used last is used next.
///
/// Before a connection that has been idle is used again it is looked at: one that the server has closed, that is
/// too old, or that holds bytes that nobody asked for is replaced, and the caller does not notice.
///
/// Cloning it is cheap, and the clones are one pool. When the last clone and the last client
/// on it are dropped, its sockets are closed.
///
/// A child process that was forked has none of its connections: it makes its own, and the parent's live on.
/// [The guide](crate::docs::pools_and_lanes) says what such a child may do.
///
/// ```
/// use redial::prelude::*;
///
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let pool = ConnectionPool::from_url(&url)?; // no I/O yet
/// let r = Redis::with_pool(&pool);
/// r.set("doc:pool", 42)?;
/// assert_eq!(pool.stats().shared, 1);
/// pool.disconnect();
/// assert_eq!(pool.stats().shared, 0);
/// # Ok(())
/// # }
/// ```
/// In [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) whatever does I/O is awaited.
#[derive(Clone)]
pub struct ConnectionPool {
    shared: Arc<Shared>,
}

/// What the clones of a pool and its leases share.
pub(in super::super) struct Shared {
    pub(super) config: Config,
    holdings: Holdings,
    /// Counts `disconnect()`s: a connection made before the last one is not kept.
    generation: AtomicU64,
    pub(super) source: Source,
    pub(super) tls: tls::Connector,
    pub(super) tally: Arc<Tally>,
}

impl ConnectionPool {
    /// A pool for the server that `config` names. No I/O.
    ///
    /// # Errors
    /// `Config` if an option can't be used.
    pub fn new(config: Config) -> Result<Self> {
        config.validate()?;
        Ok(Self::from_valid(config))
    }

    /// A pool for the server that the URL names ([`Config::from_url`] says what it may hold). No I/O.
    ///
    /// # Errors
    /// `Config` if the URL can't be used.
    pub fn from_url(url: impl AsRef<str>) -> Result<Self> {
        Self::new(Config::from_url(url)?)
    }

    /// The configuration that its connections are made from.
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// Closes the idle connections now, and those in use, the shared ones too, when what is under way on them
    /// is done. It waits for nothing. The pool goes on working: the next call connects anew.
    pub fn disconnect(&self) {
        self.shared.disconnect();
    }

    /// How many connections and calls there are and have been, as of now.
    #[must_use]
    pub fn stats(&self) -> PoolStats {
        let shared = &self.shared;
        let holdings = shared.holdings();
        let (lanes, in_flight, queued_bytes) = holdings.lanes.stats();
        let tally = &shared.tally;
        let traffic = tally.traffic();
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let slots = holdings.slots();
        PoolStats {
            shared: lanes,
            in_flight,
            queued_bytes,
            idle: slots.idle(),
            in_use: slots.in_use(),
            waiting: slots.waiting(),
            max_connections: shared.config.max_connections,
            connects: count(&tally.connects),
            failed_connects: count(&tally.failed_connects),
            lost: count(&tally.lost),
            timeouts: count(&tally.timeouts),
            requests: traffic.requests,
            writes: traffic.writes,
            reads: traffic.reads,
            retries: count(&tally.retries),
            timed_out_calls: count(&tally.timed_out_calls),
        }
    }

    /// The same, from a configuration that has been validated.
    pub(super) fn from_valid(config: Config) -> Self {
        Self::from_source(config, Source::Fixed)
    }

    /// A pool of connections to where `source` says.
    pub(super) fn from_source(config: Config, source: Source) -> Self {
        let server = match &source {
            Source::Fixed => Server::Address(config.address().clone()),
            Source::Service(service) => Server::Service(service.name().to_owned()),
        };
        let tally = Arc::new(Tally::new(server));
        let shared = Arc::new_cyclic(|shared: &Weak<Shared>| {
            if let Some(provider) = config.provider() {
                provider.tell(shared.clone());
            }
            Shared {
                holdings: Holdings::new(&config),
                config,
                generation: AtomicU64::new(0),
                source,
                tls: tls::Connector::new(),
                tally,
            }
        });
        Self { shared }
    }

    /// The pool that these are of.
    pub(super) const fn from_shared(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// What its clones share.
    pub(in super::super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Takes a slot, at once or in its turn, with the idle connection if there is one. It is waited for as long as
    /// the settings say, and not beyond the deadline of whoever needs it.
    #[maybe_async]
    pub(super) async fn acquire(&self, deadline: Option<Instant>) -> Result<Lease> {
        rt::ready()?;
        match self.take_or_queue(deadline)? {
            Turn::Now(lease) => Ok(lease),
            Turn::Wait(waiting, limit) => self.wait(waiting, limit).await,
        }
    }

    /// Takes a slot if there is one at once.
    pub(super) fn try_acquire(&self) -> Option<Lease> {
        let mut expired = Vec::new();
        let taken = self.shared.slots().take(Instant::now(), &mut expired);
        self.lease_of(taken)
    }

    /// Takes the connection that has been idle for longest, if there is one.
    pub(super) fn try_acquire_oldest(&self) -> Option<Lease> {
        let taken = self.shared.slots().take_oldest(Instant::now());
        self.lease_of(taken)
    }

    fn take_or_queue(&self, deadline: Option<Instant>) -> Result<Turn> {
        let mut expired = Vec::new();
        let mut slots = self.shared.slots();
        let turn = match self.lease_of(slots.take(Instant::now(), &mut expired)) {
            Some(lease) => Ok(Turn::Now(lease)),
            None => match self.shared.config.pool_wait {
                PoolWait::Error => Err(self.all_in_use()),
                PoolWait::UpTo(time) => {
                    let own = Instant::now().checked_add(time);
                    Ok(self.queue(&mut slots, earlier(own, deadline)))
                }
                PoolWait::Forever => Ok(self.queue(&mut slots, deadline)),
            },
        };
        drop(slots);
        drop(expired);
        turn
    }

    fn lease_of(&self, taken: Taken<Box<Wire>>) -> Option<Lease> {
        let idle = match taken {
            Taken::Idle(wire, rested) => Some((wire, rested)),
            Taken::Free => None,
            Taken::None => return None,
        };
        Some(Lease::new(Arc::clone(&self.shared), idle))
    }

    fn queue(&self, slots: &mut PoolSlots, limit: Option<Instant>) -> Turn {
        let (giver, taker) = rt::handover();
        let ticket = slots.wait(giver);
        Turn::Wait(
            Waiting {
                shared: Arc::clone(&self.shared),
                process: self.shared.latest_holdings().process.clone(),
                ticket,
                taker,
            },
            limit,
        )
    }

    #[maybe_async]
    async fn wait(&self, mut waiting: Waiting, deadline: Option<Instant>) -> Result<Lease> {
        let taken = waiting.taker.take(deadline).await;
        taken.ok_or_else(|| {
            self.shared.tally.timeouts.fetch_add(1, Ordering::Relaxed);
            self.all_in_use()
        })
    }

    fn all_in_use(&self) -> Error {
        let max = self.shared.config.max_connections;
        let hint = match self.shared.config.pool_wait {
            PoolWait::Error => "`max_connections` allows more, `pool_wait` lets calls wait",
            _ => "none came back in time; `max_connections` allows more",
        };
        let message = format!("all {max} connections of the pool are in use: {hint}");
        Error::new(ErrorKind::MaxConnections, message)
    }
}

impl Shared {
    /// The connections that are this process's.
    pub(in super::super) fn holdings(&self) -> &Holdings {
        self.holdings.own(&self.config)
    }

    /// The shared connections of this process.
    pub(super) fn lanes(&self) -> &Lanes {
        &self.holdings().lanes
    }

    /// Those of the process that asked last: for who has just asked, or sees to it that they are its own.
    pub(in super::super) fn latest_holdings(&self) -> &Holdings {
        self.holdings.latest()
    }

    /// The slots of this process.
    pub(super) fn slots(&self) -> MutexGuard<'_, PoolSlots> {
        self.holdings().slots()
    }

    /// The span of a call that begins now.
    pub(in super::super) fn span(&self, request: &Request<'_>) -> Span {
        Span::of_call(request.sent(), self.tally.server(), self.config.database())
    }

    /// How often `disconnect()` has been called.
    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Connects, and counts it.
    #[maybe_async]
    pub(super) async fn connect(&self, deadline: Option<Instant>) -> Result<Box<Wire>> {
        let connected = match &self.source {
            Source::Fixed => self.open(self.config.address(), deadline).await,
            Source::Service(service) => service.connect(self, deadline).await,
        };
        self.tally.connected(connected.as_ref().err());
        connected.map(Box::new)
    }

    /// Connects to a server.
    #[maybe_async]
    pub(super) async fn open(&self, address: &Address, deadline: Option<Instant>) -> Result<Wire> {
        let generation = self.generation();
        let connected = Wire::connect(self, address, generation, deadline).await;
        let mut wire = connected?;
        if let Source::Service(service) = &self.source {
            wire.register(&service.open)?;
            if generation != self.generation() {
                return Err(failure::outdated());
            }
        }
        Ok(wire)
    }

    /// Lets go of all connections of a generation at once, whatever is under way on them: where they lead is not
    /// where they should. Nothing happens if that has been done.
    pub(super) fn outdate(&self, generation: u64) {
        let Source::Service(service) = &self.source else {
            return;
        };
        let next = generation.wrapping_add(1);
        let exchanged =
            self.generation
                .compare_exchange(generation, next, Ordering::AcqRel, Ordering::Relaxed);
        if exchanged.is_ok() {
            self.let_go();
            service.open.close_all();
        }
        service.news.ring();
    }

    /// Lets go of all connections, each when what is under way on it is done.
    pub(super) fn disconnect(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        self.let_go();
    }

    /// Closes what is idle, and takes no more requests on what is shared.
    fn let_go(&self) {
        let holdings = self.holdings();
        let idle = holdings.slots().drain();
        drop(idle);
        holdings.lanes.retire();
    }

    /// What an error of a call on a connection of this generation is to its caller.
    pub(super) fn react(&self, error: Error, generation: Option<u64>) -> Error {
        match (&self.source, generation) {
            (Source::Service(service), Some(generation)) if service.is_left_by(&error) => {
                self.outdate(generation);
                failure::deposed(error)
            }
            _ => error,
        }
    }

    /// Looks whether the replies to a batch say that the connection leads to the wrong server.
    pub(super) fn inspect(&self, frame: &Frame, generation: Option<u64>) {
        if let (Source::Service(service), Some(generation)) = (&self.source, generation)
            && service.is_left_by_one_of(frame)
        {
            self.outdate(generation);
        }
    }

    /// Where its connections lead, for messages.
    pub(super) fn address(&self) -> String {
        match &self.source {
            Source::Fixed => self.config.address().to_string(),
            Source::Service(service) => service.address(),
        }
    }

    /// Waits before another attempt, unless it is worth it at once.
    #[maybe_async]
    pub(super) async fn pause(&self, time: Duration) {
        match &self.source {
            Source::Fixed => rt::sleep(time).await,
            Source::Service(service) => {
                let (rung, until) = (service.news.rung(), Instant::now().checked_add(time));
                service.news.wait(rung, until).await;
            }
        }
    }
}

impl fmt::Debug for ConnectionPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionPool")
            .field("config", &self.shared.config)
            .field("stats", &self.stats())
            .finish()
    }
}

/// Whether there is a slot at once.
enum Turn {
    Now(Lease),
    Wait(Waiting, Option<Instant>),
}

/// A place in the queue. Dropping it leaves the queue; a lease that comes too late goes back by itself.
struct Waiting {
    shared: Arc<Shared>,
    process: Process,
    ticket: u64,
    taker: rt::Taker<Lease>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if self.process.is_current() {
            self.shared.slots().leave(self.ticket);
        }
    }
}
