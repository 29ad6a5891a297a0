//! The connection commands.
