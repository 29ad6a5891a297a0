//! Credentials are asked for, and connections logged in again, by whoever is at it in this face.

use std::time::Instant;

use crate::config::{Credentials, Provider};
use crate::error::Result;

use super::client::ConnectionPool;

/// The credentials of now.
///
/// # Errors
/// The provider's own; `Config` if it is one of `asyncio`'s.
pub(super) fn ask(provider: &Provider, _deadline: Option<Instant>) -> Result<Credentials> {
    match provider {
        Provider::Sync(provider) => provider.credentials(),
        #[cfg(feature = "async")]
        Provider::Async(_) => Err(crate::Error::config(
            "a blocking client can't await `async_credential_provider`: set `credential_provider`",
        )),
    }
}

/// Where connections are logged in again: nowhere in particular.
#[derive(Debug)]
pub(super) struct Home;

impl Home {
    pub(super) const fn new() -> Self {
        Self
    }

    pub(super) const fn settle(&self) {}
}

/// Logs in again on the pool's connections.
pub(super) fn renew(pool: ConnectionPool) {
    pool.renew();
}
