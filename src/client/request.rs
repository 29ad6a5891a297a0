//! [`Request`]: what to send, and what must be known to wait for their replies.

use std::time::{Duration, Instant};

use crate::command::{Batch, Blocking, Command, Facts, batch_label};
use crate::error::{Error, Result};
use crate::resp::{Encoded, Frame, Reply};
use crate::session::Awaited;
use crate::trace::Sent;

/// Requests over this many bytes get a connection to themselves, where they hold nobody up, and batches
/// of this size are read while they are written; what is smaller fits into the sockets' buffers, and a
/// single command is not answered before it has been read whole.
pub(super) const LARGE: usize = 64 * 1024;

/// One command, or a batch of them.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Request<'a> {
    pub(in super::super) bytes: &'a Encoded,
    pub(in super::super) replies: Replies,
    pub(super) safe_twice: bool,
    pub(super) blocking: Blocking,
    /// It ends what may stand in front of it on a connection of others, or tells of it.
    apart: bool,
    /// It ends the server, and the end of the connection is its reply.
    pub(super) ends_server: bool,
}

/// What is to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Replies {
    /// The reply to one command.
    One,
    /// So many replies, to a batch of so many commands.
    Batch { replies: usize, commands: usize },
}

impl Replies {
    /// How they are taken from what arrives.
    pub(in super::super) const fn awaited(self) -> Awaited {
        match self {
            Self::One => Awaited::One,
            Self::Batch { replies, .. } => Awaited::Sequence(replies),
        }
    }
}

impl<'a> Request<'a> {
    /// A single command.
    ///
    /// # Errors
    /// `Data` if it has no name.
    pub(in super::super) fn command(command: &'a Command, facts: Facts) -> Result<Self> {
        if command.is_empty() {
            return Err(Error::data("a command needs a name"));
        }
        Ok(Self {
            bytes: command.encoded(),
            replies: Replies::One,
            safe_twice: facts.safe_twice,
            blocking: facts.blocking,
            apart: facts.ends_waiting,
            ends_server: facts.ends_server,
        })
    }

    /// The commands of a pipeline.
    pub(super) fn batch(batch: &'a Batch) -> Self {
        Self {
            bytes: batch.encoded(),
            replies: Replies::Batch {
                replies: batch.replies(),
                commands: batch.len(),
            },
            safe_twice: batch.is_safe_twice(),
            blocking: batch.blocking(),
            apart: false,
            ends_server: false,
        }
    }

    /// No command at all: for waiting only.
    pub(super) const fn nothing() -> Request<'static> {
        static NOTHING: Encoded = Encoded::new();
        Request {
            bytes: &NOTHING,
            replies: Replies::Batch {
                replies: 0,
                commands: 0,
            },
            safe_twice: true,
            blocking: Blocking::No,
            apart: false,
            ends_server: false,
        }
    }

    /// What it is, for its span.
    pub(in super::super) const fn sent(&self) -> Sent<'a> {
        match self.replies {
            Replies::One => Sent::Command(self.bytes),
            Replies::Batch { replies, commands } => Sent::Batch {
                bytes: self.bytes,
                commands,
                // The replies to MULTI and EXEC come on top.
                atomic: replies > commands,
            },
        }
    }

    /// The reply, or the error that it is: a single command's error reply is an error.
    pub(super) fn check(&self, frame: Frame) -> Result<Frame> {
        if self.replies == Replies::One
            && let Reply::Error(error) = frame.reply()
        {
            return Err(error.to_error());
        }
        Ok(frame)
    }

    /// Whether it may be sent on a connection that others use as well.
    pub(super) fn is_shareable(&self) -> bool {
        self.blocking == Blocking::No && !self.apart
    }

    /// Whether it holds nobody up there, as a large one does.
    pub(in super::super) fn is_ordinary(&self) -> bool {
        self.is_shareable() && self.bytes.len() <= LARGE
    }

    /// Says in an error what was called, and where.
    pub(super) fn blame(&self, error: Error, address: &str) -> Error {
        error.with_command(self.name()).with_address(address)
    }

    fn name(&self) -> String {
        match self.replies {
            Replies::One => Facts::name(self.bytes.arguments()),
            // Who only connects gave no command.
            Replies::Batch { replies: 0, .. } => String::new(),
            Replies::Batch { commands, .. } => batch_label(commands),
        }
    }

    /// When it has to be answered if it begins now.
    pub(super) fn deadline(&self, timeout: Option<Duration>) -> Option<Instant> {
        self.deadline_from(Instant::now(), timeout)
    }

    /// When it has to be answered: the socket timeout from then, and the time that it blocks by itself.
    pub(super) fn deadline_from(
        &self,
        begun: Instant,
        timeout: Option<Duration>,
    ) -> Option<Instant> {
        let own = match self.blocking {
            Blocking::No => Duration::ZERO,
            Blocking::For(time) => time,
            Blocking::Forever => return None,
        };
        begun.checked_add(timeout?.checked_add(own)?)
    }
}

