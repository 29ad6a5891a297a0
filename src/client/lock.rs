//! [`Lock`]: a key that one holder at a time can have.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};
use crate::error::Result;
use crate::session::{LockClaim, LockWait, lock_token};

use super::super::lock::clear;
use super::{HeldLock, LockGuard, Redis, Start, maybe_async, rt};

impl Redis {
    /// A lock with this name, which is also its key (redis-py's `lock`). Nothing is sent before it is acquired.
    ///
    /// ```
    /// use redial::prelude::*;
    /// use std::time::Duration;
    ///
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// let r = Redis::from_url(url)?;
    /// let lock = r.lock("doc:job").timeout(Duration::from_secs(30));
    /// let guard = lock.acquire()?; // waits until nobody else has it
    /// assert!(lock.try_acquire()?.is_none());
    /// guard.release()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn lock(&self, name: impl ToArg) -> Lock {
        Lock {
            redis: self.clone(),
            name: OwnedArg::new(name),
            timeout: None,
            sleep: Duration::from_millis(100),
            blocking_timeout: None,
            renews: false,
        }
    }
}

/// A lock that programs share through a server (redis-py's `Lock`, and compatible with it).
///
/// The lock is a key with its name. Whoever sets it while it does not exist has the lock; the value is a random
/// token, by which the holder knows its own. There is no queue: who waits asks again and again, and whoever
/// asks next gets it. Without a [`timeout`](Self::timeout) it stays locked for ever if its holder is killed.
/// With one, the holder has to be done in that time or to extend it, or [let that be done](Self::renew);
/// a holder that takes longer, as its machine was suspended say, finds that out only when it looks. A server
/// that fails, or a replica that takes its place, may have forgotten the lock.
///
/// Acquiring it gives a [`LockGuard`], which releases it when it is dropped. redis-py's `acquire(blocking=False)`
/// is [`try_acquire`](Self::try_acquire), its `with lock:` is the guard's scope, and `thread_local` has no
/// counterpart: the token belongs to the guard, which may go to another thread.
///
/// If a call ends without it being known whether the server has set the lock, as the connection is lost
/// just then, it is an error; should the lock have been set, it is released, by its token, in the background
/// if need be, where that is tried for half a minute. In
/// [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) so it is as well when the future is dropped.
///
/// It is cheap to clone, and the clones lock each other out as all others do. In
/// [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) whatever does I/O is awaited.
#[derive(Clone)]
#[must_use = "a lock is not locked before it is acquired"]
pub struct Lock {
    redis: Redis,
    name: OwnedArg,
    timeout: Option<Duration>,
    sleep: Duration,
    blocking_timeout: Option<Duration>,
    renews: bool,
}

impl Lock {
    /// How long it is locked at most, unless that is extended (default: until it is released). In milliseconds, rounded
    /// up; the server refuses zero.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The pause between two attempts to acquire it (default: 100 ms).
    pub const fn sleep(mut self, sleep: Duration) -> Self {
        self.sleep = sleep;
        self
    }

    /// How long [`acquire`](Self::acquire) waits at most (default: for ever). It gives up as soon as the next attempt
    /// would come too late: with less than the [`sleep`](Self::sleep) there is one attempt.
    pub const fn blocking_timeout(mut self, time: Duration) -> Self {
        self.blocking_timeout = Some(time);
        self
    }

    /// Keeps it locked while it is held: its [`timeout`](Self::timeout), which it must have, begins anew whenever a
    /// third of it is over. A thread does that, or in [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) a
    /// task, which ends with the guard. So a short timeout will do for long work: it is over only if the holder is
    /// killed, or can't reach the server. If the lock is lost all the same, renewing ends, and [`LockGuard::is_lost`]
    /// says so.
    pub const fn renew(mut self) -> Self {
        self.renews = true;
        self
    }

    /// The lock's name, which is its key.
    #[must_use]
    pub fn name(&self) -> &[u8] {
        self.name.as_bytes()
    }

    /// Waits until nobody else has the lock, and takes it. It asks every 100 ms, or as [`sleep`](Self::sleep) says, and
    /// for ever unless there is a [`blocking_timeout`](Self::blocking_timeout).
    ///
    /// Sends [`SET`](https://redis.io/docs/latest/commands/set/) with `NX`. Since 2.6.12.
    ///
    /// # Errors
    /// `Lock` after the [`blocking_timeout`](Self::blocking_timeout), or if it is to be renewed and has no
    /// timeout. Errors of the connection: then it is not locked, or not for long.
    #[maybe_async]
    pub async fn acquire(&self) -> Result<LockGuard> {
        self.acquire_with_token(lock_token(SystemTime::now())).await
    }

    /// [`acquire`](Self::acquire) with a token of your own, which nobody else may use.
    ///
    /// # Errors
    /// As [`acquire`](Self::acquire).
    #[maybe_async]
    pub async fn acquire_with_token(&self, token: impl ToArg) -> Result<LockGuard> {
        let wait = LockWait::new(Instant::now(), self.sleep, self.blocking_timeout);
        let held = self.claim(token)?;
        loop {
            if let Some(guard) = self.attempt(&held).await? {
                return Ok(guard);
            }
            let Some(pause) = wait.pause(Instant::now()) else {
                let waited = self.blocking_timeout.unwrap_or_default();
                return Err(held.claim.not_acquired(waited));
            };
            rt::sleep(pause).await;
        }
    }

    /// Takes the lock if nobody has it; `None` at once if somebody has.
    ///
    /// # Errors
    /// As [`acquire`](Self::acquire), but for the waiting.
    #[maybe_async]
    pub async fn try_acquire(&self) -> Result<Option<LockGuard>> {
        let held = self.claim(lock_token(SystemTime::now()))?;
        self.attempt(&held).await
    }

    /// Whether somebody has the lock, be it this program or another.
    ///
    /// # Errors
    /// Those of the connection.
    #[maybe_async]
    pub async fn locked(&self) -> Result<bool> {
        let exists = Command::new("EXISTS").key(&self.name);
        exists.decode(self.redis.run(&exists, Start::now()).await?)
    }

    /// What is to be held.
    fn claim(&self, token: impl ToArg) -> Result<Arc<HeldLock>> {
        let claim = LockClaim::new(self.name.clone(), OwnedArg::new(token), self.timeout);
        if self.renews {
            claim.mortal()?;
        }
        Ok(Arc::new(HeldLock::new(self.redis.clone(), claim)))
    }

    #[maybe_async]
    async fn attempt(&self, held: &Arc<HeldLock>) -> Result<Option<LockGuard>> {
        let mut doubt = Doubt(Some(held));
        let set = held.set().await;
        doubt.0 = None;
        if let Err(error) = &set
            && held.may_be_set(error)
        {
            held.give_up(error);
        }
        if !set? {
            return Ok(None);
        }
        let guard = LockGuard::new(Arc::clone(held));
        match self.renews {
            true => guard.renewed().map(Some),
            false => Ok(Some(guard)),
        }
    }
}

/// An attempt that has not ended. If it never does, its future being dropped, it is to leave nothing locked.
struct Doubt<'a>(Option<&'a Arc<HeldLock>>);

impl Drop for Doubt<'_> {
    fn drop(&mut self) {
        if let Some(held) = self.0 {
            clear(held);
        }
    }
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock")
            .field("name", &String::from_utf8_lossy(self.name()))
            .field("timeout", &self.timeout)
            .field("sleep", &self.sleep)
            .field("blocking_timeout", &self.blocking_timeout)
            .field("renews", &self.renews)
            .finish_non_exhaustive()
    }
}
