//! Logging in: who a connection is when it is made, and again when there are new credentials.

use std::sync::Arc;
use std::time::Instant;

use crate::config::{CredentialListener, Credentials};
use crate::error::Result;
use crate::session::auth;

use super::super::{Lane, credentials};
use super::lanes::Called;
use super::pool::{ConnectionPool, Shared};
use super::{Request, maybe_async};

/// Credentials, and how often there had been new ones before.
pub(super) struct Login {
    pub(super) credentials: Credentials,
    pub(super) version: u64,
}

impl Shared {
    /// Asks for the credentials of now.
    #[maybe_async]
    pub(super) async fn login(&self, deadline: Option<Instant>) -> Result<Login> {
        let Some(provider) = self.config.provider() else {
            return Ok(Login {
                credentials: self.config.credentials().clone(),
                version: 0,
            });
        };
        if provider.streams() {
            self.holdings().home.settle();
        }
        // In this order: what is pushed in between is asked for again.
        let version = provider.version();
        let credentials = credentials::ask(provider, deadline).await?;
        Ok(Login {
            credentials,
            version,
        })
    }

    /// Whether there are newer credentials than those.
    pub(super) fn is_login_old(&self, version: u64) -> bool {
        (self.config.provider()).is_some_and(|provider| provider.version() != version)
    }

    /// Logs in again on a shared connection. What does not succeed is let go of.
    #[maybe_async]
    pub(super) async fn renew_lane(&self, lane: &Arc<Lane>) {
        if self.log_in(lane).await.is_err() {
            self.lanes().forget(lane);
        }
    }

    #[maybe_async]
    async fn log_in(&self, lane: &Lane) -> Result<()> {
        let deadline = Request::nothing().deadline(self.config.socket_timeout);
        let login = self.login(deadline).await?;
        let Some(command) = auth(&login.credentials) else {
            return Ok(());
        };
        let request = Request::command(&command, command.facts())?;
        let called = lane.call(&request, deadline).await;
        match called {
            Called::Answered(frame) => request.check(frame).map(drop),
            Called::Failed(error) | Called::Unusable(error) => Err(error),
        }
    }
}

impl ConnectionPool {
    /// Logs in again on all connections that are not in use, and on the shared ones.
    #[maybe_async]
    pub(in super::super) async fn renew(self) {
        let shared = self.shared();
        for lane in shared.lanes().open() {
            shared.renew_lane(&lane).await;
        }
        // One after the other, so that whoever needs one meanwhile finds the others.
        let idle = self.stats().idle;
        for _ in 0..idle {
            let Some(mut lease) = self.try_acquire_oldest() else {
                break;
            };
            lease.freshen(None).await;
        }
    }
}

impl CredentialListener for Shared {
    fn credentials_changed(self: Arc<Self>) {
        credentials::renew(ConnectionPool::from_shared(self));
    }
}
