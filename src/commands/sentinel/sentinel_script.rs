//! [`SentinelScript`] and [`SentinelScriptState`].

use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;

/// A script that a sentinel runs or is going to run (`SENTINEL PENDING-SCRIPTS`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentinelScript {
    /// Its path and its arguments: the event, and whom it happened to.
    pub argv: Vec<String>,
    /// Whether it runs.
    pub state: SentinelScriptState,
    /// How often it has been started; it is again if it fails.
    pub retry_num: u64,
}

/// Whether a script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SentinelScriptState {
    /// It does.
    #[non_exhaustive]
    Running {
        /// Its process.
        pid: u32,
        /// For how long it has been running.
        run_time: Duration,
    },
    /// It will.
    #[non_exhaustive]
    Scheduled {
        /// How long until then.
        run_delay: Duration,
    },
}

impl FromReply for SentinelScript {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let (mut argv, mut pid, mut retry_num) = (Vec::new(), 0, 0);
        let (mut run_time, mut run_delay) = (None, Duration::ZERO);
        for (name, value) in fields(reply, "`SentinelScript`")? {
            match name.data().as_deref() {
                Some(b"argv") => argv = Vec::from_reply(value)?,
                Some(b"pid") => pid = u32::from_reply(value)?,
                Some(b"run-time") => run_time = Some(millis(value)?),
                Some(b"run-delay") => run_delay = millis(value)?,
                Some(b"retry-num") => retry_num = u64::from_reply(value)?,
                _ => {}
            }
        }
        let state = match run_time {
            Some(run_time) => SentinelScriptState::Running { pid, run_time },
            None => SentinelScriptState::Scheduled { run_delay },
        };
        Ok(Self {
            argv,
            state,
            retry_num,
        })
    }
}

fn millis(reply: Reply<'_>) -> Result<Duration> {
    u64::from_reply(reply).map(Duration::from_millis)
}
