//! [`XaddOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::StreamTrim;

/// The options of `XADD` ([`xadd_with`](super::StreamCommands::xadd_with)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct XaddOptions {
    id: Option<OwnedArg>,
    nomkstream: bool,
    once: Option<Once>,
    trim: Option<StreamTrim>,
}

/// How the server knows that it has the entry already.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Once {
    Auto(OwnedArg),
    Named(OwnedArg, OwnedArg),
}

impl XaddOptions {
    /// None of them: the server makes the id, and the stream if it does not exist.
    pub const fn new() -> Self {
        Self {
            id: None,
            nomkstream: false,
            once: None,
            trim: None,
        }
    }

    /// The id of the entry: a [`StreamId`](super::StreamId), or a word such as `"1526919030474-*"`,
    /// where the server makes the second part (since 7.0.0). It must be greater than those of all entries before.
    pub fn id(mut self, id: impl ToArg) -> Self {
        self.id = Some(OwnedArg::new(id));
        self
    }

    /// Only if the stream exists (`NOMKSTREAM`). Since 6.2.0.
    pub const fn nomkstream(mut self) -> Self {
        self.nomkstream = true;
        self
    }

    /// Deletes old entries as well (`MAXLEN`, `MINID`).
    pub fn trim(mut self, trim: StreamTrim) -> Self {
        self.trim = Some(trim);
        self
    }

    /// Only if this producer has not added an entry with this id of its own before, as far back as
    /// the server remembers ([`xcfgset`](super::StreamCommands::xcfgset)); else the reply is the id
    /// of that entry (`IDMP`). Undoes [`idmpauto`](Self::idmpauto). Since Redis 8.6.0.
    pub fn idmp(mut self, producer: impl ToArg, id: impl ToArg) -> Self {
        self.once = Some(Once::Named(OwnedArg::new(producer), OwnedArg::new(id)));
        self
    }

    /// As [`idmp`](Self::idmp), but an entry is known by its content (`IDMPAUTO`). Undoes
    /// [`idmp`](Self::idmp). Since Redis 8.6.0.
    pub fn idmpauto(mut self, producer: impl ToArg) -> Self {
        self.once = Some(Once::Auto(OwnedArg::new(producer)));
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        let command = command
            .flag(self.nomkstream, "NOMKSTREAM")
            .option(self.once.as_ref(), |c, once| once.add_to(c))
            .option(self.trim.as_ref(), |c, trim| trim.add_to(c));
        match &self.id {
            Some(id) => command.arg(id),
            None => command.arg("*"),
        }
    }
}

impl Once {
    fn add_to(&self, command: Command) -> Command {
        match self {
            Self::Auto(producer) => command.arg("IDMPAUTO").arg(producer),
            Self::Named(producer, id) => command.arg("IDMP").arg(producer).arg(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::StreamRefPolicy;
    use super::*;

    #[test]
    fn the_options_are_sent_before_the_id() {
        let sent = |options: XaddOptions| {
            let command = options.add_to(Command::new("XADD").key("s"));
            let words: Vec<_> = command.arguments().skip(2).map(<[u8]>::to_vec).collect();
            String::from_utf8(words.join(&b' ')).unwrap()
        };
        let new = XaddOptions::new;
        assert_eq!(sent(new()), "*");
        assert_eq!(sent(new().id("1-*").nomkstream()), "NOMKSTREAM 1-*");
        assert_eq!(sent(new().idmp("p", "i").idmpauto("q")), "IDMPAUTO q *");
        let trim = || StreamTrim::maxlen(9);
        assert_eq!(
            sent(new().idmpauto("q").idmp("p", 1).trim(trim())),
            "IDMP p 1 MAXLEN ~ 9 *"
        );
        assert_eq!(sent(new().trim(trim().limit(3).exact())), "MAXLEN = 9 *");
        let trim = trim().exact().limit(3).ref_policy(StreamRefPolicy::Acked);
        assert_eq!(sent(new().trim(trim)), "MAXLEN ~ 9 LIMIT 3 ACKED *");
    }
}
