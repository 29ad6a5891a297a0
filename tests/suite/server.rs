//! The server commands.
