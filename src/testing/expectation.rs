//! [`Expectation`]: a command that is to come, and what is done then.

use std::fmt;
use std::time::Duration;

use super::Answer;
use super::script::Planned;
use super::test_server::Shared;

/// A command that a [`TestServer`](super::TestServer) expects, and what happens when it comes.
///
/// It is made by [`expect`](super::TestServer::expect) and [`expect_any`](super::TestServer::expect_any). Unless its methods say otherwise the
/// command is expected once and answered with `OK`. The server knows of it when this value is dropped: at the end of the statement,
/// if it is not kept in a variable.
///
/// ```
/// use redial::prelude::*;
/// use redial::testing::TestServer;
/// use std::time::Duration;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = TestServer::start()?;
/// server.expect(Command::new("GET").key("k")).reply("v").after(Duration::from_millis(5)).times(2);
/// server.expect_any("SET").any_times();
///
/// let r = Redis::from_url(server.url())?;
/// for _ in 0..2 {
///     assert_eq!(r.get::<String>("k")?.as_deref(), Some("v"));
/// }
/// server.finish()?;
/// # Ok(())
/// # }
/// ```
pub struct Expectation<'a> {
    shared: &'a Shared,
    planned: Planned,
}

impl<'a> Expectation<'a> {
    pub(super) const fn new(shared: &'a Shared, planned: Planned) -> Self {
        Self { shared, planned }
    }

    /// The command is answered with this.
    pub fn reply(mut self, answer: impl Into<Answer>) -> Self {
        self.planned.answer = Some(answer.into());
        self
    }

    /// The command is answered with an error: its code and what it says, as in `"NOPERM this user has no permissions"`.
    pub fn reply_error(self, text: &str) -> Self {
        self.reply(Answer::error(text))
    }

    /// The command is answered with just these bytes: half a reply, or nonsense.
    pub fn reply_raw(self, bytes: impl AsRef<[u8]>) -> Self {
        self.reply(Answer::raw(bytes))
    }

    /// The command is not answered, and the connection stays open, as that of a server that hangs.
    pub fn no_reply(mut self) -> Self {
        self.planned.answer = None;
        self
    }

    /// The connection is closed instead of an answer.
    pub fn close(self) -> Self {
        self.no_reply().then_close()
    }

    /// The connection is closed behind the answer; behind half of one ([`reply_raw`](Self::reply_raw)), in the middle of it.
    pub fn then_close(mut self) -> Self {
        self.planned.closes = true;
        self
    }

    /// The answer, or the closing, waits for so long. What comes behind the command on its connection waits as well, as in a server.
    pub fn after(mut self, delay: Duration) -> Self {
        self.planned.delay = delay;
        self
    }

    /// The command is expected so many times (default: once).
    pub fn times(mut self, times: usize) -> Self {
        self.planned.times = Some(times);
        self
    }

    /// The command may come any number of times, or never.
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
