//! What goes wrong in the world, injected into both faces under both protocols: nothing may be lost, crossed or hung.
//!
//! A test [reports](row) what it injected, how often and what came out; `tests/reliability.sh` makes the table of
//! [`redial::docs::reliability`] of it. Random choices come from a [seed](crate::support::random::seed) that is printed.
//! Every test has servers of its own.

use redial::{Config, Result};

use super::PROTOCOL;
use crate::face::*;
use crate::support::report::Report;
use crate::support::server::Server;

mod black_hole;
mod crossed_replies;
mod executions;
mod fork;
mod hangs;
mod hostile_bytes;
mod injection;
mod load;
mod recovery;
mod secrets;
mod soak;
mod torn_writes;

/// A client of this server, with the protocol at hand.
fn client_of(server: &Server) -> Redis {
    Redis::new(config_of(server)).unwrap()
}

fn config_of(server: &Server) -> Config {
    Config::from_url(server.url()).unwrap().protocol(PROTOCOL)
}

/// Says that this machine cannot show a row.
fn lacking(number: u8, reason: &str) {
    Report::lacking(number, format!("{NAME}, {PROTOCOL:?}"), reason);
}

/// A report for a row of the scorecard, from this face and under this protocol.
fn row(number: u8, injected: impl Into<String>) -> Report {
    Report::new(number, format!("{NAME}, {PROTOCOL:?}"), injected)
}
