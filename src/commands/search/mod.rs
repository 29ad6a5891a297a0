//! The search commands.

use std::collections::HashMap;

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg, ToArgs};

mod aggregate_cursor_options;
mod aggregate_options;
mod aggregate_results;
mod aggregate_steps;
mod clauses;
mod distance_metric;
mod flat_vectors;
mod geo_field;
mod geoshape_field;
mod hnsw_vectors;
mod hybrid_combine;
mod hybrid_cursors;
mod hybrid_options;
mod hybrid_query;
mod hybrid_results;
mod hybrid_vsim;
mod index_definition;
mod numeric_field;
mod reducer;
mod search_attribute;
mod search_document;
mod search_errors;
mod search_field;
mod search_highlight;
mod search_index_info;
mod search_index_source;
mod search_options;
mod search_profile;
mod search_results;
mod search_schema;
mod search_summary;
mod spellcheck;
mod spellcheck_options;
mod sugadd_options;
mod suggestion;
mod sugget_options;
mod svs_vamana_vectors;
mod tag_field;
mod text_field;
mod times;
mod vector_field;
mod vector_type;
mod vectors;

pub use aggregate_cursor_options::AggregateCursorOptions;
pub use aggregate_options::AggregateOptions;
pub use aggregate_results::{AggregatePage, AggregateResults};
pub use aggregate_steps::AggregateSteps;
pub use distance_metric::DistanceMetric;
pub use flat_vectors::FlatVectors;
pub use geo_field::GeoField;
pub use geoshape_field::GeoShapeField;
pub use hnsw_vectors::HnswVectors;
pub use hybrid_combine::HybridCombine;
pub use hybrid_cursors::HybridCursors;
pub use hybrid_options::HybridOptions;
pub use hybrid_query::HybridQuery;
pub use hybrid_results::HybridResults;
pub use hybrid_vsim::HybridVsim;
pub use index_definition::IndexDefinition;
pub use numeric_field::NumericField;
pub use reducer::Reducer;
pub use search_attribute::SearchAttribute;
pub use search_document::{ScoreExplanation, SearchDocument};
pub use search_errors::{SearchErrors, SearchFieldErrors};
pub use search_field::SearchField;
pub use search_highlight::SearchHighlight;
pub use search_index_info::SearchIndexInfo;
pub use search_index_source::SearchIndexSource;
pub use search_options::SearchOptions;
pub use search_profile::SearchProfile;
pub use search_results::SearchResults;
pub use search_schema::SearchSchema;
pub use search_summary::SearchSummary;
pub use spellcheck::{Misspelling, Spellcheck, SpellingSuggestion};
pub use spellcheck_options::SpellcheckOptions;
pub use sugadd_options::SugaddOptions;
pub use suggestion::Suggestion;
pub use sugget_options::SuggetOptions;
pub use svs_vamana_vectors::SvsVamanaVectors;
pub use tag_field::TagField;
pub use text_field::TextField;
pub use vector_field::{VectorAlgorithm, VectorField};
pub use vector_type::VectorType;

