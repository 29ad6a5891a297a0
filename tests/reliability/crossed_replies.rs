//! Replies never cross: cancelled and timed-out commands, late replies, bytes that nobody asked for.
