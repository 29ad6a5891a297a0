//! The commands on time series.

use std::time::Duration;

use crate::command::{Command, Execute, millis};
use crate::convert::{FromReply, ToArg, ToArgs};
use crate::error::Result;

mod ts_add_options;
mod ts_aggregation;
mod ts_aggregator;
mod ts_create_options;
mod ts_createrule_options;
mod ts_duplicate_policy;
mod ts_encoding;
mod ts_get_options;
mod ts_incrby_options;
mod ts_info;
mod ts_label_choice;
mod ts_mget_options;
mod ts_mrange_options;
mod ts_querylabels_options;
mod ts_range_options;
mod ts_read_options;
mod ts_reducer;
mod ts_row;
mod ts_sample;
mod ts_series;
mod ts_time;
mod words;

pub use ts_add_options::TsAddOptions;
pub use ts_aggregation::{TsAggregation, TsBucketTimestamp};
pub use ts_aggregator::TsAggregator;
pub use ts_create_options::TsCreateOptions;
pub use ts_createrule_options::TsCreateruleOptions;
pub use ts_duplicate_policy::TsDuplicatePolicy;
pub use ts_encoding::TsEncoding;
pub use ts_get_options::TsGetOptions;
pub use ts_incrby_options::TsIncrbyOptions;
pub use ts_info::{TsChunk, TsInfo, TsRule};
pub use ts_mget_options::TsMgetOptions;
pub use ts_mrange_options::TsMrangeOptions;
pub use ts_querylabels_options::TsQuerylabelsOptions;
pub use ts_range_options::TsRangeOptions;
pub use ts_read_options::TsReadOptions;
pub use ts_reducer::TsReducer;
pub use ts_row::TsRow;
pub use ts_sample::TsSample;
pub use ts_series::{TsLatest, TsSeries};
pub use ts_time::TsTime;

/// Commands on time series: numbers with timestamps, found by key or by labels, read as they are or in
/// buckets of time, and compacted by rules into other series.
/// They come with Redis 8, and with the module RedisTimeSeries before that, whose versions are those
/// named here, unless they are said to be Redis'.
///
/// A timestamp is any integer from 0 to `i64::MAX`, mostly milliseconds of Unix time. It is given as a
/// number, as a [`TsTime`], or in Redis' own words (`"*"`, `"-"`, `"+"`), and comes as a number
/// ([`TsSample`]). A `Duration` is sent as a number of milliseconds, whatever the series counts. A filter is
/// what Redis takes: `"room=kitchen"`, `"room!=kitchen"`, `"room=(kitchen,hall)"`, `"room="` (no such
/// label), `"room!="` (any); at least one filter must ask for a value, with `=`.
///
/// ```
/// # use redial::prelude::*;
/// # use std::time::Duration;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete("doc:ts")?;
/// # if r.ts_queryindex::<String>("doc=none").is_err() { return Ok(()) } // it has no such commands
/// let options = TsCreateOptions::new()
///     .retention(Duration::from_secs(86_400))
///     .labels([("doc", "ts"), ("room", "hall")]);
/// r.ts_create_with("doc:ts", options)?;
/// r.ts_add("doc:ts", 1_000, 20.5)?;
/// r.ts_madd([("doc:ts", 1_500, 21.5), ("doc:ts", 2_000, 19.0)])?;
/// assert_eq!(r.ts_get("doc:ts")?, Some(TsSample::new(2_000, 19.0)));
///
/// let mean = TsAggregation::new(TsAggregator::Avg, Duration::from_secs(1));
/// let options = TsRangeOptions::new().aggregation(mean);
/// let means: Vec<TsSample> = r.ts_range_with("doc:ts", "-", "+", options)?;
/// assert_eq!(means, [TsSample::new(1_000, 21.0), TsSample::new(2_000, 19.0)]);
///
/// let options = TsMrangeOptions::new().selected_labels("room");
/// let series: Vec<TsSeries> = r.ts_mrange_with(0, 1_200, "doc=ts", options)?;
/// assert_eq!(series[0].labels["room"], "hall");
/// assert_eq!(series[0].samples, [TsSample::new(1_000, 20.5)]);
/// # r.delete("doc:ts")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: a server without them says `ERR`, and so does one that has no series at the key, unless
/// it is to be made, or that has something else there (some versions: `WRONGTYPE`).
pub trait TimeSeriesCommands: Execute {
    /// Adds a sample, and makes the series if there is none; the sample's timestamp, or that of the last
    /// one if it was ignored.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.add/)
    ///
    /// # Errors
    /// `ERR` if there is a sample of that time and the series' policy is to refuse another, if it is too
    /// old to be kept, or if the value is infinite, or before Redis 8.6.0 NaN.
    #[doc(alias = "TS.ADD")]
    fn ts_add(self, key: impl ToArg, timestamp: impl ToArg, value: impl ToArg) -> Self::Out<u64> {
        self.execute_command(Command::new("TS.ADD").key(key).arg(timestamp).arg(value))
    }

