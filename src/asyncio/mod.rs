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

mod execute;
mod lane;
mod lock;
mod rt;
mod scan;
mod transaction;

use maybe_async::must_be_async as maybe_async;

#[expect(
    clippy::duplicate_mod,
    reason = "I/O code is written once and loaded by both faces"
)]
#[path = "../client/mod.rs"]
mod client;

pub use client::{
    Connection, ConnectionPool, Lock, LockGuard, Pipeline, Redis, RegisteredScript, Transaction,
};
pub use execute::CommandFuture;
pub use scan::Scan;

use lane::Lane;

/// What `use redial::asyncio::prelude::*` brings.
pub mod prelude {
    pub use super::{
        Connection, ConnectionPool, Lock, LockGuard, Pipeline, Redis, RegisteredScript, Transaction,
    };
    pub use crate::prelude::shared::*;
}

/// A client of this face with the blocking one's configuration, and connections of its own.
impl From<&crate::Redis> for Redis {
    fn from(blocking: &crate::Redis) -> Self {
        Self::from_valid(blocking.config().clone())
    }
}

/// A blocking client with the configuration of one of this face, and connections of its own.
impl From<&Redis> for crate::Redis {
    fn from(asynchronous: &Redis) -> Self {
        Self::from_valid(asynchronous.config().clone())
    }
}
