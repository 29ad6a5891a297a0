//! [`SortOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

/// The options of `SORT` and `SORT_RO` ([`sort_with`](super::GenericCommands::sort_with)).
///
/// ```
/// use redial::commands::SortOptions;
///
/// // By the hash field `age` of each `user:…`, the oldest first; their names and their ids:
/// let oldest = SortOptions::new().by("user:*->age").desc().limit(0, 10);
/// let oldest = oldest.get("user:*->name").get("#");
/// # assert_ne!(oldest, SortOptions::new());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct SortOptions {
    by: Option<OwnedArg>,
    limit: Option<(u64, i64)>,
    get: Vec<OwnedArg>,
    order: Option<&'static str>,
    alpha: bool,
}

impl SortOptions {
    /// None of them: the elements themselves, sorted as numbers, the least one first.
    pub const fn new() -> Self {
        Self {
            by: None,
            limit: None,
            get: Vec::new(),
            order: None,
            alpha: false,
        }
    }

    /// By the values of other keys: in `pattern` the element takes the place of `*`, and `->field`
    /// at its end means a field of a hash (`BY`). A pattern without `*`, such as `nosort`, does not
    /// sort.
    pub fn by(mut self, pattern: impl ToArg) -> Self {
        self.by = Some(OwnedArg::new(pattern));
        self
    }

    /// Leaves out the first `offset` elements and returns no more than `count`, which if negative means
    /// all the rest (`LIMIT`).
    pub const fn limit(mut self, offset: u64, count: i64) -> Self {
        self.limit = Some((offset, count));
        self
    }

    /// Not the element but the value of another key, whose name is made as in [`by`](Self::by); `#`
    /// is the element itself (`GET`). Called more than once it gives as many values for each
    /// element.
    pub fn get(mut self, pattern: impl ToArg) -> Self {
        self.get.push(OwnedArg::new(pattern));
        self
    }

    /// The least one first, which is the default (`ASC`).
    pub const fn asc(mut self) -> Self {
        self.order = Some("ASC");
        self
    }

    /// The greatest one first (`DESC`).
    pub const fn desc(mut self) -> Self {
        self.order = Some("DESC");
        self
    }

    /// As text, not as numbers (`ALPHA`).
    pub const fn alpha(mut self) -> Self {
        self.alpha = true;
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        let command = command
            .option(self.by.as_ref(), |c, pattern| c.arg("BY").arg(pattern))
            .option(self.limit, |c, (offset, count)| {
                c.arg("LIMIT").arg(offset).arg(count)
            });
        self.get
            .iter()
            .fold(command, |c, pattern| c.arg("GET").arg(pattern))
            .option(self.order, Command::arg)
            .flag(self.alpha, "ALPHA")
    }
}
