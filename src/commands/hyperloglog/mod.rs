//! The HyperLogLog commands.

use crate::command::{Command, Execute};
use crate::convert::{ToArg, ToArgs};

/// Commands that count distinct elements, approximately: some 12 KB for any number of them, with a
/// standard error of 0.81 %.
///
/// A HyperLogLog is a string to the server, and a key that is missing is an empty one. The server's
/// own tests, `PFDEBUG` and `PFSELFTEST`, have no methods:
/// [`execute_command`](Execute::execute_command) sends them as any other.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete(["doc:mon", "doc:tue", "doc:week"])?;
/// r.pfadd("doc:mon", ["ann", "bob"])?;
/// r.pfadd("doc:tue", ["bob", "eve"])?;
/// assert_eq!(r.pfcount("doc:mon")?, 2);
/// assert_eq!(r.pfcount(["doc:mon", "doc:tue"])?, 3); // who came on either day
/// r.pfmerge("doc:week", ["doc:mon", "doc:tue"])?;
/// assert_eq!(r.pfcount("doc:week")?, 3);
/// # r.delete(["doc:mon", "doc:tue", "doc:week"])?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: `WRONGTYPE` if the key holds something else.
pub trait HyperLogLogCommands: Execute {
    /// Adds elements; whether that changed anything. Without elements (`()`) it only makes the key.
    ///
    /// Since 2.8.9. [redis.io](https://redis.io/docs/latest/commands/pfadd/)
    fn pfadd(self, key: impl ToArg, elements: impl ToArgs) -> Self::Out<bool> {
        self.execute_command(Command::new("PFADD").key(key).args(elements))
    }

    /// About how many distinct elements were added to the key, or to any of the keys.
    ///
    /// Since 2.8.9. [redis.io](https://redis.io/docs/latest/commands/pfcount/)
    fn pfcount(self, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("PFCOUNT").keys(keys))
    }

    /// Adds all that was added to any of the `sources` to `dest` as well. Without sources (`()`) it
    /// only makes the key.
    ///
    /// Since 2.8.9. [redis.io](https://redis.io/docs/latest/commands/pfmerge/)
    fn pfmerge(self, dest: impl ToArg, sources: impl ToArgs) -> Self::Out<()> {
        self.execute_command(Command::new("PFMERGE").key(dest).keys(sources))
    }
}

impl<E: Execute> HyperLogLogCommands for E {}
