//! [`ExpireOptions`].

use crate::command::Command;

/// The options of `EXPIRE`, `PEXPIRE`, `EXPIREAT` and `PEXPIREAT`
/// ([`expire_with`](super::GenericCommands::expire_with) and so on): a condition on which the time is set. All since
/// 7.0.0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ExpireOptions {
    condition: Condition,
}

/// All that the server accepts: `NX` goes with nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Condition {
    #[default]
    Always,
    /// `NX`.
    NoExpiry,
    /// `XX`, `GT`, `LT`, or one of the latter two with the first.
    Compared {
        xx: bool,
        comparison: Option<&'static str>,
    },
}

impl ExpireOptions {
    /// None of them: the time is set in any case.
    pub const fn new() -> Self {
        Self {
            condition: Condition::Always,
        }
    }

    /// Only if the key does not expire yet (`NX`). Takes the place of all others.
    pub const fn nx(mut self) -> Self {
        self.condition = Condition::NoExpiry;
        self
    }

    /// Only if the key expires already (`XX`). Takes the place of [`nx`](Self::nx).
    pub const fn xx(mut self) -> Self {
        let (_, comparison) = self.compared();
        self.condition = Condition::Compared {
            xx: true,
            comparison,
        };
        self
    }

    /// Only if the new time is later than the one at which the key expires (`GT`), and not if it does not
    /// expire. Takes the place of [`nx`](Self::nx) and [`lt`](Self::lt).
    pub const fn gt(self) -> Self {
        self.compare("GT")
    }

    /// Only if the new time is earlier than the one at which the key expires, or it does not expire
    /// (`LT`). Takes the place of [`nx`](Self::nx) and [`gt`](Self::gt).
    pub const fn lt(self) -> Self {
        self.compare("LT")
    }

    const fn compare(mut self, word: &'static str) -> Self {
        let (xx, _) = self.compared();
        self.condition = Condition::Compared {
            xx,
            comparison: Some(word),
        };
        self
    }

    const fn compared(&self) -> (bool, Option<&'static str>) {
        match self.condition {
            Condition::Compared { xx, comparison } => (xx, comparison),
            Condition::Always | Condition::NoExpiry => (false, None),
        }
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        match self.condition {
            Condition::Always => command,
            Condition::NoExpiry => command.arg("NX"),
            Condition::Compared { xx, comparison } => {
                command.flag(xx, "XX").option(comparison, Command::arg)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_excludes_another_option_takes_its_place() {
        let o = ExpireOptions::new;
        for (options, sent) in [
            (o(), ""),
            (o().gt().nx(), "NX"),
            (o().nx().xx(), "XX"),
            (o().nx().lt(), "LT"),
            (o().gt().lt().xx(), "XX LT"),
            (o().xx().gt(), "XX GT"),
        ] {
            let command = options.add_to(Command::new(""));
            let words: Vec<_> = command.arguments().map(String::from_utf8_lossy).collect();
            assert_eq!(words.join(" "), sent);
        }
    }
}
