//! [`TsAggregation`] and [`TsBucketTimestamp`].

use std::time::Duration;

use crate::command::{Command, millis};
use crate::convert::{OwnedArg, ToArg};

use super::TsAggregator;

/// How samples are put together: into which buckets of time, and what becomes of the values in each.
///
/// ```
/// # use redial::prelude::*;
/// # use std::time::Duration;
/// let hourly = TsAggregation::new(TsAggregator::Avg, Duration::from_secs(3600)).empty();
/// let options = TsRangeOptions::new().aggregation(hourly);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct TsAggregation {
    /// For each key, or for all of them, the aggregators' words with commas between.
    aggregators: Vec<String>,
    bucket: Duration,
    align: Option<OwnedArg>,
    bucket_timestamp: Option<TsBucketTimestamp>,
    empty: bool,
}

/// Which timestamp a bucket has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TsBucketTimestamp {
    /// Its beginning (`-`).
    Start,
    /// Its middle (`~`).
    Mid,
    /// Its end (`+`).
    End,
}

impl TsBucketTimestamp {
    const fn word(self) -> &'static str {
        match self {
            Self::Start => "-",
            Self::Mid => "~",
            Self::End => "+",
        }
    }
}

impl TsAggregation {
    /// Buckets that span so much time, in milliseconds, rounded up, and one value for each.
    pub fn new(aggregator: TsAggregator, bucket: Duration) -> Self {
        Self::several([aggregator], bucket)
    }

    /// Buckets that span so much time, and several values for each ([`TsRow`](super::TsRow)). Since
    /// Redis 8.8.0.
    pub fn several(aggregators: impl IntoIterator<Item = TsAggregator>, bucket: Duration) -> Self {
        let aggregators: Vec<TsAggregator> = aggregators.into_iter().collect();
        Self::each_key([aggregators], bucket)
    }

    /// Buckets that span so much time, and for each key one value or several: `TS.NRANGE` wants as
    /// many of them as there are keys. Since Redis 8.10.0.
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # use std::time::Duration;
    /// use TsAggregator::{Max, Min, Sum};
    /// let of_two = TsAggregation::each_key([&[Min, Max][..], &[Sum]], Duration::from_secs(1));
    /// ```
    pub fn each_key<A: AsRef<[TsAggregator]>>(
        aggregators: impl IntoIterator<Item = A>,
        bucket: Duration,
    ) -> Self {
        let words = |of_key: A| {
            let words: Vec<_> = of_key.as_ref().iter().map(|one| one.word()).collect();
            words.join(",")
        };
        Self {
            aggregators: aggregators.into_iter().map(words).collect(),
            bucket,
            align: None,
            bucket_timestamp: None,
            empty: false,
        }
    }

    /// A timestamp at which a bucket begins, 0 by default; the others follow from it. `"-"` and `"+"` are where the
    /// range begins and ends, if that is given as a number (`ALIGN`). Since 1.6.0.
    pub fn align(mut self, timestamp: impl ToArg) -> Self {
        self.align = Some(OwnedArg::new(timestamp));
        self
    }

    /// Which timestamp a bucket has, its beginning by default (`BUCKETTIMESTAMP`). Since 1.8.0.
    #[doc(alias = "BUCKETTIMESTAMP")]
    pub const fn bucket_timestamp(mut self, which: TsBucketTimestamp) -> Self {
        self.bucket_timestamp = Some(which);
        self
    }

    /// Buckets without samples as well, those before the first and behind the last sample excepted
    /// (`EMPTY`). Since 1.8.0. Not backwards on RedisTimeSeries 1.12.2, which crashes then.
    pub const fn empty(mut self) -> Self {
        self.empty = true;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.align.as_ref(), |c, at| c.arg("ALIGN").arg(at))
            .arg("AGGREGATION")
            .args(&self.aggregators)
            .arg(millis(self.bucket))
            .option(self.bucket_timestamp, |c, which| {
                c.arg("BUCKETTIMESTAMP").arg(which.word())
            })
            .flag(self.empty, "EMPTY")
    }
}
