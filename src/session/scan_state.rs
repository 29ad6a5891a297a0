//! [`ScanState`]: where a scan is, and what it has fetched. [`ScanPage`]: what it fetches.

use std::vec;

use crate::command::Command;
use crate::commands::{AggregatePage, ScanOptions};
use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

/// A scan over pages of `T`.
#[derive(Debug)]
pub(crate) struct ScanState<T> {
    pages: Pages,
    page: vec::IntoIter<T>,
}

/// How pages are asked for.
#[derive(Debug)]
enum Pages {
    Scan {
        /// The command up to the cursor.
        head: Command,
        options: ScanOptions,
        /// What leaves the second half of each item out: `NOVALUES`, `NOSCORES`.
        halved: Option<&'static str>,
        /// Where the next page begins; `None` after the last one.
        cursor: Option<u64>,
    },
    Cursor {
        /// The command for the next page, if it is known; the first one opens the cursor.
        next: Option<Command>,
        /// What reads the cursor, up to its number.
        head: Command,
        count: Option<u64>,
    },
}

/// A page, with the cursor of the next one.
#[derive(Debug, PartialEq)]
pub(crate) struct ScanPage<T> {
    cursor: u64,
    items: Vec<T>,
}

impl<T> ScanState<T> {
    /// A scan that begins with this command, and has not fetched anything.
    pub(crate) fn new(head: Command, options: ScanOptions) -> Self {
        Self::of(Pages::Scan {
            head,
            options,
            halved: None,
            cursor: Some(0),
        })
    }

    /// The pages of a cursor, which is opened by `first`, and read by `head` and its number.
    pub(crate) fn cursor(first: Command, head: Command, count: Option<u64>) -> Self {
        Self::of(Pages::Cursor {
            next: Some(first),
            head,
            count,
        })
    }

    fn of(pages: Pages) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }

    /// `HSCAN` without the values, with the word that says so.
    pub(crate) fn halved(mut self, word: &'static str) -> Self {
        if let Pages::Scan { halved, .. } = &mut self.pages {
            *halved = Some(word);
        }
        self
    }

    /// The next item of the page at hand.
    pub(crate) fn next_item(&mut self) -> Option<T> {
        self.page.next()
    }

    /// The command for the next page; `None` if there is none. Until that page has come the scan counts
    /// as ended, so that an error ends it.
    pub(crate) fn next_command(&mut self) -> Option<Command> {
        match &mut self.pages {
            Pages::Scan {
                head,
                options,
                halved,
                cursor,
            } => {
                let command = options.add_to(head.clone().arg(cursor.take()?));
                Some(command.option(*halved, Command::arg))
            }
            Pages::Cursor { next, .. } => next.take(),
        }
    }

    /// Takes a page.
    pub(crate) fn on_page(&mut self, page: ScanPage<T>) {
        let further = (page.cursor != 0).then_some(page.cursor);
        match &mut self.pages {
            Pages::Scan { cursor, .. } => *cursor = further,
            Pages::Cursor { next, head, count } => {
                *next = further.map(|cursor| {
                    let command = head.clone().arg(cursor);
                    command.option(*count, |c, count| c.arg("COUNT").arg(count))
                });
            }
        }
        self.page = page.items.into_iter();
    }
}

/// A scan's cursor comes first, an aggregation's last.
impl<T: FromReply> FromReply for ScanPage<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let first = match &reply {
            Reply::Array(parts) => parts.clone().next(),
            _ => None,
        };
        if matches!(first, Some(Reply::Array(_) | Reply::Map(_))) {
            let page = AggregatePage::from_reply(reply)?;
            return Ok(Self {
                cursor: page.cursor,
                items: page.results.rows,
            });
        }
        let (cursor, items) = <(u64, Vec<T>)>::from_reply(reply)?;
        Ok(Self { cursor, items })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page<T>(cursor: u64, items: Vec<T>) -> ScanPage<T> {
        ScanPage { cursor, items }
    }

    #[test]
    fn it_goes_on_over_empty_pages_to_the_end() {
        let mut scan: ScanState<&str> = ScanState::new(Command::new("SCAN"), ScanOptions::new());
        assert_eq!(
            scan.next_command().unwrap().to_bytes(),
            Command::new("SCAN").arg(0).to_bytes()
        );
        scan.on_page(page(7, vec![]));
        assert_eq!(scan.next_item(), None);
        assert_eq!(
            scan.next_command().unwrap().to_bytes(),
            Command::new("SCAN").arg(7).to_bytes()
        );
        scan.on_page(page(0, vec!["a"]));
        assert_eq!(scan.next_item(), Some("a"));
        assert_eq!(scan.next_item(), None);
        assert!(scan.next_command().is_none());
    }

    #[test]
    fn a_cursor_is_opened_and_then_read_to_its_end() {
        let (first, head) = (Command::new("FIRST"), Command::new("READ").arg("i"));
        let mut scan: ScanState<&str> = ScanState::cursor(first.clone(), head, Some(2));
        assert_eq!(scan.next_command().unwrap().to_bytes(), first.to_bytes());
        scan.on_page(page(7, vec![]));
        let read = Command::new("READ").args(("i", 7, "COUNT", 2));
        assert_eq!(scan.next_command().unwrap().to_bytes(), read.to_bytes());
        assert!(scan.next_command().is_none());
        scan.on_page(page(0, vec!["a"]));
        assert!(scan.next_command().is_none());
        assert_eq!(scan.next_item(), Some("a"));
    }

    #[test]
    fn an_error_ends_it() {
        let mut scan: ScanState<&str> = ScanState::new(Command::new("SCAN"), ScanOptions::new());
        assert!(scan.next_command().is_some());
        assert!(scan.next_command().is_none());
    }

    #[test]
    fn both_kinds_of_pages_are_read() {
        for reply in [
            "*2\r\n$1\r\n7\r\n*1\r\n:1\r\n",
            "*2\r\n*2\r\n:9\r\n:1\r\n:7\r\n",
            "*2\r\n%1\r\n+results\r\n*1\r\n%1\r\n+extra_attributes\r\n:1\r\n:7\r\n",
        ] {
            let reply = Reply::parse(reply.as_bytes()).unwrap();
            assert_eq!(ScanPage::from_reply(reply).unwrap(), page(7, vec![1]));
        }
    }
}
