//! [`AclUser`].

use std::fmt;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;
use super::AclPermissions;

/// A user (`ACL GETUSER`). Its `Debug` leaves the hashes of its passwords out.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AclUser {
    /// Its flags: `on` or `off`, `nopass`, `sanitize-payload` or `skip-sanitize-payload`; before 7.0.0
    /// also `allcommands`, `allkeys` and `allchannels`.
    pub flags: Vec<String>,
    /// The SHA-256 hashes of its passwords, in hexadecimal digits.
    pub passwords: Vec<String>,
    /// What it may use.
    pub permissions: AclPermissions,
    /// Its selectors: a command is allowed if `permissions`, or one of these, allows all of it. Since 7.0.0.
    pub selectors: Vec<AclPermissions>,
}

impl AclUser {
    /// Whether clients can log in as it.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.has_flag("on")
    }

    /// Whether any password will do.
    #[must_use]
    pub fn is_nopass(&self) -> bool {
        self.has_flag("nopass")
    }

    /// Whether this is one of its [flags](Self::flags).
    #[must_use]
    pub fn has_flag(&self, flag: &str) -> bool {
        self.flags.iter().any(|found| found == flag)
    }
}

impl FromReply for AclUser {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut user = Self::default();
        for (name, value) in fields(reply, "`AclUser`")? {
            match name.data().as_deref() {
                Some(b"flags") => user.flags = Vec::from_reply(value)?,
                Some(b"passwords") => user.passwords = Vec::from_reply(value)?,
                Some(b"selectors") => user.selectors = Vec::from_reply(value)?,
                name => user.permissions.set(name.unwrap_or_default(), value)?,
            }
        }
        Ok(user)
    }
}

impl fmt::Debug for AclUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AclUser")
            .field("flags", &self.flags)
            .field("passwords", &self.passwords.len())
            .field("permissions", &self.permissions)
            .field("selectors", &self.selectors)
            .finish()
    }
}
