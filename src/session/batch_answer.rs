//! [`BatchAnswer`]: what the replies to a batch of commands mean.

use crate::command::Batch;
use crate::convert::FromReply;
use crate::error::{Error, ErrorKind, Outcome, Result};
use crate::resp::{Frame, Items, Reply, Value};

/// The replies to a batch, with the batch that they answer.
#[derive(Debug)]
pub(crate) struct BatchAnswer<'a> {
    batch: &'a Batch,
    frame: Frame,
}

impl<'a> BatchAnswer<'a> {
    pub(crate) const fn new(batch: &'a Batch, frame: Frame) -> Self {
        Self { batch, frame }
    }

    /// Whether these replies to a transaction begin with a refusal of MULTI.
    pub(crate) fn is_no_transaction(frame: &Frame) -> bool {
        let Reply::Array(mut items) = frame.reply() else {
            return false;
        };
        matches!(items.next(), Some(Reply::Error(_)))
    }

    /// All replies as a `T`, or the first error among them.
    pub(crate) fn decode<T: FromReply>(&self) -> Result<T> {
        let items = self.items()?;
        // Of a transaction it is only known that EXEC itself is none.
        if self.batch.is_atomic() || !self.frame.is_faultless() {
            for (index, reply) in items.clone().enumerate() {
                if let Reply::Error(error) = reply {
                    return Err(self.blame(index, error.to_error()));
                }
            }
        }
        T::from_reply(Reply::Array(items)).map_err(|error| error.with_command(self.batch.label()))
    }

    /// Every reply, with errors in their places.
    pub(crate) fn decode_each(&self) -> Result<Vec<Result<Value>>> {
        let each = self.items()?.enumerate().map(|(index, reply)| match reply {
            Reply::Error(error) => Err(self.blame(index, error.to_error())),
            other => Ok(Value::from(other)),
        });
        Ok(each.collect())
    }

