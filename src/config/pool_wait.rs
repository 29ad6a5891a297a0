//! [`PoolWait`]: what happens when every connection is in use.

use std::time::Duration;

/// What happens to a caller who needs a connection of its own while all of them are in use:
/// redis-py's `ConnectionPool` and `BlockingConnectionPool` in one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PoolWait {
    /// An error of kind [`MaxConnections`](crate::ErrorKind::MaxConnections), at once (`ConnectionPool`).
    #[default]
    Error,
    /// Waits for a connection to come back, and fails after this time
    /// (`BlockingConnectionPool(timeout=…)`).
    UpTo(Duration),
    /// Waits for as long as it takes (`BlockingConnectionPool(timeout=None)`).
    Forever,
}
