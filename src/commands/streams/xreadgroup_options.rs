//! [`XreadgroupOptions`].

use std::time::Duration;

use crate::command::{Command, millis};

use super::XreadOptions;

/// The options of `XREADGROUP` ([`xreadgroup_with`](super::StreamCommands::xreadgroup_with)): how much it reads,
/// whether it waits, and what it leaves pending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct XreadgroupOptions {
    read: XreadOptions,
    claim: Option<Duration>,
    noack: bool,
}

impl XreadgroupOptions {
    /// None of them: all that is there, it does not wait, and what is new is pending afterwards.
    pub const fn new() -> Self {
        Self {
            read: XreadOptions::new(),
            claim: None,
            noack: false,
        }
    }

    /// No more than this many entries of each stream, any number if it is 0 (`COUNT`).
    pub fn count(mut self, entries: u64) -> Self {
        self.read = self.read.count(entries);
        self
    }

    /// No more than this many entries of all streams together (`MAXCOUNT`). Since Redis 8.10.0.
    #[doc(alias = "MAXCOUNT")]
    pub fn max_count(mut self, entries: u64) -> Self {
        self.read = self.read.max_count(entries);
        self
    }

    /// No more than about this many bytes of all streams together (`MAXSIZE`). Since Redis 8.10.0.
    #[doc(alias = "MAXSIZE")]
    pub fn max_size(mut self, bytes: u64) -> Self {
        self.read = self.read.max_size(bytes);
        self
    }

    /// Waits for an entry if none is there, as long as this (zero: for ever), to the millisecond
    /// (`BLOCK`). Only where new entries are read (`">"`).
    pub fn block(mut self, timeout: Duration) -> Self {
        self.read = self.read.block(timeout);
        self
    }

    /// Before new entries (`">"`), gives entries that have been pending for at least this long,
    /// whoever had them, and makes them this consumer's (`CLAIM`). All entries say then when and
    /// how often they were [delivered](super::StreamEntry::delivery). Since Redis 8.4.0.
    pub const fn claim(mut self, min_idle_time: Duration) -> Self {
        self.claim = Some(min_idle_time);
        self
    }

    /// What is read counts as acknowledged (`NOACK`).
    pub const fn noack(mut self) -> Self {
        self.noack = true;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        self.read
            .add_to(command)
            .option(self.claim, |c, time| c.arg("CLAIM").arg(millis(time)))
            .flag(self.noack, "NOACK")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Blocking;

    #[test]
    fn a_consumer_may_wait_and_its_command_says_for_how_long() {
        let sent = |options: XreadgroupOptions| {
            let command = Command::new("XREADGROUP GROUP BLOCK BLOCK");
            options.add_to(command).args(["STREAMS", "BLOCK", ">"])
        };
        let text = |command: &Command| {
            let words: Vec<_> = command.arguments().skip(4).map(<[u8]>::to_vec).collect();
            String::from_utf8(words.join(&b' ')).unwrap()
        };
        let new = XreadgroupOptions::new;
        let command = sent(new().noack());
        assert_eq!(text(&command), "NOACK STREAMS BLOCK >");
        assert_eq!(command.blocking(), Blocking::No);
        let minute = Duration::from_secs(60);
        let all = new().count(1).max_count(2).max_size(3).claim(minute);
        let command = sent(all.block(minute).noack());
        let options = "COUNT 1 MAXCOUNT 2 MAXSIZE 3 BLOCK 60000 CLAIM 60000 NOACK";
        assert_eq!(text(&command), format!("{options} STREAMS BLOCK >"));
        assert_eq!(command.blocking(), Blocking::For(minute));
        // What is less than a millisecond is not for ever.
        let command = sent(new().block(Duration::from_nanos(1)));
        assert_eq!(command.blocking(), Blocking::For(Duration::from_millis(1)));
        let command = sent(new().block(Duration::ZERO));
        assert_eq!(command.blocking(), Blocking::Forever);
    }
}
