//! The set commands.

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg, ToArgs};

use super::ScanOptions;

mod sunioncard_options;

pub use sunioncard_options::SunioncardOptions;

/// Commands on sets.
///
/// A set that loses its last member is gone, and a key that is missing is an empty set. Where all
/// members come back, the collection is the caller's choice: a `HashSet`, a `BTreeSet`, a `Vec`.
///
/// ```
/// # use redial::prelude::*;
/// # use std::collections::BTreeSet;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete(["doc:ann", "doc:bob"])?;
/// r.sadd("doc:ann", ["chess", "rowing"])?;
/// r.sadd("doc:bob", "chess")?;
/// assert!(r.sismember("doc:bob", "chess")?);
/// let both: Vec<String> = r.sinter(["doc:ann", "doc:bob"])?;
/// assert_eq!(both, ["chess"]);
/// let all: BTreeSet<String> = r.smembers("doc:ann")?;
/// assert_eq!(all.len(), 2);
/// # r.delete(["doc:ann", "doc:bob"])?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: `WRONGTYPE` if a key holds something else.
pub trait SetCommands: Execute {
    /// Adds members; how many were new.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/sadd/)
    fn sadd(self, key: impl ToArg, members: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("SADD").key(key).args(members))
    }

    /// Removes members; how many there were.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/srem/)
    fn srem(self, key: impl ToArg, members: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("SREM").key(key).args(members))
    }

    /// How many members the set has.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/scard/)
    fn scard(self, key: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("SCARD").key(key))
    }

    /// Whether this is a member.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/sismember/)
    fn sismember(self, key: impl ToArg, member: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("SISMEMBER").key(key).arg(member))
    }

    /// Whether each of these is a member.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/smismember/)
    fn smismember(self, key: impl ToArg, members: impl ToArgs) -> Self::Out<Vec<bool>> {
        self.execute_command(Command::new("SMISMEMBER").key(key).args(members))
    }

    /// All members, as a `HashSet`, a `Vec` or another collection.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/smembers/)
    fn smembers<T: FromReply>(self, key: impl ToArg) -> Self::Out<T> {
        self.execute_command(Command::new("SMEMBERS").key(key))
    }

    /// Moves a member to another set; `false` if `source` does not have it, and nothing was done.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/smove/)
    fn smove(
        self,
        source: impl ToArg,
        destination: impl ToArg,
        member: impl ToArg,
    ) -> Self::Out<bool> {
        self.execute_command(
            Command::new("SMOVE")
                .key(source)
                .key(destination)
                .arg(member),
        )
    }

    /// Removes a random member and returns it; `None` if the set is empty.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/spop/)
    fn spop<T: FromReply>(self, key: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("SPOP").key(key))
    }

    /// Removes up to `count` random members and returns them.
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/spop/)
    #[doc(alias = "SPOP")]
    fn spop_count<T: FromReply>(self, key: impl ToArg, count: u64) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("SPOP").key(key).arg(count))
    }

    /// A random member, which stays in the set; `None` if the set is empty.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/srandmember/)
    fn srandmember<T: FromReply>(self, key: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("SRANDMEMBER").key(key))
    }

    /// Up to `count` random members, which stay in the set. If `count` is negative, exactly that
    /// many, and a member may come several times.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/srandmember/)
    #[doc(alias = "SRANDMEMBER")]
    fn srandmember_count<T: FromReply>(self, key: impl ToArg, count: i64) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("SRANDMEMBER").key(key).arg(count))
    }

    /// The members of the first set that are in none of the others.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/sdiff/)
    fn sdiff<T: FromReply>(self, keys: impl ToArgs) -> Self::Out<T> {
        self.execute_command(Command::new("SDIFF").keys(keys))
    }

    /// How many members of the first set are in none of the others.
    ///
    /// Since 8.10.0. [redis.io](https://redis.io/docs/latest/commands/sdiffcard/)
    fn sdiffcard(self, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("SDIFFCARD").counted_keys(keys))
    }

    /// How many members of the first set are in none of the others; the server stops counting at
    /// `limit`. 0 is no limit.
    ///
    /// Since 8.10.0. [redis.io](https://redis.io/docs/latest/commands/sdiffcard/)
    #[doc(alias = "SDIFFCARD")]
    fn sdiffcard_limit(self, keys: impl ToArgs, limit: u64) -> Self::Out<i64> {
        let command = Command::new("SDIFFCARD").counted_keys(keys);
        self.execute_command(command.arg("LIMIT").arg(limit))
    }

    /// Sets `destination` to [`sdiff`](Self::sdiff) of the sets, whatever it held before; how many
    /// members that are.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/sdiffstore/)
    fn sdiffstore(self, destination: impl ToArg, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("SDIFFSTORE").key(destination).keys(keys))
    }

    /// The members that all of the sets have.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/sinter/)
    fn sinter<T: FromReply>(self, keys: impl ToArgs) -> Self::Out<T> {
        self.execute_command(Command::new("SINTER").keys(keys))
    }

    /// How many members all of the sets have.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/sintercard/)
    fn sintercard(self, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("SINTERCARD").counted_keys(keys))
    }

    /// How many members all of the sets have; the server stops counting at `limit`. 0 is no limit.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/sintercard/)
    #[doc(alias = "SINTERCARD")]
    fn sintercard_limit(self, keys: impl ToArgs, limit: u64) -> Self::Out<i64> {
        let command = Command::new("SINTERCARD").counted_keys(keys);
        self.execute_command(command.arg("LIMIT").arg(limit))
    }

    /// Sets `destination` to [`sinter`](Self::sinter) of the sets, whatever it held before; how
    /// many members that are.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/sinterstore/)
    fn sinterstore(self, destination: impl ToArg, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("SINTERSTORE").key(destination).keys(keys))
    }

    /// The members of all of the sets, each once.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/sunion/)
    fn sunion<T: FromReply>(self, keys: impl ToArgs) -> Self::Out<T> {
        self.execute_command(Command::new("SUNION").keys(keys))
    }

    /// How many members the sets have together, each counted once.
    ///
    /// Since 8.10.0. [redis.io](https://redis.io/docs/latest/commands/sunioncard/)
    fn sunioncard(self, keys: impl ToArgs) -> Self::Out<i64> {
        self.sunioncard_with(keys, SunioncardOptions::new())
    }

    /// How many members the sets have together, counted as `options` say.
    ///
    /// Since 8.10.0. [redis.io](https://redis.io/docs/latest/commands/sunioncard/)
    fn sunioncard_with(self, keys: impl ToArgs, options: SunioncardOptions) -> Self::Out<i64> {
        self.execute_command(options.add_to(Command::new("SUNIONCARD").counted_keys(keys)))
    }

    /// Sets `destination` to [`sunion`](Self::sunion) of the sets, whatever it held before; how
    /// many members that are.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/sunionstore/)
    fn sunionstore(self, destination: impl ToArg, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("SUNIONSTORE").key(destination).keys(keys))
    }

    /// One page of the members, from `cursor` on, which is 0 for the first; the cursor of the next
    /// page, 0 after the last, and the members. A client's [`sscan_iter`](crate::Redis::sscan_iter) goes through all
    /// pages.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/sscan/)
    fn sscan<T: FromReply>(self, key: impl ToArg, cursor: u64) -> Self::Out<(u64, Vec<T>)> {
        self.execute_command(Command::new("SSCAN").key(key).arg(cursor))
    }

    /// One page of the members that `options` ask for.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/sscan/)
    #[doc(alias = "SSCAN")]
    fn sscan_with<T: FromReply>(
        self,
        key: impl ToArg,
        cursor: u64,
        options: ScanOptions,
    ) -> Self::Out<(u64, Vec<T>)> {
        self.execute_command(options.add_to(Command::new("SSCAN").key(key).arg(cursor)))
    }
}

impl<E: Execute> SetCommands for E {}

#[cfg(test)]
mod tests {
    use super::super::sent::{Sent, text};
    use super::*;

    #[test]
    fn members_of_several_sets_are_counted_as_the_server_wants_it() {
        let keys = ["a", "b"];
        let o = SunioncardOptions::new;
        for (command, sent) in [
            (Sent.sdiffcard(keys), "SDIFFCARD 2 a b"),
            (Sent.sdiffcard_limit(keys, 7), "SDIFFCARD 2 a b LIMIT 7"),
            (Sent.sunioncard(keys), "SUNIONCARD 2 a b"),
            (
                Sent.sunioncard_with(keys, o().limit(7).approx()),
                "SUNIONCARD 2 a b APPROX LIMIT 7",
            ),
        ] {
            assert_eq!(text(&command), sent);
            assert_eq!(command.key_arguments().collect::<Vec<_>>(), [b"a", b"b"]);
            assert!(command.is_read_only());
        }
    }
}
