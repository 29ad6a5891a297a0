//! [`HybridVsim`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::clauses::Clauses;

/// The vectors that [`ft_hybrid`](super::SearchCommands::ft_hybrid) looks for: the ten nearest, if nothing else is
/// said.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct HybridVsim {
    vsim: Clauses,
    /// `KNN` or `RANGE`, and what it is told.
    method: Option<(&'static str, Clauses)>,
    clauses: Clauses,
}

impl HybridVsim {
    /// Like a vector: `@field`, and `$name` of the [parameter](super::HybridOptions::params) that is the vector.
    pub fn new(field: impl ToArg, vector: impl ToArg) -> Self {
        let mut vsim = Clauses::new();
        vsim.set("VSIM", [OwnedArg::new(field), OwnedArg::new(vector)]);
        Self {
            vsim,
            method: None,
            clauses: Clauses::new(),
        }
    }

    /// The `k` nearest (`KNN … K`).
    pub fn knn(self, k: u64) -> Self {
        self.by("KNN", "K", k)
    }

    /// The `k` nearest, and how many candidates are looked at for that (`KNN … K … EF_RUNTIME`).
    pub fn knn_ef_runtime(self, k: u64, ef_runtime: u64) -> Self {
        self.knn(k).and("EF_RUNTIME", ef_runtime)
    }

    /// All that are no further away than `radius` (`RANGE … RADIUS`).
    pub fn range(self, radius: f64) -> Self {
        self.by("RANGE", "RADIUS", radius)
    }

    /// All that are no further away than `radius`, and by which part of it the search looks further
    /// (`RANGE … RADIUS … EPSILON`).
    pub fn range_epsilon(self, radius: f64, epsilon: f64) -> Self {
        self.range(radius).and("EPSILON", epsilon)
    }

    /// Only among the documents that this query finds (`FILTER`).
    pub fn filter(mut self, query: impl ToArg) -> Self {
        self.clauses.set("FILTER", [query]);
        self
    }

    /// Each row has its score by the vector as this property (`YIELD_SCORE_AS`).
    pub fn yield_score_as(mut self, name: impl ToArg) -> Self {
        self.clauses.set("YIELD_SCORE_AS", [name]);
        self
    }

    fn by(mut self, method: &'static str, word: &'static str, value: impl ToArg) -> Self {
        self.method = Some((method, Clauses::new()));
        self.and(word, value)
    }

    fn and(mut self, word: &'static str, value: impl ToArg) -> Self {
        if let Some((_, told)) = &mut self.method {
            told.set(word, [value]);
        }
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .args(&self.vsim)
            .option(self.method.as_ref(), |c, (method, told)| {
                c.arg(*method).counted_args(told)
            })
            .args(&self.clauses)
    }
}
