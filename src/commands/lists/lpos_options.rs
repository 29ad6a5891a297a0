//! [`LposOptions`].

use crate::command::Command;

/// The options of `LPOS` ([`lpos_with`](super::ListCommands::lpos_with)): where it begins to look, and how far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct LposOptions {
    rank: Option<i64>,
    maxlen: Option<u64>,
}

impl LposOptions {
    /// None of them: from the head on, all through the list.
    pub const fn new() -> Self {
        Self {
            rank: None,
            maxlen: None,
        }
    }

    /// Begins with the match of this rank (`RANK`): 1 is the first, 2 the second. A negative rank counts from the
    /// tail and looks towards the head: -1 is the last match. 0 is an error.
    pub const fn rank(mut self, rank: i64) -> Self {
        self.rank = Some(rank);
        self
    }

    /// Compares no more than this many elements (`MAXLEN`); 0 is all.
    pub const fn maxlen(mut self, elements: u64) -> Self {
        self.maxlen = Some(elements);
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.rank, |c, rank| c.arg("RANK").arg(rank))
            .option(self.maxlen, |c, elements| c.arg("MAXLEN").arg(elements))
    }
}
