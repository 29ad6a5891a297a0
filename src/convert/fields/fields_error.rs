//! [`FieldsError`].

use std::borrow::Cow;
use std::fmt::{self, Display};

use serde::de::{self, Expected, Unexpected};
use serde::ser;

/// Why a value and its fields do not become each other. It names fields as the type does, and carries
/// nothing of their data.
#[derive(Debug)]
pub(super) struct FieldsError {
    place: Place,
    problem: Cow<'static, str>,
}

#[derive(Debug)]
enum Place {
    /// All of it, or a value before it is known which.
    Whole,
    /// A field that the type has by this name, or any.
    Field(Option<&'static str>),
}

impl FieldsError {
    pub(super) fn new(problem: impl Into<Cow<'static, str>>) -> Self {
        Self {
            place: Place::Whole,
            problem: problem.into(),
        }
    }

    /// What is made of parts itself.
    pub(super) fn nested() -> Self {
        Self::new("is not a single value: wrap it in `Json` (feature `json`)")
    }

    /// The same of a field, unless it is known which.
    pub(super) fn of_field(mut self, name: Option<&'static str>) -> Self {
        if matches!(self.place, Place::Whole) {
            self.place = Place::Field(name);
        }
        self
    }
}

impl Display for FieldsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Place::Whole => f.write_str("it ")?,
            Place::Field(None) => f.write_str("a field ")?,
            Place::Field(Some(name)) => write!(f, "the field `{name}` ")?,
        }
        f.write_str(&self.problem)
    }
}

impl std::error::Error for FieldsError {}

impl ser::Error for FieldsError {
    /// What a type says of its value may tell the value.
    fn custom<T: Display>(_message: T) -> Self {
        Self::new("was refused by its type")
    }
}

impl de::Error for FieldsError {
    fn custom<T: Display>(_message: T) -> Self {
        Self::new("was refused by its type")
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = kind(found);
        Self::new(format!("is {found} where {expected} is wanted"))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = kind(found);
        Self::new(format!("is {found} other than {expected}"))
    }

    fn invalid_length(_length: usize, expected: &dyn Expected) -> Self {
        Self::new(format!("is not as long as {expected}"))
    }

    fn unknown_variant(_variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("is none of {expected:?}"))
    }

    fn unknown_field(_field: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("has a field that is none of {expected:?}"))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new("is missing").of_field(Some(field))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new("is there twice").of_field(Some(field))
    }
}

/// What was found, without its data.
const fn kind(found: Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "an integer",
        Unexpected::Float(_) => "a float",
        Unexpected::Char(_) | Unexpected::Str(_) => "text",
        Unexpected::Bytes(_) => "a string that is not UTF-8",
        Unexpected::Unit | Unexpected::Option => "nil",
        Unexpected::Seq => "a list",
        Unexpected::Map => "a map",
        Unexpected::UnitVariant => "a name without a value",
        _ => "something else",
    }
}
