//! [`SetOptions`].

use crate::command::Command;
use crate::convert::ToArg;

use super::condition::Condition;
use crate::commands::expiry::{Expiry, expiry_setters};

/// The options of `SET` ([`set_with`](super::StringCommands::set_with),
/// [`set_get_with`](super::StringCommands::set_get_with)): on which condition the value is set, and when it expires. Of
/// several conditions, and of several times, the last one given counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct SetOptions {
    condition: Option<Condition>,
    expiry: Option<Expiry>,
}

impl SetOptions {
    /// None of them: the value replaces what was there, and does not expire.
    pub const fn new() -> Self {
        Self {
            condition: None,
            expiry: None,
        }
    }

    expiry_setters!("The key expires", "2.6.12", "6.2.0");

    /// The key expires when it was to expire before (`KEEPTTL`). Since 6.0.0.
    pub const fn keepttl(mut self) -> Self {
        self.expiry = Some(Expiry::KeepTtl);
        self
    }

    /// Only if the key does not exist (`NX`). Since 2.6.12.
    pub fn nx(mut self) -> Self {
        self.condition = Some(Condition::Nx);
        self
    }

    /// Only if the key exists (`XX`). Since 2.6.12.
    pub fn xx(mut self) -> Self {
        self.condition = Some(Condition::Xx);
        self
    }

    /// Only if the key exists and holds this (`IFEQ`). Since Redis 8.4.0 and Valkey 8.1.0.
    pub fn ifeq(mut self, value: impl ToArg) -> Self {
        self.condition = Some(Condition::if_eq(value));
        self
    }

    /// Only if the key does not hold this, or does not exist (`IFNE`). Since Redis 8.4.0.
    pub fn ifne(mut self, value: impl ToArg) -> Self {
        self.condition = Some(Condition::if_ne(value));
        self
    }

    /// Only if the key exists and its value has this [digest](super::StringCommands::digest)
    /// (`IFDEQ`). Since Redis 8.4.0.
    pub fn ifdeq(mut self, digest: impl ToArg) -> Self {
        self.condition = Some(Condition::if_digest_eq(digest));
        self
    }

    /// Only if its value does not have this [digest](super::StringCommands::digest), or the key
    /// does not exist (`IFDNE`). Since Redis 8.4.0.
    pub fn ifdne(mut self, digest: impl ToArg) -> Self {
        self.condition = Some(Condition::if_digest_ne(digest));
        self
    }

    /// What stands before `GET`.
    pub(super) fn add_condition_to(&self, command: Command) -> Command {
        command.option(self.condition.as_ref(), |c, condition| condition.add_to(c))
    }

    /// What stands after `GET`.
    pub(super) fn add_expiry_to(&self, command: Command) -> Command {
        command.option(self.expiry, |c, expiry| expiry.add_to(c))
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        self.add_expiry_to(self.add_condition_to(command))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn sent(options: &SetOptions) -> String {
        let command = options.add_to(Command::new("SET"));
        let words = command.arguments().map(String::from_utf8_lossy);
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_condition_has_its_word() {
        let o = SetOptions::new;
        for (options, words) in [
            (o(), "SET"),
            (o().nx(), "SET NX"),
            (o().xx().keepttl(), "SET XX KEEPTTL"),
            (o().ifeq(5), "SET IFEQ 5"),
            (o().ifne("a"), "SET IFNE a"),
            (
                o().ifdeq("d1").ex(Duration::from_secs(1)),
                "SET IFDEQ d1 EX 1",
            ),
            (o().ifdne("d2"), "SET IFDNE d2"),
        ] {
            assert_eq!(sent(&options), words);
        }
    }

    #[test]
    fn the_last_of_conflicting_options_counts() {
        let options = SetOptions::new().nx().ex(Duration::from_secs(9));
        assert_eq!(sent(&options.xx().keepttl()), "SET XX KEEPTTL");
    }
}
