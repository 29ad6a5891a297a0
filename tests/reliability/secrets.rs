//! No password is seen in what the crate prints.
