//! [`StreamState`] and [`StreamIdmp`].

use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::StreamId;

/// What both forms of `XINFO STREAM` say of a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamState {
    /// How many entries it has.
    pub length: u64,
    /// How many keys the radix tree has that the stream is kept in.
    pub radix_tree_keys: u64,
    /// How many nodes that tree has.
    pub radix_tree_nodes: u64,
    /// The id of the last entry that was added, even if it was deleted since.
    pub last_generated_id: StreamId,
    /// The greatest id that was deleted. Since 7.0.0.
    pub max_deleted_entry_id: Option<StreamId>,
    /// How many entries were ever added. Since 7.0.0.
    pub entries_added: Option<u64>,
    /// The id of the first entry. Since 7.0.0.
    pub recorded_first_entry_id: Option<StreamId>,
    /// What it remembers of its producers. Since Redis 8.6.0.
    pub idmp: Option<StreamIdmp>,
}

/// What a stream remembers of its producers, so that nothing is added twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamIdmp {
    /// For how long it remembers an entry, in whole seconds.
    pub duration: Duration,
    /// How many entries of each producer it remembers at most.
    pub maxsize: u64,
    /// How many producers it remembers now.
    pub pids_tracked: u64,
    /// How many entries of all producers it remembers now.
    pub iids_tracked: u64,
    /// How many entries were ever added with `IDMP` or `IDMPAUTO`.
    pub iids_added: u64,
    /// How many entries were not added, as they were there already.
    pub iids_duplicates: u64,
}

impl StreamState {
    /// Takes a field, if it is its own.
    pub(super) fn set(&mut self, name: &Reply<'_>, value: Reply<'_>) -> Result<()> {
        match name.data().as_deref() {
            Some(b"length") => self.length = u64::from_reply(value)?,
            Some(b"radix-tree-keys") => self.radix_tree_keys = u64::from_reply(value)?,
            Some(b"radix-tree-nodes") => self.radix_tree_nodes = u64::from_reply(value)?,
            Some(b"last-generated-id") => self.last_generated_id = StreamId::from_reply(value)?,
            Some(b"max-deleted-entry-id") => {
                self.max_deleted_entry_id = Option::from_reply(value)?;
            }
            Some(b"entries-added") => self.entries_added = Option::from_reply(value)?,
            Some(b"recorded-first-entry-id") => {
                self.recorded_first_entry_id = Option::from_reply(value)?;
            }
            Some(b"idmp-duration") => {
                self.idmp().duration = Duration::from_secs(u64::from_reply(value)?);
            }
            Some(b"idmp-maxsize") => self.idmp().maxsize = u64::from_reply(value)?,
            Some(b"pids-tracked") => self.idmp().pids_tracked = u64::from_reply(value)?,
            Some(b"iids-tracked") => self.idmp().iids_tracked = u64::from_reply(value)?,
            Some(b"iids-added") => self.idmp().iids_added = u64::from_reply(value)?,
            Some(b"iids-duplicates") => self.idmp().iids_duplicates = u64::from_reply(value)?,
            _ => {}
        }
        Ok(())
    }

    fn idmp(&mut self) -> &mut StreamIdmp {
        self.idmp.get_or_insert_default()
    }
}
