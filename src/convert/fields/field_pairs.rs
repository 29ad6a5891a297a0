//! [`FieldPairs`].

use crate::convert::{OwnedArg, PairWriter, ToPairs};

/// The fields and values of a struct, ready to be sent wherever pairs are taken: see
/// [`Fields::of`](super::Fields::of).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "fields do nothing until they are given to a command"]
pub struct FieldPairs(Vec<(OwnedArg, OwnedArg)>);

impl FieldPairs {
    pub(super) const fn new(pairs: Vec<(OwnedArg, OwnedArg)>) -> Self {
        Self(pairs)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none; `HSET` and `XADD` refuse that.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl ToPairs for FieldPairs {
    fn to_pairs(&self, pairs: &mut PairWriter<'_, '_>) {
        self.0.to_pairs(pairs);
    }
}
