//! The hash commands.

use std::time::{Duration, SystemTime};

use crate::command::{Command, Execute, millis};
use crate::convert::{FromReply, ToArg, ToArgs, ToPairs};

use super::ScanOptions;
use super::expiry::{seconds, since_epoch};

mod field_expire;
mod field_expire_time;
mod field_persist;
mod field_pexpire_time;
mod field_pttl;
mod field_time;
mod field_ttl;
mod hexpire_options;
mod hgetex_options;
mod hsetex_options;

pub use field_expire::FieldExpire;
pub use field_expire_time::FieldExpireTime;
pub use field_persist::FieldPersist;
pub use field_pexpire_time::FieldPexpireTime;
pub use field_pttl::FieldPttl;
pub use field_ttl::FieldTtl;
pub use hexpire_options::HexpireOptions;
pub use hgetex_options::HgetexOptions;
pub use hsetex_options::HsetexOptions;

/// Commands on hashes: fields and values, with a time to live for each field if wanted.
///
/// A hash that loses its last field is gone, and a key that is missing is an empty hash. `HSET`
/// takes pairs in any shape ([`ToPairs`]), `HGETALL` gives them in any:
///
/// ```
/// # use redial::prelude::*;
/// # use std::collections::HashMap;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete("doc:user")?;
/// r.hset("doc:user", ("name", "Ann"))?;
/// r.hset("doc:user", [("city", "Oslo"), ("country", "Norway")])?;
/// r.hset("doc:user", HashMap::from([("age", 37)]))?;
/// assert_eq!(r.hincrby("doc:user", "age", 1)?, 38);
/// let name: Option<String> = r.hget("doc:user", "name")?;
/// assert_eq!(name.as_deref(), Some("Ann"));
/// let user: HashMap<String, String> = r.hgetall("doc:user")?;
/// assert_eq!(user["city"], "Oslo");
/// let pairs: Vec<(String, String)> = r.hgetall("doc:user")?;
/// assert_eq!(pairs.len(), 4);
/// # r.delete("doc:user")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: `WRONGTYPE` if the key holds something else.
pub trait HashCommands: Execute {
    /// Sets fields to values, whatever they held before, without a time to live; how many are new. One field is a pair:
    /// `("name", "Ann")`.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/hset/)
    ///
    /// # Errors
    /// `ERR` if there are no pairs.
    fn hset(self, key: impl ToArg, pairs: impl ToPairs) -> Self::Out<i64> {
        self.execute_command(Command::new("HSET").key(key).pairs(pairs))
    }

    /// Sets fields to values. [`hset`](Self::hset) replaces it.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/hmset/)
    ///
    /// # Errors
    /// `ERR` if there are no pairs.
    fn hmset(self, key: impl ToArg, pairs: impl ToPairs) -> Self::Out<()> {
        self.execute_command(Command::new("HMSET").key(key).pairs(pairs))
    }

