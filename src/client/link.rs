//! [`Link`]: the reading side of a connection on which things come by themselves.

use std::io;
use std::time::Instant;

use crate::error::{Error, Result};
use crate::resp::Frame;
use crate::session::{Awaited, Inbox};

use super::origin::Origin;
use super::{failure, maybe_async, rt};

/// The reading side of such a connection.
#[derive(Debug)]
pub(in super::super) struct Link {
    half: rt::ReadHalf,
    inbox: Inbox,
    /// Something has come: it is not one of those that are closed as soon as they are made.
    pub(super) is_heard: bool,
    is_lost: bool,
    origin: Origin,
}

/// What came of reading.
pub(super) enum Received {
    Bytes,
    TimeOver,
}

impl Link {
    pub(super) const fn new(half: rt::ReadHalf, inbox: Inbox, origin: Origin) -> Self {
        Self {
            half,
            inbox,
            is_heard: false,
            is_lost: false,
            origin,
        }
    }

    /// Says that the connection is of no use any more.
    pub(super) fn lost(&mut self, error: &Error) {
        if !self.is_lost {
            self.is_lost = true;
            self.origin.lost(error);
        }
    }

    /// What has come, if it is whole.
    pub(super) fn frame(&mut self) -> Result<Option<Frame>> {
        let frame = self.inbox.frame(Awaited::Anything)?;
        self.is_heard |= frame.is_some();
        Ok(frame)
    }

    /// Waits for some more bytes.
    #[maybe_async]
    pub(super) async fn receive(&mut self, deadline: Option<Instant>) -> Result<Received> {
        rt::ready()?;
        if !self.origin.process.is_current() {
            return Err(failure::inherited());
        }
        let received = self.half.receive(&mut self.inbox, deadline).await;
        match received {
            Ok(0) => Err(failure::closed()),
            Ok(_) => Ok(Received::Bytes),
            Err(error) if error.kind() == io::ErrorKind::TimedOut => Ok(Received::TimeOver),
            Err(error) => Err(failure::failed(error, "while listening")),
        }
    }
}
