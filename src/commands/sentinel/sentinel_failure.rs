//! [`SentinelFailure`].

/// When [`sentinel_simulate_failure`](super::SentinelCommands::sentinel_simulate_failure) makes a sentinel crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SentinelFailure {
    /// When it has been chosen to replace a master.
    CrashAfterElection,
    /// When it has made a replica the new master, before it tells anybody.
    CrashAfterPromotion,
}

impl SentinelFailure {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::CrashAfterElection => "CRASH-AFTER-ELECTION",
            Self::CrashAfterPromotion => "CRASH-AFTER-PROMOTION",
        }
    }
}
