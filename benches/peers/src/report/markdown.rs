//! The short table, for a README.

use std::fmt::Write;

use crate::bench::{Measured, Outcome};
use crate::client::Face;
use crate::units;

/// A line a row: redial's faces, each with its time over that of the best peer of both faces, that peer, the floor.
pub fn render(all: &[Measured]) -> String {
    let mut text = String::from(
        "| work | raw sockets | redial blocking | redial asyncio | best blocking peer | best asyncio peer |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    for measured in all {
        let best = measured.best_peer(None);
        // Writing to a `String` never fails.
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            measured.row.name,
            measured.raw().map(time).unwrap_or_default(),
            compared(measured.named("redial blocking"), best),
            compared(measured.named("redial asyncio"), best),
            named(measured.best_peer(Some(Face::Blocking))),
            named(measured.best_peer(Some(Face::Asyncio))),
        );
    }
    text
}

fn time(outcome: &Outcome) -> String {
    units::time(outcome.nanos)
}

fn compared(outcome: Option<&Outcome>, to: Option<&Outcome>) -> String {
    let Some((outcome, to)) = outcome.zip(to) else {
        return String::new();
    };
    format!("{} ({:.2}×)", time(outcome), outcome.nanos / to.nanos)
}

fn named(outcome: Option<&Outcome>) -> String {
    outcome
        .map(|outcome| format!("{}, {}", time(outcome), outcome.contender.name))
        .unwrap_or_default()
}
