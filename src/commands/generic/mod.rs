//! The generic commands: keys, whatever they hold.

use std::time::{Duration, SystemTime};

use crate::command::{Command, Execute, millis};
use crate::convert::{FromReply, ToArg, ToArgs};

use super::ScanOptions;
use super::expiry::{seconds, since_epoch};

mod copy_options;
mod expire_options;
mod key_time;
mod key_type;
mod migrate_options;
mod migration;
mod restore_options;
mod sort_options;

pub use copy_options::CopyOptions;
pub use expire_options::ExpireOptions;
pub use key_time::{ExpireTime, PexpireTime, Pttl, Ttl};
pub use key_type::KeyType;
pub use migrate_options::MigrateOptions;
pub use migration::Migration;
pub use restore_options::RestoreOptions;
pub use sort_options::SortOptions;

/// Commands on keys, whatever they hold: to delete, rename, expire, scan, sort and copy them.
pub trait GenericCommands: Execute {
    /// Deletes one key or many, and returns how many there were.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/del/)
    #[doc(alias = "DEL")]
    fn delete(self, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("DEL").keys(keys))
    }

    /// Deletes one key or many, and returns how many there were; the server frees the memory
    /// in the background.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/unlink/)
    fn unlink(self, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("UNLINK").keys(keys))
    }

    /// How many of the keys exist; one that is given twice counts twice.
    ///
    /// Since 1.0.0, more than one key since 3.0.3.
    /// [redis.io](https://redis.io/docs/latest/commands/exists/)
    fn exists(self, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("EXISTS").keys(keys))
    }

    /// Marks one key or many as just used, and returns how many exist.
    ///
    /// Since 3.2.1. [redis.io](https://redis.io/docs/latest/commands/touch/)
    fn touch(self, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("TOUCH").keys(keys))
    }

    /// Lets `key` expire after `time`, rounded up to whole seconds; `false` if there is no such
    /// key. Zero deletes it.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/expire/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # use std::time::Duration;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// r.set("doc:expire", 1)?;
    /// assert_eq!(r.ttl("doc:expire")?, Ttl::NoExpiry);
    /// assert!(r.expire("doc:expire", Duration::from_secs(60))?);
    /// let Ttl::Expires(time) = r.ttl("doc:expire")? else { panic!("it expires") };
    /// assert!(time <= Duration::from_secs(60));
    /// # r.delete("doc:expire")?;
    /// # Ok(())
    /// # }
    /// ```
    fn expire(self, key: impl ToArg, time: Duration) -> Self::Out<bool> {
        self.execute_command(Command::new("EXPIRE").key(key).arg(seconds(time)))
    }

    /// Lets `key` expire after `time`, rounded up to whole seconds, as `options` say; `false` if
    /// the condition among them does not hold, or there is no such key.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/expire/)
    fn expire_with(
        self,
        key: impl ToArg,
        time: Duration,
        options: ExpireOptions,
    ) -> Self::Out<bool> {
        self.execute_command(options.add_to(Command::new("EXPIRE").key(key).arg(seconds(time))))
    }

    /// Lets `key` expire after `time`, rounded up to milliseconds; `false` if there is no such key.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/pexpire/)
    fn pexpire(self, key: impl ToArg, time: Duration) -> Self::Out<bool> {
        self.execute_command(Command::new("PEXPIRE").key(key).arg(millis(time)))
    }

    /// Lets `key` expire after `time`, rounded up to milliseconds, as `options` say; `false` if the
    /// condition among them does not hold, or there is no such key.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/pexpire/)
    fn pexpire_with(
        self,
        key: impl ToArg,
        time: Duration,
        options: ExpireOptions,
    ) -> Self::Out<bool> {
        self.execute_command(options.add_to(Command::new("PEXPIRE").key(key).arg(millis(time))))
    }

    /// Lets `key` expire at `time`, rounded up to whole seconds; `false` if there is no such key. A
    /// time that is past deletes it.
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/expireat/)
    fn expireat(self, key: impl ToArg, time: SystemTime) -> Self::Out<bool> {
        let time = seconds(since_epoch(time));
        self.execute_command(Command::new("EXPIREAT").key(key).arg(time))
    }

    /// Lets `key` expire at `time`, rounded up to whole seconds, as `options` say; `false` if the
    /// condition among them does not hold, or there is no such key.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/expireat/)
    fn expireat_with(
        self,
        key: impl ToArg,
        time: SystemTime,
        options: ExpireOptions,
    ) -> Self::Out<bool> {
        let time = seconds(since_epoch(time));
        self.execute_command(options.add_to(Command::new("EXPIREAT").key(key).arg(time)))
    }

    /// Lets `key` expire at `time`, rounded up to milliseconds; `false` if there is no such key. A
    /// time that is past deletes it.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/pexpireat/)
    fn pexpireat(self, key: impl ToArg, time: SystemTime) -> Self::Out<bool> {
        let time = millis(since_epoch(time));
        self.execute_command(Command::new("PEXPIREAT").key(key).arg(time))
    }

    /// Lets `key` expire at `time`, rounded up to milliseconds, as `options` say; `false` if the
    /// condition among them does not hold, or there is no such key.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/pexpireat/)
    fn pexpireat_with(
        self,
        key: impl ToArg,
        time: SystemTime,
        options: ExpireOptions,
    ) -> Self::Out<bool> {
        let time = millis(since_epoch(time));
        self.execute_command(options.add_to(Command::new("PEXPIREAT").key(key).arg(time)))
    }

    /// When `key` expires, in whole seconds.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/expiretime/)
    fn expiretime(self, key: impl ToArg) -> Self::Out<ExpireTime> {
        self.execute_command(Command::new("EXPIRETIME").key(key))
    }

    /// When `key` expires, to the millisecond.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/pexpiretime/)
    fn pexpiretime(self, key: impl ToArg) -> Self::Out<PexpireTime> {
        self.execute_command(Command::new("PEXPIRETIME").key(key))
    }

    /// How long `key` has still to live, in whole seconds. redis-py's -1 is [`Ttl::NoExpiry`], its -2 [`Ttl::NoKey`].
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ttl/)
    fn ttl(self, key: impl ToArg) -> Self::Out<Ttl> {
        self.execute_command(Command::new("TTL").key(key))
    }

    /// How long `key` has still to live, to the millisecond.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/pttl/)
    fn pttl(self, key: impl ToArg) -> Self::Out<Pttl> {
        self.execute_command(Command::new("PTTL").key(key))
    }

    /// Lets `key` live for ever; `false` if it does already, or there is no such key.
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/persist/)
    fn persist(self, key: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("PERSIST").key(key))
    }

    /// What `key` holds (redis-py's `type`, which is a keyword here).
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/type/)
    #[doc(alias = "TYPE")]
    fn key_type(self, key: impl ToArg) -> Self::Out<KeyType> {
        self.execute_command(Command::new("TYPE").key(key))
    }

    /// Gives `key` the name `new_key`, whatever that held before.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/rename/)
    ///
    /// # Errors
    /// `ERR` if there is no such key.
    fn rename(self, key: impl ToArg, new_key: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("RENAME").key(key).key(new_key))
    }

    /// Gives `key` the name `new_key`; `false` if that exists.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/renamenx/)
    ///
    /// # Errors
    /// `ERR` if there is no such key.
    fn renamenx(self, key: impl ToArg, new_key: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("RENAMENX").key(key).key(new_key))
    }

    /// Copies what `source` holds to `destination`, time to live included; `false` if `destination`
    /// exists, or there is no `source`.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/copy/)
    fn copy(self, source: impl ToArg, destination: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("COPY").key(source).key(destination))
    }

    /// Copies what `source` holds to `destination` as `options` say; `false` if nothing was copied.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/copy/)
    fn copy_with(
        self,
        source: impl ToArg,
        destination: impl ToArg,
        options: CopyOptions,
    ) -> Self::Out<bool> {
        self.execute_command(options.add_to(Command::new("COPY").key(source).key(destination)))
    }

    /// Moves `key` to database `db` (redis-py's `move`, which is a keyword here); `false` if it
    /// exists there, or there is no such key here.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/move/)
    #[doc(alias = "MOVE")]
    fn move_key(self, key: impl ToArg, db: u32) -> Self::Out<bool> {
        self.execute_command(Command::new("MOVE").key(key).arg(db))
    }

    /// All keys that match the glob-style pattern. The server does nothing else meanwhile, which takes long where there
    /// are many keys; [`scan_iter`](crate::Redis::scan_iter) does not hold it up.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/keys/)
    fn keys<T: FromReply>(self, pattern: impl ToArg) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("KEYS").arg(pattern))
    }

    /// Any key of the database; `None` if it is empty.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/randomkey/)
    fn randomkey<T: FromReply>(self) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("RANDOMKEY"))
    }

    /// One page of the keys from `cursor` on, which is 0 for the first; the cursor of the next page, 0
    /// after the last, and the keys. A client's [`scan_iter`](crate::Redis::scan_iter) goes through all pages.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/scan/)
    fn scan<T: FromReply>(self, cursor: u64) -> Self::Out<(u64, Vec<T>)> {
        self.execute_command(Command::new("SCAN").arg(cursor))
    }

    /// One page of the keys that `options` ask for; cursors are as in [`scan`](Self::scan).
    ///
    /// Since 2.8.0; each option says since when.
    /// [redis.io](https://redis.io/docs/latest/commands/scan/)
    #[doc(alias = "SCAN")]
    fn scan_with<T: FromReply>(
        self,
        cursor: u64,
        options: ScanOptions,
    ) -> Self::Out<(u64, Vec<T>)> {
        self.execute_command(options.add_to(Command::new("SCAN").arg(cursor)))
    }

    /// The elements of the list, set or sorted set at `key`, sorted as numbers, the least one
    /// first.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/sort/)
    ///
    /// # Errors
    /// `ERR` if an element is no number.
    fn sort<T: FromReply>(self, key: impl ToArg) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("SORT").key(key))
    }

    /// The elements of the list, set or sorted set at `key`, or what belongs to them, sorted as
    /// `options` say. With several [`get`](SortOptions::get)s `T` is a tuple, whose parts are
    /// `Option`s if something may be missing.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/sort/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// # for user in 1..=2 {
    /// #     r.execute_command::<()>(Command::new("SADD").key("doc:sort").arg(user))?;
    /// # }
    /// r.mset([("doc:sort:1", "Bob"), ("doc:sort:2", "Ann")])?;
    /// // doc:sort is the set of 1 and 2
    /// let by_name = SortOptions::new().by("doc:sort:*").alpha().get("#").get("doc:sort:*");
    /// let users: Vec<(u64, String)> = r.sort_with("doc:sort", by_name)?;
    /// assert_eq!(users, [(2, "Ann".into()), (1, "Bob".into())]);
    /// # r.delete(["doc:sort", "doc:sort:1", "doc:sort:2"])?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `ERR` if an element is no number, unless [`alpha`](SortOptions::alpha) is asked for.
    fn sort_with<T: FromReply>(self, key: impl ToArg, options: SortOptions) -> Self::Out<Vec<T>> {
        self.execute_command(options.add_to(Command::new("SORT").key(key)))
    }

    /// Makes `destination` the list of the elements of `key`, sorted as numbers, and returns how
    /// many there are (`SORT … STORE`).
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/sort/)
    ///
    /// # Errors
    /// `ERR` if an element is no number.
    #[doc(alias = "SORT")]
    fn sort_store(self, key: impl ToArg, destination: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("SORT").key(key).arg("STORE").key(destination))
    }

    /// Makes `destination` the list of what [`sort_with`](Self::sort_with) would give, and returns
    /// how long it is (`SORT … STORE`).
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/sort/)
    #[doc(alias = "SORT")]
    fn sort_store_with(
        self,
        key: impl ToArg,
        destination: impl ToArg,
        options: SortOptions,
    ) -> Self::Out<i64> {
        let sort = options.add_to(Command::new("SORT").key(key));
        self.execute_command(sort.arg("STORE").key(destination))
    }

    /// As [`sort`](Self::sort), on replicas as well.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/sort_ro/)
    fn sort_ro<T: FromReply>(self, key: impl ToArg) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("SORT_RO").key(key))
    }

    /// As [`sort_with`](Self::sort_with), on replicas as well.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/sort_ro/)
    fn sort_ro_with<T: FromReply>(
        self,
        key: impl ToArg,
        options: SortOptions,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(options.add_to(Command::new("SORT_RO").key(key)))
    }

    /// What `key` holds in a form for [`restore`](Self::restore), without its time to live; `None`
    /// if there is no such key.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/dump/)
    fn dump(self, key: impl ToArg) -> Self::Out<Option<Vec<u8>>> {
        self.execute_command(Command::new("DUMP").key(key))
    }

    /// Makes `key` what [`dump`](Self::dump) gave; it expires after `ttl`, rounded up to milliseconds, or
    /// never if that is zero.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/restore/)
    ///
    /// # Errors
    /// `BUSYKEY` if the key exists; `ERR` if `value` is damaged, or comes from a server that is too new.
    fn restore(self, key: impl ToArg, ttl: Duration, value: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("RESTORE").key(key).arg(millis(ttl)).arg(value))
    }

    /// Makes `key` what [`dump`](Self::dump) gave, as `options` say; it expires after `ttl`, rounded up to
    /// milliseconds, or never if that is zero.
    ///
    /// Since 2.6.0; each option says since when.
    /// [redis.io](https://redis.io/docs/latest/commands/restore/)
    ///
    /// # Errors
    /// `BUSYKEY` if the key exists and is not to be replaced; `ERR` if `value` is damaged, or comes from a server that
    /// is too new.
    fn restore_with(
        self,
        key: impl ToArg,
        ttl: Duration,
        value: impl ToArg,
        options: RestoreOptions,
    ) -> Self::Out<()> {
        let restore = Command::new("RESTORE").key(key).arg(options.ttl(ttl));
        self.execute_command(options.add_to(restore.arg(value)))
    }

    /// Moves one key or many to database `db` of another server. The two servers may keep each other
    /// waiting for `timeout` at a time, rounded up to milliseconds; zero means a second.
    ///
    /// Since 2.6.0, more than one key since 3.0.6.
    /// [redis.io](https://redis.io/docs/latest/commands/migrate/)
    ///
    /// # Errors
    /// `IOERR` if the other server does not answer; `ERR` if it refuses a key, `BUSYKEY` among
    /// others.
    fn migrate(
        self,
        host: impl ToArg,
        port: u16,
        keys: impl ToArgs,
        db: u32,
        timeout: Duration,
    ) -> Self::Out<Migration> {
        self.migrate_with(host, port, keys, db, timeout, MigrateOptions::new())
    }

    /// Moves one key or many to database `db` of another server, as `options` say. See
    /// [`migrate`](Self::migrate).
    ///
    /// Since 2.6.0; each option says since when.
    /// [redis.io](https://redis.io/docs/latest/commands/migrate/)
    fn migrate_with(
        self,
        host: impl ToArg,
        port: u16,
        keys: impl ToArgs,
        db: u32,
        timeout: Duration,
        options: MigrateOptions,
    ) -> Self::Out<Migration> {
        // The keys stand at the end, whether one or many; an empty one stands in their place.
        let migrate = Command::new("MIGRATE").arg(host).arg(port).arg("").arg(db);
        let migrate = options.add_to(migrate.arg(millis(timeout)));
        self.execute_command(migrate.arg("KEYS").keys(keys))
    }

    /// How the server stores what `key` holds (`listpack`, `hashtable`, …); `None` if there is no
    /// such key.
    ///
    /// Since 2.2.3. [redis.io](https://redis.io/docs/latest/commands/object-encoding/)
    #[doc(alias = "OBJECT ENCODING")]
    fn object_encoding(self, key: impl ToArg) -> Self::Out<Option<String>> {
        self.execute_command(Command::new("OBJECT ENCODING").key(key))
    }

    /// How often `key` was used of late, on a logarithmic scale up to 255; `None` if there is no
    /// such key.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/object-freq/)
    ///
    /// # Errors
    /// `ERR` unless the server's `maxmemory-policy` is `allkeys-lfu` or `volatile-lfu`.
    #[doc(alias = "OBJECT FREQ")]
    fn object_freq(self, key: impl ToArg) -> Self::Out<Option<i64>> {
        self.execute_command(Command::new("OBJECT FREQ").key(key))
    }

    /// For how many seconds `key` was not used; `None` if there is no such key.
    ///
    /// Since 2.2.3. [redis.io](https://redis.io/docs/latest/commands/object-idletime/)
    ///
    /// # Errors
    /// `ERR` if the server's `maxmemory-policy` is `allkeys-lfu` or `volatile-lfu`.
    #[doc(alias = "OBJECT IDLETIME")]
    fn object_idletime(self, key: impl ToArg) -> Self::Out<Option<i64>> {
        self.execute_command(Command::new("OBJECT IDLETIME").key(key))
    }

    /// How many references the server has to what `key` holds; `None` if there is no such key.
    ///
    /// Since 2.2.3. [redis.io](https://redis.io/docs/latest/commands/object-refcount/)
    #[doc(alias = "OBJECT REFCOUNT")]
    fn object_refcount(self, key: impl ToArg) -> Self::Out<Option<i64>> {
        self.execute_command(Command::new("OBJECT REFCOUNT").key(key))
    }

    /// The lines of text that explain the sub-commands of `OBJECT`.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/object-help/)
    #[doc(alias = "OBJECT HELP")]
    fn object_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("OBJECT HELP"))
    }

    /// Waits until `num_replicas` replicas have all that was written on this connection, but not
    /// longer than `timeout`, and returns how many have. A timeout of zero waits for ever.
    ///
    /// It is about the writes of the connection that it is sent on, so it belongs on the
    /// [`Connection`](crate::Connection) that made them, or at the end of a pipeline that is no transaction.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/wait/)
    fn wait(self, num_replicas: u32, timeout: Duration) -> Self::Out<i64> {
        self.execute_command(Command::new("WAIT").arg(num_replicas).arg(millis(timeout)))
    }

    /// Waits until all that was written on this connection is in the append-only files of `num_replicas` replicas
    /// and, if `num_local` is 1, of this server, but not longer than `timeout`. Returns how many have it: this server
    /// (0 or 1), and of the replicas. A timeout of zero waits for ever.
    ///
    /// As [`wait`](Self::wait) it is about the writes of the connection that it is sent on.
    ///
    /// Since 7.2.0. [redis.io](https://redis.io/docs/latest/commands/waitaof/)
    ///
    /// # Errors
    /// `ERR` if `num_local` is 1 and the server has no append-only file.
    fn waitaof(
        self,
        num_local: u32,
        num_replicas: u32,
        timeout: Duration,
    ) -> Self::Out<(i64, i64)> {
        let waitaof = Command::new("WAITAOF").arg(num_local).arg(num_replicas);
        self.execute_command(waitaof.arg(millis(timeout)))
    }
}

impl<E: Execute> GenericCommands for E {}
