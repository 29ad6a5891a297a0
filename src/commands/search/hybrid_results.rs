//! [`HybridResults`].

use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;
use super::times::milliseconds;

/// What `FT.HYBRID` has found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct HybridResults<T> {
    /// How many there are, of which the rows below are a part.
    pub total: u64,
    /// The rows: by themselves the key as `__key`, and the score as `__score`.
    pub rows: Vec<T>,
    /// What went wrong, such as a timeout that left something out.
    pub warnings: Vec<String>,
    /// How long it took.
    pub execution_time: Duration,
}

impl<T: FromReply> FromReply for HybridResults<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut results = Self {
            total: 0,
            rows: Vec::new(),
            warnings: Vec::new(),
            execution_time: Duration::ZERO,
        };
        for (name, value) in fields(reply, "`HybridResults`")? {
            match name.data().as_deref() {
                Some(b"total_results") => results.total = u64::from_reply(value)?,
                Some(b"results") => results.rows = Vec::from_reply(value)?,
                Some(b"warnings") => results.warnings = Vec::from_reply(value)?,
                Some(b"execution_time") => results.execution_time = milliseconds(value)?,
                _ => {}
            }
        }
        Ok(results)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_protocols_say_the_same() {
        let row2 = "*4\r\n$5\r\n__key\r\n$1\r\nk\r\n$7\r\n__score\r\n$3\r\n0.5\r\n";
        let row3 = row2.replace("*4", "%2");
        let of = |head: &str, row: &str, time: &str| {
            let reply = format!(
                "{head}\r\n+total_results\r\n:7\r\n+results\r\n*1\r\n{row}+warnings\r\n*1\r\n+slow\r\n\
                 +execution_time\r\n{time}\r\n"
            );
            let reply = Reply::parse(reply.as_bytes()).unwrap();
            HybridResults::<Vec<(String, String)>>::from_reply(reply).unwrap()
        };
        let two = of("*8", row2, "$3\r\n1.5");
        let three = of("%4", &row3, ",1.5");
        assert_eq!(two, three);
        assert_eq!(
            (two.total, two.execution_time),
            (7, Duration::from_micros(1500))
        );
        let row = [("__key", "k"), ("__score", "0.5")];
        let row = row.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(two.rows, [row]);
        assert_eq!(two.warnings, ["slow"]);
    }
}
