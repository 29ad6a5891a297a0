//! [`HybridOptions`].

use std::time::Duration;

use crate::command::{Command, millis};
use crate::convert::ToPairs;

use super::clauses::Clauses;
use super::{AggregateSteps, HybridCombine};

/// The options of [`ft_hybrid_with`](super::SearchCommands::ft_hybrid_with).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct HybridOptions {
    combine: Option<HybridCombine>,
    steps: AggregateSteps,
    clauses: Clauses,
}

impl HybridOptions {
    /// None of them: ten rows of a key and a score, the best first.
    pub const fn new() -> Self {
        Self {
            combine: None,
            steps: AggregateSteps::new(),
            clauses: Clauses::new(),
        }
    }

    /// How one score is made of two (`COMBINE`).
    pub fn combine(mut self, combine: HybridCombine) -> Self {
        self.combine = Some(combine);
        self
    }

    /// What is done with what was found: what is loaded, grouped, computed, sorted and kept.
    pub fn steps(mut self, steps: AggregateSteps) -> Self {
        self.steps = steps;
        self
    }

    /// Returns the rows in no order (`NOSORT`).
    pub fn nosort(mut self) -> Self {
        self.clauses.flag("NOSORT");
        self
    }

    /// What stands in the queries and in expressions as `$name` (`PARAMS`). Further calls add to it.
    pub fn params(mut self, params: impl ToPairs) -> Self {
        self.clauses.extend_pairs("PARAMS", params);
        self
    }

    /// How long the server may take (`TIMEOUT`); rounded up to milliseconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.clauses.set("TIMEOUT", millis(timeout));
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        let command = command.option(self.combine.as_ref(), |c, combine| combine.add_to(c));
        self.steps.add_to(command).args(&self.clauses)
    }
}
