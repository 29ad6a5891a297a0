//! [`DelexOptions`].

use crate::command::Command;
use crate::convert::ToArg;

use super::condition::Condition;

/// The options of `DELEX` ([`delex_with`](super::StringCommands::delex_with)): on which condition the key is deleted.
/// Of several conditions the last one given counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct DelexOptions {
    condition: Option<Condition>,
}

impl DelexOptions {
    /// None of them: the key is deleted, whatever it holds.
    pub const fn new() -> Self {
        Self { condition: None }
    }

    /// Only if it holds this (`IFEQ`).
    pub fn ifeq(self, value: impl ToArg) -> Self {
        Self::on(Condition::if_eq(value))
    }

    /// Only if it does not hold this (`IFNE`).
    pub fn ifne(self, value: impl ToArg) -> Self {
        Self::on(Condition::if_ne(value))
    }

    /// Only if its value has this [digest](super::StringCommands::digest) (`IFDEQ`).
    pub fn ifdeq(self, digest: impl ToArg) -> Self {
        Self::on(Condition::if_digest_eq(digest))
    }

    /// Only if its value does not have this [digest](super::StringCommands::digest) (`IFDNE`).
    pub fn ifdne(self, digest: impl ToArg) -> Self {
        Self::on(Condition::if_digest_ne(digest))
    }

    const fn on(condition: Condition) -> Self {
        Self {
            condition: Some(condition),
        }
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command.option(self.condition.as_ref(), |c, condition| condition.add_to(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_condition_has_its_word() {
        let o = DelexOptions::new;
        for (options, sent) in [
            (o(), ""),
            (o().ifeq(1), "IFEQ 1"),
            (o().ifne("a"), "IFNE a"),
            (o().ifdeq("d"), "IFDEQ d"),
            (o().ifeq(1).ifdne("d"), "IFDNE d"),
        ] {
            let command = options.add_to(Command::new(""));
            let words: Vec<_> = command.arguments().map(String::from_utf8_lossy).collect();
            assert_eq!(words.join(" "), sent);
        }
    }
}
