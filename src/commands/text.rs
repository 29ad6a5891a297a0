//! Texts of the server that may quote what clients have sent, which need be no text.

use crate::error::{Error, Result};
use crate::resp::Reply;

/// A text; what is not UTF-8 in it is replaced by `U+FFFD`.
pub(super) fn text(reply: Reply<'_>, wanted: &str) -> Result<String> {
    let reply = reply.into_result()?;
    match reply.data() {
        Some(data) => Ok(String::from_utf8_lossy(&data).into_owned()),
        None => Err(Error::decode(reply.kind_name(), wanted)),
    }
}
