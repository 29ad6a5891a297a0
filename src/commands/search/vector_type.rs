//! [`VectorType`].

/// What the numbers of vectors are. In hashes they are sent in this form, one after the other, little-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VectorType {
    /// Brain floats of 16 bits. Since RediSearch 2.10.
    BFloat16,
    /// Floats of 16 bits. Since RediSearch 2.10.
    Float16,
    /// `f32`.
    Float32,
    /// `f64`.
    Float64,
    /// `i8`. Since Redis 8.0.0.
    Int8,
    /// `u8`. Since Redis 8.0.0.
    Uint8,
}

impl VectorType {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::BFloat16 => "BFLOAT16",
            Self::Float16 => "FLOAT16",
            Self::Float32 => "FLOAT32",
            Self::Float64 => "FLOAT64",
            Self::Int8 => "INT8",
            Self::Uint8 => "UINT8",
        }
    }
}