    /// Adds a sample as `options` say, and makes the series if there is none; the sample's timestamp, or that of the
    /// last one if it was ignored.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.add/)
    ///
    /// # Errors
    /// As [`ts_add`](Self::ts_add).
    #[doc(alias = "TS.ADD")]
    fn ts_add_with(
        self,
        key: impl ToArg,
        timestamp: impl ToArg,
        value: impl ToArg,
        options: TsAddOptions,
    ) -> Self::Out<u64> {
        let command = Command::new("TS.ADD").key(key).arg(timestamp).arg(value);
        self.execute_command(options.add_to(command))
    }

    /// Changes what a series keeps, and how: what `options` name, and nothing else.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.alter/)
    #[doc(alias = "TS.ALTER")]
    fn ts_alter(self, key: impl ToArg, options: TsCreateOptions) -> Self::Out<()> {
        self.execute_command(options.add_to(Command::new("TS.ALTER").key(key)))
    }

    /// Makes a series.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.create/)
    ///
    /// # Errors
    /// `ERR` if there is a key already.
    #[doc(alias = "TS.CREATE")]
    fn ts_create(self, key: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("TS.CREATE").key(key))
    }

    /// Makes a series, with options.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.create/)
    ///
    /// # Errors
    /// `ERR` if there is a key already.
    #[doc(alias = "TS.CREATE")]
    fn ts_create_with(self, key: impl ToArg, options: TsCreateOptions) -> Self::Out<()> {
        self.execute_command(options.add_to(Command::new("TS.CREATE").key(key)))
    }

    /// Adds a compaction rule: of the new samples of `source` in each `bucket` of time, one sample of `destination` is
    /// made. Both must exist. `bucket` is a time in whole milliseconds, rounded up.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.createrule/)
    ///
    /// # Errors
    /// `ERR` if `destination` has a source or a rule already, or `source` is itself made by a rule.
    #[doc(alias = "TS.CREATERULE")]
    fn ts_createrule(
        self,
        source: impl ToArg,
        destination: impl ToArg,
        aggregator: TsAggregator,
        bucket: Duration,
    ) -> Self::Out<()> {
        let options = TsCreateruleOptions::new();
        self.ts_createrule_with(source, destination, aggregator, bucket, options)
    }

    /// Adds a compaction rule as [`ts_createrule`](Self::ts_createrule) does, with options.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.createrule/)
    ///
    /// # Errors
    /// `ERR` if `destination` has a source or a rule already, or `source` is itself made by a rule.
    #[doc(alias = "TS.CREATERULE")]
    fn ts_createrule_with(
        self,
        source: impl ToArg,
        destination: impl ToArg,
        aggregator: TsAggregator,
        bucket: Duration,
        options: TsCreateruleOptions,
    ) -> Self::Out<()> {
        let command = Command::new("TS.CREATERULE").key(source).key(destination);
        let command = command.arg("AGGREGATION").arg(aggregator.word());
        self.execute_command(options.add_to(command.arg(millis(bucket))))
    }

    /// Adds a sample that is less than the last one by `by`, and makes the series if there is none; the
    /// sample's timestamp.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.decrby/)
    #[doc(alias = "TS.DECRBY")]
    fn ts_decrby(self, key: impl ToArg, by: impl ToArg) -> Self::Out<u64> {
        self.execute_command(Command::new("TS.DECRBY").key(key).arg(by))
    }

    /// Adds a sample that is less than the last one by `by`, with options; the sample's timestamp.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.decrby/)
    ///
    /// # Errors
    /// `ERR` if the time is before that of the last one.
    #[doc(alias = "TS.DECRBY")]
    fn ts_decrby_with(
        self,
        key: impl ToArg,
        by: impl ToArg,
        options: TsIncrbyOptions,
    ) -> Self::Out<u64> {
        self.execute_command(options.add_to(Command::new("TS.DECRBY").key(key).arg(by)))
    }

    /// Deletes the samples from `from` to `to`, both included; how many there were. The series stays.
    ///
    /// Since 1.6.0. [redis.io](https://redis.io/docs/latest/commands/ts.del/)
    #[doc(alias = "TS.DEL")]
    #[doc(alias = "ts_del")]
    fn ts_delete(self, key: impl ToArg, from: impl ToArg, to: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("TS.DEL").key(key).arg(from).arg(to))
    }

    /// Deletes a compaction rule: `destination` gets no more samples from `source`, and keeps those that it has.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.deleterule/)
    ///
    /// # Errors
    /// `ERR` if there is no such rule.
    #[doc(alias = "TS.DELETERULE")]
    fn ts_deleterule(self, source: impl ToArg, destination: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("TS.DELETERULE").key(source).key(destination))
    }

    /// The last sample of a series; `None` if it has none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.get/)
    #[doc(alias = "TS.GET")]
    fn ts_get(self, key: impl ToArg) -> Self::Out<Option<TsSample>> {
        self.execute_command(Command::new("TS.GET").key(key))
    }

    /// The last sample of a series, with options; `None` if it has none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.get/)
    #[doc(alias = "TS.GET")]
    fn ts_get_with(self, key: impl ToArg, options: TsGetOptions) -> Self::Out<Option<TsSample>> {
        self.execute_command(options.add_to(Command::new("TS.GET").key(key)))
    }

    /// Adds a sample that is greater than the last one by `by`, and makes the series if there is none;
    /// the sample's timestamp.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.incrby/)
    #[doc(alias = "TS.INCRBY")]
    fn ts_incrby(self, key: impl ToArg, by: impl ToArg) -> Self::Out<u64> {
        self.execute_command(Command::new("TS.INCRBY").key(key).arg(by))
    }

    /// Adds a sample that is greater than the last one by `by`, with options; the sample's timestamp.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.incrby/)
    ///
    /// # Errors
    /// `ERR` if the time is before that of the last one.
    #[doc(alias = "TS.INCRBY")]
    fn ts_incrby_with(
        self,
        key: impl ToArg,
        by: impl ToArg,
        options: TsIncrbyOptions,
    ) -> Self::Out<u64> {
        self.execute_command(options.add_to(Command::new("TS.INCRBY").key(key).arg(by)))
    }

    /// What a series keeps, and how.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.info/)
    #[doc(alias = "TS.INFO")]
    fn ts_info(self, key: impl ToArg) -> Self::Out<TsInfo> {
        self.execute_command(Command::new("TS.INFO").key(key))
    }

    /// What a series keeps, and how, with its key's name and its chunks (`DEBUG`).
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.info/)
    #[doc(alias = "TS.INFO")]
    fn ts_info_debug(self, key: impl ToArg) -> Self::Out<TsInfo> {
        self.execute_command(Command::new("TS.INFO").key(key).arg("DEBUG"))
    }

    /// Adds samples to series that exist, given as triples of key, timestamp and value. For each, its timestamp, or
    /// the error why it was not added.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.madd/)
    #[doc(alias = "TS.MADD")]
    fn ts_madd<K: ToArg, T: ToArg, V: ToArg>(
        self,
        samples: impl IntoIterator<Item = (K, T, V)>,
    ) -> Self::Out<Vec<Result<u64>>> {
        self.execute_command(Command::new("TS.MADD").key_triples(samples))
    }

    /// The last sample of each series that matches all filters.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.mget/)
    #[doc(alias = "TS.MGET")]
    fn ts_mget(self, filters: impl ToArgs) -> Self::Out<Vec<TsLatest>> {
        self.ts_mget_with(filters, TsMgetOptions::new())
    }

    /// The last sample of each series that matches all filters, with options.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.mget/)
    #[doc(alias = "TS.MGET")]
    fn ts_mget_with(
        self,
        filters: impl ToArgs,
        options: TsMgetOptions,
    ) -> Self::Out<Vec<TsLatest>> {
        let command = options.add_to(Command::new("TS.MGET"));
        self.execute_command(command.arg("FILTER").args(filters))
    }

    /// The samples from `from` to `to`, both included, of each series that matches all filters.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.mrange/)
    #[doc(alias = "TS.MRANGE")]
    fn ts_mrange(
        self,
        from: impl ToArg,
        to: impl ToArg,
        filters: impl ToArgs,
    ) -> Self::Out<Vec<TsSeries>> {
        self.ts_mrange_with(from, to, filters, TsMrangeOptions::new())
    }

    /// The samples of each series that matches all filters as `options` say: as [`TsSample`], or as
    /// [`TsRow`] if there are several aggregators.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.mrange/)
    #[doc(alias = "TS.MRANGE")]
    fn ts_mrange_with<S: FromReply>(
        self,
        from: impl ToArg,
        to: impl ToArg,
        filters: impl ToArgs,
        options: TsMrangeOptions,
    ) -> Self::Out<Vec<TsSeries<S>>> {
        let command = Command::new("TS.MRANGE").arg(from).arg(to);
        self.execute_command(options.add_to(command, filters))
    }

    /// The samples from `from` to `to` of each series that matches all filters, the last one first.
    ///
    /// Since 1.4.0. [redis.io](https://redis.io/docs/latest/commands/ts.mrevrange/)
    #[doc(alias = "TS.MREVRANGE")]
    fn ts_mrevrange(
        self,
        from: impl ToArg,
        to: impl ToArg,
        filters: impl ToArgs,
    ) -> Self::Out<Vec<TsSeries>> {
        self.ts_mrevrange_with(from, to, filters, TsMrangeOptions::new())
    }

    /// The samples of each series that matches all filters as `options` say, the last one first: as
    /// [`TsSample`], or as [`TsRow`] if there are several aggregators.
    ///
    /// Since 1.4.0. [redis.io](https://redis.io/docs/latest/commands/ts.mrevrange/)
    #[doc(alias = "TS.MREVRANGE")]
    fn ts_mrevrange_with<S: FromReply>(
        self,
        from: impl ToArg,
        to: impl ToArg,
        filters: impl ToArgs,
        options: TsMrangeOptions,
    ) -> Self::Out<Vec<TsSeries<S>>> {
        let command = Command::new("TS.MREVRANGE").arg(from).arg(to);
        self.execute_command(options.add_to(command, filters))
    }

    /// The samples from `from` to `to`, both included, of several series: for each time that any of them
    /// has, the values of all.
    ///
    /// Since Redis 8.10.0. [redis.io](https://redis.io/docs/latest/commands/ts.nrange/)
    #[doc(alias = "TS.NRANGE")]
    fn ts_nrange(
        self,
        keys: impl ToArgs,
        from: impl ToArg,
        to: impl ToArg,
    ) -> Self::Out<Vec<TsRow>> {
        self.ts_nrange_with(keys, from, to, TsRangeOptions::new())
    }

    /// The samples of several series as `options` say: for each time that any of them has, the values of
    /// all. Buckets are made by [`TsAggregation::each_key`].
    ///
    /// Since Redis 8.10.0. [redis.io](https://redis.io/docs/latest/commands/ts.nrange/)
    #[doc(alias = "TS.NRANGE")]
    fn ts_nrange_with(
        self,
        keys: impl ToArgs,
        from: impl ToArg,
        to: impl ToArg,
        options: TsRangeOptions,
    ) -> Self::Out<Vec<TsRow>> {
        let command = Command::new("TS.NRANGE").counted_keys(keys);
        self.execute_command(options.add_to(command.arg(from).arg(to)))
    }

    /// The samples from `from` to `to` of several series, the last ones first: for each time that any of
    /// them has, the values of all.
    ///
    /// Since Redis 8.10.0. [redis.io](https://redis.io/docs/latest/commands/ts.nrevrange/)
    #[doc(alias = "TS.NREVRANGE")]
    fn ts_nrevrange(
        self,
        keys: impl ToArgs,
        from: impl ToArg,
        to: impl ToArg,
    ) -> Self::Out<Vec<TsRow>> {
        self.ts_nrevrange_with(keys, from, to, TsRangeOptions::new())
    }

    /// The samples of several series as `options` say, the last ones first: for each time that any of
    /// them has, the values of all. Buckets are made by [`TsAggregation::each_key`].
    ///
    /// Since Redis 8.10.0. [redis.io](https://redis.io/docs/latest/commands/ts.nrevrange/)
    #[doc(alias = "TS.NREVRANGE")]
    fn ts_nrevrange_with(
        self,
        keys: impl ToArgs,
        from: impl ToArg,
        to: impl ToArg,
        options: TsRangeOptions,
    ) -> Self::Out<Vec<TsRow>> {
        let command = Command::new("TS.NREVRANGE").counted_keys(keys);
        self.execute_command(options.add_to(command.arg(from).arg(to)))
    }

    /// The keys of the series that match all filters.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.queryindex/)
    #[doc(alias = "TS.QUERYINDEX")]
    fn ts_queryindex<T: FromReply>(self, filters: impl ToArgs) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("TS.QUERYINDEX").args(filters))
    }

    /// The labels of all series, each once.
    ///
    /// Since Redis 8.10.0. [redis.io](https://redis.io/docs/latest/commands/ts.querylabels/)
    #[doc(alias = "TS.QUERYLABELS")]
    fn ts_querylabels<T: FromReply>(self) -> Self::Out<Vec<T>> {
        self.ts_querylabels_with(TsQuerylabelsOptions::new())
    }

    /// Labels, or the values of one, as `options` say, each once.
    ///
    /// Since Redis 8.10.0. [redis.io](https://redis.io/docs/latest/commands/ts.querylabels/)
    #[doc(alias = "TS.QUERYLABELS")]
    fn ts_querylabels_with<T: FromReply>(self, options: TsQuerylabelsOptions) -> Self::Out<Vec<T>> {
        self.execute_command(options.add_to(Command::new("TS.QUERYLABELS")))
    }

    /// The samples of a series from `from` to `to`, both included.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.range/)
    #[doc(alias = "TS.RANGE")]
    fn ts_range(
        self,
        key: impl ToArg,
        from: impl ToArg,
        to: impl ToArg,
    ) -> Self::Out<Vec<TsSample>> {
        self.ts_range_with(key, from, to, TsRangeOptions::new())
    }

    /// The samples of a series, or buckets of them, as `options` say: as [`TsSample`], or as [`TsRow`] if there are
    /// several aggregators.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ts.range/)
    #[doc(alias = "TS.RANGE")]
    fn ts_range_with<S: FromReply>(
        self,
        key: impl ToArg,
        from: impl ToArg,
        to: impl ToArg,
        options: TsRangeOptions,
    ) -> Self::Out<Vec<S>> {
        let command = Command::new("TS.RANGE").key(key).arg(from).arg(to);
        self.execute_command(options.add_to(command))
    }

    /// The samples of a series at this timestamp and after it.
    ///
    /// Since Redis 8.10.0. [redis.io](https://redis.io/docs/latest/commands/ts.read/)
    #[doc(alias = "TS.READ")]
    fn ts_read(self, key: impl ToArg, timestamp: impl ToArg) -> Self::Out<Vec<TsSample>> {
        self.execute_command(Command::new("TS.READ").key(key).arg(timestamp))
    }

    /// The samples of a series at this timestamp and after it, waiting for them if `options` say so. There are fewer
    /// than were waited for, or none, when the time is up or the key is deleted meanwhile.
    ///
    /// Since Redis 8.10.0. [redis.io](https://redis.io/docs/latest/commands/ts.read/)
    #[doc(alias = "TS.READ")]
    fn ts_read_with(
        self,
        key: impl ToArg,
        timestamp: impl ToArg,
        options: TsReadOptions,
    ) -> Self::Out<Vec<TsSample>> {
        let command = Command::new("TS.READ").key(key).arg(timestamp);
        self.execute_command(options.add_to(command))
    }

    /// The samples of a series from `from` to `to`, both included, the last one first.
    ///
    /// Since 1.4.0. [redis.io](https://redis.io/docs/latest/commands/ts.revrange/)
    #[doc(alias = "TS.REVRANGE")]
    fn ts_revrange(
        self,
        key: impl ToArg,
        from: impl ToArg,
        to: impl ToArg,
    ) -> Self::Out<Vec<TsSample>> {
        self.ts_revrange_with(key, from, to, TsRangeOptions::new())
    }

    /// The samples of a series, or buckets of them, as `options` say, the last one first: as [`TsSample`], or as
    /// [`TsRow`] if there are several aggregators.
    ///
    /// Since 1.4.0. [redis.io](https://redis.io/docs/latest/commands/ts.revrange/)
    #[doc(alias = "TS.REVRANGE")]
    fn ts_revrange_with<S: FromReply>(
        self,
        key: impl ToArg,
        from: impl ToArg,
        to: impl ToArg,
        options: TsRangeOptions,
    ) -> Self::Out<Vec<S>> {
        let command = Command::new("TS.REVRANGE").key(key).arg(from).arg(to);
        self.execute_command(options.add_to(command))
    }
}

