//! [`ScanState`]: where a scan is, and what it has fetched.

use std::vec;

use crate::command::Command;
use crate::commands::ScanOptions;

/// A scan over pages of `T`.
#[derive(Debug)]
pub(crate) struct ScanState<T> {
    /// The command up to the cursor.
    head: Command,
    options: ScanOptions,
    /// What leaves the second half of each item out: `NOVALUES`, `NOSCORES`.
    halved: Option<&'static str>,
    /// Where the next page begins; `None` after the last one.
    cursor: Option<u64>,
    page: vec::IntoIter<T>,
}

impl<T> ScanState<T> {
    /// A scan that begins with this command, and has not fetched anything.
    pub(crate) fn new(head: Command, options: ScanOptions) -> Self {
        Self {
            head,
            options,
            halved: None,
            cursor: Some(0),
            page: Vec::new().into_iter(),
        }
    }

    /// `HSCAN` without the values, with the word that says so.
    pub(crate) fn halved(mut self, word: &'static str) -> Self {
        self.halved = Some(word);
        self
    }

    /// The next item of the page at hand.
    pub(crate) fn next_item(&mut self) -> Option<T> {
        self.page.next()
    }

    /// The command for the next page; `None` if there is none. Until that page has come the scan counts
    /// as ended, so that an error ends it.
    pub(crate) fn next_command(&mut self) -> Option<Command> {
        let cursor = self.cursor.take()?;
        let command = self.options.add_to(self.head.clone().arg(cursor));
        Some(command.option(self.halved, Command::arg))
    }

    /// Takes a page, with the cursor of the next one.
    pub(crate) fn on_page(&mut self, (cursor, page): (u64, Vec<T>)) {
        self.cursor = (cursor != 0).then_some(cursor);
        self.page = page.into_iter();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_over_empty_pages_to_the_end() {
        let mut scan: ScanState<&str> = ScanState::new(Command::new("SCAN"), ScanOptions::new());
        assert_eq!(
            scan.next_command().unwrap().to_bytes(),
            Command::new("SCAN").arg(0).to_bytes()
        );
        scan.on_page((7, vec![]));
        assert_eq!(scan.next_item(), None);
        assert_eq!(
            scan.next_command().unwrap().to_bytes(),
            Command::new("SCAN").arg(7).to_bytes()
        );
        scan.on_page((0, vec!["a"]));
        assert_eq!(scan.next_item(), Some("a"));
        assert_eq!(scan.next_item(), None);
        assert!(scan.next_command().is_none());
    }

    #[test]
    fn an_error_ends_it() {
        let mut scan: ScanState<&str> = ScanState::new(Command::new("SCAN"), ScanOptions::new());
        assert!(scan.next_command().is_some());
        assert!(scan.next_command().is_none());
    }
}
