//! [`HybridQuery`].

use crate::command::Command;
use crate::convert::{ToArg, ToArgs};

use super::HybridVsim;
use super::clauses::Clauses;

/// What [`ft_hybrid`](super::SearchCommands::ft_hybrid) looks for: words, and what is like a vector.
///
/// ```
/// # use redial::prelude::*;
/// let query = HybridQuery::new("@title:shoes", HybridVsim::new("@v", "$like").knn(20)).scorer("TFIDF");
/// let options = HybridOptions::new().combine(HybridCombine::rrf().window(40)).params([("like", "…")]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct HybridQuery {
    search: Clauses,
    vsim: HybridVsim,
}

impl HybridQuery {
    /// A query of words, as `FT.SEARCH` knows them, and one of vectors.
    pub fn new(query: impl ToArg, vsim: HybridVsim) -> Self {
        let mut search = Clauses::new();
        search.set("SEARCH", [query]);
        Self { search, vsim }
    }

    /// What gives documents their scores by the words (`SCORER`).
    pub fn scorer(self, scorer: impl ToArg) -> Self {
        self.with("SCORER", [scorer])
    }

    /// Each row has its score by the words as this property (`YIELD_SCORE_AS`).
    pub fn yield_score_as(self, name: impl ToArg) -> Self {
        self.with("YIELD_SCORE_AS", [name])
    }

    fn with(mut self, word: &'static str, args: impl ToArgs) -> Self {
        self.search.set(word, args);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        self.vsim.add_to(command.args(&self.search))
    }
}
