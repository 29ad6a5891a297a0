//! [`IncrexOptions`].

use crate::command::Command;
use crate::commands::expiry::{Expiry, expiry_setters};
use crate::convert::ToArg;

/// The options of `INCREX` ([`increx_with`](super::StringCommands::increx_with)): what is added, within which bounds,
/// and when the key expires. Of several times the last one given counts.
///
/// ```
/// # use redial::prelude::*;
/// # use std::time::Duration;
/// // No more than 10 in a minute:
/// let minute = IncrexOptions::new().ubound(10).ex(Duration::from_secs(60)).enx();
/// let half = IncrexOptions::byfloat(0.5).ubound(1.0).saturate();
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct IncrexOptions<N> {
    increment: Option<(&'static str, N)>,
    lbound: Option<N>,
    ubound: Option<N>,
    saturate: bool,
    expiry: Option<Expiry>,
    enx: bool,
}

impl IncrexOptions<i64> {
    /// None of them: one is added.
    pub const fn new() -> Self {
        Self::adding(None)
    }

    /// This is added (`BYINT`).
    pub const fn byint(increment: i64) -> Self {
        Self::adding(Some(("BYINT", increment)))
    }
}

impl IncrexOptions<f64> {
    /// This is added, and all numbers are floats (`BYFLOAT`).
    pub const fn byfloat(increment: f64) -> Self {
        Self::adding(Some(("BYFLOAT", increment)))
    }
}

impl Default for IncrexOptions<i64> {
    fn default() -> Self {
        Self::new()
    }
}

impl<N: Copy + ToArg> IncrexOptions<N> {
    const fn adding(increment: Option<(&'static str, N)>) -> Self {
        Self {
            increment,
            lbound: None,
            ubound: None,
            saturate: false,
            expiry: None,
            enx: false,
        }
    }

    /// The sum must not be less than this (`LBOUND`).
    pub const fn lbound(mut self, least: N) -> Self {
        self.lbound = Some(least);
        self
    }

    /// The sum must not be more than this (`UBOUND`).
    pub const fn ubound(mut self, most: N) -> Self {
        self.ubound = Some(most);
        self
    }

    /// A sum out of bounds becomes the bound, instead of nothing being added (`SATURATE`). Without
    /// bounds those of the numbers themselves count.
    pub const fn saturate(mut self) -> Self {
        self.saturate = true;
        self
    }

    expiry_setters!("The key expires");

    /// The key does not expire any more (`PERSIST`). Not together with [`enx`](Self::enx).
    pub const fn persist(mut self) -> Self {
        self.expiry = Some(Expiry::Persist);
        self
    }

    /// Keeps the old time if the key expires already (`ENX`). Only together with a new time.
    pub const fn enx(mut self) -> Self {
        self.enx = true;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.increment, |c, (word, increment)| {
                c.arg(word).arg(increment)
            })
            .option(self.lbound, |c, least| c.arg("LBOUND").arg(least))
            .option(self.ubound, |c, most| c.arg("UBOUND").arg(most))
            .flag(self.saturate, "SATURATE")
            .option(self.expiry, |c, expiry| expiry.add_to(c))
            .flag(self.enx, "ENX")
    }
}
