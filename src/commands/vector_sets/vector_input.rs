//! [`VectorInput`].

use bytes::Bytes;

use crate::command::Command;

/// A vector as it is sent: what `VADD` and `VSIM` take. Slices, arrays and `Vec`s of `f32` become one by
/// themselves.
///
/// ```
/// # use redial::prelude::*;
/// let from_numbers = VectorInput::from([1.0, -0.5]);
/// let from_bytes = VectorInput::fp32(&[0, 0, 0x80, 0x3f, 0, 0, 0, 0xbf]);
/// assert_eq!(from_numbers, from_bytes);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct VectorInput(Form);

#[derive(Clone, Debug, PartialEq)]
enum Form {
    Fp32(Bytes),
    Values(Vec<f32>),
}

impl VectorInput {
    /// Its numbers as bytes, four for each `f32`, the least significant first, as NumPy's `tobytes` makes
    /// them (`FP32`).
    pub fn fp32(bytes: &[u8]) -> Self {
        Self(Form::Fp32(Bytes::copy_from_slice(bytes)))
    }

    /// Its numbers in digits (`VALUES`): several times as long, but readable in `MONITOR` and the slow log.
    pub fn values(numbers: &[f32]) -> Self {
        Self(Form::Values(numbers.to_vec()))
    }

    pub(super) fn add_to(self, command: Command) -> Command {
        match self.0 {
            Form::Fp32(bytes) => command.arg("FP32").arg(bytes),
            Form::Values(numbers) => command.arg("VALUES").counted_args(numbers),
        }
    }
}

impl From<&[f32]> for VectorInput {
    fn from(numbers: &[f32]) -> Self {
        let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
        Self(Form::Fp32(bytes.into()))
    }
}

impl From<&Vec<f32>> for VectorInput {
    fn from(numbers: &Vec<f32>) -> Self {
        Self::from(numbers.as_slice())
    }
}

impl From<Vec<f32>> for VectorInput {
    fn from(numbers: Vec<f32>) -> Self {
        Self::from(numbers.as_slice())
    }
}

impl<const N: usize> From<[f32; N]> for VectorInput {
    fn from(numbers: [f32; N]) -> Self {
        Self::from(numbers.as_slice())
    }
}

impl<const N: usize> From<&[f32; N]> for VectorInput {
    fn from(numbers: &[f32; N]) -> Self {
        Self::from(numbers.as_slice())
    }
}
