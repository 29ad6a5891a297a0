//! [`ClientKind`].

/// What a connection to the server is used for ([`ClientFilter::of_type`](super::ClientFilter::of_type)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientKind {
    /// An ordinary client (`normal`).
    Normal,
    /// The link to the server's own master (Valkey: primary), if it is a replica (`master`).
    Master,
    /// A replica of the server (`replica`).
    Replica,
    /// A client that is subscribed to something (`pubsub`).
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
