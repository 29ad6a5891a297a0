//! [`SearchOptions`].

use std::time::Duration;

use crate::command::{Command, millis};
use crate::convert::{OwnedArg, ToArg, ToArgs, ToPairs};

use super::super::geo::{GeoPoint, GeoUnit};
use super::clauses::{Clauses, aliased};
use super::search_document::NO_CONTENT;
use super::{SearchHighlight, SearchSummary};

/// The options of [`ft_search_with`](super::SearchCommands::ft_search_with): which documents, in which order, and what
/// of them. Also those of a query that is explained or profiled.
///
/// ```
/// # use redial::prelude::*;
/// let page = SearchOptions::new().withscores().return_fields(["title", "price"]).limit(20, 10);
/// let nearest = SearchOptions::new().sortby("dist").params([("v", "…")]).dialect(2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct SearchOptions {
    nocontent: bool,
    explainscore: bool,
    details: Details,
    returns: Clauses,
    clauses: Clauses,
}

/// What is told of a document beside its fields. In RESP2 nothing says what comes, so that each includes those
/// before it: then their number says what they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Details {
    #[default]
    None,
    Score,
    Payload,
    SortKey,
}

impl SearchOptions {
    /// None of them: ten documents with all their fields, the best first.
    pub const fn new() -> Self {
        Self {
            nocontent: false,
            explainscore: false,
            details: Details::None,
            returns: Clauses::new(),
            clauses: Clauses::new(),
        }
    }

    /// Only the names of the documents, without their fields (`NOCONTENT`).
    pub const fn nocontent(mut self) -> Self {
        self.nocontent = true;
        self
    }

    /// Looks for the words as they are: no stems, no synonyms (`VERBATIM`).
    pub fn verbatim(self) -> Self {
        self.with("VERBATIM", ())
    }

    /// Words that are usually left out are looked for as well (`NOSTOPWORDS`).
    pub fn nostopwords(self) -> Self {
        self.with("NOSTOPWORDS", ())
    }

    /// With the scores (`WITHSCORES`).
    pub fn withscores(self) -> Self {
        self.detailed(Details::Score)
    }

    /// With the payloads (`WITHPAYLOADS`), and the scores.
    pub fn withpayloads(self) -> Self {
        self.detailed(Details::Payload)
    }

    /// With the values by which they were sorted (`WITHSORTKEYS`), the payloads and the scores.
    pub fn withsortkeys(self) -> Self {
        self.detailed(Details::SortKey)
    }

    /// With the scores, and how they came about (`EXPLAINSCORE`).
    pub fn explainscore(mut self) -> Self {
        self.explainscore = true;
        self.detailed(Details::Score)
    }

    /// Only documents whose number lies between two bounds (`FILTER`): numbers, or
    /// [`ScoreBound`](super::super::ScoreBound)s. May be called more than once.
    pub fn filter(mut self, field: impl ToArg, min: impl ToArg, max: impl ToArg) -> Self {
        let args = [OwnedArg::new(field), OwnedArg::new(min), OwnedArg::new(max)];
        self.clauses.push("FILTER", args);
        self
    }

    /// Only documents with a point within `radius` of `center` (`GEOFILTER`). May be called more than once.
    pub fn geofilter(
        mut self,
        field: impl ToArg,
        center: impl Into<GeoPoint>,
        radius: f64,
        unit: GeoUnit,
    ) -> Self {
        let GeoPoint {
            longitude,
            latitude,
        } = center.into();
        self.clauses.push(
            "GEOFILTER",
            (
                OwnedArg::new(field),
                longitude,
                latitude,
                radius,
                unit.word(),
            ),
        );
        self
    }

    /// Only among the documents at these keys (`INKEYS`).
    pub fn inkeys(self, keys: impl ToArgs) -> Self {
        self.with_counted("INKEYS", keys)
    }

    /// Words are looked for in these fields only (`INFIELDS`).
    pub fn infields(self, fields: impl ToArgs) -> Self {
        self.with_counted("INFIELDS", fields)
    }

    /// Only these fields, or paths in JSON (`RETURN`), and those that are named by other calls.
    #[doc(alias = "RETURN")]
    pub fn return_fields(mut self, fields: impl ToArgs) -> Self {
        self.returns.extend("RETURN", fields);
        self
    }

    /// Only this field, under another name (`RETURN … AS`), and those that are named by other calls.
    #[doc(alias = "RETURN")]
    pub fn return_field_as(self, field: impl ToArg, name: impl ToArg) -> Self {
        let name = OwnedArg::new(name);
        self.return_fields(aliased(field, Some(&name)))
    }

