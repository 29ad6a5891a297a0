//! [`AclLogReason`].

/// Why something was refused ([`AclLogEntry::reason`](super::AclLogEntry::reason)).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AclLogReason {
    /// The name or the password was wrong (`auth`).
    Auth,
    /// The user may not use the command (`command`).
    Command,
    /// The user may not use the key in this way (`key`).
    Key,
    /// The user may not use the channel (`channel`).
    Channel,
    /// The user may not use the database (`database`). Since Valkey 9.1.0.
    Database,
    /// Anything else, as the server calls it.
    Other(Box<str>),
}

impl From<&str> for AclLogReason {
    fn from(name: &str) -> Self {
        match name {
            "auth" => Self::Auth,
            "command" => Self::Command,
            "key" => Self::Key,
            "channel" => Self::Channel,
            "database" => Self::Database,
            other => Self::Other(other.into()),
        }
    }
}
