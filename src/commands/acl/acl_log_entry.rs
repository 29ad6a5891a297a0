//! [`AclLogEntry`].

use std::time::{Duration, SystemTime};

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::super::ClientInfo;
use super::super::fields::fields;
use super::super::text::text;
use super::super::times::time;
use super::AclLogReason;

/// Something that was refused, an entry of `ACL LOG`. What clients have sent may be any bytes, of which those
/// that are not UTF-8 are replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AclLogEntry {
    /// How often it happened: the same again within a minute is counted here, and is no entry of its own.
    pub count: u64,
    /// Why.
    pub reason: AclLogReason,
    /// Where the command stood: `toplevel`, `multi`, `lua`, `script` or `module`.
    pub context: String,
    /// What was refused: the command's name, the key, the channel or the database.
    pub object: String,
    /// The user that asked, or that the client wanted to log in as.
    pub username: String,
    /// How long ago it was the last time, to the millisecond.
    pub age: Duration,
    /// The client that asked the last time.
    pub client_info: ClientInfo,
    /// The entry's number; they are counted since the server started. Since 7.2.0.
    pub entry_id: Option<u64>,
    /// When it was the first time, to the millisecond. Since 7.2.0.
    pub timestamp_created: Option<SystemTime>,
    /// When it was the last time, to the millisecond. Since 7.2.0.
    pub timestamp_last_updated: Option<SystemTime>,
}

const WANTED: &str = "`AclLogEntry`";

impl FromReply for AclLogEntry {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let (mut count, mut age, mut entry_id) = (0, Duration::ZERO, None);
        let [mut reason, mut context, mut object, mut username] = [const { String::new() }; 4];
        let (mut client_info, mut created, mut updated) = (None, None, None);
        for (name, value) in fields(reply, WANTED)? {
            match name.data().as_deref() {
                Some(b"count") => count = u64::from_reply(value)?,
                Some(b"reason") => reason = text(value, WANTED)?,
                Some(b"context") => context = text(value, WANTED)?,
                Some(b"object") => object = text(value, WANTED)?,
                Some(b"username") => username = text(value, WANTED)?,
                Some(b"age-seconds") => age = seconds(f64::from_reply(value)?),
                Some(b"client-info") => client_info = Some(ClientInfo::from_reply(value)?),
                Some(b"entry-id") => entry_id = Some(u64::from_reply(value)?),
                Some(b"timestamp-created") => created = time(value)?,
                Some(b"timestamp-last-updated") => updated = time(value)?,
                _ => {}
            }
        }
        Ok(Self {
            count,
            reason: reason.as_str().into(),
            context,
            object,
            username,
            age,
            client_info: client_info
                .ok_or_else(|| Error::decode("a map without `client-info`", WANTED))?,
            entry_id,
            timestamp_created: created,
            timestamp_last_updated: updated,
        })
    }
}

/// To the millisecond, which is what servers know. An entry from the future, for a clock that was set
/// back, has no age.
fn seconds(age: f64) -> Duration {
    let age = Duration::try_from_secs_f64(age).unwrap_or_default();
    let rounded = age + Duration::from_micros(500);
    Duration::from_millis(u64::try_from(rounded.as_millis()).unwrap_or(u64::MAX))
}
