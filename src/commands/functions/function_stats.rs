//! [`FunctionStats`], [`RunningFunction`] and [`FunctionEngine`].

use std::collections::BTreeMap;
use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;

/// Which function runs, and how many libraries and functions there are (`FUNCTION STATS`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FunctionStats {
    /// The function that runs, if one does.
    pub running: Option<RunningFunction>,
    /// The engines by their names: `LUA`.
    pub engines: BTreeMap<String, FunctionEngine>,
}

/// A function that runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RunningFunction {
    /// Its name.
    pub name: String,
    /// The command that called it, with all arguments.
    pub command: Vec<Vec<u8>>,
    /// For how long it has been running, in whole milliseconds.
    pub duration: Duration,
}

/// How many libraries and functions an engine has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FunctionEngine {
    /// How many libraries.
    pub libraries: u64,
    /// How many functions in all of them.
    pub functions: u64,
}

impl FromReply for FunctionStats {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut stats = Self::default();
        for (name, value) in fields(reply, "`FunctionStats`")? {
            match name.data().as_deref() {
                Some(b"running_script") => stats.running = Option::from_reply(value)?,
                Some(b"engines") => stats.engines = BTreeMap::from_reply(value)?,
                _ => {}
            }
        }
        Ok(stats)
    }
}

impl FromReply for RunningFunction {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut running = Self::default();
        for (name, value) in fields(reply, "`RunningFunction`")? {
            match name.data().as_deref() {
                Some(b"name") => running.name = String::from_reply(value)?,
                Some(b"command") => running.command = Vec::from_reply(value)?,
                Some(b"duration_ms") => {
                    running.duration = Duration::from_millis(u64::from_reply(value)?)
                }
                _ => {}
            }
        }
        Ok(running)
    }
}

impl FromReply for FunctionEngine {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut engine = Self::default();
        for (name, value) in fields(reply, "`FunctionEngine`")? {
            match name.data().as_deref() {
                Some(b"libraries_count") => engine.libraries = u64::from_reply(value)?,
                Some(b"functions_count") => engine.functions = u64::from_reply(value)?,
                _ => {}
            }
        }
        Ok(engine)
    }
}
