//! redis-rs' clients; loaded for each of its versions, which differ in nothing that is used here.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;

use super::Names;
use super::redis::aio::{ConnectionManager, ConnectionManagerConfig, MultiplexedConnection};
use super::redis::{self, AsyncCommands, AsyncConnectionConfig, Commands, Connection};
use crate::client::{Address, Client, Face, Result, Subscription};

const TRUSTING: &str = "/#insecure";

/// Its 500 ms are too few for 64 MiB on a busy machine; there is a timer all the same.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(30);

/// `Connection`: one for each thread, for it can't be shared.
pub struct Sync {
    client: redis::Client,
    connection: Connection,
}

impl Sync {
    fn connect(client: redis::Client) -> Result<Self> {
        let connection = client.get_connection()?;
        Ok(Self { client, connection })
    }
}

/// An r2d2 pool of connections, as it is by default: 10 of them, each tested before it is given out.
pub struct Pooled(r2d2::Pool<redis::Client>);

/// `MultiplexedConnection`: one connection for all tasks.
pub struct Multiplexed {
    client: redis::Client,
    connection: MultiplexedConnection,
}

/// `ConnectionManager`: the same, and it connects again by itself.
pub struct Managed {
    client: redis::Client,
    connection: ConnectionManager,
}

/// The commands are called alike everywhere; where the connection is, and whether it is awaited, differs.
macro_rules! commands {
    ($self:ident => $connection:expr, $query:ident $(, $await:ident)?) => {
        async fn ping(&mut $self) -> Result<bool> {
            let pong: String = redis::cmd("PING").$query(&mut *$connection)$(.$await)??;
            Ok(pong == "PONG")
        }

        async fn get(&mut $self, key: &str) -> Result<Vec<u8>> {
            let value: Option<Vec<u8>> = $connection.get(key)$(.$await)??;
            value.ok_or_else(|| "nil".into())
        }

        async fn set(&mut $self, key: &str, value: &Bytes) -> Result<()> {
            let () = $connection.set(key, &value[..])$(.$await)??;
            Ok(())
        }

        async fn set_many(&mut $self, key: &str, value: &Bytes, count: usize) -> Result<usize> {
            let mut pipe = redis::pipe();
            for _ in 0..count {
                pipe.set(key, &value[..]);
            }
            let oks: Vec<bool> = pipe.$query(&mut *$connection)$(.$await)??;
            Ok(oks.into_iter().filter(|ok| *ok).count())
        }

        async fn lrange(&mut $self, key: &str) -> Result<Vec<String>> {
            let elements: Vec<String> = $connection.lrange(key, 0, -1)$(.$await)??;
            Ok(elements)
        }

        async fn hgetall(&mut $self, key: &str) -> Result<HashMap<String, String>> {
            let fields: HashMap<String, String> = $connection.hgetall(key)$(.$await)??;
            Ok(fields)
        }

        async fn publish(&mut $self, channel: &str, message: &Bytes) -> Result<usize> {
            let subscribers: usize = $connection.publish(channel, &message[..])$(.$await)??;
            Ok(subscribers)
        }
    };
}

impl Client for Sync {
    const NAME: &'static str = Names::SYNC;
    const FACE: Face = Face::Blocking;

    async fn open(address: Address) -> Result<Self> {
        Self::connect(redis::Client::open(address.url(TRUSTING))?)
    }

    async fn another(&self) -> Result<Self> {
        Self::connect(self.client.clone())
    }

    async fn subscribe(
        address: Address,
        channel: &str,
        seen: Arc<AtomicUsize>,
    ) -> Result<Subscription> {
        subscribe_blocking(address, channel, seen)
    }

    commands!(self => (&mut self.connection), query);
}

impl Client for Pooled {
    const NAME: &'static str = Names::POOLED;
    const FACE: Face = Face::Blocking;
    const WRAPS: bool = true;

    async fn open(address: Address) -> Result<Self> {
        let client = redis::Client::open(address.url(TRUSTING))?;
        Ok(Self(r2d2::Pool::builder().build(client)?))
    }

    async fn another(&self) -> Result<Self> {
        Ok(Self(self.0.clone()))
    }

    async fn subscribe(
        address: Address,
        channel: &str,
        seen: Arc<AtomicUsize>,
    ) -> Result<Subscription> {
        subscribe_blocking(address, channel, seen)
    }

    commands!(self => self.0.get()?, query);
}

impl Client for Multiplexed {
    const NAME: &'static str = Names::MULTIPLEXED;
    const FACE: Face = Face::Asyncio;

    async fn open(address: Address) -> Result<Self> {
        let client = redis::Client::open(address.url(TRUSTING))?;
        let config = AsyncConnectionConfig::new().set_response_timeout(Some(RESPONSE_TIMEOUT));
        let connection = client
            .get_multiplexed_async_connection_with_config(&config)
            .await?;
        Ok(Self { client, connection })
    }

    async fn another(&self) -> Result<Self> {
        Ok(Self {
            client: self.client.clone(),
            connection: self.connection.clone(),
        })
    }

    async fn subscribe(
        address: Address,
        channel: &str,
        seen: Arc<AtomicUsize>,
    ) -> Result<Subscription> {
        subscribe_asyncio(address, channel, seen).await
    }

    commands!(self => (&mut self.connection), query_async, await);
}

impl Client for Managed {
    const NAME: &'static str = Names::MANAGED;
    const FACE: Face = Face::Asyncio;
    const WRAPS: bool = true;

    async fn open(address: Address) -> Result<Self> {
        let client = redis::Client::open(address.url(TRUSTING))?;
        let config = ConnectionManagerConfig::new().set_response_timeout(Some(RESPONSE_TIMEOUT));
        let connection = client.get_connection_manager_with_config(config).await?;
        Ok(Self { client, connection })
    }

    async fn another(&self) -> Result<Self> {
        Ok(Self {
            client: self.client.clone(),
            connection: self.connection.clone(),
        })
    }

    async fn subscribe(
        address: Address,
        channel: &str,
        seen: Arc<AtomicUsize>,
    ) -> Result<Subscription> {
        subscribe_asyncio(address, channel, seen).await
    }

    commands!(self => (&mut self.connection), query_async, await);
}

/// The thread ends when the server does.
fn subscribe_blocking(
    address: Address,
    channel: &str,
    seen: Arc<AtomicUsize>,
) -> Result<Subscription> {
    let mut connection = redis::Client::open(address.url(TRUSTING))?.get_connection()?;
    let channel = channel.to_owned();
    let (ready, subscribed) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let mut pubsub = connection.as_pubsub();
        let _ = ready.send(pubsub.subscribe(&channel));
        while pubsub.get_message().is_ok() {
            seen.fetch_add(1, Ordering::Relaxed);
        }
    });
    subscribed.recv()??;
    Ok(Box::new(()))
}

async fn subscribe_asyncio(
    address: Address,
    channel: &str,
    seen: Arc<AtomicUsize>,
) -> Result<Subscription> {
    let mut pubsub = redis::Client::open(address.url(TRUSTING))?
        .get_async_pubsub()
        .await?;
    pubsub.subscribe(channel).await?;
    tokio::spawn(async move {
        let mut messages = pubsub.into_on_message();
        while messages.next().await.is_some() {
            seen.fetch_add(1, Ordering::Relaxed);
        }
    });
    Ok(Box::new(()))
}
