//! [`FieldsDeserializer`].

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::fields_error::FieldsError;
use super::value_deserializer::ValueDeserializer;
use crate::resp::{Pairs, Reply};

/// Reads fields and values as a struct or a map.
pub(super) struct FieldsDeserializer<'a> {
    pairs: Pairs<'a>,
}

impl<'a> FieldsDeserializer<'a> {
    pub(super) const fn new(pairs: Pairs<'a>) -> Self {
        Self { pairs }
    }

    const fn entries(self, names: &'static [&'static str]) -> Entries<'a> {
        Entries {
            pairs: self.pairs,
            names,
            next: None,
        }
    }
}

impl<'de> Deserializer<'de> for FieldsDeserializer<'_> {
    type Error = FieldsError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldsError> {
        visitor.visit_map(self.entries(&[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, FieldsError> {
        visitor.visit_map(self.entries(fields))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, FieldsError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldsError> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The entries to come.
struct Entries<'a> {
    pairs: Pairs<'a>,
    /// What the type calls its fields; only these are named in errors.
    names: &'static [&'static str],
    next: Option<(Option<&'static str>, Reply<'a>)>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = FieldsError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, FieldsError> {
        let Some((key, value)) = self.pairs.next() else {
            return Ok(None);
        };
        let text = key.data().unwrap_or_default();
        let name = self.names.iter().find(|name| name.as_bytes() == &*text);
        self.next = Some((name.copied(), value));
        let key = seed.deserialize(ValueDeserializer::new(key));
        key.map(Some).map_err(|error| error.of_field(None))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, FieldsError> {
        let (name, value) = self.next.take().unwrap_or((None, Reply::Nil));
        let value = seed.deserialize(ValueDeserializer::new(value));
        value.map_err(|error| error.of_field(name))
    }
}
