//! What goes wrong, injected into the tokio face, under both protocols.
#![cfg(feature = "async")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::duplicate_mod,
    reason = "tests stop at the first surprise, and the tests are loaded once for each protocol"
)]

mod support;

#[path = "face/asyncio.rs"]
mod face;

#[path = "."]
mod resp3 {
    pub(crate) const PROTOCOL: redial::Protocol = redial::Protocol::Resp3;

    #[path = "reliability/mod.rs"]
    mod reliability;
}

#[path = "."]
mod resp2 {
    pub(crate) const PROTOCOL: redial::Protocol = redial::Protocol::Resp2;

    #[path = "reliability/mod.rs"]
    mod reliability;
}
