//! [`MemoryStats`] and [`MemoryDatabase`].

use std::collections::BTreeMap;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::{Reply, Value};

use super::super::fields::fields;

/// What a server's memory is used for (`MEMORY STATS`). Sizes are in bytes. What the server does not tell is 0.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct MemoryStats {
    /// The most bytes that it has ever taken from its allocator.
    pub peak_allocated: u64,
    /// How many bytes it has from its allocator now.
    pub total_allocated: u64,
    /// How many bytes it had from its allocator after it started.
    pub startup_allocated: u64,
    /// Bytes for the replication backlog.
    pub replication_backlog: u64,
    /// Bytes for what arrives while the server is filled from its master. Since Redis 8.0.0.
    pub replica_fullsync_buffer: u64,
    /// Bytes for the connections to its replicas.
    pub clients_replicas: u64,
    /// Bytes for the connections to its clients.
    pub clients_normal: u64,
    /// Bytes for the connections to the other nodes of its cluster. Since 7.0.0.
    pub cluster_links: u64,
    /// Bytes for what is still to be written to the append-only file.
    pub aof_buffer: u64,
    /// Bytes for scripts.
    pub lua_caches: u64,
    /// Bytes for functions. Since 7.0.0.
    pub functions_caches: u64,
    /// Bytes for the engines that run scripts and functions. Since Redis 8.0.0.
    pub script_vms: u64,
    /// Bytes for all that is not data: `startup_allocated`, the buffers, connections and caches above, and what the
    /// databases take beside keys and values.
    pub overhead_total: u64,
    /// Bytes for the tables by which keys are found. Since 7.4.0 and Valkey 8.0.0.
    pub hashtable_lut: u64,
    /// Bytes for those of these tables that are being resized. Since 7.4.0 and Valkey 8.0.0.
    pub hashtable_rehashing: u64,
    /// How many tables are being resized. Since 7.4.0 and Valkey 8.0.0.
    pub rehashing_databases: u64,
    /// How many keys there are in all databases.
    pub keys_count: u64,
    /// The bytes taken since the start, divided by the number of keys.
    pub keys_bytes_per_key: u64,
    /// Bytes for data: all but the overhead.
    pub dataset_bytes: u64,
    /// `dataset_bytes` as a part of the bytes taken since the start, in percent.
    pub dataset_percentage: f64,
    /// `total_allocated` as a part of `peak_allocated`, in percent.
    pub peak_percentage: f64,
    /// Bytes that the allocator has given out, by its own count.
    pub allocator_allocated: u64,
    /// Bytes of the pages that those are on.
    pub allocator_active: u64,
    /// Bytes of the allocator's pages that are in memory.
    pub allocator_resident: u64,
    /// Bytes of pages that the allocator has returned, and that the system may take back. Since 7.4.0 and Valkey 8.0.0.
    pub allocator_muzzy: u64,
    /// `allocator_active` divided by `allocator_allocated`.
    pub allocator_fragmentation_ratio: f64,
    /// `allocator_active` less `allocator_allocated`.
    pub allocator_fragmentation_bytes: i64,
    /// `allocator_resident` divided by `allocator_active`.
    pub allocator_rss_ratio: f64,
    /// `allocator_resident` less `allocator_active`.
    pub allocator_rss_bytes: i64,
    /// The bytes that the process has in memory (RSS), divided by `allocator_resident`.
    pub rss_overhead_ratio: f64,
    /// The bytes that the process has in memory (RSS), less `allocator_resident`.
    pub rss_overhead_bytes: i64,
    /// The bytes that the process has in memory (RSS), divided by those that it has from its allocator.
    pub fragmentation: f64,
    /// The bytes that the process has in memory (RSS), less those that it has from its allocator.
    pub fragmentation_bytes: i64,
    /// The databases that hold keys, by their numbers.
    pub databases: BTreeMap<u32, MemoryDatabase>,
    /// What else the server tells, by the names that it gives it.
    pub others: BTreeMap<String, Value>,
}

