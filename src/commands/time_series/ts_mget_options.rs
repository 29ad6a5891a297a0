//! [`TsMgetOptions`].

use crate::command::Command;
use crate::convert::ToArgs;

use super::ts_label_choice::TsLabelChoice;
use super::ts_range_options::owned;

/// The options of [`ts_mget_with`](super::TimeSeriesCommands::ts_mget_with): which labels come with the samples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct TsMgetOptions {
    latest: bool,
    labels: Option<TsLabelChoice>,
}

impl TsMgetOptions {
    /// None of them: no labels.
    pub const fn new() -> Self {
        Self {
            latest: false,
            labels: None,
        }
    }

    /// Of compactions, the last bucket, which may still be open (`LATEST`). Since 1.8.0.
    pub const fn latest(mut self) -> Self {
        self.latest = true;
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

    pub(super) fn add_to(&self, command: Command) -> Command {
        let command = command.flag(self.latest, "LATEST");
        match &self.labels {
            Some(labels) => labels.add_to(command),
            None => command,
        }
    }
}
