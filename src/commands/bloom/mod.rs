//! The commands on Bloom filters.

use crate::command::{Command, Execute};
use crate::convert::{ToArg, ToArgs};

mod bf_info;
mod bf_insert_options;
mod bf_reserve_options;

pub use bf_info::BfInfo;
pub use bf_insert_options::BfInsertOptions;
pub use bf_reserve_options::BfReserveOptions;

use super::FilterChunk;

/// Commands on Bloom filters: sets that say of an item either that it is certainly not in them, or that
/// it probably is. Nothing is ever deleted from one.
/// They come with Redis 8, and with the module RedisBloom before that, whose versions are those named
/// here.
///
/// A filter that [`bf_add`](Self::bf_add), [`bf_madd`](Self::bf_madd) or [`bf_insert`](Self::bf_insert) makes by
/// itself has room for 100 items and 1 % of false positives, and grows, unless the server is configured otherwise.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete("doc:bloom")?;
/// # if r.bf_card("doc:bloom").is_err() { return Ok(()) } // it has no such commands
/// r.bf_reserve("doc:bloom", 0.001, 10_000)?;
/// assert!(r.bf_add("doc:bloom", "ann")?); // it was not there yet
/// assert!(r.bf_exists("doc:bloom", "ann")?);
/// assert_eq!(r.bf_mexists("doc:bloom", ["ann", "bob"])?, [true, false]);
/// # r.delete("doc:bloom")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: a server without them says `ERR`; `WRONGTYPE` if the key holds something else, except that
/// [`bf_exists`](Self::bf_exists) and [`bf_mexists`](Self::bf_mexists) may find nothing there instead.
pub trait BloomCommands: Execute {
    /// Adds an item; whether it was certainly not there before. A filter is made if there is none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/bf.add/)
    ///
    /// # Errors
    /// `ERR` if the filter is full and does not grow.
    #[doc(alias = "BF.ADD")]
    fn bf_add(self, key: impl ToArg, item: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("BF.ADD").key(key).arg(item))
    }

    /// How many different items were added; 0 if there is no filter.
    ///
    /// Since 2.4.4. [redis.io](https://redis.io/docs/latest/commands/bf.card/)
    #[doc(alias = "BF.CARD")]
    fn bf_card(self, key: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("BF.CARD").key(key))
    }

    /// Whether an item is probably there; `false` if there is no filter.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/bf.exists/)
    #[doc(alias = "BF.EXISTS")]
    fn bf_exists(self, key: impl ToArg, item: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("BF.EXISTS").key(key).arg(item))
    }

    /// Room, size and growth of a filter.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/bf.info/)
    ///
    /// # Errors
    /// `ERR` if there is no filter.
    #[doc(alias = "BF.INFO")]
    fn bf_info(self, key: impl ToArg) -> Self::Out<BfInfo> {
        self.execute_command(Command::new("BF.INFO").key(key))
    }

    /// Adds items, as [`bf_madd`](Self::bf_madd) does; whether each was certainly not there before. A filter is made
    /// if there is none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/bf.insert/)
    ///
    /// # Errors
    /// `ERR` if the filter is full and does not grow; items before that are added.
    #[doc(alias = "BF.INSERT")]
    fn bf_insert(self, key: impl ToArg, items: impl ToArgs) -> Self::Out<Vec<bool>> {
        self.execute_command(Command::new("BF.INSERT").key(key).arg("ITEMS").args(items))
    }

    /// Adds items; whether each was certainly not there before. A filter is made as the options say if
    /// there is none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/bf.insert/)
    ///
    /// # Errors
    /// `ERR` if the filter is full and does not grow, or if there is none and none is to be made.
    #[doc(alias = "BF.INSERT")]
    fn bf_insert_with(
        self,
        key: impl ToArg,
        items: impl ToArgs,
        options: BfInsertOptions,
    ) -> Self::Out<Vec<bool>> {
        let command = options.add_to(Command::new("BF.INSERT").key(key));
        self.execute_command(command.arg("ITEMS").args(items))
    }

    /// Loads a part of a filter that [`bf_scandump`](Self::bf_scandump) gave, with its iterator. The first
    /// part makes the filter.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/bf.loadchunk/)
    ///
    /// # Errors
    /// `ERR` if the part does not fit.
    #[doc(alias = "BF.LOADCHUNK")]
    fn bf_loadchunk(self, key: impl ToArg, iterator: i64, data: impl ToArg) -> Self::Out<()> {
        let command = Command::new("BF.LOADCHUNK").key(key);
        self.execute_command(command.arg(iterator).arg(data))
    }

    /// Adds items; whether each was certainly not there before. A filter is made if there is none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/bf.madd/)
    ///
    /// # Errors
    /// `ERR` if the filter is full and does not grow; items before that are added.
    #[doc(alias = "BF.MADD")]
    fn bf_madd(self, key: impl ToArg, items: impl ToArgs) -> Self::Out<Vec<bool>> {
        self.execute_command(Command::new("BF.MADD").key(key).args(items))
    }

    /// Whether each of the items is probably there; `false` for all if there is no filter.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/bf.mexists/)
    #[doc(alias = "BF.MEXISTS")]
    fn bf_mexists(self, key: impl ToArg, items: impl ToArgs) -> Self::Out<Vec<bool>> {
        self.execute_command(Command::new("BF.MEXISTS").key(key).args(items))
    }

    /// Makes a filter with room for `capacity` items. `error_rate` is the share of false positives that it may have,
    /// greater than 0 and less than 1: 0.001 is one in a thousand.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/bf.reserve/)
    ///
    /// # Errors
    /// `ERR` if there is a key already, or `error_rate` is out of range.
    #[doc(alias = "BF.RESERVE")]
    #[doc(alias = "bf_create")]
    fn bf_reserve(self, key: impl ToArg, error_rate: f64, capacity: u64) -> Self::Out<()> {
        let command = Command::new("BF.RESERVE").key(key);
        self.execute_command(command.arg(error_rate).arg(capacity))
    }

    /// Makes a filter as [`bf_reserve`](Self::bf_reserve) does, with options.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/bf.reserve/)
    ///
    /// # Errors
    /// As [`bf_reserve`](Self::bf_reserve).
    #[doc(alias = "BF.RESERVE")]
    #[doc(alias = "bf_create")]
    fn bf_reserve_with(
        self,
        key: impl ToArg,
        error_rate: f64,
        capacity: u64,
        options: BfReserveOptions,
    ) -> Self::Out<()> {
        let command = Command::new("BF.RESERVE").key(key);
        self.execute_command(options.add_to(command.arg(error_rate).arg(capacity)))
    }

    /// A part of a filter, to be loaded elsewhere: the first for 0, then the next for each iterator that came,
    /// until one [is the end](FilterChunk::is_end).
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/bf.scandump/)
    ///
    /// ```no_run
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let (from, to) = (Redis::from_url("redis://localhost")?, Redis::from_url("redis://localhost:6380")?);
    /// let mut iterator = 0;
    /// loop {
    ///     let chunk = from.bf_scandump("filter", iterator)?;
    ///     if chunk.is_end() {
    ///         break;
    ///     }
    ///     to.bf_loadchunk("filter", chunk.iterator, chunk.data)?;
    ///     iterator = chunk.iterator;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `ERR` if there is no filter.
    #[doc(alias = "BF.SCANDUMP")]
    fn bf_scandump(self, key: impl ToArg, iterator: i64) -> Self::Out<FilterChunk> {
        self.execute_command(Command::new("BF.SCANDUMP").key(key).arg(iterator))
    }
}

impl<E: Execute> BloomCommands for E {}
