//! [`TsInfo`], with [`TsRule`] and [`TsChunk`].

use std::collections::HashMap;
use std::time::Duration;

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Reply};

use super::super::fields::fields;
use super::ts_series::labels;
use super::{TsAggregator, TsDuplicatePolicy, TsEncoding};

/// What the server says of a time series (`TS.INFO`). Durations assume that the series counts milliseconds.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct TsInfo {
    /// How many samples it has.
    pub total_samples: u64,
    /// How many bytes it takes.
    pub memory_usage: u64,
    /// The timestamp of the first sample; 0 if there is none.
    pub first_timestamp: u64,
    /// The timestamp of the last sample; 0 if there is none.
    pub last_timestamp: u64,
    /// How old a sample may be, compared to the last; `None` if they are kept for ever.
    pub retention_time: Option<Duration>,
    /// How many chunks it has.
    pub chunk_count: u64,
    /// The size of a chunk, in bytes.
    pub chunk_size: u64,
    /// How its samples are kept.
    pub chunk_type: TsEncoding,
    /// What becomes of a sample whose timestamp it has already, if it has a policy of its own.
    pub duplicate_policy: Option<TsDuplicatePolicy>,
    /// Its labels.
    pub labels: HashMap<String, String>,
    /// The key of the series that it is a compaction of, if it is one.
    pub source_key: Option<String>,
    /// The rules by which it is compacted into others.
    pub rules: Vec<TsRule>,
    /// How much later than the last a sample may be and be ignored. Since 1.12.0.
    pub ignore_max_time_diff: Duration,
    /// By how much such a sample's value may differ. Since 1.12.0.
    pub ignore_max_val_diff: f64,
    /// The key's name as the series knows it, if it was asked for
    /// ([`ts_info_debug`](super::TimeSeriesCommands::ts_info_debug)).
    pub key_self_name: Option<String>,
    /// Its chunks, if they were asked for ([`ts_info_debug`](super::TimeSeriesCommands::ts_info_debug)).
    pub chunks: Vec<TsChunk>,
}

/// A rule by which a series is compacted into another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TsRule {
    /// The key of the other.
    pub destination: String,
    /// How much time a bucket spans.
    pub bucket: Duration,
    /// What becomes of the values in a bucket.
    pub aggregator: TsAggregator,
    /// A timestamp at which a bucket begins. Since 1.8.0.
    pub align: u64,
}

/// A chunk of a series.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct TsChunk {
    /// The timestamp of its first sample.
    pub start_timestamp: u64,
    /// The timestamp of its last sample.
    pub end_timestamp: u64,
    /// How many samples it has.
    pub samples: u64,
    /// How many bytes it takes.
    pub size: u64,
    /// How many bytes a sample takes.
    pub bytes_per_sample: f64,
}

impl FromReply for TsInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self::default();
        for (name, value) in fields(reply, "`TsInfo`")? {
            match name.data().as_deref() {
                Some(b"totalSamples") => info.total_samples = u64::from_reply(value)?,
                Some(b"memoryUsage") => info.memory_usage = u64::from_reply(value)?,
                Some(b"firstTimestamp") => info.first_timestamp = u64::from_reply(value)?,
                Some(b"lastTimestamp") => info.last_timestamp = u64::from_reply(value)?,
                Some(b"retentionTime") => {
                    info.retention_time = Some(millis(value)?).filter(|time| !time.is_zero());
                }
                Some(b"chunkCount") => info.chunk_count = u64::from_reply(value)?,
                Some(b"chunkSize") => info.chunk_size = u64::from_reply(value)?,
                Some(b"chunkType") => info.chunk_type = TsEncoding::from_reply(value)?,
                Some(b"duplicatePolicy") => info.duplicate_policy = Option::from_reply(value)?,
                Some(b"labels") => info.labels = labels(value)?,
                Some(b"sourceKey") => info.source_key = Option::from_reply(value)?,
                Some(b"rules") => info.rules = Vec::from_reply(value)?,
                Some(b"ignoreMaxTimeDiff") => info.ignore_max_time_diff = millis(value)?,
                Some(b"ignoreMaxValDiff") => info.ignore_max_val_diff = f64::from_reply(value)?,
                Some(b"keySelfName") => info.key_self_name = Option::from_reply(value)?,
                Some(b"Chunks") => info.chunks = Vec::from_reply(value)?,
                _ => {}
            }
        }
        Ok(info)
    }
}

fn millis(reply: Reply<'_>) -> Result<Duration> {
    u64::from_reply(reply).map(Duration::from_millis)
}

impl TsRule {
    fn new(destination: Reply<'_>, mut parts: Items<'_>) -> Result<Self> {
        let too_short = || Error::decode("a list that is too short", "`TsRule`");
        let mut next = || parts.next().ok_or_else(too_short);
        Ok(Self {
            destination: String::from_reply(destination)?,
            bucket: millis(next()?)?,
            aggregator: TsAggregator::from_reply(next()?)?,
            align: parts.next().map_or(Ok(0), u64::from_reply)?,
        })
    }
}

fn rule_parts(reply: Reply<'_>) -> Result<Items<'_>> {
    match reply.into_result()? {
        Reply::Array(parts) => Ok(parts),
        other => Err(Error::decode(other.kind_name(), "`TsRule`")),
    }
}

impl FromReply for TsRule {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut parts = rule_parts(reply)?;
        match parts.next() {
            Some(destination) => Self::new(destination, parts),
            None => Err(Error::decode("an empty list", "`TsRule`")),
        }
    }

    /// A map by their destinations in RESP3, and a list in RESP2.
    fn list_from_reply(reply: Reply<'_>) -> Result<Vec<Self>> {
        match reply {
            Reply::Array(rules) => rules.map(Self::from_reply).collect(),
            other => fields(other, "a list of `TsRule`")?
                .map(|(destination, rest)| Self::new(destination, rule_parts(rest)?))
                .collect(),
        }
    }
}

impl FromReply for TsChunk {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut chunk = Self::default();
        for (name, value) in fields(reply, "`TsChunk`")? {
            match name.data().as_deref() {
                Some(b"startTimestamp") => chunk.start_timestamp = u64::from_reply(value)?,
                Some(b"endTimestamp") => chunk.end_timestamp = u64::from_reply(value)?,
                Some(b"samples") => chunk.samples = u64::from_reply(value)?,
                Some(b"size") => chunk.size = u64::from_reply(value)?,
                Some(b"bytesPerSample") => chunk.bytes_per_sample = f64::from_reply(value)?,
                _ => {}
            }
        }
        Ok(chunk)
    }
}