    /// Sets `field` to `value` if the hash has no such field; `false` if it has.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/hsetnx/)
    fn hsetnx(self, key: impl ToArg, field: impl ToArg, value: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("HSETNX").key(key).arg(field).arg(value))
    }

    /// The value of `field`; `None` if there is none.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/hget/)
    fn hget<T: FromReply>(self, key: impl ToArg, field: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("HGET").key(key).arg(field))
    }

    /// The value of each field; `None` where there is none.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/hmget/)
    fn hmget<T: FromReply>(
        self,
        key: impl ToArg,
        fields: impl ToArgs,
    ) -> Self::Out<Vec<Option<T>>> {
        self.execute_command(Command::new("HMGET").key(key).args(fields))
    }

    /// All fields and values, as a map or as a list of pairs.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/hgetall/)
    fn hgetall<T: FromReply>(self, key: impl ToArg) -> Self::Out<T> {
        self.execute_command(Command::new("HGETALL").key(key))
    }

    /// All fields.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/hkeys/)
    fn hkeys<T: FromReply>(self, key: impl ToArg) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("HKEYS").key(key))
    }

    /// All values.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/hvals/)
    fn hvals<T: FromReply>(self, key: impl ToArg) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("HVALS").key(key))
    }

    /// How many fields the hash has.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/hlen/)
    fn hlen(self, key: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("HLEN").key(key))
    }

    /// The length of the value of `field` in bytes; 0 if there is none.
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/hstrlen/)
    fn hstrlen(self, key: impl ToArg, field: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("HSTRLEN").key(key).arg(field))
    }

    /// Whether the hash has this field.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/hexists/)
    fn hexists(self, key: impl ToArg, field: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("HEXISTS").key(key).arg(field))
    }

    /// Deletes fields; how many there were.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/hdel/)
    fn hdel(self, key: impl ToArg, fields: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("HDEL").key(key).args(fields))
    }

    /// Adds to the integer in `field`, which is 0 if there is none, and returns the sum.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/hincrby/)
    ///
    /// # Errors
    /// `ERR` if the value is no integer, or the sum is out of the range of `i64`.
    fn hincrby(self, key: impl ToArg, field: impl ToArg, increment: i64) -> Self::Out<i64> {
        self.execute_command(Command::new("HINCRBY").key(key).arg(field).arg(increment))
    }

    /// Adds a float to the number in `field`, which is 0 if there is none, and returns the sum.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/hincrbyfloat/)
    ///
    /// # Errors
    /// `ERR` if the value is no number, or the sum would be infinite.
    fn hincrbyfloat(self, key: impl ToArg, field: impl ToArg, increment: f64) -> Self::Out<f64> {
        self.execute_command(
            Command::new("HINCRBYFLOAT")
                .key(key)
                .arg(field)
                .arg(increment),
        )
    }

    /// A random field; `None` if the hash is empty.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/hrandfield/)
    fn hrandfield<T: FromReply>(self, key: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("HRANDFIELD").key(key))
    }

    /// Up to `count` random fields. If `count` is negative, exactly that many, and a field may come
    /// several times.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/hrandfield/)
    #[doc(alias = "HRANDFIELD")]
    fn hrandfield_count<T: FromReply>(self, key: impl ToArg, count: i64) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("HRANDFIELD").key(key).arg(count))
    }

    /// Up to `count` random fields and their values. If `count` is negative, exactly that many, and
    /// a field may come several times.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/hrandfield/)
    #[doc(alias = "HRANDFIELD")]
    fn hrandfield_withvalues<F: FromReply, V: FromReply>(
        self,
        key: impl ToArg,
        count: i64,
    ) -> Self::Out<Vec<(F, V)>> {
        self.execute_command(
            Command::new("HRANDFIELD")
                .key(key)
                .arg(count)
                .arg("WITHVALUES"),
        )
    }

    /// One page of the fields and values, from `cursor` on, which is 0 for the first; the cursor of
    /// the next page, 0 after the last, and the pairs. A client's [`hscan_iter`](crate::Redis::hscan_iter) goes through
    /// all pages.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/hscan/)
    fn hscan<F: FromReply, V: FromReply>(
        self,
        key: impl ToArg,
        cursor: u64,
    ) -> Self::Out<(u64, Vec<(F, V)>)> {
        self.execute_command(Command::new("HSCAN").key(key).arg(cursor))
    }

    /// One page of the fields and values that `options` ask for.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/hscan/)
    #[doc(alias = "HSCAN")]
    fn hscan_with<F: FromReply, V: FromReply>(
        self,
        key: impl ToArg,
        cursor: u64,
        options: ScanOptions,
    ) -> Self::Out<(u64, Vec<(F, V)>)> {
        self.execute_command(options.add_to(Command::new("HSCAN").key(key).arg(cursor)))
    }

    /// One page of the fields that `options` ask for, without their values.
    ///
    /// Since 7.4.0 and Valkey 8.0.0. [redis.io](https://redis.io/docs/latest/commands/hscan/)
    #[doc(alias = "HSCAN")]
    fn hscan_no_values<F: FromReply>(
        self,
        key: impl ToArg,
        cursor: u64,
        options: ScanOptions,
    ) -> Self::Out<(u64, Vec<F>)> {
        self.execute_command(
            options
                .add_to(Command::new("HSCAN").key(key).arg(cursor))
                .arg("NOVALUES"),
        )
    }

    /// Lets fields expire after this time, rounded up to whole seconds; what was done to each of
    /// them. Zero deletes them.
    ///
    /// Since 7.4.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hexpire/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # use std::time::Duration;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// # r.delete("doc:session")?;
    /// # let known = Command::new("COMMAND INFO").arg("HEXPIRE");
    /// # let known: Vec<Option<Value>> = r.execute_command(known)?;
    /// # if known.iter().all(Option::is_none) { return Ok(()); }
    /// r.hset("doc:session", ("token", "t"))?;
    /// let done = r.hexpire("doc:session", Duration::from_secs(60), ["token", "none"])?;
    /// assert_eq!(done, [FieldExpire::Set, FieldExpire::NoField]);
    /// let left = r.httl("doc:session", "token")?;
    /// assert!(left[0].time() > Some(Duration::from_secs(50)));
    /// # r.delete("doc:session")?;
    /// # Ok(())
    /// # }
    /// ```
    fn hexpire(
        self,
        key: impl ToArg,
        time: Duration,
        fields: impl ToArgs,
    ) -> Self::Out<Vec<FieldExpire>> {
        self.execute_command(
            Command::new("HEXPIRE")
                .key(key)
                .arg(seconds(time))
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// As [`hexpire`](Self::hexpire), but only those of the fields that `options` allow.
    ///
    /// Since 7.4.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hexpire/)
    #[doc(alias = "HEXPIRE")]
    fn hexpire_with(
        self,
        key: impl ToArg,
        time: Duration,
        fields: impl ToArgs,
        options: HexpireOptions,
    ) -> Self::Out<Vec<FieldExpire>> {
        self.execute_command(
            options
                .add_to(Command::new("HEXPIRE").key(key).arg(seconds(time)))
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// Lets fields expire after this time, rounded up to milliseconds; what was done to each of
    /// them. Zero deletes them.
    ///
    /// Since 7.4.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hpexpire/)
    fn hpexpire(
        self,
        key: impl ToArg,
        time: Duration,
        fields: impl ToArgs,
    ) -> Self::Out<Vec<FieldExpire>> {
        self.execute_command(
            Command::new("HPEXPIRE")
                .key(key)
                .arg(millis(time))
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// As [`hpexpire`](Self::hpexpire), but only those of the fields that `options` allow.
    ///
    /// Since 7.4.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hpexpire/)
    #[doc(alias = "HPEXPIRE")]
    fn hpexpire_with(
        self,
        key: impl ToArg,
        time: Duration,
        fields: impl ToArgs,
        options: HexpireOptions,
    ) -> Self::Out<Vec<FieldExpire>> {
        self.execute_command(
            options
                .add_to(Command::new("HPEXPIRE").key(key).arg(millis(time)))
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// Lets fields expire at this time, rounded up to whole seconds; what was done to each of
    /// them. A time that is past deletes them.
    ///
    /// Since 7.4.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hexpireat/)
    fn hexpireat(
        self,
        key: impl ToArg,
        time: SystemTime,
        fields: impl ToArgs,
    ) -> Self::Out<Vec<FieldExpire>> {
        self.execute_command(
            Command::new("HEXPIREAT")
                .key(key)
                .arg(seconds(since_epoch(time)))
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// As [`hexpireat`](Self::hexpireat), but only those of the fields that `options` allow.
    ///
    /// Since 7.4.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hexpireat/)
    #[doc(alias = "HEXPIREAT")]
    fn hexpireat_with(
        self,
        key: impl ToArg,
        time: SystemTime,
        fields: impl ToArgs,
        options: HexpireOptions,
    ) -> Self::Out<Vec<FieldExpire>> {
        self.execute_command(
            options
                .add_to(
                    Command::new("HEXPIREAT")
                        .key(key)
                        .arg(seconds(since_epoch(time))),
                )
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// Lets fields expire at this time, rounded up to milliseconds; what was done to each of
    /// them. A time that is past deletes them.
    ///
    /// Since 7.4.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hpexpireat/)
    fn hpexpireat(
        self,
        key: impl ToArg,
        time: SystemTime,
        fields: impl ToArgs,
    ) -> Self::Out<Vec<FieldExpire>> {
        self.execute_command(
            Command::new("HPEXPIREAT")
                .key(key)
                .arg(millis(since_epoch(time)))
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// As [`hpexpireat`](Self::hpexpireat), but only those of the fields that `options` allow.
    ///
    /// Since 7.4.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hpexpireat/)
    #[doc(alias = "HPEXPIREAT")]
    fn hpexpireat_with(
        self,
        key: impl ToArg,
        time: SystemTime,
        fields: impl ToArgs,
        options: HexpireOptions,
    ) -> Self::Out<Vec<FieldExpire>> {
        self.execute_command(
            options
                .add_to(
                    Command::new("HPEXPIREAT")
                        .key(key)
                        .arg(millis(since_epoch(time))),
                )
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// How long each of the fields has yet to live, in whole seconds.
    ///
    /// Since 7.4.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/httl/)
    fn httl(self, key: impl ToArg, fields: impl ToArgs) -> Self::Out<Vec<FieldTtl>> {
        self.execute_command(
            Command::new("HTTL")
                .key(key)
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// How long each of the fields has yet to live, in milliseconds.
    ///
    /// Since 7.4.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hpttl/)
    fn hpttl(self, key: impl ToArg, fields: impl ToArgs) -> Self::Out<Vec<FieldPttl>> {
        self.execute_command(
            Command::new("HPTTL")
                .key(key)
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// When each of the fields expires, to the second.
    ///
    /// Since 7.4.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hexpiretime/)
    fn hexpiretime(self, key: impl ToArg, fields: impl ToArgs) -> Self::Out<Vec<FieldExpireTime>> {
        self.execute_command(
            Command::new("HEXPIRETIME")
                .key(key)
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// When each of the fields expires, to the millisecond.
    ///
    /// Since 7.4.0 and Valkey 9.0.0.
    /// [redis.io](https://redis.io/docs/latest/commands/hpexpiretime/)
    fn hpexpiretime(
        self,
        key: impl ToArg,
        fields: impl ToArgs,
    ) -> Self::Out<Vec<FieldPexpireTime>> {
        self.execute_command(
            Command::new("HPEXPIRETIME")
                .key(key)
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// Lets fields not expire any more; what was done to each of them.
    ///
    /// Since 7.4.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hpersist/)
    fn hpersist(self, key: impl ToArg, fields: impl ToArgs) -> Self::Out<Vec<FieldPersist>> {
        self.execute_command(
            Command::new("HPERSIST")
                .key(key)
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// Deletes fields and returns their values; `None` where there was none.
    ///
    /// Since 8.0.0 and Valkey 9.1.0. [redis.io](https://redis.io/docs/latest/commands/hgetdel/)
    fn hgetdel<T: FromReply>(
        self,
        key: impl ToArg,
        fields: impl ToArgs,
    ) -> Self::Out<Vec<Option<T>>> {
        self.execute_command(
            Command::new("HGETDEL")
                .key(key)
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// The value of each field; `None` where there is none. Without options it is
    /// [`hmget`](Self::hmget).
    ///
    /// Since 8.0.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hgetex/)
    fn hgetex<T: FromReply>(
        self,
        key: impl ToArg,
        fields: impl ToArgs,
    ) -> Self::Out<Vec<Option<T>>> {
        self.execute_command(
            Command::new("HGETEX")
                .key(key)
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// The value of each field, `None` where there is none; the fields expire from now on as
    /// `options` say.
    ///
    /// Since 8.0.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hgetex/)
    #[doc(alias = "HGETEX")]
    fn hgetex_with<T: FromReply>(
        self,
        key: impl ToArg,
        fields: impl ToArgs,
        options: HgetexOptions,
    ) -> Self::Out<Vec<Option<T>>> {
        self.execute_command(
            options
                .add_to(Command::new("HGETEX").key(key))
                .arg("FIELDS")
                .counted_args(fields),
        )
    }

    /// Sets fields to values, whatever they held before, without a time to live. Always `true`.
    ///
    /// Since 8.0.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hsetex/)
    fn hsetex(self, key: impl ToArg, pairs: impl ToPairs) -> Self::Out<bool> {
        self.execute_command(
            Command::new("HSETEX")
                .key(key)
                .arg("FIELDS")
                .counted_pairs(pairs),
        )
    }

    /// Sets fields to values as `options` say; `false` if a condition among them does not hold and
    /// nothing was set.
    ///
    /// Since 8.0.0 and Valkey 9.0.0. [redis.io](https://redis.io/docs/latest/commands/hsetex/)
    #[doc(alias = "HSETEX")]
    fn hsetex_with(
        self,
        key: impl ToArg,
        pairs: impl ToPairs,
        options: HsetexOptions,
    ) -> Self::Out<bool> {
        self.execute_command(
            options
                .add_to(Command::new("HSETEX").key(key))
                .arg("FIELDS")
                .counted_pairs(pairs),
        )
    }

    /// Gives the connection a list of fields by the name `fieldset`, from which
    /// [`himport_set`](Self::himport_set) makes hashes. It takes the place of one of that name, and
    /// is gone with the connection. Only on a [`Connection`](crate::Connection).
    ///
    /// Since 8.10.0. [redis.io](https://redis.io/docs/latest/commands/himport-prepare/)
    ///
    /// ```no_run
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let r = Redis::from_url("redis://localhost:6379")?;
    /// let mut conn = r.connection()?;
    /// conn.himport_prepare("person", ["name", "city"])?;
    /// for (id, name, city) in [(1, "Ann", "Oslo"), (2, "Bob", "Rome")] {
    ///     conn.himport_set(format!("person:{id}"), "person", [name, city])?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `ERR` if there are no fields, or one comes twice.
    fn himport_prepare(self, fieldset: impl ToArg, fields: impl ToArgs) -> Self::Out<()> {
        self.execute_command(Command::new("HIMPORT PREPARE").arg(fieldset).args(fields))
    }

    /// Makes a hash, in place of one that is there, whose fields the connection was
    /// [given](Self::himport_prepare) before, and whose values these are, in the same order.
    ///
    /// Since 8.10.0. [redis.io](https://redis.io/docs/latest/commands/himport-set/)
    ///
    /// # Errors
    /// `ERR` if the connection has no fields of that name, as is the case on a client, or if there
    /// are not as many values as fields.
    fn himport_set(
        self,
        key: impl ToArg,
        fieldset: impl ToArg,
        values: impl ToArgs,
    ) -> Self::Out<()> {
        let command = Command::new("HIMPORT SET").key(key).arg(fieldset);
        self.execute_command(command.args(values))
    }

    /// Takes a list of fields from the connection that [`himport_prepare`](Self::himport_prepare)
    /// gave it; `false` if it had none by that name. The hashes stay. Only on a
    /// [`Connection`](crate::Connection).
    ///
    /// Since 8.10.0. [redis.io](https://redis.io/docs/latest/commands/himport-discard/)
    fn himport_discard(self, fieldset: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("HIMPORT DISCARD").arg(fieldset))
    }

    /// Takes all lists of fields from the connection that [`himport_prepare`](Self::himport_prepare) gave it; how many
    /// it had. Only on a [`Connection`](crate::Connection).
    ///
    /// Since 8.10.0. [redis.io](https://redis.io/docs/latest/commands/himport-discardall/)
    #[doc(alias = "HIMPORT DISCARDALL")]
    fn himport_discard_all(self) -> Self::Out<i64> {
        self.execute_command(Command::new("HIMPORT DISCARDALL"))
    }
}

impl<E: Execute> HashCommands for E {}

#[cfg(test)]
mod tests {
    use super::super::sent::{Sent, text};
    use super::*;

    #[test]
    fn what_prepares_an_import_changes_the_connection() {
        for (command, sent, key, changes) in [
            (
                Sent.himport_prepare("set", ["name", "city"]),
                "HIMPORT PREPARE set name city",
                None,
                true,
            ),
            (
                Sent.himport_set("h", "set", ["Ann", "Oslo"]),
                "HIMPORT SET h set Ann Oslo",
                Some(b"h".as_slice()),
                false,
            ),
            (
                Sent.himport_discard("set"),
                "HIMPORT DISCARD set",
                None,
                true,
            ),
            (Sent.himport_discard_all(), "HIMPORT DISCARDALL", None, true),
        ] {
            assert_eq!(text(&command), sent);
            assert!(command.key_arguments().eq(key));
            assert_eq!(command.changes_connection(), changes);
            assert!(!command.is_safe_to_resend());
        }
    }
}
