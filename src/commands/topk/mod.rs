//! The commands on top-k lists.

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg, ToArgs, ToPairs};

mod topk_info;
mod topk_reserve_options;

pub use topk_info::TopkInfo;
pub use topk_reserve_options::TopkReserveOptions;

/// Commands on top-k lists: the `k` items that came most often, of any number, with counts that are
/// estimates.
/// They come with Redis 8, and with the module RedisBloom before that, whose versions are those named
/// here.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete("doc:topk")?;
/// # if r.bf_card("doc:topk").is_err() { return Ok(()) } // it has no such commands
/// r.topk_reserve("doc:topk", 2)?;
/// let _left: Vec<Option<String>> = r.topk_add("doc:topk", ["tea", "cake", "tea", "beer", "cake", "tea"])?;
/// let top: Vec<String> = r.topk_list("doc:topk")?;
/// assert_eq!(top, ["tea", "cake"]);
/// # r.delete("doc:topk")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: a server without them says `ERR`, and so does one that has no list at the key, unless it
/// is to be made; `WRONGTYPE` if the key holds something else.
pub trait TopkCommands: Execute {
    /// Counts items, each once more; for each the one that left the list for it, if one did.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/topk.add/)
    #[doc(alias = "TOPK.ADD")]
    fn topk_add<T: FromReply>(
        self,
        key: impl ToArg,
        items: impl ToArgs,
    ) -> Self::Out<Vec<Option<T>>> {
        self.execute_command(Command::new("TOPK.ADD").key(key).args(items))
    }

    /// How often items came, estimated. Deprecated in the server since 2.4, without a replacement;
    /// [`topk_list_withcount`](Self::topk_list_withcount) has the counts of the items on the list.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/topk.count/)
    #[doc(alias = "TOPK.COUNT")]
    fn topk_count(self, key: impl ToArg, items: impl ToArgs) -> Self::Out<Vec<i64>> {
        self.execute_command(Command::new("TOPK.COUNT").key(key).args(items))
    }

    /// Adds to the counts of items, given as pairs of an item and a number from 0 to 100,000; for each the one that
    /// left the list for it, if one did.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/topk.incrby/)
    ///
    /// # Errors
    /// `ERR` if a number is out of range.
    #[doc(alias = "TOPK.INCRBY")]
    fn topk_incrby<T: FromReply>(
        self,
        key: impl ToArg,
        counts: impl ToPairs,
    ) -> Self::Out<Vec<Option<T>>> {
        self.execute_command(Command::new("TOPK.INCRBY").key(key).pairs(counts))
    }

    /// Dimensions of a list.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/topk.info/)
    #[doc(alias = "TOPK.INFO")]
    fn topk_info(self, key: impl ToArg) -> Self::Out<TopkInfo> {
        self.execute_command(Command::new("TOPK.INFO").key(key))
    }

    /// The items on the list, the most frequent first.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/topk.list/)
    #[doc(alias = "TOPK.LIST")]
    fn topk_list<T: FromReply>(self, key: impl ToArg) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("TOPK.LIST").key(key))
    }

    /// The items on the list with their counts, the most frequent first (`WITHCOUNT`).
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/topk.list/)
    #[doc(alias = "TOPK.LIST")]
    fn topk_list_withcount<T: FromReply>(self, key: impl ToArg) -> Self::Out<Vec<(T, i64)>> {
        self.execute_command(Command::new("TOPK.LIST").key(key).arg("WITHCOUNT"))
    }

    /// Whether items are on the list.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/topk.query/)
    #[doc(alias = "TOPK.QUERY")]
    fn topk_query(self, key: impl ToArg, items: impl ToArgs) -> Self::Out<Vec<bool>> {
        self.execute_command(Command::new("TOPK.QUERY").key(key).args(items))
    }

    /// Makes a list of `k` items.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/topk.reserve/)
    ///
    /// # Errors
    /// `ERR` if there is a key already.
    #[doc(alias = "TOPK.RESERVE")]
    fn topk_reserve(self, key: impl ToArg, k: u64) -> Self::Out<()> {
        self.execute_command(Command::new("TOPK.RESERVE").key(key).arg(k))
    }

    /// Makes a list of `k` items, with its dimensions and its decay.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/topk.reserve/)
    ///
    /// # Errors
    /// `ERR` if there is a key already.
    #[doc(alias = "TOPK.RESERVE")]
    fn topk_reserve_with(
        self,
        key: impl ToArg,
        k: u64,
        options: TopkReserveOptions,
    ) -> Self::Out<()> {
        let command = Command::new("TOPK.RESERVE").key(key).arg(k);
        self.execute_command(options.add_to(command))
    }
}

impl<E: Execute> TopkCommands for E {}
