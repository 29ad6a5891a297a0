//! The generic commands.
