//! The commands on cuckoo filters.

use crate::command::{Command, Execute};
use crate::convert::{ToArg, ToArgs};

mod cf_info;
mod cf_insert_options;
mod cf_insertion;
mod cf_reserve_options;

pub use cf_info::CfInfo;
pub use cf_insert_options::CfInsertOptions;
pub use cf_insertion::CfInsertion;
pub use cf_reserve_options::CfReserveOptions;

use super::FilterChunk;

/// Commands on cuckoo filters: sets that say of an item either that it is certainly not in them, or that
/// it probably is, and from which items can be deleted. An item can be added more than once.
/// They come with Redis 8, and with the module RedisBloom before that, whose versions are those named
/// here.
///
/// A filter that a command makes by itself has room for 1024 items, and grows, unless the server is configured
/// otherwise.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete("doc:cuckoo")?;
/// # if r.cf_count("doc:cuckoo", "ann").is_err() { return Ok(()) } // it has no such commands
/// r.cf_reserve("doc:cuckoo", 1_000)?;
/// assert!(r.cf_addnx("doc:cuckoo", "ann")?);
/// assert_eq!(r.cf_mexists("doc:cuckoo", ["ann", "bob"])?, [true, false]);
/// assert!(r.cf_delete("doc:cuckoo", "ann")?);
/// # r.delete("doc:cuckoo")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: a server without them says `ERR`; `WRONGTYPE` if the key holds something else, except that
/// [`cf_count`](Self::cf_count), [`cf_exists`](Self::cf_exists) and [`cf_mexists`](Self::cf_mexists) may find nothing
/// there instead.
pub trait CuckooCommands: Execute {
    /// Adds an item, once more if it is there; always `true`. A filter is made if there is none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.add/)
    ///
    /// # Errors
    /// `ERR` if the filter is full and does not grow.
    #[doc(alias = "CF.ADD")]
    fn cf_add(self, key: impl ToArg, item: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("CF.ADD").key(key).arg(item))
    }

    /// Adds an item if it is certainly not there; whether it was added. A filter is made if there is none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.addnx/)
    ///
    /// # Errors
    /// `ERR` if the filter is full and does not grow.
    #[doc(alias = "CF.ADDNX")]
    fn cf_addnx(self, key: impl ToArg, item: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("CF.ADDNX").key(key).arg(item))
    }

    /// How often an item is probably there; 0 if there is no filter.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.count/)
    #[doc(alias = "CF.COUNT")]
    fn cf_count(self, key: impl ToArg, item: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("CF.COUNT").key(key).arg(item))
    }

    /// Deletes an item once; whether it was there. An item that was never added must not be deleted: it may be
    /// taken for another, which is then gone.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.del/)
    ///
    /// # Errors
    /// `ERR` if there is no filter.
    #[doc(alias = "CF.DEL")]
    fn cf_delete(self, key: impl ToArg, item: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("CF.DEL").key(key).arg(item))
    }

    /// Whether an item is probably there; `false` if there is no filter.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.exists/)
    #[doc(alias = "CF.EXISTS")]
    fn cf_exists(self, key: impl ToArg, item: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("CF.EXISTS").key(key).arg(item))
    }

    /// Size, contents and growth of a filter.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.info/)
    ///
    /// # Errors
    /// `ERR` if there is no filter.
    #[doc(alias = "CF.INFO")]
    fn cf_info(self, key: impl ToArg) -> Self::Out<CfInfo> {
        self.execute_command(Command::new("CF.INFO").key(key))
    }

    /// Adds items, once more if they are there; what became of each. A filter is made if there is none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.insert/)
    #[doc(alias = "CF.INSERT")]
    fn cf_insert(self, key: impl ToArg, items: impl ToArgs) -> Self::Out<Vec<CfInsertion>> {
        self.execute_command(Command::new("CF.INSERT").key(key).arg("ITEMS").args(items))
    }

    /// Adds items, once more if they are there; what became of each. A filter is made as the options say if
    /// there is none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.insert/)
    ///
    /// # Errors
    /// `ERR` if there is no filter and none is to be made.
    #[doc(alias = "CF.INSERT")]
    fn cf_insert_with(
        self,
        key: impl ToArg,
        items: impl ToArgs,
        options: CfInsertOptions,
    ) -> Self::Out<Vec<CfInsertion>> {
        let command = options.add_to(Command::new("CF.INSERT").key(key));
        self.execute_command(command.arg("ITEMS").args(items))
    }

    /// Adds those of the items that are certainly not there; what became of each. A filter is made if there
    /// is none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.insertnx/)
    #[doc(alias = "CF.INSERTNX")]
    fn cf_insertnx(self, key: impl ToArg, items: impl ToArgs) -> Self::Out<Vec<CfInsertion>> {
        self.execute_command(
            Command::new("CF.INSERTNX")
                .key(key)
                .arg("ITEMS")
                .args(items),
        )
    }

    /// Adds those of the items that are certainly not there; what became of each. A filter is made as the
    /// options say if there is none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.insertnx/)
    ///
    /// # Errors
    /// `ERR` if there is no filter and none is to be made.
    #[doc(alias = "CF.INSERTNX")]
    fn cf_insertnx_with(
        self,
        key: impl ToArg,
        items: impl ToArgs,
        options: CfInsertOptions,
    ) -> Self::Out<Vec<CfInsertion>> {
        let command = options.add_to(Command::new("CF.INSERTNX").key(key));
        self.execute_command(command.arg("ITEMS").args(items))
    }

    /// Loads a part of a filter that [`cf_scandump`](Self::cf_scandump) gave, with its iterator. The first
    /// part makes the filter.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.loadchunk/)
    ///
    /// # Errors
    /// `ERR` if the part does not fit.
    #[doc(alias = "CF.LOADCHUNK")]
    fn cf_loadchunk(self, key: impl ToArg, iterator: i64, data: impl ToArg) -> Self::Out<()> {
        let command = Command::new("CF.LOADCHUNK").key(key);
        self.execute_command(command.arg(iterator).arg(data))
    }

    /// Whether each of the items is probably there; `false` for all if there is no filter.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.mexists/)
    #[doc(alias = "CF.MEXISTS")]
    fn cf_mexists(self, key: impl ToArg, items: impl ToArgs) -> Self::Out<Vec<bool>> {
        self.execute_command(Command::new("CF.MEXISTS").key(key).args(items))
    }

    /// Makes a filter with room for `capacity` items.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.reserve/)
    ///
    /// # Errors
    /// `ERR` if there is a key already.
    #[doc(alias = "CF.RESERVE")]
    #[doc(alias = "cf_create")]
    fn cf_reserve(self, key: impl ToArg, capacity: u64) -> Self::Out<()> {
        self.execute_command(Command::new("CF.RESERVE").key(key).arg(capacity))
    }

    /// Makes a filter with room for `capacity` items, and options.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.reserve/)
    ///
    /// # Errors
    /// `ERR` if there is a key already.
    #[doc(alias = "CF.RESERVE")]
    #[doc(alias = "cf_create")]
    fn cf_reserve_with(
        self,
        key: impl ToArg,
        capacity: u64,
        options: CfReserveOptions,
    ) -> Self::Out<()> {
        let command = Command::new("CF.RESERVE").key(key).arg(capacity);
        self.execute_command(options.add_to(command))
    }

    /// A part of a filter, to be loaded elsewhere: the first for 0, then the next for each iterator that came,
    /// until one [is the end](FilterChunk::is_end).
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/cf.scandump/)
    ///
    /// ```no_run
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let (from, to) = (Redis::from_url("redis://localhost")?, Redis::from_url("redis://localhost:6380")?);
    /// let mut iterator = 0;
    /// loop {
    ///     let chunk = from.cf_scandump("filter", iterator)?;
    ///     if chunk.is_end() {
    ///         break;
    ///     }
    ///     to.cf_loadchunk("filter", chunk.iterator, chunk.data)?;
    ///     iterator = chunk.iterator;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `ERR` if there is no filter.
    #[doc(alias = "CF.SCANDUMP")]
    fn cf_scandump(self, key: impl ToArg, iterator: i64) -> Self::Out<FilterChunk> {
        self.execute_command(Command::new("CF.SCANDUMP").key(key).arg(iterator))
    }
}

impl<E: Execute> CuckooCommands for E {}
