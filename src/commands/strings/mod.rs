//! The string commands.

use std::time::Duration;

use crate::command::{Command, Execute, millis};
use crate::convert::{FromReply, ToArg, ToArgs, ToPairs};

use super::expiry::seconds;

mod condition;
mod delex_options;
mod getex_options;
mod increx;
mod increx_options;
mod lcs_match;
mod lcs_matches;
mod lcs_options;
mod msetex_options;
mod set_options;

pub use delex_options::DelexOptions;
pub use getex_options::GetexOptions;
pub use increx::Increx;
pub use increx_options::IncrexOptions;
pub use lcs_match::LcsMatch;
pub use lcs_matches::LcsMatches;
pub use lcs_options::LcsOptions;
pub use msetex_options::MsetexOptions;
pub use set_options::SetOptions;

/// Commands on strings: text, bytes and numbers.
///
/// Commands that need the value are refused with `WRONGTYPE` if the key holds something else. Those that only replace
/// it are not.
pub trait StringCommands: Execute {
    /// The value of `key`; `None` if there is none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/get/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// r.set("doc:get", 42)?;
    /// assert_eq!(r.get("doc:get")?, Some(42));
    /// assert_eq!(r.get::<String>("doc:get:missing")?, None);
    /// # r.delete("doc:get")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `WRONGTYPE` if the key holds something else.
    fn get<T: FromReply>(self, key: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("GET").key(key))
    }

    /// Sets `key` to `value`, whatever it held before, without a time to live. Always `true`.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/set/)
    fn set(self, key: impl ToArg, value: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("SET").key(key).arg(value))
    }

    /// Sets `key` to `value` as `options` say; `false` if a condition among them does not hold and
    /// nothing was set. redis-py's `ex`, `nx` and so on are methods of the options.
    ///
    /// Since 1.0.0; each option says since when.
    /// [redis.io](https://redis.io/docs/latest/commands/set/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # use std::time::Duration;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// let session = SetOptions::new().ex(Duration::from_secs(60)).nx();
    /// assert!(r.set_with("doc:set_with", "ann", session.clone())?);
    /// assert!(!r.set_with("doc:set_with", "bob", session)?);
    /// # r.delete("doc:set_with")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `ERR` if a time to live is zero; `WRONGTYPE` if a condition looks at the value, and the key holds something
    /// else.
    fn set_with(self, key: impl ToArg, value: impl ToArg, options: SetOptions) -> Self::Out<bool> {
        self.execute_command(options.add_to(Command::new("SET").key(key).arg(value)))
    }

    /// Sets `key` to `value`, without a time to live, and returns the value it had before, `None` if there was none
    /// (`SET … GET`).
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/set/)
    ///
    /// # Errors
    /// `WRONGTYPE` if the key holds something else; nothing is set then.
    #[doc(alias = "SET")]
    fn set_get<T: FromReply>(self, key: impl ToArg, value: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("SET").key(key).arg(value).arg("GET"))
    }

    /// Sets `key` to `value` as `options` say, and returns the value it had before, `None` if there was none
    /// (`SET … GET`), whether or not a condition among them held.
    ///
    /// Since 6.2.0, together with [`nx`](SetOptions::nx) since 7.0.0.
    /// [redis.io](https://redis.io/docs/latest/commands/set/)
    ///
    /// # Errors
    /// `WRONGTYPE` if the key holds something else; nothing is set then. `ERR` if a time to live is zero.
    #[doc(alias = "SET")]
    fn set_get_with<T: FromReply>(
        self,
        key: impl ToArg,
        value: impl ToArg,
        options: SetOptions,
    ) -> Self::Out<Option<T>> {
        let set = options.add_condition_to(Command::new("SET").key(key).arg(value));
        self.execute_command(options.add_expiry_to(set.arg("GET")))
    }

    /// Sets `key` to `value` if it does not exist; `false` if it does.
    ///
    /// Since 1.0.0; [`SetOptions::nx`] replaces it.
    /// [redis.io](https://redis.io/docs/latest/commands/setnx/)
    fn setnx(self, key: impl ToArg, value: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("SETNX").key(key).arg(value))
    }

    /// Sets `key` to `value`, which expires after `time`, rounded up to whole seconds.
    ///
    /// Since 2.0.0; [`SetOptions::ex`] replaces it.
    /// [redis.io](https://redis.io/docs/latest/commands/setex/)
    ///
    /// # Errors
    /// `ERR` if `time` is zero.
    fn setex(self, key: impl ToArg, time: Duration, value: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("SETEX").key(key).arg(seconds(time)).arg(value))
    }

    /// Sets `key` to `value`, which expires after `time`, rounded up to milliseconds.
    ///
    /// Since 2.6.0; [`SetOptions::px`] replaces it.
    /// [redis.io](https://redis.io/docs/latest/commands/psetex/)
    ///
    /// # Errors
    /// `ERR` if `time` is zero.
    fn psetex(self, key: impl ToArg, time: Duration, value: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("PSETEX").key(key).arg(millis(time)).arg(value))
    }

    /// Sets `key` to `value`, without a time to live, and returns the value it had before; `None` if there was none.
    ///
    /// Since 1.0.0; [`set_get`](Self::set_get) replaces it.
    /// [redis.io](https://redis.io/docs/latest/commands/getset/)
    fn getset<T: FromReply>(self, key: impl ToArg, value: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("GETSET").key(key).arg(value))
    }

    /// The value of `key`, which is deleted; `None` if there is none.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/getdel/)
    fn getdel<T: FromReply>(self, key: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("GETDEL").key(key))
    }

    /// The value of `key`; `None` if there is none. Without options it is [`get`](Self::get), but
    /// counts as a write.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/getex/)
    fn getex<T: FromReply>(self, key: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("GETEX").key(key))
    }

    /// The value of `key`, which expires from now on as `options` say; `None` if there is none.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/getex/)
    ///
    /// # Errors
    /// `ERR` if a time to live is zero.
    fn getex_with<T: FromReply>(
        self,
        key: impl ToArg,
        options: GetexOptions,
    ) -> Self::Out<Option<T>> {
        self.execute_command(options.add_to(Command::new("GETEX").key(key)))
    }

    /// The values of one key or many, in their order; `None` for each that does not exist or holds
    /// no string.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/mget/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// r.mset([("doc:mget:a", 1), ("doc:mget:b", 2)])?;
    /// let values: Vec<Option<i64>> = r.mget(["doc:mget:a", "doc:mget:b", "doc:mget:c"])?;
    /// assert_eq!(values, [Some(1), Some(2), None]);
    /// # r.delete(["doc:mget:a", "doc:mget:b"])?;
    /// # Ok(())
    /// # }
    /// ```
    fn mget<T: FromReply>(self, keys: impl ToArgs) -> Self::Out<Vec<Option<T>>> {
        self.execute_command(Command::new("MGET").keys(keys))
    }

    /// Sets keys to values, all at once, whatever they held before, without a time to live. Always
    /// `true`.
    ///
    /// Since 1.0.1. [redis.io](https://redis.io/docs/latest/commands/mset/)
    fn mset(self, pairs: impl ToPairs) -> Self::Out<bool> {
        self.execute_command(Command::new("MSET").key_pairs(pairs))
    }

    /// Sets keys to values if none of the keys exists; `false` if one does and nothing was set.
    ///
    /// Since 1.0.1. [redis.io](https://redis.io/docs/latest/commands/msetnx/)
    fn msetnx(self, pairs: impl ToPairs) -> Self::Out<bool> {
        self.execute_command(Command::new("MSETNX").key_pairs(pairs))
    }

    /// Sets keys to values. Without options it is [`mset`](Self::mset). Always `true`.
    ///
    /// Since 8.4.0 and Valkey 9.1.0. [redis.io](https://redis.io/docs/latest/commands/msetex/)
    fn msetex(self, pairs: impl ToPairs) -> Self::Out<bool> {
        self.execute_command(Command::new("MSETEX").counted_key_pairs(pairs))
    }

    /// Sets keys to values as `options` say; `false` if a condition among them does not hold and
    /// nothing was set.
    ///
    /// Since 8.4.0 and Valkey 9.1.0. [redis.io](https://redis.io/docs/latest/commands/msetex/)
    fn msetex_with(self, pairs: impl ToPairs, options: MsetexOptions) -> Self::Out<bool> {
        self.execute_command(options.add_to(Command::new("MSETEX").counted_key_pairs(pairs)))
    }

    /// Adds one to the number at `key`, which is 0 if there is none, and returns the sum.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/incr/)
    ///
    /// # Errors
    /// `ERR` if the value is no integer, or the result is out of the range of `i64`.
    fn incr(self, key: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("INCR").key(key))
    }

    /// Adds `increment` to the number at `key`, which is 0 if there is none, and returns the sum.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/incrby/)
    ///
    /// # Errors
    /// As of [`incr`](Self::incr).
    fn incrby(self, key: impl ToArg, increment: i64) -> Self::Out<i64> {
        self.execute_command(Command::new("INCRBY").key(key).arg(increment))
    }

    /// Takes one from the number at `key`, which is 0 if there is none, and returns the rest.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/decr/)
    ///
    /// # Errors
    /// As of [`incr`](Self::incr).
    fn decr(self, key: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("DECR").key(key))
    }

    /// Takes `decrement` from the number at `key`, which is 0 if there is none, and returns the
    /// rest.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/decrby/)
    ///
    /// # Errors
    /// As of [`incr`](Self::incr).
    fn decrby(self, key: impl ToArg, decrement: i64) -> Self::Out<i64> {
        self.execute_command(Command::new("DECRBY").key(key).arg(decrement))
    }

    /// Adds a float to the number at `key`, which is 0 if there is none, and returns the sum.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/incrbyfloat/)
    ///
    /// # Errors
    /// `ERR` if the value is no number, or the sum would be infinite or NaN.
    fn incrbyfloat(self, key: impl ToArg, increment: f64) -> Self::Out<f64> {
        self.execute_command(Command::new("INCRBYFLOAT").key(key).arg(increment))
    }

    /// Adds one to the number at `key`, which is 0 if there is none, unless it is the largest there
    /// is; the sum, and what was added.
    ///
    /// Since 8.8.0 and Valkey 9.2.0. [redis.io](https://redis.io/docs/latest/commands/increx/)
    ///
    /// # Errors
    /// `ERR` if the value is no integer.
    fn increx(self, key: impl ToArg) -> Self::Out<Increx<i64>> {
        self.increx_with(key, IncrexOptions::new())
    }

    /// Adds to the number at `key`, which is 0 if there is none, what `options` say, unless the sum
    /// is out of their bounds; the sum, and what was added. If nothing was, when the key expires
    /// stays as it is.
    ///
    /// Since 8.8.0 and Valkey 9.2.0. [redis.io](https://redis.io/docs/latest/commands/increx/)
    ///
    /// ```no_run
    /// # use redial::prelude::*;
    /// # use std::time::Duration;
    /// # fn main() -> redial::Result<()> {
    /// # let r = Redis::from_url("redis://localhost:6379")?;
    /// let minute = IncrexOptions::new().ubound(10).ex(Duration::from_secs(60)).enx();
    /// let allowed = r.increx_with("calls:ann", minute)?.increment == 1;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `ERR` if the value is no such number, if the lower bound is above the upper one, or if there
    /// is [`enx`](IncrexOptions::enx) without a time.
    fn increx_with<N: Copy + ToArg + FromReply>(
        self,
        key: impl ToArg,
        options: IncrexOptions<N>,
    ) -> Self::Out<Increx<N>> {
        self.execute_command(options.add_to(Command::new("INCREX").key(key)))
    }

    /// Appends `value` to the string at `key`, which is empty if there is none, and returns its new
    /// length in bytes.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/append/)
    fn append(self, key: impl ToArg, value: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("APPEND").key(key).arg(value))
    }

    /// The length in bytes of the string at `key`; 0 if there is none.
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/strlen/)
    fn strlen(self, key: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("STRLEN").key(key))
    }

    /// The bytes of the string at `key` from `start` to `end`, both included. Negative positions
    /// count from the end, where -1 is the last byte; what lies outside of the string is left out. Empty if there is no
    /// such key.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/getrange/)
    fn getrange<T: FromReply>(self, key: impl ToArg, start: i64, end: i64) -> Self::Out<T> {
        self.execute_command(Command::new("GETRANGE").key(key).arg(start).arg(end))
    }

    /// The same as [`getrange`](Self::getrange), which replaces it.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/substr/)
    fn substr<T: FromReply>(self, key: impl ToArg, start: i64, end: i64) -> Self::Out<T> {
        self.execute_command(Command::new("SUBSTR").key(key).arg(start).arg(end))
    }

    /// Overwrites the string at `key` with `value` from byte `offset` on, and returns its new length in bytes. A
    /// shorter string is filled up with zero bytes first.
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/setrange/)
    ///
    /// # Errors
    /// `ERR` if the string would be longer than the server allows (512 MB by default).
    fn setrange(self, key: impl ToArg, offset: u64, value: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("SETRANGE").key(key).arg(offset).arg(value))
    }

    /// The longest common subsequence of the strings at two keys: the bytes that both have in the
    /// same order. A key that does not exist counts as empty.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/lcs/)
    fn lcs<T: FromReply>(self, key1: impl ToArg, key2: impl ToArg) -> Self::Out<T> {
        self.execute_command(Command::new("LCS").key(key1).key(key2))
    }

    /// The length of the longest common subsequence of the strings at two keys (`LCS … LEN`).
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/lcs/)
    #[doc(alias = "LCS")]
    fn lcs_len(self, key1: impl ToArg, key2: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("LCS").key(key1).key(key2).arg("LEN"))
    }

    /// Where the strings at two keys have their longest common subsequence (`LCS … IDX`).
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/lcs/)
    #[doc(alias = "LCS")]
    fn lcs_idx(self, key1: impl ToArg, key2: impl ToArg) -> Self::Out<LcsMatches> {
        self.execute_command(Command::new("LCS").key(key1).key(key2).arg("IDX"))
    }

    /// Where the strings at two keys have their longest common subsequence, as `options` say
    /// (`LCS … IDX`).
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/lcs/)
    #[doc(alias = "LCS")]
    fn lcs_idx_with(
        self,
        key1: impl ToArg,
        key2: impl ToArg,
        options: LcsOptions,
    ) -> Self::Out<LcsMatches> {
        self.execute_command(options.add_to(Command::new("LCS").key(key1).key(key2).arg("IDX")))
    }

    /// Deletes `key` if it holds `value`; `false` if it does not, or there is none.
    ///
    /// Since Valkey 9.0.0. [valkey.io](https://valkey.io/commands/delifeq/)
    fn delifeq(self, key: impl ToArg, value: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("DELIFEQ").key(key).arg(value))
    }

    /// Deletes `key`, whatever it holds; `false` if there is none.
    ///
    /// Since 8.4.0. [redis.io](https://redis.io/docs/latest/commands/delex/)
    fn delex(self, key: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("DELEX").key(key))
    }

    /// Deletes `key` if the condition of `options` holds; `false` if it does not, or there is no
    /// such key.
    ///
    /// Since 8.4.0. [redis.io](https://redis.io/docs/latest/commands/delex/)
    fn delex_with(self, key: impl ToArg, options: DelexOptions) -> Self::Out<bool> {
        self.execute_command(options.add_to(Command::new("DELEX").key(key)))
    }

    /// The XXH3 digest of the value of `key` in hexadecimal digits; `None` if there is none.
    /// [`SetOptions::ifdeq`] and [`DelexOptions::ifdeq`] compare it.
    ///
    /// Since 8.4.0. [redis.io](https://redis.io/docs/latest/commands/digest/)
    fn digest(self, key: impl ToArg) -> Self::Out<Option<String>> {
        self.execute_command(Command::new("DIGEST").key(key))
    }
}

