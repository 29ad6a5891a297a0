//! [`ZaddOptions`].

use crate::command::Command;

/// The options of `ZADD` ([`zadd_with`](super::SortedSetCommands::zadd_with)). Of those that exclude each other the
/// later one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ZaddOptions {
    existence: Option<Existence>,
    comparison: Option<&'static str>,
    ch: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Existence {
    New,
    Existing,
}

impl ZaddOptions {
    /// None of them: members are added, or get the new score.
    pub const fn new() -> Self {
        Self {
            existence: None,
            comparison: None,
            ch: false,
        }
    }

    /// Only add new members (`NX`); undoes [`xx`](Self::xx), [`gt`](Self::gt) and [`lt`](Self::lt).
    /// Since 3.0.2.
    pub const fn nx(mut self) -> Self {
        self.existence = Some(Existence::New);
        self.comparison = None;
        self
    }

    /// Only change members that exist (`XX`); undoes [`nx`](Self::nx). Since 3.0.2.
    pub const fn xx(mut self) -> Self {
        self.existence = Some(Existence::Existing);
        self
    }

    /// Only change a score to a higher one; members are still added (`GT`). Undoes [`lt`](Self::lt)
    /// and [`nx`](Self::nx). Since 6.2.0.
    pub const fn gt(self) -> Self {
        self.compared("GT")
    }

    /// Only change a score to a lower one; members are still added (`LT`). Undoes [`gt`](Self::gt)
    /// and [`nx`](Self::nx). Since 6.2.0.
    pub const fn lt(self) -> Self {
        self.compared("LT")
    }

    /// Count the members whose score was changed, too, and not only the new ones (`CH`). Since
    /// 3.0.2.
    pub const fn ch(mut self) -> Self {
        self.ch = true;
        self
    }

    const fn compared(mut self, comparison: &'static str) -> Self {
        if matches!(self.existence, Some(Existence::New)) {
            self.existence = None;
        }
        self.comparison = Some(comparison);
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        let existence = self.existence.map(|existence| match existence {
            Existence::New => "NX",
            Existence::Existing => "XX",
        });
        command
            .option(existence, Command::arg)
            .option(self.comparison, Command::arg)
            .flag(self.ch, "CH")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_those_that_exclude_each_other_the_later_one_counts() {
        let sent = |options: ZaddOptions| {
            let command = options.add_to(Command::new("Z"));
            let words: Vec<_> = command.arguments().skip(1).map(<[u8]>::to_vec).collect();
            String::from_utf8(words.join(&b' ')).unwrap()
        };
        let new = ZaddOptions::new;
        assert_eq!(sent(new()), "");
        assert_eq!(sent(new().xx().gt().ch()), "XX GT CH");
        assert_eq!(sent(new().xx().gt().nx()), "NX");
        assert_eq!(sent(new().nx().lt()), "LT");
        assert_eq!(sent(new().nx().xx()), "XX");
        assert_eq!(sent(new().lt().xx().gt()), "XX GT");
    }
}
