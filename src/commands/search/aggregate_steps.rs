//! [`AggregateSteps`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg, ToArgs};

use super::Reducer;
use super::clauses::{Clauses, aliased};

/// What [`ft_aggregate`](super::SearchCommands::ft_aggregate) does with what it has found, one step after the other.
/// Properties are written `@name`.
///
/// ```
/// # use redial::prelude::*;
/// let by_city = AggregateSteps::new()
///     .groupby("@city", [Reducer::count().alias("people"), Reducer::avg("@age").alias("age")])
///     .apply("floor(@age)", "age")
///     .sortby_max([("@people", "DESC")], 10);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct AggregateSteps {
    steps: Clauses,
}

impl AggregateSteps {
    /// Nothing is done: each document is a row, without fields.
    pub const fn new() -> Self {
        Self {
            steps: Clauses::new(),
        }
    }

    /// Adds fields of the documents to the rows (`LOAD`).
    pub fn load(mut self, fields: impl ToArgs) -> Self {
        self.steps.push_counted("LOAD", fields);
        self
    }

    /// Adds a field of the documents to the rows under another name (`LOAD … AS`).
    pub fn load_as(self, field: impl ToArg, name: impl ToArg) -> Self {
        let name = OwnedArg::new(name);
        self.load(aliased(field, Some(&name)))
    }

    /// Adds all fields of the documents to the rows (`LOAD *`). Since RediSearch 2.6.
    pub fn load_all(mut self) -> Self {
        self.steps.push("LOAD", "*");
        self
    }

    /// One row for all that have the same properties, and what reducers make of them (`GROUPBY`). With no properties
    /// (`()`) there is one row for all.
    pub fn groupby(
        mut self,
        properties: impl ToArgs,
        reducers: impl IntoIterator<Item = Reducer>,
    ) -> Self {
        self.steps.push_counted("GROUPBY", properties);
        for reducer in reducers {
            self.steps.append(reducer.into_clauses());
        }
        self
    }

    /// Adds a property that is computed from others (`APPLY`).
    pub fn apply(mut self, expression: impl ToArg, name: impl ToArg) -> Self {
        let name = OwnedArg::new(name);
        self.steps.push("APPLY", aliased(expression, Some(&name)));
        self
    }

    /// Sorts the rows by properties, each alone or with `ASC` or `DESC` after it (`SORTBY`).
    pub fn sortby(mut self, properties: impl ToArgs) -> Self {
        self.steps.push_counted("SORTBY", properties);
        self
    }

    /// Sorts the rows, and keeps the first (`SORTBY … MAX`), which is faster than a [`limit`](Self::limit) after it.
    pub fn sortby_max(self, properties: impl ToArgs, max: u64) -> Self {
        let mut sorted = self.sortby(properties);
        sorted.steps.push("MAX", max);
        sorted
    }

    /// Keeps `count` rows from number `offset` on, which is counted from 0 (`LIMIT`).
    pub fn limit(mut self, offset: u64, count: u64) -> Self {
        self.steps.push("LIMIT", (offset, count));
        self
    }

    /// Keeps the rows of which this is true (`FILTER`).
    pub fn filter(mut self, expression: impl ToArg) -> Self {
        self.steps.push("FILTER", [expression]);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command.args(&self.steps)
    }
}
