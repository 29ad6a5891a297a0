//! The protocol without I/O: RESP2 and RESP3, bytes to replies and back.
//!
//! Receiving takes two passes. The `Decoder` only *frames*: it walks over the receive buffer as bytes
//! arrive, checks every header, number and line end against the grammar and against [`Limits`], and
//! says where a reply ends. It resumes where it stopped, keeps its own stack instead of recursing and
//! allocates nothing that a peer merely declares. A [`Reply`] is then a *lazy walk* over the framed
//! bytes: aggregates are iterators ([`Items`], [`Pairs`]), strings are slices ([`Blob`]), and what the
//! caller does not look at is never built.
//!
//! Two passes because each is simple and tight by itself: the first never needs to hold half a tree
//! between two reads, and the second never meets an incomplete or malformed reply, so that a type is
//! decoded straight from the bytes without a tree of values in between. The bytes of a frame stay
//! where they were received, and large strings share them. A reply that is a single large string takes
//! neither pass: what is behind its header is received straight into the caller's value ([`LongString`]).
//!
//! [`Value`] is the owned reply, for when the type is not known beforehand.
//!
//! ```text
//! socket ─► buffer ─► Decoder ─► Frame ─► Reply<'_> ─► the caller's type, or Value
//! ```

#![warn(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod arguments;
mod blob;
mod cursor;
mod decoder;
mod encode;
mod encoded;
mod frame;
mod items;
mod limits;
mod long_string;
mod protocol;
mod protocol_error;
mod reply;
mod server_error;
mod value;

#[cfg(test)]
mod property_tests;

pub(crate) use decoder::Decoder;
pub(crate) use encode::Decimal;
pub(crate) use encoded::{Encoded, SHARED_FROM, SLICES};
pub(crate) use frame::Frame;
pub(crate) use long_string::LongString;

pub use blob::Blob;
pub use items::{Items, Pairs};
pub use limits::Limits;
pub use protocol::Protocol;
pub use protocol_error::ProtocolError;
pub use reply::Reply;
pub use server_error::ServerError;
pub use value::Value;
