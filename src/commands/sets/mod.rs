//! The set commands.

use crate::command::Execute;

/// Commands on sets.
pub trait SetCommands: Execute {}

impl<E: Execute> SetCommands for E {}
