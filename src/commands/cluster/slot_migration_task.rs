//! [`SlotMigrationTask`].

use std::time::{Duration, SystemTime};

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;
use super::super::text::text;
use super::super::times::time;
use super::slot_range::{self, SlotRange};

/// A migration of slots as a Redis node tells of it (`CLUSTER MIGRATION STATUS`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SlotMigrationTask {
    /// Its id.
    pub id: String,
    /// The slots.
    pub slots: Vec<SlotRange>,
    /// The id of the node that they come from.
    pub source: String,
    /// The id of the node that they go to.
    pub dest: String,
    /// `import` if the slots come to the node, `migrate` if they go from it.
    pub operation: String,
    /// How far it is; at last `completed`, `failed` or `canceled`.
    pub state: String,
    /// What went wrong the last time, if something did.
    pub last_error: String,
    /// How often it was tried again.
    pub retries: u64,
    /// When it was asked for, to the millisecond.
    pub create_time: Option<SystemTime>,
    /// When it began, if it has, to the millisecond.
    pub start_time: Option<SystemTime>,
    /// When it ended, if it has, to the millisecond.
    pub end_time: Option<SystemTime>,
    /// For how long writes to the slots were paused, to the millisecond; zero if that is not over.
    pub write_pause: Duration,
}

const WANTED: &str = "`SlotMigrationTask`";

impl FromReply for SlotMigrationTask {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut task = Self::default();
        for (name, value) in fields(reply, WANTED)? {
            match name.data().as_deref() {
                Some(b"id") => task.id = text(value, WANTED)?,
                Some(b"slots") => task.slots = slot_range::list(value, WANTED)?,
                Some(b"source") => task.source = text(value, WANTED)?,
                Some(b"dest") => task.dest = text(value, WANTED)?,
                Some(b"operation") => task.operation = text(value, WANTED)?,
                Some(b"state") => task.state = text(value, WANTED)?,
                Some(b"last_error") => task.last_error = text(value, WANTED)?,
                Some(b"retries") => task.retries = u64::from_reply(value)?,
                Some(b"create_time") => task.create_time = some_time(value)?,
                Some(b"start_time") => task.start_time = some_time(value)?,
                Some(b"end_time") => task.end_time = some_time(value)?,
                Some(b"write_pause_ms") => {
                    task.write_pause = Duration::from_millis(u64::from_reply(value)?);
                }
                _ => {}
            }
        }
        Ok(task)
    }
}

/// What has not happened yet has a time of 0 or less.
fn some_time(reply: Reply<'_>) -> Result<Option<SystemTime>> {
    Ok(time(reply)?.filter(|&time| time > SystemTime::UNIX_EPOCH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_read_from_both_shapes() {
        let words = |number: &str, more: &str| {
            format!(
                "{more}\r\n+id\r\n$2\r\nt1\r\n+slots\r\n$7\r\n0-9 7-7\r\n+source\r\n+a\r\n+dest\r\n+b\r\n\
                 +operation\r\n+import\r\n+state\r\n+completed\r\n+last_error\r\n$0\r\n\r\n\
                 +retries\r\n:2\r\n+create_time\r\n:1500\r\n+start_time\r\n:{number}\r\n\
                 +end_time\r\n:-1\r\n+write_pause_ms\r\n:25\r\n"
            )
        };
        let decode = |reply: String| {
            SlotMigrationTask::from_reply(Reply::parse(reply.as_bytes()).unwrap()).unwrap()
        };
        let task = decode(words("0", "%12"));
        assert_eq!(task, decode(words("0", "*24")));
        assert_eq!(task.slots, [(0, 9), (7, 7)].map(SlotRange::from));
        assert_eq!((task.id.as_str(), task.retries), ("t1", 2));
        let created = SystemTime::UNIX_EPOCH + Duration::from_millis(1500);
        assert_eq!(task.create_time, Some(created));
        assert_eq!((task.start_time, task.end_time), (None, None));
        assert_eq!(task.write_pause, Duration::from_millis(25));
    }
}
