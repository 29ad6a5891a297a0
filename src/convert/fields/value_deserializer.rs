//! [`ValueDeserializer`].

use std::borrow::Cow;

use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::fields_error::FieldsError;
use super::nested_json;
use crate::convert::FromReply;
use crate::resp::Reply;

/// Reads the value of one field as whatever is wanted.
pub(super) struct ValueDeserializer<'a> {
    value: Reply<'a>,
}

impl<'a> ValueDeserializer<'a> {
    pub(super) const fn new(value: Reply<'a>) -> Self {
        Self { value }
    }

    /// The value as a type that replies decode to.
    fn decode<T: FromReply>(self, name: &str) -> Result<T, FieldsError> {
        T::from_reply(self.value).map_err(|_| FieldsError::new(format!("is no `{name}`")))
    }

    fn bytes(self) -> Result<Cow<'a, [u8]>, FieldsError> {
        match self.value.data() {
            Some(bytes) => Ok(bytes),
            None => self.decode::<Vec<u8>>("string").map(Cow::Owned),
        }
    }

    /// Hands the text to `visit`, which does not get what is no UTF-8.
    fn text<T>(self, visit: impl FnOnce(&str) -> Result<T, FieldsError>) -> Result<T, FieldsError> {
        match str::from_utf8(&self.bytes()?) {
            Ok(text) => visit(text),
            Err(_) => Err(FieldsError::new("is a string that is not UTF-8")),
        }
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $type:ty),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldsError> {
            visitor.$visit(self.decode::<$type>(stringify!($type))?)
        }
    )+};
}

macro_rules! texts {
    ($($method:ident),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldsError> {
            self.text(|text| visitor.visit_str(text))
        }
    )+};
}

macro_rules! nested {
    ($($method:ident($($name:ident: $type:ty),*)),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(
            self,
            $($name: $type,)*
            _visitor: V,
        ) -> Result<V::Value, FieldsError> {
            Err(FieldsError::nested())
        }
    )+};
}

impl<'de> Deserializer<'de> for ValueDeserializer<'_> {
    type Error = FieldsError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldsError> {
        match self.value {
            Reply::Nil => visitor.visit_unit(),
            Reply::Integer(number) => visitor.visit_i64(number),
            Reply::Double(number) => visitor.visit_f64(number),
            Reply::Boolean(value) => visitor.visit_bool(value),
            other => {
                let bytes = other.data().ok_or_else(FieldsError::nested)?;
                match str::from_utf8(&bytes) {
                    Ok(text) => visitor.visit_str(text),
                    Err(_) => visitor.visit_bytes(&bytes),
                }
            }
        }
    }

    // No reply decodes to `u8`; a visitor of it takes what fits, and refuses the rest.
    numbers!(
        deserialize_bool visit_bool bool,
        deserialize_i8 visit_i8 i8,
        deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64,
        deserialize_i128 visit_i128 i128,
        deserialize_u8 visit_u16 u16,
        deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
        deserialize_u128 visit_u128 u128,
        deserialize_f32 visit_f32 f32,
        deserialize_f64 visit_f64 f64,
    );

    texts!(
        deserialize_char,
        deserialize_str,
        deserialize_string,
        deserialize_identifier,
    );

    nested!(
        deserialize_seq(),
        deserialize_map(),
        deserialize_tuple(_len: usize),
        deserialize_tuple_struct(_name: &'static str, _len: usize),
        deserialize_struct(_name: &'static str, _fields: &'static [&'static str]),
    );

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldsError> {
        visitor.visit_bytes(&self.bytes()?)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldsError> {
        visitor.visit_byte_buf(self.bytes()?.into_owned())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldsError> {
        match self.value {
            Reply::Nil => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, FieldsError> {
        if nested_json::is_json(name) {
            return nested_json::read(&self.bytes()?, visitor);
        }
        visitor.visit_newtype_struct(self)
    }

    /// The name of a unit variant; others would have to be more than one value.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, FieldsError> {
        self.text(|text| visitor.visit_enum(text.into_deserializer()))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldsError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { unit unit_struct }
}
