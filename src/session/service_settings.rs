//! [`SentinelSettings`] and [`ServiceSettings`]: what a sentinel's client is made from, in either face.

use crate::config::Config;

/// The sentinels, and what is asked of their answers.
#[derive(Clone, Debug)]
pub(crate) struct SentinelSettings {
    /// One for each sentinel, in the order in which they were given.
    pub(crate) sentinels: Vec<Config>,
    pub(crate) min_other_sentinels: u64,
    pub(crate) force_master_ip: Option<String>,
    /// For the servers.
    pub(crate) config: Config,
}

/// What of which service is wanted.
#[cfg(feature = "async")]
#[derive(Clone, Debug)]
pub(crate) struct ServiceSettings {
    pub(crate) sentinel: SentinelSettings,
    pub(crate) name: String,
    pub(crate) part: Part,
}

/// What of a service is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Master,
    Replica,
}
