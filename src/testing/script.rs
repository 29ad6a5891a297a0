//! [`Script`]: what is expected, what has come, and what to do about it. It does no I/O.

use std::borrow::Cow;
use std::time::Duration;

use super::{Answer, Unmet};

/// A command as it came: its name and its arguments.
pub(super) type Received = Vec<Vec<u8>>;

/// All that a server expects.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// The one that was said last is last.
    pub(super) planned: Vec<Planned>,
    pub(super) received: Vec<Received>,
    unexpected: Vec<Received>,
}

/// One expectation.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    wanted: Wanted,
    pub(super) answer: Option<Answer>,
    pub(super) delay: Duration,
    pub(super) closes: bool,
    /// `None`: any number of times.
    pub(super) times: Option<usize>,
    came: usize,
}

/// Which commands an expectation is about.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    /// Just this one.
    Exactly(Received),
    /// Those whose first words are these, whatever follows.
    Named(Received),
}

/// What to do about a command.
#[derive(Clone, Debug)]
pub(super) struct Reaction {
    pub(super) answer: Option<Answer>,
    pub(super) delay: Duration,
    pub(super) closes: bool,
}

impl Script {
    /// What is planned for a command: by the first expectation that it fits and that has not come as often as it
    /// should.
    pub(super) fn react(&mut self, command: &[Vec<u8>]) -> Option<Reaction> {
        let mut fitting = self.planned.iter_mut().filter(|it| it.wanted.fits(command));
        let planned = fitting.find(|it| it.times.is_none_or(|times| it.came < times))?;
        planned.came += 1;
        Some(Reaction {
            answer: planned.answer.clone(),
            delay: planned.delay,
            closes: planned.closes,
        })
    }

    /// Notes a command that nobody has planned for.
    pub(super) fn surprise(&mut self, command: Received) {
        self.unexpected.push(command);
    }

    /// What did not come, and what came unexpectedly.
    pub(super) fn unmet(&self) -> Option<Unmet> {
        let missing = self.planned.iter().filter_map(Planned::missing);
        let unexpected = self.unexpected.iter().map(|command| line(command));
        Unmet::of(missing.collect(), unexpected.collect())
    }
}

impl Planned {
    /// The name of the command that it is about.
    pub(super) fn name(&self) -> Cow<'_, str> {
        self.wanted.name()
    }

    pub(super) fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            answer: Some(Answer::ok()),
            delay: Duration::ZERO,
            closes: false,
            times: Some(1),
            came: 0,
        }
    }

    fn missing(&self) -> Option<String> {
        let times = self.times.filter(|times| self.came < *times)?;
        let wanted = self.wanted.text();
        Some(match (times, self.came) {
            (1, _) => wanted,
            (times, came) => format!("{wanted} ({came} of {times} times)"),
        })
    }
}

impl Wanted {
    /// The first word of a command: what follows may be a secret.
    fn name(&self) -> Cow<'_, str> {
        let (Self::Exactly(words) | Self::Named(words)) = self;
        words
            .first()
            .map_or(Cow::Borrowed(""), |word| String::from_utf8_lossy(word))
    }

    fn fits(&self, command: &[Vec<u8>]) -> bool {
        match self {
            Self::Exactly(wanted) => {
                wanted.len() == command.len() && starts_with(command, wanted, 1)
            }
            Self::Named(words) => starts_with(command, words, words.len()),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Exactly(command) => line(command),
            Self::Named(words) => format!("{} …", line(words)),
        }
    }
}

/// Whether a command begins so. The case of its first words, which are a name, does not matter.
fn starts_with(command: &[Vec<u8>], beginning: &[Vec<u8>], names: usize) -> bool {
    let fits = |(index, (word, wanted)): (usize, (&Vec<u8>, &Vec<u8>))| match index < names {
        true => word.eq_ignore_ascii_case(wanted),
        false => word == wanted,
    };
    beginning.len() <= command.len() && command.iter().zip(beginning).enumerate().all(fits)
}

/// A command as one line of text.
pub(super) fn line(command: &[Vec<u8>]) -> String {
    let words = command.iter().map(|word| match std::str::from_utf8(word) {
        Ok(text) if is_plain(text) => text.to_owned(),
        _ => format!("\"{}\"", word.escape_ascii()),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Received {
        text.split(' ')
            .map(|word| word.as_bytes().to_vec())
            .collect()
    }

    fn script(planned: impl IntoIterator<Item = Planned>) -> Script {
        Script {
            planned: planned.into_iter().collect(),
            ..Script::default()
        }
    }

    #[test]
    fn equal_expectations_are_met_in_their_order() {
        let get = |answer: &str| Planned {
            answer: Some(answer.into()),
            ..Planned::new(Wanted::Exactly(words("GET k")))
        };
        let mut script = script([get("a"), get("b")]);
        for answer in ["a", "b"] {
            let reaction = script.react(&words("get k")).unwrap();
            assert_eq!(reaction.answer, Some(answer.into()));
        }
        assert!(script.react(&words("GET k")).is_none());
        assert!(script.react(&words("GET K")).is_none());
    }

    #[test]
    fn a_name_is_met_with_whatever_arguments() {
        let mut script = script([Planned {
            times: None,
            ..Planned::new(Wanted::Named(words("CONFIG SET")))
        }]);
        assert!(script.react(&words("config set maxmemory 1")).is_some());
        assert!(script.react(&words("CONFIG GET maxmemory")).is_none());
        assert!(script.react(&words("CONFIG")).is_none());
        assert!(script.unmet().is_none());
    }

    #[test]
    fn what_is_missing_and_what_is_too_much_reads_well() {
        let mut script = script([
            Planned::new(Wanted::Exactly(words("GET a"))),
            Planned {
                times: Some(3),
                ..Planned::new(Wanted::Named(words("SET")))
            },
        ]);
        script.react(&words("SET a b")).unwrap();
        script.surprise(vec![b"DEL".to_vec(), b"two words".to_vec(), vec![0xff]]);
        assert_eq!(
            script.unmet().unwrap().to_string(),
            "2 expected commands did not come:\n  GET a\n  SET … (1 of 3 times)\n\
             1 command came that was not expected:\n  DEL \"two words\" \"\\xff\""
        );
    }
}
