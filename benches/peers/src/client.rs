//! [`Client`]: what a contender has to be able to do. Every work is written once on top of it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use bytes::Bytes;

use crate::contenders::raw;

/// Whatever went wrong; the runner adds whose fault it was.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Keeps a subscriber alive.
pub type Subscription = Box<dyn std::any::Any + Send>;

/// Where the server is.
#[derive(Clone, Copy, Debug)]
pub struct Address {
    /// On 127.0.0.1.
    pub port: u16,
    /// Whether it speaks TLS there, with a certificate that nobody has to trust.
    pub encrypted: bool,
}

impl Address {
    /// As clients want to be told it; `trusting` is how one tells them to take any certificate.
    pub fn url(self, trusting: &str) -> String {
        match self.encrypted {
            false => format!("redis://127.0.0.1:{}", self.port),
            true => format!("rediss://127.0.0.1:{}{trusting}", self.port),
        }
    }
}

/// How a contender waits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Face {
    /// On its thread: its futures are ready at the first poll.
    Blocking,
    /// In a tokio runtime.
    Asyncio,
}

/// One caller's handle of a client.
///
/// The methods are asynchronous for both faces, so that the works and their checks are written once. A
/// blocking contender blocks inside; its future never waits, and costs no allocation.
pub trait Client: Send + Sized + 'static {
    /// What the tables call it.
    const NAME: &'static str;
    /// How it waits.
    const FACE: Face;
    /// Whether it is another contender in a pool or a manager.
    const WRAPS: bool = false;

    /// Connects.
    fn open(address: Address) -> impl Future<Output = Result<Self>> + Send;

    /// The handle of one more caller: the same client where it can be shared, else a connection more.
    fn another(&self) -> impl Future<Output = Result<Self>> + Send;

    /// `PING`; whether the answer is `PONG`.
    fn ping(&mut self) -> impl Future<Output = Result<bool>> + Send;

    /// `GET`.
    fn get(&mut self, key: &str) -> impl Future<Output = Result<Vec<u8>>> + Send;

    /// `SET`.
    fn set(&mut self, key: &str, value: &Bytes) -> impl Future<Output = Result<()>> + Send;

    /// So many `SET`s in one batch without `MULTI`; how many were answered with `OK`.
    fn set_many(
        &mut self,
        key: &str,
        value: &Bytes,
        count: usize,
    ) -> impl Future<Output = Result<usize>> + Send;

    /// `LRANGE` of everything.
    fn lrange(&mut self, key: &str) -> impl Future<Output = Result<Vec<String>>> + Send;

    /// `HGETALL`.
    fn hgetall(
        &mut self,
        key: &str,
    ) -> impl Future<Output = Result<HashMap<String, String>>> + Send;

    /// `PUBLISH`; how many subscribers it went to.
    fn publish(
        &mut self,
        channel: &str,
        message: &Bytes,
    ) -> impl Future<Output = Result<usize>> + Send;

    /// A subscriber of the same library that counts the messages it gets; without a library it is a thread that
    /// drains a socket.
    fn subscribe(
        address: Address,
        channel: &str,
        seen: Arc<AtomicUsize>,
    ) -> impl Future<Output = Result<Subscription>> + Send {
        let subscribed = raw::subscribe(address, channel, seen);
        async { subscribed }
    }
}
