//! [`ClientAttribute`].

/// What `CLIENT SETINFO` tells the server about the program that is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientAttribute {
    /// The name of the client library (`LIB-NAME`).
    LibName,
    /// The version of the client library (`LIB-VER`).
    LibVer,
}

impl ClientAttribute {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::LibName => "LIB-NAME",
            Self::LibVer => "LIB-VER",
        }
    }
}