impl<E: Execute> StringCommands for E {}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::super::sent::{Sent, text};
    use super::*;

    #[test]
    fn increx_is_sent_as_the_server_wants_it() {
        let o = IncrexOptions::new;
        let (second, at) = (Duration::from_secs(1), SystemTime::UNIX_EPOCH);
        let at = at + Duration::from_secs(5);
        let float = IncrexOptions::byfloat(0.5).lbound(-1.5).ubound(1.0);
        for (command, sent) in [
            (Sent.increx("k"), "INCREX k"),
            (Sent.increx_with("k", o()), "INCREX k"),
            (
                Sent.increx_with("k", IncrexOptions::byint(-3).lbound(i64::MIN)),
                "INCREX k BYINT -3 LBOUND -9223372036854775808",
            ),
            (
                Sent.increx_with("k", o().enx().ex(second).saturate().ubound(9)),
                "INCREX k UBOUND 9 SATURATE EX 1 ENX",
            ),
            (
                Sent.increx_with("k", float),
                "INCREX k BYFLOAT 0.5 LBOUND -1.5 UBOUND 1",
            ),
            (Sent.increx_with("k", o().px(second)), "INCREX k PX 1000"),
            (Sent.increx_with("k", o().exat(at)), "INCREX k EXAT 5"),
            (Sent.increx_with("k", o().pxat(at)), "INCREX k PXAT 5000"),
            (
                Sent.increx_with("k", o().ex(second).persist()),
                "INCREX k PERSIST",
            ),
        ] {
            assert_eq!(text(&command), sent);
            assert_eq!(command.key_arguments().collect::<Vec<_>>(), [b"k"]);
            assert!(!command.is_safe_to_resend());
        }
    }
}
