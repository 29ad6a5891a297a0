//! The commands: a trait for each group, with a method for each command, and the types of options and replies.
//!
//! `use redial::prelude::*` brings all of them. The methods work on whatever implements [`Execute`](crate::Execute):
//! they give a `Result` on a client, a future of it on one of
//! [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/)'s, and the pipeline again on a pipeline.
//! [`docs::commands`](crate::docs::commands) lists the methods by the names of the commands.
//!
//! # Names and options
//! The methods are named as in redis-py. `set` is the plain form of a command. `set_with` is the full one: it takes a
//! [`SetOptions`], which stands for redis-py's keyword arguments. An option that changes the type of the reply has a
//! method of its own instead, such as `set_get`, `lpop_count` and `zrange_withscores`.
//!
//! # Arguments
//! [`ToArg`](crate::ToArg) is one argument. [`ToArgs`](crate::ToArgs) is any number of them: one value, an array, a
//! slice, a `Vec`, a tuple, and `()` for none. [`ToPairs`](crate::ToPairs) is one pair, a list of pairs, or a map. An
//! empty list is sent as it is, and a command that needs an element answers with `ERR`. Times are `Duration` and
//! `SystemTime`; what the server can't represent is rounded up.
//!
//! # Replies
//! Where the reply is the user's data, its type is the caller's choice (`get::<String>`, `lrange::<Bytes>`); everywhere
//! else it is fixed. What may be missing is an `Option`.
//!
//! # Versions and errors
//! "Since 6.2.0" is the version of Redis that brought a command or an option; for a module's commands it is the
//! version of the module. What came up to Redis 7.2 is in Valkey as well, which began as a copy of it; of what came
//! later Valkey has only what says "Valkey". A server that does not know a command or an option answers with `ERR`.
//!
//! Under "Errors", names in capitals such as `WRONGTYPE` and `ERR` are the server's own codes
//! ([`Error::code`](crate::Error::code)); other names are an [`ErrorKind`](crate::ErrorKind). What can happen to any
//! command, such as a lost connection, is not repeated there.

mod acl;
mod arrays;
mod bitmaps;
mod bloom;
mod cluster;
mod connection;
mod count_min_sketch;
mod cuckoo;
mod expiry;
mod fields;
mod filter_chunk;
mod flush_mode;
mod functions;
mod generic;
mod geo;
mod hashes;
mod hotkeys;
mod hyperloglog;
mod json;
mod latency;
mod lists;
mod memory;
mod modules;
mod pubsub;
mod replication;
mod scan_options;
mod scripting;
mod search;
#[cfg(test)]
mod sent;
mod sentinel;
mod server;
mod sets;
mod slowlog;
mod sorted_sets;
mod streams;
mod strings;
mod tdigest;
mod text;
mod time_series;
mod times;
mod topk;
mod vector_sets;

pub use acl::*;
pub use arrays::*;
pub use bitmaps::*;
pub use bloom::*;
pub use cluster::*;
pub use connection::*;
pub use count_min_sketch::*;
pub use cuckoo::*;
pub use filter_chunk::FilterChunk;
pub use flush_mode::FlushMode;
pub use functions::*;
pub use generic::*;
pub use geo::*;
pub use hashes::*;
pub use hotkeys::*;
pub use hyperloglog::*;
pub use json::*;
pub use latency::*;
pub use lists::*;
pub use memory::*;
pub use modules::*;
pub use pubsub::*;
pub use replication::*;
pub use scan_options::ScanOptions;
pub use scripting::*;
pub use search::*;
pub use sentinel::*;
pub use server::*;
pub use sets::*;
pub use slowlog::*;
pub use sorted_sets::*;
pub use streams::*;
pub use strings::*;
pub use tdigest::*;
pub use time_series::*;
pub use topk::*;
pub use vector_sets::*;
