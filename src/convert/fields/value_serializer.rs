//! [`ValueSerializer`].

use serde::ser::{Impossible, Serialize, Serializer};

use super::fields_error::FieldsError;
use super::nested_json;
use super::refused::refused_parts;
use crate::convert::OwnedArg;

/// Makes one argument of one value; `None` of `None`.
pub(super) struct ValueSerializer;

type Value = Option<OwnedArg>;
type Nested = Impossible<Value, FieldsError>;

macro_rules! arguments {
    ($($method:ident($type:ty)),+ $(,)?) => {$(
        fn $method(self, value: $type) -> Result<Value, FieldsError> {
            Ok(Some(OwnedArg::new(value)))
        }
    )+};
}

impl Serializer for ValueSerializer {
    type Ok = Value;
    type Error = FieldsError;
    type SerializeSeq = Nested;
    type SerializeTuple = Nested;
    type SerializeTupleStruct = Nested;
    type SerializeTupleVariant = Nested;
    type SerializeMap = Nested;
    type SerializeStruct = Nested;
    type SerializeStructVariant = Nested;

    arguments!(
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_i64(i64),
        serialize_i128(i128),
        serialize_u16(u16),
        serialize_u32(u32),
        serialize_u64(u64),
        serialize_u128(u128),
        serialize_f32(f32),
        serialize_f64(f64),
        serialize_char(char),
        serialize_str(&str),
        serialize_bytes(&[u8]),
    );

    fn serialize_bool(self, value: bool) -> Result<Value, FieldsError> {
        self.serialize_u16(u16::from(value))
    }

    fn serialize_u8(self, value: u8) -> Result<Value, FieldsError> {
        self.serialize_u16(u16::from(value))
    }

    fn serialize_none(self) -> Result<Value, FieldsError> {
        Ok(None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, FieldsError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, FieldsError> {
        Err(FieldsError::nested())
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<Value, FieldsError> {
        Err(FieldsError::nested())
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<Value, FieldsError> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Value, FieldsError> {
        if nested_json::is_json(name) {
            return nested_json::write(value).map(Some);
        }
        value.serialize(self)
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Nested, FieldsError> {
        Err(FieldsError::nested())
    }

    fn serialize_struct(self, _name: &'static str, _len: usize) -> Result<Nested, FieldsError> {
        Err(FieldsError::nested())
    }

    refused_parts!(FieldsError::nested());
}
