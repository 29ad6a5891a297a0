//! The commands on latency.

use std::collections::BTreeMap;

use crate::command::{Command, Execute};
use crate::convert::{ToArg, ToArgs};

mod latency_event;
mod latency_histogram;
mod latency_sample;

pub use latency_event::LatencyEvent;
pub use latency_histogram::LatencyHistogram;
pub use latency_sample::LatencySample;

/// Commands on what keeps the server from answering, and for how long commands take.
///
/// Nothing is recorded until the setting `latency-monitor-threshold` says from how many milliseconds on; the
/// histograms are there without it. What is recorded has a name: `command`, `fork`, `expire-cycle`, ….
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// for event in r.latency_latest()? {
///     println!("{}: {:?}, at worst {:?}", event.name, event.latest, event.max);
/// }
/// # Ok(())
/// # }
/// ```
pub trait LatencyCommands: Execute {
    /// A report for people on what the server has recorded, with advice.
    ///
    /// Since 2.8.13. [redis.io](https://redis.io/docs/latest/commands/latency-doctor/)
    fn latency_doctor(self) -> Self::Out<String> {
        self.execute_command(Command::new("LATENCY DOCTOR"))
    }

    /// What was recorded of an event, as a graph drawn with characters.
    ///
    /// Since 2.8.13. [redis.io](https://redis.io/docs/latest/commands/latency-graph/)
    ///
    /// # Errors
    /// `ERR` if nothing was recorded of it.
    fn latency_graph(self, event: impl ToArg) -> Self::Out<String> {
        self.execute_command(Command::new("LATENCY GRAPH").arg(event))
    }

    /// The lines of text that explain the sub-commands of `LATENCY`.
    ///
    /// Since 2.8.13. [redis.io](https://redis.io/docs/latest/commands/latency-help/)
    fn latency_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("LATENCY HELP"))
    }

    /// How long the calls of each command took, by the commands' names; those that have not been called are left out.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/latency-histogram/)
    fn latency_histogram(self) -> Self::Out<BTreeMap<String, LatencyHistogram>> {
        self.execute_command(Command::new("LATENCY HISTOGRAM"))
    }

    /// How long the calls of these commands took; those that have not been called, or do not exist, are left out. The
    /// name of a command with sub-commands, such as `config`, stands for all of them.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/latency-histogram/)
    fn latency_histogram_of(
        self,
        commands: impl ToArgs,
    ) -> Self::Out<BTreeMap<String, LatencyHistogram>> {
        self.execute_command(Command::new("LATENCY HISTOGRAM").args(commands))
    }

    /// What was recorded of an event: up to 160 samples, the oldest first; none if there is no such event.
    ///
    /// Since 2.8.13. [redis.io](https://redis.io/docs/latest/commands/latency-history/)
    fn latency_history(self, event: impl ToArg) -> Self::Out<Vec<LatencySample>> {
        self.execute_command(Command::new("LATENCY HISTORY").arg(event))
    }

    /// What was last recorded of each event.
    ///
    /// Since 2.8.13. [redis.io](https://redis.io/docs/latest/commands/latency-latest/)
    fn latency_latest(self) -> Self::Out<Vec<LatencyEvent>> {
        self.execute_command(Command::new("LATENCY LATEST"))
    }

    /// Forgets what was recorded, and returns of how many events there was something.
    ///
    /// Since 2.8.13. [redis.io](https://redis.io/docs/latest/commands/latency-reset/)
    fn latency_reset(self) -> Self::Out<i64> {
        self.execute_command(Command::new("LATENCY RESET"))
    }

    /// Forgets what was recorded of these events, and returns of how many of them there was something.
    ///
    /// Since 2.8.13. [redis.io](https://redis.io/docs/latest/commands/latency-reset/)
    fn latency_reset_of(self, events: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("LATENCY RESET").args(events))
    }
}

impl<E: Execute> LatencyCommands for E {}
