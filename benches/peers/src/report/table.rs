//! The tables on the terminal.

use crate::bench::{Measured, Outcome};
use crate::units;

/// A row's table.
pub fn print(measured: &Measured) {
    let row = &measured.row;
    println!("\n{}  ({})", row.name, row.placement.text());
    println!(
        "  {:<16} {:>9} {:>7} {:>7} {:>9} {:>9} {:>10} {:>9} {:>9}",
        "", "time", "/ raw", "/ peer", "CPU", "allocs", "bytes", "syscalls", "instr."
    );
    let (raw, peer) = (measured.raw(), measured.best_peer(None));
    for outcome in &measured.outcomes {
        println!(
            "  {:<16} {:>9} {:>7} {:>7} {:>9} {:>9} {:>10} {:>9} {:>9}",
            outcome.contender.name,
            units::time(outcome.nanos),
            ratio(outcome, raw),
            ratio(outcome, peer),
            units::time(outcome.cpu_nanos),
            units::count(outcome.calls),
            units::bytes(outcome.bytes),
            outcome
                .counts
                .syscalls
                .map(units::count)
                .unwrap_or_default(),
            outcome
                .counts
                .instructions
                .map(units::count)
                .unwrap_or_default(),
        );
    }
}

fn ratio(outcome: &Outcome, to: Option<&Outcome>) -> String {
    to.map(|to| format!("{:.2}", outcome.nanos / to.nanos))
        .unwrap_or_default()
}
