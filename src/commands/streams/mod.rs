//! The stream commands.

use std::time::Duration;

use crate::command::{Command, Execute, millis};
use crate::convert::{FromReply, ToArg, ToArgs, ToPairs};

mod stream_autoclaim;
mod stream_bound;
mod stream_consumer;
mod stream_deletion;
mod stream_entry;
mod stream_group;
mod stream_id;
mod stream_info;
mod stream_info_full;
mod stream_nack;
mod stream_pending;
mod stream_read;
mod stream_ref_policy;
mod stream_state;
mod stream_trim;
mod xadd_options;
mod xcfgset_options;
mod xclaim_options;
mod xgroup_create_options;
mod xgroup_setid_options;
mod xnack_options;
mod xpending_options;
mod xread_options;
mod xreadgroup_options;
mod xsetid_options;

pub use stream_autoclaim::StreamAutoclaim;
pub use stream_bound::StreamBound;
pub use stream_consumer::StreamConsumer;
pub use stream_deletion::StreamDeletion;
pub use stream_entry::{StreamDelivery, StreamEntry};
pub use stream_group::StreamGroup;
pub use stream_id::StreamId;
pub use stream_info::StreamInfo;
pub use stream_info_full::{
    StreamConsumerFull, StreamGroupFull, StreamInfoFull, StreamPendingFull,
};
pub use stream_nack::StreamNack;
pub use stream_pending::{StreamPending, StreamPendingConsumer, StreamPendingEntry};
pub use stream_read::StreamRead;
pub use stream_ref_policy::StreamRefPolicy;
pub use stream_state::{StreamIdmp, StreamState};
pub use stream_trim::StreamTrim;
pub use xadd_options::XaddOptions;
pub use xcfgset_options::XcfgsetOptions;
pub use xclaim_options::XclaimOptions;
pub use xgroup_create_options::XgroupCreateOptions;
pub use xgroup_setid_options::XgroupSetidOptions;
pub use xnack_options::XnackOptions;
pub use xpending_options::XpendingOptions;
pub use xread_options::XreadOptions;
pub use xreadgroup_options::XreadgroupOptions;
pub use xsetid_options::XsetidOptions;

