//! The commands on t-digests.

use crate::command::{Command, Execute};
use crate::convert::{ToArg, ToArgs};

mod tdigest_create_options;
mod tdigest_info;
mod tdigest_merge_options;

pub use tdigest_create_options::TdigestCreateOptions;
pub use tdigest_info::TdigestInfo;
pub use tdigest_merge_options::TdigestMergeOptions;

/// Commands on t-digests, which estimate how numbers are distributed that come one by one: quantiles,
/// ranks and the like. On a digest without observations they return NaN, and those that return ranks -2.
/// They come with Redis 8, and with the module RedisBloom before that, whose versions are those named
/// here.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete("doc:tdigest")?;
/// # if r.bf_card("doc:tdigest").is_err() { return Ok(()) } // it has no such commands
/// r.tdigest_create("doc:tdigest")?;
/// r.tdigest_add("doc:tdigest", [1.0, 2.0, 3.0, 4.0, 100.0])?;
/// assert_eq!(r.tdigest_quantile("doc:tdigest", [0.0, 0.5, 1.0])?, [1.0, 3.0, 100.0]);
/// assert_eq!(r.tdigest_max("doc:tdigest")?, 100.0);
/// # r.delete("doc:tdigest")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: a server without them says `ERR`, and so does one that has no digest at the key, unless
/// it is to be made; `WRONGTYPE` if the key holds something else.
pub trait TdigestCommands: Execute {
    /// Adds observations.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.add/)
    #[doc(alias = "TDIGEST.ADD")]
    fn tdigest_add(self, key: impl ToArg, values: impl ToArgs) -> Self::Out<()> {
        self.execute_command(Command::new("TDIGEST.ADD").key(key).args(values))
    }

    /// The values that have these ranks, estimated, the smallest having rank 0; infinity where there are not so many.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.byrank/)
    #[doc(alias = "TDIGEST.BYRANK")]
    fn tdigest_byrank(self, key: impl ToArg, ranks: impl ToArgs) -> Self::Out<Vec<f64>> {
        self.execute_command(Command::new("TDIGEST.BYRANK").key(key).args(ranks))
    }

    /// The values that have these ranks, estimated, the largest having rank 0; negative infinity where there are not
    /// so many.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.byrevrank/)
    #[doc(alias = "TDIGEST.BYREVRANK")]
    fn tdigest_byrevrank(self, key: impl ToArg, ranks: impl ToArgs) -> Self::Out<Vec<f64>> {
        self.execute_command(Command::new("TDIGEST.BYREVRANK").key(key).args(ranks))
    }

    /// The share of the observations that is less than each value, estimated, from 0 to 1; those that are equal count
    /// half.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.cdf/)
    #[doc(alias = "TDIGEST.CDF")]
    fn tdigest_cdf(self, key: impl ToArg, values: impl ToArgs) -> Self::Out<Vec<f64>> {
        self.execute_command(Command::new("TDIGEST.CDF").key(key).args(values))
    }

    /// Makes a digest.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.create/)
    ///
    /// # Errors
    /// `ERR` if there is a key already.
    #[doc(alias = "TDIGEST.CREATE")]
    fn tdigest_create(self, key: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("TDIGEST.CREATE").key(key))
    }

    /// Makes a digest, with options.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.create/)
    ///
    /// # Errors
    /// `ERR` if there is a key already.
    #[doc(alias = "TDIGEST.CREATE")]
    fn tdigest_create_with(self, key: impl ToArg, options: TdigestCreateOptions) -> Self::Out<()> {
        self.execute_command(options.add_to(Command::new("TDIGEST.CREATE").key(key)))
    }

    /// Size and contents of a digest.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.info/)
    #[doc(alias = "TDIGEST.INFO")]
    fn tdigest_info(self, key: impl ToArg) -> Self::Out<TdigestInfo> {
        self.execute_command(Command::new("TDIGEST.INFO").key(key))
    }

    /// The largest observation.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.max/)
    #[doc(alias = "TDIGEST.MAX")]
    fn tdigest_max(self, key: impl ToArg) -> Self::Out<f64> {
        self.execute_command(Command::new("TDIGEST.MAX").key(key))
    }

    /// Adds the observations of `sources` to `destination`, which is made if there is no such key.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.merge/)
    ///
    /// # Errors
    /// `ERR` if a source does not exist.
    #[doc(alias = "TDIGEST.MERGE")]
    fn tdigest_merge(self, destination: impl ToArg, sources: impl ToArgs) -> Self::Out<()> {
        let command = Command::new("TDIGEST.MERGE").key(destination);
        self.execute_command(command.counted_keys(sources))
    }

    /// Adds the observations of `sources` to `destination`, or puts them in place of its own, as `options` say.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.merge/)
    ///
    /// # Errors
    /// `ERR` if a source does not exist.
    #[doc(alias = "TDIGEST.MERGE")]
    fn tdigest_merge_with(
        self,
        destination: impl ToArg,
        sources: impl ToArgs,
        options: TdigestMergeOptions,
    ) -> Self::Out<()> {
        let command = Command::new("TDIGEST.MERGE").key(destination);
        self.execute_command(options.add_to(command.counted_keys(sources)))
    }

    /// The smallest observation.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.min/)
    #[doc(alias = "TDIGEST.MIN")]
    fn tdigest_min(self, key: impl ToArg) -> Self::Out<f64> {
        self.execute_command(Command::new("TDIGEST.MIN").key(key))
    }

    /// The values below which these shares of the observations lie, estimated: `0.5` is the median. Shares are numbers
    /// from 0 to 1.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.quantile/)
    ///
    /// # Errors
    /// `ERR` if a share is out of range.
    #[doc(alias = "TDIGEST.QUANTILE")]
    fn tdigest_quantile(self, key: impl ToArg, quantiles: impl ToArgs) -> Self::Out<Vec<f64>> {
        self.execute_command(Command::new("TDIGEST.QUANTILE").key(key).args(quantiles))
    }

    /// How many observations are less than each value, estimated; those that are equal count half. -1 if the value is
    /// less than all.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.rank/)
    #[doc(alias = "TDIGEST.RANK")]
    fn tdigest_rank(self, key: impl ToArg, values: impl ToArgs) -> Self::Out<Vec<i64>> {
        self.execute_command(Command::new("TDIGEST.RANK").key(key).args(values))
    }

    /// Drops all observations.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.reset/)
    #[doc(alias = "TDIGEST.RESET")]
    fn tdigest_reset(self, key: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("TDIGEST.RESET").key(key))
    }

    /// How many observations are greater than each value, estimated; those that are equal count half. -1 if the value
    /// is greater than all.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.revrank/)
    #[doc(alias = "TDIGEST.REVRANK")]
    fn tdigest_revrank(self, key: impl ToArg, values: impl ToArgs) -> Self::Out<Vec<i64>> {
        self.execute_command(Command::new("TDIGEST.REVRANK").key(key).args(values))
    }

    /// The mean of those observations that lie between two quantiles, estimated: `0.1` and `0.9` leave out the lowest
    /// and the highest tenth.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/tdigest.trimmed_mean/)
    ///
    /// # Errors
    /// `ERR` if a quantile is not from 0 to 1, or `low` is not less than `high`.
    #[doc(alias = "TDIGEST.TRIMMED_MEAN")]
    fn tdigest_trimmed_mean(self, key: impl ToArg, low: f64, high: f64) -> Self::Out<f64> {
        let command = Command::new("TDIGEST.TRIMMED_MEAN").key(key);
        self.execute_command(command.arg(low).arg(high))
    }
}

impl<E: Execute> TdigestCommands for E {}
