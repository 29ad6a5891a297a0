//! [`HybridCombine`].

use crate::command::Command;
use crate::convert::ToArg;

use super::clauses::Clauses;

/// How one score is made of two (`COMBINE`): what [`HybridOptions::combine`](super::HybridOptions::combine) takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct HybridCombine {
    method: &'static str,
    clauses: Clauses,
}

impl HybridCombine {
    /// Reciprocal rank fusion, by the places that documents have in both lists (`RRF`): the default.
    pub const fn rrf() -> Self {
        Self {
            method: "RRF",
            clauses: Clauses::new(),
        }
    }

    /// Reciprocal rank fusion with this constant (`RRF … CONSTANT`, 60 by default): the greater it is, the less the
    /// first places count for more than those after them.
    pub fn rrf_constant(constant: f64) -> Self {
        Self::rrf().with("CONSTANT", constant)
    }

    /// The weighted sum of both scores (`LINEAR`): `alpha` times that by the words and `beta` times that by the vector.
    pub fn linear(alpha: f64, beta: f64) -> Self {
        let linear = Self {
            method: "LINEAR",
            clauses: Clauses::new(),
        };
        linear.with("ALPHA", alpha).with("BETA", beta)
    }

    /// How many of each list are looked at (`WINDOW`, 20 by default).
    pub fn window(self, documents: u64) -> Self {
        self.with("WINDOW", documents)
    }

    /// Each row has its score as this property (`YIELD_SCORE_AS`).
    pub fn yield_score_as(self, name: impl ToArg) -> Self {
        self.with("YIELD_SCORE_AS", name)
    }

    fn with(mut self, word: &'static str, value: impl ToArg) -> Self {
        self.clauses.set(word, [value]);
        self
    }

    /// Without anything to say it is what the server does by itself, which takes no empty list.
    pub(super) fn add_to(&self, command: Command) -> Command {
        if self.clauses.is_empty() {
            return command;
        }
        command
            .arg("COMBINE")
            .arg(self.method)
            .counted_args(&self.clauses)
    }
}
