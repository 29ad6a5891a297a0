//! [`Process`]: whose a connection is, when a process forks.

use forkguard::Guard;

/// The process that something was made in.
///
/// A child that was forked has copies of its parent's sockets, and they lead to the same connections. It must not write, read
/// or shut down any of them: it closes its copies, at most, and makes connections of its own.
///
/// `fork` counts in the child (`pthread_atfork`), so to ask costs no system call. A child that was made past the C library, by
/// a `clone` of one's own, is not seen.
#[derive(Clone, Debug)]
pub(crate) struct Process(Guard);

impl Process {
    /// The one that runs this.
    pub(crate) fn current() -> Self {
        Self(forkguard::new())
    }

    pub(crate) fn is_current(&self) -> bool {
        !self.0.clone().detected_fork()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_did_not_fork_stays_who_it_was() {
        let process = Process::current();
        assert!(process.is_current());
    }
}
