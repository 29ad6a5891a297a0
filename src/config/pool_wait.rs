//! [`PoolWait`]: what happens when every connection is in use.

use std::time::Duration;

/// What happens to a caller who needs a connection of its own while all of them are in use:
/// redis-py's `ConnectionPool` and `BlockingConnectionPool` in one, for
/// [`Config::pool_wait`](crate::Config::pool_wait).
///
/// Waiting is a part of the call, which has one deadline for everything:
/// [`Config::socket_timeout`](crate::Config::socket_timeout). To wait longer than that for a connection, set a longer
/// `socket_timeout`, or none. A blocking command without an end (`BLPOP` with a timeout of zero) has no such deadline,
/// and waits for its connection as the variants say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PoolWait {
    /// An error of kind [`MaxConnections`](crate::ErrorKind::MaxConnections), at once (`ConnectionPool`).
    #[default]
    Error,
    /// Waits for a connection to come back, and fails with the same error after this time
    /// (`BlockingConnectionPool(timeout=…)`), or when the call's own time is over.
    UpTo(Duration),
    /// Waits for as long as the call may take (`BlockingConnectionPool(timeout=None)`).
    Forever,
}
