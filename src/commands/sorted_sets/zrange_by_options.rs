//! [`ZrangeByOptions`].

use crate::command::Command;

use super::Limit;

/// The options of `ZRANGEBYSCORE`, `ZRANGEBYLEX` and their reverses
/// ([`zrangebyscore_with`](super::SortedSetCommands::zrangebyscore_with) and so on): how much of the range.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ZrangeByOptions {
    limit: Option<Limit>,
}

impl ZrangeByOptions {
    /// None of them: the whole range.
    pub const fn new() -> Self {
        Self { limit: None }
    }

    /// Leave out the first `offset` members of the range and return no more than `count`, which if
    /// negative means all the rest (`LIMIT`).
    pub const fn limit(mut self, offset: u64, count: i64) -> Self {
        self.limit = Some(Limit { offset, count });
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command.option(self.limit, |command, limit| limit.add_to(command))
    }
}
