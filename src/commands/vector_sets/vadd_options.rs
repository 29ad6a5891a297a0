//! [`VaddOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::VectorQuantization;

/// The options of `VADD`. Those that make a set what it is count for its first element, and must be the same
/// for all that follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct VaddOptions {
    reduce: Option<u32>,
    cas: bool,
    quantization: Option<VectorQuantization>,
    ef: Option<u32>,
    attributes: Option<OwnedArg>,
    links: Option<u32>,
}

impl VaddOptions {
    /// None of them.
    pub const fn new() -> Self {
        Self {
            reduce: None,
            cas: false,
            quantization: None,
            ef: None,
            attributes: None,
            links: None,
        }
    }

    /// Vectors of all elements are projected at random to this many dimensions, fewer than they have (`REDUCE`).
    pub const fn reduce(mut self, dim: u32) -> Self {
        self.reduce = Some(dim);
        self
    }

    /// The server looks for neighbours beside its other work, so that it holds nobody up (`CAS`).
    pub const fn cas(mut self) -> Self {
        self.cas = true;
        self
    }

    /// What the numbers of all elements' vectors are made to (`NOQUANT`, `Q8`, `BIN`): signed bytes, unless
    /// this says otherwise.
    pub fn quantization(mut self, quantization: VectorQuantization) -> Self {
        self.quantization = Some(quantization);
        self
    }

    /// Among how many candidates the server chooses the neighbours (`EF`): 200, unless this says otherwise.
    /// More take longer, and make later searches better.
    pub const fn ef(mut self, candidates: u32) -> Self {
        self.ef = Some(candidates);
        self
    }

    /// Attributes, an object of JSON that searches can be filtered by (`SETATTR`).
    pub fn attributes(mut self, json: impl ToArg) -> Self {
        self.attributes = Some(OwnedArg::new(json));
        self
    }

    /// To how many others each element is linked, twice as many in the lowest layer (`M`): 16, unless this
    /// says otherwise.
    #[doc(alias = "numlinks")]
    pub const fn links(mut self, links: u32) -> Self {
        self.links = Some(links);
        self
    }

    /// The one that stands before the vector.
    pub(super) fn add_before_vector(&self, command: Command) -> Command {
        command.option(self.reduce, |c, dim| c.arg("REDUCE").arg(dim))
    }

    /// Those that stand after the element.
    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .flag(self.cas, "CAS")
            .option(self.quantization.as_ref(), |c, to| c.arg(to.word()))
            .option(self.ef, |c, ef| c.arg("EF").arg(ef))
            .option(self.attributes.as_ref(), |c, json| {
                c.arg("SETATTR").arg(json)
            })
            .option(self.links, |c, links| c.arg("M").arg(links))
    }
}
