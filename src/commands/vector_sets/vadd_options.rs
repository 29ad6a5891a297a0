//! [`VaddOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::VectorQuantization;

/// The options of [`vadd_with`](super::VectorSetCommands::vadd_with). [`reduce`](Self::reduce),
/// [`quantization`](Self::quantization) and [`links`](Self::links) are fixed by a set's first element, and must be the
/// same for those that follow.
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
    /// None of them: vectors as signed bytes, 200 candidates, 16 links, no attributes.
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

    /// The server looks for neighbours in the background, so that other clients do not wait for it (`CAS`).
    pub const fn cas(mut self) -> Self {
        self.cas = true;
        self
    }

    /// How the numbers of all elements' vectors are kept (`NOQUANT`, `Q8`, `BIN`): as signed bytes, unless this says
    /// otherwise.
    pub fn quantization(mut self, quantization: VectorQuantization) -> Self {
        self.quantization = Some(quantization);
        self
    }

    /// Among how many candidates the server chooses the neighbours, from 1 to 1,000,000 (`EF`, 200 by default).
    /// More take longer, and make later searches better.
    pub const fn ef(mut self, candidates: u32) -> Self {
        self.ef = Some(candidates);
        self
    }

    /// Attributes, a JSON object as a text, by which searches can be filtered (`SETATTR`).
    pub fn attributes(mut self, json: impl ToArg) -> Self {
        self.attributes = Some(OwnedArg::new(json));
        self
    }

    /// To how many others each element is linked, twice as many in the lowest layer, from 4 to 4096 (`M`, 16 by
    /// default).
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
