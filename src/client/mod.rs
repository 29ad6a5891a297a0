//! The client's I/O, written once and loaded by both faces.
//!
//! ```text
//!                          ┌─▶ Lanes ──▶ the face's Lane ──▶ both halves of a Stream
//!                          │    (shared by all: ordinary commands, small pipelines)
//! Redis ──▶ ConnectionPool ┤
//!   │                      └─▶ Lease ──▶ Wire ──▶ rt::Stream
//!   │                       (one slot)  (one socket, its replies: what blocks, watches or is large)
//!   ├── Pipeline, Transaction          the same, for many commands
//!   ├── Connection                     a Lease of one's own
//!   ├── Monitor                        a Lease's Wire, on which the server goes on talking
//!   └── PubSub                         a Lease's Wire, read by who listens and written by who subscribes
//! ```
//!
//! A [`Trial`] decides for both whether a call that failed is tried again. What is made of several commands
//! (scans, scripts, locks) stands on `Redis`, and knows nothing below it.
//!
//! This folder is compiled twice: with `async` and `.await` for [`crate::asyncio`], and without for
//! the blocking face. So `.await` stands in no macro's arguments and no `async` block, and whatever
//! waits is in the faces' `rt`.

mod connection;
mod consumer;
pub(super) mod failure;
mod held_lock;
mod holdings;
pub(super) mod lanes;
mod lease;
pub(super) mod link;
mod lock;
mod lock_guard;
mod login;
pub(super) mod monitor;
pub(super) mod origin;
mod pipeline;
mod pool;
mod pubsub;
mod redis;
pub(super) mod request;
mod scan;
mod script;
pub(super) mod sentinel;
mod tally;
mod transaction;
pub(super) mod trial;
mod wire;

use super::{maybe_async, rt};

pub use connection::Connection;
pub use consumer::GroupConsumer;
pub use lock::Lock;
pub use lock_guard::LockGuard;
pub use monitor::Monitor;
pub use pipeline::Pipeline;
pub use pool::ConnectionPool;
pub use pubsub::PubSub;
pub use redis::Redis;
pub use script::RegisteredScript;
pub use sentinel::Sentinel;
pub use transaction::Transaction;

pub(super) use held_lock::HeldLock;

use lease::{Lease, Reconnect};
use request::{Replies, Request};
use trial::{Start, Trial};
use wire::Wire;
