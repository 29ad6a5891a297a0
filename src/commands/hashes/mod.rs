//! The hash commands.

use crate::command::Execute;

/// Commands on hashes: fields and values, with a time to live for each field if wanted.
pub trait HashCommands: Execute {}

impl<E: Execute> HashCommands for E {}
