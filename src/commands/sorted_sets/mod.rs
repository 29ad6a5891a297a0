//! The sorted set commands.

use crate::command::Execute;

/// Commands on sorted sets: members with scores, blocking ones included.
pub trait SortedSetCommands: Execute {}

impl<E: Execute> SortedSetCommands for E {}
