//! [`ToPairs`]: what can stand where pairs belong: `MSET`'s keys and values, `HSET`'s fields and values.

use std::collections::{BTreeMap, HashMap};

use super::{Args, ToArg};

/// Pairs of arguments, such as fields and values: one pair, an array, a slice or a `Vec` of pairs, or a map.
///
/// ```no_run
/// # use redial::prelude::*;
/// # use std::collections::HashMap;
/// # fn main() -> redial::Result<()> {
/// # let r = Redis::from_url("redis://localhost")?;
/// r.hset("user:1", ("name", "Ann"))?;
/// r.hset("user:1", [("city", "Oslo"), ("country", "Norway")])?;
/// r.hset("user:1", HashMap::from([("age", 37)]))?;
/// # Ok(())
/// # }
/// ```
/// A list that is not one of pairs does not compile:
/// ```compile_fail
/// # use redial::prelude::*;
/// # let r = Redis::from_url("redis://localhost").unwrap();
/// r.hset("user:1", ["name", "Ann", "city"]);
/// ```
/// A type of your own writes its pairs one after the other. (With the feature `serde`,
/// [`Fields`](https://docs.rs/redial/latest/redial/struct.Fields.html) does that for structs.)
/// ```
/// use redial::{Command, PairWriter, ToPairs};
///
/// struct Point { x: f64, y: f64 }
/// impl ToPairs for Point {
///     fn to_pairs(&self, pairs: &mut PairWriter<'_, '_>) {
///         pairs.pair("x", &self.x);
///         pairs.pair("y", &self.y);
///     }
/// }
/// let command = Command::new("HSET").key("point").pairs(Point { x: 1.5, y: 2.0 });
/// assert_eq!(command.len(), 6); // HSET point x 1.5 y 2
/// ```
pub trait ToPairs {
    /// Writes all pairs, in order, and in the same order when it is called again.
    fn to_pairs(&self, pairs: &mut PairWriter<'_, '_>);

    /// Writes all pairs, in order, and gives them away: see [`ToArg::into_arg`].
    #[inline]
    fn into_pairs(self, pairs: &mut PairWriter<'_, '_>)
    where
        Self: Sized,
    {
        self.to_pairs(pairs);
    }
}

/// The place where a [`ToPairs`] writes its pairs.
#[derive(Debug)]
pub struct PairWriter<'w, 'a> {
    args: &'w mut Args<'a>,
    part: Part,
}

/// What is written of each pair.
#[derive(Clone, Copy, Debug)]
enum Part {
    Both,
    Swapped,
    First,
    Second,
}

impl<'w, 'a> PairWriter<'w, 'a> {
    pub(crate) const fn new(args: &'w mut Args<'a>) -> Self {
        let part = Part::Both;
        Self { args, part }
    }

    /// Writes the second of each pair first: `ZADD` wants the score before the member.
    pub(crate) const fn swapped(args: &'w mut Args<'a>) -> Self {
        let part = Part::Swapped;
        Self { args, part }
    }

    /// Writes only the first of each pair: `XREAD` wants all keys before the ids.
    pub(crate) const fn firsts(args: &'w mut Args<'a>) -> Self {
        let part = Part::First;
        Self { args, part }
    }

    /// Writes only the second of each pair.
    pub(crate) const fn seconds(args: &'w mut Args<'a>) -> Self {
        let part = Part::Second;
        Self { args, part }
    }

    /// Writes one pair.
    pub fn pair<A: ToArg + ?Sized, B: ToArg + ?Sized>(&mut self, first: &A, second: &B) {
        match self.part {
            Part::Both => {
                self.args.arg(first);
                self.args.arg(second);
            }
            Part::Swapped => {
                self.args.arg(second);
                self.args.arg(first);
            }
            Part::First => self.args.arg(first),
            Part::Second => self.args.arg(second),
        }
    }

    /// Writes one pair that is given away: see [`ToArg::into_arg`].
    pub fn owned_pair<A: ToArg, B: ToArg>(&mut self, first: A, second: B) {
        match self.part {
            Part::Both => {
                self.args.owned_arg(first);
                self.args.owned_arg(second);
            }
            Part::Swapped => {
                self.args.owned_arg(second);
                self.args.owned_arg(first);
            }
            Part::First => self.args.owned_arg(first),
            Part::Second => self.args.owned_arg(second),
        }
    }
}

impl<A: ToArg, B: ToArg> ToPairs for (A, B) {
    fn to_pairs(&self, pairs: &mut PairWriter<'_, '_>) {
        pairs.pair(&self.0, &self.1);
    }

    fn into_pairs(self, pairs: &mut PairWriter<'_, '_>) {
        pairs.owned_pair(self.0, self.1);
    }
}

impl<T: ToPairs + ?Sized> ToPairs for &T {
    fn to_pairs(&self, pairs: &mut PairWriter<'_, '_>) {
        (**self).to_pairs(pairs);
    }
}

impl<A: ToArg, B: ToArg> ToPairs for [(A, B)] {
    fn to_pairs(&self, pairs: &mut PairWriter<'_, '_>) {
        for (first, second) in self {
            pairs.pair(first, second);
        }
    }
}

macro_rules! sequence_pairs {
    ($([$($generics:tt)*] $type:ty),+ $(,)?) => {$(
        impl<A: ToArg, B: ToArg, $($generics)*> ToPairs for $type {
            fn to_pairs(&self, pairs: &mut PairWriter<'_, '_>) {
                for (first, second) in self {
                    pairs.pair(first, second);
                }
            }

            fn into_pairs(self, pairs: &mut PairWriter<'_, '_>) {
                for (first, second) in self {
                    pairs.owned_pair(first, second);
                }
            }
        }
    )+};
}
sequence_pairs!(
    [const N: usize] [(A, B); N],
    [] Vec<(A, B)>,
    [] BTreeMap<A, B>,
    [S] HashMap<A, B, S>,
);
