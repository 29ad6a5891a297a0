//! [`GroupConsumer`]: a consumer of a stream's group.

use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::commands::{
    StreamCommands, StreamEntry, StreamId, StreamRead, XgroupCreateOptions, XreadgroupOptions,
};
use crate::convert::{FromReply, OwnedArg, ToArg, ToArgs};
use crate::error::Result;
use crate::session::{GroupReading, Reading};

use super::{Redis, maybe_async};

/// Reads a stream as a consumer of a consumer group, an entry at a time: made by [`Redis::consumer`].
///
/// First come the entries that a consumer of this name was given before and has not acknowledged, then new ones,
/// and every now and then, if [`claim_after`](Self::claim_after) says so, those that other consumers were given and
/// have not acknowledged for some time. So nothing is lost if a consumer dies, and an entry can come more than
/// once. Entries that were deleted since are acknowledged and left out.
///
/// Since 5.0.0, by [`XREADGROUP`](https://redis.io/docs/latest/commands/xreadgroup/).
///
/// ```
/// use redial::prelude::*;
/// use std::collections::HashMap;
/// use std::time::Duration;
///
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?;
/// r.xadd("doc:orders", [("item", "book")])?;
/// let mut orders = r
///     .consumer::<HashMap<String, String>>("doc:orders", "senders", "worker-1")
///     .create_from("0") // from the first entry on, if the group is new
///     .claim_after(Duration::from_secs(60))
///     .block(Duration::from_secs(1));
/// while let Some(order) = orders.next_entry()? {
///     assert_eq!(order.fields["item"], "book");
///     orders.ack(order.id)?;
/// #   break;
/// }
/// # r.delete("doc:orders")?;
/// # Ok(())
/// # }
/// ```
/// In [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) whatever does I/O is awaited.
#[must_use = "a consumer reads nothing before it is asked for an entry"]
pub struct GroupConsumer<T> {
    redis: Redis,
    key: OwnedArg,
    group: String,
    name: String,
    create_from: Option<OwnedArg>,
    count: u64,
    block: Option<Duration>,
    reading: GroupReading,
    read: VecDeque<StreamEntry<T>>,
}

impl<T: FromReply> GroupConsumer<T> {
    pub(super) fn new(redis: &Redis, key: impl ToArg, group: String, name: String) -> Self {
        Self {
            redis: redis.clone(),
            key: OwnedArg::new(key),
            group,
            name,
            create_from: None,
            count: 100,
            block: None,
            reading: GroupReading::new(),
            read: VecDeque::new(),
        }
    }

    /// Creates the group, and the stream, if they are not there: `"0"` for all entries of the stream, `"$"` for those
    /// that are added from then on, or an id (default: a group that is not there is an error).
    pub fn create_from(mut self, id: impl ToArg) -> Self {
        self.create_from = Some(OwnedArg::new(id));
        self.reading.create();
        self
    }

    /// How many entries are fetched at once (default: 100, at least 1).
    pub fn count(mut self, entries: u64) -> Self {
        self.count = entries.max(1);
        self
    }

    /// How long [`next_entry`](Self::next_entry) waits for an entry (default: for ever); zero only looks.
    pub fn block(mut self, timeout: Duration) -> Self {
        self.block = Some(timeout);
        self
    }

    /// Takes over entries that another consumer has not acknowledged for `idle` (default: never). It looks for them
    /// before it reads new ones, and again whenever that time has passed.
    ///
    /// Since 6.2.0, by [`XAUTOCLAIM`](https://redis.io/docs/latest/commands/xautoclaim/).
    pub fn claim_after(mut self, idle: Duration) -> Self {
        self.reading.claim_after(idle);
        self
    }

