//! [`StreamNack`].

/// Why a consumer gives entries back ([`xnack`](super::StreamCommands::xnack)), which decides how often they count as
/// delivered. Since Redis 8.8.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StreamNack {
    /// It has not tried them, as it shuts down: this delivery does not count (`SILENT`).
    Silent,
    /// It has tried them in vain, and another consumer may succeed: this delivery counts (`FAIL`).
    Fail,
    /// No consumer will succeed: they count as delivered as often as can be counted (`FATAL`).
    Fatal,
}

impl StreamNack {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Silent => "SILENT",
            Self::Fail => "FAIL",
            Self::Fatal => "FATAL",
        }
    }
}