/// Commands on indexes of hashes and JSON documents, and queries of them. They come with Redis 8, and with the module
/// RediSearch before that, whose versions are those named here.
///
/// An index is made of a [schema](SearchSchema) and takes documents up by itself, those that are there and those to
/// come. What queries look like is described on
/// [redis.io](https://redis.io/docs/latest/develop/ai/search-and-query/query/).
/// The name of an index is not a key; those of suggestions are.
///
/// Unlike redis-py, which asks for dialect 2, this sends a dialect only if the options
/// [name one](SearchOptions::dialect). By itself the server takes dialect 1, in which parameters (`$name`) and searches
/// for vectors are syntax errors.
///
/// ```
/// # use redial::prelude::*;
/// # use std::collections::HashMap;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # if r.ft_list().is_err() { return Ok(()) } // it has no search
/// # r.ft_dropindex_dd("doc:books").ok();
/// let schema = SearchSchema::new()
///     .field(TextField::new("title"))
///     .field(NumericField::new("year").sortable());
/// r.ft_create_with("doc:books", schema, IndexDefinition::new().prefix("doc:book:"))?;
/// r.hset("doc:book:1", [("title", "The Sea, the Sea"), ("year", "1978")])?;
/// r.hset("doc:book:2", [("title", "To the Lighthouse"), ("year", "1927")])?;
///
/// let old = SearchOptions::new().filter("year", 1900, 1950);
/// let found: SearchResults<HashMap<String, String>> = r.ft_search_with("doc:books", "*", old)?;
/// assert_eq!(found.total, 1);
/// assert_eq!(found.documents[0].id, "doc:book:2");
/// let fields = found.documents[0].fields.as_ref();
/// assert_eq!(fields.map(|fields| &*fields["title"]), Some("To the Lighthouse"));
/// # r.ft_dropindex_dd("doc:books")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: a server without them says `ERR`. Those on an index fail if there is none, and those with a query if it
/// can't be parsed. Many of these errors come without a code of their own, and have `ERR` for one: only their text
/// tells them apart.
pub trait SearchCommands: Execute {
    /// Makes rows of what a query finds, step by step. Each row is a `T`: mostly a map of names and values.
    ///
    /// Since 1.1.0. [redis.io](https://redis.io/docs/latest/commands/ft.aggregate/)
    #[doc(alias = "FT.AGGREGATE")]
    fn ft_aggregate<T: FromReply>(
        self,
        index: impl ToArg,
        query: impl ToArg,
        steps: AggregateSteps,
    ) -> Self::Out<AggregateResults<T>> {
        self.execute_command(steps.add_to(Command::new("FT.AGGREGATE").arg(index).arg(query)))
    }

    /// Makes rows of what a query finds, step by step, with options.
    ///
    /// Since 1.1.0. [redis.io](https://redis.io/docs/latest/commands/ft.aggregate/)
    #[doc(alias = "FT.AGGREGATE")]
    fn ft_aggregate_with<T: FromReply>(
        self,
        index: impl ToArg,
        query: impl ToArg,
        steps: AggregateSteps,
        options: AggregateOptions,
    ) -> Self::Out<AggregateResults<T>> {
        let command = Command::new("FT.AGGREGATE").arg(index).arg(query);
        self.execute_command(steps.add_to(options.add_to(command)))
    }

    /// Makes rows of what a query finds, a page at a time (`WITHCURSOR`): the first page, and the cursor for
    /// [`ft_cursor_read`](Self::ft_cursor_read). A client's `ft_aggregate_iter` goes through all pages.
    ///
    /// Since 1.1.0. [redis.io](https://redis.io/docs/latest/commands/ft.aggregate/)
    #[doc(alias = "FT.AGGREGATE")]
    fn ft_aggregate_withcursor<T: FromReply>(
        self,
        index: impl ToArg,
        query: impl ToArg,
        steps: AggregateSteps,
        options: AggregateOptions,
        cursor: AggregateCursorOptions,
    ) -> Self::Out<AggregatePage<T>> {
        self.execute_command(aggregation(index, query, &steps, &options, &cursor))
    }

