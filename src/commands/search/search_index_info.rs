//! [`SearchIndexInfo`].

use std::collections::BTreeMap;
use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;
use super::times::milliseconds;
use super::{SearchAttribute, SearchErrors, SearchFieldErrors, SearchIndexSource};

/// What the server says of an index (`FT.INFO`). Averages of nothing are NaN. What is not UTF-8 in a name or a text
/// is replaced.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SearchIndexInfo {
    /// Its name.
    pub index_name: String,
    /// What it was made with: `NOOFFSETS`, `MAXTEXTFIELDS` and the like.
    pub index_options: Vec<String>,
    /// What it is an index of.
    pub definition: SearchIndexSource,
    /// Its fields.
    pub attributes: Vec<SearchAttribute>,
    /// How many documents are in it.
    pub num_docs: u64,
    /// The greatest number that a document has had in it.
    pub max_doc_id: u64,
    /// How many different words.
    pub num_terms: u64,
    /// How many words, each as often as it comes.
    pub num_records: u64,
    /// The size of the words' lists in megabytes.
    pub inverted_sz_mb: f64,
    /// The size of the vectors in megabytes.
    pub vector_index_sz_mb: f64,
    /// How many blocks the words' lists have.
    pub total_inverted_index_blocks: u64,
    /// The size of the words' places in megabytes.
    pub offset_vectors_sz_mb: f64,
    /// The size of the documents' table in megabytes.
    pub doc_table_size_mb: f64,
    /// The size of the values to sort by in megabytes.
    pub sortable_values_size_mb: f64,
    /// The size of the keys' table in megabytes.
    pub key_table_size_mb: f64,
    /// The size of what tags take beside their lists in megabytes.
    pub tag_overhead_sz_mb: f64,
    /// The size of what texts take beside their lists in megabytes.
    pub text_overhead_sz_mb: f64,
    /// The size of all in megabytes.
    pub total_index_memory_sz_mb: f64,
    /// The size of the shapes in megabytes.
    pub geoshapes_sz_mb: f64,
    /// How many words a document has.
    pub records_per_doc_avg: f64,
    /// How many bytes a word takes.
    pub bytes_per_record_avg: f64,
    /// How many places a word has.
    pub offsets_per_term_avg: f64,
    /// How many bits a place takes.
    pub offset_bits_per_record_avg: f64,
    /// How many documents could not be taken up.
    pub hash_indexing_failures: u64,
    /// How long it took to take them up.
    pub total_indexing_time: Duration,
    /// Whether it is still taking up documents that were there before it.
    pub indexing: bool,
    /// How many of those it has taken up, from 0 to 1.
    pub percent_indexed: f64,
    /// How often it was used.
    pub number_of_uses: u64,
    /// Whether what it has of deleted documents is being removed.
    pub cleaning: bool,
    /// What was removed, and how long it took.
    pub gc_stats: BTreeMap<String, f64>,
    /// How many cursors there are.
    pub cursor_stats: BTreeMap<String, u64>,
    /// How many queries there were of each dialect.
    pub dialect_stats: BTreeMap<String, u64>,
    /// The words that it leaves out, if it was made with its own.
    pub stopwords: Option<Vec<String>>,
    /// What went wrong with documents. Since RediSearch 2.8.
    pub errors: SearchErrors,
    /// What went wrong with each field. Since RediSearch 2.8.
    pub field_errors: Vec<SearchFieldErrors>,
}

impl SearchIndexInfo {
    /// What it is, and how much is in it.
    fn set(&mut self, name: &[u8], value: Reply<'_>) -> Result<()> {
        match name {
            b"index_name" => self.index_name = text(value)?,
            b"index_options" => self.index_options = texts(value)?,
            b"index_definition" => self.definition = SearchIndexSource::from_reply(value)?,
            b"attributes" => self.attributes = Vec::from_reply(value)?,
            b"num_docs" => self.num_docs = u64::from_reply(value)?,
            b"max_doc_id" => self.max_doc_id = u64::from_reply(value)?,
            b"num_terms" => self.num_terms = u64::from_reply(value)?,
            b"num_records" => self.num_records = u64::from_reply(value)?,
            b"total_inverted_index_blocks" => {
                self.total_inverted_index_blocks = u64::from_reply(value)?;
            }
            b"hash_indexing_failures" => self.hash_indexing_failures = u64::from_reply(value)?,
            b"number_of_uses" => self.number_of_uses = u64::from_reply(value)?,
            b"stopwords_list" => self.stopwords = Some(texts(value)?),
            _ => return self.set_state(name, value),
        }
        Ok(())
    }

