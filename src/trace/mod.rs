//! Spans and events for the crate `tracing`, if the feature of that name is on; else nothing at all.
//!
//! `enabled` and `disabled` have the same items, so that whoever calls them knows of no feature. What they are given is
//! made into names and texts only if somebody wants to know. No key, no argument and no value is ever among it.
//!
//! The names are those of OpenTelemetry's conventions for databases and for Redis.

#[cfg(not(feature = "tracing"))]
mod disabled;
#[cfg(feature = "tracing")]
mod enabled;
mod server;

#[cfg(not(feature = "tracing"))]
use disabled as chosen;
#[cfg(feature = "tracing")]
use enabled as chosen;

pub(crate) use chosen::{
    Entered, Span, connect_failed, connected, failover, lost, resumed, retrying,
};
pub(crate) use server::Server;

use crate::resp::Encoded;

/// What is sent in a call.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(
    not(feature = "tracing"),
    expect(dead_code, reason = "nobody wants to know")
)]
pub(crate) enum Sent<'a> {
    Command(&'a Encoded),
    Batch {
        bytes: &'a Encoded,
        commands: usize,
        atomic: bool,
    },
}
