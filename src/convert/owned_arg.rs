//! [`OwnedArg`]: an argument that is kept for later.

use std::fmt;

use bytes::Bytes;

use crate::resp::Encoded;

use super::{Arg, ToArg, Written};

/// Whatever an argument was made from, as the bytes that will be sent: options keep their values so.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct OwnedArg(Bytes);

impl OwnedArg {
    pub(crate) fn new(value: impl ToArg) -> Self {
        let mut encoded = Encoded::new();
        let _written = value.into_arg(Arg::new(&mut encoded));
        Self(encoded.into_data())
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl ToArg for OwnedArg {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        self.0.to_arg(arg)
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
        let large = Bytes::from(vec![0; 32 << 10]);
        assert_eq!(OwnedArg::new(&large).0.as_ptr(), large.as_ptr());
        assert_eq!(format!("{:?}", OwnedArg::new("S3CR3T")), "<6 bytes>");
    }
}
