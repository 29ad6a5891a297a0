//! [`JsonFloat`].

/// How the numbers of arrays are kept that hold nothing but floats, for [`fpha`](super::JsonSetOptions::fpha). Since
/// Redis 8.8.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JsonFloat {
    /// In 16 bits, with the range of 32, but fewer digits: a bfloat16 (`BF16`).
    Bf16,
    /// In 16 bits (`FP16`).
    Fp16,
    /// In 32 bits (`FP32`).
    Fp32,
    /// In 64 bits (`FP64`).
    Fp64,
}

impl JsonFloat {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Bf16 => "BF16",
            Self::Fp16 => "FP16",
            Self::Fp32 => "FP32",
            Self::Fp64 => "FP64",
        }
    }
}
