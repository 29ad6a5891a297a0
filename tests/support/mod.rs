//! What the tests stand on: real servers, sentinels, clusters, a scripted fake one, ports that do not accept or refuse,
//! a network that loses its server, certificates, a proxy that cuts and delays, redis-py, processes of a test's own, how late
//! the machine is, random choices that can be made again, and a record of what came out.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may stop at the first surprise, and clippy sees this folder as ordinary code"
)]

pub mod apart;
pub mod authority;
pub mod backlog;
pub mod cluster;
pub mod fake;
pub mod malformed;
pub mod module;
pub mod netns;
pub mod pace;
pub mod port;
pub mod proxy;
pub mod random;
pub mod redis_py;
pub mod report;
pub mod sentinel;
pub mod server;
