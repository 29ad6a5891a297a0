//! The scripting commands.

use crate::command::Execute;

/// Commands on Lua scripts.
pub trait ScriptingCommands: Execute {}

impl<E: Execute> ScriptingCommands for E {}
