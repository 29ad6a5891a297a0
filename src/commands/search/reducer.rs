//! [`Reducer`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg, ToArgs};

use super::clauses::{Clauses, owned};

/// What is made of the rows of a group (`REDUCE`), for [`groupby`](super::AggregateSteps::groupby). Properties are
/// written `@name`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Reducer {
    clauses: Clauses,
}

impl Reducer {
    /// Any function, by its name, with its arguments.
    pub fn new(function: impl ToArg, args: impl ToArgs) -> Self {
        let args = Command::new("").arg(function).counted_args(args);
        let mut clauses = Clauses::new();
        clauses.push("REDUCE", owned(args));
        Self { clauses }
    }

    /// How many rows there are (`COUNT`).
    pub fn count() -> Self {
        Self::new("COUNT", ())
    }

    /// How many different values a property has (`COUNT_DISTINCT`).
    pub fn count_distinct(property: impl ToArg) -> Self {
        Self::new("COUNT_DISTINCT", [property])
    }

    /// How many different values a property has, estimated (`COUNT_DISTINCTISH`), which takes less memory.
    pub fn count_distinctish(property: impl ToArg) -> Self {
        Self::new("COUNT_DISTINCTISH", [property])
    }

    /// The sum (`SUM`).
    pub fn sum(property: impl ToArg) -> Self {
        Self::new("SUM", [property])
    }

    /// The least value (`MIN`).
    pub fn min(property: impl ToArg) -> Self {
        Self::new("MIN", [property])
    }

    /// The greatest value (`MAX`).
    pub fn max(property: impl ToArg) -> Self {
        Self::new("MAX", [property])
    }

    /// The average (`AVG`).
    pub fn avg(property: impl ToArg) -> Self {
        Self::new("AVG", [property])
    }

    /// The standard deviation (`STDDEV`).
    pub fn stddev(property: impl ToArg) -> Self {
        Self::new("STDDEV", [property])
    }

    /// About the value below which this part of the others lies, from 0 to 1 (`QUANTILE`): 0.5 for the median.
    pub fn quantile(property: impl ToArg, quantile: f64) -> Self {
        Self::new("QUANTILE", (OwnedArg::new(property), quantile))
    }

    /// A list of the different values (`TOLIST`).
    pub fn tolist(property: impl ToArg) -> Self {
        Self::new("TOLIST", [property])
    }

    /// The value in the first row (`FIRST_VALUE`).
    pub fn first_value(property: impl ToArg) -> Self {
        Self::new("FIRST_VALUE", [property])
    }

    /// The value where another property is least (`FIRST_VALUE … BY … ASC`).
    pub fn first_value_by(property: impl ToArg, by: impl ToArg) -> Self {
        Self::first_in_order(property, by, "ASC")
    }

    /// The value where another property is greatest (`FIRST_VALUE … BY … DESC`).
    pub fn first_value_by_desc(property: impl ToArg, by: impl ToArg) -> Self {
        Self::first_in_order(property, by, "DESC")
    }

    /// A list of up to `size` of the values, chosen at random (`RANDOM_SAMPLE`).
    pub fn random_sample(property: impl ToArg, size: u64) -> Self {
        Self::new("RANDOM_SAMPLE", (OwnedArg::new(property), size))
    }

    /// The name of the property that it makes (`AS`).
    #[doc(alias = "AS")]
    pub fn alias(mut self, name: impl ToArg) -> Self {
        self.clauses.set("AS", [name]);
        self
    }

    fn first_in_order(property: impl ToArg, by: impl ToArg, order: &'static str) -> Self {
        let args = (OwnedArg::new(property), "BY", OwnedArg::new(by), order);
        Self::new("FIRST_VALUE", args)
    }

    pub(super) fn into_clauses(self) -> Clauses {
        self.clauses
    }
}
