//! [`Subscriptions`]: what a subscriber wants, what the server has been asked for, and what it has confirmed.

mod kind;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, VecDeque};

use bytes::Bytes;

use crate::command::Command;
use crate::commands::{Message, MessageKind};
use crate::error::Error;
use crate::resp::{Frame, Reply};

pub(crate) use kind::Kind;

/// So many names go into one command when all are subscribed to again: servers take a million.
const NAMES_AT_ONCE: usize = 10_000;

/// The channels, patterns and shard channels of one subscriber, with the handlers of some.
///
/// A name is here from when it is asked for until the server has confirmed that it is gone. Requests are
/// answered in the order in which they were sent, each of their names by a confirmation of its own, or all
/// of them by one error. So what was asked for in a row (on, off, on again) ends as the last request says.
#[derive(Debug)]
pub(crate) struct Subscriptions<H> {
    names: [HashMap<Bytes, Entry<H>>; 3],
    /// How many names have ever been wanted.
    count: u64,
    /// How many names have a handler; mostly there is none to look for.
    handlers: usize,
    sent: VecDeque<Sent>,
    /// How many of the requests at the front of `sent` bring back what a lost connection had.
    returning: usize,
    /// A connection was lost, and the listener has not been told.
    gap: bool,
}

#[derive(Debug)]
struct Entry<H> {
    /// Names are brought back in the order in which they were asked for.
    number: u64,
    handler: Option<H>,
    wanted: bool,
    /// Requests to end it that have not been confirmed.
    leaving: usize,
}

/// A name that is not wanted yet.
impl<H> Default for Entry<H> {
    fn default() -> Self {
        Self {
            number: 0,
            handler: None,
            wanted: false,
            leaving: 0,
        }
    }
}

/// A request that has not been answered to its end.
#[derive(Debug)]
enum Sent {
    Subscribe(Kind, VecDeque<Bytes>),
    /// With the number of confirmations to come.
    Unsubscribe(Kind, usize),
    /// A `PING` of the user's.
    Ping,
    /// A `PING` of our own.
    Check,
}

/// What a received reply means.
#[derive(Debug)]
pub(crate) enum Heard<H> {
    /// Something for the listener.
    Message(Message),
    /// Something for a handler.
    Handled(H, Message),
    /// The server refused a request.
    Refused(Error),
    /// Nothing that anybody has to be told.
    Nothing,
}

impl<H: Clone> Subscriptions<H> {
    pub(crate) fn new() -> Self {
        Self {
            names: Default::default(),
            count: 0,
            handlers: 0,
            sent: VecDeque::new(),
            returning: 0,
            gap: false,
        }
    }

    /// Whether anything is subscribed to, or the end of it not yet confirmed.
    pub(crate) fn is_subscribed(&self) -> bool {
        self.names.iter().any(|names| !names.is_empty())
    }

    /// Whether there is an answer to wait for.
    pub(crate) fn is_awaiting(&self) -> bool {
        !self.sent.is_empty()
    }

    /// Whether anything can still come.
    pub(crate) fn expects(&self) -> bool {
        self.gap || self.is_awaiting() || self.is_subscribed()
    }

    /// The names of a kind that are subscribed to, or being, in the order in which they were asked for.
    pub(crate) fn names(&self, kind: Kind) -> Vec<Bytes> {
        let entries = self.names_of(kind).iter();
        let mut wanted: Vec<_> = entries.filter(|(_, entry)| entry.wanted).collect();
        wanted.sort_unstable_by_key(|(_, entry)| entry.number);
        wanted.into_iter().map(|(name, _)| name.clone()).collect()
    }

    /// A name without a handler, if there is one.
    pub(crate) fn without_handler(&self) -> Option<Bytes> {
        let mut entries = self.names.iter().flatten();
        let (name, _) = entries.find(|(_, entry)| entry.handler.is_none())?;
        Some(name.clone())
    }

