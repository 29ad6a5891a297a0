//! [`LockGuard`]: a lock that is held.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::error::{Outcome, Result};
use crate::process::Process;

use super::super::lock::{Renewal, let_go};
use super::{HeldLock, maybe_async};

/// A lock that is held ([`Lock::acquire`](super::Lock::acquire)).
///
/// [`release`](Self::release) releases it and says what came of it. Dropping it releases it as well: in the
/// blocking client at once, which takes as long as the socket timeout at most, and in
/// [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) in the background, if that happens where a tokio
/// runtime runs; if not, the lock is left to its timeout. In a child process that was forked, dropping the copy of its
/// parent's guard does nothing.
///
/// A lock that has a timeout may be lost while its guard lives; [`owned`](Self::owned) asks the server, and
/// [`is_lost`](Self::is_lost) says what is known without asking:
///
/// ```
/// use redial::prelude::*;
/// use std::time::Duration;
///
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?;
/// let lock = r.lock("doc:long-job").timeout(Duration::from_secs(10)).renew();
/// let guard = lock.acquire()?;
/// for step in 0..3 {
///     if guard.is_lost() {
///         break; // somebody else may be at it
///     }
///     r.rpush("doc:steps", step)?;
/// }
/// guard.release()?;
/// # r.delete("doc:steps")?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a lock is released when its guard is dropped"]
pub struct LockGuard {
    held: Arc<HeldLock>,
    renewal: Option<Renewal>,
    /// Who holds the lock.
    process: Process,
    /// It has not been released.
    locked: bool,
}

impl LockGuard {
    pub(super) fn new(held: Arc<HeldLock>) -> Self {
        Self {
            held,
            renewal: None,
            process: Process::current(),
            locked: true,
        }
    }

    /// Has the lock renewed from now on.
    ///
    /// # Errors
    /// `Lock` if there is no thread to be had for it.
    pub(super) fn renewed(mut self) -> Result<Self> {
        let renewal = Renewal::start(&self.held);
        self.renewal = Some(renewal.map_err(|error| self.held.claim.not_renewed(error))?);
        Ok(self)
    }

    /// Releases the lock.
    ///
    /// # Errors
    /// `LockNotOwned` if it has expired, whoever has it by now. Errors of the connection: then releasing it goes on
    /// being tried in the background for half a minute.
    #[maybe_async]
    pub async fn release(mut self) -> Result<()> {
        self.renewal = None;
        let released = self.held.release().await;
        self.locked = false;
        if let Err(error) = &released
            && error.outcome() != Outcome::Answered
        {
            self.held.give_up(error);
        }
        released
    }

    /// Lets the lock live longer than it would, by `additional`.
    ///
    /// # Errors
    /// `Lock` if it has no timeout, `LockNotOwned` if it is lost.
    #[maybe_async]
    pub async fn extend(&self, additional: Duration) -> Result<()> {
        self.held.extend(additional).await
    }

    /// Lets the lock live for `ttl` from now on, be that longer or shorter than it would (redis-py:
    /// `extend(…, replace_ttl=True)`).
    ///
    /// # Errors
    /// `Lock` if it has no timeout, `LockNotOwned` if it is lost.
    #[doc(alias = "replace_ttl")]
    #[maybe_async]
    pub async fn extend_to(&self, ttl: Duration) -> Result<()> {
        self.held.extend_to(ttl).await
    }

    /// Lets the lock live for its whole [`timeout`](super::Lock::timeout) from now on.
    ///
    /// # Errors
    /// `Lock` if it has no timeout, `LockNotOwned` if it is lost.
    #[maybe_async]
    pub async fn reacquire(&self) -> Result<()> {
        self.held.reacquire().await
    }

    /// Whether the lock is still held with this guard's token: asks the server.
    ///
    /// # Errors
    /// Those of the connection.
    #[maybe_async]
    pub async fn owned(&self) -> Result<bool> {
        let ours = self.held.is_ours().await?;
        if !ours {
            self.held.lose();
        }
        Ok(ours)
    }

    /// Whether the lock is lost, as far as this guard knows: its time is over, or the server has said so when it
    /// was to be extended or renewed. It asks nobody.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.held.is_over()
    }

    /// The lock's name.
    #[must_use]
    pub fn name(&self) -> &[u8] {
        self.held.claim.name()
    }

    /// The token that the server knows the holder by.
    #[must_use]
    pub fn token(&self) -> &[u8] {
        self.held.claim.token()
    }
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        if !self.process.is_current() {
            // The thread or task that renews is the parent's, too.
            std::mem::forget(self.renewal.take());
            return;
        }
        self.renewal = None;
        if self.locked && !self.held.is_lost() {
            let_go(&self.held);
        }
    }
}

/// Shows no token: who has it can release the lock.
impl fmt::Debug for LockGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockGuard")
            .field("name", &String::from_utf8_lossy(self.name()))
            .field("is_lost", &self.is_lost())
            .finish_non_exhaustive()
    }
}
