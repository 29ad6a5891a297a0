//! [`Batch`]: commands that are sent together, in one run.

use std::time::Duration;

use crate::error::Error;
use crate::resp::Encoded;

use super::{Blocking, Command, Facts};

/// Enough for a few commands, so that the buffer does not grow with each of the first ones.
const USUAL_SIZE: usize = 1024;

const MULTI: &[u8] = b"*1\r\n$5\r\nMULTI\r\n";
const EXEC: &[u8] = b"*1\r\n$4\r\nEXEC\r\n";

/// The commands of a pipeline: their bytes, and nothing per command.
#[derive(Debug)]
pub(crate) struct Batch {
    /// MULTI, which is left out if the batch is not atomic, then the commands.
    encoded: Encoded,
    count: usize,
    atomic: bool,
    safe_twice: bool,
    blocking: Blocking,
    /// The first command that can't be part of it.
    refused: Option<Error>,
}

impl Batch {
    pub(crate) const fn new() -> Self {
        Self {
            encoded: Encoded::new(),
            count: 0,
            atomic: true,
            safe_twice: true,
            blocking: Blocking::No,
            refused: None,
        }
    }

    pub(crate) const fn set_atomic(&mut self, atomic: bool) {
        self.atomic = atomic;
    }

    pub(crate) const fn is_atomic(&self) -> bool {
        self.atomic
    }

    pub(crate) const fn len(&self) -> usize {
        self.count
    }

    /// Adds a command.
    pub(crate) fn push(&mut self, command: &Command, facts: Facts) {
        self.begin();
        self.encoded.append(command.encoded());
        self.count += 1;
        self.safe_twice &= facts.safe_twice;
        self.blocking = both(self.blocking, facts.blocking);
    }

    /// Begins with MULTI, whether or not it will be sent.
    fn begin(&mut self) {
        if self.encoded.end() == 0 {
            self.encoded.reserve(USUAL_SIZE);
            self.encoded.raw(MULTI);
        }
    }

    /// Remembers why a command can't be part of it; the batch will not be sent.
    pub(crate) fn refuse(&mut self, error: Error) {
        self.refused.get_or_insert(error);
    }

    /// Takes the batch, and leaves an empty one of the same kind.
    pub(crate) fn take(&mut self) -> Self {
        let empty = Self {
            atomic: self.atomic,
            ..Self::new()
        };
        std::mem::replace(self, empty)
    }

    /// Forgets the commands.
    pub(crate) fn clear(&mut self) {
        drop(self.take());
    }

    /// Makes it ready to send.
    ///
    /// # Errors
    /// Why one of its commands can't be part of it.
    pub(crate) fn seal(&mut self) -> Result<(), Error> {
        if let Some(error) = self.refused.take() {
            return Err(error);
        }
        self.begin();
        if self.atomic {
            self.encoded.raw(EXEC);
        } else {
            self.encoded.set_start(MULTI.len());
        }
        Ok(())
    }

    /// What goes over the wire, once it is sealed.
    pub(crate) const fn encoded(&self) -> &Encoded {
        &self.encoded
    }

    /// How messages speak of it.
    pub(crate) fn label(&self) -> String {
        label(self.count)
    }

    /// How many replies there will be.
    pub(crate) const fn replies(&self) -> usize {
        if self.atomic {
            self.count + 2
        } else {
            self.count
        }
    }

    pub(crate) const fn is_safe_twice(&self) -> bool {
        self.safe_twice
    }

    /// How long it may take by design: in a transaction nothing blocks.
    pub(crate) const fn blocking(&self) -> Blocking {
        if self.atomic {
            Blocking::No
        } else {
            self.blocking
        }
    }

    /// The name of command `index`, for messages. It is looked for in the bytes: errors are rare.
    pub(crate) fn name(&self, index: usize) -> String {
        let mut commands = self.encoded.commands_from(MULTI.len());
        commands.nth(index).map(Facts::name).unwrap_or_default()
    }
}

/// How messages speak of a batch of so many commands.
pub(crate) fn label(commands: usize) -> String {
    match commands {
        1 => "a pipeline of 1 command".to_owned(),
        more => format!("a pipeline of {more} commands"),
    }
}

/// How long two commands block one after the other.
fn both(a: Blocking, b: Blocking) -> Blocking {
    match (a, b) {
        (Blocking::Forever, _) | (_, Blocking::Forever) => Blocking::Forever,
        (Blocking::No, other) | (other, Blocking::No) => other,
        (Blocking::For(a), Blocking::For(b)) => {
            Blocking::For(a.checked_add(b).unwrap_or(Duration::MAX))
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn batch(atomic: bool) -> Batch {
        let mut batch = Batch::new();
        batch.set_atomic(atomic);
        for command in [
            Command::new("GET").key("k"),
            Command::new("config get").arg("x"),
        ] {
            batch.push(&command, command.facts());
        }
        batch
    }

    #[test]
    fn a_transaction_is_wrapped_and_a_plain_batch_is_not() {
        let mut plain = batch(false);
        plain.seal().unwrap();
        assert!(plain.encoded().to_bytes().starts_with(b"*2\r\n$3\r\nGET"));
        assert_eq!(plain.replies(), 2);
        let mut atomic = batch(true);
        atomic.seal().unwrap();
        let bytes = atomic.encoded().to_bytes();
        assert!(bytes.starts_with(MULTI) && bytes.ends_with(EXEC));
        assert_eq!(atomic.replies(), 4);
        let mut empty = Batch::new();
        empty.seal().unwrap();
        assert_eq!(*empty.encoded().to_bytes(), [MULTI, EXEC].concat());
    }

    #[test]
    fn large_arguments_are_shared_with_the_commands() {
        let value = Bytes::from(vec![b'v'; 1 << 16]);
        let set = Command::new("SET").key("k").arg(&value);
        for atomic in [true, false] {
            let mut batch = batch(atomic);
            batch.push(&set, set.facts());
            batch.push(&set, set.facts());
            batch.seal().unwrap();
            let of_value = |chunk: &&[u8]| chunk.as_ptr() == value.as_ptr();
            assert_eq!(batch.encoded().chunks().filter(of_value).count(), 2);
            let whole = batch.encoded().to_bytes();
            let sets = [set.to_bytes(), set.to_bytes()].concat();
            let end: &[u8] = if atomic { EXEC } else { b"" };
            assert!(whole.ends_with(&[&sets, end].concat()));
            assert_eq!(whole.starts_with(MULTI), atomic);
            assert_eq!(batch.name(3), "SET");
        }
    }

    #[test]
    fn the_commands_decide_together_what_the_batch_is() {
        let mut batch = batch(false);
        assert!(batch.is_safe_twice());
        assert_eq!(
            (batch.name(0), batch.name(1), batch.name(2)),
            ("GET".into(), "CONFIG GET".into(), String::new())
        );
        let blpop = Command::new("BLPOP").key("l").arg(2);
        batch.push(&blpop, blpop.facts());
        batch.push(&blpop, blpop.facts());
        assert!(!batch.is_safe_twice());
        assert_eq!(batch.blocking(), Blocking::For(Duration::from_secs(4)));
        batch.set_atomic(true);
        assert_eq!(batch.blocking(), Blocking::No);
    }

    #[test]
    fn taking_it_leaves_an_empty_one_of_the_same_kind() {
        let mut batch = batch(false);
        assert_eq!(batch.take().len(), 2);
        assert_eq!((batch.len(), batch.is_atomic()), (0, false));
        batch.refuse(Error::data("x"));
        batch.clear();
        assert!(batch.seal().is_ok());
    }
}
