//! [`Kept`]: a socket that a forked child leaves alone.

use std::io;

use crate::process::Process;

/// A socket, or a half of one, that a child which was forked leaves as it is when it is dropped there. The list of what the
/// runtime waits for (epoll) is one that parent and child share, so taking the socket off it would take it off the
/// parent's; and half of a socket is shut down when it is dropped. So the child's copy is closed when the child ends.
#[derive(Debug)]
pub(super) struct Kept<T> {
    socket: Option<T>,
    process: Process,
}

impl<T> Kept<T> {
    pub(super) fn new(socket: T) -> Self {
        Self {
            socket: Some(socket),
            process: Process::current(),
        }
    }

    pub(super) fn get(&self) -> io::Result<&T> {
        self.socket.as_ref().ok_or_else(gone)
    }

    pub(super) fn get_mut(&mut self) -> io::Result<&mut T> {
        self.socket.as_mut().ok_or_else(gone)
    }

    /// The process that it belongs to.
    pub(super) const fn process(&self) -> &Process {
        &self.process
    }

    /// Its two halves.
    pub(super) fn split<A, B>(mut self, by: impl FnOnce(T) -> (A, B)) -> (Kept<A>, Kept<B>) {
        let process = self.process.clone();
        let (first, second) = self.socket.take().map(by).unzip();
        let first = Kept {
            socket: first,
            process: process.clone(),
        };
        let second = Kept {
            socket: second,
            process,
        };
        (first, second)
    }
}

impl<T> Drop for Kept<T> {
    fn drop(&mut self) {
        if !self.process.is_current() {
            std::mem::forget(self.socket.take());
        }
    }
}

/// It was taken apart, and is used all the same: it is not.
fn gone() -> io::Error {
    io::ErrorKind::NotConnected.into()
}
