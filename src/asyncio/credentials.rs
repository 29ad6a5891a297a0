//! Credentials are awaited in this face, and connections logged in again on the runtime that they were made on.

use std::pin::Pin;
use std::sync::Mutex;
use std::time::Instant;

use tokio::runtime::Handle;

use crate::config::{Credentials, Provider};
use crate::error::Result;
use crate::mutex::lock;

use super::client::{ConnectionPool, failure};
use super::rt;

/// The credentials of now.
///
/// # Errors
/// The provider's own; `Timeout` if it takes too long.
pub(super) async fn ask(provider: &Provider, deadline: Option<Instant>) -> Result<Credentials> {
    match provider {
        Provider::Sync(provider) => provider.credentials(),
        Provider::Async(provider) => {
            let asked = async { Ok(provider.credentials().await) };
            let asked = rt::until(deadline, asked).await;
            asked
                .unwrap_or_else(|_elapsed| Err(failure::timed_out("while waiting for credentials")))
        }
    }
}

/// The runtime that a connection was last made on.
#[derive(Debug)]
pub(super) struct Home(Mutex<Option<Handle>>);

impl Home {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Notes the caller's runtime.
    pub(super) fn settle(&self) {
        if let Ok(handle) = Handle::try_current() {
            *lock(&self.0) = Some(handle);
        }
    }
}

/// Logs in again on the pool's connections, if there were ever any.
pub(super) fn renew(pool: ConnectionPool) {
    let home = lock(&pool.shared().holdings().home.0).clone();
    if let Some(home) = home {
        home.spawn(run(pool));
    }
}

/// What connects asks for credentials, and those that come connect: a type that is written down ends the circle.
fn run(pool: ConnectionPool) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(pool.renew())
}
