//! [`Clauses`]: what a builder of these commands has been told, as it will be sent.

use crate::command::Command;
use crate::convert::{Args, OwnedArg, ToArg, ToArgs, ToPairs};

/// Options, each a word and its arguments, in the order in which they were given. The commands of this
/// group have many of them, all of the same make, so that they are kept as what they are sent as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Clauses(Vec<Clause>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Clause {
    word: &'static str,
    /// Whether the number of the arguments stands before them.
    is_counted: bool,
    args: Vec<OwnedArg>,
}

impl Clauses {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// An option of one word.
    pub(super) fn flag(&mut self, word: &'static str) {
        self.set(word, ());
    }

    /// An option of one word, which rules out another.
    pub(super) fn flag_instead_of(&mut self, word: &'static str, other: &'static str) {
        self.0.retain(|clause| clause.word != other);
        self.flag(word);
    }

    /// An option with arguments, in place of what it was before.
    pub(super) fn set(&mut self, word: &'static str, args: impl ToArgs) {
        let args = owned(Command::new("").args(args));
        let clause = self.clause(word);
        clause.args = args;
    }

    /// As [`set`](Self::set), for one with a number of arguments.
    pub(super) fn set_counted(&mut self, word: &'static str, args: impl ToArgs) {
        self.set(word, args);
        self.clause(word).is_counted = true;
    }

    /// More arguments for an option that has a number of them.
    pub(super) fn extend(&mut self, word: &'static str, args: impl ToArgs) {
        let args = owned(Command::new("").args(args));
        let clause = self.clause(word);
        clause.is_counted = true;
        clause.args.extend(args);
    }

    /// As [`extend`](Self::extend), with pairs; with none of them there is no such option, which would be refused.
    pub(super) fn extend_pairs(&mut self, word: &'static str, pairs: impl ToPairs) {
        let pairs = owned(Command::new("").pairs(pairs));
        if !pairs.is_empty() {
            self.extend(word, pairs);
        }
    }

    /// An option that may be there more than once.
    pub(super) fn push(&mut self, word: &'static str, args: impl ToArgs) {
        self.0.push(Clause {
            word,
            is_counted: false,
            args: owned(Command::new("").args(args)),
        });
    }

    /// As [`push`](Self::push), for one with a number of arguments.
    pub(super) fn push_counted(&mut self, word: &'static str, args: impl ToArgs) {
        self.push(word, owned(Command::new("").counted_args(args)));
    }

    /// All of another builder's.
    pub(super) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The option, which is added if it is not there.
    fn clause(&mut self, word: &'static str) -> &mut Clause {
        let at = match self.0.iter().position(|clause| clause.word == word) {
            Some(at) => at,
            None => {
                self.push(word, ());
                self.0.len() - 1
            }
        };
        #[expect(clippy::indexing_slicing, reason = "it was found there, or put there")]
        &mut self.0[at]
    }
}

impl ToArgs for Clauses {
    fn to_args(&self, args: &mut Args<'_>) {
        for clause in &self.0 {
            args.arg(clause.word);
            if clause.is_counted {
                args.arg(&clause.args.len());
            }
            clause.args.to_args(args);
        }
    }
}

impl ToArgs for &Clauses {
    fn to_args(&self, args: &mut Args<'_>) {
        (**self).to_args(args);
    }
}

/// The arguments of a command without a name.
pub(super) fn owned(command: Command) -> Vec<OwnedArg> {
    command.arguments().map(OwnedArg::new).collect()
}

/// A name after `AS`, or none.
pub(super) fn aliased(name: impl ToArg, alias: Option<&OwnedArg>) -> Vec<OwnedArg> {
    let mut words = vec![OwnedArg::new(name)];
    if let Some(alias) = alias {
        words.extend([OwnedArg::new("AS"), alias.clone()]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(clauses: &Clauses) -> String {
        let words = owned(Command::new("").args(clauses));
        let words = words.iter().map(|w| String::from_utf8_lossy(w.as_bytes()));
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_said_again_takes_the_place_of_what_it_was() {
        let mut clauses = Clauses::new();
        clauses.set("A", 1);
        clauses.flag("F");
        clauses.set("A", (2, 3));
        clauses.flag("F");
        assert_eq!(text(&clauses), "A 2 3 F");
        clauses.flag_instead_of("G", "F");
        assert_eq!(text(&clauses), "A 2 3 G");
    }

    #[test]
    fn what_is_counted_has_its_number_in_front() {
        let mut clauses = Clauses::new();
        clauses.extend("P", ["a", "b"]);
        clauses.extend_pairs("P", [("c", 1)]);
        clauses.extend_pairs("N", [("", ""); 0]);
        clauses.push_counted("Q", ["x"]);
        clauses.push_counted("Q", ());
        clauses.set_counted("R", ["y", "z"]);
        assert_eq!(text(&clauses), "P 4 a b c 1 Q 1 x Q 0 R 2 y z");
    }
}