    /// The next entry; `None` if none comes within the time of [`block`](Self::block).
    ///
    /// Dropping the future of `asyncio`, or an error, loses no entry: what had been fetched is fetched again.
    ///
    /// # Errors
    /// `NOGROUP` if the group is not there and not to be [created](Self::create_from); errors of the connection; `Decode` if
    /// the fields of an entry don't fit, which comes again until it is acknowledged by its id.
    #[maybe_async]
    pub async fn next_entry(&mut self) -> Result<Option<StreamEntry<T>>> {
        let deadline = self.block.and_then(|time| Instant::now().checked_add(time));
        loop {
            if let Some(entry) = self.read.pop_front() {
                return Ok(Some(entry));
            }
            let now = Instant::now();
            let reading = self.reading.next(now, deadline);
            let done = self.fetch(reading).await;
            match done {
                Err(error) if error.code() == Some("NOGROUP") && self.may_create(reading) => {
                    self.reading.create();
                }
                Err(error) => return Err(error),
                Ok(()) => {
                    let is_over = deadline.is_some_and(|deadline| deadline <= now);
                    if is_over && matches!(reading, Reading::New(_)) && self.read.is_empty() {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Acknowledges entries, by their ids: one or many. Returns how many of them were pending. An entry that is not
    /// acknowledged is given again after a restart, or to others.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xack/)
    ///
    /// # Errors
    /// Those of `XACK`.
    #[maybe_async]
    pub async fn ack(&self, ids: impl ToArgs) -> Result<i64> {
        self.redis.xack(&self.key, &self.group, ids).await
    }

    /// Whether a group that is not there, as was just found, may be created.
    fn may_create(&self, reading: Reading) -> bool {
        self.create_from.is_some() && reading != Reading::Create
    }

    #[maybe_async]
    async fn fetch(&mut self, reading: Reading) -> Result<()> {
        match reading {
            Reading::Create => self.create().await,
            Reading::History(after) => {
                let entries = self.read_group(after, None).await?;
                self.reading.read_history(last_of(&entries));
                self.keep(entries).await
            }
            Reading::Claim(cursor, idle) => {
                let claimed = self
                    .redis
                    .xautoclaim_count::<Option<T>>(
                        &self.key,
                        &self.group,
                        &self.name,
                        idle,
                        cursor,
                        self.count,
                    )
                    .await?;
                self.reading.claimed(claimed.next, Instant::now());
                self.keep(claimed.claimed).await
            }
            Reading::New(wait) => {
                let entries = self.read_group(">", Some(wait)).await?;
                self.reading.read_new(last_of(&entries));
                self.keep(entries).await
            }
        }
    }

    #[maybe_async]
    async fn create(&mut self) -> Result<()> {
        let Some(from) = &self.create_from else {
            self.reading.created();
            return Ok(());
        };
        let options = XgroupCreateOptions::new().mkstream();
        let created = self
            .redis
            .xgroup_create_with(&self.key, &self.group, from, options)
            .await;
        match created {
            Err(error) if error.code() != Some("BUSYGROUP") => Err(error),
            _ => {
                self.reading.created();
                Ok(())
            }
        }
    }

    #[maybe_async]
    async fn read_group(
        &self,
        after: impl ToArg,
        wait: Option<Duration>,
    ) -> Result<Vec<StreamEntry<Option<T>>>> {
        let mut options = XreadgroupOptions::new().count(self.count);
        // Zero would be for ever.
        if let Some(wait) = wait.filter(|wait| !wait.is_zero()) {
            options = options.block(wait);
        }
        let streams: Vec<StreamRead<Bytes, Option<T>>> = self
            .redis
            .xreadgroup_with(&self.group, &self.name, (&self.key, after), options)
            .await?;
        Ok(streams
            .into_iter()
            .flat_map(|stream| stream.entries)
            .collect())
    }

    /// Keeps entries to be given; those that were deleted since are done with.
    #[maybe_async]
    async fn keep(&mut self, entries: Vec<StreamEntry<Option<T>>>) -> Result<()> {
        let mut deleted = Vec::new();
        for entry in entries {
            match entry.transpose() {
                Ok(entry) => self.read.push_back(entry),
                Err(id) => deleted.push(id),
            }
        }
        if !deleted.is_empty() {
            self.ack(deleted).await?;
        }
        Ok(())
    }
}

fn last_of<T>(entries: &[StreamEntry<T>]) -> Option<StreamId> {
    entries.last().map(|entry| entry.id)
}

impl<T> fmt::Debug for GroupConsumer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GroupConsumer")
            .field("redis", &self.redis)
            .field("group", &self.group)
            .field("name", &self.name)
            .field("reading", &self.reading)
            .finish_non_exhaustive()
    }
}
