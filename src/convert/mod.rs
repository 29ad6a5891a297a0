//! Between Rust's values and Redis': [`ToArg`], [`ToArgs`] and [`ToPairs`] on the way out,
//! [`FromReply`] on the way back.
//!
//! Arguments are written where they are sent from, once; replies are decoded from the bytes they
//! came in, without a tree in between.

mod arg;
mod args;
mod from_reply;
mod numbers;
mod pairs;
mod sequences;

pub use arg::{Arg, ToArg, Written};
pub use args::{Args, ToArgs};
pub use from_reply::FromReply;
pub use pairs::{PairWriter, ToPairs};
