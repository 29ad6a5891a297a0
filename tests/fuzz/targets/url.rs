//! Any text, read as a URL.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| redial::fuzzing::url(data));
