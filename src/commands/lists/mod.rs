//! The list commands.

use crate::command::Execute;

/// Commands on lists, blocking ones included.
pub trait ListCommands: Execute {}

impl<E: Execute> ListCommands for E {}
