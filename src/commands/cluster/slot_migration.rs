//! [`SlotMigration`].

use std::time::SystemTime;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;
use super::super::text::text;
use super::super::times::time_of_seconds;
use super::slot_range::{self, SlotRange};

/// A migration of slots as a Valkey node tells of it (`CLUSTER GETSLOTMIGRATIONS`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SlotMigration {
    /// Its name, which no other has.
    pub name: String,
    /// `EXPORT` if the slots go from the node, `IMPORT` if they come to it.
    pub operation: String,
    /// The slots.
    pub slot_ranges: Vec<SlotRange>,
    /// The id of the node that they go to.
    pub target_node: String,
    /// The id of the node that they come from.
    pub source_node: String,
    /// When it was begun, to the second.
    pub create_time: Option<SystemTime>,
    /// When its state has changed the last time, to the second.
    pub last_update_time: Option<SystemTime>,
    /// When the other node has answered the last time, to the second.
    pub last_ack_time: Option<SystemTime>,
    /// How far it is: `connecting`, `snapshotting`, …, and at last `success`, `failed` or `cancelled`.
    pub state: String,
    /// What went wrong, if something did.
    pub message: String,
    /// How many bytes of memory it has cost the node to keep the snapshot as it was.
    pub cow_size: u64,
    /// About how many bytes of changes are still to be sent.
    pub remaining_repl_size: u64,
}

const WANTED: &str = "`SlotMigration`";

impl FromReply for SlotMigration {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut migration = Self::default();
        for (name, value) in fields(reply, WANTED)? {
            match name.data().as_deref() {
                Some(b"name") => migration.name = text(value, WANTED)?,
                Some(b"operation") => migration.operation = text(value, WANTED)?,
                Some(b"slot_ranges") => migration.slot_ranges = slot_range::list(value, WANTED)?,
                Some(b"target_node") => migration.target_node = text(value, WANTED)?,
                Some(b"source_node") => migration.source_node = text(value, WANTED)?,
                Some(b"create_time") => migration.create_time = time_of_seconds(value)?,
                Some(b"last_update_time") => migration.last_update_time = time_of_seconds(value)?,
                Some(b"last_ack_time") => migration.last_ack_time = time_of_seconds(value)?,
                Some(b"state") => migration.state = text(value, WANTED)?,
                Some(b"message") => migration.message = text(value, WANTED)?,
                Some(b"cow_size") => migration.cow_size = u64::from_reply(value)?,
                Some(b"remaining_repl_size") => {
                    migration.remaining_repl_size = u64::from_reply(value)?;
                }
                _ => {}
            }
        }
        Ok(migration)
    }
}
