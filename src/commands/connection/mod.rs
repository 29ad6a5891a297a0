//! The connection commands.

use crate::command::Execute;

/// Commands on the connection itself and the clients of the server.
pub trait ConnectionCommands: Execute {}

impl<E: Execute> ConnectionCommands for E {}
