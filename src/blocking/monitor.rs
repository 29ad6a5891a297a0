//! A monitor is an iterator in this face.

use std::iter::FusedIterator;

use crate::commands::MonitoredCommand;
use crate::error::Result;

use super::client::Monitor;

impl Iterator for Monitor {
    type Item = Result<MonitoredCommand>;

    fn next(&mut self) -> Option<Result<MonitoredCommand>> {
        self.next_item()
    }
}

impl FusedIterator for Monitor {}
