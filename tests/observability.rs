//! What can be seen of a client from outside: its numbers, and with the feature `tracing` its spans and events.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::duplicate_mod,
    reason = "tests stop at the first surprise, and the tests are loaded once for each face"
)]

mod support;

#[cfg(feature = "tracing")]
#[path = "observability/recorder.rs"]
mod recorder;

#[path = "."]
mod blocking {
    #[path = "face/blocking.rs"]
    mod face;

    #[path = "observability/statistics.rs"]
    mod statistics;

    #[cfg(feature = "tracing")]
    #[path = "observability/spans.rs"]
    mod spans;

    #[cfg(feature = "tracing")]
    #[path = "observability/events.rs"]
    mod events;
}

#[cfg(feature = "async")]
#[path = "."]
mod asyncio {
    #[path = "face/asyncio.rs"]
    mod face;

    #[path = "observability/statistics.rs"]
    mod statistics;

    #[cfg(feature = "tracing")]
    #[path = "observability/spans.rs"]
    mod spans;

    #[cfg(feature = "tracing")]
    #[path = "observability/events.rs"]
    mod events;

    #[cfg(feature = "tracing")]
    #[path = "observability/futures.rs"]
    mod futures;
}
