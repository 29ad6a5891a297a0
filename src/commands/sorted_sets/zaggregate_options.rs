//! [`ZaggregateOptions`].

use crate::command::Command;

use super::ScoreAggregate;

/// The options of `ZUNION`, `ZINTER`, `ZUNIONSTORE` and `ZINTERSTORE`
/// ([`zunion_with`](super::SortedSetCommands::zunion_with) and so on): how scores are combined.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct ZaggregateOptions {
    weights: Vec<f64>,
    aggregate: Option<ScoreAggregate>,
}

impl ZaggregateOptions {
    /// None of them: the scores of a member are added up.
    pub const fn new() -> Self {
        Self {
            weights: Vec::new(),
            aggregate: None,
        }
    }

    /// The scores of each key are multiplied by its weight first (`WEIGHTS`): one weight for each key, in their order.
    pub fn weights<W: Into<f64>>(mut self, weights: impl IntoIterator<Item = W>) -> Self {
        self.weights = weights.into_iter().map(W::into).collect();
        self
    }

    /// How the scores that one member has in several keys become one (`AGGREGATE`).
    pub const fn aggregate(mut self, aggregate: ScoreAggregate) -> Self {
        self.aggregate = Some(aggregate);
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        let command = if self.weights.is_empty() {
            command
        } else {
            command.arg("WEIGHTS").args(&self.weights)
        };
        command.option(self.aggregate, |command, aggregate| {
            command.arg("AGGREGATE").arg(aggregate)
        })
    }
}
