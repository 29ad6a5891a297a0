//! What `use redial::prelude::*` brings: the client, the commands' traits and their options.
//!
//! The traits have to be in scope for `r.get(…)` to be found. What fewer programs name is at the crate's root only: errors
//! ([`Error`](crate::Error), [`ErrorKind`](crate::ErrorKind), [`Result`](crate::Result)) and the values of settings
//! ([`Retry`](crate::Retry), [`PoolWait`](crate::PoolWait), …).
//!
//! [`asyncio::prelude`](https://docs.rs/redial/latest/redial/asyncio/prelude/) is the same for tokio. A module that imports both
//! has to say which client it means: `redial::Redis` or `redial::asyncio::Redis`.

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
