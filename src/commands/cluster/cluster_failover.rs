//! [`ClusterFailover`].

/// How a replica takes the place of its master without asking it: what
/// [`cluster_failover_with`](super::ClusterCommands::cluster_failover_with) takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClusterFailover {
    /// The other masters have to agree (`FORCE`).
    Force,
    /// No node is asked, for clusters most of whose masters are down (`TAKEOVER`).
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
