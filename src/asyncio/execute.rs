//! What a command gives in this face: a future of its result.

use std::fmt;
use std::marker::PhantomData;
use std::mem::replace;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::command::{Command, Execute};
use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::{Frame, Reply};
use crate::trace::Span;

use super::client::lanes::First;
use super::client::request::{Request, for_any_connection};
use super::client::trial::Start;
use super::client::{Connection, Redis, Transaction};
use super::lane::{self, Answer};

/// The future of a command's reply. Nothing is sent before it is awaited.
///
/// Dropping it before it is done gives the command up: if it was sent it may have been executed,
/// and its reply reaches nobody else.
#[must_use = "a command is not sent before it is awaited"]
pub struct CommandFuture<'a, R> {
    state: State<'a>,
    /// The span of the call, if no other is made on the way.
    span: Span,
    decoded: PhantomData<fn() -> R>,
}

/// How far it has come. On the usual path, a shared connection that is there, nothing is allocated.
enum State<'a> {
    /// To be sent on a client's shared connection.
    New(&'a Redis, Command),
    /// Sent there.
    Sent(&'a Redis, Command, lane::Reply),
    /// All that takes longer: connecting, further attempts, a connection of one's own.
    Boxed(Answering<'a>),
    Done,
}

/// The reply, with the command that it answers.
type Answering<'a> = Pin<Box<dyn Future<Output = Result<(Frame, Command)>> + Send + 'a>>;

impl<'a> State<'a> {
    /// Sends the command on a shared connection, if it may and there is one.
    fn begin(
        redis: &'a Redis,
        command: Command,
        span: &mut Span,
        cx: &Context<'_>,
    ) -> Result<Self> {
        let facts = command.facts();
        for_any_connection(&command, facts)?;
        let request = Request::command(&command, facts)?;
        let pool = redis.connection_pool().shared();
        *span = pool.span(&request);
        let _inside = span.enter();
        if request.is_ordinary()
            && let Some(lane) = pool.latest_holdings().lanes.ready()
            && lane.is_at_home()
            && let Ok(reply) = lane.begin(&request, None, cx.waker())
        {
            return Ok(Self::Sent(redis, command, reply));
        }
        Ok(Self::boxed(redis, command, None))
    }

    fn boxed(redis: &'a Redis, command: Command, first: Option<First>) -> Self {
        let start = Start::now();
        Self::Boxed(Box::pin(async move {
            let request = Request::command(&command, command.facts())?;
            let frame = redis.send(&request, start, first).await?;
            Ok((frame, command))
        }))
    }
}

/// The reply to a single command, or how the attempt ended.
fn reply_of(answer: Answer) -> Result<Frame, First> {
    let error = match answer.result {
        Ok(frame) => match frame.reply() {
            Reply::Error(error) => error.to_error(),
            _ => return Ok(frame),
        },
        Err(error) => error,
    };
    Err(First {
        error,
        deadline: answer.deadline,
        generation: answer.generation,
    })
}

impl<R: FromReply> Future for CommandFuture<'_, R> {
    type Output = Result<R>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<R>> {
        let this = &mut *self;
        loop {
            match &mut this.state {
                State::New(..) => {
                    let State::New(redis, command) = replace(&mut this.state, State::Done) else {
                        return Poll::Pending;
                    };
                    this.state = State::begin(redis, command, &mut this.span, cx)?;
                }
                State::Sent(_, _, reply) => {
                    let answer = {
                        let _inside = this.span.enter();
                        ready!(reply.poll(cx))
                    };
                    let State::Sent(redis, command, _) = replace(&mut this.state, State::Done)
                    else {
                        return Poll::Pending;
                    };
                    match reply_of(answer) {
                        Ok(frame) => {
                            replace(&mut this.span, Span::none()).end_with(None);
                            return Poll::Ready(command.decode(frame));
                        }
                        // Perhaps it is to be sent again, which takes longer.
                        Err(failed) => this.state = State::boxed(redis, command, Some(failed)),
                    }
                }
                State::Boxed(answering) => {
                    let answered = {
                        let _inside = this.span.enter();
                        ready!(answering.as_mut().poll(cx))
                    };
                    this.state = State::Done;
                    replace(&mut this.span, Span::none()).end_with(answered.as_ref().err());
                    let (frame, command) = answered?;
                    return Poll::Ready(command.decode(frame));
                }
                // As with every future, polling it again is an error of the caller's.
                State::Done => return Poll::Pending,
            }
        }
    }
}

impl<R> fmt::Debug for CommandFuture<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommandFuture").finish_non_exhaustive()
    }
}

/// The future sends the command and waits for its reply.
impl<'a> Execute for &'a Redis {
    type Out<R: FromReply> = CommandFuture<'a, R>;

    fn execute_command<R: FromReply>(self, command: Command) -> CommandFuture<'a, R> {
        CommandFuture {
            state: State::New(self, command),
            span: Span::none(),
            decoded: PhantomData,
        }
    }
}

macro_rules! on_its_own_connection {
    ($($target:ty),+ $(,)?) => {$(
        /// The future sends the command and waits for its reply.
        impl<'a> Execute for $target {
            type Out<R: FromReply> = CommandFuture<'a, R>;

            fn execute_command<R: FromReply>(self, command: Command) -> CommandFuture<'a, R> {
                CommandFuture {
                    state: State::Boxed(Box::pin(async move {
                        let frame = self.run(&command, Start::now()).await?;
                        Ok((frame, command))
                    })),
                    span: Span::none(),
                    decoded: PhantomData,
                }
            }
        }
    )+};
}
on_its_own_connection!(&'a mut Connection, &'a mut Transaction);
