//! Nothing: what is left of the spans and events without the feature `tracing`.

use std::marker::PhantomData;
use std::time::Duration;

use crate::config::Address;
use crate::error::{Error, Result};
use crate::resp::Frame;

use super::{Sent, Server};

/// No span.
#[derive(Debug)]
pub(crate) struct Span;

/// Not being in it.
#[derive(Debug)]
pub(crate) struct Entered<'a>(PhantomData<&'a Span>);

impl Span {
    #[cfg(feature = "async")]
    #[inline]
    pub(crate) const fn none() -> Self {
        Self
    }

    #[inline]
    pub(crate) const fn of_call(_sent: Sent<'_>, _server: &Server, _db: u32) -> Self {
        Self
    }

    #[inline]
    pub(crate) const fn enter(&self) -> Entered<'_> {
        Entered(PhantomData)
    }

    #[cfg(feature = "async")]
    #[inline]
    pub(crate) fn around<F: Future>(&self, future: F) -> F {
        future
    }

    #[inline]
    pub(crate) const fn end(self, _sent: Sent<'_>, _answered: &Result<Frame>) {}

    #[cfg(feature = "async")]
    #[inline]
    pub(crate) const fn end_with(self, _failure: Option<&Error>) {}
}

#[inline]
pub(crate) const fn connected(_server: &Server, _again: bool) {}

#[inline]
pub(crate) const fn connect_failed(_server: &Server, _error: &Error) {}

#[inline]
pub(crate) const fn lost(_server: &Server, _error: &Error) {}

#[inline]
pub(crate) const fn retrying(_server: &Server, _error: &Error, _attempt: u32, _delay: Duration) {}

#[inline]
pub(crate) const fn failover(_server: &Server, _to: &Address) {}

#[inline]
pub(crate) const fn resumed(_server: &Server) {}
