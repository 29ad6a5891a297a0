//! [`PoolStats`]: a pool in numbers.

/// What a pool is doing, and what it has done: [`ConnectionPool::stats`](crate::ConnectionPool::stats).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolStats {
    /// Connections that all callers share, which are open.
    pub shared: usize,
    /// Commands and pipelines whose replies are awaited on them.
    pub in_flight: usize,
    /// Connections that nobody uses at present.
    pub idle: usize,
    /// Connections in use, those included that are just being made.
    pub in_use: usize,
    /// Callers that wait for a connection.
    pub waiting: usize,
    /// The most connections there may be, the shared ones aside.
    pub max_connections: usize,
    /// Connections made since the start.
    pub connects: u64,
    /// Attempts to make one that failed.
    pub failed_connects: u64,
    /// Callers that waited for one in vain.
    pub timeouts: u64,
}
