//! A cache beside a database: whoever misses asks the database, one at a time for each key, and leaves the answer here.
//!
//! The cache may be slow, wrong or gone, and the service works all the same: its errors are told and end at this module.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::{Duration, Instant};

use redial::asyncio::prelude::*;
use redial::{ErrorKind, Result, Retry};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::sleep;

/// How long a value is kept, and up to how much longer: what was cached together is not to expire together.
const KEPT: Duration = Duration::from_secs(60);
const JITTER: Duration = Duration::from_secs(6);
/// Longer than the database takes. Who loads and is killed holds the others up for so long.
const LOADING: Duration = Duration::from_secs(10);
/// Who waits for somebody else to load looks again after this.
const PAUSE: Duration = Duration::from_millis(20);

/// What can be cached: it becomes a text of JSON and comes back from it.
pub trait Cacheable: Serialize + DeserializeOwned + Send + 'static {}
impl<T: Serialize + DeserializeOwned + Send + 'static> Cacheable for T {}

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Hit,
    Miss,
    /// Past the cache, which could not be asked.
    Bypass,
}

#[derive(Clone)]
pub struct Cache {
    r: Redis,
}

impl Cache {
    /// A cache that is waited for no longer than `patience`: what takes longer comes faster from the database. While Redis hangs every
    /// request takes so much longer.
    ///
    /// Nothing is connected yet, so a server that is not there is no error here.
    pub fn new(url: &str, patience: Duration) -> Result<Self> {
        let config = Config::from_url(url)?
            .socket_connect_timeout(patience)
            .socket_timeout(patience)
            .retry(Retry::never()); // the database is the second attempt
        Ok(Self {
            r: Redis::new(config)?,
        })
    }

    /// The value of a key, which is loaded if it is not cached.
    ///
    /// Of all who miss it at the same time, in whichever process, one loads it and the others wait for that. What is not there,
    /// `None`, is cached as well.
    pub async fn get_or_load<T, F>(
        &self,
        key: &str,
        load: impl FnOnce() -> F,
    ) -> (Option<T>, Source)
    where
        T: Cacheable,
        F: Future<Output = Option<T>>,
    {
        match self.find(key).await {
            Ok(Found::Cached(value)) => (value, Source::Hit),
            Ok(Found::Missing(guard)) => {
                let value = load().await;
                if let Err(error) = self.keep(key, &value, guard).await {
                    eprintln!("{key} is not cached: {error}");
                }
                (value, Source::Miss)
            }
            Ok(Found::Busy) => {
                eprintln!("{key} is loaded past the cache: somebody else takes too long");
                (load().await, Source::Bypass)
            }
            Err(error) => {
                eprintln!("{key} is loaded past the cache: {error}");
                (load().await, Source::Bypass)
            }
        }
    }

    /// Changes the value where it comes from, and forgets it here.
    ///
    /// Meanwhile nobody loads it, so that no old value is cached after it was forgotten. Where the cache can't be asked, what it has
    /// stays for as long as it is kept.
    pub async fn change<F: Future<Output = ()>>(&self, key: &str, save: F) {
        let guard = self.lock(key).acquire().await;
        save.await;
        let forgotten: Result<i64> = self.r.delete(key).await;
        if let Err(error) = guard.and(forgotten) {
            eprintln!("{key} may be old for a while: {error}");
        }
    }

    /// What is cached: `Some(None)` says that there is no such thing. What can't be read, as an older version of the program has
    /// written it, is as good as nothing.
    async fn cached<T: Cacheable>(&self, key: &str) -> Result<Option<Option<T>>> {
        let text: Option<Json<Option<T>>> = match self.r.get(key).await {
            Err(error) if error.kind() == ErrorKind::Decode => None,
            text => text?,
        };
        Ok(text.map(|Json(value)| value))
    }

    /// What is cached, or the right to load it. Who waits for another looks for the value, and not for the lock, so that all of them
    /// have it at once when it is there.
    async fn find<T: Cacheable>(&self, key: &str) -> Result<Found<T>> {
        let begun = Instant::now();
        while begun.elapsed() < LOADING {
            if let Some(value) = self.cached(key).await? {
                return Ok(Found::Cached(value));
            }
            if let Some(guard) = self.lock(key).try_acquire().await? {
                // Somebody may have had the lock, and loaded it, since this one looked.
                let cached = self.cached(key).await?;
                return Ok(cached.map_or(Found::Missing(guard), Found::Cached));
            }
            sleep(PAUSE).await;
        }
        Ok(Found::Busy)
    }

    /// Leaves a value for the others, and lets them have it.
    async fn keep<T: Serialize>(&self, key: &str, value: &T, guard: LockGuard) -> Result<()> {
        let expiry = SetOptions::new().px(KEPT + jitter());
        self.r.set_with(key, Json::of(value)?, expiry).await?;
        guard.release().await
    }

    fn lock(&self, key: &str) -> Lock {
        let lock = self.r.lock(format!("{key}:lock")).timeout(LOADING);
        lock.sleep(PAUSE).blocking_timeout(LOADING)
    }
}

/// What a look into the cache gives.
enum Found<T> {
    Cached(Option<T>),
    /// Nothing, and nobody else loads it as long as the guard is there.
    Missing(LockGuard),
    /// Nothing, and somebody has been loading it for too long.
    Busy,
}

/// Up to [`JITTER`], at random: the standard library's hashers begin with something random.
fn jitter() -> Duration {
    let random = RandomState::new().build_hasher().finish();
    Duration::from_millis(random % (JITTER.as_millis() as u64 + 1))
}
