//! [`BgsaveMode`].

/// What `BGSAVE` does about a background job that runs already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BgsaveMode {
    /// Waits until the append-only file has been rewritten, and saves then. Since 3.2.2.
    Schedule,
    /// Ends a save that runs, or takes it off the schedule, and saves nothing. Since Valkey 8.1.0.
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
