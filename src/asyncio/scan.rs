//! [`Scan`]: a stream over the pages of a scan.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::command::{Command, Execute};
use crate::convert::FromReply;
use crate::error::Result;
use crate::session::{ScanPage, ScanState};

use super::client::Redis;

/// The items of a scan ([`Redis::scan_iter`] and the like): a [`Stream`], which fetches a page when it needs one.
/// After an error it ends.
///
/// ```
/// use redial::asyncio::prelude::*;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?;
/// let mut keys = r.scan_iter::<String>(ScanOptions::new().pattern("user:*"));
/// while let Some(key) = keys.next().await {
///     println!("{}", key?);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a scan fetches nothing before it is polled"]
pub struct Scan<T> {
    redis: Redis,
    state: ScanState<T>,
    fetching: Option<Fetching<T>>,
}

type Fetching<T> = Pin<Box<dyn Future<Output = Result<ScanPage<T>>> + Send>>;

impl<T: FromReply> Scan<T> {
    pub(super) fn new(redis: &Redis, state: ScanState<T>) -> Self {
        Self {
            redis: redis.clone(),
            state,
            fetching: None,
        }
    }

    /// The next item; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.state.next_item() {
                return Poll::Ready(Some(Ok(item)));
            }
            let fetching = match &mut self.fetching {
                Some(fetching) => fetching,
                None => match self.state.next_command() {
                    Some(command) => self.fetching.insert(fetch(self.redis.clone(), command)),
                    None => return Poll::Ready(None),
                },
            };
            let page = ready!(fetching.as_mut().poll(cx));
            self.fetching = None;
            match page {
                Ok(page) => self.state.on_page(page),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

fn fetch<T: FromReply>(redis: Redis, command: Command) -> Fetching<T> {
    Box::pin(async move { redis.execute_command(command).await })
}

impl<T: FromReply> Stream for Scan<T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        self.get_mut().poll(cx)
    }
}

/// Its items are handed out by value and nothing points into it.
impl<T> Unpin for Scan<T> {}

impl<T> fmt::Debug for Scan<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scan")
            .field("redis", &self.redis)
            .finish_non_exhaustive()
    }
}