/// Why a command can't be given to a client whose connections are shared.
///
/// # Errors
/// `Data` if the command would change the connection that it is sent on.
pub(in super::super) fn for_any_connection(command: &Command, facts: Facts) -> Result<()> {
    if !facts.changes_connection {
        return Ok(());
    }
    // Where there is no one reply, a connection of one's own would refuse it, too.
    for_one_reply(command, facts)?;
    Err(refused(
        command,
        "it changes the connection that it is sent on, which others use as well, or will",
    ))
}

/// Why a command can't be part of a batch.
///
/// # Errors
/// `Data` if the command would change the connection that it is sent on, or end the server, which answers nothing
/// that is sent with it then.
pub(super) fn for_batch(command: &Command, facts: Facts) -> Result<()> {
    for_any_connection(command, facts)?;
    if !facts.ends_server {
        return Ok(());
    }
    Err(refused(
        command,
        "it ends the server, which then answers no pipeline",
    ))
}

/// Why a command can't be given to a connection that waits for one reply each.
///
/// # Errors
/// `Data` if the command has no reply of its own, or goes on replying.
pub(super) fn for_one_reply(command: &Command, facts: Facts) -> Result<()> {
    if !facts.breaks_request_reply {
        return Ok(());
    }
    Err(refused(
        command,
        "it is not answered by one reply, so it can't be sent as a command",
    ))
}

/// The error for a command that can't be sent so, which says what to do instead.
fn refused(command: &Command, why: &str) -> Error {
    let name = command.name();
    let instead = match &*name {
        "CLIENT REPLY" | "PSYNC" | "SYNC" => "this client has nothing for it",
        "DISCARD" | "EXEC" | "MULTI" => "`pipeline()` is for it",
        "MONITOR" => "`monitor()` is for it",
        "SHUTDOWN" => "give it to a client or a connection",
        "UNWATCH" | "WATCH" => "`transaction()` and `watch()` are for it",
        _ if name.ends_with("SUBSCRIBE") => "`pubsub()` is for it",
        _ => "give it to `connection()`, or set it in the `Config`",
    };
    Error::data(format!("{why}: {instead}")).with_command(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_refused_is_told_what_to_do_instead() {
        for (words, instead) in [
            ("SUBSCRIBE", "`pubsub()`"),
            ("punsubscribe", "`pubsub()`"),
            ("MONITOR", "`monitor()`"),
            ("MULTI", "`pipeline()`"),
            ("WATCH", "`transaction()`"),
            ("SYNC", "nothing"),
            ("SELECT", "`connection()`"),
            ("CLIENT SETNAME", "`connection()`"),
            ("SHUTDOWN", "a client"),
        ] {
            let command = Command::new(words);
            let error = for_batch(&command, command.facts()).unwrap_err();
            assert!(error.to_string().contains(instead), "{error}");
        }
        let select = Command::new("SELECT");
        for_one_reply(&select, select.facts()).unwrap();
    }
}
