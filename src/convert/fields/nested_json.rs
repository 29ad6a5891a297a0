//! [`Json`](crate::Json) as one field: the text in it is written and read here.

use serde::Serialize;
use serde::de::Visitor;

use super::fields_error::FieldsError;
use crate::convert::OwnedArg;
use crate::convert::json::{NEWTYPE, problem};

/// Whether a newtype of this name is `Json`.
pub(super) fn is_json(name: &str) -> bool {
    name == NEWTYPE
}

pub(super) fn write<T: Serialize + ?Sized>(value: &T) -> Result<OwnedArg, FieldsError> {
    match serde_json::to_vec(value) {
        Ok(text) => Ok(OwnedArg::new(text)),
        Err(_) => Err(FieldsError::new("can't be written as JSON")),
    }
}

pub(super) fn read<'de, V: Visitor<'de>>(text: &[u8], visitor: V) -> Result<V::Value, FieldsError> {
    // As from a reader: nothing that is read may borrow the text.
    let mut json = serde_json::Deserializer::from_reader(text);
    let value = visitor.visit_newtype_struct(&mut json);
    let value = value.and_then(|value| json.end().map(|()| value));
    value.map_err(|error| FieldsError::new(format!("is {}", problem(&error))))
}