/// Commands on streams: logs whose entries are fields and values, read by anyone or by groups of
/// consumers.
///
/// A [`StreamId`] stands wherever an id does, and so do Redis' own spellings. Fields are given as
/// pairs of any shape ([`ToPairs`]) and come in any ([`StreamEntry`]). A stream may be empty and
/// there all the same.
///
/// ```
/// # use redial::prelude::*;
/// # use std::collections::HashMap;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete("doc:orders")?;
/// let id = r.xadd("doc:orders", [("item", "tea"), ("price", "3")])?;
/// let about = XaddOptions::new().trim(StreamTrim::maxlen(10_000));
/// r.xadd_with("doc:orders", ("item", "cake"), about)?;
///
/// type Fields = HashMap<String, String>;
/// let all: Vec<StreamEntry<Fields>> = r.xrange("doc:orders", "-", "+")?;
/// assert_eq!((all[0].id, all[1].fields["item"].as_str()), (id, "cake"));
/// let after: Vec<StreamRead<String, Fields>> = r.xread(("doc:orders", id))?;
/// assert_eq!(after[0].entries, all[1..]);
/// # r.delete("doc:orders")?;
/// # Ok(())
/// # }
/// ```
///
/// A group gives each entry to one of its consumers, and remembers what they have not acknowledged:
///
/// ```
/// # use redial::prelude::*;
/// # use std::time::Duration;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete("doc:mails")?;
/// # r.xadd("doc:mails", ("to", "ann"))?;
/// r.xgroup_create_with("doc:mails", "senders", 0, XgroupCreateOptions::new().mkstream())?;
/// let options = XreadgroupOptions::new().count(10).block(Duration::from_secs(1));
/// type Mails = StreamRead<String, Vec<(String, String)>>;
/// let new: Vec<Mails> =
///     r.xreadgroup_with("senders", "worker-1", ("doc:mails", ">"), options)?;
/// for entry in &new[0].entries {
///     assert_eq!(entry.fields, [("to".into(), "ann".into())]); // send it, and then:
///     r.xack("doc:mails", "senders", entry.id)?;
/// }
/// assert_eq!(r.xpending("doc:mails", "senders")?.pending, 0);
/// # r.delete("doc:mails")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: `WRONGTYPE` if the key holds something else. Those of groups: `NOGROUP` if there is
/// no such group, unless they say otherwise. Those of `XGROUP` and `XINFO`: `ERR` if there is no
/// such stream.
pub trait StreamCommands: Execute {
    /// Acknowledges entries, so that they are not pending any more, and returns how many were; 0 if there is no such
    /// group.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xack/)
    fn xack(self, key: impl ToArg, group: impl ToArg, ids: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("XACK").key(key).arg(group).args(ids))
    }

    /// Acknowledges entries and deletes them from the stream; what became of each.
    ///
    /// Since Redis 8.2.0. [redis.io](https://redis.io/docs/latest/commands/xackdel/)
    fn xackdel(
        self,
        key: impl ToArg,
        group: impl ToArg,
        ids: impl ToArgs,
    ) -> Self::Out<Vec<StreamDeletion>> {
        let command = Command::new("XACKDEL").key(key).arg(group);
        self.execute_command(command.arg("IDS").counted_args(ids))
    }

    /// Acknowledges entries and deletes them from the stream; `policy` says how other groups' references
    /// to them are treated. What became of each.
    ///
    /// Since Redis 8.2.0. [redis.io](https://redis.io/docs/latest/commands/xackdel/)
    fn xackdel_with(
        self,
        key: impl ToArg,
        group: impl ToArg,
        ids: impl ToArgs,
        policy: StreamRefPolicy,
    ) -> Self::Out<Vec<StreamDeletion>> {
        let command = Command::new("XACKDEL").key(key).arg(group);
        self.execute_command(command.arg(policy.word()).arg("IDS").counted_args(ids))
    }

    /// Appends an entry, and returns its id, which the server makes.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xadd/)
    fn xadd(self, key: impl ToArg, fields: impl ToPairs) -> Self::Out<StreamId> {
        self.execute_command(Command::new("XADD").key(key).arg("*").pairs(fields))
    }

    /// Appends an entry as `options` say, and returns its id; `None` if there is no such stream and it was
    /// [not to be made](XaddOptions::nomkstream).
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xadd/)
    ///
    /// # Errors
    /// `ERR` if the id is not greater than those of all entries before.
    fn xadd_with(
        self,
        key: impl ToArg,
        fields: impl ToPairs,
        options: XaddOptions,
    ) -> Self::Out<Option<StreamId>> {
        self.execute_command(options.add_to(Command::new("XADD").key(key)).pairs(fields))
    }

    /// Claims entries for a consumer that have been pending for at least `min_idle_time`, whoever had
    /// them, from the id `start` on: up to 100 entries, and where to go on.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/xautoclaim/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # use std::collections::HashMap;
    /// # use std::time::Duration;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// # r.delete("doc:stale")?;
    /// # r.xadd("doc:stale", ("a", 1))?;
    /// # r.xgroup_create("doc:stale", "g", 0)?;
    /// # r.xreadgroup::<String, Value>("g", "gone", ("doc:stale", ">"))?;
    /// # let minute = Duration::ZERO;
    /// let mut start = StreamId::MIN;
    /// loop {
    ///     let claimed = r.xautoclaim("doc:stale", "g", "worker-1", minute, start)?;
    ///     for entry in claimed.claimed {
    ///         let fields: HashMap<String, String> = entry.fields; // do what the other left …
    ///         r.xack("doc:stale", "g", entry.id)?;
    ///     }
    ///     start = claimed.next;
    ///     if start == StreamId::MIN {
    ///         break;
    ///     }
    /// }
    /// # assert_eq!(r.xpending("doc:stale", "g")?.pending, 0);
    /// # r.delete("doc:stale")?;
    /// # Ok(())
    /// # }
    /// ```
    fn xautoclaim<T: FromReply>(
        self,
        key: impl ToArg,
        group: impl ToArg,
        consumer: impl ToArg,
        min_idle_time: Duration,
        start: impl ToArg,
    ) -> Self::Out<StreamAutoclaim<StreamEntry<T>>> {
        self.execute_command(autoclaim(key, group, consumer, min_idle_time, start))
    }

    /// As [`xautoclaim`](Self::xautoclaim), but up to `count` entries.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/xautoclaim/)
    #[doc(alias = "XAUTOCLAIM")]
    fn xautoclaim_count<T: FromReply>(
        self,
        key: impl ToArg,
        group: impl ToArg,
        consumer: impl ToArg,
        min_idle_time: Duration,
        start: impl ToArg,
        count: u64,
    ) -> Self::Out<StreamAutoclaim<StreamEntry<T>>> {
        let command = autoclaim(key, group, consumer, min_idle_time, start);
        self.execute_command(command.arg("COUNT").arg(count))
    }

    /// As [`xautoclaim`](Self::xautoclaim), but only the ids, and it does not count as a delivery.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/xautoclaim/)
    #[doc(alias = "JUSTID")]
    fn xautoclaim_justid(
        self,
        key: impl ToArg,
        group: impl ToArg,
        consumer: impl ToArg,
        min_idle_time: Duration,
        start: impl ToArg,
    ) -> Self::Out<StreamAutoclaim<StreamId>> {
        let command = autoclaim(key, group, consumer, min_idle_time, start);
        self.execute_command(command.arg("JUSTID"))
    }

    /// As [`xautoclaim_justid`](Self::xautoclaim_justid), but up to `count` ids.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/xautoclaim/)
    #[doc(alias = "JUSTID")]
    fn xautoclaim_justid_count(
        self,
        key: impl ToArg,
        group: impl ToArg,
        consumer: impl ToArg,
        min_idle_time: Duration,
        start: impl ToArg,
        count: u64,
    ) -> Self::Out<StreamAutoclaim<StreamId>> {
        let command = autoclaim(key, group, consumer, min_idle_time, start);
        self.execute_command(command.arg("COUNT").arg(count).arg("JUSTID"))
    }

    /// Sets how far back the server remembers which entries producers have added
    /// ([`XaddOptions::idmp`]), and forgets what it remembers.
    ///
    /// Since Redis 8.6.0. [redis.io](https://redis.io/docs/latest/commands/xcfgset/)
    ///
    /// # Errors
    /// `ERR` if there is no such stream, or a number is out of range.
    fn xcfgset(self, key: impl ToArg, options: XcfgsetOptions) -> Self::Out<()> {
        self.execute_command(options.add_to(Command::new("XCFGSET").key(key)))
    }

    /// Claims pending entries for a consumer, whoever had them, if they were delivered at least
    /// `min_idle_time` ago, and returns those entries. It counts as a delivery.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xclaim/)
    fn xclaim<T: FromReply>(
        self,
        key: impl ToArg,
        group: impl ToArg,
        consumer: impl ToArg,
        min_idle_time: Duration,
        ids: impl ToArgs,
    ) -> Self::Out<Vec<StreamEntry<T>>> {
        self.execute_command(claim(key, group, consumer, min_idle_time, ids))
    }

    /// Claims entries for a consumer as `options` say, and returns those entries. See [`xclaim`](Self::xclaim).
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xclaim/)
    fn xclaim_with<T: FromReply>(
        self,
        key: impl ToArg,
        group: impl ToArg,
        consumer: impl ToArg,
        min_idle_time: Duration,
        ids: impl ToArgs,
        options: XclaimOptions,
    ) -> Self::Out<Vec<StreamEntry<T>>> {
        self.execute_command(options.add_to(claim(key, group, consumer, min_idle_time, ids)))
    }

    /// As [`xclaim`](Self::xclaim), but only the ids, and it does not count as a delivery.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xclaim/)
    #[doc(alias = "JUSTID")]
    fn xclaim_justid(
        self,
        key: impl ToArg,
        group: impl ToArg,
        consumer: impl ToArg,
        min_idle_time: Duration,
        ids: impl ToArgs,
    ) -> Self::Out<Vec<StreamId>> {
        let command = claim(key, group, consumer, min_idle_time, ids);
        self.execute_command(command.arg("JUSTID"))
    }

    /// As [`xclaim_with`](Self::xclaim_with), but only the ids, and it does not count as a
    /// delivery.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xclaim/)
    #[doc(alias = "JUSTID")]
    fn xclaim_justid_with(
        self,
        key: impl ToArg,
        group: impl ToArg,
        consumer: impl ToArg,
        min_idle_time: Duration,
        ids: impl ToArgs,
        options: XclaimOptions,
    ) -> Self::Out<Vec<StreamId>> {
        let command = options.add_to(claim(key, group, consumer, min_idle_time, ids));
        self.execute_command(command.arg("JUSTID"))
    }

    /// Deletes entries; how many there were.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xdel/)
    fn xdel(self, key: impl ToArg, ids: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("XDEL").key(key).args(ids))
    }

    /// Deletes entries; what became of each.
    ///
    /// Since Redis 8.2.0. [redis.io](https://redis.io/docs/latest/commands/xdelex/)
    fn xdelex(self, key: impl ToArg, ids: impl ToArgs) -> Self::Out<Vec<StreamDeletion>> {
        self.execute_command(Command::new("XDELEX").key(key).arg("IDS").counted_args(ids))
    }

    /// Deletes entries; `policy` says how groups' references to them are treated. What became of each.
    ///
    /// Since Redis 8.2.0. [redis.io](https://redis.io/docs/latest/commands/xdelex/)
    fn xdelex_with(
        self,
        key: impl ToArg,
        ids: impl ToArgs,
        policy: StreamRefPolicy,
    ) -> Self::Out<Vec<StreamDeletion>> {
        let command = Command::new("XDELEX").key(key).arg(policy.word());
        self.execute_command(command.arg("IDS").counted_args(ids))
    }

    /// Makes a group that is to read what comes after the entry `id`: `"$"` is only what is new, 0
    /// is everything.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xgroup-create/)
    ///
    /// # Errors
    /// `BUSYGROUP` if there is such a group; `ERR` if there is no such stream
    /// ([`mkstream`](XgroupCreateOptions::mkstream) makes it).
    #[doc(alias = "XGROUP CREATE")]
    fn xgroup_create(self, key: impl ToArg, group: impl ToArg, id: impl ToArg) -> Self::Out<()> {
        self.xgroup_create_with(key, group, id, XgroupCreateOptions::new())
    }

    /// Makes a group as `options` say.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xgroup-create/)
    ///
    /// # Errors
    /// `BUSYGROUP` if there is such a group.
    #[doc(alias = "XGROUP CREATE")]
    fn xgroup_create_with(
        self,
        key: impl ToArg,
        group: impl ToArg,
        id: impl ToArg,
        options: XgroupCreateOptions,
    ) -> Self::Out<()> {
        let command = Command::new("XGROUP CREATE").key(key).arg(group).arg(id);
        self.execute_command(options.add_to(command))
    }

    /// Makes a consumer; `false` if there is such a one. There is no need to: its first read makes it, too.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/xgroup-createconsumer/)
    #[doc(alias = "XGROUP CREATECONSUMER")]
    fn xgroup_createconsumer(
        self,
        key: impl ToArg,
        group: impl ToArg,
        consumer: impl ToArg,
    ) -> Self::Out<bool> {
        let command = Command::new("XGROUP CREATECONSUMER").key(key).arg(group);
        self.execute_command(command.arg(consumer))
    }

    /// Deletes a consumer, and returns how many entries it had pending. Nobody will be given those any more: they are
    /// best claimed before.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xgroup-delconsumer/)
    #[doc(alias = "XGROUP DELCONSUMER")]
    fn xgroup_delconsumer(
        self,
        key: impl ToArg,
        group: impl ToArg,
        consumer: impl ToArg,
    ) -> Self::Out<i64> {
        let command = Command::new("XGROUP DELCONSUMER").key(key).arg(group);
        self.execute_command(command.arg(consumer))
    }

    /// Deletes a group, and all that it has pending; `false` if there is none.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xgroup-destroy/)
    #[doc(alias = "XGROUP DESTROY")]
    fn xgroup_destroy(self, key: impl ToArg, group: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("XGROUP DESTROY").key(key).arg(group))
    }

    /// The lines of text that explain the sub-commands of `XGROUP`.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xgroup-help/)
    #[doc(alias = "XGROUP HELP")]
    fn xgroup_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("XGROUP HELP"))
    }

    /// Lets a group go on after the entry `id`: `"$"` is only what is new, 0 is everything.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xgroup-setid/)
    #[doc(alias = "XGROUP SETID")]
    fn xgroup_setid(self, key: impl ToArg, group: impl ToArg, id: impl ToArg) -> Self::Out<()> {
        self.xgroup_setid_with(key, group, id, XgroupSetidOptions::new())
    }

    /// Lets a group go on after the entry `id`, and sets how many entries it has read as `options` say.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xgroup-setid/)
    #[doc(alias = "XGROUP SETID")]
    fn xgroup_setid_with(
        self,
        key: impl ToArg,
        group: impl ToArg,
        id: impl ToArg,
        options: XgroupSetidOptions,
    ) -> Self::Out<()> {
        let command = Command::new("XGROUP SETID").key(key).arg(group).arg(id);
        self.execute_command(options.add_to(command))
    }

    /// The consumers of a group.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xinfo-consumers/)
    #[doc(alias = "XINFO CONSUMERS")]
    fn xinfo_consumers(self, key: impl ToArg, group: impl ToArg) -> Self::Out<Vec<StreamConsumer>> {
        self.execute_command(Command::new("XINFO CONSUMERS").key(key).arg(group))
    }

    /// The groups of a stream.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xinfo-groups/)
    #[doc(alias = "XINFO GROUPS")]
    fn xinfo_groups(self, key: impl ToArg) -> Self::Out<Vec<StreamGroup>> {
        self.execute_command(Command::new("XINFO GROUPS").key(key))
    }

    /// The lines of text that explain the sub-commands of `XINFO`.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xinfo-help/)
    #[doc(alias = "XINFO HELP")]
    fn xinfo_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("XINFO HELP"))
    }

    /// What the server knows of a stream.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xinfo-stream/)
    #[doc(alias = "XINFO STREAM")]
    fn xinfo_stream<T: FromReply>(self, key: impl ToArg) -> Self::Out<StreamInfo<T>> {
        self.execute_command(Command::new("XINFO STREAM").key(key))
    }

    /// All that the server knows of a stream, its groups and their consumers, with up to ten
    /// entries wherever entries are listed.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/xinfo-stream/)
    #[doc(alias = "XINFO STREAM")]
    fn xinfo_stream_full<T: FromReply>(self, key: impl ToArg) -> Self::Out<StreamInfoFull<T>> {
        self.execute_command(Command::new("XINFO STREAM").key(key).arg("FULL"))
    }

    /// As [`xinfo_stream_full`](Self::xinfo_stream_full), with up to `count` entries; 0 is all.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/xinfo-stream/)
    #[doc(alias = "XINFO STREAM")]
    fn xinfo_stream_full_count<T: FromReply>(
        self,
        key: impl ToArg,
        count: u64,
    ) -> Self::Out<StreamInfoFull<T>> {
        let command = Command::new("XINFO STREAM").key(key).arg("FULL");
        self.execute_command(command.arg("COUNT").arg(count))
    }

    /// How many entries the stream has.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xlen/)
    fn xlen(self, key: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("XLEN").key(key))
    }

    /// Gives pending entries back to the group, so that others can claim them at once, and returns how many.
    ///
    /// Since Redis 8.8.0. [redis.io](https://redis.io/docs/latest/commands/xnack/)
    fn xnack(
        self,
        key: impl ToArg,
        group: impl ToArg,
        why: StreamNack,
        ids: impl ToArgs,
    ) -> Self::Out<i64> {
        self.xnack_with(key, group, why, ids, XnackOptions::new())
    }

    /// Gives entries back to the group as `options` say, and returns how many. See [`xnack`](Self::xnack).
    ///
    /// Since Redis 8.8.0. [redis.io](https://redis.io/docs/latest/commands/xnack/)
    fn xnack_with(
        self,
        key: impl ToArg,
        group: impl ToArg,
        why: StreamNack,
        ids: impl ToArgs,
        options: XnackOptions,
    ) -> Self::Out<i64> {
        let command = Command::new("XNACK").key(key).arg(group).arg(why.word());
        self.execute_command(options.add_to(command.arg("IDS").counted_args(ids)))
    }

    /// How much the group has pending: delivered to its consumers, and not acknowledged yet.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xpending/)
    fn xpending(self, key: impl ToArg, group: impl ToArg) -> Self::Out<StreamPending> {
        self.execute_command(Command::new("XPENDING").key(key).arg(group))
    }

    /// Up to `count` of the pending entries whose ids lie between two bounds, as in
    /// [`xrange`](Self::xrange).
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xpending/)
    #[doc(alias = "XPENDING")]
    fn xpending_range(
        self,
        key: impl ToArg,
        group: impl ToArg,
        min: impl ToArg,
        max: impl ToArg,
        count: u64,
    ) -> Self::Out<Vec<StreamPendingEntry>> {
        self.xpending_range_with(key, group, min, max, count, XpendingOptions::new())
    }

    /// Up to `count` of the pending entries that `options` ask for, whose ids lie between two
    /// bounds, as in [`xrange`](Self::xrange).
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xpending/)
    #[doc(alias = "XPENDING")]
    fn xpending_range_with(
        self,
        key: impl ToArg,
        group: impl ToArg,
        min: impl ToArg,
        max: impl ToArg,
        count: u64,
        options: XpendingOptions,
    ) -> Self::Out<Vec<StreamPendingEntry>> {
        let range = |command: Command| command.arg(min).arg(max).arg(count);
        self.execute_command(options.add_to(Command::new("XPENDING").key(key).arg(group), range))
    }

    /// The entries from one id to another, both included: ids, [`StreamBound`]s or words such as
    /// `"-"`, `"+"` and `"(1-2"`.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xrange/)
    fn xrange<T: FromReply>(
        self,
        key: impl ToArg,
        min: impl ToArg,
        max: impl ToArg,
    ) -> Self::Out<Vec<StreamEntry<T>>> {
        self.execute_command(Command::new("XRANGE").key(key).arg(min).arg(max))
    }

    /// The first `count` entries from one id to another, as in [`xrange`](Self::xrange).
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xrange/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// # r.delete("doc:pages")?;
    /// # for n in 0..5 { r.xadd("doc:pages", ("n", n))?; }
    /// let mut numbers = Vec::new();
    /// let mut from = StreamBound::MIN;
    /// loop {
    ///     let page: Vec<StreamEntry<(String, i64)>> = r.xrange_count("doc:pages", from, "+", 2)?;
    ///     let Some(last) = page.last() else { break };
    ///     from = StreamBound::exclusive(last.id);
    ///     numbers.extend(page.into_iter().map(|entry| entry.fields.1));
    /// }
    /// assert_eq!(numbers, [0, 1, 2, 3, 4]);
    /// # r.delete("doc:pages")?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "XRANGE")]
    fn xrange_count<T: FromReply>(
        self,
        key: impl ToArg,
        min: impl ToArg,
        max: impl ToArg,
        count: u64,
    ) -> Self::Out<Vec<StreamEntry<T>>> {
        let command = Command::new("XRANGE").key(key).arg(min).arg(max);
        self.execute_command(command.arg("COUNT").arg(count))
    }

    /// What comes after an id in each of these streams, which are pairs of keys and ids. `"$"` for an
    /// id is what is added from now on, `"+"` the last entry (since Redis 7.4.0; Valkey has it, too).
    /// Streams without anything are left out.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xread/)
    fn xread<K: FromReply, T: FromReply>(
        self,
        streams: impl ToPairs,
    ) -> Self::Out<Vec<StreamRead<K, T>>> {
        self.xread_with(streams, XreadOptions::new())
    }

    /// As [`xread`](Self::xread), but as much as `options` ask for. It may wait
    /// ([`block`](XreadOptions::block)), for which a client gives it a connection of its own.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xread/)
    ///
    /// ```no_run
    /// # use redial::prelude::*;
    /// # use std::collections::HashMap;
    /// # use std::time::Duration;
    /// # fn main() -> redial::Result<()> {
    /// # let r = Redis::from_url("redis://localhost")?;
    /// type News = StreamRead<String, HashMap<String, String>>;
    /// let options = XreadOptions::new().block(Duration::from_secs(10));
    /// let mut last = "$".to_owned(); // what is added from now on
    /// loop {
    ///     let read: Vec<News> = r.xread_with(("news", &last), options.clone())?;
    ///     for entry in read.into_iter().flat_map(|stream| stream.entries) {
    ///         println!("{} {:?}", entry.id, entry.fields);
    ///         last = entry.id.to_string();
    ///     }
    /// }
    /// # }
    /// ```
    fn xread_with<K: FromReply, T: FromReply>(
        self,
        streams: impl ToPairs,
        options: XreadOptions,
    ) -> Self::Out<Vec<StreamRead<K, T>>> {
        let command = options.add_to(Command::new("XREAD")).arg("STREAMS");
        self.execute_command(command.split_key_pairs(streams))
    }

    /// Reads as a consumer of a group: from each of these streams what nobody has been given yet
    /// (`">"`), or what this consumer has pending after an id (from 0 on, all of it). Streams
    /// without anything new are left out; those of which nothing is pending come without entries.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xreadgroup/)
    fn xreadgroup<K: FromReply, T: FromReply>(
        self,
        group: impl ToArg,
        consumer: impl ToArg,
        streams: impl ToPairs,
    ) -> Self::Out<Vec<StreamRead<K, T>>> {
        self.xreadgroup_with(group, consumer, streams, XreadgroupOptions::new())
    }

    /// As [`xreadgroup`](Self::xreadgroup), but as `options` say. It may wait
    /// ([`block`](XreadgroupOptions::block)), for which a client gives it a connection of its own.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xreadgroup/)
    fn xreadgroup_with<K: FromReply, T: FromReply>(
        self,
        group: impl ToArg,
        consumer: impl ToArg,
        streams: impl ToPairs,
        options: XreadgroupOptions,
    ) -> Self::Out<Vec<StreamRead<K, T>>> {
        let command = Command::new("XREADGROUP").arg("GROUP");
        let command = options.add_to(command.arg(group).arg(consumer));
        self.execute_command(command.arg("STREAMS").split_key_pairs(streams))
    }

    /// As [`xrange`](Self::xrange), but the greater id comes first, and the greater bound is given first, too.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xrevrange/)
    fn xrevrange<T: FromReply>(
        self,
        key: impl ToArg,
        max: impl ToArg,
        min: impl ToArg,
    ) -> Self::Out<Vec<StreamEntry<T>>> {
        self.execute_command(Command::new("XREVRANGE").key(key).arg(max).arg(min))
    }

    /// The last `count` entries, the greater id first, as in [`xrevrange`](Self::xrevrange).
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xrevrange/)
    #[doc(alias = "XREVRANGE")]
    fn xrevrange_count<T: FromReply>(
        self,
        key: impl ToArg,
        max: impl ToArg,
        min: impl ToArg,
        count: u64,
    ) -> Self::Out<Vec<StreamEntry<T>>> {
        let command = Command::new("XREVRANGE").key(key).arg(max).arg(min);
        self.execute_command(command.arg("COUNT").arg(count))
    }

    /// Sets what the stream takes for the id of its last entry: ids that the server makes are
    /// greater. Meant for copies of streams.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xsetid/)
    ///
    /// # Errors
    /// `ERR` if there is no such stream, or an entry with a greater id.
    fn xsetid(self, key: impl ToArg, last_id: impl ToArg) -> Self::Out<()> {
        self.xsetid_with(key, last_id, XsetidOptions::new())
    }

    /// Sets what the stream takes for the id of its last entry, and what `options` say.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xsetid/)
    ///
    /// # Errors
    /// `ERR` if there is no such stream, or an entry with a greater id, or the stream has more
    /// entries than [`entries_added`](XsetidOptions::entries_added) says.
    fn xsetid_with(
        self,
        key: impl ToArg,
        last_id: impl ToArg,
        options: XsetidOptions,
    ) -> Self::Out<()> {
        self.execute_command(options.add_to(Command::new("XSETID").key(key).arg(last_id)))
    }

    /// Deletes the oldest entries, as many as `trim` says, and returns how many.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/xtrim/)
    fn xtrim(self, key: impl ToArg, trim: StreamTrim) -> Self::Out<i64> {
        self.execute_command(trim.add_to(Command::new("XTRIM").key(key)))
    }
}

