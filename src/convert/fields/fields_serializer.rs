//! [`FieldsSerializer`].

use serde::ser::{Impossible, Serialize, SerializeMap, SerializeStruct, Serializer};

use super::fields_error::FieldsError;
use super::refused::refused_parts;
use super::value_serializer::ValueSerializer;
use crate::convert::OwnedArg;

type Pairs = Vec<(OwnedArg, OwnedArg)>;

/// Takes a struct or a map apart.
pub(super) struct FieldsSerializer;

/// The fields so far.
pub(super) struct Collected {
    pairs: Pairs,
    /// A map's key, until its value comes.
    key: Option<OwnedArg>,
}

impl Collected {
    fn with_capacity(count: usize) -> Self {
        Self {
            pairs: Vec::with_capacity(count),
            key: None,
        }
    }
}

fn no_fields() -> FieldsError {
    FieldsError::new("is neither a struct nor a map")
}

macro_rules! refused {
    ($($method:ident($type:ty)),+ $(,)?) => {$(
        fn $method(self, _value: $type) -> Result<Pairs, FieldsError> {
            Err(no_fields())
        }
    )+};
}

impl Serializer for FieldsSerializer {
    type Ok = Pairs;
    type Error = FieldsError;
    type SerializeSeq = Impossible<Pairs, FieldsError>;
    type SerializeTuple = Impossible<Pairs, FieldsError>;
    type SerializeTupleStruct = Impossible<Pairs, FieldsError>;
    type SerializeTupleVariant = Impossible<Pairs, FieldsError>;
    type SerializeMap = Collected;
    type SerializeStruct = Collected;
    type SerializeStructVariant = Impossible<Pairs, FieldsError>;

    refused!(
        serialize_bool(bool),
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_i64(i64),
        serialize_u8(u8),
        serialize_u16(u16),
        serialize_u32(u32),
        serialize_u64(u64),
        serialize_f32(f32),
        serialize_f64(f64),
        serialize_char(char),
        serialize_str(&str),
        serialize_bytes(&[u8]),
        serialize_unit_struct(&'static str),
    );

    fn serialize_none(self) -> Result<Pairs, FieldsError> {
        Err(no_fields())
    }

    fn serialize_unit(self) -> Result<Pairs, FieldsError> {
        Err(no_fields())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Pairs, FieldsError> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<Pairs, FieldsError> {
        value.serialize(self)
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
    ) -> Result<Pairs, FieldsError> {
        Err(no_fields())
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Collected, FieldsError> {
        Ok(Collected::with_capacity(len.unwrap_or_default()))
    }

    fn serialize_struct(self, _name: &'static str, len: usize) -> Result<Collected, FieldsError> {
        Ok(Collected::with_capacity(len))
    }

    refused_parts!(no_fields());
}

impl SerializeStruct for Collected {
    type Ok = Pairs;
    type Error = FieldsError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), FieldsError> {
        let value = value.serialize(ValueSerializer);
        if let Some(value) = value.map_err(|error| error.of_field(Some(name)))? {
            self.pairs.push((OwnedArg::new(name), value));
        }
        Ok(())
    }

    fn end(self) -> Result<Pairs, FieldsError> {
        Ok(self.pairs)
    }
}

impl SerializeMap for Collected {
    type Ok = Pairs;
    type Error = FieldsError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), FieldsError> {
        let name = key.serialize(ValueSerializer);
        self.key = name.map_err(|error| error.of_field(None))?;
        match self.key {
            Some(_) => Ok(()),
            None => Err(FieldsError::new("has no name").of_field(None)),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), FieldsError> {
        let value = value.serialize(ValueSerializer);
        let value = value.map_err(|error| error.of_field(None))?;
        if let (Some(key), Some(value)) = (self.key.take(), value) {
            self.pairs.push((key, value));
        }
        Ok(())
    }

    fn end(self) -> Result<Pairs, FieldsError> {
        Ok(self.pairs)
    }
}
