//! The blocking face: `std::net`, threads, iterators.
//!
//! Its items are re-exported at the crate's root; [`crate::asyncio`] has the same ones for tokio.

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

use maybe_async::must_be_sync as maybe_async;

#[path = "../client/mod.rs"]
mod client;

pub use client::{
    Connection, ConnectionPool, GroupConsumer, Lock, LockGuard, Monitor, Pipeline, PubSub, Redis,
    RegisteredScript, Sentinel, Transaction,
};
pub use pubsub::{Listen, PubSubWorkerThread};
pub use scan::Scan;

use lane::Lane;
