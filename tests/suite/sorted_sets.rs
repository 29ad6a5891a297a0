//! The sorted set commands.
