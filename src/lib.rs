//! A Redis client: blocking by default, and with the feature `async` the same client for tokio as well.
//!
//! It is to Rust what redis-py and `redis.asyncio` are to Python: one set of names, twice. Commands are called as
//! in redis-py and on [redis.io](https://redis.io/docs/latest/commands/), arguments and replies are typed, connections
//! are made when they are needed and looked after.
//!
//! ```
//! use redial::prelude::*;
//! use std::time::Duration;
//!
//! # fn main() -> redial::Result<()> {
//! # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
//! let r = Redis::from_url(url)?; // such as redis://localhost:6379/0; no I/O yet
//! r.set("greeting", "hello")?; // now it is connected
//! let greeting: Option<String> = r.get("greeting")?;
//! assert_eq!(greeting.as_deref(), Some("hello"));
//!
//! r.set_with("session", "s", SetOptions::new().ex(Duration::from_secs(60)).nx())?;
//! r.hset("user:1", [("name", "Ann"), ("city", "Oslo")])?; // one pair, many, or a map
//! let n: i64 = r.delete(["greeting", "session", "user:1"])?; // one key, or many
//! assert_eq!(n, 3);
//!
//! let mut pipe = r.pipeline(); // MULTI/EXEC, as in redis-py
//! let (ok, n): (bool, i64) = pipe.set("a", 1).incr("a").execute()?;
//! assert_eq!((ok, n), (true, 2));
//! # r.delete("a")?;
//! # Ok(())
//! # }
//! ```
//!
//! With the feature `async`, `use redial::asyncio::prelude::*` brings the same for tokio, and the same lines run with
//! `.await`. Both can be used in one program; a client of one converts into a client of the other.
//!
//! # What is where
//! * [`prelude`] is what one imports: the client, the traits whose methods are the commands, and their options. Errors
//!   and the values of settings are named at the root: `redial::ErrorKind`, `redial::Retry`.
//! * [`Redis`] is the client, [`Config`] what it is told, [`ConnectionPool`] where its connections come from.
//! * [`PubSub`] is a subscriber, [`Monitor`] shows what a server executes, [`Sentinel`] knows which server is the master.
//! * [`commands`] has a trait for each group of commands, with a method for each. They work on everything that a
//!   command can be given to: clients, [`Connection`]s, [`Pipeline`]s, [`Transaction`]s ([`Execute`]).
//! * [`docs`] has guides: [the first program](docs::getting_started), a page for each subject, what is called how in
//!   [redis-py](docs::from_redis_py) and in [other clients](docs::from_redis_rs), [moving to tokio](docs::sync_to_async).
//!   [`docs::commands`] lists all commands with their methods.
//! * [`Redis::lock`] and [`Redis::register_script`] are made of several commands: [`Lock`]s that programs share, and
//!   scripts that are loaded where they are missing.
//! * [`ToArg`], [`ToArgs`], [`ToPairs`] are what arguments can be, [`FromReply`] what replies decode to.
//! * [`Error`] is what goes wrong, and says whether a command may have been executed.
//!
//! # Features
//! * `async`: [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/), the client for tokio, beside the blocking one.
//! * `serde`: [`Fields`](https://docs.rs/redial/latest/redial/struct.Fields.html), structs of your own as hashes and stream entries.
//! * `json`: [`Json`](https://docs.rs/redial/latest/redial/struct.Json.html), values of your own as texts of JSON; turns on `serde`.
//! * `tls`: `rediss://`, encrypted connections in both faces, with what the system has for it: OpenSSL on Linux (whose headers are needed to
//!   build it: `libssl-dev` on Debian), its own on Windows and macOS: [a guide](docs::tls_and_acl).
//! * `testing`: [`testing`](https://docs.rs/redial/latest/redial/testing/), servers for the tests of programs that use this crate: [a guide](docs::testing).
//! * `tracing`: a span for each call, and events, for the crate [`tracing`](https://docs.rs/tracing): [a guide](docs::observability).
#![cfg_attr(docsrs, feature(doc_cfg))]

mod blocking;
mod command;
pub mod commands;
mod config;
mod convert;
pub mod docs;
mod error;
#[cfg(any(fuzzing, test))]
#[doc(hidden)]
pub mod fuzzing;
mod mutex;
pub mod prelude;
mod process;
mod resp;
mod session;
mod socket;
mod tls;
mod trace;

#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;

#[cfg(feature = "async")]
#[cfg_attr(docsrs, doc(cfg(feature = "async")))]
pub mod asyncio;

/// Shared bytes, which large values are decoded to without a copy; from the crate [`bytes`].
#[doc(no_inline)]
pub use bytes::Bytes;

pub use blocking::{
    Connection, ConnectionPool, GroupConsumer, Listen, Lock, LockGuard, Monitor, Pipeline, PubSub,
    PubSubWorkerThread, Redis, RegisteredScript, Scan, Sentinel, Transaction,
};
pub use command::{Blocking, Command, Execute};
pub use config::{
    Address, Backoff, Config, CredentialProvider, Credentials, DriverInfo, EnvCredentials,
    Keepalive, PoolWait, Resend, Retry, StreamingCredentials,
};
#[cfg(feature = "tls")]
#[cfg_attr(docsrs, doc(cfg(feature = "tls")))]
pub use config::{Tls, TlsVersion};
pub use convert::{Arg, Args, FromReply, PairWriter, ToArg, ToArgs, ToPairs, Written};
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
pub use convert::{FieldPairs, Fields};
#[cfg(feature = "json")]
#[cfg_attr(docsrs, doc(cfg(feature = "json")))]
pub use convert::{Json, JsonText};
pub use error::{Error, ErrorKind, Outcome, Result};
pub use resp::{Blob, Items, Limits, Pairs, Protocol, ProtocolError, Reply, ServerError, Value};
pub use session::PoolStats;