    /// Gives an index an alias: another name for it in all commands but those on aliases.
    ///
    /// Since 1.4.0. [redis.io](https://redis.io/docs/latest/commands/ft.aliasadd/)
    ///
    /// # Errors
    /// If the alias is taken.
    #[doc(alias = "FT.ALIASADD")]
    fn ft_aliasadd(self, alias: impl ToArg, index: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("FT.ALIASADD").arg(alias).arg(index))
    }

    /// Deletes an alias; the index stays.
    ///
    /// Since 1.4.0. [redis.io](https://redis.io/docs/latest/commands/ft.aliasdel/)
    ///
    /// # Errors
    /// If there is no such alias.
    #[doc(alias = "FT.ALIASDEL")]
    fn ft_aliasdel(self, alias: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("FT.ALIASDEL").arg(alias))
    }

    /// The aliases of an index, in no order. The index is given by its own name.
    ///
    /// Since Redis 8.10.0. [redis.io](https://redis.io/docs/latest/commands/ft.aliaslist/)
    #[doc(alias = "FT.ALIASLIST")]
    fn ft_aliaslist(self, index: impl ToArg) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("FT.ALIASLIST").arg(index))
    }

    /// Gives an index an alias, and takes it from the index that has it, if one does.
    ///
    /// Since 1.4.0. [redis.io](https://redis.io/docs/latest/commands/ft.aliasupdate/)
    #[doc(alias = "FT.ALIASUPDATE")]
    fn ft_aliasupdate(self, alias: impl ToArg, index: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("FT.ALIASUPDATE").arg(alias).arg(index))
    }

    /// Adds fields to an index, and takes up what documents that are there have in them.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.alter/)
    ///
    /// # Errors
    /// If it has such a field.
    #[doc(alias = "FT.ALTER")]
    fn ft_alter(self, index: impl ToArg, fields: SearchSchema) -> Self::Out<()> {
        self.execute_command(
            fields.add_to(Command::new("FT.ALTER").arg(index).arg("SCHEMA").arg("ADD")),
        )
    }

    /// Adds fields to an index, only for documents to come (`SKIPINITIALSCAN`).
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.alter/)
    ///
    /// # Errors
    /// If it has such a field.
    #[doc(alias = "FT.ALTER")]
    fn ft_alter_skipinitialscan(self, index: impl ToArg, fields: SearchSchema) -> Self::Out<()> {
        let command = Command::new("FT.ALTER").arg(index).arg("SKIPINITIALSCAN");
        self.execute_command(fields.add_to(command.arg("SCHEMA").arg("ADD")))
    }

    /// Settings of the module, by a name or `*`; nothing if it has none of this name. Deprecated from Redis 8 on:
    /// [`config_get`](super::ServerCommands::config_get) has these settings there.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.config-get/)
    #[doc(alias = "FT.CONFIG GET")]
    fn ft_config_get(self, option: impl ToArg) -> Self::Out<HashMap<String, Option<String>>> {
        self.execute_command(Command::new("FT.CONFIG GET").arg(option))
    }

    /// Changes a setting of the module. Deprecated from Redis 8 on, for
    /// [`config_set`](super::ServerCommands::config_set).
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.config-set/)
    ///
    /// # Errors
    /// If there is no such setting, or it does not take this value.
    #[doc(alias = "FT.CONFIG SET")]
    fn ft_config_set(self, option: impl ToArg, value: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("FT.CONFIG SET").arg(option).arg(value))
    }

    /// Makes an index of all hashes. Those that are there are taken up in the background;
    /// [`ft_info`](Self::ft_info) tells when that is done.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.create/)
    ///
    /// # Errors
    /// If there is such an index.
    #[doc(alias = "FT.CREATE")]
    fn ft_create(self, index: impl ToArg, schema: SearchSchema) -> Self::Out<()> {
        let command = Command::new("FT.CREATE").arg(index).arg("SCHEMA");
        self.execute_command(schema.add_to(command))
    }

    /// Makes an index of the documents that `definition` names: hashes or JSON documents, mostly by the prefix of their
    /// keys.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.create/)
    ///
    /// # Errors
    /// If there is such an index.
    #[doc(alias = "FT.CREATE")]
    fn ft_create_with(
        self,
        index: impl ToArg,
        schema: SearchSchema,
        definition: IndexDefinition,
    ) -> Self::Out<()> {
        let command = definition.add_to(Command::new("FT.CREATE").arg(index));
        self.execute_command(schema.add_to(command.arg("SCHEMA")))
    }

    /// Deletes a cursor before its end.
    ///
    /// Since 1.1.0. [redis.io](https://redis.io/docs/latest/commands/ft.cursor-del/)
    ///
    /// # Errors
    /// If there is no such cursor.
    #[doc(alias = "FT.CURSOR DEL")]
    fn ft_cursor_del(self, index: impl ToArg, cursor: u64) -> Self::Out<()> {
        self.execute_command(Command::new("FT.CURSOR DEL").arg(index).arg(cursor))
    }

    /// The next page of a cursor.
    ///
    /// Since 1.1.0. [redis.io](https://redis.io/docs/latest/commands/ft.cursor-read/)
    ///
    /// # Errors
    /// If there is no such cursor.
    #[doc(alias = "FT.CURSOR READ")]
    fn ft_cursor_read<T: FromReply>(
        self,
        index: impl ToArg,
        cursor: u64,
    ) -> Self::Out<AggregatePage<T>> {
        self.execute_command(Command::new("FT.CURSOR READ").arg(index).arg(cursor))
    }

    /// The next page of a cursor, of so many rows (`COUNT`).
    ///
    /// Since 1.1.0. [redis.io](https://redis.io/docs/latest/commands/ft.cursor-read/)
    ///
    /// # Errors
    /// If there is no such cursor.
    #[doc(alias = "FT.CURSOR READ")]
    fn ft_cursor_read_count<T: FromReply>(
        self,
        index: impl ToArg,
        cursor: u64,
        count: u64,
    ) -> Self::Out<AggregatePage<T>> {
        self.execute_command(
            Command::new("FT.CURSOR READ")
                .arg(index)
                .arg(cursor)
                .arg("COUNT")
                .arg(count),
        )
    }

    /// Adds words to a dictionary, which is made if there is none, for
    /// [`ft_spellcheck_with`](Self::ft_spellcheck_with); how many are new.
    ///
    /// Since 1.4.0. [redis.io](https://redis.io/docs/latest/commands/ft.dictadd/)
    #[doc(alias = "FT.DICTADD")]
    fn ft_dictadd(self, dictionary: impl ToArg, terms: impl ToArgs) -> Self::Out<u64> {
        self.execute_command(Command::new("FT.DICTADD").arg(dictionary).args(terms))
    }

    /// Deletes words of a dictionary; how many of them it had.
    ///
    /// Since 1.4.0. [redis.io](https://redis.io/docs/latest/commands/ft.dictdel/)
    #[doc(alias = "FT.DICTDEL")]
    fn ft_dictdel(self, dictionary: impl ToArg, terms: impl ToArgs) -> Self::Out<u64> {
        self.execute_command(Command::new("FT.DICTDEL").arg(dictionary).args(terms))
    }

    /// All words of a dictionary.
    ///
    /// Since 1.4.0. [redis.io](https://redis.io/docs/latest/commands/ft.dictdump/)
    ///
    /// # Errors
    /// Before Redis 8: if there is no such dictionary.
    #[doc(alias = "FT.DICTDUMP")]
    fn ft_dictdump<T: FromReply>(self, dictionary: impl ToArg) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("FT.DICTDUMP").arg(dictionary))
    }

    /// Deletes an index; the documents stay.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.dropindex/)
    #[doc(alias = "FT.DROPINDEX")]
    fn ft_dropindex(self, index: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("FT.DROPINDEX").arg(index))
    }

    /// Deletes an index, and all documents that are in it (`DD`).
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.dropindex/)
    #[doc(alias = "FT.DROPINDEX")]
    fn ft_dropindex_dd(self, index: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("FT.DROPINDEX").arg(index).arg("DD"))
    }

    /// The execution plan of a query, as an indented text.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.explain/)
    #[doc(alias = "FT.EXPLAIN")]
    fn ft_explain(self, index: impl ToArg, query: impl ToArg) -> Self::Out<String> {
        self.execute_command(Command::new("FT.EXPLAIN").arg(index).arg(query))
    }

    /// The execution plan of a query with options, as an indented text.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.explain/)
    #[doc(alias = "FT.EXPLAIN")]
    fn ft_explain_with(
        self,
        index: impl ToArg,
        query: impl ToArg,
        options: SearchOptions,
    ) -> Self::Out<String> {
        self.execute_command(options.add_to(Command::new("FT.EXPLAIN").arg(index).arg(query)))
    }

    /// The execution plan of a query, line by line.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.explaincli/)
    #[doc(alias = "FT.EXPLAINCLI")]
    fn ft_explaincli(self, index: impl ToArg, query: impl ToArg) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("FT.EXPLAINCLI").arg(index).arg(query))
    }

    /// The execution plan of a query with options, line by line.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.explaincli/)
    #[doc(alias = "FT.EXPLAINCLI")]
    fn ft_explaincli_with(
        self,
        index: impl ToArg,
        query: impl ToArg,
        options: SearchOptions,
    ) -> Self::Out<Vec<String>> {
        self.execute_command(options.add_to(Command::new("FT.EXPLAINCLI").arg(index).arg(query)))
    }

    /// Finds documents by words and by a vector together. Where the vector is a parameter, as it mostly is, use
    /// [`ft_hybrid_with`](Self::ft_hybrid_with).
    ///
    /// Since Redis 8.4.0. [redis.io](https://redis.io/docs/latest/commands/ft.hybrid/)
    #[doc(alias = "FT.HYBRID")]
    fn ft_hybrid<T: FromReply>(
        self,
        index: impl ToArg,
        query: HybridQuery,
    ) -> Self::Out<HybridResults<T>> {
        self.execute_command(query.add_to(Command::new("FT.HYBRID").arg(index)))
    }

    /// Finds documents by words and by a vector together, with options. Each row is a `T`: mostly a map of names and
    /// values.
    ///
    /// Since Redis 8.4.0. [redis.io](https://redis.io/docs/latest/commands/ft.hybrid/)
    #[doc(alias = "FT.HYBRID")]
    fn ft_hybrid_with<T: FromReply>(
        self,
        index: impl ToArg,
        query: HybridQuery,
        options: HybridOptions,
    ) -> Self::Out<HybridResults<T>> {
        let command = query.add_to(Command::new("FT.HYBRID").arg(index));
        self.execute_command(options.add_to(command))
    }

    /// Finds documents by words and by a vector, and returns a cursor for each of the two (`WITHCURSOR`), with which
    /// [`ft_cursor_read`](Self::ft_cursor_read) reads what was found, a page at a time and not combined.
    ///
    /// Since Redis 8.4.0. [redis.io](https://redis.io/docs/latest/commands/ft.hybrid/)
    #[doc(alias = "FT.HYBRID")]
    fn ft_hybrid_withcursor(
        self,
        index: impl ToArg,
        query: HybridQuery,
        options: HybridOptions,
        cursor: AggregateCursorOptions,
    ) -> Self::Out<HybridCursors> {
        let command = options.add_to(query.add_to(Command::new("FT.HYBRID").arg(index)));
        self.execute_command(cursor.add_to(command))
    }

    /// What the server says of an index.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.info/)
    #[doc(alias = "FT.INFO")]
    fn ft_info(self, index: impl ToArg) -> Self::Out<SearchIndexInfo> {
        self.execute_command(Command::new("FT.INFO").arg(index))
    }

    /// The names of all indexes, in no order.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/ft._list/)
    #[doc(alias = "FT._LIST")]
    fn ft_list(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("FT._LIST"))
    }

    /// What a query of [`ft_aggregate`](Self::ft_aggregate) makes, and how the server did it and how long that took.
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/ft.profile/)
    #[doc(alias = "FT.PROFILE")]
    fn ft_profile_aggregate<T: FromReply>(
        self,
        index: impl ToArg,
        query: impl ToArg,
        steps: AggregateSteps,
        options: AggregateOptions,
    ) -> Self::Out<SearchProfile<AggregateResults<T>>> {
        let command = Command::new("FT.PROFILE").arg(index).arg("AGGREGATE");
        let command = options.add_to(command.arg("QUERY").arg(query));
        self.execute_command(steps.add_to(command))
    }

    /// What a query of [`ft_aggregate`](Self::ft_aggregate) makes, and how the server did it and how long that took,
    /// with less detail (`LIMITED`).
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/ft.profile/)
    #[doc(alias = "FT.PROFILE")]
    fn ft_profile_aggregate_limited<T: FromReply>(
        self,
        index: impl ToArg,
        query: impl ToArg,
        steps: AggregateSteps,
        options: AggregateOptions,
    ) -> Self::Out<SearchProfile<AggregateResults<T>>> {
        let command = Command::new("FT.PROFILE")
            .arg(index)
            .arg("AGGREGATE")
            .arg("LIMITED");
        let command = options.add_to(command.arg("QUERY").arg(query));
        self.execute_command(steps.add_to(command))
    }

    /// What a query of [`ft_search`](Self::ft_search) finds, and how the server did it and how long that took.
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/ft.profile/)
    #[doc(alias = "FT.PROFILE")]
    fn ft_profile_search<T: FromReply, K: FromReply>(
        self,
        index: impl ToArg,
        query: impl ToArg,
        options: SearchOptions,
    ) -> Self::Out<SearchProfile<SearchResults<T, K>>> {
        let command = Command::new("FT.PROFILE").arg(index).arg("SEARCH");
        self.execute_command(options.add_to(command.arg("QUERY").arg(query)))
    }

    /// What a query of [`ft_search`](Self::ft_search) finds, and how the server did it and how long that took, with
    /// less detail (`LIMITED`).
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/ft.profile/)
    #[doc(alias = "FT.PROFILE")]
    fn ft_profile_search_limited<T: FromReply, K: FromReply>(
        self,
        index: impl ToArg,
        query: impl ToArg,
        options: SearchOptions,
    ) -> Self::Out<SearchProfile<SearchResults<T, K>>> {
        let command = Command::new("FT.PROFILE")
            .arg(index)
            .arg("SEARCH")
            .arg("LIMITED");
        self.execute_command(options.add_to(command.arg("QUERY").arg(query)))
    }

    /// Finds documents: the ten best, with all their fields. `T` is what the fields of one are read as, mostly a map of
    /// names and values, and `K` what its key is.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.search/)
    #[doc(alias = "FT.SEARCH")]
    fn ft_search<T: FromReply, K: FromReply>(
        self,
        index: impl ToArg,
        query: impl ToArg,
    ) -> Self::Out<SearchResults<T, K>> {
        self.execute_command(Command::new("FT.SEARCH").arg(index).arg(query))
    }

    /// Finds documents, with options; see [`ft_search`](Self::ft_search) for `T` and `K`.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.search/)
    #[doc(alias = "FT.SEARCH")]
    fn ft_search_with<T: FromReply, K: FromReply>(
        self,
        index: impl ToArg,
        query: impl ToArg,
        options: SearchOptions,
    ) -> Self::Out<SearchResults<T, K>> {
        self.execute_command(options.add_to(Command::new("FT.SEARCH").arg(index).arg(query)))
    }

    /// The words of a query that no document has, and those that may have been meant.
    ///
    /// Since 1.4.0. [redis.io](https://redis.io/docs/latest/commands/ft.spellcheck/)
    #[doc(alias = "FT.SPELLCHECK")]
    fn ft_spellcheck(self, index: impl ToArg, query: impl ToArg) -> Self::Out<Spellcheck> {
        self.execute_command(Command::new("FT.SPELLCHECK").arg(index).arg(query))
    }

    /// The words of a query that no document has, and those that may have been meant, with options.
    ///
    /// Since 1.4.0. [redis.io](https://redis.io/docs/latest/commands/ft.spellcheck/)
    #[doc(alias = "FT.SPELLCHECK")]
    fn ft_spellcheck_with(
        self,
        index: impl ToArg,
        query: impl ToArg,
        options: SpellcheckOptions,
    ) -> Self::Out<Spellcheck> {
        self.execute_command(options.add_to(Command::new("FT.SPELLCHECK").arg(index).arg(query)))
    }

    /// Adds a suggestion for what users type, with a score; how many there are.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.sugadd/)
    ///
    /// # Errors
    /// `WRONGTYPE` if the key holds something else.
    #[doc(alias = "FT.SUGADD")]
    fn ft_sugadd(self, key: impl ToArg, string: impl ToArg, score: f64) -> Self::Out<u64> {
        self.execute_command(Command::new("FT.SUGADD").key(key).arg(string).arg(score))
    }

    /// Adds a suggestion, with options; how many there are.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.sugadd/)
    ///
    /// # Errors
    /// `WRONGTYPE` if the key holds something else.
    #[doc(alias = "FT.SUGADD")]
    fn ft_sugadd_with(
        self,
        key: impl ToArg,
        string: impl ToArg,
        score: f64,
        options: SugaddOptions,
    ) -> Self::Out<u64> {
        let command = Command::new("FT.SUGADD").key(key).arg(string).arg(score);
        self.execute_command(options.add_to(command))
    }

    /// Deletes a suggestion; whether there was one.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.sugdel/)
    #[doc(alias = "FT.SUGDEL")]
    fn ft_sugdel(self, key: impl ToArg, string: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("FT.SUGDEL").key(key).arg(string))
    }

    /// Up to five suggestions that begin like this, the best first; `None` if there is no such key.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.sugget/)
    #[doc(alias = "FT.SUGGET")]
    fn ft_sugget<T: FromReply>(
        self,
        key: impl ToArg,
        prefix: impl ToArg,
    ) -> Self::Out<Option<Vec<T>>> {
        self.execute_command(Command::new("FT.SUGGET").key(key).arg(prefix))
    }

    /// Suggestions that begin like this, the best first, with their scores and payloads (`WITHSCORES`, `WITHPAYLOADS`);
    /// `None` if there is no such key.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.sugget/)
    #[doc(alias = "FT.SUGGET")]
    fn ft_sugget_with<T: FromReply>(
        self,
        key: impl ToArg,
        prefix: impl ToArg,
        options: SuggetOptions,
    ) -> Self::Out<Option<Vec<Suggestion<T>>>> {
        let command = Command::new("FT.SUGGET").key(key).arg(prefix);
        let command = options.add_to(command);
        self.execute_command(command.arg("WITHSCORES").arg("WITHPAYLOADS"))
    }

    /// How many suggestions there are; 0 if there is no such key.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.suglen/)
    #[doc(alias = "FT.SUGLEN")]
    fn ft_suglen(self, key: impl ToArg) -> Self::Out<u64> {
        self.execute_command(Command::new("FT.SUGLEN").key(key))
    }

    /// The words that have synonyms, and the groups that they belong to.
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/ft.syndump/)
    #[doc(alias = "FT.SYNDUMP")]
    fn ft_syndump(self, index: impl ToArg) -> Self::Out<HashMap<String, Vec<String>>> {
        self.execute_command(Command::new("FT.SYNDUMP").arg(index))
    }

    /// Adds words to a group of synonyms, which is made if there is none.
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/ft.synupdate/)
    #[doc(alias = "FT.SYNUPDATE")]
    fn ft_synupdate(
        self,
        index: impl ToArg,
        group: impl ToArg,
        terms: impl ToArgs,
    ) -> Self::Out<()> {
        self.execute_command(
            Command::new("FT.SYNUPDATE")
                .arg(index)
                .arg(group)
                .args(terms),
        )
    }

    /// Adds words to a group of synonyms, only for documents to come (`SKIPINITIALSCAN`).
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/ft.synupdate/)
    #[doc(alias = "FT.SYNUPDATE")]
    fn ft_synupdate_skipinitialscan(
        self,
        index: impl ToArg,
        group: impl ToArg,
        terms: impl ToArgs,
    ) -> Self::Out<()> {
        let command = Command::new("FT.SYNUPDATE").arg(index).arg(group);
        self.execute_command(command.arg("SKIPINITIALSCAN").args(terms))
    }

    /// All values of a [`TagField`], in no order; they are in lower case, unless it is case-sensitive.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ft.tagvals/)
    ///
    /// # Errors
    /// If it is no such field.
    #[doc(alias = "FT.TAGVALS")]
    fn ft_tagvals<T: FromReply>(self, index: impl ToArg, field: impl ToArg) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("FT.TAGVALS").arg(index).arg(field))
    }
}

