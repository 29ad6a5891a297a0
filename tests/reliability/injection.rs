//! No argument becomes a command.
