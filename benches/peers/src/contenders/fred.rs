//! fred.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use fred::prelude::*;
use fred::types::config::TlsConnector;

use crate::client::{Address, Client as Contender, Face, Result, Subscription};

/// A clone of the one client.
pub struct Fred(Client);

async fn connect(address: Address) -> Result<Client> {
    let mut config = Config::from_url(&address.url(""))?;
    if address.encrypted {
        let connector = native_tls::TlsConnector::builder()
            .danger_accept_invalid_certs(true)
            .danger_accept_invalid_hostnames(true)
            .build()?;
        config.tls = Some(TlsConnector::from(connector).into());
    }
    let client = Builder::from_config(config).build()?;
    client.init().await?;
    Ok(client)
}

impl Contender for Fred {
    const NAME: &'static str = "fred";
    const FACE: Face = Face::Asyncio;

    async fn open(address: Address) -> Result<Self> {
        Ok(Self(connect(address).await?))
    }

    async fn another(&self) -> Result<Self> {
        Ok(Self(self.0.clone()))
    }

    async fn ping(&mut self) -> Result<bool> {
        let pong: String = self.0.ping(None).await?;
        Ok(pong == "PONG")
    }

    async fn get(&mut self, key: &str) -> Result<Vec<u8>> {
        Ok(self.0.get(key).await?)
    }

    async fn set(&mut self, key: &str, value: &Bytes) -> Result<()> {
        Ok(self.0.set(key, value.clone(), None, None, false).await?)
    }

    async fn set_many(&mut self, key: &str, value: &Bytes, count: usize) -> Result<usize> {
        let pipe = self.0.pipeline();
        for _ in 0..count {
            let () = pipe.set(key, value.clone(), None, None, false).await?;
        }
        let oks: Vec<Value> = pipe.all().await?;
        Ok(oks.into_iter().filter(Value::is_ok).count())
    }

    async fn lrange(&mut self, key: &str) -> Result<Vec<String>> {
        Ok(self.0.lrange(key, 0, -1).await?)
    }

    async fn hgetall(&mut self, key: &str) -> Result<HashMap<String, String>> {
        Ok(self.0.hgetall(key).await?)
    }

    async fn publish(&mut self, channel: &str, message: &Bytes) -> Result<usize> {
        Ok(self.0.publish(channel, message.clone()).await?)
    }

    async fn subscribe(
        address: Address,
        channel: &str,
        seen: Arc<AtomicUsize>,
    ) -> Result<Subscription> {
        let client = connect(address).await?;
        client.subscribe(channel).await?;
        let mut messages = client.message_rx();
        tokio::spawn(async move {
            while messages.recv().await.is_ok() {
                seen.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(Box::new(client))
    }
}
