//! [`TsLabelChoice`].

use crate::command::Command;
use crate::convert::OwnedArg;

/// Which labels come with a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TsLabelChoice {
    /// All of them.
    All,
    /// These, if it has them.
    Selected(Vec<OwnedArg>),
}

impl TsLabelChoice {
    pub(super) fn add_to(&self, command: Command) -> Command {
        match self {
            Self::All => command.arg("WITHLABELS"),
            Self::Selected(names) => command.arg("SELECTED_LABELS").args(names),
        }
    }
}