impl<E: Execute> TimeSeriesCommands for E {}

#[cfg(test)]
mod tests {
    use super::super::sent::{Sent, text};
    use super::*;
    use crate::command::Blocking;

    fn keys(command: &Command) -> Vec<&[u8]> {
        command.key_arguments().collect()
    }

    #[test]
    fn what_few_servers_know_is_sent_as_they_know_it() {
        use TsAggregator::{Avg, CountAll, CountNan, Max, Sum};
        let second = Duration::from_secs(1);
        let both = TsAggregation::each_key([&[Avg, Max][..], &[Sum]], second);
        let rows = TsRangeOptions::new().count(5).aggregation(both.empty());
        let several = TsAggregation::several([CountNan, CountAll], second);
        let not_empty = TsMrangeOptions::new()
            .aggregation(several.clone())
            .withlabels()
            .exclude_empty();
        let several = TsRangeOptions::new().aggregation(several);
        let group = TsMrangeOptions::new().groupby("k", TsReducer::CountNan);
        let values = TsQuerylabelsOptions::new().values("room");
        for (command, sent) in [
            (Sent.ts_nrange(["a", "b"], "-", "+"), "TS.NRANGE 2 a b - +"),
            (
                Sent.ts_nrevrange_with(["a", "b"], 1, 2, rows),
                "TS.NREVRANGE 2 a b 1 2 COUNT 5 AGGREGATION AVG,MAX SUM 1000 EMPTY",
            ),
            (
                Sent.ts_revrange_with::<TsRow>("a", 1, 2, several),
                "TS.REVRANGE a 1 2 AGGREGATION COUNTNAN,COUNTALL 1000",
            ),
            (
                Sent.ts_mrange_with::<TsRow>(1, 2, ["k=t", "l!="], not_empty),
                "TS.MRANGE 1 2 AGGREGATION COUNTNAN,COUNTALL 1000 WITHLABELS EXCLUDEEMPTY FILTER k=t l!=",
            ),
            (
                Sent.ts_mrevrange_with::<TsSample>(1, 2, "k=t", group),
                "TS.MREVRANGE 1 2 FILTER k=t GROUPBY k REDUCE COUNTNAN",
            ),
            (Sent.ts_querylabels::<String>(), "TS.QUERYLABELS LABELS"),
            (
                Sent.ts_querylabels_with::<String>(values.filter("k=t")),
                "TS.QUERYLABELS VALUES room FILTER k=t",
            ),
        ] {
            assert_eq!(text(&command), sent);
            assert!(command.is_read_only());
            let of_keys = keys(&command);
            let expected: &[&[u8]] = match command.name().as_str() {
                "TS.NRANGE" | "TS.NREVRANGE" => &[b"a", b"b"],
                "TS.REVRANGE" => &[b"a"],
                _ => &[],
            };
            assert_eq!(of_keys, expected);
        }
    }

