//! [`Server`]: what a pool connects to, as its user has named it.

use crate::config::Address;

/// An address, or a name that sentinels know.
#[derive(Debug)]
#[cfg_attr(
    not(feature = "tracing"),
    expect(dead_code, reason = "nobody wants to know")
)]
pub(crate) enum Server {
    Address(Address),
    Service(String),
}
