//! [`Expectation`]: a command that is to come, and what is done then.

use std::fmt;
use std::time::Duration;

use super::Answer;
use super::script::Planned;
use super::test_server::Shared;

/// A command that a [`TestServer`](super::TestServer) expects, and what happens when it comes.
///
/// Without a word about it, it is expected once and answered with `OK`. It holds from when this is dropped, which is at the
/// end of the statement.
pub struct Expectation<'a> {
    shared: &'a Shared,
    planned: Planned,
}

impl<'a> Expectation<'a> {
    pub(super) const fn new(shared: &'a Shared, planned: Planned) -> Self {
        Self { shared, planned }
    }

    /// It is answered so.
    pub fn reply(mut self, answer: impl Into<Answer>) -> Self {
        self.planned.answer = Some(answer.into());
        self
    }

    /// It is answered with an error: its code first, then what it says.
    pub fn reply_error(self, text: &str) -> Self {
        self.reply(Answer::error(text))
    }

    /// It is answered with just these bytes: half a reply, or nonsense.
    pub fn reply_raw(self, bytes: impl AsRef<[u8]>) -> Self {
        self.reply(Answer::raw(bytes))
    }

    /// It is not answered, and the connection stays open.
    pub fn no_reply(mut self) -> Self {
        self.planned.answer = None;
        self
    }

    /// The connection is closed instead of an answer.
    pub fn close(self) -> Self {
        self.no_reply().then_close()
    }

    /// The connection is closed behind the answer. Behind half an answer it breaks in the middle.
    pub fn then_close(mut self) -> Self {
        self.planned.closes = true;
        self
    }

    /// So much time passes first. What comes behind it on its connection waits as well, as in a server.
    pub fn after(mut self, delay: Duration) -> Self {
        self.planned.delay = delay;
        self
    }

    /// It is expected so many times.
    pub fn times(mut self, times: usize) -> Self {
        self.planned.times = Some(times);
        self
    }

    /// It may come as often as it likes, or never.
    pub fn any_times(mut self) -> Self {
        self.planned.times = None;
        self
    }
}

impl Drop for Expectation<'_> {
    fn drop(&mut self) {
        self.shared.script().planned.push(self.planned.clone());
    }
}

impl fmt::Debug for Expectation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expectation")
            .field("command", &self.planned.name())
            .finish_non_exhaustive()
    }
}
