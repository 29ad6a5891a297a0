//! [`StreamBound`]: where a range of ids begins or ends.

use crate::convert::{Arg, ToArg, Written};

use super::StreamId;

/// Where a range of ids begins or ends ([`xrange`](super::StreamCommands::xrange)).
///
/// Wherever a bound belongs, a [`StreamId`] does as well (inclusive), and so do Redis' own words:
/// `"1-2"`, `"1"` (the whole millisecond), `"(1-2"` (exclusive), `"-"` and `"+"`.
///
/// ```
/// # use redial::prelude::*;
/// let after = StreamBound::exclusive(StreamId::new(1, 2));
/// let typed = Command::new("XRANGE").key("s").arg(after).arg(StreamBound::MAX);
/// let spelled = Command::new("XRANGE").key("s").arg("(1-2").arg("+");
/// assert_eq!(typed.to_bytes(), spelled.to_bytes());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StreamBound {
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Min,
    Max,
    Inclusive(StreamId),
    Exclusive(StreamId),
}

impl StreamBound {
    /// The smallest id that there can be (`-`).
    pub const MIN: Self = Self { kind: Kind::Min };
    /// The greatest id that there can be (`+`).
    pub const MAX: Self = Self { kind: Kind::Max };

    /// This id, and it belongs to the range.
    #[must_use]
    pub const fn inclusive(id: StreamId) -> Self {
        let kind = Kind::Inclusive(id);
        Self { kind }
    }

    /// This id, and it does not belong to the range (`(`). Since 6.2.0.
    #[must_use]
    pub const fn exclusive(id: StreamId) -> Self {
        let kind = Kind::Exclusive(id);
        Self { kind }
    }
}

impl ToArg for StreamBound {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        match self.kind {
            Kind::Min => arg.bytes(b"-"),
            Kind::Max => arg.bytes(b"+"),
            Kind::Inclusive(id) => arg.text(id),
            Kind::Exclusive(id) => arg.text(format_args!("({id}")),
        }
    }
}