    /// Notes that these names are wanted, and returns those that were not before.
    pub(crate) fn want(&mut self, kind: Kind, names: &[Bytes], handler: Option<&H>) -> Vec<Bytes> {
        let mut new = Vec::new();
        for name in names {
            self.count += 1;
            let number = self.count;
            let entry = self.names_mut(kind).entry(name.clone()).or_default();
            entry.number = number;
            if !std::mem::replace(&mut entry.wanted, true) {
                new.push(name.clone());
            }
            let before = std::mem::replace(&mut entry.handler, handler.cloned());
            self.handlers += usize::from(handler.is_some());
            self.handlers -= usize::from(before.is_some());
        }
        new
    }

    /// Notes that these names are not wanted any more, without telling the server. There is no connection.
    pub(crate) fn forget(&mut self, kind: Kind, names: &[Bytes]) {
        for name in names {
            self.remove(kind, name);
        }
    }

    /// The request to subscribe to names that are wanted. It has to be sent.
    pub(crate) fn subscribe(&mut self, kind: Kind, names: Vec<Bytes>) -> Command {
        let command = command(kind.subscribe(), &names);
        self.sent.push_back(Sent::Subscribe(kind, names.into()));
        command
    }

    /// The request to end the subscription to those of these names that are wanted, or to all of them; `None`
    /// if there are none. It has to be sent.
    pub(crate) fn unsubscribe(&mut self, kind: Kind, names: Option<Vec<Bytes>>) -> Option<Command> {
        let mut names = names.unwrap_or_else(|| self.names(kind));
        names.retain(|name| match self.names_mut(kind).get_mut(name) {
            Some(entry) if entry.wanted => {
                entry.wanted = false;
                entry.leaving += 1;
                true
            }
            _ => false,
        });
        if names.is_empty() {
            return None;
        }
        self.sent.push_back(Sent::Unsubscribe(kind, names.len()));
        Some(command(kind.unsubscribe(), &names))
    }

    /// Notes that a `PING` of the user's is sent.
    pub(crate) fn ping(&mut self) {
        self.sent.push_back(Sent::Ping);
    }

    /// Notes that a `PING` is sent whose answer is for nobody.
    pub(crate) fn check(&mut self) {
        self.sent.push_back(Sent::Check);
    }

    /// Notes that the connection was lost, and with it what was to end.
    pub(crate) fn lost(&mut self) {
        self.forget_requests();
        self.gap = self.is_subscribed();
    }

    /// There is no answer to wait for any more, and what was to end has ended.
    fn forget_requests(&mut self) {
        self.sent.clear();
        self.returning = 0;
        for names in &mut self.names {
            names.retain(|_, entry| {
                entry.leaving = 0;
                self.handlers -= usize::from(!entry.wanted && entry.handler.is_some());
                entry.wanted
            });
        }
    }

    /// Notes that nothing is wanted any more, and nothing awaited.
    pub(crate) fn clear(&mut self) {
        *self = Self::new();
    }

    /// The requests for all that is wanted, on a new connection. They have to be sent before any other.
    pub(crate) fn begin(&mut self) -> Vec<Command> {
        // Something may have been asked for when the connection was lost already.
        self.forget_requests();
        let mut commands = Vec::new();
        for kind in Kind::ALL {
            for names in self.names(kind).chunks(NAMES_AT_ONCE) {
                commands.push(self.subscribe(kind, names.to_vec()));
            }
        }
        self.returning = commands.len();
        commands
    }

    /// The word that there was a gap, once everything is subscribed to again.
    pub(crate) fn take_gap(&mut self) -> Option<Message> {
        if !self.gap || self.returning > 0 {
            return None;
        }
        self.gap = false;
        Some(Message::gap())
    }