impl<E: Execute> SearchCommands for E {}

/// A query whose rows come a page at a time.
pub(crate) fn aggregation(
    index: impl ToArg,
    query: impl ToArg,
    steps: &AggregateSteps,
    options: &AggregateOptions,
    cursor: &AggregateCursorOptions,
) -> Command {
    let command = Command::new("FT.AGGREGATE").arg(index).arg(query);
    steps.add_to(cursor.add_to(options.add_to(command)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::sent::{Sent, text};
    use super::*;

    fn assert_sent(command: &Command, sent: &str) {
        assert_eq!(text(command), sent);
    }

    #[test]
    fn a_hybrid_query_is_sent_as_servers_know_it() {
        let near = HybridVsim::new("@v", "$like").knn_ef_runtime(20, 100);
        let near = near.filter("@n:[1 2]").yield_score_as("near");
        let query = HybridQuery::new("shoes", near)
            .scorer("TFIDF")
            .yield_score_as("words");
        let combine = HybridCombine::rrf_constant(60.0)
            .window(40)
            .yield_score_as("both");
        let steps = AggregateSteps::new()
            .load("@t")
            .groupby("@t", [Reducer::count().alias("n")])
            .apply("@n+1", "x")
            .sortby(["@n", "DESC"])
            .filter("@n>1")
            .limit(0, 5);
        let options = HybridOptions::new()
            .combine(combine)
            .steps(steps)
            .params([("like", "x")])
            .timeout(Duration::from_millis(100));
        let sent = "FT.HYBRID i SEARCH shoes SCORER TFIDF YIELD_SCORE_AS words VSIM @v $like KNN 4 K 20 EF_RUNTIME 100 \
                    FILTER @n:[1 2] YIELD_SCORE_AS near COMBINE RRF 6 CONSTANT 60 WINDOW 40 YIELD_SCORE_AS both \
                    LOAD 1 @t GROUPBY 1 @t REDUCE COUNT 0 AS n APPLY @n+1 AS x SORTBY 2 @n DESC FILTER @n>1 \
                    LIMIT 0 5 PARAMS 2 like x TIMEOUT 100";
        assert_sent(
            &Sent.ft_hybrid_with::<()>("i", query.clone(), options.clone()),
            sent,
        );
        let cursor = AggregateCursorOptions::new()
            .count(5)
            .maxidle(Duration::from_millis(10));
        assert_sent(
            &Sent.ft_hybrid_withcursor("i", query, options, cursor),
            &format!("{sent} WITHCURSOR COUNT 5 MAXIDLE 10"),
        );
    }

    #[test]
    fn the_parts_of_a_hybrid_query_may_be_missing() {
        let of = |vsim| HybridQuery::new("a", vsim);
        let like = || HybridVsim::new("@v", "$x");
        let sent = "FT.HYBRID i SEARCH a VSIM @v $x";
        assert_sent(&Sent.ft_hybrid::<()>("i", of(like())), sent);
        for (vsim, method) in [
            (like().knn(3), "KNN 2 K 3"),
            (like().range(0.5), "RANGE 2 RADIUS 0.5"),
            (
                like().range_epsilon(0.5, 0.1),
                "RANGE 4 RADIUS 0.5 EPSILON 0.1",
            ),
            (like().range(0.5).knn(3), "KNN 2 K 3"),
        ] {
            assert_sent(
                &Sent.ft_hybrid::<()>("i", of(vsim)),
                &format!("{sent} {method}"),
            );
        }
        for (options, more) in [
            (HybridOptions::new(), ""),
            (HybridOptions::new().combine(HybridCombine::rrf()), ""),
            (
                HybridOptions::new().combine(HybridCombine::linear(0.5, 0.25).window(9)),
                " COMBINE LINEAR 6 ALPHA 0.5 BETA 0.25 WINDOW 9",
            ),
            (
                HybridOptions::new()
                    .steps(AggregateSteps::new().load_all())
                    .nosort(),
                " LOAD * NOSORT",
            ),
        ] {
            let command = Sent.ft_hybrid_with::<()>("i", of(like()), options);
            assert_sent(&command, &format!("{sent}{more}"));
        }
    }

    #[test]
    fn what_few_servers_know_is_sent_as_they_know_it() {
        let svs = SvsVamanaVectors::new(VectorType::Float32, 128, DistanceMetric::Cosine)
            .compression("LeanVec4x8")
            .construction_window_size(250)
            .graph_max_degree(40)
            .search_window_size(20)
            .epsilon(0.02)
            .training_threshold(20_480)
            .reduce(64);
        let flat = |kind| FlatVectors::new(kind, 2, DistanceMetric::InnerProduct);
        let schema = SearchSchema::new()
            .field(VectorField::new("s", svs))
            .field(VectorField::new("i", flat(VectorType::Int8)))
            .field(VectorField::new("u", flat(VectorType::Uint8)));
        assert_sent(
            &Sent.ft_create_with("i", schema, IndexDefinition::new().indexall()),
            "FT.CREATE i INDEXALL ENABLE SCHEMA \
             s VECTOR SVS-VAMANA 20 TYPE FLOAT32 DIM 128 DISTANCE_METRIC COSINE COMPRESSION LeanVec4x8 \
             CONSTRUCTION_WINDOW_SIZE 250 GRAPH_MAX_DEGREE 40 SEARCH_WINDOW_SIZE 20 EPSILON 0.02 \
             TRAINING_THRESHOLD 20480 REDUCE 64 \
             i VECTOR FLAT 6 TYPE INT8 DIM 2 DISTANCE_METRIC IP \
             u VECTOR FLAT 6 TYPE UINT8 DIM 2 DISTANCE_METRIC IP",
        );
        assert_sent(&Sent.ft_aliaslist("i"), "FT.ALIASLIST i");
    }

    #[test]
    fn reading_a_cursor_twice_is_not_reading_it_once() {
        let page = Sent.ft_cursor_read::<()>("i", 7);
        assert_eq!(page.name(), "FT.CURSOR READ");
        assert!(!page.is_safe_to_resend());
        assert!(Sent.ft_search::<(), String>("i", "*").is_safe_to_resend());
        assert!(Sent.ft_config_get("*").is_read_only());
        assert!(!Sent.ft_config_set("a", "b").is_safe_to_resend());
        assert_eq!(Sent.ft_info("i").key_arguments().count(), 0);
        assert_eq!(Sent.ft_suglen("k").key_arguments().count(), 1);
    }
}
