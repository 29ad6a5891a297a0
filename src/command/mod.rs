//! [`Command`], ready to send, and [`Execute`], whatever a command can be given to.

mod batch;
#[expect(clippy::module_inception, reason = "`Command` lives in `command.rs`")]
mod command;
mod execute;
mod facts;
mod keys;
mod known;

pub(crate) use batch::{Batch, label as batch_label};
pub use command::Command;
pub use execute::Execute;
pub use facts::Blocking;

pub(crate) use command::{blocking_seconds, millis, whole_seconds};
pub(crate) use facts::Facts;
