//! [`GeoradiusStore`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::choice::Choice;

/// Where `GEORADIUS` and `GEORADIUSBYMEMBER` store what they find, and how much of it
/// ([`georadius_store`](super::GeoCommands::georadius_store),
/// [`georadiusbymember_store`](super::GeoCommands::georadiusbymember_store)).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct GeoradiusStore {
    what: &'static str,
    dest: OwnedArg,
    choice: Choice,
}

impl GeoradiusStore {
    /// The members with their positions at `dest` (`STORE`): another set of positions.
    pub fn store(dest: impl ToArg) -> Self {
        Self::new("STORE", dest)
    }

    /// The members with their distances from the center at `dest` (`STOREDIST`): a sorted set.
    pub fn storedist(dest: impl ToArg) -> Self {
        Self::new("STOREDIST", dest)
    }

    fn new(what: &'static str, dest: impl ToArg) -> Self {
        Self {
            what,
            dest: OwnedArg::new(dest),
            choice: Choice::ALL,
        }
    }

    /// No more than `count` of them (`COUNT`): the nearest, or with [`desc`](Self::desc) the farthest.
    pub const fn count(mut self, count: u64) -> Self {
        self.choice.count(count);
        self
    }

    /// The first `count` that the server comes upon, which need not be the nearest (`COUNT … ANY`). That is faster.
    /// Since 6.2.0.
    pub const fn count_any(mut self, count: u64) -> Self {
        self.choice.count_any(count);
        self
    }

    /// Of those that `count` leaves over, the farthest and not the nearest (`DESC`).
    pub const fn desc(mut self) -> Self {
        self.choice.desc();
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        let command = self.choice.add_to(command);
        command.arg(self.what).key(&self.dest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_destination_is_a_key() {
        let command = Command::new("GEORADIUSBYMEMBER").key("from").arg("m");
        let command = GeoradiusStore::storedist("to").count_any(3).add_to(command);
        let words: Vec<&[u8]> = command.arguments().collect();
        let sent = "GEORADIUSBYMEMBER from m COUNT 3 ANY STOREDIST to";
        assert_eq!(String::from_utf8(words.join(&b' ')).unwrap(), sent);
        let keys: Vec<&[u8]> = command.key_arguments().collect();
        assert_eq!(keys, [b"from".as_slice(), b"to"]);
    }
}
