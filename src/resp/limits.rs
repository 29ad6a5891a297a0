//! [`Limits`]: how much a peer may ask of the decoder.

/// How large a reply may be, in every direction, before it is refused as invalid: for
/// [`Config::limits`](crate::Config::limits).
///
/// The defaults take whatever a Redis server sends by default. A reply beyond them is an error of kind
/// [`InvalidResponse`](crate::ErrorKind::InvalidResponse), and closes the connection.
///
/// ```
/// use redial::Limits;
///
/// let limits = Limits::default().max_bulk(16 << 20).max_depth(32);
/// # assert_ne!(limits, Limits::default());
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    depth: usize,
    bulk: usize,
    elements: usize,
    line: usize,
}

/// Nested replies are decoded by recursion into the caller's types, which must fit an ordinary
/// thread's stack however the limit is set.
const DEEPEST: usize = 512;

impl Limits {
    /// How many aggregates may be open inside each other. Default: 128; at most 512.
    #[must_use]
    pub fn max_depth(mut self, depth: usize) -> Self {
        self.depth = depth.min(DEEPEST);
        self
    }

    /// How many bytes one string may have, streamed in chunks or not. Default: 512 MiB.
    #[must_use]
    pub fn max_bulk(mut self, bytes: usize) -> Self {
        self.bulk = bytes;
        self
    }

    /// How many elements one reply may have in all its aggregates together, and so each of them
    /// (a pair of a map counts twice). Default: 2^27, about 134 million.
    #[must_use]
    pub fn max_elements(mut self, elements: usize) -> Self {
        self.elements = elements;
        self
    }

    /// How many bytes a line may have: a status, an error, a number. Default: 64 KiB.
    #[must_use]
    pub fn max_line(mut self, bytes: usize) -> Self {
        self.line = bytes;
        self
    }

    /// A line may have four times as many bytes as a string: that is how many a byte has when it is escaped.
    pub(super) fn with_long_lines(self) -> Self {
        let longest = self.bulk.saturating_mul(4);
        self.max_line(longest.max(self.line))
    }

    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    pub(super) fn bulk(&self) -> u64 {
        widen(self.bulk)
    }

    pub(super) fn elements(&self) -> u64 {
        widen(self.elements)
    }

    pub(super) fn line(&self) -> usize {
        self.line
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 128,
            bulk: 512 << 20,
            elements: 1 << 27,
            line: 64 << 10,
        }
    }
}

fn widen(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_depth_is_capped_because_decoding_recurses() {
        let limits = Limits::default().max_depth(usize::MAX);
        assert_eq!(limits.depth(), DEEPEST);
    }
}
