//! [`ClientKind`].

/// What a connection to the server is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientKind {
    /// A client as any.
    Normal,
    /// The link to the server's own master (Valkey: primary), if it is a replica.
    Master,
    /// A replica of the server.
    Replica,
    /// A client that is subscribed to something.
    PubSub,
}

impl ClientKind {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Normal => "NORMAL",
            Self::Master => "MASTER",
            Self::Replica => "REPLICA",
            Self::PubSub => "PUBSUB",
        }
    }
}
