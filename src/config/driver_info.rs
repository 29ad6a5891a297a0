//! [`DriverInfo`]: how the client names itself to the server.

use std::borrow::Cow;

use crate::{Error, Result};

/// How the client names itself to the server
/// ([`CLIENT SETINFO`](https://redis.io/docs/latest/commands/client-setinfo/), seen in `CLIENT LIST`): for
/// [`Config::driver_info`](crate::Config::driver_info).
///
/// Since 7.2.0; that older servers refuse it makes no difference.
///
/// A library that is built on this one adds its own name:
///
/// ```
/// # use redial::DriverInfo;
/// let info = DriverInfo::new().add_upstream_driver("job-queue", "5.4.0")?;
/// assert_eq!(info.formatted_name(), "redial(job-queue_v5.4.0)");
/// # Ok::<(), redial::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct DriverInfo {
    name: Cow<'static, str>,
    version: Cow<'static, str>,
    /// Entries as they are sent, the latest first.
    upstream: Vec<String>,
}

impl DriverInfo {
    /// `redial`, and the version of this crate.
    pub const fn new() -> Self {
        Self {
            name: Cow::Borrowed(env!("CARGO_PKG_NAME")),
            version: Cow::Borrowed(env!("CARGO_PKG_VERSION")),
            upstream: Vec::new(),
        }
    }

    /// The library's own name (default: `redial`).
    pub fn name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.name = name.into();
        self
    }

    /// The library's own version (default: this crate's).
    pub fn lib_version(mut self, version: impl Into<Cow<'static, str>>) -> Self {
        self.version = version.into();
        self
    }

    /// Adds the name and version of a library that uses this one; the latest comes first.
    ///
    /// # Errors
    ///
    /// Kind [`Config`](crate::ErrorKind::Config) for a name that is not lower-case letters, digits,
    /// `-` and `_` after a letter, and for a version with spaces, control characters, braces or `;`.
    pub fn add_upstream_driver(mut self, name: &str, version: &str) -> Result<Self> {
        if !is_driver_name(name) {
            return Err(Error::config(
                "the name of an upstream driver must be lower-case letters, digits, `-` and `_`, \
                 a letter first",
            ));
        }
        if !is_sendable(version) || version.contains(|c| "()[]{};".contains(c)) {
            return Err(Error::config(
                "the version of an upstream driver must be printable ASCII without spaces, braces or `;`",
            ));
        }
        self.upstream.insert(0, format!("{name}_v{version}"));
        Ok(self)
    }

    /// The name that is sent (`LIB-NAME`): `redial`, or `redial(latest_v2;first_v1)`.
    #[must_use]
    pub fn formatted_name(&self) -> Cow<'_, str> {
        if self.upstream.is_empty() {
            return Cow::Borrowed(&self.name);
        }
        Cow::Owned(format!("{}({})", self.name, self.upstream.join(";")))
    }

    /// What is sent as `LIB-VER`.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    pub(super) fn validate(&self) -> Result<()> {
        if is_sendable(&self.name) && is_sendable(&self.version) {
            return Ok(());
        }
        Err(Error::config(
            "lib_name and lib_version must be printable ASCII without spaces: the server takes no others",
        ))
    }
}

impl Default for DriverInfo {
    fn default() -> Self {
        Self::new()
    }
}

/// What the server accepts as a client's name or info: `!` to `~`, and here at least one of them.
pub(super) fn is_sendable(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic())
}

fn is_driver_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_upstream_driver_comes_first() {
        let info = DriverInfo::new();
        assert_eq!(info.formatted_name(), "redial");
        assert_eq!(info.version(), env!("CARGO_PKG_VERSION"));
        let info = info.add_upstream_driver("django-redis", "5.4.0").unwrap();
        assert_eq!(info.formatted_name(), "redial(django-redis_v5.4.0)");
        let info = info.add_upstream_driver("rq2", "1.0_b+1").unwrap();
        assert_eq!(
            info.formatted_name(),
            "redial(rq2_v1.0_b+1;django-redis_v5.4.0)"
        );
    }

    #[test]
    fn names_and_versions_that_would_garble_the_list_are_refused() {
        for name in ["", "Django", "1x", "-x", "a b", "a(b", "é", "a;b"] {
            assert!(
                DriverInfo::new().add_upstream_driver(name, "1").is_err(),
                "{name}"
            );
        }
        for version in ["", "1 0", "1(0", "1)", "[1", "{1", "1;0", "1\n", "é"] {
            assert!(
                DriverInfo::new().add_upstream_driver("x", version).is_err(),
                "{version}"
            );
        }
    }
}
