//! Who takes part. Adding a contender is a file with its [`Client`] and a line in [`ALL`].

use crate::children;
use crate::client::{Address, Client, Face, Result};
use crate::shapes::{self, Round, Shape};
use crate::works::Work;

pub mod fred;
pub mod raw;
pub mod redial_async;
pub mod redial_blocking;
pub mod redis1;
pub mod redis2;
pub mod rustis;

/// A contender, by what the rows need of it.
pub struct Contender {
    /// What the tables call it.
    pub name: &'static str,
    /// How it waits.
    pub face: Face,
    /// Whether it is another contender in a pool or a manager.
    pub wraps: bool,
    /// Makes its callers of a work.
    pub open: fn(Address, Shape, &Work) -> Result<Box<dyn Round>>,
    /// What it does in a process of its own.
    pub child: fn(Address, &children::Task) -> Result<String>,
}

impl Contender {
    const fn of<C: Client>() -> Self {
        Self {
            name: C::NAME,
            face: C::FACE,
            wraps: C::WRAPS,
            open: shapes::open::<C>,
            child: children::run::<C>,
        }
    }

    /// Whether it is neither redial nor the floor.
    pub fn is_peer(&self) -> bool {
        self.name != raw::Raw::NAME && !self.name.starts_with("redial")
    }
}

/// All of them; the floor first.
pub static ALL: &[Contender] = &[
    Contender::of::<raw::Raw>(),
    Contender::of::<redial_blocking::Blocking>(),
    Contender::of::<redial_async::Asyncio<1>>(),
    Contender::of::<redial_async::Asyncio<2>>(),
    Contender::of::<redis1::Sync>(),
    Contender::of::<redis1::Pooled>(),
    Contender::of::<redis1::Multiplexed>(),
    Contender::of::<redis1::Managed>(),
    Contender::of::<redis2::Sync>(),
    Contender::of::<redis2::Pooled>(),
    Contender::of::<redis2::Multiplexed>(),
    Contender::of::<redis2::Managed>(),
    Contender::of::<fred::Fred>(),
    Contender::of::<rustis::Rustis>(),
];

/// The one called so.
pub fn named(name: &str) -> Result<&'static Contender> {
    let found = ALL.iter().find(|contender| contender.name == name);
    found.ok_or_else(|| format!("no contender is called {name:?}").into())
}
