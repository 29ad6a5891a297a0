//! [`OwnedArg`]: an argument that is kept for later.

use std::fmt;

use super::{Arg, ToArg, Written};

/// Whatever an argument was made from, as the bytes that will be sent: options keep their values so.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct OwnedArg(Vec<u8>);

impl OwnedArg {
    pub(crate) fn new(value: impl ToArg) -> Self {
        let mut encoded = Vec::new();
        let _written = value.to_arg(Arg::new(&mut encoded));
        // Between the line with the length and the closing line end are the bytes themselves.
        encoded.truncate(encoded.len().saturating_sub(2));
        let start = encoded.iter().position(|&byte| byte == b'\n');
        encoded.drain(..start.map_or(0, |end| end + 1));
        Self(encoded)
    }
}

impl ToArg for OwnedArg {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        arg.bytes(&self.0)
    }
}

/// Shows no data: it may be a password.
impl fmt::Debug for OwnedArg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_sent_as_its_origin_would_be() {
        for (owned, sent) in [
            (OwnedArg::new("a\r\nb\n"), b"a\r\nb\n".as_slice()),
            (OwnedArg::new(""), b""),
            (OwnedArg::new(-15), b"-15"),
            (OwnedArg::new(1.5), b"1.5"),
        ] {
            assert_eq!(owned.0, sent);
        }
        assert_eq!(format!("{:?}", OwnedArg::new("S3CR3T")), "<6 bytes>");
    }
}
