//! The commands, a trait for each group, with a method for each command.
//!
//! The methods are named as in redis-py and work on whatever implements [`Execute`](crate::Execute): they give a `Result` on
//! a client, a future of it on one of [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/)'s, and the pipeline
//! again on a pipeline. A command's options are a value of their own: `set` is the plain form, `set_with` the full one.
//!
//! [`docs::commands`](crate::docs::commands) lists them by the names of the commands.
//!
//! Where the reply is the user's data, its type is the caller's choice (`get::<String>`, `lrange::<Bytes>`); everywhere
//! else it is fixed. What may be missing is an `Option`.

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
