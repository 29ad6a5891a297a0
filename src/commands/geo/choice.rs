//! [`Choice`]: which of those that were found, and in which order.

use crate::command::Command;

/// Which of those that were found, and in which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    order: Option<&'static str>,
    count: Option<Count>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Count {
    Nearest(u64),
    Any(u64),
}

impl Choice {
    pub(super) const ALL: Self = Self {
        order: None,
        count: None,
    };

    pub(super) const fn asc(&mut self) {
        self.order = Some("ASC");
    }

    pub(super) const fn desc(&mut self) {
        self.order = Some("DESC");
    }

    pub(super) const fn count(&mut self, count: u64) {
        self.count = Some(Count::Nearest(count));
    }

    pub(super) const fn count_any(&mut self, count: u64) {
        self.count = Some(Count::Any(count));
    }

    pub(super) fn add_to(self, command: Command) -> Command {
        let command = command.option(self.order, Command::arg);
        match self.count {
            None => command,
            Some(Count::Nearest(count)) => command.arg("COUNT").arg(count),
            Some(Count::Any(count)) => command.arg("COUNT").arg(count).arg("ANY"),
        }
    }
}
