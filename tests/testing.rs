//! The servers that users test with.
#![cfg(feature = "testing")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::duplicate_mod,
    reason = "tests stop at the first surprise, and the tests are loaded once for each face"
)]

#[path = "."]
mod blocking {
    #[path = "face/blocking.rs"]
    mod face;

    #[path = "testing/scripted.rs"]
    mod scripted;

    #[cfg(unix)]
    #[path = "testing/private.rs"]
    mod private;
}

#[cfg(feature = "async")]
#[path = "."]
mod asyncio {
    #[path = "face/asyncio.rs"]
    mod face;

    #[path = "testing/scripted.rs"]
    mod scripted;

    #[cfg(unix)]
    #[path = "testing/private.rs"]
    mod private;
}
