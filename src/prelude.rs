//! What `use redial::prelude::*` brings: the client, the commands' traits and their options.

pub use crate::{
    Connection, ConnectionPool, GroupConsumer, Lock, LockGuard, Monitor, Pipeline, PubSub, Redis,
    RegisteredScript, Sentinel, Transaction,
};
pub use shared::*;

/// What both faces' preludes have in common.
#[doc(hidden)]
pub mod shared {
    pub use crate::command::{Command, Execute};
    pub use crate::commands::*;
    pub use crate::config::Config;
    #[cfg(feature = "serde")]
    pub use crate::convert::Fields;
    #[cfg(feature = "json")]
    pub use crate::convert::Json;
    pub use crate::convert::{FromReply, ToArg, ToArgs, ToPairs};
    pub use crate::resp::{Protocol, Value};
}
