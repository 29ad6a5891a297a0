//! Without the feature `json` no newtype is `Json`.

use serde::Serialize;
use serde::de::Visitor;

use super::fields_error::FieldsError;
use crate::convert::OwnedArg;

pub(super) const fn is_json(_name: &str) -> bool {
    false
}

pub(super) fn write<T: Serialize + ?Sized>(_value: &T) -> Result<OwnedArg, FieldsError> {
    Err(FieldsError::nested())
}

pub(super) fn read<'de, V: Visitor<'de>>(
    _text: &[u8],
    _visitor: V,
) -> Result<V::Value, FieldsError> {
    Err(FieldsError::nested())
}
