//! [`LmovemOptions`].

use crate::command::Command;

use super::LmovemOrder;

/// The options of `LMOVEM` and `BLMOVEM` ([`lmovem_with`](super::ListCommands::lmovem_with),
/// [`blmovem_with`](super::ListCommands::blmovem_with)): how many elements are moved. The last one given counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct LmovemOptions {
    how_many: Option<(&'static str, u64, LmovemOrder)>,
}

impl LmovemOptions {
    /// None of them: one element.
    pub const fn new() -> Self {
        Self { how_many: None }
    }

    /// Up to this many elements (`COUNT`), at least 1.
    pub const fn count(self, elements: u64, order: LmovemOrder) -> Self {
        Self::with("COUNT", elements, order)
    }

    /// Exactly this many elements, at least 1, or none at all if there are fewer (`EXACTLY`).
    pub const fn exactly(self, elements: u64, order: LmovemOrder) -> Self {
        Self::with("EXACTLY", elements, order)
    }

    const fn with(word: &'static str, elements: u64, order: LmovemOrder) -> Self {
        Self {
            how_many: Some((word, elements, order)),
        }
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command.option(self.how_many, |c, (word, elements, order)| {
            c.arg(word).arg(elements).arg(order.word())
        })
    }
}
