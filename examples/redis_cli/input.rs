//! The lines that are typed. A thread reads them, so that whoever waits for the server sees that one has come.

use std::io::{self, BufRead};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

/// Standard input, which is not touched before somebody asks.
#[derive(Default)]
pub(crate) struct Input {
    lines: Option<Receiver<Vec<u8>>>,
    /// A line that has been seen and not been taken.
    ahead: Option<Vec<u8>>,
}

impl Input {
    /// The next line, without its end; `None` at the end of the input.
    pub(crate) fn next_line(&mut self) -> Option<Vec<u8>> {
        self.ahead.take().or_else(|| self.lines().recv().ok())
    }

    /// Whether there is a line, or the input has ended. An empty line is taken: somebody just pressed Enter.
    pub(crate) fn has_come(&mut self) -> bool {
        if self.ahead.is_some() {
            return true;
        }
        match self.lines().try_recv() {
            Ok(line) => {
                self.ahead = Some(line).filter(|line| !line.trim_ascii().is_empty());
                true
            }
            Err(TryRecvError::Empty) => false,
            Err(TryRecvError::Disconnected) => true,
        }
    }

    fn lines(&mut self) -> &Receiver<Vec<u8>> {
        self.lines.get_or_insert_with(|| {
            let (sender, lines) = channel();
            // It ends with the input, or with the program.
            thread::spawn(move || {
                let mut typed = io::stdin().lock().split(b'\n').map_while(Result::ok);
                typed.all(|line| sender.send(line).is_ok())
            });
            lines
        })
    }
}
