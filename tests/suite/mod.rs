//! Behaviour, written once and run on both faces and under both protocols.
//!
//! A test is an `async fn` under `#[maybe_async]` and `#[test]`, both of its face. Its keys begin with its
//! name ([`key`]), or its server is its own. A command that the server at hand lacks is asked of the server ([`lacks`]).

use std::time::Duration;

use redial::{Config, Result};

use super::PROTOCOL;
use crate::face::*;
use crate::support::server::Server;

mod acl;
mod arrays;
mod bitmaps;
mod bloom;
mod cluster_commands;
mod connecting;
mod connection;
mod consumers;
mod conversions;
mod count_min_sketch;
mod credentials;
mod cuckoo;
mod faults;
mod functions;
mod generic;
mod geo;
mod hashes;
mod hotkeys;
mod hyperloglog;
mod json;
mod large_values;
mod latency;
mod lists;
mod locks;
mod memory;
mod modules;
mod monitor;
mod pipelines;
mod pool;
mod pubsub;
mod redis_py;
mod replication;
mod scan;
mod scripting;
mod scripts;
mod search;
mod sentinel;
mod sentinel_commands;
mod server;
mod sets;
mod shared;
mod shutdown;
mod slowlog;
mod sorted_sets;
mod streams;
mod strings;
#[cfg(feature = "serde")]
mod structs;
mod tdigest;
mod time_series;
#[cfg(feature = "tls")]
mod tls;
mod topk;
mod transactions;
mod vector_sets;

/// A client of the server that all tests share.
fn client() -> Redis {
    client_of(Server::shared())
}

/// A client of this server, with the protocol at hand.
fn client_of(server: &Server) -> Redis {
    Redis::new(config_of(server)).unwrap()
}

fn config_of(server: &Server) -> Config {
    Config::from_url(server.url()).unwrap().protocol(PROTOCOL)
}

/// A key that no other test uses, nor this one in the other face or under the other protocol.
fn key(name: &str) -> String {
    format!("{}:{PROTOCOL:?}:{name}", NAME)
}

/// Whether the shared server lacks the command; the test ends then, and the lack is reported.
fn lacks(command: &str, test: &str) -> bool {
    Server::shared().lacks(command, test)
}

/// Whether the shared server's command lacks the option; the test ends then, and the lack is reported.
fn lacks_option(command: &str, option: &str, test: &str) -> bool {
    let server = Server::shared();
    let docs = server.command(&["COMMAND", "DOCS", command]);
    let lacks = docs.lines().all(|line| line.trim() != option);
    if lacks {
        server.record_lack(&format!("{command} {option}"), test);
    }
    lacks
}
