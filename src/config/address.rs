//! [`Address`]: where the server listens.

use std::fmt;
use std::path::PathBuf;

/// Where the server listens ([`Config::address`](crate::Config::address)). Displayed as `host:port` (IPv6 in brackets)
/// or as the socket's path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Address {
    /// A host name or IP address, and a port.
    #[non_exhaustive]
    Tcp {
        /// Host name or IP address, IPv6 without brackets.
        host: String,
        /// Port, usually 6379.
        port: u16,
    },
    /// The path of a Unix domain socket.
    Unix(PathBuf),
}

impl Address {
    pub(crate) const DEFAULT_HOST: &str = "localhost";
    pub(crate) const DEFAULT_PORT: u16 = 6379;

    pub(crate) fn tcp(host: impl Into<String>, port: u16) -> Self {
        let host = host.into();
        Self::Tcp { host, port }
    }

    /// Host and port; of a Unix socket the path and no port.
    pub(crate) fn into_host_and_port(self) -> (String, u16) {
        match self {
            Self::Tcp { host, port } => (host, port),
            Self::Unix(path) => (path.display().to_string(), 0),
        }
    }
}

impl Default for Address {
    /// `localhost:6379`.
    fn default() -> Self {
        Self::Tcp {
            host: Self::DEFAULT_HOST.to_owned(),
            port: Self::DEFAULT_PORT,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port } if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Tcp { host, port } => write!(f, "{host}:{port}"),
            Self::Unix(path) => write!(f, "{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_shown_as_one_would_write_it() {
        let tcp = |host: &str| Address::Tcp {
            host: host.to_owned(),
            port: 6380,
        };
        assert_eq!(Address::default().to_string(), "localhost:6379");
        assert_eq!(tcp("10.0.0.1").to_string(), "10.0.0.1:6380");
        assert_eq!(tcp("::1").to_string(), "[::1]:6380");
        assert_eq!(
            Address::Unix("/run/redis.sock".into()).to_string(),
            "/run/redis.sock"
        );
    }
}
