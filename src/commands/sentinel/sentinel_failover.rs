//! [`SentinelFailover`].

/// How [`sentinel_failover_with`](super::SentinelCommands::sentinel_failover_with) replaces a master.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SentinelFailover {
    /// With the help of the master, which hands over when the replica has got all its data, so that no
    /// change is lost. It has to be up (`COORDINATED`). Since Valkey 9.0.0.
    Coordinated,
}

impl SentinelFailover {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Coordinated => "COORDINATED",
        }
    }
}
