//! The decisions of a session, without its I/O: the handshake's steps, and which connection a pool
//! gives to whom. Bytes, connections and the time are passed in.

mod batch_answer;
mod comeback;
mod group_reading;
mod handshake;
mod inbox;
mod loan;
mod lock_claim;
mod lock_lifetime;
mod lock_token;
mod lock_wait;
mod needed_scripts;
mod pool_stats;
mod queue;
mod scan_state;
mod script_call;
mod service_settings;
mod slots;
mod subscriptions;
mod traffic;
mod upkeep;
mod vigil;

pub(crate) use batch_answer::BatchAnswer;
pub(crate) use comeback::Comeback;
pub(crate) use group_reading::{GroupReading, Reading};
pub(crate) use handshake::{Handshake, Progress, auth};
pub(crate) use inbox::{Awaited, Inbox};
pub(crate) use lock_claim::LockClaim;
pub(crate) use lock_lifetime::LockLifetime;
pub(crate) use lock_token::lock_token;
pub(crate) use lock_wait::LockWait;
pub(crate) use needed_scripts::NeededScripts;
pub use pool_stats::PoolStats;
pub(crate) use queue::{Queue, Ticket, reuse, unasked};
#[cfg(feature = "async")]
pub(crate) use scan_state::ScanPage;
pub(crate) use scan_state::ScanState;
pub(crate) use script_call::ScriptCall;
#[cfg(feature = "async")]
pub(crate) use service_settings::ServiceSettings;
pub(crate) use service_settings::{Part, SentinelSettings};
pub(crate) use slots::{Expiry, Slots, Taken};
pub(crate) use subscriptions::{Heard, Kind, Subscriptions};
pub(crate) use traffic::{Traffic, TrafficTotal};
pub(crate) use upkeep::{Need, Upkeep};
pub(crate) use vigil::{Silence, Vigil};
