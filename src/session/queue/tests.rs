//! [`Queue`] under schedules that a simulation makes up: callers come and go, bytes go in pieces, the
//! connection ends anywhere, and whatever happens nobody gets anybody else's reply.
#![cfg(feature = "async")]

use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Awaited, Inbox, Queue, Ticket};
use crate::error::{Error, ErrorKind, Outcome};
use crate::resp::{Encoded, Limits, Reply, Value};

/// Every command is its number in so many digits.
const WIDTH: usize = 8;

/// One step of a schedule; numbers are taken modulo what there is.
#[derive(Clone, Debug)]
enum Step {
    Push {
        commands: usize,
        direct: bool,
    },
    GiveUp(usize),
    Take(usize),
    HandOver,
    Write(usize),
    Serve(usize),
    Receive(usize),
    /// The writer finds out that the connection is gone.
    LoseByWriting,
    /// The reader does, while the writer may be at it.
    LoseByReading,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..4_usize, any::<bool>())
            .prop_map(|(commands, direct)| Step::Push { commands, direct }),
        2 => any::<usize>().prop_map(Step::GiveUp),
        3 => any::<usize>().prop_map(Step::Take),
        4 => Just(Step::HandOver),
        5 => (1..60_usize).prop_map(Step::Write),
        5 => (1..60_usize).prop_map(Step::Serve),
        5 => (1..60_usize).prop_map(Step::Receive),
    ]
}

fn schedule() -> impl Strategy<Value = Vec<Step>> {
    let ending = prop_oneof![Just(Step::LoseByWriting), Just(Step::LoseByReading)];
    (vec(step(), 0..120), proptest::option::of(ending)).prop_map(|(mut steps, ending)| {
        steps.extend(ending);
        steps
    })
}

/// A request and what is known of it.
struct Asked {
    ticket: Ticket,
    first: u64,
    /// 0 for a single command, else how many the batch has.
    batch: usize,
}

struct Simulation {
    queue: Queue<u64>,
    inbox: Inbox,
    asked: Vec<Asked>,
    next: u64,
    /// What the writer has in hand.
    burst: Vec<u8>,
    /// On the way to the server, and what it has got of it.
    to_server: Vec<u8>,
    executed: Vec<u64>,
    to_client: Vec<u8>,
    /// Requests that ended, with their outcome if it was an error.
    not_sent: Vec<u64>,
    woken: Vec<u64>,
}

impl Simulation {
    fn new() -> Self {
        Self {
            queue: Queue::new(),
            inbox: Inbox::new(Limits::default(), 64),
            asked: Vec::new(),
            next: 0,
            burst: Vec::new(),
            to_server: Vec::new(),
            executed: Vec::new(),
            to_client: Vec::new(),
            not_sent: Vec::new(),
            woken: Vec::new(),
        }
    }

    fn perform(&mut self, step: &Step) {
        match *step {
            Step::Push { commands, direct } => self.push(commands, direct),
            Step::GiveUp(which) => {
                if let Some(asked) = self.choose(which)
                    && self.queue.give_up(&asked.ticket) == Outcome::NotSent
                {
                    self.not_sent.extend(asked.numbers());
                }
            }
            Step::Take(which) => self.take(which),
            Step::HandOver => {
                if self.burst.is_empty() {
                    self.queue.hand_over(&mut self.burst);
                }
            }
            Step::Write(count) => {
                let taken: Vec<u8> = self.burst.drain(..count.min(self.burst.len())).collect();
                self.queue.wrote(taken.len());
                self.to_server.extend(taken);
            }
            Step::Serve(count) => self.serve(count),
            Step::Receive(count) => self.receive(count),
            Step::LoseByWriting => {
                self.burst.clear();
                self.queue.stops_writing();
                self.lose();
            }
            Step::LoseByReading => self.lose(),
        }
    }

    fn push(&mut self, commands: usize, direct: bool) {
        let first = self.next;
        self.next += commands.max(1) as u64;
        let bytes: Vec<u8> = (first..self.next)
            .flat_map(|number| format!("{number:0WIDTH$}").into_bytes())
            .collect();
        let awaited = match commands {
            0 => Awaited::One,
            more => Awaited::Sequence(more),
        };
        let ticket = if direct && self.queue.is_alone() && self.burst.is_empty() {
            let ticket = self
                .queue
                .push_direct(bytes.len(), awaited, None, Some(first));
            let taken = bytes.len() / 2 * (first as usize % 3);
            let (sent, rest) = bytes.split_at(taken.min(bytes.len()));
            self.queue.wrote(sent.len());
            self.to_server.extend_from_slice(sent);
            if !rest.is_empty() {
                self.queue.keep_rest(rest);
            }
            ticket
        } else {
            self.queue
                .push(&encoded(&bytes), awaited, None, Some(first))
        };
        self.asked.push(Asked {
            ticket,
            first,
            batch: commands,
        });
    }