    /// The commands' replies, one each.
    fn items(&self) -> Result<Items<'_>> {
        let Reply::Array(mut items) = self.frame.reply() else {
            return Err(self.senseless("no list"));
        };
        if !self.batch.is_atomic() {
            return Ok(items);
        }
        if let Some(Reply::Error(error)) = items.next() {
            // What followed was executed as if there had been no MULTI, as far as it was allowed.
            let error = error.to_error().with_outcome(Outcome::MaybeExecuted);
            return Err(error.with_command("MULTI"));
        }
        let mut refused = None;
        for index in 0..self.batch.len() {
            if let Some(Reply::Error(error)) = items.next() {
                refused.get_or_insert((index, error));
            }
        }
        match items.next() {
            Some(Reply::Array(results)) if results.len() == Some(self.batch.len()) => Ok(results),
            Some(Reply::Nil) => Err(Error::new(
                ErrorKind::Watch,
                "a watched key was changed, so nothing was executed",
            )
            .with_outcome(Outcome::Answered)
            .with_command("EXEC")),
            Some(Reply::Error(error)) => Err(match refused {
                Some((index, cause)) => self.blame(index, cause.to_error()),
                None => error.to_error().with_command("EXEC"),
            }),
            Some(other) => Err(self.senseless(other.kind_name())),
            None => Err(self.senseless("nothing")),
        }
    }

    /// Says which of the commands an error belongs to.
    fn blame(&self, index: usize, error: Error) -> Error {
        error.with_command(format!(
            "command {} of {} in the pipeline, {}",
            index + 1,
            self.batch.len(),
            self.batch.name(index)
        ))
    }

    fn senseless(&self, what: &str) -> Error {
        Error::new(
            ErrorKind::InvalidResponse,
            format!("the answer to EXEC makes no sense: it is {what}"),
        )
        .with_outcome(Outcome::MaybeExecuted)
        .with_command(self.batch.label())
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::Command;

    fn batch(atomic: bool) -> Batch {
        let mut batch = Batch::new();
        batch.set_atomic(atomic);
        for command in [
            Command::new("SET").key("k").arg("v"),
            Command::new("INCR").key("k"),
        ] {
            batch.push(&command, command.facts());
        }
        batch
    }

    fn answer<T: FromReply>(atomic: bool, replies: &'static [u8], count: usize) -> Result<T> {
        let batch = batch(atomic);
        BatchAnswer::new(&batch, Frame::sequence(Bytes::from_static(replies), count)).decode()
    }

    #[test]
    fn plain_replies_are_a_tuple_or_a_list() {
        let both: (bool, i64) = answer(false, b"+OK\r\n:2\r\n", 2).unwrap();
        assert_eq!(both, (true, 2));
        let list: Vec<Value> = answer(false, b"+OK\r\n:2\r\n", 2).unwrap();
        assert_eq!(list.len(), 2);
        answer::<()>(false, b"+OK\r\n:2\r\n", 2).unwrap();
        assert_eq!(
            answer::<(i64,)>(false, b":1\r\n:2\r\n", 2)
                .unwrap_err()
                .kind(),
            ErrorKind::Decode
        );
    }

    #[test]
    fn the_results_of_a_transaction_are_those_of_exec() {
        let both: (bool, i64) =
            answer(true, b"+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n+OK\r\n:2\r\n", 4).unwrap();
        assert_eq!(both, (true, 2));
    }

    #[test]
    fn the_first_error_names_its_command() {
        let error = answer::<()>(false, b"+OK\r\n-WRONGTYPE x\r\n", 2).unwrap_err();
        assert_eq!(
            error.to_string(),
            "command 2 of 2 in the pipeline, INCR: WRONGTYPE x"
        );
        assert_eq!(error.code(), Some("WRONGTYPE"));
        let error =
            answer::<()>(true, b"+OK\r\n-ERR a\r\n-ERR b\r\n-EXECABORT x\r\n", 4).unwrap_err();
        assert_eq!(
            error.to_string(),
            "command 1 of 2 in the pipeline, SET: ERR a"
        );
        let error =
            answer::<()>(true, b"+OK\r\n+QUEUED\r\n+QUEUED\r\n-EXECABORT x\r\n", 4).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ExecAbort);
        let error = answer::<()>(
            true,
            b"-NOPERM no\r\n+OK\r\n:1\r\n-ERR EXEC without MULTI\r\n",
            4,
        )
        .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NoPermission);
        assert!(!error.is_not_executed(), "the second command was");
    }

    #[test]
    fn nil_for_exec_means_that_a_watched_key_was_changed() {
        for nil in [
            b"+OK\r\n+QUEUED\r\n+QUEUED\r\n*-1\r\n" as &'static [u8],
            b"+OK\r\n+QUEUED\r\n+QUEUED\r\n_\r\n",
        ] {
            assert!(answer::<()>(true, nil, 4).unwrap_err().is_watch());
        }
    }

    #[test]
    fn an_answer_to_exec_that_is_none_is_refused() {
        for reply in [
            b"+OK\r\n+QUEUED\r\n+QUEUED\r\n*1\r\n:1\r\n" as &'static [u8],
            b"+OK\r\n+QUEUED\r\n+QUEUED\r\n+OK\r\n",
        ] {
            assert_eq!(
                answer::<()>(true, reply, 4).unwrap_err().kind(),
                ErrorKind::InvalidResponse
            );
        }
    }

    #[test]
    fn each_reply_can_be_had_with_errors_in_place() {
        let batch = batch(false);
        let frame = Frame::sequence(Bytes::from_static(b"+OK\r\n-WRONGTYPE x\r\n"), 2);
        let each = BatchAnswer::new(&batch, frame).decode_each().unwrap();
        assert_eq!(each[0].as_ref().unwrap(), &Value::Status("OK".into()));
        assert_eq!(each[1].as_ref().unwrap_err().code(), Some("WRONGTYPE"));
    }
}
