//! rustis.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use futures_util::StreamExt;
use rustis::client::{BatchPreparedCommand, Client, Config, IntoConfig};
use rustis::commands::*;
use rustis::resp::cmd;
use serde_bytes::{ByteBuf, Bytes as Binary};

use crate::client::{Address, Client as Contender, Face, Result, Subscription};

/// A clone of the one client.
pub struct Rustis(Client);

fn config(address: Address) -> Result<Config> {
    let mut config = address.url("").into_config()?;
    if let Some(tls) = &mut config.tls_config {
        tls.danger_accept_invalid_certs(true);
        tls.danger_accept_invalid_hostnames(true);
    }
    Ok(config)
}

impl Contender for Rustis {
    const NAME: &'static str = "rustis";
    const FACE: Face = Face::Asyncio;

    async fn open(address: Address) -> Result<Self> {
        Ok(Self(Client::connect(config(address)?).await?))
    }

    async fn another(&self) -> Result<Self> {
        Ok(Self(self.0.clone()))
    }

    async fn ping(&mut self) -> Result<bool> {
        let pong: String = self.0.send(cmd("PING"), None).await?;
        Ok(pong == "PONG")
    }

    async fn get(&mut self, key: &str) -> Result<Vec<u8>> {
        let value: ByteBuf = self.0.get(key).await?;
        Ok(value.into_vec())
    }

    async fn set(&mut self, key: &str, value: &Bytes) -> Result<()> {
        Ok(self.0.set(key, Binary::new(value)).await?)
    }

    async fn set_many(&mut self, key: &str, value: &Bytes, count: usize) -> Result<usize> {
        let mut pipe = self.0.create_pipeline();
        for _ in 0..count {
            pipe.set(key, Binary::new(value)).queue();
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
        Ok(self.0.publish(channel, Binary::new(message)).await?)
    }

    async fn subscribe(
        address: Address,
        channel: &str,
        seen: Arc<AtomicUsize>,
    ) -> Result<Subscription> {
        let client = Client::connect(config(address)?).await?;
        let mut messages = client.subscribe(channel).await?;
        tokio::spawn(async move {
            while messages.next().await.is_some() {
                seen.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(Box::new(client))
    }
}