/// What a database takes beside its keys and values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MemoryDatabase {
    /// Bytes for the table of its keys.
    pub hashtable_main: u64,
    /// Bytes for the table of the times at which its keys expire.
    pub hashtable_expires: u64,
    /// Bytes for the lists of keys by slots, in a cluster. Redis 7 only.
    pub hashtable_slot_to_keys: u64,
}

impl FromReply for MemoryStats {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut stats = Self::default();
        for (name, value) in fields(reply, "`MemoryStats`")? {
            stats.set(&String::from_reply(name)?, value)?;
        }
        Ok(stats)
    }
}

impl MemoryStats {
    fn set(&mut self, name: &str, value: Reply<'_>) -> Result<()> {
        match name {
            "peak.allocated" => self.peak_allocated = u64::from_reply(value)?,
            "total.allocated" => self.total_allocated = u64::from_reply(value)?,
            "startup.allocated" => self.startup_allocated = u64::from_reply(value)?,
            "replication.backlog" => self.replication_backlog = u64::from_reply(value)?,
            "replica.fullsync.buffer" => self.replica_fullsync_buffer = u64::from_reply(value)?,
            "clients.slaves" => self.clients_replicas = u64::from_reply(value)?,
            "clients.normal" => self.clients_normal = u64::from_reply(value)?,
            "cluster.links" => self.cluster_links = u64::from_reply(value)?,
            "aof.buffer" => self.aof_buffer = u64::from_reply(value)?,
            "lua.caches" => self.lua_caches = u64::from_reply(value)?,
            "functions.caches" => self.functions_caches = u64::from_reply(value)?,
            "script.VMs" => self.script_vms = u64::from_reply(value)?,
            "overhead.total" => self.overhead_total = u64::from_reply(value)?,
            "overhead.db.hashtable.lut" => self.hashtable_lut = u64::from_reply(value)?,
            "overhead.db.hashtable.rehashing" => self.hashtable_rehashing = u64::from_reply(value)?,
            "db.dict.rehashing.count" => self.rehashing_databases = u64::from_reply(value)?,
            "keys.count" => self.keys_count = u64::from_reply(value)?,
            "keys.bytes-per-key" => self.keys_bytes_per_key = u64::from_reply(value)?,
            "dataset.bytes" => self.dataset_bytes = u64::from_reply(value)?,
            "dataset.percentage" => self.dataset_percentage = f64::from_reply(value)?,
            "peak.percentage" => self.peak_percentage = f64::from_reply(value)?,
            "allocator.allocated" => self.allocator_allocated = u64::from_reply(value)?,
            "allocator.active" => self.allocator_active = u64::from_reply(value)?,
            "allocator.resident" => self.allocator_resident = u64::from_reply(value)?,
            "allocator.muzzy" => self.allocator_muzzy = u64::from_reply(value)?,
            "allocator-fragmentation.ratio" => {
                self.allocator_fragmentation_ratio = f64::from_reply(value)?
            }
            "allocator-fragmentation.bytes" => {
                self.allocator_fragmentation_bytes = i64::from_reply(value)?
            }
            "allocator-rss.ratio" => self.allocator_rss_ratio = f64::from_reply(value)?,
            "allocator-rss.bytes" => self.allocator_rss_bytes = i64::from_reply(value)?,
            "rss-overhead.ratio" => self.rss_overhead_ratio = f64::from_reply(value)?,
            "rss-overhead.bytes" => self.rss_overhead_bytes = i64::from_reply(value)?,
            "fragmentation" => self.fragmentation = f64::from_reply(value)?,
            "fragmentation.bytes" => self.fragmentation_bytes = i64::from_reply(value)?,
            _ => match name.strip_prefix("db.").map(str::parse) {
                Some(Ok(db)) => {
                    self.databases
                        .insert(db, MemoryDatabase::from_reply(value)?);
                }
                _ => {
                    self.others
                        .insert(name.to_owned(), Value::from_reply(value)?);
                }
            },
        }
        Ok(())
    }
}

