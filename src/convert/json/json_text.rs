//! [`JsonText`].

use std::fmt;

use bytes::Bytes;

use crate::convert::{Arg, ToArg, Written};

/// A text of JSON, ready to be sent: see [`Json::of`](super::Json::of).
#[derive(Clone, PartialEq, Eq)]
#[must_use = "a text does nothing until it is given to a command"]
pub struct JsonText(Bytes);

impl JsonText {
    pub(super) fn new(text: Vec<u8>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl ToArg for JsonText {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        self.0.to_arg(arg)
    }

    fn into_arg(self, arg: Arg<'_>) -> Written {
        self.0.into_arg(arg)
    }
}

/// Shows no data.
impl fmt::Debug for JsonText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsonText({} bytes)", self.0.len())
    }
}
