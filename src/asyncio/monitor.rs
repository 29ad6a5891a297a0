//! A monitor is a stream in this face.

use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::commands::MonitoredCommand;
use crate::error::Result;

use super::client::Monitor;

impl Monitor {
    /// The next item of the stream: the next command, or the error that ends it. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<MonitoredCommand>> {
        self.next_item().await
    }
}

/// What has been received is kept in the monitor, so each poll can begin anew.
impl Stream for Monitor {
    type Item = Result<MonitoredCommand>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        pin!(self.next_item()).poll(cx)
    }
}
