//! [`VsimQuery`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::VectorInput;

/// What [`vsim`](super::VectorSetCommands::vsim) looks for: what is similar to a vector or to an element.
///
/// ```
/// # use redial::prelude::*;
/// let near = VsimQuery::vector([0.5, -1.0]).count(3).epsilon(0.2);
/// let like_it = VsimQuery::element("pear").filter(".price < 5 and .kind == 'fruit'");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct VsimQuery {
    to: To,
    count: Option<u64>,
    epsilon: Option<f64>,
    ef: Option<u64>,
    filter: Option<OwnedArg>,
    filter_ef: Option<u64>,
    truth: bool,
    nothread: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum To {
    Element(OwnedArg),
    Vector(VectorInput),
}

impl VsimQuery {
    /// Similar to a vector (`FP32` or `VALUES`). In a set that [reduces](super::VaddOptions::reduce) vectors it has as
    /// many dimensions as those that are added.
    pub fn vector(vector: impl Into<VectorInput>) -> Self {
        Self::to(To::Vector(vector.into()))
    }

    /// Similar to an element of the set (`ELE`), itself included.
    pub fn element(element: impl ToArg) -> Self {
        Self::to(To::Element(OwnedArg::new(element)))
    }

    const fn to(to: To) -> Self {
        Self {
            to,
            count: None,
            epsilon: None,
            ef: None,
            filter: None,
            filter_ef: None,
            truth: false,
            nothread: false,
        }
    }

    /// No more than this many, at least one (`COUNT`, 10 by default).
    pub const fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// Only elements no further away than this (`EPSILON`), greater than 0, up to 1: those with scores of
    /// `1 - distance` and more. Since 8.2.0.
    pub const fn epsilon(mut self, distance: f64) -> Self {
        self.epsilon = Some(distance);
        self
    }

    /// Among how many candidates the server looks, at least one (`EF`, 100 by default). More take longer, and fewer
    /// elements are missed.
    pub const fn ef(mut self, candidates: u64) -> Self {
        self.ef = Some(candidates);
        self
    }

    /// Only elements whose attributes make this [expression] true (`FILTER`).
    ///
    /// [expression]: https://redis.io/docs/latest/develop/data-types/vector-sets/filtered-search/
    pub fn filter(mut self, expression: impl ToArg) -> Self {
        self.filter = Some(OwnedArg::new(expression));
        self
    }

    /// How many candidates the server filters before it gives up (`FILTER-EF`): a hundred times as many as are
    /// wanted, unless this says otherwise; at least one.
    pub const fn filter_ef(mut self, candidates: u64) -> Self {
        self.filter_ef = Some(candidates);
        self
    }

    /// All elements are compared, one by one (`TRUTH`): slow, and nothing is missed.
    pub const fn truth(mut self) -> Self {
        self.truth = true;
        self
    }

    /// The server searches in its main thread, and other clients wait (`NOTHREAD`).
    pub const fn nothread(mut self) -> Self {
        self.nothread = true;
        self
    }

    pub(super) fn add_to(self, command: Command) -> Command {
        let command = match self.to {
            To::Element(element) => command.arg("ELE").arg(element),
            To::Vector(vector) => vector.add_to(command),
        };
        command
            .option(self.count, |c, count| c.arg("COUNT").arg(count))
            .option(self.epsilon, |c, distance| c.arg("EPSILON").arg(distance))
            .option(self.ef, |c, ef| c.arg("EF").arg(ef))
            .option(self.filter, |c, filter| c.arg("FILTER").arg(filter))
            .option(self.filter_ef, |c, ef| c.arg("FILTER-EF").arg(ef))
            .flag(self.truth, "TRUTH")
            .flag(self.nothread, "NOTHREAD")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_is_sent() {
        let query = VsimQuery::vector(VectorInput::values(&[0.5, -1.0]))
            .count(3)
            .epsilon(0.25)
            .ef(100)
            .filter(".a")
            .filter_ef(9)
            .truth()
            .nothread();
        let command = query.add_to(Command::new("VSIM"));
        let words: Vec<_> = command.arguments().map(String::from_utf8_lossy).collect();
        assert_eq!(
            words.join(" "),
            "VSIM VALUES 2 0.5 -1 COUNT 3 EPSILON 0.25 EF 100 FILTER .a FILTER-EF 9 TRUTH NOTHREAD"
        );
    }
}
