//! [`ZrangeOptions`].

use crate::command::Command;

use super::Limit;

/// The options of `ZRANGE` and `ZRANGESTORE` ([`zrange_with`](super::SortedSetCommands::zrange_with),
/// [`zrangestore_with`](super::SortedSetCommands::zrangestore_with)): what the bounds are, the direction, and how much
/// of the range.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ZrangeOptions {
    by: Option<&'static str>,
    desc: bool,
    limit: Option<Limit>,
}

impl ZrangeOptions {
    /// None of them: the bounds are indexes, and the lowest score comes first.
    pub const fn new() -> Self {
        Self {
            by: None,
            desc: false,
            limit: None,
        }
    }

    /// The bounds are scores (`BYSCORE`): numbers, [`ScoreBound`](super::ScoreBound)s or words such
    /// as `"(1.5"`. Undoes [`bylex`](Self::bylex). Since 6.2.0.
    pub const fn byscore(mut self) -> Self {
        self.by = Some("BYSCORE");
        self
    }

    /// The bounds are members (`BYLEX`): [`LexBound`](super::LexBound)s or words such as `"[a"`.
    /// All members must have the same score. Undoes [`byscore`](Self::byscore). Since 6.2.0.
    pub const fn bylex(mut self) -> Self {
        self.by = Some("BYLEX");
        self
    }

    /// The highest score comes first (`REV`). The higher bound of scores or members must be given first then, too.
    /// Since 6.2.0.
    #[doc(alias = "REV")]
    pub const fn desc(mut self) -> Self {
        self.desc = true;
        self
    }

    /// Leave out the first `offset` members of the range and return no more than `count`, which if
    /// negative means all the rest (`LIMIT`). Not for indexes: the server refuses that. Since
    /// 6.2.0.
    pub const fn limit(mut self, offset: u64, count: i64) -> Self {
        self.limit = Some(Limit { offset, count });
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.by, Command::arg)
            .flag(self.desc, "REV")
            .option(self.limit, |command, limit| limit.add_to(command))
    }
}
