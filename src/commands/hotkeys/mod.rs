//! The commands on hot keys.

use crate::command::{Command, Execute};
use crate::convert::FromReply;

mod hotkeys_info;
mod hotkeys_options;

pub use hotkeys_info::HotkeysInfo;
pub use hotkeys_options::{HotkeysMetric, HotkeysOptions};

/// Commands that find out which keys a server is busiest with.
///
/// One search is on at a time, whoever began it. In a cluster each node has its own.
///
/// ```no_run
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let r = Redis::from_url("redis://localhost:6379")?;
/// r.hotkeys_start([HotkeysMetric::Cpu])?;
/// // … and after a while:
/// r.hotkeys_stop()?;
/// if let Some(info) = r.hotkeys_get::<String>()? {
///     for (key, time) in info.by_cpu_time {
///         println!("{key}: {time:?}");
///     }
/// }
/// # Ok(())
/// # }
/// ```
pub trait HotkeysCommands: Execute {
    /// What the search that is on has found, or the last one if none is on; `None` if there was none since the server
    /// started, or its result was [reset](Self::hotkeys_reset).
    ///
    /// Since 8.6.0. [redis.io](https://redis.io/docs/latest/commands/hotkeys-get/)
    fn hotkeys_get<T: FromReply>(self) -> Self::Out<Option<HotkeysInfo<T>>> {
        self.execute_command(Command::new("HOTKEYS GET"))
    }

    /// The lines of text that explain the sub-commands of `HOTKEYS`.
    ///
    /// Since 8.6.0. [redis.io](https://redis.io/docs/latest/commands/hotkeys/)
    fn hotkeys_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("HOTKEYS HELP"))
    }

    /// Forgets what was found.
    ///
    /// Since 8.6.0. [redis.io](https://redis.io/docs/latest/commands/hotkeys-reset/)
    ///
    /// # Errors
    /// `ERR` if a search is on.
    fn hotkeys_reset(self) -> Self::Out<()> {
        self.execute_command(Command::new("HOTKEYS RESET"))
    }

    /// Begins a search, by one of the metrics or both, which goes on until it is [stopped](Self::hotkeys_stop). What
    /// was found before is forgotten.
    ///
    /// Since 8.6.0. [redis.io](https://redis.io/docs/latest/commands/hotkeys-start/)
    ///
    /// # Errors
    /// `ERR` if a search is on, if there is no metric, or the same twice.
    fn hotkeys_start(self, metrics: impl IntoIterator<Item = HotkeysMetric>) -> Self::Out<()> {
        self.hotkeys_start_with(metrics, HotkeysOptions::new())
    }

    /// Begins a search as `options` say: how many keys, for how long, and of which commands. See
    /// [`hotkeys_start`](Self::hotkeys_start).
    ///
    /// Since 8.6.0. [redis.io](https://redis.io/docs/latest/commands/hotkeys-start/)
    ///
    /// # Errors
    /// As [`hotkeys_start`](Self::hotkeys_start); also if an option is out of its range, or there are slots
    /// outside of a cluster.
    fn hotkeys_start_with(
        self,
        metrics: impl IntoIterator<Item = HotkeysMetric>,
        options: HotkeysOptions,
    ) -> Self::Out<()> {
        let metrics: Vec<&str> = metrics.into_iter().map(HotkeysMetric::word).collect();
        let start = Command::new("HOTKEYS START").arg("METRICS");
        self.execute_command(options.add_to(start.counted_args(metrics)))
    }

    /// Ends the search, and keeps what was found; `false` if none was on.
    ///
    /// Since 8.6.0. [redis.io](https://redis.io/docs/latest/commands/hotkeys-stop/)
    fn hotkeys_stop(self) -> Self::Out<bool> {
        self.execute_command(Command::new("HOTKEYS STOP"))
    }
}

impl<E: Execute> HotkeysCommands for E {}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::sent::{Sent, text};
    use super::*;

    #[test]
    fn the_options_are_sent_as_the_server_wants_them() {
        let both = [HotkeysMetric::Cpu, HotkeysMetric::Net];
        let options = HotkeysOptions::new()
            .count(5)
            .sample(100)
            .slots([1, 16_383]);
        let options = options.duration(Duration::from_millis(1_500));
        let full = "HOTKEYS START METRICS 1 NET COUNT 5 DURATION 2 SAMPLE 100 SLOTS 2 1 16383";
        for (command, sent) in [
            (Sent.hotkeys_get::<String>(), "HOTKEYS GET"),
            (Sent.hotkeys_stop(), "HOTKEYS STOP"),
            (Sent.hotkeys_reset(), "HOTKEYS RESET"),
            (Sent.hotkeys_help(), "HOTKEYS HELP"),
            (Sent.hotkeys_start(both), "HOTKEYS START METRICS 2 CPU NET"),
            (Sent.hotkeys_start_with([HotkeysMetric::Net], options), full),
            (Sent.hotkeys_start([]), "HOTKEYS START METRICS 0"),
        ] {
            assert_eq!(text(&command), sent);
            assert_eq!(command.key_arguments().count(), 0);
        }
    }
}
