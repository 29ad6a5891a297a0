//! A session of many callers on one connection: who asks, gives up, takes and when which bytes come is up to the input.

use super::decoder::feed;
use crate::command::Command;
use crate::error::{Error, ErrorKind, Outcome};
use crate::resp::{Encoded, Limits, Value};
use crate::session::{Awaited, Inbox, Queue, Ticket};

/// Long enough to be received by itself.
const LONG: usize = 32 * 1024;

/// A request that somebody waits for.
struct Asked {
    ticket: Ticket,
    /// What its replies must be.
    wanted: Vec<Value>,
    is_batch: bool,
}

/// What the server will send for a request when it gets it.
struct Answers(Vec<u8>);

/// The client's end, and a server that answers everything with a number that it gives out once.
struct Session {
    queue: Queue<usize>,
    inbox: Inbox,
    asked: Vec<Asked>,
    /// Of the requests that have not reached the server, and whose they are.
    unserved: Vec<(u64, Answers)>,
    next: u64,
    to_client: Vec<u8>,
    woken: Vec<usize>,
    /// Something was sent that answers nobody: an error may come at any time, and replies may be anybody's.
    is_tainted: bool,
    is_lost: bool,
}

/// Lets callers and a server do what the input says. Nobody may get a reply that is not their own, in order, whole;
/// and in the end everybody has one, or an error.
pub fn session(input: &[u8]) {
    let mut session = Session::new();
    let mut rest = input;
    while let [step, number, tail @ ..] = rest {
        rest = session.perform(*step, usize::from(*number), tail);
    }
    session.finish();
}

impl Session {
    fn new() -> Self {
        Self {
            queue: Queue::new(),
            inbox: Inbox::new(Limits::default(), 64),
            asked: Vec::new(),
            unserved: Vec::new(),
            next: 0,
            to_client: Vec::new(),
            woken: Vec::new(),
            is_tainted: false,
            is_lost: false,
        }
    }

