//! redial's blocking face: one client for all threads.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use bytes::Bytes;
use redial::prelude::*;

use crate::client::{Address, Client, Face, Result, Subscription};

const TRUSTING: &str = "?ssl_cert_reqs=none";

/// A clone of the one client.
pub struct Blocking(Redis);

impl Client for Blocking {
    const NAME: &'static str = "redial blocking";
    const FACE: Face = Face::Blocking;

    async fn open(address: Address) -> Result<Self> {
        Ok(Self(Redis::from_url(address.url(TRUSTING))?))
    }

    async fn another(&self) -> Result<Self> {
        Ok(Self(self.0.clone()))
    }

    async fn ping(&mut self) -> Result<bool> {
        let pong: String = self.0.execute_command(Command::new("PING"))?;
        Ok(pong == "PONG")
    }

    async fn get(&mut self, key: &str) -> Result<Vec<u8>> {
        self.0.get(key)?.ok_or_else(|| "nil".into())
    }

    async fn set(&mut self, key: &str, value: &Bytes) -> Result<()> {
        self.0.set(key, value.clone())?;
        Ok(())
    }

    async fn set_many(&mut self, key: &str, value: &Bytes, count: usize) -> Result<usize> {
        let mut pipe = self.0.pipeline().transaction(false);
        for _ in 0..count {
            pipe.set(key, value);
        }
        let oks: Vec<bool> = pipe.execute()?;
        Ok(oks.into_iter().filter(|ok| *ok).count())
    }

    async fn lrange(&mut self, key: &str) -> Result<Vec<String>> {
        Ok(self.0.lrange(key, 0, -1)?)
    }

    async fn hgetall(&mut self, key: &str) -> Result<HashMap<String, String>> {
        Ok(self.0.hgetall(key)?)
    }

    async fn publish(&mut self, channel: &str, message: &Bytes) -> Result<usize> {
        Ok(self.0.publish(channel, message)?.try_into()?)
    }

    async fn subscribe(
        address: Address,
        channel: &str,
        seen: Arc<AtomicUsize>,
    ) -> Result<Subscription> {
        let pubsub = Redis::from_url(address.url(TRUSTING))?.pubsub();
        pubsub.subscribe(channel)?;
        pubsub.get_message(None)?.ok_or("no confirmation")?;
        let listener = pubsub.clone();
        thread::spawn(move || {
            for _message in listener.listen() {
                seen.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(Box::new(pubsub))
    }
}
