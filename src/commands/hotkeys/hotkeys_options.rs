//! [`HotkeysMetric`] and [`HotkeysOptions`].

use std::time::Duration;

use crate::command::Command;

/// What makes a key hot: time or bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HotkeysMetric {
    /// The time that the commands on it take (`CPU`).
    Cpu,
    /// The bytes that come and go because of it (`NET`).
    Net,
}

impl HotkeysMetric {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Cpu => "CPU",
            Self::Net => "NET",
        }
    }
}

/// The options of `HOTKEYS START` ([`hotkeys_start_with`](super::HotkeysCommands::hotkeys_start_with)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct HotkeysOptions {
    count: Option<u32>,
    duration: Option<Duration>,
    sample: Option<u32>,
    slots: Vec<u16>,
}

impl HotkeysOptions {
    /// None of them: ten keys for each metric, every command is looked at, and the search goes on until it is stopped.
    pub const fn new() -> Self {
        Self {
            count: None,
            duration: None,
            sample: None,
            slots: Vec::new(),
        }
    }

    /// How many keys for each metric, 1 to 64 (`COUNT`).
    pub const fn count(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// The search ends by itself after this time, in seconds, rounded up (`DURATION`).
    pub const fn duration(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }

    /// Only about one command in `ratio` is looked at, at random, which costs the server less (`SAMPLE`).
    pub const fn sample(mut self, ratio: u32) -> Self {
        self.sample = Some(ratio);
        self
    }

    /// Only keys in these slots (`SLOTS`). Only in a cluster.
    pub fn slots(mut self, slots: impl IntoIterator<Item = u16>) -> Self {
        self.slots.extend(slots);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.count, |c, count| c.arg("COUNT").arg(count))
            .option(self.duration, |c, duration| {
                let partly = u64::from(duration.subsec_nanos() > 0);
                c.arg("DURATION")
                    .arg(duration.as_secs().saturating_add(partly))
            })
            .option(self.sample, |c, ratio| c.arg("SAMPLE").arg(ratio))
            .option(
                (!self.slots.is_empty()).then_some(&self.slots),
                |c, slots| c.arg("SLOTS").counted_args(slots),
            )
    }
}
