//! [`PoolStats`]: a pool in numbers.

/// What a pool is doing, and what it has done: [`ConnectionPool::stats`](crate::ConnectionPool::stats).
///
/// The numbers of what has been done only grow. Where OpenTelemetry's conventions have a name for one it is given; the
/// guide [`observability`](crate::docs::observability) shows how to export them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolStats {
    /// Connections that all callers share, which are open (`db.client.connection.count`, state `used`).
    pub shared: usize,
    /// Commands and pipelines whose replies are awaited on the shared connections.
    pub in_flight: usize,
    /// Bytes that wait to be written to the shared connections.
    pub queued_bytes: usize,
    /// Connections of the pool that nobody uses at present, the shared ones aside (`db.client.connection.count`, state
    /// `idle`).
    pub idle: usize,
    /// Connections of the pool in use, those included that are just being made, the shared ones aside
    /// (`db.client.connection.count`, state `used`).
    pub in_use: usize,
    /// Callers that wait for a connection of the pool (`db.client.connection.pending_requests`).
    pub waiting: usize,
    /// The most connections there may be, the shared ones aside (`db.client.connection.max`).
    pub max_connections: usize,
    /// Connections made, shared ones included.
    pub connects: u64,
    /// Attempts to connect that failed.
    pub failed_connects: u64,
    /// Connections that broke, were closed by the server or had to be given up.
    pub lost: u64,
    /// Callers that waited for a connection in vain (`db.client.connection.timeouts`).
    pub timeouts: u64,
    /// Commands and pipelines sent on shared connections; a pipeline counts once.
    pub requests: u64,
    /// Writes to shared connections; each writes one request, or several together.
    pub writes: u64,
    /// Reads from shared connections that received something.
    pub reads: u64,
    /// How often a call was tried again.
    pub retries: u64,
    /// Calls that ended because their deadline passed.
    pub timed_out_calls: u64,
}
