//! Every type that replies decode to, from any reply.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use bytes::Bytes;

use crate::commands::*;
use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::{Reply, Value};

/// Stands for data that no error may quote.
const DATA: &str = "S3CR3T";

/// Decodes one reply to each of these types.
macro_rules! decode_to {
    ($reply:ident: $($type:ty,)+) => {
        $(decode::<$type>(&$reply);)+
    };
}

/// Decodes the bytes, if they are one reply, to all kinds of types. It fits or it does not, and an error quotes
/// nothing of it but what the server itself calls an error.
pub fn decode_types(bytes: &[u8]) {
    let Ok(reply) = Reply::parse(bytes) else {
        return;
    };
    decode_to!(reply:
        (), bool, i8, i16, u16, i32, u32, i64, u64, i128, u128, isize, usize, f32, f64,
        String, Box<str>, Arc<str>, Vec<u8>, Bytes, Value, Option<i64>, Option<String>,
        Vec<String>, Vec<Vec<Vec<i64>>>, Vec<Option<f64>>, Vec<Result<Value>>, Box<[Value]>, Vec<(String, f64)>,
        HashSet<String>, BTreeSet<Vec<u8>>, HashMap<String, String>, BTreeMap<String, Value>,
        HashMap<String, HashMap<String, i64>>, [i64; 2], [Value; 3],
        (String,), (i64, String), (Value, Vec<(String, Value)>, Option<bool>),
    );
    decode_to!(reply:
        AclDryrun, AclLogEntry, AclUser, ClientInfo, ClusterInfo, ClusterLink, ClusterNode, ClusterShard, ClusterSlots,
        CommandInfo, CommandlogEntry, FieldExpire, FieldTtl, FunctionLibrary, FunctionStats, GeoPoint, GeoMatch<String>,
        HelloInfo, Info, KeyType, LatencyEvent, LatencyHistogram, LatencySample, LcsMatches, MemoryStats, ModuleInfo,
        Role, SlowlogEntry, StreamConsumer, StreamGroup, StreamId, StreamPending,
        StreamPendingEntry, StreamEntry<HashMap<String, String>>, StreamRead<String, StreamEntry<Value>>,
        StreamAutoclaim<StreamEntry<Value>>, StreamInfo<Value>, StreamInfoFull<Value>, TrackingInfo,
    );
    decode_to!(reply:
        BfInfo, CfInfo, CmsInfo, TdigestInfo, TopkInfo, TsInfo, TsSample, TsSeries<TsSample>, VectorSetInfo,
        SearchIndexInfo, SearchResults<Value, String>, AggregateResults<Value>, Suggestion<String>, ArrayInfo,
        JsonMatches<Value>, JsonNumbers<f64>,
    );
}

fn decode<T: FromReply>(reply: &Reply<'_>) {
    let Err(error) = T::from_reply(reply.clone()) else {
        return;
    };
    let text = format!("{error} {error:?}");
    // The server's own words are shown, and may hold anything.
    if error.code().is_none() {
        assert!(
            !text.contains(DATA),
            "{}: {text}",
            std::any::type_name::<T>()
        );
    }
}
