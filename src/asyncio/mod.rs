//! The tokio face: the same client as at the crate's root, and every call that does I/O is awaited.
//!
//! A program moves over by importing from here and adding `.await` where the compiler asks for it:
//!
//! ```
//! use redial::asyncio::prelude::*;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> redial::Result<()> {
//! # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
//! let r = Redis::from_url(url)?;
//! r.set("greeting", "hello").await?;
//! let greeting: Option<String> = r.get("greeting").await?;
//! # assert_eq!(greeting.as_deref(), Some("hello"));
//! # Ok(())
//! # }
//! ```
//!
//! # Runtimes
//! A client belongs to no runtime; its connections do, each to the one that it was made on. So a client can be kept in a
//! `static`, and be used on several runtimes, one after the other or at the same time. When a runtime ends, what is under
//! way on its connections ends with an error of kind `Connection`, and the next call connects anew on the runtime that
//! it is made on.
//!
//! The runtime needs I/O and time (`enable_all`). Where none runs at all, every call is an error of kind `Config` that says
//! so. Everything can be dropped anywhere.

mod credentials;
mod execute;
mod lane;
mod lock;
mod monitor;
mod pubsub;
mod rt;
mod scan;
mod sentinel;
mod transaction;

use maybe_async::must_be_async as maybe_async;

#[expect(
    clippy::duplicate_mod,
    reason = "I/O code is written once and loaded by both faces"
)]
#[path = "../client/mod.rs"]
mod client;

pub use crate::config::{AsyncCredentialProvider as CredentialProvider, CredentialFuture};
pub use client::{
    Connection, ConnectionPool, GroupConsumer, Lock, LockGuard, Monitor, Pipeline, PubSub, Redis,
    RegisteredScript, Sentinel, Transaction,
};
pub use execute::CommandFuture;
pub use pubsub::Listen;
pub use scan::Scan;

use lane::Lane;

/// What `use redial::asyncio::prelude::*` brings.
pub mod prelude {
    pub use super::{
        Connection, ConnectionPool, GroupConsumer, Lock, LockGuard, Monitor, Pipeline, PubSub,
        Redis, RegisteredScript, Sentinel, Transaction,
    };
    pub use crate::prelude::shared::*;
}

/// A client of this face with the blocking one's configuration, and connections of its own.
impl From<&crate::Redis> for Redis {
    fn from(blocking: &crate::Redis) -> Self {
        let (config, service) = blocking.settings();
        Self::from_settings(config, service)
    }
}

/// A blocking client with the configuration of one of this face, and connections of its own.
impl From<&Redis> for crate::Redis {
    fn from(asynchronous: &Redis) -> Self {
        let (config, service) = asynchronous.settings();
        Self::from_settings(config, service)
    }
}

/// The same sentinels, asked and listened to by this face.
impl From<&crate::Sentinel> for Sentinel {
    fn from(blocking: &crate::Sentinel) -> Self {
        Self::from_valid(blocking.settings())
    }
}

/// The same sentinels, asked and listened to by the blocking face.
impl From<&Sentinel> for crate::Sentinel {
    fn from(asynchronous: &Sentinel) -> Self {
        Self::from_valid(asynchronous.settings())
    }
}