impl FromReply for MemoryDatabase {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut database = Self::default();
        for (name, value) in fields(reply, "`MemoryDatabase`")? {
            match name.data().as_deref() {
                Some(b"overhead.hashtable.main") => {
                    database.hashtable_main = u64::from_reply(value)?;
                }
                Some(b"overhead.hashtable.expires") => {
                    database.hashtable_expires = u64::from_reply(value)?;
                }
                Some(b"overhead.hashtable.slot-to-keys") => {
                    database.hashtable_slot_to_keys = u64::from_reply(value)?;
                }
                _ => {}
            }
        }
        Ok(database)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBERS: &str = "peak.allocated total.allocated startup.allocated replication.backlog \
        replica.fullsync.buffer clients.slaves clients.normal cluster.links aof.buffer lua.caches functions.caches \
        script.VMs overhead.total overhead.db.hashtable.lut overhead.db.hashtable.rehashing db.dict.rehashing.count \
        keys.count keys.bytes-per-key dataset.bytes allocator.allocated allocator.active allocator.resident \
        allocator.muzzy allocator-fragmentation.bytes allocator-rss.bytes rss-overhead.bytes fragmentation.bytes";

    #[test]
    fn every_number_has_its_own_place() {
        let mut reply = String::new();
        let names: Vec<&str> = NUMBERS.split_whitespace().collect();
        for (number, name) in names.iter().enumerate() {
            reply += &format!("${}\r\n{name}\r\n:{}\r\n", name.len(), number + 1);
        }
        let reply = format!("*{}\r\n{reply}", names.len() * 2);
        let stats = MemoryStats::from_reply(Reply::parse(reply.as_bytes()).unwrap()).unwrap();
        assert!(stats.others.is_empty());
        let unsigned = [
            stats.peak_allocated,
            stats.total_allocated,
            stats.startup_allocated,
            stats.replication_backlog,
            stats.replica_fullsync_buffer,
            stats.clients_replicas,
            stats.clients_normal,
            stats.cluster_links,
            stats.aof_buffer,
            stats.lua_caches,
            stats.functions_caches,
            stats.script_vms,
            stats.overhead_total,
            stats.hashtable_lut,
            stats.hashtable_rehashing,
            stats.rehashing_databases,
            stats.keys_count,
            stats.keys_bytes_per_key,
            stats.dataset_bytes,
            stats.allocator_allocated,
            stats.allocator_active,
            stats.allocator_resident,
            stats.allocator_muzzy,
        ];
        assert!(unsigned.into_iter().eq(1..=23), "{unsigned:?}");
        let signed = [
            stats.allocator_fragmentation_bytes,
            stats.allocator_rss_bytes,
            stats.rss_overhead_bytes,
            stats.fragmentation_bytes,
        ];
        assert_eq!(signed, [24, 25, 26, 27]);
    }

    #[test]
    fn ratios_come_as_texts_or_numbers_and_what_is_new_is_kept() {
        let resp2 = "*8\r\n+dataset.percentage\r\n$4\r\n12.5\r\n+fragmentation\r\n$4\r\n-nan\r\n\
            +db.x\r\n:1\r\n+db.3\r\n*2\r\n+overhead.hashtable.slot-to-keys\r\n:48\r\n";
        let stats = MemoryStats::from_reply(Reply::parse(resp2.as_bytes()).unwrap()).unwrap();
        assert!((stats.dataset_percentage - 12.5).abs() < 1e-9);
        assert!(stats.fragmentation.is_nan());
        assert_eq!(stats.databases[&3].hashtable_slot_to_keys, 48);
        assert_eq!(stats.others["db.x"], Value::Integer(1));
        let resp3 = "%1\r\n+dataset.percentage\r\n,12.5\r\n";
        let stats = MemoryStats::from_reply(Reply::parse(resp3.as_bytes()).unwrap()).unwrap();
        assert!((stats.dataset_percentage - 12.5).abs() < 1e-9);
        assert!(MemoryStats::from_reply(Reply::parse(b"+OK\r\n").unwrap()).is_err());
    }
}