    /// Returns only the pieces of the fields around what was found (`SUMMARIZE`).
    pub fn summarize(self, summary: SearchSummary) -> Self {
        self.with("SUMMARIZE", summary.into_clauses())
    }

    /// Marks what was found in the fields (`HIGHLIGHT`).
    pub fn highlight(self, highlight: SearchHighlight) -> Self {
        self.with("HIGHLIGHT", highlight.into_clauses())
    }

    /// How many other words may stand between those of the query (`SLOP`).
    pub fn slop(self, slop: i64) -> Self {
        self.with("SLOP", slop)
    }

    /// Words have to stand in the order of the query (`INORDER`); use it with [`slop`](Self::slop).
    pub fn inorder(self) -> Self {
        self.with("INORDER", ())
    }

    /// How long the server may take, rounded up to milliseconds (`TIMEOUT`, 500 ms by default). After that it answers
    /// with what it has found, or fails, as it is configured.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with("TIMEOUT", millis(timeout))
    }

    /// The language of the query, on which the stems of its words depend (`LANGUAGE`).
    pub fn language(self, language: impl ToArg) -> Self {
        self.with("LANGUAGE", [language])
    }

    /// The expander that adds words to the query, such as synonyms (`EXPANDER`).
    pub fn expander(self, expander: impl ToArg) -> Self {
        self.with("EXPANDER", [expander])
    }

    /// What gives documents their scores: `BM25STD`, `TFIDF`, `DOCSCORE`, … (`SCORER`).
    pub fn scorer(self, scorer: impl ToArg) -> Self {
        self.with("SCORER", [scorer])
    }

    /// Bytes for a scorer that compares payloads (`PAYLOAD`).
    pub fn payload(self, payload: impl ToArg) -> Self {
        self.with("PAYLOAD", [payload])
    }

    /// Sorted by this field, the least first (`SORTBY`). Of several calls the last one counts.
    pub fn sortby(self, field: impl ToArg) -> Self {
        self.with("SORTBY", (OwnedArg::new(field), "ASC"))
    }

    /// Sorted by this field, the greatest first (`SORTBY … DESC`). Of several calls the last one counts.
    pub fn sortby_desc(self, field: impl ToArg) -> Self {
        self.with("SORTBY", (OwnedArg::new(field), "DESC"))
    }

    /// Only `count` documents from number `offset` on, which is counted from 0 (`LIMIT`, `0, 10` by default). With a
    /// count of 0 the reply only says how many there are.
    pub fn limit(self, offset: u64, count: u64) -> Self {
        self.with("LIMIT", (offset, count))
    }

    /// All matches are counted (`WITHCOUNT`), as they are by default in the dialects 1 to 3. Since RediSearch 2.8.
    pub fn withcount(mut self) -> Self {
        self.clauses.flag_instead_of("WITHCOUNT", "WITHOUTCOUNT");
        self
    }

    /// Nothing is counted, so that the server may stop when it has enough (`WITHOUTCOUNT`). Since RediSearch 2.8.
    pub fn withoutcount(mut self) -> Self {
        self.clauses.flag_instead_of("WITHOUTCOUNT", "WITHCOUNT");
        self
    }

    /// What stands in the query as `$name` (`PARAMS`); only with [dialect](Self::dialect) 2 or later. Further calls add
    /// to it.
    pub fn params(mut self, params: impl ToPairs) -> Self {
        self.clauses.extend_pairs("PARAMS", params);
        self
    }

    /// The version of the query language (`DIALECT`): 2 is the one to take, and what redis-py sends. By default the
    /// server decides, by its setting: 1, unless it was changed. Since RediSearch 2.4.
    pub fn dialect(self, version: u32) -> Self {
        self.with("DIALECT", version)
    }

    fn detailed(mut self, details: Details) -> Self {
        self.details = self.details.max(details);
        self
    }

    fn with(mut self, word: &'static str, args: impl ToArgs) -> Self {
        self.clauses.set(word, args);
        self
    }

    fn with_counted(mut self, word: &'static str, args: impl ToArgs) -> Self {
        self.clauses.set_counted(word, args);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        let command = command
            .flag(self.details >= Details::Score, "WITHSCORES")
            .flag(self.details >= Details::Payload, "WITHPAYLOADS")
            .flag(self.details >= Details::SortKey, "WITHSORTKEYS")
            .flag(self.explainscore, "EXPLAINSCORE")
            .args(&self.clauses);
        match (self.nocontent, self.details) {
            (false, _) => command.args(&self.returns),
            (true, Details::None) => command.arg("NOCONTENT"),
            // Without fields nothing in RESP2 says where a document ends. The key is at hand without a look at it.
            (true, _) => command.args(["RETURN", "3", "__key", "AS", NO_CONTENT]),
        }
    }
}
