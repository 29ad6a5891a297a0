//! The commands on count-min sketches.

use crate::command::{Command, Execute};
use crate::convert::{ToArg, ToArgs, ToPairs};

mod cms_info;
mod cms_merge_options;

pub use cms_info::CmsInfo;
pub use cms_merge_options::CmsMergeOptions;

/// Commands on count-min sketches, which count in little memory how often items come: a count may be too
/// high, and is never too low.
/// They come with Redis 8, and with the module RedisBloom before that, whose versions are those named
/// here.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete("doc:cms")?;
/// # if r.bf_card("doc:cms").is_err() { return Ok(()) } // it has no such commands
/// r.cms_initbydim("doc:cms", 2000, 5)?;
/// let counts = r.cms_incrby("doc:cms", [("tea", 2), ("cake", 1)])?;
/// assert_eq!(counts, [2, 1]);
/// assert_eq!(r.cms_query("doc:cms", ["tea", "beer"])?, [2, 0]);
/// # r.delete("doc:cms")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: a server without them says `ERR`, and so does one that has no sketch at the key, unless
/// it is to be made; `WRONGTYPE` if the key holds something else.
pub trait CountMinSketchCommands: Execute {
    /// Adds to the counts of items, given as pairs of an item and a number; what the counts are now, at the most.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/cms.incrby/)
    ///
    /// # Errors
    /// `ERR` if a number is negative.
    #[doc(alias = "CMS.INCRBY")]
    fn cms_incrby(self, key: impl ToArg, counts: impl ToPairs) -> Self::Out<Vec<i64>> {
        self.execute_command(Command::new("CMS.INCRBY").key(key).pairs(counts))
    }

    /// Width, depth and total of a sketch.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/cms.info/)
    #[doc(alias = "CMS.INFO")]
    fn cms_info(self, key: impl ToArg) -> Self::Out<CmsInfo> {
        self.execute_command(Command::new("CMS.INFO").key(key))
    }

    /// Makes a sketch of `depth` rows with `width` counters each.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/cms.initbydim/)
    ///
    /// # Errors
    /// `ERR` if there is a key already.
    #[doc(alias = "CMS.INITBYDIM")]
    fn cms_initbydim(self, key: impl ToArg, width: u64, depth: u64) -> Self::Out<()> {
        let command = Command::new("CMS.INITBYDIM").key(key);
        self.execute_command(command.arg(width).arg(depth))
    }

    /// Makes a sketch that is as exact as is wanted: with `probability` a count is too high by more than `error` times
    /// the sum of all counts. Both are greater than 0 and less than 1.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/cms.initbyprob/)
    ///
    /// # Errors
    /// `ERR` if there is a key already, or a number is out of range.
    #[doc(alias = "CMS.INITBYPROB")]
    fn cms_initbyprob(self, key: impl ToArg, error: f64, probability: f64) -> Self::Out<()> {
        let command = Command::new("CMS.INITBYPROB").key(key);
        self.execute_command(command.arg(error).arg(probability))
    }

    /// Adds up the counts of `sources` and puts them into `destination`, in place of its own. It must exist.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/cms.merge/)
    ///
    /// # Errors
    /// `ERR` if they differ in width or depth.
    #[doc(alias = "CMS.MERGE")]
    fn cms_merge(self, destination: impl ToArg, sources: impl ToArgs) -> Self::Out<()> {
        let command = Command::new("CMS.MERGE").key(destination);
        self.execute_command(command.counted_keys(sources))
    }

    /// Adds up the counts of `sources`, with weights, and puts them into `destination`, in place of its own. It must
    /// exist.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/cms.merge/)
    ///
    /// # Errors
    /// `ERR` if they differ in width or depth, or there are not as many weights as sources.
    #[doc(alias = "CMS.MERGE")]
    fn cms_merge_with(
        self,
        destination: impl ToArg,
        sources: impl ToArgs,
        options: CmsMergeOptions,
    ) -> Self::Out<()> {
        let command = Command::new("CMS.MERGE").key(destination);
        self.execute_command(options.add_to(command.counted_keys(sources)))
    }

    /// The counts of items, at the most.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/cms.query/)
    #[doc(alias = "CMS.QUERY")]
    fn cms_query(self, key: impl ToArg, items: impl ToArgs) -> Self::Out<Vec<i64>> {
        self.execute_command(Command::new("CMS.QUERY").key(key).args(items))
    }
}

impl<E: Execute> CountMinSketchCommands for E {}
