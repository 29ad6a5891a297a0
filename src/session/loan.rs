//! [`Loan`]: a receive buffer that went out with a large reply, and comes back when that is decoded.
//!
//! To make a large buffer anew for each large reply costs as much as to decode some of them: the system
//! hands out its pages one by one. To keep one for good would make every connection as large as the
//! largest reply that it ever had.

use std::sync::Arc;

use bytes::Bytes;

/// A buffer of this size may always be kept.
pub(super) const KEPT: usize = 64 * 1024;

/// The largest that is kept where large replies come again and again.
const MOST_KEPT: usize = 1024 * 1024;

/// After a large reply the next so many small ones leave the demand for a large buffer as it is.
const PATIENCE: u8 = 8;

/// The buffer that is out, and how much large ones are in demand.
pub(super) struct Loan {
    /// The size of an ordinary buffer.
    ordinary: usize,
    out: Option<Arc<Vec<u8>>>,
    /// What is left of the patience, for two large replies.
    demand: u8,
}

/// What a reply holds of a buffer.
struct Lent(Arc<Vec<u8>>);

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Loan {
    /// `room` is what every connection may have.
    pub(super) fn new(room: usize) -> Self {
        Self {
            ordinary: room.max(KEPT),
            out: None,
            demand: 0,
        }
    }

    /// Learns from the size of a reply.
    pub(super) fn observe(&mut self, reply: usize) {
        if reply > self.ordinary {
            self.demand = self.demand.saturating_add(PATIENCE).min(2 * PATIENCE);
            return;
        }
        self.demand = self.demand.saturating_sub(1);
        if self.out.as_ref().is_some_and(|out| !self.keeps(out.len())) {
            self.out = None;
        }
    }

    /// Whether a buffer of this size is worth to be kept. A single large reply is no reason.
    pub(super) const fn keeps(&self, size: usize) -> bool {
        size <= self.ordinary || (size <= MOST_KEPT && self.demand > PATIENCE)
    }

    /// Gives the buffer out, for good if it is not to be kept.
    pub(super) fn give(&mut self, buffer: Vec<u8>) -> Bytes {
        if !self.keeps(buffer.len()) {
            return Bytes::from(buffer);
        }
        let buffer = Arc::new(buffer);
        self.out = Some(Arc::clone(&buffer));
        Bytes::from_owner(Lent(buffer))
    }

    /// The buffer, if nobody looks at it any more.
    pub(super) fn take_back(&mut self) -> Option<Vec<u8>> {
        match Arc::try_unwrap(self.out.take()?) {
            Ok(buffer) => Some(buffer),
            Err(still_out) => {
                self.out = Some(still_out);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_comes_back_when_the_last_part_of_the_reply_is_gone() {
        let mut loan = Loan::new(1);
        let bytes = loan.give(vec![7; KEPT]);
        let part = bytes.slice(10..20);
        drop(bytes);
        assert!(loan.take_back().is_none());
        assert_eq!(part, [7; 10].as_slice());
        drop(part);
        assert_eq!(loan.take_back(), Some(vec![7; KEPT]));
        assert!(loan.take_back().is_none());
    }

    #[test]
    fn large_buffers_are_kept_while_large_replies_come() {
        let mut loan = Loan::new(1);
        loan.observe(KEPT + 1);
        drop(loan.give(vec![0; MOST_KEPT]));
        assert!(loan.take_back().is_none(), "it came once");
        loan.observe(KEPT + 1);
        drop(loan.give(vec![0; MOST_KEPT + 1]));
        assert!(loan.take_back().is_none(), "too large");
        drop(loan.give(vec![0; MOST_KEPT]));
        for _ in 1..PATIENCE {
            loan.observe(1);
        }
        assert!(loan.out.is_some());
        loan.observe(1);
        assert!(loan.out.is_none(), "long ago");
    }
}