    #[test]
    fn a_read_that_waits_says_so() {
        let read = Sent.ts_read("BLOCK", TsTime::NEW);
        assert_eq!(text(&read), "TS.READ BLOCK $");
        assert_eq!(
            (keys(&read), read.blocking()),
            (vec![&b"BLOCK"[..]], Blocking::No)
        );
        let time = Duration::from_secs(5);
        let options = TsReadOptions::new().max_count(10).block(time, 2);
        let read = Sent.ts_read_with("t", 7, options);
        assert_eq!(text(&read), "TS.READ t 7 BLOCK 5000 2 MAX_COUNT 10");
        assert_eq!(read.blocking(), Blocking::For(time));
        let for_ever = TsReadOptions::new().block(Duration::ZERO, 1);
        let read = Sent.ts_read_with("t", "-", for_ever);
        assert_eq!(read.blocking(), Blocking::Forever);
        assert!(read.is_read_only());
    }

    #[test]
    fn both_series_of_a_rule_are_keys_and_every_third_of_many_samples() {
        let rule = Sent.ts_createrule("a", "b", TsAggregator::Twa, Duration::from_secs(60));
        assert_eq!(text(&rule), "TS.CREATERULE a b AGGREGATION TWA 60000");
        assert_eq!(keys(&rule), [b"a", b"b"]);
        let added = Sent.ts_madd([("a", "*", 1.5), ("b", "7", f64::NAN)]);
        assert_eq!(text(&added), "TS.MADD a * 1.5 b 7 nan");
        assert_eq!(keys(&added), [b"a", b"b"]);
        assert!(!added.is_safe_to_resend());
    }
}
