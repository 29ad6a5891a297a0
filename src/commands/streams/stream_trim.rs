//! [`StreamTrim`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::StreamRefPolicy;

/// How much of a stream `XADD` and `XTRIM` leave; the oldest entries go
/// ([`XaddOptions::trim`](super::XaddOptions::trim), [`xtrim`](super::StreamCommands::xtrim)).
///
/// As in redis-py it is about so much by default (`~`), and never less: the server deletes entries in whole nodes,
/// which costs it less. [`exact`](Self::exact) is exactly so much.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct StreamTrim {
    strategy: &'static str,
    threshold: OwnedArg,
    accuracy: Accuracy,
    ref_policy: Option<StreamRefPolicy>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Accuracy {
    About,
    AboutWithin(u64),
    Exact,
}

impl StreamTrim {
    /// This many entries are left, the newest ones (`MAXLEN`).
    pub fn maxlen(entries: u64) -> Self {
        Self::new("MAXLEN", entries)
    }

    /// The entries from this id on are left (`MINID`). Since 6.2.0.
    pub fn minid(id: impl ToArg) -> Self {
        Self::new("MINID", id)
    }

    fn new(strategy: &'static str, threshold: impl ToArg) -> Self {
        Self {
            strategy,
            threshold: OwnedArg::new(threshold),
            accuracy: Accuracy::About,
            ref_policy: None,
        }
    }

    /// Exactly so much (`=`); undoes [`limit`](Self::limit).
    pub const fn exact(mut self) -> Self {
        self.accuracy = Accuracy::Exact;
        self
    }

    /// No more than this many entries are deleted at a time, any number if it is 0 (`LIMIT`);
    /// undoes [`exact`](Self::exact). Since 6.2.0.
    pub const fn limit(mut self, entries: u64) -> Self {
        self.accuracy = Accuracy::AboutWithin(entries);
        self
    }

    /// What becomes of the references that groups hold. Since Redis 8.2.0.
    pub const fn ref_policy(mut self, policy: StreamRefPolicy) -> Self {
        self.ref_policy = Some(policy);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        let command = command.arg(self.strategy);
        let command = match self.accuracy {
            Accuracy::Exact => command.arg("=").arg(&self.threshold),
            Accuracy::About => command.arg("~").arg(&self.threshold),
            Accuracy::AboutWithin(limit) => {
                let command = command.arg("~").arg(&self.threshold);
                command.arg("LIMIT").arg(limit)
            }
        };
        command.option(self.ref_policy, |c, policy| c.arg(policy.word()))
    }
}
