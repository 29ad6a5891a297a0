//! Any reply, decoded to every type.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| redial::fuzzing::decode_types(data));
