//! [`ClusterFailover`].

/// How a replica takes the place of a master that does not help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClusterFailover {
    /// The other masters vote for it (`FORCE`).
    Force,
    /// Nobody is asked (`TAKEOVER`).
    Takeover,
}

impl ClusterFailover {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Force => "FORCE",
            Self::Takeover => "TAKEOVER",
        }
    }
}
