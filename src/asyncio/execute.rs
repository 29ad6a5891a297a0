//! What a command gives in this face: a future of its result.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::command::{Command, Execute};
use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Frame;

use super::client::{Connection, Redis, Transaction};

/// The future of a command's reply. Nothing is sent before it is awaited.
///
/// Dropping it before it is done gives the command up: if it was sent it may have been executed,
/// and its reply reaches nobody else.
#[must_use = "a command is not sent before it is awaited"]
pub struct CommandFuture<'a, R> {
    answer: Answer<'a>,
    decoded: PhantomData<fn() -> R>,
}

/// The reply, with the command that it answers.
type Answer<'a> = Pin<Box<dyn Future<Output = Result<(Frame, Command)>> + Send + 'a>>;

impl<'a, R> CommandFuture<'a, R> {
    fn new(answer: impl Future<Output = Result<(Frame, Command)>> + Send + 'a) -> Self {
        Self {
            answer: Box::pin(answer),
            decoded: PhantomData,
        }
    }
}

impl<R: FromReply> Future for CommandFuture<'_, R> {
    type Output = Result<R>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<R>> {
        let (frame, command) = ready!(self.answer.as_mut().poll(cx))?;
        Poll::Ready(command.decode(frame))
    }
}

impl<R> fmt::Debug for CommandFuture<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommandFuture").finish_non_exhaustive()
    }
}

macro_rules! when_awaited {
    ($($target:ty),+ $(,)?) => {$(
        /// The future sends the command and waits for its reply.
        impl<'a> Execute for $target {
            type Out<R: FromReply> = CommandFuture<'a, R>;

            fn execute_command<R: FromReply>(self, command: Command) -> CommandFuture<'a, R> {
                CommandFuture::new(async move {
                    let frame = self.run(&command).await?;
                    Ok((frame, command))
                })
            }
        }
    )+};
}
when_awaited!(&'a Redis, &'a mut Connection, &'a mut Transaction);
