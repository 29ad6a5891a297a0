//! redial's tokio face: one client for all tasks.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use redial::asyncio::prelude::*;

use crate::client::{Address, Client, Face, Result, Subscription};

const TRUSTING: &str = "?ssl_cert_reqs=none";

/// A clone of the one client, which has so many shared connections.
pub struct Asyncio<const LANES: usize>(Redis);

impl<const LANES: usize> Client for Asyncio<LANES> {
    const NAME: &'static str = match LANES {
        1 => "redial asyncio",
        _ => "redial asyncio, two lanes",
    };
    const FACE: Face = Face::Asyncio;
    const WRAPS: bool = LANES > 1;

    async fn open(address: Address) -> Result<Self> {
        let config = Config::from_url(address.url(TRUSTING))?;
        Ok(Self(Redis::new(config.shared_connections(LANES))?))
    }

    async fn another(&self) -> Result<Self> {
        Ok(Self(self.0.clone()))
    }

    async fn ping(&mut self) -> Result<bool> {
        let pong: String = self.0.execute_command(Command::new("PING")).await?;
        Ok(pong == "PONG")
    }

    async fn get(&mut self, key: &str) -> Result<Vec<u8>> {
        self.0.get(key).await?.ok_or_else(|| "nil".into())
    }

    async fn set(&mut self, key: &str, value: &Bytes) -> Result<()> {
        self.0.set(key, value.clone()).await?;
        Ok(())
    }

    async fn set_many(&mut self, key: &str, value: &Bytes, count: usize) -> Result<usize> {
        let mut pipe = self.0.pipeline().transaction(false);
        for _ in 0..count {
            pipe.set(key, value);
        }
        let oks: Vec<bool> = pipe.execute().await?;
        Ok(oks.into_iter().filter(|ok| *ok).count())
    }

    async fn lrange(&mut self, key: &str) -> Result<Vec<String>> {
        Ok(self.0.lrange(key, 0, -1).await?)
    }

    async fn hgetall(&mut self, key: &str) -> Result<HashMap<String, String>> {
        Ok(self.0.hgetall(key).await?)
    }

    async fn publish(&mut self, channel: &str, message: &Bytes) -> Result<usize> {
        Ok(self.0.publish(channel, message).await?.try_into()?)
    }

    async fn subscribe(
        address: Address,
        channel: &str,
        seen: Arc<AtomicUsize>,
    ) -> Result<Subscription> {
        let pubsub = Redis::from_url(address.url(TRUSTING))?.pubsub();
        pubsub.subscribe(channel).await?;
        pubsub.get_message(None).await?.ok_or("no confirmation")?;
        let mut messages = pubsub.listen();
        tokio::spawn(async move {
            while messages.next().await.is_some() {
                seen.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(Box::new(pubsub))
    }
}
