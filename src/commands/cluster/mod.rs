//! The commands of a cluster's nodes.

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg, ToArgs};

mod cluster_failover;
mod cluster_info;
mod cluster_link;
mod cluster_node;
mod cluster_shard;
mod cluster_slots;
mod epoch_bump;
mod migrate_slots;
mod slot_migration;
mod slot_migration_task;
mod slot_range;
mod slot_state;
mod slot_stats;
mod slot_stats_order;

pub use cluster_failover::ClusterFailover;
pub use cluster_info::ClusterInfo;
pub use cluster_link::{ClusterLink, ClusterLinkDirection};
pub use cluster_node::ClusterNode;
pub use cluster_shard::{ClusterShard, ClusterShardNode};
pub use cluster_slots::{ClusterSlots, ClusterSlotsNode};
pub use epoch_bump::EpochBump;
pub use migrate_slots::MigrateSlots;
pub use slot_migration::SlotMigration;
pub use slot_migration_task::SlotMigrationTask;
pub use slot_range::SlotRange;
pub use slot_state::SlotState;
pub use slot_stats::SlotStats;
pub use slot_stats_order::SlotStatsOrder;

use super::{FlushMode, ScanOptions};

/// Commands that ask one node of a cluster about the cluster, or change it: which nodes there are, and which of them
/// has which of the 16384 slots that keys fall into.
///
/// They are for tools that manage clusters. They go to the node that the client is connected to and are not
/// passed on; a key that is another node's is the error [`Moved`](crate::ErrorKind::Moved) or
/// [`Ask`](crate::ErrorKind::Ask).
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # if r.cluster_info().is_err() { return Ok(()) } // it belongs to no cluster
/// for shard in r.cluster_slots()? {
///     println!("{} to {} are at {:?}", shard.slots.start, shard.slots.end, shard.nodes);
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: `ERR` if the server is not a cluster's.
pub trait ClusterCommands: Execute {
    /// Lets the next command use a slot that the node is only importing, as the error [`Ask`](crate::ErrorKind::Ask)
    /// asks for. Only on a [`Connection`](crate::Connection).
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/asking/)
    fn asking(self) -> Self::Out<()> {
        self.execute_command(Command::new("ASKING"))
    }

    /// Lets a replica answer commands that read, with the data that it has so far. Only on a
    /// [`Connection`](crate::Connection).
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/readonly/)
    fn readonly(self) -> Self::Out<()> {
        self.execute_command(Command::new("READONLY"))
    }

    /// Ends what [`readonly`](Self::readonly) began. Only on a [`Connection`](crate::Connection).
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/readwrite/)
    fn readwrite(self) -> Self::Out<()> {
        self.execute_command(Command::new("READWRITE"))
    }

    /// Gives slots to the node: numbers from 0 to 16383.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-addslots/)
    ///
    /// # Errors
    /// `ERR` if one of them belongs to a node already; then none is given.
    fn cluster_addslots(self, slots: impl ToArgs) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER ADDSLOTS").args(slots))
    }

    /// Gives ranges of slots to the node: `[0..=100, 200..=300]`, `[(0, 100)]`, [`SlotRange`]s.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-addslotsrange/)
    ///
    /// # Errors
    /// `ERR` if a slot of them belongs to a node already; then none is given.
    fn cluster_addslotsrange(
        self,
        ranges: impl IntoIterator<Item: Into<SlotRange>>,
    ) -> Self::Out<()> {
        let command = Command::new("CLUSTER ADDSLOTSRANGE");
        self.execute_command(slot_range::add_all(ranges, command))
    }

    /// Gives the node a new configuration epoch, so that its view of its slots wins over all others'.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-bumpepoch/)
    fn cluster_bumpepoch(self) -> Self::Out<EpochBump> {
        self.execute_command(Command::new("CLUSTER BUMPEPOCH"))
    }

    /// Cancels all migrations that [`cluster_migrateslots`](Self::cluster_migrateslots) has begun on the node.
    ///
    /// Since Valkey 9.0.0. [valkey.io](https://valkey.io/commands/cluster-cancelslotmigrations/)
    ///
    /// # Errors
    /// `ERR` if there are none.
    fn cluster_cancelslotmigrations(self) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER CANCELSLOTMIGRATIONS"))
    }

    /// How many other masters have lately reported that they do not reach a node.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-count-failure-reports/)
    ///
    /// # Errors
    /// `ERR` if the node does not know the other one.
    #[doc(alias = "CLUSTER COUNT-FAILURE-REPORTS")]
    fn cluster_count_failure_report(self, node_id: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("CLUSTER COUNT-FAILURE-REPORTS").arg(node_id))
    }

    /// How many keys the node has in a slot.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-countkeysinslot/)
    ///
    /// # Errors
    /// `ERR` if there is no such slot.
    fn cluster_countkeysinslot(self, slot: u16) -> Self::Out<i64> {
        self.execute_command(Command::new("CLUSTER COUNTKEYSINSLOT").arg(slot))
    }

    /// Makes the node forget which node these slots belong to.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-delslots/)
    ///
    /// # Errors
    /// `ERR` if one of them belongs to no node; then nothing is changed.
    fn cluster_delslots(self, slots: impl ToArgs) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER DELSLOTS").args(slots))
    }

    /// Makes the node forget which nodes these ranges of slots belong to.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-delslotsrange/)
    ///
    /// # Errors
    /// `ERR` if a slot of them belongs to no node; then nothing is changed.
    fn cluster_delslotsrange(
        self,
        ranges: impl IntoIterator<Item: Into<SlotRange>>,
    ) -> Self::Out<()> {
        let command = Command::new("CLUSTER DELSLOTSRANGE");
        self.execute_command(slot_range::add_all(ranges, command))
    }

    /// Makes the node, a replica, take the place of its master, in agreement with it and without loss of data. It has
    /// only begun when this returns.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-failover/)
    ///
    /// # Errors
    /// `ERR` if the node is no replica, or does not reach its master.
    fn cluster_failover(self) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER FAILOVER"))
    }

    /// Makes the node, a replica, take the place of its master, which may be down. It has only begun when this returns.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-failover/)
    ///
    /// # Errors
    /// `ERR` if the node is no replica.
    #[doc(alias = "CLUSTER FAILOVER")]
    fn cluster_failover_with(self, how: ClusterFailover) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER FAILOVER").arg(how.word()))
    }

    /// Deletes all keys in a slot.
    ///
    /// Since Valkey 9.0.0. [valkey.io](https://valkey.io/commands/cluster-flushslot/)
    ///
    /// # Errors
    /// `ERR` if there is no such slot.
    fn cluster_flushslot(self, slot: u16) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER FLUSHSLOT").arg(slot))
    }

    /// Deletes all keys in a slot, in the background or before it answers.
    ///
    /// Since Valkey 9.0.0. [valkey.io](https://valkey.io/commands/cluster-flushslot/)
    ///
    /// # Errors
    /// `ERR` if there is no such slot.
    #[doc(alias = "CLUSTER FLUSHSLOT")]
    fn cluster_flushslot_with(self, slot: u16, mode: FlushMode) -> Self::Out<()> {
        let command = Command::new("CLUSTER FLUSHSLOT").arg(slot);
        self.execute_command(command.arg(mode.word()))
    }

    /// Takes all slots from the node.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-flushslots/)
    ///
    /// # Errors
    /// `ERR` if the node has keys.
    fn cluster_flushslots(self) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER FLUSHSLOTS"))
    }

    /// Makes the node forget another one, and not hear of it for a minute, in which all the others are to be
    /// told the same.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-forget/)
    ///
    /// # Errors
    /// `ERR` if the node does not know the other one, or the other one is itself or its master.
    fn cluster_forget(self, node_id: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER FORGET").arg(node_id))
    }

    /// Up to `count` of the keys that the node has in a slot.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-getkeysinslot/)
    ///
    /// # Errors
    /// `ERR` if there is no such slot.
    #[doc(alias = "CLUSTER GETKEYSINSLOT")]
    fn cluster_get_keys_in_slot<T: FromReply>(self, slot: u16, count: u32) -> Self::Out<Vec<T>> {
        let command = Command::new("CLUSTER GETKEYSINSLOT").arg(slot);
        self.execute_command(command.arg(count))
    }

    /// The migrations of slots from and to the node, and those that have ended lately.
    ///
    /// Since Valkey 9.0.0. [valkey.io](https://valkey.io/commands/cluster-getslotmigrations/)
    fn cluster_getslotmigrations(self) -> Self::Out<Vec<SlotMigration>> {
        self.execute_command(Command::new("CLUSTER GETSLOTMIGRATIONS"))
    }

    /// The server's help on `CLUSTER`, line by line.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-help/)
    fn cluster_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("CLUSTER HELP"))
    }

    /// The state of the cluster, as the node sees it.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-info/)
    fn cluster_info(self) -> Self::Out<ClusterInfo> {
        self.execute_command(Command::new("CLUSTER INFO"))
    }

    /// Which slot a key falls into. Of a key with a hash tag only the tag counts: `{user1}:name` falls into the slot of
    /// `user1`.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-keyslot/)
    fn cluster_keyslot(self, key: impl ToArg) -> Self::Out<u16> {
        self.execute_command(Command::new("CLUSTER KEYSLOT").arg(key))
    }

    /// The connections between the node and the other nodes, mostly two for each.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-links/)
    fn cluster_links(self) -> Self::Out<Vec<ClusterLink>> {
        self.execute_command(Command::new("CLUSTER LINKS"))
    }

    /// Introduces the node to another one, and so their clusters, which become one. It has only begun when this
    /// returns.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-meet/)
    ///
    /// # Errors
    /// `ERR` if `ip` is a host's name instead of an address, or the port is 0.
    fn cluster_meet(self, ip: impl ToArg, port: u16) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER MEET").arg(ip).arg(port))
    }

    /// Introduces the node to another one, as [`cluster_meet`](Self::cluster_meet) does, whose bus port is not 10000
    /// above its own port.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-meet/)
    ///
    /// # Errors
    /// Those of [`cluster_meet`](Self::cluster_meet).
    #[doc(alias = "CLUSTER MEET")]
    fn cluster_meet_on(self, ip: impl ToArg, port: u16, bus_port: u16) -> Self::Out<()> {
        let command = Command::new("CLUSTER MEET").arg(ip).arg(port);
        self.execute_command(command.arg(bus_port))
    }

    /// Moves slots with their keys from the node to others; for clients they all move at once. It has only begun
    /// when this returns: [`cluster_getslotmigrations`](Self::cluster_getslotmigrations) tells how far it is.
    ///
    /// Since Valkey 9.0.0. [valkey.io](https://valkey.io/commands/cluster-migrateslots/)
    ///
    /// # Errors
    /// `ERR` if the node has not got the slots, does not know the other one, or moves them already.
    fn cluster_migrateslots(self, moves: MigrateSlots) -> Self::Out<()> {
        self.execute_command(moves.add_to(Command::new("CLUSTER MIGRATESLOTS")))
    }

    /// Cancels one migration; how many were cancelled, 0 or 1.
    ///
    /// Since 8.4.0. [redis.io](https://redis.io/docs/latest/commands/cluster-migration/)
    #[doc(alias = "CLUSTER MIGRATION CANCEL")]
    fn cluster_migration_cancel(self, task_id: impl ToArg) -> Self::Out<i64> {
        let command = Command::new("CLUSTER MIGRATION").arg("CANCEL");
        self.execute_command(command.arg("ID").arg(task_id))
    }

    /// Cancels all migrations of the node; how many were cancelled.
    ///
    /// Since 8.4.0. [redis.io](https://redis.io/docs/latest/commands/cluster-migration/)
    #[doc(alias = "CLUSTER MIGRATION CANCEL")]
    fn cluster_migration_cancel_all(self) -> Self::Out<i64> {
        let command = Command::new("CLUSTER MIGRATION").arg("CANCEL");
        self.execute_command(command.arg("ALL"))
    }

    /// Moves slots with their keys to the node from those that have them; for clients they all move at once. It
    /// has only begun when this returns the id of the task, by which
    /// [`cluster_migration_status_of`](Self::cluster_migration_status_of) tells how far it is.
    ///
    /// Since 8.4.0. [redis.io](https://redis.io/docs/latest/commands/cluster-migration/)
    ///
    /// # Errors
    /// `ERR` if nobody has the slots, the node has them itself, or moves them already.
    #[doc(alias = "CLUSTER MIGRATION IMPORT")]
    fn cluster_migration_import(
        self,
        ranges: impl IntoIterator<Item: Into<SlotRange>>,
    ) -> Self::Out<String> {
        let command = Command::new("CLUSTER MIGRATION").arg("IMPORT");
        self.execute_command(slot_range::add_all(ranges, command))
    }

    /// The migrations of slots from and to the node, and those that have ended.
    ///
    /// Since 8.4.0. [redis.io](https://redis.io/docs/latest/commands/cluster-migration/)
    #[doc(alias = "CLUSTER MIGRATION STATUS")]
    fn cluster_migration_status(self) -> Self::Out<Vec<SlotMigrationTask>> {
        let command = Command::new("CLUSTER MIGRATION").arg("STATUS");
        self.execute_command(command.arg("ALL"))
    }

    /// One migration, in a list; an empty list if there is none with that id.
    ///
    /// Since 8.4.0. [redis.io](https://redis.io/docs/latest/commands/cluster-migration/)
    #[doc(alias = "CLUSTER MIGRATION STATUS")]
    fn cluster_migration_status_of(self, task_id: impl ToArg) -> Self::Out<Vec<SlotMigrationTask>> {
        let command = Command::new("CLUSTER MIGRATION").arg("STATUS");
        self.execute_command(command.arg("ID").arg(task_id))
    }

    /// The node's id, which stays the same until a [hard reset](Self::cluster_reset_hard).
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-myid/)
    fn cluster_myid(self) -> Self::Out<String> {
        self.execute_command(Command::new("CLUSTER MYID"))
    }

    /// The id of the node's shard, which it has in common with its master and its replicas.
    ///
    /// Since 7.2.0. [redis.io](https://redis.io/docs/latest/commands/cluster-myshardid/)
    fn cluster_myshardid(self) -> Self::Out<String> {
        self.execute_command(Command::new("CLUSTER MYSHARDID"))
    }

    /// All nodes that the node knows, itself included.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-nodes/)
    fn cluster_nodes(self) -> Self::Out<Vec<ClusterNode>> {
        self.execute_command(Command::new("CLUSTER NODES"))
    }

    /// The replicas of a master.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-replicas/)
    ///
    /// # Errors
    /// `ERR` if the node does not know the other one, or that is no master.
    fn cluster_replicas(self, node_id: impl ToArg) -> Self::Out<Vec<ClusterNode>> {
        self.execute_command(Command::new("CLUSTER REPLICAS").arg(node_id))
    }

    /// Makes the node a replica of a master. It has only begun when this returns.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-replicate/)
    ///
    /// # Errors
    /// `ERR` if the node does not know the master, is it, or is a master itself that has slots or keys.
    fn cluster_replicate(self, node_id: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER REPLICATE").arg(node_id))
    }

    /// Makes a replica a master without slots and without data (`NO ONE`).
    ///
    /// Since Valkey 9.0.0. [valkey.io](https://valkey.io/commands/cluster-replicate/)
    #[doc(alias = "CLUSTER REPLICATE")]
    fn cluster_replicate_no_one(self) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER REPLICATE").args(["NO", "ONE"]))
    }

    /// Makes the node forget all others and its slots. A replica becomes a master, and its data goes.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-reset/)
    ///
    /// # Errors
    /// `ERR` if it is a master that has keys.
    fn cluster_reset(self) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER RESET"))
    }

    /// Makes the node forget all others and its slots, as [`cluster_reset`](Self::cluster_reset) does, and gives it a
    /// new id; its epochs begin at 0 (`HARD`).
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-reset/)
    ///
    /// # Errors
    /// `ERR` if it is a master that has keys.
    #[doc(alias = "CLUSTER RESET")]
    fn cluster_reset_hard(self) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER RESET").arg("HARD"))
    }

    /// Writes what the node knows of the cluster to its file, as it does by itself.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-saveconfig/)
    ///
    /// # Errors
    /// `ERR` if it can't be written.
    #[doc(alias = "CLUSTER SAVECONFIG")]
    fn cluster_save_config(self) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER SAVECONFIG"))
    }

    /// Sets the configuration epoch of a new node, so that the nodes of a new cluster have different ones.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-set-config-epoch/)
    ///
    /// # Errors
    /// `ERR` if the node has an epoch already, or knows other nodes.
    #[doc(alias = "CLUSTER SET-CONFIG-EPOCH")]
    fn cluster_set_config_epoch(self, epoch: u64) -> Self::Out<()> {
        self.execute_command(Command::new("CLUSTER SET-CONFIG-EPOCH").arg(epoch))
    }

    /// Tells the node which node a slot belongs to, or that the slot is being moved.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-setslot/)
    ///
    /// # Errors
    /// `ERR` if the node does not know the other one, is to import a slot that it has, or to give away one that it
    /// has not.
    fn cluster_setslot(self, slot: u16, state: SlotState) -> Self::Out<()> {
        self.execute_command(state.add_to(Command::new("CLUSTER SETSLOT").arg(slot)))
    }

    /// The shards, a master with its replicas each, and their slots.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-shards/)
    fn cluster_shards(self) -> Self::Out<Vec<ClusterShard>> {
        self.execute_command(Command::new("CLUSTER SHARDS"))
    }

    /// The replicas of a master. Deprecated in the server since 5.0: [`cluster_replicas`](Self::cluster_replicas) is
    /// the same.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-slaves/)
    ///
    /// # Errors
    /// Those of [`cluster_replicas`](Self::cluster_replicas).
    fn cluster_slaves(self, node_id: impl ToArg) -> Self::Out<Vec<ClusterNode>> {
        self.execute_command(Command::new("CLUSTER SLAVES").arg(node_id))
    }

    /// How those slots of a range that belong to the node have been used.
    ///
    /// Since 8.2.0 and Valkey 8.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-slot-stats/)
    ///
    /// # Errors
    /// `ERR` if the range goes beyond 16383.
    #[doc(alias = "CLUSTER SLOT-STATS")]
    fn cluster_slot_stats(self, range: impl Into<SlotRange>) -> Self::Out<Vec<SlotStats>> {
        let command = Command::new("CLUSTER SLOT-STATS").arg("SLOTSRANGE");
        self.execute_command(range.into().add_to(command))
    }

    /// How the node's slots have been used, those first that have been used the most or the least.
    ///
    /// Since 8.2.0 and Valkey 8.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-slot-stats/)
    ///
    /// # Errors
    /// `ERR` if the server does not know or does not measure what they are ordered by.
    #[doc(alias = "CLUSTER SLOT-STATS")]
    fn cluster_slot_stats_by(self, order: SlotStatsOrder) -> Self::Out<Vec<SlotStats>> {
        self.execute_command(order.add_to(Command::new("CLUSTER SLOT-STATS")))
    }

    /// Which nodes have which slots, a range at a time. Deprecated in the server since 7.0, which has
    /// [`cluster_shards`](Self::cluster_shards) instead.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/cluster-slots/)
    fn cluster_slots(self) -> Self::Out<Vec<ClusterSlots>> {
        self.execute_command(Command::new("CLUSTER SLOTS"))
    }

    /// One page of the cluster's keys from `cursor` on, a slot after the other: the next cursor, and the keys. The
    /// cursor is `"0"` at the beginning, and again at the end. Keys may come more than once.
    ///
    /// Since Valkey 9.1.0. [valkey.io](https://valkey.io/commands/clusterscan/)
    ///
    /// # Errors
    /// [`Moved`](crate::ErrorKind::Moved) if the cursor belongs to another node: ask that one. A cursor has the slot
    /// that it would have as a key.
    fn clusterscan<T: FromReply>(self, cursor: impl ToArg) -> Self::Out<(String, Vec<T>)> {
        self.execute_command(scan(cursor))
    }

    /// One page of those of the cluster's keys that `options` ask for, and the next cursor.
    ///
    /// Since Valkey 9.1.0. [valkey.io](https://valkey.io/commands/clusterscan/)
    ///
    /// # Errors
    /// Those of [`clusterscan`](Self::clusterscan).
    #[doc(alias = "CLUSTERSCAN")]
    fn clusterscan_with<T: FromReply>(
        self,
        cursor: impl ToArg,
        options: ScanOptions,
    ) -> Self::Out<(String, Vec<T>)> {
        self.execute_command(options.add_to(scan(cursor)))
    }

    /// One page of those of a slot's keys that `options` ask for, and the next cursor: `"0"` at the end of the slot.
    ///
    /// Since Valkey 9.1.0. [valkey.io](https://valkey.io/commands/clusterscan/)
    ///
    /// # Errors
    /// Those of [`clusterscan`](Self::clusterscan), and `ERR` if the cursor is of another slot.
    #[doc(alias = "CLUSTERSCAN")]
    fn clusterscan_slot<T: FromReply>(
        self,
        cursor: impl ToArg,
        slot: u16,
        options: ScanOptions,
    ) -> Self::Out<(String, Vec<T>)> {
        let command = options.add_to(scan(cursor));
        self.execute_command(command.arg("SLOT").arg(slot))
    }
}

impl<E: Execute> ClusterCommands for E {}

/// The cursor says in braces, as a key does, which slot it is in: it is where the command has to go.
fn scan(cursor: impl ToArg) -> Command {
    Command::new("CLUSTERSCAN").key(cursor)
}

#[cfg(test)]
mod tests {
    use super::super::sent::{Sent, text};
    use super::*;

    #[test]
    fn migrations_of_redis_are_sent_as_it_knows_them() {
        for (command, sent) in [
            (
                Sent.cluster_migration_import([0..=9, 20..=20]),
                "IMPORT 0 9 20 20",
            ),
            (Sent.cluster_migration_cancel("abc"), "CANCEL ID abc"),
            (Sent.cluster_migration_cancel_all(), "CANCEL ALL"),
            (Sent.cluster_migration_status(), "STATUS ALL"),
            (Sent.cluster_migration_status_of("abc"), "STATUS ID abc"),
        ] {
            assert_eq!(text(&command), format!("CLUSTER MIGRATION {sent}"));
            assert_eq!(command.name(), "CLUSTER MIGRATION");
        }
    }
}