    fn choose(&mut self, which: usize) -> Option<Asked> {
        let among = self.asked.len().checked_sub(1)? + 1;
        Some(self.asked.swap_remove(which % among))
    }

    /// Asks for an answer, which must be the own one.
    fn take(&mut self, which: usize) {
        let Some(asked) = self.choose(which) else {
            return;
        };
        let Some(answer) = self.queue.take(&asked.ticket) else {
            self.asked.push(asked);
            return;
        };
        match answer {
            Ok(frame) => {
                let reply = Value::from(frame.reply());
                let numbers: Vec<Value> =
                    asked.numbers().map(|n| Value::Integer(n as i64)).collect();
                let own = match asked.batch {
                    0 => numbers[0].clone(),
                    _ => Value::Array(numbers),
                };
                assert_eq!(reply, own);
            }
            Err(error) if error.outcome() == Outcome::NotSent => {
                self.not_sent.extend(asked.numbers());
            }
            Err(_) => {}
        }
    }

    /// The server reads some bytes, executes the commands that are whole, and answers.
    fn serve(&mut self, count: usize) {
        let whole = count.min(self.to_server.len()) / WIDTH * WIDTH;
        for command in self
            .to_server
            .drain(..whole)
            .collect::<Vec<_>>()
            .chunks(WIDTH)
        {
            let number = std::str::from_utf8(command).unwrap().parse().unwrap();
            self.executed.push(number);
            self.to_client.extend(format!(":{number}\r\n").into_bytes());
        }
    }

    fn receive(&mut self, count: usize) {
        let bytes: Vec<u8> = (self.to_client)
            .drain(..count.min(self.to_client.len()))
            .collect();
        self.inbox.feed(&bytes);
        self.queue
            .receive(&mut self.inbox, &mut self.woken)
            .unwrap();
    }

    fn lose(&mut self) {
        let cause = Error::new(ErrorKind::Connection, "gone");
        self.queue.lose(cause, &mut self.woken);
    }

    /// Lets everything come to its end, and looks whether all is well.
    fn finish(mut self, lost: bool) {
        // What was on its way arrives, whether the client knows or not.
        let in_hand = self.burst.len();
        self.to_server.append(&mut self.burst);
        if !lost {
            self.queue.wrote(in_hand);
            self.queue.hand_over(&mut self.burst);
            self.queue.wrote(self.burst.len());
            self.to_server.append(&mut self.burst);
        }
        self.serve(usize::MAX);
        if !lost {
            self.receive(usize::MAX);
        }
        while !self.asked.is_empty() {
            let before = self.asked.len();
            self.take(0);
            assert!(self.asked.len() < before, "nobody waits for ever");
        }
        assert_eq!(self.queue.waiting(), 0);
        assert!(self.queue.is_idle() && !self.queue.expects_callers());
        for number in &self.not_sent {
            assert!(!self.executed.contains(number), "{number} was not sent");
        }
        let mut once = self.executed.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), self.executed.len(), "nothing is executed twice");
    }
}

