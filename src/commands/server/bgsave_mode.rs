//! [`BgsaveMode`].

/// What [`bgsave_with`](super::ServerCommands::bgsave_with) does about a background job that runs already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BgsaveMode {
    /// Saves at once, or as soon as a running rewrite of the append-only file is done (`SCHEDULE`). Since 3.2.2.
    Schedule,
    /// Stops a save that is running, or takes it off the schedule (`CANCEL`). Since Valkey 8.1.0.
    Cancel,
}

impl BgsaveMode {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Schedule => "SCHEDULE",
            Self::Cancel => "CANCEL",
        }
    }
}
