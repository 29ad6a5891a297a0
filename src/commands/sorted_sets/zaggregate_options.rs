//! [`ZaggregateOptions`].

use crate::command::Command;

use super::ScoreAggregate;

/// The options of `ZUNION`, `ZINTER`, `ZUNIONSTORE` and `ZINTERSTORE`: what becomes of the scores.
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

    /// What the scores of each key are multiplied with first, one weight for each key (`WEIGHTS`).
    pub fn weights<W: Into<f64>>(mut self, weights: impl IntoIterator<Item = W>) -> Self {
        self.weights = weights.into_iter().map(W::into).collect();
        self
    }

    /// What becomes of several scores of one member (`AGGREGATE`).
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
