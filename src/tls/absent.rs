//! What there is without the feature `tls`: types without values, so that the rest need not ask.

use std::convert::Infallible;
use std::io;

use crate::config::{Address, Config};
use crate::error::Result;

/// It has nothing to connect.
#[derive(Debug)]
pub(crate) struct Connector;

impl Connector {
    pub(crate) const fn new() -> Self {
        Self
    }

    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "it is as with the feature"
    )]
    pub(crate) const fn greet(
        &self,
        _config: &Config,
        _address: &Address,
    ) -> Result<Option<Greeting>> {
        Ok(None)
    }
}

#[derive(Debug)]
pub(crate) struct Greeting(Infallible);

impl Greeting {
    pub(crate) const fn outgoing(&mut self) -> Vec<u8> {
        match self.0 {}
    }

    pub(crate) const fn room(&mut self) -> &mut [u8] {
        match self.0 {}
    }

    pub(crate) const fn received(&mut self, _count: usize) -> Result<()> {
        match self.0 {}
    }

    pub(crate) const fn into_session(self) -> Result<Session, Self> {
        match self.0 {}
    }
}

#[derive(Debug)]
pub(crate) struct Session(Infallible);

impl Session {
    pub(crate) const fn into_split(self) -> (Opener, Sealer) {
        match self.0 {}
    }
}

#[derive(Debug)]
pub(crate) struct Opener(Infallible);

impl Opener {
    pub(crate) const fn open(&mut self, _space: &mut [u8]) -> io::Result<Option<usize>> {
        match self.0 {}
    }

    pub(crate) const fn room(&mut self, _wanted: usize) -> &mut [u8] {
        match self.0 {}
    }

    pub(crate) const fn received(&mut self, _count: usize) {
        match self.0 {}
    }
}

#[derive(Debug)]
pub(crate) struct Sealer(Infallible);

impl Sealer {
    pub(crate) const fn seal(&mut self, _run: &[u8]) -> io::Result<usize> {
        match self.0 {}
    }

    pub(crate) const fn unsent(&self) -> &[u8] {
        match self.0 {}
    }

    pub(crate) const fn is_full(&self) -> bool {
        match self.0 {}
    }

    pub(crate) const fn sent(&mut self, _count: usize) {
        match self.0 {}
    }

    #[cfg(feature = "async")]
    pub(crate) const fn is_drained(&self) -> bool {
        match self.0 {}
    }
}
