//! Guides, and pages to look things up in; there is no code in here.
//!
//! * [`getting_started`]: the first program, in both faces.
//! * [`pipelines_and_transactions`], [`pubsub`], [`errors_and_retries`], [`pools_and_lanes`], [`tls_and_acl`],
//!   [`observability`], [`testing`]: a subject each.
//! * [`from_redis_py`], [`from_aioredis`], [`from_redis_rs`]: coming from other clients.
//! * [`sync_to_async`]: a service that moves from the blocking face to tokio.
//! * [`commands`]: all commands and their methods.
//! * [`reliability`]: what was done to the client, and what came out.
//!
//! The code in the guides is compiled and run by the tests.

/// Every command of Redis, Valkey and their modules that has a method here, and since which version there is one.
///
/// The methods come with `use redial::prelude::*`; those of [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) have
/// the same names. Whatever is not here can be sent with [`execute_command`](crate::Execute::execute_command).
///
/// A version without a name is Redis', or the module's if a module has brought the command. Valkey began as Redis 7.2 and has what
/// Redis had then; what came later it has only where the table names a version of Valkey.
///
#[doc = include_str!("commands.md")]
pub mod commands {}

#[doc = include_str!("errors_and_retries.md")]
pub mod errors_and_retries {}

#[doc = include_str!("from_aioredis.md")]
pub mod from_aioredis {}

#[doc = include_str!("from_redis_py.md")]
#[doc = include_str!("redis_py_methods.md")]
pub mod from_redis_py {}

#[doc = include_str!("from_redis_rs.md")]
pub mod from_redis_rs {}

#[doc = include_str!("getting_started.md")]
pub mod getting_started {}

#[doc = include_str!("observability.md")]
pub mod observability {}

#[doc = include_str!("pipelines_and_transactions.md")]
pub mod pipelines_and_transactions {}

#[doc = include_str!("pools_and_lanes.md")]
pub mod pools_and_lanes {}

#[doc = include_str!("pubsub.md")]
pub mod pubsub {}

/// What goes wrong in the world, injected into both faces, and what came out.
///
/// `bash tests/reliability.sh` runs it all and writes this page; every run of the tests compares the page with what it saw. A line is
/// in here only if the test behind it passed. Rows are numbered by subject: replies that must not reach the wrong caller (1 to 5), hostile
/// bytes and secrets (6 to 13), hangs (14 to 16), recovery (17 to 19, 23, 24), the truth about what was executed (22), load (25), and
/// all of it at once for a while (26). Rows 20 and 21 are those of clusters, for which there is no client yet.
///
/// *Injected* is what was done, and *times* how often. *Came out* is what the test insists on, *measured* what it saw beside that (`–`:
/// nothing to measure), in one run on a virtual machine with 2 cores. *Where* is in which faces, under which protocols. *Test* is the
/// binary, or one for each face, and behind the colon the test. To run one line again:
///
/// ```sh
/// cargo test --all-features --test BINARY TEST
/// ```
///
#[doc = include_str!("reliability.md")]
pub mod reliability {}

#[doc = include_str!("sync_to_async.md")]
pub mod sync_to_async {}

#[doc = include_str!("testing.md")]
pub mod testing {}

#[doc = include_str!("tls_and_acl.md")]
pub mod tls_and_acl {}
