//! [`TsQuerylabelsOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg, ToArgs};

use super::ts_range_options::owned;

/// The options of [`ts_querylabels_with`](super::TimeSeriesCommands::ts_querylabels_with).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct TsQuerylabelsOptions {
    label: Option<OwnedArg>,
    filters: Option<Vec<OwnedArg>>,
}

impl TsQuerylabelsOptions {
    /// None of them: the labels of all series.
    pub const fn new() -> Self {
        Self {
            label: None,
            filters: None,
        }
    }

    /// The values of this label instead of the labels (`VALUES`).
    pub fn values(mut self, label: impl ToArg) -> Self {
        self.label = Some(OwnedArg::new(label));
        self
    }

    /// Only those of series that match all filters (`FILTER`).
    pub fn filter(mut self, filters: impl ToArgs) -> Self {
        self.filters = Some(owned(filters));
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        let command = match &self.label {
            Some(label) => command.arg("VALUES").arg(label),
            None => command.arg("LABELS"),
        };
        command.option(self.filters.as_ref(), |c, filters| {
            c.arg("FILTER").args(filters)
        })
    }
}
