//! The server commands.

use crate::command::Execute;

/// Commands on the server as a whole.
pub trait ServerCommands: Execute {}

impl<E: Execute> ServerCommands for E {}
