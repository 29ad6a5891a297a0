//! Between Rust's values and Redis': [`ToArg`], [`ToArgs`] and [`ToPairs`] on the way out,
//! [`FromReply`] on the way back.
//!
//! Arguments are written where they are sent from, once; replies are decoded from the bytes they
//! came in, without a tree in between.

mod arg;
mod args;
#[cfg(feature = "serde")]
mod fields;
mod from_reply;
#[cfg(feature = "json")]
mod json;
mod numbers;
mod owned_arg;
mod pairs;
mod sequences;

pub use arg::{Arg, ToArg, Written};
pub use args::{Args, ToArgs};
#[cfg(feature = "serde")]
pub use fields::{FieldPairs, Fields};
pub use from_reply::FromReply;
#[cfg(feature = "json")]
pub use json::{Json, JsonText};
pub(crate) use owned_arg::OwnedArg;
pub use pairs::{PairWriter, ToPairs};
