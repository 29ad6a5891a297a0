//! [`CmsMergeOptions`].

use crate::command::Command;

/// The options of [`cms_merge_with`](super::CountMinSketchCommands::cms_merge_with): weights.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct CmsMergeOptions {
    weights: Vec<i64>,
}

impl CmsMergeOptions {
    /// None of them: the counts of all sketches are added up.
    pub const fn new() -> Self {
        let weights = Vec::new();
        Self { weights }
    }

    /// What the counts of each source are multiplied by first, one weight for each (`WEIGHTS`).
    pub fn weights<W: Into<i64>>(mut self, weights: impl IntoIterator<Item = W>) -> Self {
        self.weights = weights.into_iter().map(W::into).collect();
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        if self.weights.is_empty() {
            return command;
        }
        command.arg("WEIGHTS").args(&self.weights)
    }
}
