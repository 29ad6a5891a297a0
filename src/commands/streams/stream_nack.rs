//! [`StreamNack`].

/// Why a consumer gives entries back, which decides how often they count as delivered. Since Redis
/// 8.8.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StreamNack {
    /// It has not tried them, as it shuts down: once less (`SILENT`).
    Silent,
    /// It has tried them in vain, another may not: as often as they were (`FAIL`).
    Fail,
    /// Nobody will succeed: as often as can be counted (`FATAL`).
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