    /// How it is going on.
    fn set_state(&mut self, name: &[u8], value: Reply<'_>) -> Result<()> {
        match name {
            b"total_indexing_time" => self.total_indexing_time = milliseconds(value)?,
            b"indexing" => self.indexing = is_under_way(value)?,
            b"cleaning" => self.cleaning = is_under_way(value)?,
            b"gc_stats" => self.gc_stats = BTreeMap::from_reply(value)?,
            b"cursor_stats" => self.cursor_stats = BTreeMap::from_reply(value)?,
            b"dialect_stats" => self.dialect_stats = BTreeMap::from_reply(value)?,
            b"Index Errors" => self.errors = SearchErrors::from_reply(value)?,
            b"field statistics" => self.field_errors = Vec::from_reply(value)?,
            _ => {
                if let Some(number) = self.float(name) {
                    *number = f64::from_reply(value)?;
                }
            }
        }
        Ok(())
    }

    fn float(&mut self, name: &[u8]) -> Option<&mut f64> {
        Some(match name {
            b"inverted_sz_mb" => &mut self.inverted_sz_mb,
            b"vector_index_sz_mb" => &mut self.vector_index_sz_mb,
            b"offset_vectors_sz_mb" => &mut self.offset_vectors_sz_mb,
            b"doc_table_size_mb" => &mut self.doc_table_size_mb,
            b"sortable_values_size_mb" => &mut self.sortable_values_size_mb,
            b"key_table_size_mb" => &mut self.key_table_size_mb,
            b"tag_overhead_sz_mb" => &mut self.tag_overhead_sz_mb,
            b"text_overhead_sz_mb" => &mut self.text_overhead_sz_mb,
            b"total_index_memory_sz_mb" => &mut self.total_index_memory_sz_mb,
            b"geoshapes_sz_mb" => &mut self.geoshapes_sz_mb,
            b"records_per_doc_avg" => &mut self.records_per_doc_avg,
            b"bytes_per_record_avg" => &mut self.bytes_per_record_avg,
            b"offsets_per_term_avg" => &mut self.offsets_per_term_avg,
            b"offset_bits_per_record_avg" => &mut self.offset_bits_per_record_avg,
            b"percent_indexed" => &mut self.percent_indexed,
            _ => return None,
        })
    }
}

impl FromReply for SearchIndexInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self::default();
        for (name, value) in fields(reply, "`SearchIndexInfo`")? {
            if let Some(name) = name.data() {
                info.set(&name, value)?;
            }
        }
        Ok(info)
    }
}

/// Whether there is something to do: servers say how much of it there is.
fn is_under_way(reply: Reply<'_>) -> Result<bool> {
    match reply {
        Reply::Integer(count) => Ok(count != 0),
        other => bool::from_reply(other),
    }
}

/// A name or a text; it may quote any bytes of a document.
pub(super) fn text(reply: Reply<'_>) -> Result<String> {
    let bytes = Vec::<u8>::from_reply(reply)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

pub(super) fn texts(reply: Reply<'_>) -> Result<Vec<String>> {
    let texts = Vec::<Vec<u8>>::from_reply(reply)?;
    let texts = texts.iter().map(|text| String::from_utf8_lossy(text));
    Ok(texts.map(|text| text.into_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_is_counted_is_under_way() -> Result<()> {
        for (reply, expected) in [
            (Reply::Integer(0), false),
            (Reply::Integer(1), true),
            (Reply::Integer(2), true),
            (Reply::Boolean(true), true),
        ] {
            assert_eq!(is_under_way(reply)?, expected);
        }
        Ok(())
    }
}