    /// What a received reply means.
    pub(crate) fn hear(&mut self, frame: Frame) -> Heard<H> {
        if let Reply::Error(error) = frame.reply() {
            let error = error.to_error();
            return self.refused(error);
        }
        let Ok(message) = Message::parse(frame) else {
            // A push about something else.
            return Heard::Nothing;
        };
        if message.kind() == MessageKind::Pong {
            return self.ponged(message);
        }
        if let Some((kind, on)) = Kind::confirmed_by(message.kind()) {
            self.confirmed(kind, on, &message.channel_bytes());
            return Heard::Message(message);
        }
        match self.handler_of(&message) {
            Some(handler) => Heard::Handled(handler, message),
            None => Heard::Message(message),
        }
    }

    fn handler_of(&self, message: &Message) -> Option<H> {
        if self.handlers == 0 {
            return None;
        }
        let kind = Kind::published_by(message.kind())?;
        let name = match kind {
            Kind::Pattern => message.pattern_bytes()?,
            _ => message.channel_bytes(),
        };
        self.names_of(kind).get(&*name)?.handler.clone()
    }

    fn confirmed(&mut self, kind: Kind, on: bool, name: &[u8]) {
        match (self.sent.front_mut(), on) {
            (Some(Sent::Subscribe(asked, names)), true) if *asked == kind => {
                names.pop_front();
                if names.is_empty() {
                    self.answered();
                }
            }
            (Some(Sent::Unsubscribe(asked, left)), false) if *asked == kind => {
                *left -= 1;
                if *left == 0 {
                    self.answered();
                }
                self.left(kind, name);
            }
            // The server ended it by itself, as it does when a slot goes to another node.
            (_, false) => self.remove(kind, name),
            (_, true) => {}
        }
    }

    /// One of the requests to end this is confirmed.
    fn left(&mut self, kind: Kind, name: &[u8]) {
        if let Some(entry) = self.names_mut(kind).get_mut(name) {
            entry.leaving = entry.leaving.saturating_sub(1);
            if entry.leaving == 0 && !entry.wanted {
                self.remove(kind, name);
            }
        }
    }

    fn ponged(&mut self, message: Message) -> Heard<H> {
        match self.sent.front() {
            Some(Sent::Ping) => {
                self.answered();
                Heard::Message(message)
            }
            Some(Sent::Check) => {
                self.answered();
                Heard::Nothing
            }
            _ => Heard::Nothing,
        }
    }

    fn refused(&mut self, error: Error) -> Heard<H> {
        match self.answered() {
            Some(Sent::Subscribe(kind, names)) => {
                for name in &names {
                    self.remove(kind, name);
                }
                Heard::Refused(error.with_command(kind.subscribe()))
            }
            Some(Sent::Unsubscribe(kind, _)) => {
                Heard::Refused(error.with_command(kind.unsubscribe()))
            }
            Some(Sent::Ping) => Heard::Refused(error.with_command("PING")),
            // An error is as good a sign of life as any.
            Some(Sent::Check) => Heard::Nothing,
            None => Heard::Refused(error),
        }
    }

    /// The request at the front has been answered to its end.
    fn answered(&mut self) -> Option<Sent> {
        self.returning = self.returning.saturating_sub(1);
        self.sent.pop_front()
    }

    fn remove(&mut self, kind: Kind, name: &[u8]) {
        if let Some(entry) = self.names_mut(kind).remove(name) {
            self.handlers -= usize::from(entry.handler.is_some());
        }
    }

    const fn names_of(&self, kind: Kind) -> &HashMap<Bytes, Entry<H>> {
        let [channels, patterns, shard_channels] = &self.names;
        match kind {
            Kind::Channel => channels,
            Kind::Pattern => patterns,
            Kind::ShardChannel => shard_channels,
        }
    }

    const fn names_mut(&mut self, kind: Kind) -> &mut HashMap<Bytes, Entry<H>> {
        let [channels, patterns, shard_channels] = &mut self.names;
        match kind {
            Kind::Channel => channels,
            Kind::Pattern => patterns,
            Kind::ShardChannel => shard_channels,
        }
    }
}

fn command(name: &str, names: &[Bytes]) -> Command {
    names.iter().fold(Command::new(name), Command::arg)
}
