//! redial: a Redis client.

mod error;
pub use error::{Error, ErrorKind, Outcome, Result};
