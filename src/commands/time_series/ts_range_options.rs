//! [`TsRangeOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArgs};

use super::TsAggregation;

/// The options of [`ts_range_with`](super::TimeSeriesCommands::ts_range_with) and its relatives
/// (`TS.REVRANGE`, `TS.NRANGE`, `TS.NREVRANGE`): which samples, and how they are put together.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct TsRangeOptions {
    latest: bool,
    timestamps: Option<Vec<OwnedArg>>,
    values: Option<(f64, f64)>,
    count: Option<u64>,
    aggregation: Option<TsAggregation>,
}

impl TsRangeOptions {
    /// None of them: all samples as they are.
    pub const fn new() -> Self {
        Self {
            latest: false,
            timestamps: None,
            values: None,
            count: None,
            aggregation: None,
        }
    }

    /// Of a compaction, the last bucket as well, which may still be open (`LATEST`). Since 1.8.0.
    pub const fn latest(mut self) -> Self {
        self.latest = true;
        self
    }

    /// Only samples with these timestamps (`FILTER_BY_TS`). Since 1.6.0.
    #[doc(alias = "FILTER_BY_TS")]
    pub fn filter_by_ts(mut self, timestamps: impl ToArgs) -> Self {
        self.timestamps = Some(owned(timestamps));
        self
    }

    /// Only samples whose values are from `min` to `max`, both included (`FILTER_BY_VALUE`). Since 1.6.0.
    #[doc(alias = "FILTER_BY_VALUE")]
    pub const fn filter_by_value(mut self, min: f64, max: f64) -> Self {
        self.values = Some((min, max));
        self
    }

    /// No more than so many samples, or buckets (`COUNT`).
    pub const fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// Buckets instead of samples (`AGGREGATION`).
    pub fn aggregation(mut self, aggregation: TsAggregation) -> Self {
        self.aggregation = Some(aggregation);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        let command = command
            .flag(self.latest, "LATEST")
            .option(self.timestamps.as_ref(), |c, timestamps| {
                c.arg("FILTER_BY_TS").args(timestamps)
            })
            .option(self.values, |c, (min, max)| {
                c.arg("FILTER_BY_VALUE").arg(min).arg(max)
            })
            .option(self.count, |c, count| c.arg("COUNT").arg(count));
        match &self.aggregation {
            Some(aggregation) => aggregation.add_to(command),
            None => command,
        }
    }
}

/// Any number of arguments, to be sent later.
pub(super) fn owned(values: impl ToArgs) -> Vec<OwnedArg> {
    let words = Command::new("").args(values);
    words.arguments().map(OwnedArg::new).collect()
}
