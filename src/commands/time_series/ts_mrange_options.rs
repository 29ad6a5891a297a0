//! [`TsMrangeOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg, ToArgs};

use super::ts_label_choice::TsLabelChoice;
use super::ts_range_options::owned;
use super::{TsAggregation, TsRangeOptions, TsReducer};

/// The options of [`ts_mrange_with`](super::TimeSeriesCommands::ts_mrange_with) and
/// [`ts_mrevrange_with`](super::TimeSeriesCommands::ts_mrevrange_with): which samples and labels, and how they are
/// put together.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct TsMrangeOptions {
    range: TsRangeOptions,
    labels: Option<TsLabelChoice>,
    exclude_empty: bool,
    group: Option<(OwnedArg, TsReducer)>,
}

impl TsMrangeOptions {
    /// None of them: all samples as they are, and no labels.
    pub const fn new() -> Self {
        Self {
            range: TsRangeOptions::new(),
            labels: None,
            exclude_empty: false,
            group: None,
        }
    }

    /// Of compactions, the last bucket as well, which may still be open (`LATEST`). Since 1.8.0.
    pub fn latest(mut self) -> Self {
        self.range = self.range.latest();
        self
    }

    /// Only samples with these timestamps (`FILTER_BY_TS`). Since 1.6.0.
    #[doc(alias = "FILTER_BY_TS")]
    pub fn filter_by_ts(mut self, timestamps: impl ToArgs) -> Self {
        self.range = self.range.filter_by_ts(timestamps);
        self
    }

    /// Only samples whose values are from `min` to `max`, both included (`FILTER_BY_VALUE`). Since 1.6.0.
    #[doc(alias = "FILTER_BY_VALUE")]
    pub fn filter_by_value(mut self, min: f64, max: f64) -> Self {
        self.range = self.range.filter_by_value(min, max);
        self
    }

    /// No more than so many samples, or buckets, of each series (`COUNT`).
    pub fn count(mut self, count: u64) -> Self {
        self.range = self.range.count(count);
        self
    }

    /// Buckets instead of samples (`AGGREGATION`).
    pub fn aggregation(mut self, aggregation: TsAggregation) -> Self {
        self.range = self.range.aggregation(aggregation);
        self
    }

    /// With all labels (`WITHLABELS`). Undoes [`selected_labels`](Self::selected_labels).
    pub fn withlabels(mut self) -> Self {
        self.labels = Some(TsLabelChoice::All);
        self
    }

    /// With these labels (`SELECTED_LABELS`). Undoes [`withlabels`](Self::withlabels). Since 1.6.0.
    #[doc(alias = "SELECTED_LABELS")]
    pub fn selected_labels(mut self, names: impl ToArgs) -> Self {
        self.labels = Some(TsLabelChoice::Selected(owned(names)));
        self
    }

    /// Without series that have no samples there (`EXCLUDEEMPTY`); not together with
    /// [`groupby`](Self::groupby). Since Redis 8.10.0.
    #[doc(alias = "EXCLUDEEMPTY")]
    pub const fn exclude_empty(mut self) -> Self {
        self.exclude_empty = true;
        self
    }

    /// One series for all that have the same value for a label (`GROUPBY`, `REDUCE`); not together
    /// with several aggregators. Since 1.6.0.
    #[doc(alias = "REDUCE")]
    pub fn groupby(mut self, label: impl ToArg, reducer: TsReducer) -> Self {
        self.group = Some((OwnedArg::new(label), reducer));
        self
    }

    /// Adds the options, and the filters between them.
    pub(super) fn add_to(&self, command: Command, filters: impl ToArgs) -> Command {
        let command = self.range.add_to(command);
        let command = match &self.labels {
            Some(labels) => labels.add_to(command),
            None => command,
        };
        command
            .flag(self.exclude_empty, "EXCLUDEEMPTY")
            .arg("FILTER")
            .args(filters)
            .option(self.group.as_ref(), |c, (label, reducer)| {
                c.arg("GROUPBY")
                    .arg(label)
                    .arg("REDUCE")
                    .arg(reducer.word())
            })
    }
}