fn claim(
    key: impl ToArg,
    group: impl ToArg,
    consumer: impl ToArg,
    min_idle_time: Duration,
    ids: impl ToArgs,
) -> Command {
    let command = Command::new("XCLAIM").key(key).arg(group).arg(consumer);
    command.arg(millis(min_idle_time)).args(ids)
}

fn autoclaim(
    key: impl ToArg,
    group: impl ToArg,
    consumer: impl ToArg,
    min_idle_time: Duration,
    start: impl ToArg,
) -> Command {
    let command = Command::new("XAUTOCLAIM").key(key).arg(group).arg(consumer);
    command.arg(millis(min_idle_time)).arg(start)
}

impl<E: Execute> StreamCommands for E {}

#[cfg(test)]
mod tests {
    use super::super::sent::{Sent, text};
    use super::*;

    #[test]
    fn what_few_servers_know_is_sent_as_they_know_it() {
        let ids = [StreamId::new(1, 2), StreamId::new(3, 4)];
        let options = XnackOptions::new().force().retrycount(5);
        let day = Duration::from_secs(86_400);
        let both = XcfgsetOptions::new().idmp_duration(day).idmp_maxsize(9);
        for (command, sent) in [
            (
                Sent.xnack("s", "g", StreamNack::Silent, ids),
                "XNACK s g SILENT IDS 2 1-2 3-4",
            ),
            (
                Sent.xnack_with("s", "g", StreamNack::Fatal, "1-2", options),
                "XNACK s g FATAL IDS 1 1-2 RETRYCOUNT 5 FORCE",
            ),
            (
                Sent.xcfgset("s", both),
                "XCFGSET s IDMP-DURATION 86400 IDMP-MAXSIZE 9",
            ),
        ] {
            assert_eq!(text(&command), sent);
            assert_eq!(command.key_arguments().collect::<Vec<_>>(), [b"s"]);
        }
    }

    #[test]
    fn all_streams_that_are_read_are_keys() {
        let streams = [("a", "1-2"), ("b", "$")];
        let options = XreadOptions::new().block(Duration::from_secs(1));
        let read = Sent.xread_with::<Vec<u8>, ()>(streams, options);
        assert_eq!(text(&read), "XREAD BLOCK 1000 STREAMS a b 1-2 $");
        let group = Sent.xreadgroup::<Vec<u8>, ()>("g", "c", streams);
        assert_eq!(text(&group), "XREADGROUP GROUP g c STREAMS a b 1-2 $");
        for command in [read, group] {
            assert_eq!(command.key_arguments().collect::<Vec<_>>(), [b"a", b"b"]);
        }
    }
}