impl Asked {
    fn numbers(&self) -> impl Iterator<Item = u64> + use<> {
        self.first..self.first + self.batch.max(1) as u64
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn nobody_gets_anybody_elses_reply_and_outcomes_are_true(steps in schedule()) {
        let mut simulation = Simulation::new();
        let mut lost = false;
        for step in &steps {
            simulation.perform(step);
            lost |= matches!(step, Step::LoseByWriting | Step::LoseByReading);
        }
        simulation.finish(lost);
    }
}

fn encoded(bytes: &[u8]) -> Encoded {
    let mut encoded = Encoded::new();
    encoded.raw(bytes);
    encoded
}

fn queue_of(count: u64) -> (Queue<u64>, Vec<Ticket>) {
    let mut queue = Queue::new();
    let tickets = (0..count)
        .map(|number| queue.push(&encoded(b"12345678"), Awaited::One, None, Some(number)))
        .collect();
    (queue, tickets)
}

fn hand_over(queue: &mut Queue<u64>) {
    let mut burst = Vec::new();
    queue.hand_over(&mut burst);
    queue.wrote(burst.len());
}

#[test]
fn a_tombstone_takes_its_reply_and_the_next_one_gets_its_own() {
    let (mut queue, tickets) = queue_of(2);
    hand_over(&mut queue);
    assert_eq!(queue.give_up(&tickets[0]), Outcome::MaybeExecuted);
    let mut inbox = Inbox::new(Limits::default(), 64);
    inbox.feed(b"+first\r\n>1\r\n+push\r\n+second\r\n");
    let mut woken = Vec::new();
    queue.receive(&mut inbox, &mut woken).unwrap();
    assert_eq!(woken, [1]);
    let answer = queue.take(&tickets[1]).unwrap();
    assert!(matches!(answer.unwrap().reply(), Reply::Status(b"second")));
}

#[test]
fn what_was_not_handed_over_is_taken_back_when_it_is_given_up() {
    let (mut queue, tickets) = queue_of(3);
    assert_eq!(queue.give_up(&tickets[1]), Outcome::NotSent);
    let mut burst = Vec::new();
    queue.hand_over(&mut burst);
    assert_eq!(burst.len(), 2 * WIDTH);
    assert_eq!(queue.waiting(), 2);
}

#[test]
fn a_reply_before_its_command_was_sent_is_nobodys() {
    let (mut queue, _tickets) = queue_of(1);
    let mut inbox = Inbox::new(Limits::default(), 64);
    inbox.feed(b"+OK\r\n");
    let error = queue.receive(&mut inbox, &mut Vec::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
    hand_over(&mut queue);
    let mut queue: Queue<u64> = Queue::new();
    let mut inbox = Inbox::new(Limits::default(), 64);
    inbox.feed(b"+OK\r\n");
    assert!(queue.receive(&mut inbox, &mut Vec::new()).is_err());
}

#[test]
fn deadlines_are_given_when_the_requests_are_written_and_looked_at_together() {
    let start = Instant::now();
    let second = Duration::from_secs(1);
    let (mut queue, tickets) = queue_of(2);
    assert!(queue.is_unstamped());
    queue.stamp(Some(start + 5 * second));
    assert!(!queue.is_unstamped());
    let early = queue.push(&encoded(b"x"), Awaited::One, Some(start + second), Some(2));
    assert_eq!(queue.deadline(&tickets[0]), Some(start + 5 * second));
    let mut woken = Vec::new();
    let next = queue.overdue(start + 2 * second, &mut woken);
    assert_eq!(
        (woken.as_slice(), next),
        ([2].as_slice(), Some(start + 5 * second))
    );
    assert!(
        !queue.is_silent(start + 2 * second),
        "the oldest still has time"
    );
    assert!(queue.is_silent(start + 5 * second));
    assert_eq!(queue.give_up(&early), Outcome::NotSent);
    woken.clear();
    assert_eq!(queue.overdue(start + 6 * second, &mut woken), None);
    assert_eq!(woken, [0, 1]);
    woken.clear();
    queue.overdue(start + 6 * second, &mut woken);
    assert!(woken.is_empty(), "nobody is woken twice");
}

#[test]
fn a_full_queue_says_so_until_half_of_it_is_free() {
    let mut queue: Queue<u64> = Queue::new();
    let large = vec![b'x'; 64 * 1024];
    let mut pushed = 0;
    while !queue.is_full() {
        queue.push(&encoded(&large), Awaited::One, None, None);
        pushed += 1;
    }
    assert_eq!(pushed, 64, "4 MiB");
    assert!(!queue.has_room());
    hand_over(&mut queue);
    assert!(queue.has_room() && !queue.is_full());
}

#[test]
fn memory_of_a_burst_is_given_back() {
    let (mut queue, tickets) = queue_of(1000);
    hand_over(&mut queue);
    let mut inbox = Inbox::new(Limits::default(), 1024);
    inbox.feed(&b":1\r\n".repeat(1000));
    queue.receive(&mut inbox, &mut Vec::new()).unwrap();
    assert!(queue.expects_callers());
    for ticket in &tickets {
        queue.take(ticket).unwrap().unwrap();
    }
    queue.shrink();
    assert!(queue.is_alone());
    assert_eq!(queue.entries.len(), 0);
}

#[test]
fn a_lost_queue_takes_nothing_and_says_why() {
    let (mut queue, tickets) = queue_of(2);
    hand_over(&mut queue);
    queue.lose(Error::new(ErrorKind::Connection, "why"), &mut Vec::new());
    assert!(!queue.is_open() && queue.is_lost());
    let lost = queue.lost().unwrap();
    assert_eq!((lost.message(), lost.outcome()), ("why", Outcome::NotSent));
    for ticket in &tickets {
        let error = queue.take(ticket).unwrap().unwrap_err();
        assert_eq!(error.outcome(), Outcome::MaybeExecuted);
    }
}
