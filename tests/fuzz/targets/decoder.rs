//! Any bytes, cut anywhere, through the decoder and the inbox.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| redial::fuzzing::decoder(data));
