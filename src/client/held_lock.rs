//! [`HeldLock`]: a lock that is being acquired, or is held, and all that is done with it.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use crate::command::Command;
use crate::convert::FromReply;
use crate::error::{Error, Outcome, Result};
use crate::mutex::lock;
use crate::session::{LockClaim, LockLifetime, ScriptCall};

use super::super::lock::{clear, let_go};
use super::{Redis, Start, maybe_async, rt};

/// For how long a lock that nobody holds any more is tried to be released.
const PATIENCE: Duration = Duration::from_secs(30);

/// The pause between these attempts.
const PAUSE: Duration = Duration::from_secs(1);

/// How often it has to be found not to be ours: what was sent on another connection may come later.
const LOOKS: usize = 2;

/// What a guard, and who renews or releases the lock in its place, have in common.
pub(in super::super) struct HeldLock {
    redis: Redis,
    pub(super) claim: LockClaim,
    lifetime: Mutex<LockLifetime>,
}

impl HeldLock {
    pub(super) fn new(redis: Redis, claim: LockClaim) -> Self {
        Self {
            redis,
            claim,
            lifetime: Mutex::default(),
        }
    }

    /// Takes the lock if nobody has it.
    #[maybe_async]
    pub(super) async fn set(&self) -> Result<bool> {
        let sent = Instant::now();
        let mut set: bool = self.ask(&self.claim.acquire()).await?;
        if !set && self.is_sent_twice() {
            // The second was refused, perhaps for the first.
            set = self.is_ours().await?;
        }
        if set {
            self.lifetime().set(sent, self.claim.timeout());
        }
        Ok(set)
    }

    /// Whether [`set`](Self::set) may have set the lock though it ended with this error.
    pub(super) fn may_be_set(&self, error: &Error) -> bool {
        error.outcome() == Outcome::MaybeExecuted || self.is_sent_twice()
    }

    /// Sees to it that nothing stays locked after such an error.
    pub(super) fn give_up(self: &Arc<Self>, error: &Error) {
        // Who has just lost a connection soon has another; who was not answered had better not wait again.
        match error.is_connection() && error.outcome() == Outcome::MaybeExecuted {
            true => let_go(self),
            false => clear(self),
        }
    }

    /// Whether a command may have been executed before the attempt that its end is of.
    fn is_sent_twice(&self) -> bool {
        self.redis.config().retry.resends_after_timeouts()
    }

    /// Whether the lock is ours now.
    #[maybe_async]
    pub(super) async fn is_ours(&self) -> Result<bool> {
        let token: Option<Vec<u8>> = self.ask(&self.claim.holder()).await?;
        Ok(token.as_deref() == Some(self.claim.token()))
    }

    #[maybe_async]
    pub(super) async fn release(&self) -> Result<()> {
        self.run(self.claim.release()).await
    }

    #[maybe_async]
    pub(super) async fn extend(&self, additional: Duration) -> Result<()> {
        self.run(self.claim.extend(additional)?).await?;
        self.lifetime().add(additional);
        Ok(())
    }

    #[maybe_async]
    pub(super) async fn extend_to(&self, ttl: Duration) -> Result<()> {
        let sent = Instant::now();
        self.run(self.claim.extend_to(ttl)?).await?;
        self.lifetime().set(sent, Some(ttl));
        Ok(())
    }

    #[maybe_async]
    pub(super) async fn reacquire(&self) -> Result<()> {
        let sent = Instant::now();
        self.run(self.claim.reacquire()?).await?;
        self.lifetime().set(sent, self.claim.timeout());
        Ok(())
    }

    /// Lets it live on. How long to wait until the next time; `None` if it is lost.
    #[maybe_async]
    pub(in super::super) async fn renew(&self) -> Option<Duration> {
        let renewed = self.reacquire().await;
        match renewed {
            Ok(()) => Some(self.until_renewal()),
            Err(_) if self.is_over() => None,
            // There is time for more than one attempt.
            Err(_) => Some(self.until_renewal() / 4),
        }
    }

    /// How long to wait until it is to be renewed.
    pub(in super::super) fn until_renewal(&self) -> Duration {
        self.claim.timeout().unwrap_or(Duration::MAX) / 3
    }

    /// Releases it, in one round trip; whether it was ours.
    #[maybe_async]
    pub(in super::super) async fn free(&self) -> Result<bool> {
        self.ask(&self.claim.release_at_once()).await
    }

    /// Releases it, again and again if need be: nobody else is going to.
    #[maybe_async]
    pub(in super::super) async fn clear(self: Arc<Self>) {
        let begun = Instant::now();
        let mut looks = 0;
        loop {
            match self.free().await {
                Ok(true) => return,
                Ok(false) => looks += 1,
                Err(_) => {}
            }
            if looks >= LOOKS || begun.elapsed() >= PATIENCE {
                return;
            }
            rt::sleep(PAUSE).await;
        }
    }

    /// Whether the server has said that it is not ours any more.
    pub(super) fn is_lost(&self) -> bool {
        self.lifetime().is_lost()
    }

    /// Whether it is not ours any more, as far as we know.
    pub(super) fn is_over(&self) -> bool {
        self.lifetime().is_over(Instant::now())
    }

    /// Remembers that it is not ours any more.
    pub(super) fn lose(&self) {
        self.lifetime().lose();
    }

    #[maybe_async]
    async fn run(&self, call: ScriptCall) -> Result<()> {
        let was_ours: bool = self.redis.run_script(call).await?;
        if was_ours {
            return Ok(());
        }
        self.lose();
        Err(self.claim.not_owned())
    }

    #[maybe_async]
    async fn ask<T: FromReply>(&self, command: &Command) -> Result<T> {
        command.decode(self.redis.run(command, Start::now()).await?)
    }

    fn lifetime(&self) -> MutexGuard<'_, LockLifetime> {
        lock(&self.lifetime)
    }
}
