//! [`Unmet`]: in what way it went otherwise than a test server was told.

use std::error::Error;
use std::fmt;

/// What a [`TestServer`](super::TestServer) expected and did not get, and what it got and did not expect: the error of
/// [`finish`](super::TestServer::finish).
///
/// As text it has a line for each command, so that what `unwrap` shows of it can be read.
#[derive(Clone, PartialEq, Eq)]
pub struct Unmet {
    missing: Vec<String>,
    unexpected: Vec<String>,
}

impl Unmet {
    /// `None` if all went as it should.
    pub(super) fn of(missing: Vec<String>, unexpected: Vec<String>) -> Option<Self> {
        let is_met = missing.is_empty() && unexpected.is_empty();
        (!is_met).then_some(Self {
            missing,
            unexpected,
        })
    }

    /// The commands that did not come, or not often enough, each as a line of text.
    #[must_use]
    pub fn missing(&self) -> &[String] {
        &self.missing
    }

    /// The commands that came and were not expected, each as a line of text.
    #[must_use]
    pub fn unexpected(&self) -> &[String] {
        &self.unexpected
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let missing = match self.missing.len() {
            1 => "1 expected command did not come:".to_owned(),
            more => format!("{more} expected commands did not come:"),
        };
        let unexpected = match self.unexpected.len() {
            1 => "1 command came that was not expected:".to_owned(),
            more => format!("{more} commands came that were not expected:"),
        };
        let mut between = "";
        for (head, lines) in [(missing, &self.missing), (unexpected, &self.unexpected)] {
            if lines.is_empty() {
                continue;
            }
            write!(f, "{between}{head}")?;
            for line in lines {
                write!(f, "\n  {line}")?;
            }
            between = "\n";
        }
        Ok(())
    }
}

impl fmt::Debug for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Unmet {}
