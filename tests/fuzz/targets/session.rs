//! Many callers on one connection, and a server, as any bytes direct them.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| redial::fuzzing::session(data));
