//! [`Process`]: whose a connection is, when a process forks.

/// The process that something was made in.
///
/// A child that was forked has copies of its parent's sockets, and they lead to the same connections. It must not write, read
/// or shut down any of them: it closes its copies, at most, and makes connections of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Process(u32);

impl Process {
    /// The one that runs this. It is a system call, so it is asked where connections are taken, and not for each byte.
    pub(crate) fn current() -> Self {
        Self(std::process::id())
    }

    pub(crate) fn is_current(self) -> bool {
        self == Self::current()
    }
}
