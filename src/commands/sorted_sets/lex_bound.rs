//! [`LexBound`]: where a range of members begins or ends.

use std::borrow::Cow;

use crate::convert::{Arg, ToArg, Written};

/// Where a range of members that all have the same score begins or ends, in the order of their
/// bytes.
///
/// Redis' own words do as well: `"[a"` (inclusive), `"(a"` (exclusive), `"-"` and `"+"`. A member without one of the
/// signs is refused with `ERR`.
///
/// ```
/// # use redial::prelude::*;
/// let typed = Command::new("ZLEXCOUNT").arg(LexBound::exclusive("a")).arg(LexBound::MAX);
/// let spelled = Command::new("ZLEXCOUNT").arg("(a").arg("+");
/// assert_eq!(typed.to_bytes(), spelled.to_bytes());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LexBound {
    /// As it is sent.
    text: Cow<'static, [u8]>,
}

impl LexBound {
    /// Before all members (`-`).
    pub const MIN: Self = Self {
        text: Cow::Borrowed(b"-"),
    };
    /// After all members (`+`).
    pub const MAX: Self = Self {
        text: Cow::Borrowed(b"+"),
    };

    /// This member, and it belongs to the range.
    #[must_use]
    pub fn inclusive(member: impl AsRef<[u8]>) -> Self {
        Self::marked(b'[', member.as_ref())
    }

    /// This member, and it does not belong to the range.
    #[must_use]
    pub fn exclusive(member: impl AsRef<[u8]>) -> Self {
        Self::marked(b'(', member.as_ref())
    }

    fn marked(mark: u8, member: &[u8]) -> Self {
        Self {
            text: [&[mark], member].concat().into(),
        }
    }
}

impl ToArg for LexBound {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        arg.bytes(&self.text)
    }
}