    /// Does one step; what is left of the input.
    fn perform<'i>(&mut self, step: u8, number: usize, tail: &'i [u8]) -> &'i [u8] {
        match step % 9 {
            0 | 1 => self.push(1, number, false),
            2 => self.push(1 + number % 5, number / 5, true),
            3 => self.give_up(number),
            4 => self.take(number),
            5 => self.serve(),
            6 => self.receive(1 + number),
            7 => self.send_push(number),
            _ => {
                let (bytes, tail) = tail.split_at(number.min(tail.len()));
                self.to_client.extend_from_slice(bytes);
                self.is_tainted |= !bytes.is_empty();
                return tail;
            }
        }
        tail
    }

    fn push(&mut self, count: usize, shape: usize, is_batch: bool) {
        if !self.queue.is_open() || self.queue.is_full() {
            return;
        }
        let mut encoded = Encoded::new();
        let mut answers = Vec::new();
        let mut wanted = Vec::new();
        let first = self.next;
        for at in 0..count {
            encoded.append(Command::new("ECHO").arg(self.next).encoded());
            wanted.push(answer(self.next, shape + at, &mut answers));
            self.next += 1;
        }
        let awaited = match is_batch {
            true => Awaited::Sequence(count),
            false => Awaited::One,
        };
        let ticket = self.queue.push(&encoded, awaited, None, Some(count));
        self.unserved.push((first, Answers(answers)));
        self.asked.push(Asked {
            ticket,
            wanted,
            is_batch,
        });
    }

    fn choose(&mut self, number: usize) -> Option<Asked> {
        let at = number.checked_rem(self.asked.len())?;
        Some(self.asked.remove(at))
    }

    fn give_up(&mut self, number: usize) {
        let Some(asked) = self.choose(number) else {
            return;
        };
        let outcome = self.queue.give_up(&asked.ticket);
        if outcome == Outcome::NotSent {
            // It never reaches the server, so that it is not answered.
            let first = asked.first();
            let before = self.unserved.len();
            self.unserved.retain(|(other, _)| Some(*other) != first);
            assert_eq!(self.unserved.len() + 1, before, "it was not served");
        }
    }

    fn take(&mut self, number: usize) {
        let Some(asked) = self.choose(number) else {
            return;
        };
        match self.queue.take(&asked.ticket) {
            None => self.asked.push(asked),
            Some(Ok(frame)) => {
                let reply = Value::from(frame.reply());
                if !self.is_tainted {
                    assert!(reply == asked.whole(), "somebody else's reply");
                }
            }
            Some(Err(_)) => assert!(self.is_lost, "an error without a reason"),
        }
    }

    /// Everything that is outgoing goes to the server, which answers it.
    fn serve(&mut self) {
        let mut burst = Vec::new();
        self.queue.hand_over(&mut burst);
        self.queue.wrote(burst.len());
        if self.is_lost {
            return;
        }
        for (_, Answers(bytes)) in self.unserved.drain(..) {
            self.to_client.extend(bytes);
        }
    }

    /// The server says something that answers nobody, as it may in RESP3.
    fn send_push(&mut self, number: usize) {
        let push = format!(">2\r\n$4\r\npush\r\n:{number}\r\n");
        self.to_client.extend_from_slice(push.as_bytes());
    }

    fn receive(&mut self, count: usize) {
        let count = count.min(self.to_client.len());
        let bytes: Vec<u8> = self.to_client.drain(..count).collect();
        if self.is_lost {
            return;
        }
        feed(&mut self.inbox, &bytes);
        let received = self.queue.receive(&mut self.inbox, &mut self.woken);
        if let Err(error) = received {
            assert!(self.is_tainted, "{error}");
            self.queue.lose(error, &mut self.woken);
            self.is_lost = true;
        }
    }

    fn finish(mut self) {
        self.serve();
        self.receive(usize::MAX);
        if self.is_tainted && !self.is_lost {
            // What it sent in vain may have left somebody without an answer.
            let cause = Error::new(ErrorKind::Connection, "the end");
            self.queue.lose(cause, &mut self.woken);
            self.is_lost = true;
        }
        while !self.asked.is_empty() {
            let before = self.asked.len();
            self.take(0);
            assert!(self.asked.len() < before, "somebody waits for ever");
        }
        assert_eq!(self.queue.waiting(), 0);
        assert!(self.queue.is_idle() && !self.queue.expects_callers());
    }
}

impl Asked {
    /// The number of its first command.
    fn first(&self) -> Option<u64> {
        number_of(self.wanted.first()?)
    }

    fn whole(&self) -> Value {
        match self.wanted.as_slice() {
            [only] if !self.is_batch => only.clone(),
            all => Value::Array(all.to_vec()),
        }
    }
}

/// The number that an answer holds.
fn number_of(answer: &Value) -> Option<u64> {
    match answer {
        Value::Integer(number) => u64::try_from(*number).ok(),
        Value::Error { message, .. } => message.parse().ok(),
        Value::Array(items) => number_of(items.first()?),
        other => other.as_str()?.trim_end_matches('x').parse().ok(),
    }
}

/// Writes an answer that holds `number`, in one of several shapes, and says what it is to be read as.
fn answer(number: u64, shape: usize, out: &mut Vec<u8>) -> Value {
    let text = number.to_string();
    let integer = Value::Integer(i64::try_from(number).unwrap_or_default());
    let value = match shape % 8 {
        0 => Value::Status(text),
        1 => Value::Bulk(text.into()),
        2 => Value::Error {
            code: "ERR".to_owned(),
            message: text,
        },
        3 => Value::Array(vec![integer, Value::Nil, Value::Map(Vec::new())]),
        4 => {
            out.extend_from_slice(b"|1\r\n+ttl\r\n:1\r\n");
            integer
        }
        5 if shape % 64 == 5 => Value::Bulk(format!("{text:x<LONG$}").into()),
        _ => integer,
    };
    value.write_resp(out);
    value
}
