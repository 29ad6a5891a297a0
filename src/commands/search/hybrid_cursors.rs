//! [`HybridCursors`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;

/// Where the two halves of what `FT.HYBRID` has found are, not combined, for
/// [`ft_cursor_read`](super::SearchCommands::ft_cursor_read); 0 if there is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HybridCursors {
    /// What was found by the words.
    pub search: u64,
    /// What was found by the vector.
    pub vsim: u64,
    /// What went wrong, such as a timeout that left something out.
    pub warnings: Vec<String>,
}

impl FromReply for HybridCursors {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut cursors = Self::default();
        for (name, value) in fields(reply, "`HybridCursors`")? {
            match name.data().as_deref() {
                Some(b"SEARCH") => cursors.search = u64::from_reply(value)?,
                Some(b"VSIM") => cursors.vsim = u64::from_reply(value)?,
                Some(b"warnings") => cursors.warnings = Vec::from_reply(value)?,
                _ => {}
            }
        }
        Ok(cursors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_protocols_say_the_same() {
        for head in ["*6", "%3"] {
            let reply = format!("{head}\r\n+SEARCH\r\n:7\r\n+VSIM\r\n:8\r\n+warnings\r\n*0\r\n");
            let cursors =
                HybridCursors::from_reply(Reply::parse(reply.as_bytes()).unwrap()).unwrap();
            assert_eq!((cursors.search, cursors.vsim), (7, 8));
        }
    }
}
