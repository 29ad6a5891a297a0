//! A library that uses the tokio client.

use redial::asyncio::prelude::*;

/// How often somebody has visited.
pub async fn visits(r: &Redis, who: &str) -> redial::Result<i64> {
    let visits: Option<i64> = r.get(format!("visits:{who}")).await?;
    Ok(visits.unwrap_or(0))
}

/// A client with another one's configuration.
pub fn client(of: &redial::Redis) -> Redis {
    Redis::from(of)
}
