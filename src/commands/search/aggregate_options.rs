//! [`AggregateOptions`].

use std::time::Duration;

use crate::command::{Command, millis};
use crate::convert::{ToArg, ToArgs, ToPairs};

use super::clauses::Clauses;

/// The options of [`ft_aggregate_with`](super::SearchCommands::ft_aggregate_with): how the query is read and run. What
/// is done with what it finds are [`AggregateSteps`](super::AggregateSteps).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct AggregateOptions {
    clauses: Clauses,
}

impl AggregateOptions {
    /// None of them.
    pub const fn new() -> Self {
        Self {
            clauses: Clauses::new(),
        }
    }

    /// Looks for the words as they are: no stems, no synonyms (`VERBATIM`).
    pub fn verbatim(self) -> Self {
        self.with("VERBATIM", ())
    }

    /// How long the server may take, rounded up to milliseconds (`TIMEOUT`, 500 ms by default). After that it answers
    /// with what it has found, or fails, as it is configured.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with("TIMEOUT", millis(timeout))
    }

    /// Each row has the score of its document as `@__score` (`ADDSCORES`). Since RediSearch 2.10.
    pub fn addscores(self) -> Self {
        self.with("ADDSCORES", ())
    }

    /// What gives documents their scores: `BM25STD`, `TFIDF`, `DOCSCORE`, … (`SCORER`). Since RediSearch 2.10.
    pub fn scorer(self, scorer: impl ToArg) -> Self {
        self.with("SCORER", [scorer])
    }

    /// Rows that are sorted are counted (`WITHCOUNT`), as they are by default in the dialects 1 to 3. Since RediSearch
    /// 2.8.
    pub fn withcount(mut self) -> Self {
        self.clauses.flag_instead_of("WITHCOUNT", "WITHOUTCOUNT");
        self
    }

    /// Nothing is counted, so that the server may stop when it has enough (`WITHOUTCOUNT`). Since RediSearch 2.8.
    pub fn withoutcount(mut self) -> Self {
        self.clauses.flag_instead_of("WITHOUTCOUNT", "WITHCOUNT");
        self
    }

    /// What stands in the query and in expressions as `$name` (`PARAMS`); only with [dialect](Self::dialect) 2 or
    /// later. Further calls add to it.
    pub fn params(mut self, params: impl ToPairs) -> Self {
        self.clauses.extend_pairs("PARAMS", params);
        self
    }

    /// The version of the query language (`DIALECT`): 2 is the one to take, and what redis-py sends. By default the
    /// server decides, by its setting: 1, unless it was changed. Since RediSearch 2.4.
    pub fn dialect(self, version: u32) -> Self {
        self.with("DIALECT", version)
    }

    fn with(mut self, word: &'static str, args: impl ToArgs) -> Self {
        self.clauses.set(word, args);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command.args(&self.clauses)
    }
}
