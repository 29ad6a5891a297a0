//! [`SentinelSetOptions`].

use std::time::Duration;

use crate::command::{Command, millis};
use crate::convert::{OwnedArg, ToArg};

/// The options of [`sentinel_set_with`](super::SentinelCommands::sentinel_set_with): what a sentinel does about a
/// master. Of two calls for the same option the later one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct SentinelSetOptions {
    options: Vec<(&'static str, OwnedArg)>,
    renamed: Vec<(OwnedArg, OwnedArg)>,
}

impl SentinelSetOptions {
    /// None of them, which servers since 7.0.0 refuse.
    pub const fn new() -> Self {
        Self {
            options: Vec::new(),
            renamed: Vec::new(),
        }
    }

    /// After how long without an answer it is down, in milliseconds, rounded up
    /// (`down-after-milliseconds`).
    pub fn down_after(self, time: Duration) -> Self {
        self.one("down-after-milliseconds", millis(time))
    }

    /// How long a failover may take, in milliseconds, rounded up (`failover-timeout`).
    pub fn failover_timeout(self, time: Duration) -> Self {
        self.one("failover-timeout", millis(time))
    }

    /// How many replicas are switched to a new master at the same time (`parallel-syncs`).
    pub fn parallel_syncs(self, replicas: u32) -> Self {
        self.one("parallel-syncs", replicas)
    }

    /// How many sentinels must consider it down before it is replaced (`quorum`).
    pub fn quorum(self, sentinels: u32) -> Self {
        self.one("quorum", sentinels)
    }

    /// The user that the sentinel logs in as; empty for none (`auth-user`). Since 6.2.0.
    pub fn auth_user(self, username: impl ToArg) -> Self {
        self.one("auth-user", username)
    }

    /// The password that it logs in with; empty for none (`auth-pass`).
    pub fn auth_pass(self, password: impl ToArg) -> Self {
        self.one("auth-pass", password)
    }

    /// The script that is run when something happens; empty for none (`notification-script`). The server
    /// refuses it unless its setting `deny-scripts-reconfig` is off.
    pub fn notification_script(self, path: impl ToArg) -> Self {
        self.one("notification-script", path)
    }

    /// The script that is run when another server becomes the master; empty for none
    /// (`client-reconfig-script`). The server refuses it unless its setting `deny-scripts-reconfig` is off.
    pub fn client_reconfig_script(self, path: impl ToArg) -> Self {
        self.one("client-reconfig-script", path)
    }

    /// After how long a master that has been started again is down if it still loads its data, in
    /// milliseconds, rounded up; zero for never (`master-reboot-down-after-period`). Since 7.0.0.
    pub fn master_reboot_down_after(self, time: Duration) -> Self {
        self.one("master-reboot-down-after-period", millis(time))
    }

    /// What the master and its replicas call a command that they have renamed; its own name takes that
    /// back (`rename-command`). Each call adds one. Since 5.0.0.
    pub fn rename_command(mut self, name: impl ToArg, renamed: impl ToArg) -> Self {
        let pair = (OwnedArg::new(name), OwnedArg::new(renamed));
        self.renamed.push(pair);
        self
    }

    fn one(mut self, word: &'static str, value: impl ToArg) -> Self {
        self.options.retain(|(known, _)| *known != word);
        self.options.push((word, OwnedArg::new(value)));
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        let command = self
            .options
            .iter()
            .fold(command, |c, (word, value)| c.arg(word).arg(value));
        self.renamed.iter().fold(command, |c, (name, renamed)| {
            c.arg("rename-command").arg(name).arg(renamed)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_setter_wins_and_no_password_is_shown() {
        let options = SentinelSetOptions::new()
            .quorum(1)
            .auth_pass("S3CR3T")
            .rename_command("CONFIG", "a")
            .rename_command("SLAVEOF", "b")
            .quorum(2);
        assert!(!format!("{options:?}").contains("S3CR3T"));
        let command = options.add_to(Command::new("SENTINEL SET"));
        let words: Vec<&[u8]> = command.arguments().skip(2).collect();
        let wanted: [&[u8]; 10] = [
            b"auth-pass",
            b"S3CR3T",
            b"quorum",
            b"2",
            b"rename-command",
            b"CONFIG",
            b"a",
            b"rename-command",
            b"SLAVEOF",
            b"b",
        ];
        assert_eq!(words, wanted);
    }
}
