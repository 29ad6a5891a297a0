//! [`LongString`]: a string that is received straight into what it is handed out in.

use std::fmt;

use super::frame::Frame;
use super::protocol_error::ProtocolError;

/// From this length on a string is received so. It is what one read takes by default: a shorter one has
/// mostly come with its header, and to copy it costs less than another read.
const LONG: usize = 32 * 1024;

/// How much room is made at first, however long the peer says that the string is going to be; later
/// as much again as has arrived.
const FIRST_STEP: usize = 1024 * 1024;

/// How much of the room is zeroed at once: less than keeps the peer waiting, and more than is worth
/// mentioning that another read follows.
const ZEROED: usize = 4 * 1024 * 1024;

const END: &[u8] = b"\r\n";

/// The data of a string reply that is under way, and the line's end behind it.
pub(crate) struct LongString {
    /// How long its header was.
    header: usize,
    /// What has arrived, then room that is zeroed once.
    data: Vec<u8>,
    arrived: usize,
    /// How long the string is, without the line's end.
    length: usize,
}

impl LongString {
    /// Whether to receive a string of this length so.
    pub(super) fn is_worth_it(length: usize) -> bool {
        length >= LONG
    }

    /// `begun` is what has arrived of the string and its line's end behind `header` bytes.
    pub(super) fn new(header: usize, length: usize, begun: &[u8]) -> Self {
        let mut data = vec![0; length.min(FIRST_STEP).saturating_add(END.len())];
        let arrived = begun.len();
        match data.get_mut(..arrived) {
            Some(place) => place.copy_from_slice(begun),
            None => data = begun.to_vec(),
        }
        Self {
            header,
            data,
            arrived,
            length,
        }
    }

    fn whole(&self) -> usize {
        self.length.saturating_add(END.len())
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.arrived >= self.whole()
    }

    /// Where the next of its bytes are to be received to. It ends where the string does, and is empty
    /// only if that is complete.
    pub(crate) fn space(&mut self) -> &mut [u8] {
        if self.arrived == self.data.len() {
            self.grow();
        }
        self.data.get_mut(self.arrived..).unwrap_or_default()
    }

    fn grow(&mut self) {
        let arrived = self.data.len();
        let missing = self.whole().saturating_sub(arrived);
        if self.data.capacity() == arrived {
            self.data
                .reserve_exact(missing.min(arrived.max(FIRST_STEP)));
        }
        let free = self.data.capacity().saturating_sub(arrived);
        let room = free.min(missing).min(ZEROED);
        self.data.resize(arrived.saturating_add(room), 0);
    }

    pub(crate) fn received(&mut self, count: usize) {
        self.arrived = self.arrived.saturating_add(count).min(self.data.len());
    }

    /// How much memory it has.
    #[cfg(test)]
    pub(crate) fn capacity(&self) -> usize {
        self.data.capacity()
    }

    /// The complete reply.
    ///
    /// # Errors
    /// If its line does not end where it has to.
    pub(crate) fn into_frame(mut self) -> Result<Frame, ProtocolError> {
        match self.data.get(self.length..self.arrived) {
            Some(END) => {
                self.data.truncate(self.length);
                Ok(Frame::bulk(self.data))
            }
            end => Err(ProtocolError::at(
                self.header.saturating_add(self.length),
                end.unwrap_or_default(),
                "no line end after the data",
            )),
        }
    }
}

impl fmt::Debug for LongString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LongString({} of {} bytes)", self.arrived, self.whole())
    }
}
